"""Views of pages that list papers: a digest, a category, its months, a topic."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from sitegen.site.contexts import (
    CategoryRef,
    CategoryView,
    Count,
    DigestView,
    Link,
    Page,
    Section,
    TopicView,
)
from sitegen.site.details import details_script
from sitegen.site.facts import DigestFact
from sitegen.site.routes import CATEGORIES, category_feed, category_page, month_page, root_of
from sitegen.site.views.cards import card_of, field_view
from sitegen.site.views.desk import Desk
from sitegen.site.views.papers import detail_fields

NO_CHART = Markup("")

# (record, index, date) of a paper's entry as a list shows it.
Shown = tuple[str, int, str]


class DigestArgs(msgspec.Struct, frozen=True):
    """A digest's page: its sections as (anchor, title, category or "", entries)."""

    digest: DigestFact
    sections: tuple[tuple[str, str, str, tuple[Shown, ...]], ...]
    details: tuple[str, ...]
    per_detail: int
    note: str
    missing: int
    previous: DigestFact | None
    next: DigestFact | None
    month: tuple[DigestFact, ...]
    files: tuple[str, ...]
    math: bool  # also for formulas that stand in the details alone
    leading_here: frozenset[str] = frozenset()  # papers whose own page leads to this one


class CategoryArgs(msgspec.Struct, frozen=True):
    """A category's page, or with `month` one of its months' pages."""

    code: str
    total: int
    papers: tuple[Shown, ...]
    months: tuple[tuple[str, int], ...] = ()
    month: str = ""
    part: int = 1
    parts: int = 1
    before: str = ""  # the months beside it that have papers of this category
    after: str = ""
    chart: Markup = NO_CHART


class TopicArgs(msgspec.Struct, frozen=True):
    """A topic's page."""

    name: str
    description: str
    feed: str
    papers: tuple[Shown, ...]
    total: int


def digest(desk: Desk, path: str, args: DigestArgs) -> tuple[str, Page, DigestView]:
    """Make the view of a digest."""
    facts, root = desk.facts, root_of(path)
    number = 0
    sections: list[Section] = []
    for anchor, title, code, papers in args.sections:
        cards = []
        for key, index, date in papers:
            number += 1
            card = card_of(facts, root, desk.card(key, index), date=date, number=number)
            if card.key in args.leading_here:
                card = msgspec.structs.replace(card, url=card.arxiv_url or f"#p-{card.key}")
            cards.append(card)
        category = facts.category(code, root, len(cards))
        sections.append(Section(anchor, title, category, cards))
    categories: tuple[CategoryRef, ...] = tuple(
        section.category for section in sections if section.category is not None
    )
    shown_date = desk.date(args.digest.date) if args.digest.date else args.digest.label
    page = desk.page(
        path,
        "digest",
        shown_date if shown_date == args.digest.label or args.digest.date else args.digest.label,
        description=desk.words(
            "meta.digest",
            n=number,
            date=shown_date,
            categories=", ".join(ref.name for ref in categories[:6]),
        ),
        breadcrumbs=(facts.home(root), Link(desk.words("nav.archive"), root + "archive.html")),
        math=args.math,
        previous=args.previous.link(root) if args.previous else None,
        next=args.next.link(root) if args.next else None,
    )
    view = DigestView(
        digest=args.digest.ref(root, categories),
        sections=tuple(sections),
        details=tuple(root + script for script in args.details),
        note=args.note,
        missing=args.missing,
        month=tuple(fact.ref(root) for fact in args.month),
        files=args.files,
        per_detail=args.per_detail,
    )
    return "digest.html", page, view


def details(desk: Desk, path: str, papers: tuple[tuple[str, tuple[int, ...]], ...]) -> bytes:
    """Make a script with the folded fields of some papers of a digest.

    `papers` holds for each its record and its entries there, the best first; the others
    (in a second language, say) add the fields that differ.
    """
    rows = []
    for key, indexes in papers:
        entry = desk.body(key, indexes[0])
        shown = list(detail_fields(entry))
        seen = {str(field.html) for field in shown}
        seen.update(field.text.markup for field in entry.fields)
        for index in indexes[1:]:
            other = desk.body(key, index)
            for field in other.fields:
                if field.name == "tldr" and field.text.markup not in seen:
                    shown = [field_view(field), *shown]
            for view in detail_fields(other):
                if str(view.html) not in seen:
                    seen.add(str(view.html))
                    shown.append(view)
        rows.append((entry.key, shown))
    return details_script(rows)


def category(desk: Desk, path: str, args: CategoryArgs) -> tuple[str, Page, CategoryView]:
    """Make the view of a category's newest papers, or of one page of one of its months."""
    facts, root = desk.facts, root_of(path)
    place = facts.category_paths[args.code]
    ref = facts.category(args.code, root, args.total)
    if ref is None:
        raise ValueError(f"category {args.code!r} has no page")
    name = ref.name if ref.name == ref.code else f"{ref.name} ({ref.code})"
    crumbs = [facts.home(root), Link(desk.words("nav.categories"), root + CATEGORIES)]
    title = name
    if args.month:
        crumbs.append(Link(name, root + category_page(place)))
        month = desk.date(args.month) if args.month != "undated" else desk.words("archive.undated")
        title = f"{name}, {month}"
        if args.part > 1:
            title += f" ({args.part})"
    cards = [
        card_of(facts, root, desk.card(key, index), date=date, number=number)
        for number, (key, index, date) in enumerate(args.papers, 1)
    ]
    page = desk.page(
        path,
        "month" if args.month else "category",
        title,
        description=desk.words("meta.category", name=name),
        breadcrumbs=tuple(crumbs),
        own_feed=Link(args.code, root + category_feed(place)),
        math=any("<math" in card.title or "<math" in card.tldr for card in cards),
        previous=Link(args.before, root + month_page(place, args.before)) if args.before else None,
        next=Link(args.after, root + month_page(place, args.after)) if args.after else None,
    )
    largest = max((count for _, count in args.months), default=1)
    view = CategoryView(
        category=ref,
        cards=cards,
        months=tuple(
            Count(month, count, root + month_page(place, month), count / largest)
            for month, count in args.months
        ),
        month=args.month,
        part=args.part,
        parts=tuple(
            Link(str(part), root + month_page(place, args.month, part))
            for part in range(1, args.parts + 1)
        )
        if args.parts > 1
        else (),
        chart=args.chart,
    )
    return ("month.html" if args.month else "category.html"), page, view


def topic(desk: Desk, path: str, args: TopicArgs) -> tuple[str, Page, TopicView]:
    """Make the view of a topic's newest papers."""
    facts, root = desk.facts, root_of(path)
    cards = [
        card_of(facts, root, desk.card(key, index), date=date, number=number)
        for number, (key, index, date) in enumerate(args.papers, 1)
    ]
    page = desk.page(
        path,
        "topic",
        args.name,
        description=args.description or desk.words("meta.category", name=args.name),
        breadcrumbs=(facts.home(root),),
        own_feed=Link(args.name, root + args.feed) if args.feed else None,
        math=any("<math" in card.title or "<math" in card.tldr for card in cards),
    )
    view = TopicView(
        args.name, args.description, root + args.feed if args.feed else "", cards, args.total
    )
    return "topic.html", page, view
