"""Items: what makes them the same for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sitegen import feeds
from sitegen.model import Text, TypesetEntry, TypesetField


def entry(**changes: object) -> TypesetEntry:
    values: dict[str, object] = {
        "key": "2511.10440",
        "title": Text(
            "On $\\alpha$ lakes", "en", html="On <math>…</math> lakes", plain="On α lakes"
        ),
        "link": "https://arxiv.org/abs/2511.10440v2",
        "arxiv": "2511.10440",
        "version": 2,
        "number": 1,
        "authors": (Text("Ada  Adams"), Text("Bo Brown")),
        "category": "cs.LG",
        "categories": ("cs.LG", "cs.AI"),
        "section": "cs.LG",
        "fields": (
            TypesetField(
                "tldr", "", Text("Lakes $x$", "en", html="Lakes <math/>", plain="Lakes x")
            ),
            TypesetField("method", "", Text("We row", "en")),
            TypesetField("abstract", "", Text("Deep lakes", "en")),
        ),
        "missing": (),
        "raw": False,
    }
    return TypesetEntry(**{**values, **changes})  # type: ignore[arg-type]


def item(made: TypesetEntry | None = None, **changes: object) -> feeds.FeedItem:
    values: dict[str, object] = {"date": "2025-11-14", "order": 0}
    return feeds.from_entry(made or entry(), **{**values, **changes})  # type: ignore[arg-type]


def test_guid_depends_on_the_arxiv_id_alone() -> None:
    first = item(url="https://one.example/papers/2511.10440.html")
    second = item(entry(title=Text("Another title")), url="", date="2026-01-01")
    assert first.guid == second.guid == "oai:arXiv.org:2511.10440"
    assert item(entry(arxiv="math/0211159")).guid == "oai:arXiv.org:math/0211159"


def test_papers_from_elsewhere_have_guids_of_their_own() -> None:
    one = item(entry(arxiv="", key="example.org-1", link="https://example.org/1"))
    two = item(entry(arxiv="", key="example.org-2", link="https://example.org/1"))
    assert one.guid != two.guid
    assert one.url == "https://example.org/1"


def test_without_an_address_items_lead_to_arxiv() -> None:
    assert item().url == "https://arxiv.org/abs/2511.10440"
    assert item(url="https://one.example/p.html").url == "https://one.example/p.html"


def test_texts_are_plain_without_mathml() -> None:
    made = item(full_text=True)
    assert made.title == "On α lakes"
    assert made.summary is not None
    assert made.summary.text == "Lakes x"
    assert [text.name for text in made.full] == ["tldr", "method", "abstract"]
    assert made.authors == ("Ada Adams", "Bo Brown")


def test_the_abstract_stands_in_for_a_missing_tldr() -> None:
    made = item(entry(fields=(TypesetField("abstract", "", Text("Deep lakes", "en")),)))
    assert made.summary is not None
    assert (made.summary.name, made.summary.text) == ("abstract", "Deep lakes")
    assert item(entry(fields=())).summary is None


def test_characters_that_xml_forbids_are_gone() -> None:
    made = item(entry(title=Text("A\x00 lake\x0b \ufffe\ud800!"), authors=(Text("B\x1bo"),)))
    assert made.title == "A lake !"
    assert made.authors == ("Bo",)


def test_moments_stagger_by_a_second_and_keep_the_order() -> None:
    first, second = item(order=0), item(order=1)
    assert first.moment == datetime(2025, 11, 14, 2, 0, 0, tzinfo=UTC)
    assert (first.moment - second.moment).total_seconds() == 1
    assert item(order=9000).moment == datetime(2025, 11, 14, tzinfo=UTC)


def test_two_digests_of_a_day_share_no_moment() -> None:
    digests = [("2025-11-13", 5), ("2025-11-14", 3), ("2025-11-14", 2), ("2025-11-15", 1)]
    assert feeds.first_orders(digests) == [0, 0, 3, 0]


@pytest.mark.parametrize("date", ["", "2025-11", "2025-02-30", "2025-13-01", "soon", "20251114"])
def test_only_days_are_in_feeds(date: str) -> None:
    assert not feeds.is_day(date)
    assert feeds.is_day("2025-11-14")
