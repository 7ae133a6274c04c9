"""The view of one paper."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import msgspec

from sitegen import fields
from sitegen.model import TypesetEntry, TypesetField
from sitegen.site import citations
from sitegen.site.contexts import FieldView, Link, Page, PaperView
from sitegen.site.facts import DigestFact, Neighbour
from sitegen.site.routes import category_feed, category_page, root_of, url_for
from sitegen.site.views.cards import (
    card_of,
    field_view,
    keywords_of,
    neighbour_card,
    score_of,
)
from sitegen.site.views.desk import Desk

_DESCRIPTION = 120  # columns, about what search engines show
# Fields that stand elsewhere on the page than among the labelled texts.
_ELSEWHERE = frozenset({"translated_title", "keywords", "tags", "score"})


class PaperArgs(msgspec.Struct, frozen=True):
    """Where a paper's entries are and what stands around it.

    `voices` are (record, index) of the entries shown, the one that speaks first.
    """

    voices: tuple[tuple[str, int], ...]
    date: str
    categories: tuple[str, ...]
    appearances: tuple[DigestFact, ...]
    previous: Neighbour | None
    next: Neighbour | None
    related: tuple[Neighbour, ...]


def paper(desk: Desk, path: str, args: PaperArgs) -> tuple[str, Page, PaperView]:
    """Make the view of a paper's page."""
    facts, root = desk.facts, root_of(path)
    entry = desk.body(*args.voices[0])
    others = [desk.body(*voice) for voice in args.voices[1:]]
    own = facts.category(entry.category, root)
    card = card_of(facts, root, entry, date=args.date)
    texts, parts = entry.texts(), _parts(entry)
    title = entry.title.words
    lead = entry.lead()
    description = " ".join((lead.text if lead else entry.title).words.split())
    feed = None
    crumbs = [facts.home(root)]
    if own is not None:
        place = facts.category_paths[own.code]
        crumbs += [Link(own.name, root + category_page(place))]
        feed = Link(own.code, root + category_feed(place))
    page = desk.page(
        path,
        "paper",
        title,
        description=_cut(description, _DESCRIPTION),
        breadcrumbs=tuple(crumbs),
        own_feed=feed,
        math=_has_math(entry) or any(map(_has_math, others)),
        previous=_link(root, args.previous),
        next=_link(root, args.next),
        json_ld=citations.json_ld(entry, args.date),
        meta=citations.highwire_meta(entry, args.date),
        og_type="article",
    )
    view = PaperView(
        card=card,
        arxiv=entry.arxiv,
        version=entry.version,
        html_url=f"https://arxiv.org/html/{entry.arxiv}" if entry.arxiv else "",
        doi=citations.doi(entry.arxiv),
        lead=parts.lead,
        summary=parts.summary,
        abstract=parts.abstract,
        extras=parts.extras,
        translations=parts.translations,
        missing=entry.missing,
        categories=facts.category_refs(args.categories, root),
        code_links=tuple((link.kind, link.url) for link in entry.code_links),
        appearances=tuple(fact.ref(root) for fact in args.appearances),
        previous=neighbour_card(facts, root, args.previous) if args.previous else None,
        next=neighbour_card(facts, root, args.next) if args.next else None,
        related=tuple(neighbour_card(facts, root, other) for other in args.related),
        bibtex=citations.bibtex(entry, args.date),
        ris=partial(citations.ris, entry, args.date),
        keywords=keywords_of(texts),
        score=score_of(texts),
        others=tuple(
            (_speech(other), tuple(map(field_view, _speaking(other)))) for other in others
        ),
    )
    return "paper.html", page, view


def detail_fields(entry: TypesetEntry) -> tuple[FieldView, ...]:
    """Return the fields that a digest's page folds away: all but those its list shows."""
    parts = _parts(entry)
    abstract = (parts.abstract,) if parts.abstract is not None else ()
    return (*parts.summary, *parts.extras, *parts.translations, *abstract)


class _Parts(NamedTuple):
    """The fields of a paper by their place on its page, each part in order of display."""

    lead: FieldView | None
    summary: tuple[FieldView, ...]
    abstract: FieldView | None
    extras: tuple[FieldView, ...]
    translations: tuple[FieldView, ...]


def _parts(entry: TypesetEntry) -> _Parts:
    lead = abstract = None
    summary: list[TypesetField] = []
    extras: list[TypesetField] = []
    translations: list[TypesetField] = []
    for field in entry.fields:
        name = field.name
        group = fields.kind_of(name).group
        if name == "tldr":
            lead = field
        elif group == "abstract":
            abstract = field
        elif group == "summary":
            summary.append(field)
        elif name not in _ELSEWHERE:
            (translations if group == "translation" else extras).append(field)
    summary.sort(key=_place)
    extras.sort(key=_place)
    return _Parts(
        field_view(lead) if lead else None,
        tuple(map(field_view, summary)),
        field_view(abstract) if abstract else None,
        tuple(map(field_view, extras)),
        tuple(map(field_view, translations)),
    )


def _place(field: TypesetField) -> int:
    return fields.display_order(field.name)


def _speech(entry: TypesetEntry) -> str:
    """Return the language that an entry's summary is written in."""
    for name in fields.SUMMARY:
        text = entry.field(name)
        if text is not None:
            return text.lang
    return entry.title.lang


def _speaking(entry: TypesetEntry) -> list[TypesetField]:
    """Return the fields of an entry in another language: all but the authors' own."""
    return [field for field in entry.fields if fields.kind_of(field.name).machine]


def _has_math(entry: TypesetEntry) -> bool:
    return "<math" in entry.title.html or any("<math" in f.text.html for f in entry.fields)


def _link(root: str, paper: Neighbour | None) -> Link | None:
    return Link(paper.title, root + url_for(paper.key)) if paper else None


def _cut(text: str, columns: int) -> str:
    """Cut a text to a width; a character from U+2E80 on (Han, kana, hangul) takes two."""
    for end, character in enumerate(text):
        columns -= 2 if character >= "\u2e80" else 1
        if columns < 0:
            return text[: end - 1].rstrip() + "…"
    return text
