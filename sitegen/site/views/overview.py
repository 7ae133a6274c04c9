"""Views of pages about the whole site: index, archive, categories, about, and the small ones."""

from __future__ import annotations

import calendar
from itertools import groupby
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from sitegen.model import Text
from sitegen.site import routes
from sitegen.site.contexts import (
    AboutView,
    ArchiveView,
    CalendarMonth,
    CategoriesView,
    CategoryRef,
    Chart,
    Count,
    EmptyView,
    FeedRow,
    FeedsView,
    IndexView,
    Link,
    OwnPageView,
    Page,
    StatsView,
)
from sitegen.site.facts import DigestFact
from sitegen.site.routes import root_of
from sitegen.site.trends import Trend
from sitegen.site.views.cards import card_of, markup
from sitegen.site.views.desk import Desk
from sitegen.site.views.lists import NO_CHART, Shown

CHUNK = "overview"  # these pages are rendered together
# The group of categories that arXiv does not know.
OTHER = ""


class IndexArgs(msgspec.Struct, frozen=True):
    """The index: counts of (category, papers) with it, the newest digest's and the site's."""

    newest: DigestFact | None
    newest_categories: tuple[tuple[str, int], ...]
    lead: tuple[Shown, ...]
    before: tuple[DigestFact, ...]
    categories: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, str, int], ...]  # (name, path, papers)
    rising: tuple[Trend, ...]
    papers: int
    digests: int
    chart: Markup = NO_CHART


class ArchiveArgs(msgspec.Struct, frozen=True):
    """Every digest, oldest first."""

    digests: tuple[DigestFact, ...]
    chart: Markup = NO_CHART


class StatsArgs(msgspec.Struct, frozen=True):
    """The page of trends."""

    papers: int
    digests: int
    charts: tuple[Chart, ...]
    rising: tuple[Trend, ...]
    authors: tuple[Trend, ...]
    words: tuple[Trend, ...]
    categories: tuple[tuple[str, int], ...]


class FeedsArgs(msgspec.Struct, frozen=True):
    """The feeds as (label, path, format, papers)."""

    main: tuple[tuple[str, str, str, int], ...]
    topics: tuple[tuple[str, str, str, int], ...]
    categories: tuple[tuple[str, str, str, int], ...]


def index(desk: Desk, path: str, args: IndexArgs) -> tuple[str, Page, IndexView]:
    """Make the view of the index."""
    facts, root = desk.facts, root_of(path)
    lead = tuple(
        card_of(facts, root, desk.card(key, entry), date=date, number=number)
        for number, (key, entry, date) in enumerate(args.lead, 1)
    )
    page = desk.page(
        path,
        "index",
        facts.site.title,
        description=facts.site.description
        or desk.words("meta.index", papers=args.papers, digests=args.digests),
        # Readers choose by the title: that of the RSS feed is the site's alone.
        more_feeds=(Link(f"{facts.site.title} (JSON Feed)", root + routes.JSON_FEED),),
        math=any("<math" in card.title or "<math" in card.tldr for card in lead),
    )
    newest = None
    if args.newest is not None:
        newest = args.newest.ref(root, _counted(desk, root, args.newest_categories))
    view = IndexView(
        newest=newest,
        lead=lead,
        before=tuple(fact.ref(root) for fact in args.before),
        categories=_counted(desk, root, args.categories),
        topics=tuple(Count(name, count, root + place) for name, place, count in args.topics),
        rising=_searched(desk, root, args.rising),
        papers=args.papers,
        digests=args.digests,
        chart=args.chart,
    )
    return "index.html", page, view


def archive(desk: Desk, path: str, args: ArchiveArgs) -> tuple[str, Page, ArchiveView]:
    """Make the view of the archive: months as calendars, newest first."""
    root = root_of(path)
    dated = [fact for fact in args.digests if len(fact.date) == 10]
    months = [
        _calendar_month(month, list(facts), root)
        for month, facts in groupby(dated, key=lambda fact: fact.date[:7])
    ]
    undated = [fact.ref(root) for fact in args.digests if len(fact.date) != 10]
    page = desk.page(
        path,
        "archive",
        desk.words("nav.archive"),
        description=desk.words("meta.archive", n=len(args.digests)),
        breadcrumbs=(desk.facts.home(root),),
        own_feed=Link(
            desk.words("meta.digests_feed", site=desk.facts.site.title), root + routes.DIGESTS_FEED
        ),
    )
    view = ArchiveView(
        months=tuple(reversed(months)),
        undated=tuple(undated),
        largest=max((fact.count for fact in dated), default=0),
        chart=args.chart,
    )
    return "archive.html", page, view


def _calendar_month(month: str, facts: list[DigestFact], root: str) -> CalendarMonth:
    refs = [fact.ref(root) for fact in facts]
    first = {int(ref.date[8:10]): ref for ref in reversed(refs)}
    year, number = int(month[:4]), int(month[5:7])
    weeks = tuple(
        tuple((day, first.get(day)) if day else None for day in week)
        for week in calendar.Calendar().monthdayscalendar(year, number)
    )
    return CalendarMonth(month, weeks, tuple(refs), sum(fact.count for fact in facts))


