"""Contexts made by hand, one of every kind of page, full of what is hard to show."""

from __future__ import annotations

from markupsafe import Markup, escape

from sitegen.site import charts
from sitegen.site.contexts import (
    AboutView,
    ArchiveView,
    CalendarMonth,
    Card,
    CategoriesView,
    CategoryRef,
    CategoryView,
    Count,
    CoverageMonth,
    DigestRef,
    DigestView,
    EmptyView,
    FeedRow,
    FeedsView,
    FieldView,
    IndexView,
    Link,
    NavPage,
    OwnPageView,
    Page,
    PaperView,
    Section,
    Site,
    StatsView,
    TopicView,
)
from sitegen.site.strings import Strings

ALL_FEATURES = frozenset({"scripts", "search", "saved", "feeds", "math", "offline"})
HOSTILE = '<script>alert("x")</script>\'"&'


def site(
    language: str = "en",
    features: frozenset[str] = ALL_FEATURES,
    base_url: str = "https://example.org/d",
) -> Site:
    return Site(
        title="Morning <Papers>",
        description="A digest & more",
        language=language,
        languages=("en", "zh-Hans"),
        base_url=base_url,
        base_path="/d/" if base_url else "/",
        features=features,
        pages=(NavPage("Imprint", "pages/imprint.html"),),
        generator="sitegen 0",
        interests='{"words": [["solver", 2]], "authors": [], "hide": []}',
    )


def category(root: str, code: str = "cs.LG", count: int = 3) -> CategoryRef:
    return CategoryRef(
        code, "Machine Learning", f"{root}categories/{code}.html", "Computer Science", 210, count
    )


def digest(root: str, date: str = "2025-11-14", count: int = 3) -> DigestRef:
    return DigestRef(
        date, f"{root}digests/{date}.html", date, date, False, count, (category(root),)
    )


def card(root: str, number: int = 1, **changes: object) -> Card:
    key = f"2511.{number:05d}"
    values: dict[str, object] = {
        "key": key,
        "url": f"{root}papers/{key}.html",
        "title": Markup("A solver for <em>stiff</em> systems, part {}").format(number),
        "title_lang": "en",
        "authors": ("Ada Example", "José Müller", "Li Wei"),
        "category": category(root),
        "date": "2025-11-14",
        "tldr": Markup("一个更快的求解器 {}。").format(number),
        "tldr_lang": "zh",
        "tldr_block": False,
        "tldr_from": "tldr",
        "arxiv_url": f"https://arxiv.org/abs/{key}",
        "pdf_url": f"https://arxiv.org/pdf/{key}",
        "number": number,
    }
    return Card(**(values | changes))  # type: ignore[arg-type]


def field(name: str, text: str, lang: str = "zh", machine: bool = True) -> FieldView:
    return FieldView(name, "", Markup(escape(text)), lang, False, machine)


def paper_view(root: str, **changes: object) -> PaperView:
    values: dict[str, object] = {
        "card": card(root, translated=Markup("刚性系统求解器"), translated_lang="zh"),
        "arxiv": "2511.00001",
        "version": 2,
        "html_url": "https://arxiv.org/html/2511.00001",
        "doi": "10.48550/arXiv.2511.00001",
        "lead": field("tldr", "一个更快的求解器。"),
        "summary": tuple(
            field(name, f"内容 {name}") for name in ("motivation", "method", "result", "conclusion")
        ),
        "abstract": field("abstract", "We solve it <fast>.", "en", False),
        "extras": (FieldView("takeaway", "要点", Markup("<ul><li>x</li></ul>"), "zh", True, True),),
        "translations": (field("translated_abstract", "我们快速求解。"),),
        "missing": (),
        "categories": (category(root), category(root, "math.NA")),
        "code_links": (("code", "https://example.org/code"),),
        "appearances": (digest(root), digest(root, "2025-11-19")),
        "previous": card(root, 2),
        "next": card(root, 3),
        "related": (card(root, 4), card(root, 5)),
        "bibtex": "@misc{example,\n}\n",
        "ris": lambda: "TY  - UNPB\r\nER  - \r\n",
        "keywords": ("solver", "刚性"),
        "score": "85/100",
        "others": (("en", (field("tldr", "A faster solver.", "en"),)),),
    }
    return PaperView(**(values | changes))  # type: ignore[arg-type]


def digest_view(root: str, papers: int = 3) -> DigestView:
    cards = [card(root, number) for number in range(1, papers)]
    cards.append(card(root, papers, tldr=Markup(""), tldr_from="", category=None, authors=()))
    cards.append(
        card(root, papers + 1, tldr_from="abstract", tldr_block=True, tldr=Markup("<p>x</p>"))
    )
    topic = [card(root, papers + 2, authors=tuple(f"Author Number{n}" for n in range(574)))]
    return DigestView(
        digest=digest(root, count=papers + 2),
        sections=(
            Section("cs.LG", "cs.LG", category(root), cards),
            Section("agents", "Agents 智能体", None, topic),
        ),
        details=("2025-11-14/details-1.js",),
        note="A note",
        missing=1,
        month=(digest(root, "2025-11-03"), digest(root)),
        files=("2025-11-14.md",),
    )


