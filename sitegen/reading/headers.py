"""Header lines of papers: their shapes, and what they hold.

The shapes, from the strictest on: a heading whose text is a link, with or without a
number (`### [1] [Title](link)`); a heading that holds an arXiv link or identifier
elsewhere; a heading that numbers a paper (`## 📄 论文 1 - …`); items of lists and rows
of tables that link to arXiv.  The publisher's own shapes are in `templates`.
Knows nothing of what follows a header.
"""

from __future__ import annotations

import re
from unicodedata import category

from sitegen.model import Record
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import LINK, NAVIGATION, TITLE
from sitegen.reading.authors import are_names
from sitegen.reading.labels import normalise
from sitegen.reading.links import USUAL, Target, target_of
from sitegen.taxonomy import known_code

LIST_LEVEL = 7  # of a paper that is an item of a list: below every heading


class Header(Record, frozen=True, gc=False):
    """What a header line holds; `level` is its number of `#`."""

    title: str
    link: str
    number: int
    level: int
    tail: str = ""  # what stands after the link, or beside a number without title


_EDGES = " \t-–—|·•:：,，"
_STARS = lazy_pattern(r"[ \t]+[⭐★]\ufe0f?[ \t]*\d{1,6}(?:\.\d+)?$")
_JOINERS = "\ufe0e\ufe0f\u200d\u20e3"  # within emoji
_MOST_LINKS = 20  # on one header line
_ITEM_MARKER = lazy_pattern(r"(?:[-*+•]|\d{1,5}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_BOLD = lazy_pattern(r"\*\*([^*]{1,500})\*\*")
_ANY_LINK = lazy_pattern(r"\[{1,2}([^\[\]]{0,300})\]{1,2}\(([^()\s]+)\)")
_LONGEST_ITEM = 3000
# The header that the canonical template prints: `### [1] [Title](link)`.
# Number, title, link, and the paper's arXiv id where the link is the usual one.
CANONICAL = (
    r"### \[(\d{1,6})\] \[([^\[\]*! \t\n][^\[\]\n]*)\]"
    rf"\(({USUAL}|http[^\s()\[\]<>]+)\)"
)
CANONICAL_LEVEL = 3
_CANONICAL = lazy_pattern(CANONICAL)
_ANCHOR = lazy_pattern(r"<a\s[^<>]*>\s*</a>|<a\s[^<>]*/>", re.IGNORECASE)
_NUMBER = lazy_pattern(
    r"(?:\[#?(\d{1,6})\]|(\d{1,5})[.)、:：](?!\d)|[(（](\d{1,5})[)）]|#(\d{1,5})\b[.:：]?"
    r"|[【［](\d{1,5})[】］]|第[ \t]?(\d{1,5})[ \t]?[篇则條条件편]?[ \t]*[:：.、]?)[ \t]*"
)
# `Title (arXiv:2511.10208)`, `2511.10208: Title`, `Title [2511.10208](link)`
_INLINE_ID = lazy_pattern(
    r"\[+[^\[\]]{0,60}\]+\([^()\s]*\)"
    r"|[(\[（【]?\b(?:https?://\S+|(?:arxiv[ \t]?[:：]?[ \t]?)?\d{4}\.\d{4,5}(?:v\d{1,2})?\b)"
    r"[)\]）】]?",
    re.IGNORECASE,
)
_WIKI_LINK = lazy_pattern(r"\[\[(?:[^|]{0,500}\|)?(.{1,500}?)\]\]")
_NUMBERED_PAPER = lazy_pattern(
    r"(?:论文|論文|文章|논문|paper|article|no\.?)[ \t]*[#:：]?[ \t]*(\d{1,5})\b"
    r"[ \t]*[-–—:：.|]*[ \t]*(.*)",
    re.IGNORECASE,
)
_LIST_ITEM = lazy_pattern(
    r"(?:[-*+•][ \t]+(?:\[[ xX]\][ \t]+)?|\d{1,5}[.)][ \t]+|\[\d{1,6}\][ \t]+)?(?=(?:\*\*|__)?\[)"
)
_LINK_TITLE = lazy_pattern(r"""\s+["'][^"']*["']$""")


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
    return level if level <= 6 and (line[level : level + 1] in "[" or line[level].isspace()) else 0


def linked_header(line: str) -> Header | None:
    """Read a heading whose text is a link, or that numbers a title in brackets.

    The title reaches to the last `](` of the line; what follows the link is its tail.
    """
    if line.startswith("### [") and line.endswith(")"):
        header = canonical_header(line)
        if header:
            return header
    level = heading_level(line)
    if not level:
        return None
    text, _ = anchors(line[level:].strip())
    text = cut_symbols(text)
    number, rest = take_number(text)
    numbered, text = rest != text, cut_symbols(rest)
    bold = text.startswith(("**[", "__["))
    if bold:
        text = text[2:]
    if text.startswith("["):
        parsed = _split_link(text)
        if parsed:
            title, link, tail = parsed
            title = unwrap_title(title)
            tail = tail.removeprefix("**").strip()
            if link.startswith("#") or not (numbered or _is_title(title, link, level)):
                return None
            named = tail.lstrip(_EDGES)
            if target_of(title).arxiv and named and "](" not in named:  # [2511.10208](…) Title
                return Header(named, link, number, level)
            return Header(title, link, number, level, tail)
    if numbered and text and line[level:].lstrip().startswith("["):  # ### [3] Title
        return inline_header(line) or Header(unwrap_title(text), "", number, level)
    return None


def inline_header(line: str) -> Header | None:
    """Read a heading with a title and one arXiv link or identifier, wherever it stands."""
    level = heading_level(line)
    if not level or len(line) > _LONGEST_ITEM or not any(map(str.isdigit, line)):
        return None
    number, text = take_number(cut_symbols(line[level:].strip()))
    return _inline(text, number, level)


def _inline(text: str, number: int, level: int) -> Header | None:
    found: Target | None = None
    kept: list[str] = []
    end = 0
    for match in _INLINE_ID.finditer(text):
        address = match[0].rpartition("(")[2].strip("()[]（）【】") if "](" in match[0] else ""
        target = target_of(address or _bare_id(match[0]))
        if not target.arxiv:
            continue
        if found and found.arxiv != target.arxiv:
            return None  # a heading on several papers is none of them
        found = found or target
        words = match[0].rpartition("](")[0].strip("[* ")
        named = not words or target_of(words).arxiv or normalise(words) in NAVIGATION
        kept += [text[end : match.start()], "" if named else words]
        end = match.end()
    title = unwrap_title(" ".join(" ".join((*kept, text[end:])).split()).strip(_EDGES))
    if found is None or not any(map(str.isalpha, title)):
        return None
    stars = _STARS.search(title)
    title = title[: stars.start()] if stars else title
    return Header(title, found.link, number, level, stars[0].strip() if stars else "")


def _bare_id(text: str) -> str:
    text = text.strip("()[]（）【】")
    return text if text[:4].lower() == "http" else re.sub(r"(?i)^arxiv[ \t]?[:：]?[ \t]?", "", text)


def cut_symbols(text: str) -> str:
    """Cut emoji and the like off the start of a text; letters of any kind stay."""
    place = 0
    while place < len(text) and (
        text[place] > "\u2190" and (text[place] in _JOINERS or category(text[place]) == "So")
    ):
        place += 1
    return text[place:].lstrip() if place else text


def canonical_header(line: str) -> Header | None:
    """Read `### [1] [Title](link)` without detours, where nothing in it is unusual."""
    match = _CANONICAL.fullmatch(line)
    return Header(match[2], match[3], int(match[1]), CANONICAL_LEVEL) if match else None


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
    number, _ = take_number(marker[0].strip("-*+• \t"))
    rest = line[marker.end() :]
    bold = rest.startswith(("**", "__"))
    rest = rest[2:] if bold else rest
    end = rest.find("](http")
    if end < 1:
        return None
    link, tail = _cut_link(rest[end + 2 :])
    if not target_of(link).arxiv:
        return None
    if not _is_balanced(rest[1:end]):  # [2025-11-14] **Title** [PDF](…)
        return None
    title = unwrap_title(rest[1:end])
    if normalise(title) in NAVIGATION or title.startswith("!"):
        return None
    tail = tail.removeprefix("**").removeprefix("__").strip() if bold else tail.strip()
    return Header(title, link, number, LIST_LEVEL, tail)


def item_header(line: str) -> Header | None:
    """Read an item of a list that has its link to arXiv anywhere: `1. **Title** [PDF](…)`.

    What is set in bold is its title, else the words of the link, or what stands before
    it.  Prose has such links, too: this is for files where no stricter shape is found.
    """
    marker = _ITEM_MARKER.match(line)
    if not marker:
        return None
    number, _ = take_number(marker[0].strip("-*+• \t"))
    line = line[:_LONGEST_ITEM]
    bold = [text for text in _BOLD.findall(line) if "](" not in text and text[-1] not in ":："]
    for match in _ANY_LINK.finditer(line):
        if target_of(match[2]).arxiv:
            if len(bold) == 1:
                before, after = line[marker.end() :].split(f"**{bold[0]}**", 1)
                tail = f"{before.strip(_EDGES)} | {after.strip(_EDGES)}".strip(" |")
                return Header(bold[0].strip(), match[2], number, LIST_LEVEL, tail)
            words = match[1].strip("* ")
            before = line[marker.end() : match.start()].strip(" \t*_:：-–—([|.")
            named = target_of(words).arxiv or normalise(words[:100]) in NAVIGATION
            title = before if named else words
            return Header(title, match[2], number, LIST_LEVEL, line[match.end() :].strip(" )]"))
    return _inline(line[marker.end() :], number, LIST_LEVEL)


def bold_title(line: str) -> tuple[int, str]:
    """Return number and text of a line that is bold as a whole, an item or not; else 0, ""."""
    marker = _ITEM_MARKER.match(line)
    number, _ = take_number(marker[0].strip("-*+• \t")) if marker else (0, "")
    text = cut_symbols(line[marker.end() :] if marker else line)
    outer, text = take_number(text)
    if not (text.startswith("**") and text.endswith("**") and text.count("**") == 2):
        return 0, ""
    inner, text = take_number(cut_symbols(text.strip("* ")))
    if are_names(text):
        return 0, ""
    return number or outer or inner, text


def bold_and_link(line: str) -> Header | None:
    """Read a line that is a title in bold and its link or identifier: `**Title** (arXiv:…)`."""
    header = _inline(line[:_LONGEST_ITEM], 0, 2) if line.startswith("**") else None
    return header if header and "**" not in header.title else None


def is_table_rule(line: str) -> bool:
    """Tell the line below a table's column names: `|---|:-:|`."""
    return not any(map(str.isalnum, line))


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
    named = len(cells) == len(columns)
    for place, cell in enumerate(cells):
        text, found, after = cell.partition("](")
        address = _cut_link(after)[0] if found else cell.strip("`<> ")
        linked = bool(target_of(address).arxiv)
        if found and named and TITLE in columns and not linked:
            linked = columns[place] in (TITLE, LINK)  # in a table of papers, any link is one
        if not link and linked:
            link, words = address, text.lstrip("[* ") if found else ""
            if not target_of(words).arxiv and normalise(words[:100]) not in NAVIGATION:
                title = words
    if TITLE in columns and named:
        cell = cells[columns.index(TITLE)]
        title = cell.rpartition("](")[0].lstrip("[") if cell.startswith("[") else cell
    title = title or max((cell for cell in cells if not _is_link(cell)), key=len, default="")
    return Header(unwrap_title(title), link, 0, LIST_LEVEL) if link and title else None


def _is_balanced(text: str) -> bool:
    """Tell whether no bracket of a text is closed before it is opened."""
    depth = 0
    for match in re.finditer(r"[\[\]]", text):
        depth += 1 if match[0] == "[" else -1
        if depth < 0:
            return False
    return True


def _is_link(cell: str) -> bool:
    return "](" in cell or bool(target_of(cell.strip("`<> ")).arxiv)


def take_number(text: str) -> tuple[int, str]:
    """Cut a paper's number off the start of a text: (the number or 0, the rest)."""
    match = _NUMBER.match(text)
    if not match or text[match.end() : match.end() + 1] == "(":  # [1](link): a title
        return 0, text
    return int(next(group for group in match.groups() if group)), text[match.end() :].lstrip()


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
        ahead = before[:start].rstrip(" \t|·([*!")
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


def unwrap_title(title: str) -> str:
    """Take off what wraps a whole title: `**…**`, one pair of brackets, a wiki link."""
    title = title.strip()
    if "[[" in title:
        title = _WIKI_LINK.sub(r"\1", title)
    if len(title) > 4 and title.startswith("**") and title.endswith("**"):
        title = title[2:-2].strip()
    if len(title) > 2 and title[0] == title[-1] == '"' and title.count('"') == 2:
        title = title[1:-1].strip()
    if len(title) > 2 and title[0] == "[" and title.find("]") == len(title) - 1:
        title = title[1:-1].strip()
    return title
