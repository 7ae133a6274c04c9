"""Views that make bytes without a template: feeds, data, and files copied as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from sitegen import feeds
from sitegen.errors import ContentError
from sitegen.feeds import Channel, DigestItem, FeedItem, Limits
from sitegen.site import data
from sitegen.site.routes import url_for
from sitegen.site.views.desk import Desk


class FeedEntry(msgspec.Struct, frozen=True):
    """A paper of a feed: where its entry is, and the facts of its time."""

    record: str
    index: int
    day: str
    date: str
    order: int
    categories: tuple[str, ...]


class FeedArgs(msgspec.Struct, frozen=True):
    """A feed: candidates in the order of `select`, as many as its limits may let in."""

    channel: Channel
    limits: Limits
    entries: tuple[FeedEntry, ...]


class DigestsFeedArgs(msgspec.Struct, frozen=True):
    """The feed with one item a digest, newest first."""

    channel: Channel
    limits: Limits
    digests: tuple[DigestItem, ...]


def _items(desk: Desk, args: FeedArgs) -> Iterator[FeedItem]:
    load = desk.body if args.limits.full_text else desk.card
    for entry in args.entries:
        made = load(entry.record, entry.index)
        yield feeds.from_entry(
            made,
            date=entry.date,
            order=entry.order,
            day=entry.day,
            url=desk.facts.absolute(url_for(made.key)),
            categories=entry.categories,
            full_text=args.limits.full_text,
        )


def rss(desk: Desk, path: str, args: FeedArgs) -> bytes:
    """Make an RSS feed of papers."""
    return feeds.rss(args.channel, _items(desk, args), args.limits)


def json_feed(desk: Desk, path: str, args: FeedArgs) -> bytes:
    """Make a JSON Feed of papers."""
    return feeds.json_feed(args.channel, _items(desk, args), args.limits)


def digests_rss(desk: Desk, path: str, args: DigestsFeedArgs) -> bytes:
    """Make the RSS feed with one item a digest."""
    return feeds.digests_rss(args.channel, args.digests, args.limits)


def digest_data(desk: Desk, path: str, args: tuple[str, str, tuple[int, ...]]) -> bytes:
    """Make the machine-readable document of a digest from (record, its path, entries)."""
    key, place, shown = args
    return data.digest_document(desk.head(key), place, desk.whole(key), shown)


def copied(desk: Desk, path: str, source: str) -> bytes:
    """Return the bytes of a file of the theme or of the publisher.

    Raises:
        ContentError: if it cannot be read any more.
    """
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror}", path=source) from error


def given(desk: Desk, path: str, made: bytes) -> bytes:
    """Return bytes that the plan made."""
    return made
