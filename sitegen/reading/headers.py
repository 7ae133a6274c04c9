"""Header lines of papers: their shapes, and what they hold.

The shapes, from the strictest on: a heading whose text is a link, with or without a
number (`### [1] [Title](link)`); a heading that numbers a paper (`## 📄 论文 1 - …`);
items of lists and rows of tables that link to arXiv; templates of the publisher's own.
Knows nothing of what follows a header.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.reading.aliases import NAVIGATION, TITLE
from sitegen.reading.labels import normalise
from sitegen.reading.links import target_of
from sitegen.taxonomy import known_code

LIST_LEVEL = 7  # of a paper that is an item of a list: below every heading


class Header(NamedTuple):
    """What a header line holds; `level` is its number of `#`."""

    title: str
    link: str
    number: int
    level: int
    tail: str = ""  # what stands after the link, or beside a number without title


_MOST_LINKS = 20  # on one header line
_ITEM_MARKER = re.compile(r"(?:[-*+•]|\d{1,5}[.)])[ \t]+")
_ANY_LINK = re.compile(r"\[([^\[\]]{0,300})\]\(([^()\s]+)\)")
_LONGEST_ITEM = 3000
_PLAIN_LINK = re.compile(r"[^\s()\[\]<>]+")
_ANCHOR = re.compile(r"<a\s[^<>]*>\s*</a>|<a\s[^<>]*/>", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:\[(\d{1,6})\]|(\d{1,5})[.)、:：]|\((\d{1,5})\)|#(\d{1,5})\b|【(\d{1,5})】)[ \t]*"
)
_NUMBERED_PAPER = re.compile(
    r"(?:论文|論文|文章|논문|paper|article|no\.?)[ \t]*[#:：]?[ \t]*(\d{1,5})\b"
    r"[ \t]*[-–—:：.|]*[ \t]*(.*)",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"(?:[-*+•][ \t]+|\d{1,5}[.)][ \t]+|\[\d{1,6}\][ \t]+)?(?=(?:\*\*|__)?\[)")
_LINK_TITLE = re.compile(r"""\s+["'][^"']*["']$""")


def anchors(text: str) -> tuple[str, list[str]]:
    """Take the anchors (`<a id="…"></a>`) out of a text: (the rest, their ids)."""
    if "<a" not in text and "<A" not in text:
        return text, []
    found = [anchor_id(match) for match in _ANCHOR.findall(text)]
    return _ANCHOR.sub("", text).strip(), [name for name in found if name]


def anchor_id(tag: str) -> str:
    """Return the `id` or `name` of a tag, or ""."""
    match = re.search(r"\b(?:id|name)\s*=\s*[\"']?([^\"'>\s]+)", tag)
    return match[1] if match else ""


def heading_level(line: str) -> int:
    """Return the level of a heading line (1 to 6), 0 for any other line."""
    level = len(line) - len(line.lstrip("#"))
    return level if level <= 6 and line[level : level + 1] in (" ", "\t", "[", "") else 0


def linked_header(line: str) -> Header | None:
    """Read a heading whose text is a link, or that numbers a title in brackets.

    The title reaches to the last `](` of the line; what follows the link is its tail.
    """
    if line.startswith("### [") and line.endswith(")"):
        header = _canonical(line)
        if header:
            return header
    level = heading_level(line)
    if not level:
        return None
    text, _ = anchors(line[level:].strip())
    number, rest = _take_number(text)
    numbered, text = rest != text, rest
    bold = text.startswith(("**[", "__["))
    if bold:
        text = text[2:]
    if text.startswith("["):
        parsed = _split_link(text)
        if parsed:
            title, link, tail = parsed
            title = _unwrap(title)
            if link.startswith("#") or not (numbered or _is_title(title, link, level)):
                return None
            return Header(title, link, number, level, tail.removeprefix("**").strip())
    if numbered and text and line[level:].lstrip().startswith("["):  # ### [3] Title
        return Header(_unwrap(text.strip("* ")), "", number, level)
    return None


def _canonical(line: str) -> Header | None:
    """Read `### [1] [Title](link)` without detours, where nothing in it is unusual."""
    place = line.find("] [", 5, 13)
    end = line.find("](http", place + 3)
    digits = line[5:place]
    if place < 0 or end < 0 or not digits.isdecimal() or line.find("](", end + 1) > 0:
        return None
    title, link = line[place + 3 : end], line[end + 2 : -1]
    if not title or title[0] in "[*! " or "](" in title or not _PLAIN_LINK.fullmatch(link):
        return None
    return Header(title, link, int(digits), 3)


def _is_title(title: str, link: str, level: int) -> bool:
    if known_code(title) or normalise(title[:100]) in NAVIGATION:
        return False
    # badges, and headings of whole digests, may be links, too
    return bool(target_of(link).arxiv) or (level > 1 and not title.startswith("!"))


def numbered_header(line: str) -> Header | None:
    """Read a heading that numbers a paper in words: `## 📄 论文 1 - 相关性: 45%`."""
    level = heading_level(line)
    if not level:
        return None
    words = line[level:].split()
    while words and not any(map(str.isalnum, words[0])):  # an emoji
        words = words[1:]
    match = _NUMBERED_PAPER.match(" ".join(words))
    return Header("", "", int(match[1]), level, match[2].strip("* ")) if match else None


def list_header(line: str) -> Header | None:
    """Read an item of a list, or a line of its own, whose first link leads to arXiv."""
    marker = _LIST_ITEM.match(line)
    if not marker:
        return None
    number, _ = _take_number(marker[0].strip("-*+• \t"))
    rest = line[marker.end() :]
    bold = rest.startswith(("**", "__"))
    rest = rest[2:] if bold else rest
    end = rest.find("](http")
    if end < 1:
        return None
    link, tail = _cut_link(rest[end + 2 :])
    if not target_of(link).arxiv:
        return None
    title = _unwrap(rest[1:end])
    if normalise(title) in NAVIGATION or title.startswith("!"):
        return None
    tail = tail.removeprefix("**").removeprefix("__").strip() if bold else tail.strip()
    return Header(title, link, number, LIST_LEVEL, tail)


def item_header(line: str) -> Header | None:
    """Read an item of a list that has its link to arXiv anywhere: `1. **Title** [PDF](…)`.

    Prose has such links, too: this is for files where no stricter shape is found.
    """
    marker = _ITEM_MARKER.match(line)
    if not marker:
        return None
    number, _ = _take_number(marker[0].strip("-*+• \t"))
    for match in _ANY_LINK.finditer(line[:_LONGEST_ITEM]):
        if target_of(match[2]).arxiv:
            words = match[1].strip("* ")
            before = line[marker.end() : match.start()].strip(" \t*_:：-–—([|.")
            named = target_of(words).arxiv or normalise(words[:100]) in NAVIGATION
            title = before if named else words
            return Header(title, match[2], number, LIST_LEVEL, line[match.end() :].strip(" )]"))
    return None


def table_cells(line: str) -> list[str]:
    """Split a row of a table into its cells, without markup around them."""
    return [cell.strip().strip("*").strip() for cell in line.strip().strip("|").split("|")]


def table_header(cells: list[str], columns: list[str]) -> Header | None:
    """Read a row of a table that links to arXiv as a paper's header.

    Args:
        cells: the row's cells.
        columns: what each column holds, "" where unknown; without a column of titles
            the link's own words, or else the longest other cell, are the title.
    """
    link = title = ""
    for cell in cells:
        text, found, after = cell.partition("](")
        address = _cut_link(after)[0] if found else ""
        if not link and target_of(address).arxiv:
            link, words = address, text.lstrip("[* ")
            if not target_of(words).arxiv and normalise(words[:100]) not in NAVIGATION:
                title = words
    if TITLE in columns and len(cells) == len(columns):
        title = cells[columns.index(TITLE)].partition("](")[0].lstrip("[")
    title = title or max((cell for cell in cells if "](" not in cell), key=len, default="")
    return Header(_unwrap(title), link, 0, LIST_LEVEL) if link and title else None


def _take_number(text: str) -> tuple[int, str]:
    match = _NUMBER.match(text)
    if not match or text[match.end() : match.end() + 1] == "(":  # [1](link): a title
        return 0, text
    return int(next(group for group in match.groups() if group)), text[match.end() :]


def _split_link(text: str) -> tuple[str, str, str] | None:
    """Split `[title](link) tail` at the last `](` whose link is the paper's own."""
    tail = ""
    for _ in range(_MOST_LINKS):
        place = text.rfind("](")
        if place < 1:
            return None
        link, after = _cut_link(text[place + 2 :])
        before = text[:place]
        start = before.rfind("[")
        # `[T](link) [PDF](link2)`, `[T](link) [↑](#toc)`: the paper's link comes before
        ahead = before[:start].rstrip(" \t|·([*")
        if start > 0 and ahead.endswith(")") and "](" in ahead:
            tail = f"{text[len(ahead) :]} {tail}"
            text = ahead
            continue
        return before[1:], link, f"{after} {tail}".strip()
    return None


