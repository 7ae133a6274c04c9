"""What views know beside their own arguments: the same for all pages of a build.

A plain value that is sent to every process that renders.  It holds nothing that
changes when a day is added, so that it may be part of every page's fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from sitegen import taxonomy
from sitegen.identity import short_hash
from sitegen.site import routes
from sitegen.site.contexts import CategoryRef, DigestRef, Link, Site


class DigestFact(msgspec.Struct, frozen=True):
    """A digest as other pages name it, before it is known from where they link."""

    slug: str
    path: str  # safe path, without folder and ending
    label: str
    date: str
    estimated: bool
    count: int

    @property
    def shown(self) -> tuple[str, str, bool]:
        """What a page shows of a digest that it only links to."""
        return (self.path, self.label, self.estimated)

    def ref(self, root: str, categories: tuple[CategoryRef, ...] = ()) -> DigestRef:
        """Return the reference for a page with the given way to the root."""
        return DigestRef(
            slug=self.slug,
            url=root + routes.digest_page(self.path),
            label=self.label,
            date=self.date,
            estimated=self.estimated,
            count=self.count,
            categories=categories,
        )

    def link(self, root: str) -> Link:
        """Return a link to the digest's page."""
        return Link(self.label, root + routes.digest_page(self.path))


class Neighbour(NamedTuple):
    """A paper that another paper's page names: its key, plain title, date and category."""

    key: str
    title: str
    date: str
    category: str
    authors: tuple[str, ...]


class Facts(msgspec.Struct, frozen=True):
    """The site, the paths of its categories, and what its pages may link to."""

    site: Site
    category_paths: Mapping[str, str]
    feeds: bool
    words: Mapping[str, str]  # names of the standard pages in the interface language

    def absolute(self, path: str) -> str:
        """Return the absolute URL of a path, "" without a base URL."""
        if not self.site.base_url:
            return ""
        return f"{self.site.base_url}/{'' if path == routes.INDEX else path}"

    def category(self, code: str, root: str, count: int = 0) -> CategoryRef | None:
        """Return the reference to a category, None for no category."""
        place = self.category_paths.get(code)
        return _category_ref(code, place, root, count) if code and place is not None else None

    def category_refs(self, codes: Iterable[str], root: str) -> tuple[CategoryRef, ...]:
        """Return references to several categories."""
        return tuple(ref for code in codes if (ref := self.category(code, root)))

    def alternates(
        self, root: str, own: Link | None = None, more: tuple[Link, ...] = ()
    ) -> tuple[Link, ...]:
        """Return the feeds that a page announces: its own, that of all papers, and more."""
        if not self.feeds:
            return ()
        everything = Link(self.site.title, root + routes.RSS)
        return (own, everything, *more) if own else (everything, *more)

    def home(self, root: str) -> Link:
        """Return the link to the index, the first of all breadcrumbs."""
        return Link(self.words["home"], root + routes.INDEX)


# Every paper names its category, and so do those that stand around it.
@lru_cache(maxsize=4096)
def _category_ref(code: str, place: str, root: str, count: int) -> CategoryRef:
    return CategoryRef(
        code=code,
        name=taxonomy.category_name(code),
        url=root + routes.category_page(place),
        group=taxonomy.category_group(code),
        hue=hue_of(code),
        count=count,
    )


def hue_of(code: str) -> int:
    """Return the hue of a category, 0 to 359, the same on every site."""
    return int(short_hash(code), 16) % 360