def pages(strings: Strings) -> list[tuple[str, Page, object]]:
    """Every template that a theme has, with a page and its view."""
    days = {"2025-11-14": 12, "2025-11-19": 30, "2025-12-01": 7}
    weeks = ((None, None, None, None, (14, digest("")), (15, None), (16, None)),)
    month = CalendarMonth("2025-11", weeks, (digest(""), digest("", "2025-11-14-b")), 42)
    counts = (Count("diffusion", 9, "search.html?q=diffusion", 1.0), Count("plain", 3, "", 0.3))
    feed = FeedRow("All papers", "rss.xml", "https://example.org/d/rss.xml", "RSS", 100)
    drawn = (
        charts.papers_per_day(days, strings),
        charts.digest_calendar(days, strings),
        charts.categories_by_month(["2025-11"], [("cs.LG", 3, [4])], strings),
    )
    lists = CategoryView(
        category("../"),
        [card("../", n) for n in (1, 2)],
        (Count("2025-11", 2, "cs.LG/2025-11.html", 1.0),),
    )
    part = CategoryView(
        category("../../"),
        [card("../../", 1)],
        lists.months,
        "2025-11",
        2,
        (Link("1", "2025-11.html"), Link("2", "2025-11-2.html")),
    )
    home = (Link("Morning", "../index.html"),)
    return [
        (
            "index.html",
            Page(
                "index.html",
                "",
                "index",
                "Morning <Papers>",
                "About",
                "https://example.org/d/index.html",
            ),
            IndexView(
                digest(""),
                (card(""),),
                (digest("", "2025-11-13", 0),),
                (category(""),),
                counts,
                counts,
                42,
                3,
                charts.papers_per_day(days, strings).svg,
            ),
        ),
        (
            "digest.html",
            Page(
                "digests/2025-11-14.html",
                "../",
                "digest",
                "14 November 2025",
                "5 papers",
                "",
                home,
                (Link("Digests", "../feeds/digests.xml"),),
                True,
                Link("2025-11-13", "2025-11-13.html"),
                Link("2025-11-19", "2025-11-19.html"),
            ),
            digest_view("../"),
        ),
        (
            "paper.html",
            Page(
                "papers/2511.00001.html",
                "../",
                "paper",
                HOSTILE,
                HOSTILE,
                "https://example.org/d/p.html",
                home,
                (),
                True,
                None,
                None,
                Markup('{"@type":"ScholarlyArticle"}'),
                (("citation_title", HOSTILE), ("citation_author", "Ada Example")),
                "article",
            ),
            paper_view("../"),
        ),
        (
            "category.html",
            Page("categories/cs.LG.html", "../", "category", "Machine Learning"),
            lists,
        ),
        (
            "month.html",
            Page("categories/cs.LG/2025-11-2.html", "../../", "month", "November"),
            part,
        ),
        (
            "categories.html",
            Page("categories/index.html", "../", "categories", "Categories"),
            CategoriesView((("Computer Science", (category("../"),)),)),
        ),
        (
            "archive.html",
            Page("archive.html", "", "archive", "Archive"),
            ArchiveView((month,), (digest("", "undated"),), 30),
        ),
        (
            "topic.html",
            Page("topics/solvers.html", "../", "topic", "Solvers"),
            TopicView(
                "Solvers", "All that solves", "../feeds/topics/solvers.xml", [card("../")], 9
            ),
        ),
        (
            "page.html",
            Page("pages/imprint.html", "../", "page", "Imprint"),
            OwnPageView(Markup("<p>Own words</p>"), "en"),
        ),
        (
            "feeds.html",
            Page("feeds.html", "", "feeds", "Feeds"),
            FeedsView((feed,), (feed,), (feed,)),
        ),
        (
            "stats.html",
            Page("stats.html", "", "stats", "Trends"),
            StatsView(42, 3, drawn, counts, counts, counts, (category(""),)),
        ),
        (
            "about.html",
            Page("about.html", "", "about", "About"),
            AboutView(
                3,
                45,
                42,
                (CoverageMonth("2025-11", 2, 42, 3, 1, ("2025-11-17",)),),
                (("README.md", "no paper in it"),),
                (("a.md", "41 of 42"),),
                4,
                2,
                Markup("<p>Us</p>"),
            ),
        ),
        ("saved.html", Page("saved.html", "", "saved", "Saved", noindex=True), EmptyView()),
        (
            "404.html",
            Page("404.html", "/d/", "404", "Not found", noindex=True),
            EmptyView((Link("Home", "/d/index.html"),)),
        ),
        (
            "redirect.html",
            Page("digests/old.html", "../", "redirect", "Moved"),
            EmptyView((Link("2025-11-14", "2025-11-14.html"),)),
        ),
    ]
