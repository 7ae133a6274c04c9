"""The desk that views work at: facts, renderer, and the records of the cache.

A `Job` is one file to make: its path, the name of its view and the view's arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from sitegen.cache import Cache, DamagedRecordError, Shelf
from sitegen.model import DigestHead, TypesetEntry
from sitegen.site.contexts import Link, Page
from sitegen.site.facts import Facts
from sitegen.site.render import Renderer
from sitegen.site.routes import root_of

# Digests whose entries stay loaded: whole ones for a digest's own pages, which come one
# digest after the other, and those of lists, which reach over a month or more.
_WHOLE = 2
_ON_LISTS = 48


class Job(msgspec.Struct, frozen=True):
    """One file to make; `args` are plain values that can be sent to another process."""

    view: str
    path: str
    args: Any


class Desk:
    """What views work with in one process."""

    def __init__(self, facts: Facts, renderer: Renderer, cache: Cache) -> None:
        self.facts = facts
        self.renderer = renderer
        self._cache = cache
        self._bodies = Shelf(cache, "body", _WHOLE)
        self._cards = Shelf(cache, "cards", _ON_LISTS)

    def head(self, key: str) -> DigestHead:
        """Return what the library knows of a digest."""
        head = self._cache.head(key)
        if head is None:
            raise DamagedRecordError("a record of the cache is damaged")
        return head

    def whole(self, key: str) -> Sequence[TypesetEntry]:
        """Return all entries of a digest with all their fields."""
        return self._bodies[key]

    def body(self, key: str, index: int) -> TypesetEntry:
        """Return an entry with all its fields."""
        return self._bodies[key][index]

    def card(self, key: str, index: int) -> TypesetEntry:
        """Return an entry with the fields that lists show."""
        return self._cards[key][index]

    def words(self, key: str, **values: object) -> str:
        """Return words of the interface."""
        return self.renderer.strings(key, **values)

    def date(self, date: str) -> str:
        """Write a date in the interface language."""
        return self.renderer.strings.date(date)

    def page(self, path: str, kind: str, title: str, **more: Any) -> Page:
        """Make what every page has; `own_feed` is the feed that stands first.

        `more_feeds` stand behind the feed of all papers.
        """
        root = root_of(path)
        own: Link | None = more.pop("own_feed", None)
        others: tuple[Link, ...] = more.pop("more_feeds", ())
        return Page(
            path=path,
            root=root,
            kind=kind,
            title=title,
            canonical=self.facts.absolute(path),
            feeds=self.facts.alternates(root, own, others),
            **more,
        )


View = Callable[[Desk, str, Any], tuple[str, Page, Any] | bytes]
