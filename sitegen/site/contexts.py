"""What a template sees: one class per kind of page, and the pieces they share.

Every template gets three names: `site` (a `Site`), `page` (a `Page`) and `view` (the
page's own context below).  HTML strings are `Markup`, made by `sitegen.text`; every
other string is plain and is escaped by Jinja2.  URLs are relative to the page that
they stand on.  `docs/themes.md` lists these for theme authors.

The classes are `msgspec.Struct`s: a page makes twenty, and a frozen dataclass takes
five times as long to make.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from markupsafe import Markup

from sitegen.coverage import CoverageMonth
from sitegen.text import language_of

EMPTY = Markup("")


class Context(msgspec.Struct, frozen=True, gc=False):
    """Base of what templates see: immutable, equal by value."""


class Link(Context, frozen=True, gc=False):
    """A link with its words."""

    label: str
    url: str
    lang: str = ""


class NavPage(Context, frozen=True, gc=False):
    """A page of the publisher's own in the navigation: `path` is below the site's root."""

    title: str
    path: str


class Site(Context, frozen=True, gc=False):
    """What is the same on every page of a build."""

    title: str
    description: str
    language: str  # of the interface: "en", "zh-Hans", or another that the theme has words in
    languages: tuple[str, ...]  # that the reader may switch to
    base_url: str  # without a slash at its end; "" where the site has none
    base_path: str  # path of the base URL, "/" at both ends: "/", "/my-digests/"
    features: frozenset[str]  # of "scripts", "search", "saved", "feeds", "math", "offline"
    pages: tuple[NavPage, ...]
    generator: str  # "sitegen 0.1.0"
    shortcuts: bool = True  # single-key shortcuts are offered
    interests: str = ""  # the publisher's default interests as JSON, "" for none


class Page(Context, frozen=True, gc=False):
    """What every page has: its place, its names, its metadata."""

    path: str  # "papers/2511.10440.html"
    root: str  # relative path to the site's root: "", "../", "../../"
    kind: str  # the name of the template: "paper", "digest", …
    title: str  # plain, without the site's name
    description: str = ""  # plain, at most 200 characters
    canonical: str = ""  # absolute, "" without a base URL
    breadcrumbs: tuple[Link, ...] = ()  # from the index down, this page not among them
    feeds: tuple[Link, ...] = ()  # rel=alternate: this page's own feed first
    math: bool = False  # holds MathML: load the maths font
    previous: Link | None = None  # rel=prev, rel=next
    next: Link | None = None
    json_ld: Markup = EMPTY  # safe inside a script element, "" for none
    meta: tuple[tuple[str, str], ...] = ()  # further <meta name content>, such as citation_*
    og_type: str = "website"
    noindex: bool = False


class CategoryRef(Context, frozen=True, gc=False):
    """A category as other pages name it."""

    code: str  # "cs.LG"
    name: str  # "Machine Learning"; the code where it is unknown
    url: str
    group: str = ""  # "Computer Science"
    hue: int = 0  # 0 to 359, fixed for a code: its colour
    count: int = 0  # papers, where a list gives counts


class DigestRef(Context, frozen=True, gc=False):
    """A digest as other pages name it."""

    slug: str
    url: str
    label: str  # its date, or its title where it has none
    date: str  # "2025-11-14", "2025-11" or ""
    estimated: bool = False
    count: int = 0  # papers
    categories: tuple[CategoryRef, ...] = ()  # with counts, largest first, where wanted


class Card(Context, frozen=True, gc=False):
    """A paper on a list. Its root element bears `data-paper="{{ card.key }}"`."""

    key: str
    url: str  # of the paper's page, or of arXiv where it has none
    title: Markup
    title_lang: str
    authors: tuple[str, ...]  # plain names, all of them in order
    category: CategoryRef | None
    date: str
    tldr: Markup  # "" where missing
    tldr_lang: str
    tldr_block: bool
    tldr_from: str  # "tldr" (or another summary), "abstract" (stands in), or ""
    arxiv_url: str  # of the abstract on arXiv, or the paper's own link, or ""
    pdf_url: str
    number: int = 0  # in this list, from 1
    translated: Markup = EMPTY
    translated_lang: str = ""
    score: str = ""  # "85/100", as the digest prints it
    keywords: tuple[str, ...] = ()

    @property
    def authors_lang(self) -> str:
        """The language that the authors' names are written in."""
        return language_of(", ".join(self.authors))


class FieldView(Context, frozen=True, gc=False):
    """One labelled text of a paper: `data-field="{{ field.name }}"`, `lang="{{ field.lang }}"`."""

    name: str
    label: str  # as the digest printed it; "" for a standard field, which the theme names
    html: Markup
    lang: str
    block: bool  # wrap in <div> instead of <p>
    machine: bool  # written by a language model, not by the authors


class Section(Context, frozen=True, gc=False):
    """The papers of one category (or topic) of a digest."""

    id: str  # its anchor
    title: str
    category: CategoryRef | None  # None where the section is a topic in words
    cards: Sequence[Card]


