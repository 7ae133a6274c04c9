"""The plan: which files a site has, and which of them a change reaches."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sitegen.errors import ConfigError
from sitegen.library import Library, merge
from sitegen.model import DigestHead, EntryHead
from sitegen.site.contexts import Site
from sitegen.site.facts import Facts, hue_of
from sitegen.site.plan import MONTH_PART, NEWEST, Planner
from sitegen.site.planned import Page, refuse_double_paths
from sitegen.site.routes import category_paths, root_of
from sitegen.site.views.lists import CategoryArgs, DigestArgs
from sitegen.site.views.papers import PaperArgs

SITE = Site("S", "", "en", ("en",), "", "/", frozenset({"scripts"}), (), "sitegen")


def digest(date: str, keys: list[str], category: str = "cs.LG", *, slug: str = "",
           title: str = "") -> DigestHead:  # fmt: skip
    entries = tuple(
        EntryHead(
            key,
            f"Title {key}",
            "A A\nB B",
            key,
            "",
            category,
            (category,),
            category,
            2,
            (),
            "zh",
            False,
            False,
            f"stamp {key}",
        )
        for key in keys
    )
    return DigestHead(slug or date, (f"{slug or date}.md",), date, "name", title, entries, (), "",
                      "", "", f"record {slug or date}")  # fmt: skip


def plan(library: Library) -> tuple[Planner, dict[str, Page]]:
    facts = Facts(SITE, category_paths(library.categories), True, {"home": "Home"})
    planner = Planner(library, facts, base="base", templates=lambda name: name)
    return planner, {page.path: page for page in planner.pages()}


def test_every_paper_digest_category_and_month_has_a_page() -> None:
    _, pages = plan(
        merge([digest("2025-11-14", ["1", "2"]), digest("2025-12-01", ["3"], "q-bio.BM")])
    )
    assert sorted(pages) == [
        "categories/cs.LG.html", "categories/cs.LG/2025-11.html",
        "categories/q-bio.BM.html", "categories/q-bio.BM/2025-12.html",
        "digests/2025-11-14.html", "digests/2025-11-14/details-1.js",
        "digests/2025-12-01.html", "digests/2025-12-01/details-1.js",
        "papers/1.html", "papers/2.html", "papers/3.html",
    ]  # fmt: skip


def test_neighbours_are_those_of_the_category_across_digests() -> None:
    _, pages = plan(merge([digest("2025-11-14", ["1", "2"]), digest("2025-11-15", ["3"])]))
    args = pages["papers/2.html"].job().args
    assert isinstance(args, PaperArgs)
    assert args.previous is not None
    assert args.next is not None
    assert (args.previous.key, args.next.key) == ("1", "3")
    assert args.next.authors == ("A A", "B B")


def test_a_new_day_reaches_the_last_papers_and_nothing_older() -> None:
    old = [digest("2025-10-30", ["0"]), digest("2025-11-14", ["1", "2"])]
    _, before = plan(merge(old))
    _, after = plan(merge([*old, digest("2025-11-15", ["2", "3"])]))
    changed = {path for path, page in before.items() if page.fingerprint != after[path].fingerprint}
    assert changed == {
        "papers/2.html",  # a new neighbour, a new appearance
        "digests/2025-11-14.html",  # it has a next one now
        "categories/cs.LG.html",
        "categories/cs.LG/2025-11.html",
    }


def test_pages_of_a_month_are_filled_from_the_oldest_paper_on() -> None:
    keys = [f"{number:04d}" for number in range(MONTH_PART + 1)]
    _, one = plan(merge([digest("2025-11-14", keys[:MONTH_PART])]))
    _, two = plan(merge([digest("2025-11-14", keys[:MONTH_PART]), digest("2025-11-15", keys[-1:])]))
    assert "categories/cs.LG/2025-11-2.html" not in one
    first = two["categories/cs.LG/2025-11.html"].job().args
    second = two["categories/cs.LG/2025-11-2.html"].job().args
    assert isinstance(first, CategoryArgs)
    assert isinstance(second, CategoryArgs)
    assert {entry for _, entry, _ in first.papers} == set(range(MONTH_PART))
    assert second.papers == (("record 2025-11-15", 0, "2025-11-15"),)
    newest = two["categories/cs.LG.html"].job().args
    assert isinstance(newest, CategoryArgs)
    assert len(newest.papers) == NEWEST
    assert newest.papers[0][0] == "record 2025-11-15"
    assert newest.total == MONTH_PART + 1


def test_a_category_of_ten_thousand_papers_is_the_newest_and_its_months() -> None:
    days = [f"2025-{month:02d}-{day:02d}" for month in range(3, 11) for day in range(1, 26)]
    digests = [
        digest(date, [f"{number * 50 + n:05d}" for n in range(50)])
        for number, date in enumerate(days)
    ]
    _, pages = plan(merge(digests))
    newest = pages["categories/cs.LG.html"].job().args
    assert isinstance(newest, CategoryArgs)
    assert (newest.total, len(newest.papers)) == (10_000, NEWEST)
    assert newest.months == tuple((f"2025-{month:02d}", 1250) for month in range(10, 2, -1))
    months = [
        page.job().args for path, page in pages.items() if path.startswith("categories/cs.LG/")
    ]
    counts = [len(args.papers) for args in months if isinstance(args, CategoryArgs)]
    june = pages["categories/cs.LG/2025-06-2.html"].job().args
    assert isinstance(june, CategoryArgs)
    assert (june.before, june.after) == ("2025-05", "2025-07")
    assert len(counts) == 8 * 3 and max(counts) == MONTH_PART and sum(counts) == 10_000


def test_papers_of_undated_digests_stand_last_and_have_a_page_too() -> None:
    library = merge([digest("", ["9"], slug="notes"), digest("2025-11-14", ["1"])])
    planner, pages = plan(library)
    assert planner.newest_first["cs.LG"] == ["1", "9"]
    assert "categories/cs.LG/undated.html" in pages
    assert "papers/9.html" in pages


def test_pages_follow_a_category_that_has_to_share_its_name() -> None:
    def crossed(date: str, key: str, category: str) -> DigestHead:
        head = digest(date, [key], category)
        entry = replace(head.entries[0], categories=(category, "cs.LG"), section="Cool")
        return replace(head, entries=(entry,))

    def changed(*more: DigestHead) -> set[str]:
        _, after = plan(merge([*old, *more]))
        marks = {path: page.fingerprint for path, page in after.items()}
        return {path for path, page in before.items() if marks.get(path) != page.fingerprint}

    old = [crossed("2025-10-01", "1", "Robots"), digest("2025-10-31", ["2"])]
    _, before = plan(merge(old))
    gone = {"categories/Robots.html", "categories/Robots/2025-10.html"}
    assert changed(digest("2025-11-09", ["4"], "robots")) == gone | {
        "categories/cs.LG.html",  # both list the paper
        "categories/cs.LG/2025-10.html",
        "digests/2025-10-01.html",
        "digests/2025-10-31.html",  # the new day's neighbour
        "papers/1.html",
    }
    assert changed(digest("2025-11-09", ["4"], "Lakes")) == {"digests/2025-10-31.html"}


def test_sections_follow_the_digest_and_topics_get_an_anchor() -> None:
    _, pages = plan(merge([digest("2025-11-14", ["1"], "晶体生成")]))
    args = pages["digests/2025-11-14.html"].job().args
    assert isinstance(args, DigestArgs)
    ((anchor, title, code, _),) = args.sections
    assert title == code == "晶体生成"
    assert anchor.isascii()


@pytest.mark.parametrize(
    ("slug", "title", "label"),
    [
        ("2025-11-14", "Daily papers", "2025-11-14"),
        ("2025/11/14", "Daily papers", "2025-11-14"),
        ("2025/11/2025-11-14", "Daily papers", "2025-11-14"),
        ("2025-11-14_report", "Report", "Report"),
        ("2025-11-14_report", "", "2025-11-14_report"),
    ],
)
def test_digests_are_named_by_their_date_or_title(slug: str, title: str, label: str) -> None:
    planner, _ = plan(merge([digest("2025-11-14", ["1"], slug=slug, title=title)]))
    assert planner.digests[0].label == label


def test_two_pages_with_one_path_name_both_origins() -> None:
    pages = [
        Page("a.html", "1", lambda: None, "", "the page 'a'"),  # type: ignore[arg-type, return-value]
        Page("A.html", "2", lambda: None, "", "the file 'A'"),  # type: ignore[arg-type, return-value]
    ]
    with pytest.raises(ConfigError, match="the page 'a' and the file 'A'"):
        refuse_double_paths(pages)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Feeds", "feeds/digests.xml"), ("feeds/digests.xml", "Feeds"), ("rss.xml", "RSS.xml/a/b")],
)
def test_a_page_where_another_needs_a_folder_names_both_origins(first: str, second: str) -> None:
    pages = [
        Page(first, "1", lambda: None, "", "the file 'a'"),  # type: ignore[arg-type, return-value]
        Page("feed", "2", lambda: None, ""),  # type: ignore[arg-type, return-value]
        Page(second, "3", lambda: None, ""),  # type: ignore[arg-type, return-value]
    ]
    with pytest.raises(ConfigError) as caught:
        refuse_double_paths(pages)
    assert "the file 'a'" in caught.value.message
    assert second in caught.value.message
    refuse_double_paths(pages[:2])
    refuse_double_paths(pages[1:])


def test_a_page_where_the_index_needs_its_folder_names_both() -> None:
    pages = [Page("Search", "1", lambda: None, "", "static/Search")]  # type: ignore[arg-type, return-value]
    with pytest.raises(ConfigError, match="static/Search and the search index cannot both"):
        refuse_double_paths(pages, "search", "the search index")
    refuse_double_paths(pages)


def test_roots_and_hues() -> None:
    assert [root_of(path) for path in ("a.html", "b/a.html", "c/b/a.html")] == ["", "../", "../../"]
    assert 0 <= hue_of("cs.LG") < 360
    assert hue_of("cs.LG") != hue_of("cs.CV")
