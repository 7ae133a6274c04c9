"""Sections of a digest and its table of contents, with the totals that it promises.

Knows nothing of papers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sitegen.identity import parse_arxiv
from sitegen.patterns import lazy_pattern
from sitegen.reading.headers import anchors as take_anchors
from sitegen.reading.labels import clean, normalise
from sitegen.taxonomy import find_codes, known_code


class Section(NamedTuple):
    """A heading with papers below it.

    `title` is what an entry's `section` says: the category's code where it is one; `text`
    is the heading as it stands.
    """

    title: str
    code: str
    names: frozenset[str]  # all that a table of contents may call it, normalised
    line: int = 0
    level: int = 1
    certain: bool = False  # it is a category, or is linked to
    papers: int = 0
    text: str = ""


class Contents(NamedTuple):
    """An item of a table of contents; `total` is -1 where it promises none."""

    title: str
    names: frozenset[str]
    total: int
    line: int


# What the canonical template prints above the papers of a category.
_CATEGORY = lazy_pattern(r"#{1,2} ([A-Za-z-]{2,10}(?:\.[A-Za-z-]{2,10})?) \[\[Back\]\]\(#toc\)")
_BACK = lazy_pattern(r"\[*\[[^\[\]]{0,40}\]\]?\(#[^()\s]*\)\]?")
_COUNT = lazy_pattern(
    r"[ \t]*[·•|,:：\-–—]?[ \t]*[(（\[]?[ \t]*(?:total[:： ]*)?(\d{1,6})[ \t]*"
    r"(?:篇|papers?|件|편|本|articles?|篇论文)?[ \t]*[)）\]]?[ \t]*$",
    re.IGNORECASE,
)
_MARKED_COUNT = lazy_pattern(
    r"[·•|][ \t]*\d{1,6}|[(（\[][ \t]*(?:total[:： ]*)?\d{1,6}"
    r"|\d[ \t]*(?:篇|papers?|件|편|articles?)",
    re.IGNORECASE,
)
_ITEM = lazy_pattern(r"(?:[-*+]|\d{1,5}[.)])[ \t]+(?:\*\*)?\[")


def is_category_heading(line: str) -> bool:
    """Tell a heading that can only be a category's: `# cs.LG [[Back]](#toc)`."""
    match = _CATEGORY.fullmatch(line)
    return match is not None and known_code(match[1]) != ""


@lru_cache(maxsize=1024)  # digests have the same sections every day
def parse_section(text: str, anchors: tuple[str, ...]) -> Section:
    """Read a heading's text (without its `#`).

    Args:
        text: the heading.
        anchors: ids of the anchors that stand before it.
    """
    original = text
    text, inner = take_anchors(text[:500])
    text = _BACK.sub("", text).strip("# \t")
    title, _ = cut_count(text)
    title = title or text
    codes = find_codes(title)
    code = known_code(clean(title)) or (codes[0] if len(codes) == 1 and len(title) < 80 else "")
    names = {normalise(title), normalise(clean(title)), normalise(code)}
    names.update(_anchor_name(anchor) for anchor in (*anchors, *inner))
    bare = title.split("[")[0].strip()
    names.add(normalise(bare))
    return Section(
        code or clean(title) or title,
        code,
        frozenset(names - {""}),
        certain=bool(code or anchors or inner or "](#" in original),
    )


def parse_contents_item(line: str, number: int) -> Contents | None:
    """Read an item of a table of contents: `- [cs.LG](#cs.LG) [Total: 2]`."""
    match = _ITEM.match(line)
    if not match:
        return None
    place = line.rfind("](#", 0, 2000)
    end = line.find(")", place)
    if place < match.end() or end < 0:
        return None
    title, anchor, tail = line[match.end() : place], line[place + 3 : end], line[end + 1 :]
    total = -1
    counted = re.search(r"\d{1,6}", tail[:60])
    if parse_arxiv(anchor):  # an item of its own for each paper
        counted = None
    elif counted:
        total = int(counted[0])
    else:
        title, total = cut_count(title)
    title = title.strip()
    return Contents(
        title, frozenset({normalise(title), _anchor_name(anchor)} - {""}), total, number
    )


def cut_count(text: str) -> tuple[str, int]:
    """Cut a count off the end of a title: "LLM · 3 篇" gives ("LLM", 3); -1 for none."""
    tail = text[-30:]
    match = _COUNT.search(tail)
    if not match or not _MARKED_COUNT.search(match[0]):
        return text, -1
    return text[: len(text) - len(match[0])].rstrip(), int(match[1])


def _anchor_name(anchor: str) -> str:
    return (
        "#" + re.sub(r"[^a-z0-9]+", "", anchor.lower()) if anchor.isascii() else normalise(anchor)
    )
