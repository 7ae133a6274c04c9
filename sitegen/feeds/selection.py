"""How much a feed holds: the digests of whole days, newest first, within its limits.

Works on items as they are rendered, so that the sizes are those of the file, and pulls
no item that the feed does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import IntEnum
from itertools import groupby, tee
from operator import attrgetter
from typing import NamedTuple

from sitegen.feeds.items import FeedItem, Limits


class Detail(IntEnum):
    """How much of a paper an item shows."""

    LINK = 0  # title and link
    SUMMARY = 1  # with the TL;DR, authors and categories
    FULL = 2  # with every field


class Chosen(NamedTuple):
    """An item that made it into the feed, as it is written there."""

    item: FeedItem
    detail: Detail
    data: bytes


Render = Callable[[FeedItem, Detail], bytes]


def select(items: Iterable[FeedItem], limits: Limits, render: Render) -> list[Chosen]:
    """Choose the items of a feed.

    Every digest of the newest day always stands in it whole: where they alone are too
    large, their items shrink from the full text to the summary, then to title and link.
    Older days follow whole for as long as they fit, each with as much as there is room
    for, but never with links alone, nor behind a day of links: readers would replace a
    text that they hold by less.

    Args:
        items: those of the newest day first, those of one day together; only as many
            are pulled as it takes to see that a day no longer fits.
        limits: items, and bytes of all items together.
        render: the bytes of an item.

    Returns:
        The items by their time, the newest first.
    """
    return sorted(_whole_days(items, limits, render), key=_moment, reverse=True)


def _moment(chosen: Chosen) -> datetime:
    return chosen.item.moment


def _whole_days(items: Iterable[FeedItem], limits: Limits, render: Render) -> list[Chosen]:
    days = groupby(items, key=attrgetter("day"))
    newest = list(next(days, ("", iter(())))[1])
    chosen = _largest(newest, Limits(len(newest), limits.max_bytes, limits.full_text), render)
    if chosen is None:
        return [Chosen(item, Detail.LINK, render(item, Detail.LINK)) for item in newest]
    used = _size(chosen)
    for _, group in days:
        room = Limits(limits.items - len(chosen), limits.max_bytes - used, limits.full_text)
        more = _largest(group, room, render)
        if more is None:
            break
        chosen += more
        used += _size(more)
    return chosen


def _largest(day: Iterable[FeedItem], room: Limits, render: Render) -> list[Chosen] | None:
    """Render the items of a day with as much as there is room for; None where there is not."""
    details = (Detail.FULL, Detail.SUMMARY)[not room.full_text :]
    for detail, items in zip(details, tee(day, len(details)), strict=True):
        chosen: list[Chosen] = []
        used = 0
        for item in items:
            chosen.append(Chosen(item, detail, render(item, detail)))
            used += len(chosen[-1].data)
            if used > room.max_bytes or len(chosen) > room.items:
                break
        else:
            return chosen
    return None


def _size(chosen: Iterable[Chosen]) -> int:
    return sum(len(each.data) for each in chosen)
