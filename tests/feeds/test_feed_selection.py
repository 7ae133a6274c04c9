"""Selection: whole digests, newest first, and the newest always."""

from __future__ import annotations

from collections.abc import Iterator

from feed_samples import day

from sitegen.feeds import Detail, FeedItem, Limits, select

SIZES = {Detail.LINK: 10, Detail.SUMMARY: 100, Detail.FULL: 1000}


def render(item: FeedItem, detail: Detail) -> bytes:
    return b"x" * SIZES[detail]


def shown(items: list[FeedItem], limits: Limits) -> list[tuple[str, Detail]]:
    return [(each.item.day, each.detail) for each in select(items, limits, render)]


DAYS = day("2025-11-14", 3) + day("2025-11-13", 2, first=10) + day("2025-11-12", 4, first=20)


def test_digests_come_whole_or_not_at_all() -> None:
    assert len(shown(DAYS, Limits(items=9, max_bytes=10_000))) == 9
    assert len(shown(DAYS, Limits(items=8, max_bytes=10_000))) == 5
    assert len(shown(DAYS, Limits(items=100, max_bytes=899))) == 5
    assert len(shown(DAYS, Limits(items=100, max_bytes=900))) == 9


def test_the_newest_digest_exceeds_the_number_of_items() -> None:
    assert len(shown(DAYS, Limits(items=1, max_bytes=10_000))) == 3


def test_the_newest_digest_shrinks_to_links_and_nothing_follows() -> None:
    found = shown(DAYS, Limits(items=100, max_bytes=299))
    assert found == [("2025-11-14", Detail.LINK)] * 3


def test_the_newest_digest_is_never_dropped() -> None:
    assert len(shown(DAYS, Limits(items=1, max_bytes=1))) == 3


def test_full_text_shrinks_to_summaries_first() -> None:
    limits = Limits(items=100, max_bytes=2999, full_text=True)
    assert shown(DAYS[:3], limits) == [("2025-11-14", Detail.SUMMARY)] * 3
    room = Limits(items=100, max_bytes=3000, full_text=True)
    assert shown(DAYS, room) == [("2025-11-14", Detail.FULL)] * 3


def test_each_older_day_keeps_as_much_as_there_is_room_for() -> None:
    """A reader who has the full text of a day would replace it by the summary."""
    limits = Limits(items=100, max_bytes=2700, full_text=True)
    assert shown(DAYS, limits) == [
        *[("2025-11-14", Detail.SUMMARY)] * 3,
        *[("2025-11-13", Detail.FULL)] * 2,
        *[("2025-11-12", Detail.SUMMARY)] * 4,
    ]
    less = Limits(items=100, max_bytes=2699, full_text=True)
    assert shown(DAYS, less) == shown(DAYS, limits)[:5]


def test_no_more_items_are_pulled_than_it_takes() -> None:
    pulled: list[str] = []

    def lazily() -> Iterator[FeedItem]:
        for item in DAYS + day("2025-11-11", 50, first=40):
            pulled.append(item.day)
            yield item

    select(lazily(), Limits(items=6, max_bytes=10_000), render)
    # The second item of the third digest is the seventh: one too many.
    assert pulled.count("2025-11-12") == 2
    assert "2025-11-11" not in pulled


def test_no_items_make_no_feed_but_no_error() -> None:
    assert select([], Limits(), render) == []
