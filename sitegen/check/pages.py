"""What a built page says of itself: its links, its anchors, whether it is whole.

Pure functions from a file's text; whether links lead anywhere is asked in `links`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from sitegen.patterns import lazy_pattern

# Where HTML names other files. Links lead a person away; all the rest is part of the page.
_LINK_TAGS = frozenset({"a", "area"})
_ATTRIBUTES = ("href", "src", "srcset", "poster", "data", "action")
# `rel` values of <link> that lead a person somewhere.
_LINK_RELS = frozenset({"alternate", "canonical", "next", "prev", "search", "help", "author"})
_CSS_URL = lazy_pattern(
    r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"')]+))\s*\)|@import\s+[\"']([^\"']+)"
)
_CSS_COMMENT = lazy_pattern(r"/\*.*?\*/", re.DOTALL)


class Reference(NamedTuple):
    """An address that a file names; `asset` tells that the page is not whole without it."""

    url: str
    line: int
    asset: bool


class PageFacts(msgspec.Struct, frozen=True):
    """What one file says: `whole` is for pages, which end in `</html>`."""

    path: str
    references: tuple[Reference, ...]
    anchors: frozenset[str] = frozenset()
    doubles: tuple[str, ...] = ()  # ids that stand twice
    whole: bool = True


def read_page(path: str, text: str) -> PageFacts:
    """Read a page of HTML.

    Args:
        path: below the site's root.
        text: the whole file.
    """
    try:
        soup = BeautifulSoup(text, "html.parser")
    except ParserRejectedMarkup:  # a marked section that is none: text for browsers
        soup = BeautifulSoup(text.replace("<![", "&lt;!["), "html.parser")
    anchors: set[str] = set()
    doubles: list[str] = []
    references: dict[str, Reference] = {}
    for tag in soup.find_all(True):
        name = tag.get("id")
        if isinstance(name, str):
            if name in anchors:
                doubles.append(name)
            anchors.add(name)
        if tag.name == "a" and isinstance(tag.get("name"), str):
            anchors.add(str(tag["name"]))
        for found in _references(tag):
            references.setdefault(found.url, found)
    return PageFacts(
        path,
        tuple(references.values()),
        frozenset(anchors),
        tuple(doubles),
        text.rstrip().endswith("</html>"),
    )


def _references(tag: Tag) -> Iterator[Reference]:
    if refresh := _refresh(tag):
        yield Reference(refresh, tag.sourceline or 0, False)
    for attribute in _ATTRIBUTES:
        value = tag.get(attribute)
        if not isinstance(value, str) or (attribute == "data" and tag.name != "object"):
            continue
        asset = tag.name not in _LINK_TAGS and attribute != "action"
        if tag.name == "link":
            asset = _LINK_RELS.isdisjoint(tag.get_attribute_list("rel"))
        urls = [value]
        if attribute == "srcset":
            urls = [part.split()[0] for part in value.split(",") if part.strip()]
        for url in urls:
            yield Reference(url.strip(), tag.sourceline or 0, asset)


def _refresh(tag: Tag) -> str:
    """Return where `<meta http-equiv="refresh">` sends its reader, "" for other tags."""
    if tag.name != "meta" or str(tag.get("http-equiv", "")).lower() != "refresh":
        return ""
    return str(tag.get("content", "")).partition("=")[2].strip(" '\"")


def read_styles(path: str, text: str) -> PageFacts:
    """Read a style sheet: the files that it names with `url()` and `@import`."""
    # A comment becomes as many lines, so that the lines of what follows stay right.
    text = _CSS_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    references = tuple(
        Reference(
            next(filter(None, found.groups()), ""), text.count("\n", 0, found.start()) + 1, True
        )
        for found in _CSS_URL.finditer(text)
    )
    return PageFacts(path, references)