def _cut_link(text: str) -> tuple[str, str]:
    """Cut a link's address off the text after its `(`: (address, the rest).

    Parentheses may nest in it; without its `)` the rest of the line is the address.
    """
    depth = 0
    for match in re.finditer(r"[()]", text):
        depth += 1 if match[0] == "(" else -1
        if depth < 0:
            place = match.start()
            return _LINK_TITLE.sub("", text[:place]).strip(" <>"), text[place + 1 :]
    return text.rstrip(")").strip(" <>"), ""


def _unwrap(title: str) -> str:
    """Take off what wraps a whole title: `**…**`, or one pair of brackets."""
    title = title.strip()
    if len(title) > 4 and title.startswith("**") and title.endswith("**"):
        title = title[2:-2].strip()
    if len(title) > 2 and title[0] == "[" and title.find("]") == len(title) - 1:
        title = title[1:-1].strip()
    return title


class Template(NamedTuple):
    """A header template: literals and the names of the parts between them."""

    literals: tuple[str, ...]
    parts: tuple[str, ...]
    level: int


_PARTS = ("number", "title", "link", "any")


def parse_template(template: str) -> Template:
    """Parse a header template such as `## {number}. {title} <{link}>`.

    Raises:
        ValueError: it has no `{title}` and no `{link}`, names an unknown part, or has
            two parts with nothing between them.
    """
    pieces = re.split(r"\{([^{}]*)\}", template)
    literals, parts = tuple(pieces[::2]), tuple(pieces[1::2])
    for part in parts:
        if part not in _PARTS:
            raise ValueError(f"{{{part}}} is not one of {', '.join(f'{{{p}}}' for p in _PARTS)}")
    if not {"title", "link"} & set(parts):
        raise ValueError("a header needs {title} or {link}")
    if any(not literal for literal in literals[1:-1]):
        raise ValueError("two parts need text between them")
    if not literals[0].strip():
        raise ValueError("a header needs text before its first part, to tell it from prose")
    return Template(literals, parts, heading_level(literals[0]) or LIST_LEVEL)


def match_template(template: Template, line: str) -> Header | None:
    """Match a line against a template, in one pass from left to right."""
    if not line.startswith(template.literals[0]) or not line.endswith(template.literals[-1]):
        return None
    end = len(line) - len(template.literals[-1])
    place, values = len(template.literals[0]), dict.fromkeys(_PARTS, "")
    for index, part in enumerate(template.parts):
        literal = template.literals[index + 1]
        last = index == len(template.parts) - 1
        # a title may hold what follows it, so that the last occurrence counts
        find = line.rfind if part == "title" else line.find
        stop = end if last else find(literal, place, end)
        if stop < place:
            return None
        values[part] = line[place:stop].strip()
        place = stop + len(literal)
    number = values["number"]
    if "number" in template.parts and not number.isdecimal():
        return None
    return Header(values["title"], values["link"], int(number[:9] or 0), template.level)
