"""The table of views: what a `Job` names, and the template that its page has.

A view's template is what the page's fingerprint takes in; views without one make their
bytes themselves.
"""

from __future__ import annotations

from sitegen.site.views import files, lists, overview, papers
from sitegen.site.views.desk import View

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

# Views that make their bytes without a template.
WITHOUT_TEMPLATE = frozenset(
    {"details", "rss", "digests-rss", "json-feed", "data", "file", "bytes"}
)
