"""The plan of a whole site: every planner called in turn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

import msgspec

from sitegen.feeds import Limits, Outline
from sitegen.library import Library, Paper
from sitegen.site import data, hosting, offline, routes, search_files
from sitegen.site.aliases import lead
from sitegen.site.facts import Facts
from sitegen.site.plan import NEWEST, Planner
from sitegen.site.plan_files import FeedPlanner, copied_page, given_page, opml_page
from sitegen.site.plan_overview import category_counts, overview_pages
from sitegen.site.plan_stats import Statistics
from sitegen.site.planned import Page, fingerprint
from sitegen.site.setup import Setup
from sitegen.site.stripping import stripped
from sitegen.site.views.desk import Job
from sitegen.site.views.lists import TopicArgs
from sitegen.site.views.overview import FeedsArgs

FeedRows = tuple[tuple[str, str, str, int], ...]


class SitePlan(msgspec.Struct, frozen=True):
    """Every file of the site, and what its views know."""

    facts: Facts
    pages: list[Page]


def plan_site(
    setup: Setup,
    library: Library,
    *,
    font: bytes = b"",
    topics: Sequence[Sequence[str]] = (),
    related: Mapping[str, Sequence[str]] | None = None,
) -> SitePlan:
    """Plan every file of a site but those of the search index.

    Args:
        setup: configuration, theme and the publisher's own files.
        library: the merged digests.
        font: the maths font, b"" where the site needs none.
        topics: for each topic of the setup the keys of its papers, in the library's order.
        related: for each paper the keys of those that are like it.
    """
    near = related or {}
    planner = _planner(setup, library, lambda key: near.get(key, ()))
    statistics = Statistics(planner, setup.strings)
    planner.chart_of = statistics.months_of
    pages = planner.pages()
    pages += _topic_pages(planner, setup, topics)
    pages += overview_pages(
        planner,
        statistics,
        [
            (topic.name, routes.topic_page(topic.slug), len(keys))
            for topic, keys in zip(setup.topics, topics, strict=True)
        ],
    )
    if setup.config.tables.feeds.enabled:
        pages += _feeds(planner, setup, topics)
    if setup.config.tables.data.enabled:
        pages += _data(planner)
    pages += _own_pages(planner, setup)
    pages += _aliases(planner, setup)
    pages += _assets(setup)
    if font:
        pages.append(given_page(routes.MATH_FONT, font, "the maths font"))
    pages += _hosting(planner, setup, pages)
    pages += [copied_page(path, file) for path, file in setup.static]
    return SitePlan(planner.facts, pages)


def plan_digests(
    setup: Setup,
    library: Library,
    digests: Collection[int],
    *,
    related: Mapping[str, Sequence[str]],
) -> SitePlan:
    """Plan the pages of some digests and of their papers, as `plan_site` plans them.

    Args:
        setup: configuration, theme and the publisher's own files.
        library: the merged digests.
        digests: places in the library of those to plan.
        related: for each paper the keys of those that are like it, or were: some may be gone.
    """
    papers = library.papers
    planner = _planner(
        setup, library, lambda key: [other for other in related.get(key, ()) if other in papers]
    )
    return SitePlan(planner.facts, planner.own_pages(digests))


def _planner(setup: Setup, library: Library, related: Callable[[str], Sequence[str]]) -> Planner:
    return Planner(
        library,
        setup.facts_for(library),
        base=setup.base,
        templates=setup.renderer.fingerprint,
        related=related,
        redirected=_window(setup, library),
    )


def _window(setup: Setup, library: Library) -> Callable[[Paper], bool]:
    """Return what tells whether a paper is too old for a page of its own."""
    table = setup.config.tables.papers
    since = table.since
    if table.months:
        months = sorted({d.date[:7] for d in library.digests if d.date})
        newest = months[-1] if months else ""
        if newest:
            number = int(newest[:4]) * 12 + int(newest[5:7]) - table.months
            since = max(since, f"{number // 12:04d}-{number % 12 + 1:02d}")

    def is_old(paper: Paper) -> bool:
        return bool(since and paper.date and paper.date < since)

    return is_old


def _topic_pages(planner: Planner, setup: Setup, topics: Sequence[Sequence[str]]) -> Iterable[Page]:
    feeds = setup.config.tables.feeds.enabled
    for topic, keys in zip(setup.topics, topics, strict=True):
        newest = sorted(keys, key=lambda key: planner.library.papers[key].date, reverse=True)
        path = routes.topic_page(topic.slug)
        args = TopicArgs(
            name=topic.name,
            description=topic.description,
            feed=routes.topic_feed(topic.slug) if feeds else "",
            papers=tuple(map(planner.shown_paper, newest[:NEWEST])),
            total=len(newest),
        )
        marks = [planner.stamp(key) for key in newest[:NEWEST]]
        yield Page(
            path,
            fingerprint(
                planner.base,
                planner.templates("topic.html"),
                args.name,
                args.description,
                args.feed,
                args.total,
                marks,
            ),
            partial(Job, "topic", path, args),
            "topics",
            f"the topic '{topic.name}'",
        )


def _feeds(planner: Planner, setup: Setup, topics: Sequence[Sequence[str]]) -> list[Page]:
    table = setup.config.tables.feeds
    site, words = setup.site, setup.strings
    feeds = FeedPlanner(planner, Limits(table.items, table.max_bytes, table.full_text), words)
    library = planner.library
    about = site.description or words("meta.feed", site=site.title)
    pages = [
        feeds.papers_feed(routes.RSS, site.title, about, routes.INDEX, library.papers),
        feeds.papers_feed(
            routes.JSON_FEED, site.title, about, routes.INDEX, library.papers, kind="json-feed"
        ),
        feeds.digests_feed(),
    ]
    main: FeedRows = (
        (site.title, routes.RSS, "RSS", len(library.papers)),
        (
            words("meta.digests_feed", site=site.title),
            routes.DIGESTS_FEED,
            "RSS",
            len(library.digests),
        ),
        (site.title, routes.JSON_FEED, "JSON Feed", len(library.papers)),
        (words("feeds.opml"), routes.OPML, "OPML", 0),
    )
    topic_rows: list[tuple[str, str, str, int]] = []
    for topic, keys in zip(setup.topics, topics, strict=True):
        path = routes.topic_feed(topic.slug)
        pages.append(
            feeds.papers_feed(
                path,
                f"{topic.name} · {site.title}",
                topic.description or words("meta.category", name=topic.name),
                routes.topic_page(topic.slug),
                keys,
            )
        )
        topic_rows.append((topic.name, path, "RSS", len(keys)))
    rows: list[tuple[str, str, str, int]] = []
    for code, count in category_counts(planner):
        place = planner.facts.category_paths[code]
        ref = planner.facts.category(code, "")
        name = ref.name if ref else code
        label = name if name == code else f"{name} ({code})"
        path = routes.category_feed(place)
        pages.append(
            feeds.papers_feed(
                path,
                f"{label} · {site.title}",
                words("meta.category", name=label),
                routes.category_page(place),
                library.categories[code],
            )
        )
        rows.append((label, path, "RSS", count))
    homes = {routes.RSS: routes.INDEX, routes.DIGESTS_FEED: routes.ARCHIVE}
    homes |= {routes.topic_feed(t.slug): routes.topic_page(t.slug) for t in setup.topics}
    places = planner.facts.category_paths.values()
    homes |= {routes.category_feed(place): routes.category_page(place) for place in places}
    pages.append(_opml(planner, setup, homes, (main[:2], topic_rows, rows)))
    args = FeedsArgs(main, tuple(topic_rows), tuple(rows))
    mark = fingerprint(planner.base, planner.templates("feeds.html"), args)
    pages.append(
        Page(
            routes.FEEDS,
            mark,
            partial(Job, "feeds", routes.FEEDS, args),
            "overview",
            "the list of feeds",
        )
    )
    return pages


def _opml(
    planner: Planner,
    setup: Setup,
    homes: Mapping[str, str],
    lists: tuple[Sequence[tuple[str, str, str, int]], ...],
) -> Page:
    """Plan the list of feeds; `homes` maps the path of a feed to that of its page."""
    absolute = planner.facts.absolute
    words = setup.strings
    headings = (setup.site.title, words("meta.topics"), words("nav.categories"))
    groups = [
        (
            heading,
            [
                Outline(label, absolute(path) or path, absolute(homes[path]))
                for label, path, _, _ in rows
            ],
        )
        for heading, rows in zip(headings, lists, strict=True)
    ]
    return opml_page(setup.site.title, [group for group in groups if group[1]])


def _data(planner: Planner) -> Iterable[Page]:
    library = planner.library
    rows = [
        data.DigestRow(head, fact.path, fact.count)
        for head, fact in zip(library.digests, planner.digests, strict=True)
    ]
    site = planner.facts.site
    index = data.index_document(
        title=site.title, base_url=site.base_url, papers=len(library.papers), digests=rows
    )
    yield given_page(data.INDEX, index, "the index of the data")
    for path, schema in data.schemas().items():
        yield given_page(path, schema, "a schema of the data")
    for head, fact in zip(library.digests, planner.digests, strict=True):
        shown = tuple(
            index for index, entry in enumerate(head.entries) if entry.key not in library.excluded
        )
        path = data.digest_path(fact.path)
        facts = (head.slug, head.date, head.date_source, head.title, head.note)
        yield Page(
            path,
            fingerprint(planner.base, facts, head.stamp, shown),
            partial(Job, "data", path, (head.key, fact.path, shown)),
            head.key,
            head.paths[0] if head.paths else path,
        )


def _own_pages(planner: Planner, setup: Setup) -> Iterable[Page]:
    for page in setup.own_pages:
        path = routes.own_page(page.slug)
        args = (page.title, page.text)
        mark = fingerprint(planner.base, planner.templates("page.html"), args)
        yield Page(path, mark, partial(Job, "page", path, args), "overview", page.path)


def _aliases(planner: Planner, setup: Setup) -> Iterable[Page]:
    places = {fact.slug: fact.path for fact in planner.digests}
    leads, _ = lead(setup.config.tables.aliases, places)  # `Setup.warnings` tells the others
    for old, new in leads.items():
        target = routes.digest_page(places[new])
        path = routes.digest_page(routes.digest_paths([old])[old])
        mark = fingerprint(planner.base, planner.templates("redirect.html"), target)
        yield Page(
            path, mark, partial(Job, "redirect", path, target), "redirects", f"the alias '{old}'"
        )


def _assets(setup: Setup) -> Iterable[Page]:
    for path, file in setup.theme.static_files():
        data = stripped(file)
        yield copied_page(path, file) if data is None else given_page(path, data, str(file))
    for path, script in setup.renderer.generated_files().items():
        yield given_page(path, script, f"the words in '{path}'")


def _hosting(planner: Planner, setup: Setup, pages: Sequence[Page]) -> Iterable[Page]:
    site = setup.site
    yield given_page(".nojekyll", hosting.NO_JEKYLL, "the mark for GitHub Pages")
    yield given_page("robots.txt", hosting.robots(site.base_url), "robots.txt")
    icons = [
        hosting.Icon(path, sizes, kind)
        for path, sizes, kind in (
            ("img/icon.svg", "any", "image/svg+xml"),
            ("img/icon-192.png", "192x192", "image/png"),
            ("img/icon-512.png", "512x512", "image/png"),
        )
        if path in setup.theme.asset_versions
    ]
    manifest = hosting.web_manifest(
        name=site.title, description=site.description, language=site.language, icons=icons
    )
    yield given_page("manifest.webmanifest", manifest, "the web app manifest")
    # Written by every theme: one that keeps nothing must clear what another has kept.
    yield given_page(offline.PATH, _service_worker(planner, setup, pages), "the worker")
    if site.base_url:
        for path, text in hosting.sitemap(site.base_url, _found(planner, pages)).items():
            yield given_page(path, text, "the sitemap")


def _service_worker(planner: Planner, setup: Setup, pages: Sequence[Page]) -> bytes:
    """Keep the shell and the newest digests for reading offline, or let go of everything."""
    if "offline" not in setup.site.features:
        return offline.no_service_worker()
    marks = {page.path: page.fingerprint for page in pages}
    versions = setup.renderer.asset_versions
    shell = [f"{path}?v={hash_}" for path, hash_ in versions.items() if path.startswith(_SHELL)]
    shell += [path for path in (routes.INDEX, routes.SEARCH, routes.SAVED) if path in marks]
    dated = [fact for fact in planner.digests if fact.date]
    recent: list[str] = []
    for fact in dated[: -_RECENT - 1 : -1]:
        page = routes.digest_page(fact.path)
        scripts = page.removesuffix(".html") + "/"
        recent += [page, *(path for path in marks if path.startswith(scripts))]
    stamp = " ".join(marks[path.partition("?")[0]] for path in (*shell, *recent))
    return offline.service_worker(
        own=(*marks, *(path for path, _ in setup.static), search_files.FOLDER),
        shell=shell,
        recent=recent,
        stamp=stamp,
        message=setup.strings("meta.offline"),
        home=setup.strings("nav.home"),
    )


_SHELL = ("css/", "js/")
_RECENT = 3  # digests
_HIDDEN = frozenset({"404.html", "saved.html", "search.html"})


def _found(planner: Planner, pages: Sequence[Page]) -> Iterable[hosting.SitemapEntry]:
    """List the pages that search engines should find, with the day of their content."""
    dates = {routes.url_for(key): paper.date for key, paper in planner.library.papers.items()}
    for fact in planner.digests:
        dates[routes.digest_page(fact.path)] = fact.date
    for page in pages:
        if page.path.endswith(".html") and page.path not in _HIDDEN and page.chunk != "redirects":
            yield hosting.SitemapEntry(page.path, dates.get(page.path, ""))