def categories(
    desk: Desk, path: str, counts: tuple[tuple[str, int], ...]
) -> tuple[str, Page, CategoriesView]:
    """Make the view of all categories, by group, arXiv's groups first."""
    root = root_of(path)
    groups: dict[str, list[CategoryRef]] = {}
    for ref in _counted(desk, root, counts):
        groups.setdefault(ref.group or OTHER, []).append(ref)
    ordered = sorted(
        groups.items(), key=lambda item: (item[0] == OTHER, -sum(ref.count for ref in item[1]))
    )
    page = desk.page(
        path,
        "categories",
        desk.words("nav.categories"),
        description=desk.words("meta.categories", n=len(counts)),
        breadcrumbs=(desk.facts.home(root),),
    )
    view = CategoriesView(
        tuple((group or desk.words("categories.other"), tuple(refs)) for group, refs in ordered)
    )
    return "categories.html", page, view


def about(desk: Desk, path: str, view: AboutView) -> tuple[str, Page, AboutView]:
    """Make the page of what the site covers and what is missing."""
    page = _plain_page(desk, path, "about", math=False)
    return "about.html", page, view


def stats(desk: Desk, path: str, args: StatsArgs) -> tuple[str, Page, StatsView]:
    """Make the page of trends; terms and names lead to the search for them."""
    root = root_of(path)
    view = StatsView(
        papers=args.papers,
        digests=args.digests,
        charts=args.charts,
        rising=_searched(desk, root, args.rising),
        authors=_searched(desk, root, args.authors, "author:"),
        words=_searched(desk, root, args.words),
        categories=_counted(desk, root, args.categories),
    )
    return "stats.html", _plain_page(desk, path, "stats"), view


def feeds(desk: Desk, path: str, args: FeedsArgs) -> tuple[str, Page, FeedsView]:
    """Make the page that lists and explains the feeds."""
    root = root_of(path)

    def rows(feeds: tuple[tuple[str, str, str, int], ...]) -> tuple[FeedRow, ...]:
        return tuple(
            FeedRow(label, root + place, desk.facts.absolute(place), kind, count)
            for label, place, kind, count in feeds
        )

    view = FeedsView(rows(args.main), rows(args.topics), rows(args.categories))
    return "feeds.html", _plain_page(desk, path, "feeds"), view


def search(desk: Desk, path: str, args: None) -> tuple[str, Page, EmptyView]:
    """Make the search page."""
    return "search.html", _plain_page(desk, path, "search"), EmptyView()


def saved(desk: Desk, path: str, args: None) -> tuple[str, Page, EmptyView]:
    """Make the page of the reader's saved papers."""
    return "saved.html", _plain_page(desk, path, "saved", noindex=True), EmptyView()


def not_found(desk: Desk, path: str, args: None) -> tuple[str, Page, EmptyView]:
    """Make the page for addresses that do not exist.

    A server shows it at any depth, so its links begin at the site's base path; without a
    base URL nobody knows that path, and the page has no links.
    """
    root = desk.facts.site.base_path if desk.facts.site.base_url else ""
    page = Page(
        path=path,
        root=root,
        kind="404",
        title=desk.words("meta.not_found"),
        feeds=desk.facts.alternates(root) if root else (),
        noindex=True,
    )
    links = (
        tuple(
            Link(desk.words(key), root + place)
            for key, place in (
                ("nav.home", routes.INDEX),
                ("nav.archive", routes.ARCHIVE),
                ("nav.categories", routes.CATEGORIES),
            )
        )
        if root
        else ()
    )
    return "404.html", page, EmptyView(links)


def redirect(desk: Desk, path: str, target: str) -> tuple[str, Page, EmptyView]:
    """Make a small page that sends its reader on to `target`, a path of the site."""
    root = root_of(path)
    place, _, anchor = target.partition("#")
    page = Page(
        path=path,
        root=root,
        kind="redirect",
        title=desk.words("meta.redirect"),
        canonical=desk.facts.absolute(place),
        noindex=True,
    )
    url = root + place + (f"#{anchor}" if anchor else "")
    return "redirect.html", page, EmptyView((Link(place, url),))


def own_page(desk: Desk, path: str, args: tuple[str, Text]) -> tuple[str, Page, OwnPageView]:
    """Make a page of the publisher's own from (title, text)."""
    title, text = args
    root = root_of(path)
    page = desk.page(
        path,
        "page",
        title,
        description=" ".join(text.words.split())[:200],
        breadcrumbs=(desk.facts.home(root),),
        math="<math" in text.html,
    )
    return "page.html", page, OwnPageView(markup(text), text.lang)


def _plain_page(desk: Desk, path: str, kind: str, **more: bool) -> Page:
    return desk.page(
        path,
        kind,
        desk.words(f"nav.{kind}"),
        description=desk.words(f"meta.{kind}"),
        breadcrumbs=(desk.facts.home(root_of(path)),),
        **more,
    )


def _counted(desk: Desk, root: str, counts: tuple[tuple[str, int], ...]) -> tuple[CategoryRef, ...]:
    refs = (desk.facts.category(code, root, count) for code, count in counts)
    return tuple(ref for ref in refs if ref is not None)


def _searched(
    desk: Desk, root: str, found: tuple[Trend, ...], field: str = ""
) -> tuple[Count, ...]:
    """Turn terms into counts that lead to the search for them, where there is one."""
    has_search = "search" in desk.facts.site.features
    counts = []
    for trend in found:
        term = f'"{trend.term}"' if " " in trend.term else trend.term
        url = f"{root}{routes.SEARCH}?q={quote(field + term)}" if has_search else ""
        counts.append(Count(trend.term, trend.papers, url, trend.share))
    return tuple(counts)