class DigestView(Context, frozen=True, gc=False):
    """`digest.html`."""

    digest: DigestRef
    sections: tuple[Section, ...]
    details: tuple[str, ...]  # scripts with the other fields, `digests/<slug>/details-N.js`
    note: str  # text outside of any paper: an introduction, or why there is none
    missing: int  # papers without a summary
    month: tuple[DigestRef, ...] = ()  # digests of the same month, oldest first, up to this one
    files: tuple[str, ...] = ()  # the source files, below the content folder
    per_detail: int = 50  # papers per details script, in page order


class PaperView(Context, frozen=True, gc=False):
    """`paper.html`."""

    card: Card  # title, authors, category, links
    arxiv: str
    version: int
    html_url: str  # arXiv's HTML
    doi: str
    lead: FieldView | None  # the TL;DR
    summary: tuple[FieldView, ...]  # motivation, method, result, conclusion, in that order
    abstract: FieldView | None
    extras: tuple[FieldView, ...]  # every other field in a sensible order
    translations: tuple[FieldView, ...]  # translated title excepted: abstracts in another language
    missing: tuple[str, ...]  # standard fields that the digest lacks
    categories: tuple[CategoryRef, ...]
    code_links: tuple[tuple[str, str], ...]  # ("code" or "project", url)
    appearances: tuple[DigestRef, ...]  # digests that show it, oldest first
    previous: Card | None  # neighbours in its category
    next: Card | None
    related: tuple[Card, ...]
    bibtex: str
    ris: Callable[[], str]  # made where a theme shows it; scripts make their own
    keywords: tuple[str, ...] = ()
    score: str = ""
    others: tuple[
        tuple[str, tuple[FieldView, ...]], ...
    ] = ()  # (language, fields) of other entries


class Count(Context, frozen=True, gc=False):
    """A name and a number, for bars and tables; `share` is 0 to 1 of the largest."""

    label: str
    value: int
    url: str = ""
    share: float = 0.0


class IndexView(Context, frozen=True, gc=False):
    """`index.html`."""

    newest: DigestRef | None
    lead: tuple[Card, ...]  # the first papers of the newest digest
    before: tuple[DigestRef, ...]  # the digests before, newest first, at most 14
    categories: tuple[CategoryRef, ...]  # most papers first
    topics: tuple[Count, ...]
    rising: tuple[Count, ...]
    papers: int
    digests: int
    chart: Markup = EMPTY  # inline SVG: papers per day


class CategoryView(Context, frozen=True, gc=False):
    """`category.html` and `month.html`."""

    category: CategoryRef
    cards: Sequence[Card]
    months: tuple[Count, ...]  # newest first; label "2025-11"
    month: str = ""  # on a month's page: "2025-11"
    part: int = 1  # and its part
    parts: tuple[Link, ...] = ()
    chart: Markup = EMPTY


class CategoriesView(Context, frozen=True, gc=False):
    """`categories.html`: (group, its categories with counts)."""

    groups: tuple[tuple[str, tuple[CategoryRef, ...]], ...]


class CalendarMonth(Context, frozen=True, gc=False):
    """A month of the archive: weeks of seven cells, Monday first; None outside the month."""

    month: str  # "2025-11"
    weeks: tuple[tuple[tuple[int, DigestRef | None] | None, ...], ...]  # (day, its first digest)
    digests: tuple[DigestRef, ...]
    papers: int


class ArchiveView(Context, frozen=True, gc=False):
    """`archive.html`: newest first; `undated` holds digests without a day."""

    months: tuple[CalendarMonth, ...]
    undated: tuple[DigestRef, ...]
    largest: int  # papers of the largest day, for shades
    chart: Markup = EMPTY


class TopicView(Context, frozen=True, gc=False):
    """`topic.html`."""

    name: str
    description: str
    feed: str
    cards: Sequence[Card]
    total: int


class FeedRow(Context, frozen=True, gc=False):
    """A feed on `feeds.html`: relative and, with a base URL, absolute address."""

    label: str
    url: str
    absolute: str
    format: str  # "RSS", "JSON Feed", "OPML"
    count: int = 0


class FeedsView(Context, frozen=True, gc=False):
    """`feeds.html`."""

    main: tuple[FeedRow, ...]
    topics: tuple[FeedRow, ...]
    categories: tuple[FeedRow, ...]


class Chart(Context, frozen=True, gc=False):
    """A drawn chart with the table behind it."""

    id: str
    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class StatsView(Context, frozen=True, gc=False):
    """`stats.html`."""

    papers: int
    digests: int
    charts: tuple[Chart, ...]
    rising: tuple[Count, ...]
    authors: tuple[Count, ...]
    words: tuple[Count, ...]
    categories: tuple[CategoryRef, ...]


class AboutView(Context, frozen=True, gc=False):
    """`about.html`: what the site covers and what is missing."""

    digests: int
    entries: int
    papers: int
    months: tuple[CoverageMonth, ...]
    skipped: tuple[tuple[str, str], ...]  # (file, why)
    disagreements: tuple[tuple[str, str], ...]  # (file, what) of TOC totals
    raw_only: int  # papers that only a raw crawl has
    missing: int
    page: Markup = EMPTY  # the publisher's own about text


class OwnPageView(Context, frozen=True, gc=False):
    """`page.html`: a page of the publisher's own."""

    html: Markup
    lang: str


class EmptyView(Context, frozen=True, gc=False):
    """`search.html`, `saved.html`, `404.html`: filled by scripts, or nothing to fill."""

    links: tuple[Link, ...] = ()
