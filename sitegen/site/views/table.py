"""The table of views: what a `Job` names. A view without a template makes its bytes itself."""

from __future__ import annotations

from sitegen.site.views import files, lists, overview, papers
from sitegen.site.views.desk import Desk, Job, View

VIEWS: dict[str, View] = {
    "paper": papers.paper,
    "digest": lists.digest,
    "details": lists.details,
    "category": lists.category,
    "month": lists.category,
    "topic": lists.topic,
    "index": overview.index,
    "archive": overview.archive,
    "categories": overview.categories,
    "about": overview.about,
    "stats": overview.stats,
    "feeds": overview.feeds,
    "search": overview.search,
    "saved": overview.saved,
    "404": overview.not_found,
    "redirect": overview.redirect,
    "page": overview.own_page,
    "rss": files.rss,
    "digests-rss": files.digests_rss,
    "json-feed": files.json_feed,
    "data": files.digest_data,
    "file": files.copied,
    "bytes": files.given,
}


def render_job(desk: Desk, job: Job) -> bytes:
    """Make the bytes of one file."""
    made = VIEWS[job.view](desk, job.path, job.args)
    if isinstance(made, bytes):
        return made
    template, page, view = made
    return desk.renderer.render(template, page, view)
