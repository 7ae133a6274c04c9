"""Other markup, line by line, into the shapes that the scanner knows.

HTML headings, tables and inline tags, headings with underlines, links by reference,
quotations as a whole and titles in `<summary>` become Markdown as digests write it.
What takes several lines becomes one, and empty ones; several elements on one line
become lines with that line's number.  Knows nothing of papers.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left

from sitegen.patterns import lazy_pattern
from sitegen.reading.ahead import first_below, named_paper
from sitegen.reading.aliases import EMPTY_SUMMARIES, TITLE
from sitegen.reading.headers import cut_symbols
from sitegen.reading.labels import LabelTable, normalise
from sitegen.reading.parts import TEXTS

_LONGEST = 20_000  # characters of a line that is looked at
_MOST_ROWS = 400  # lines of one row of a table
_HEADING = lazy_pattern(r"<h([1-6])\b[^<>]*>(.*?)</h[1-6]>\s*", re.IGNORECASE)
_SUMMARY = lazy_pattern(
    r"(?:<details[^<>]*>\s*)?<summary[^<>]*>(.*?)</summary>\s*(.*)", re.IGNORECASE
)
_LINK = lazy_pattern(
    r"<a\b[^<>]{0,500}?href\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s<>]+))[^<>]*>(.{0,2000}?)</a>",
    re.IGNORECASE,
)
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (lazy_pattern(r"</?(?:b|strong)\s*>", re.IGNORECASE), "**"),
    (lazy_pattern(r"</?(?:i|em)\s*>", re.IGNORECASE), "*"),
    (lazy_pattern(r"<li\b[^<>]*>", re.IGNORECASE), "- "),
    (
        lazy_pattern(
            r"</?(?:p|div|span|section|article|header|footer|ul|ol|br|hr|small|font|center|main|body"
            r"|html|button|code|mark|u|table|thead|tbody)\b[^<>]*>|</li>",
            re.IGNORECASE,
        ),
        " ",
    ),
)
_CELL = lazy_pattern(r"<t[hd]\b[^<>]*>(.*?)(?=</t[hd]>|<t[hd]\b|$)", re.IGNORECASE | re.DOTALL)
_DETAILS = lazy_pattern(r"<summary[^<>]*>.*?</summary>|</?details[^<>]*>", re.IGNORECASE)
_DEFINITION = lazy_pattern(r" {0,3}\[([^\[\]]{1,60})\]:\s*<?([^\s<>]+)>?")
_REFERENCE = lazy_pattern(r"\]\[([^\[\]]{1,60})\]")
_UNDERLINE = lazy_pattern(r"(=|-)\1{2,}\s*")
_ELEMENT = lazy_pattern(r"<(?:h[1-6]|li|tr|article|summary)\b", re.IGNORECASE)
_BREAK = lazy_pattern(
    r"(?=<(?:h[1-6]|p|li|div|details|article|section|ul|ol|table|tr)\b)"
    r"|(?<=</h\d>)|(?<=</p>)|(?<=</li>)|(?<=</div>)|(?<=</tr>)|(?=</details>)|(?<=</summary>)",
    re.IGNORECASE,
)
_CALLOUT = lazy_pattern(r"\[!\w{1,20}\][+-]?\s*(.*)")
_ENDS = ".;:,。；：，"  # of sentences that no title has
_OTHER_START = "#>|<-*+=_`~"


def rewrite(lines: list[str], table: LabelTable) -> tuple[list[str], list[int]]:
    """Rewrite a digest's lines.

    Returns:
        The lines made, and for each the index of the line that it comes from.
    """
    made, numbers = _broken(lines)
    for change in (_unquoted, _referenced, _tabled):
        made = change(made)
    made = [_plain(line) if "<" in line else line for line in made]
    return _underlined(_summaries(made, table), table), numbers


def _broken(lines: list[str]) -> tuple[list[str], list[int]]:
    """Break lines of HTML before and behind the elements that are lines of their own."""
    made: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(lines):
        pieces = [line]
        if line.count("<") > 3 and line[0] != "|" and _is_markup(line):
            pieces = [piece for piece in _BREAK.split(line) if piece.strip()]
        made += pieces
        numbers += [number] * len(pieces)
    return made, numbers


def _is_markup(line: str) -> bool:
    return _ELEMENT.search(line) is not None or line.lower().count("<p") > 1


def cell_text(text: str) -> str:
    """Return the text of a table's cell, out of `<details>` and other wrappers."""
    if "<" not in text or len(text) > _LONGEST:
        return text
    return _inline(_DETAILS.sub(" ", text)).strip()


def _plain(line: str) -> str:
    if len(line) > _LONGEST:
        return line
    heading = _HEADING.fullmatch(line.strip())
    if heading:
        return "#" * int(heading[1]) + " " + _inline(heading[2])
    if "<summary" in line.lower():
        return line
    return _inline(line).strip() if line.lstrip().startswith("<") else _inline(line)


def _inline(text: str) -> str:
    text = _LINK.sub(
        lambda m: f"[{m[4].strip()}]({html.unescape(m[1] or m[2] or m[3] or '')})", text
    )
    for pattern, mark in _MARKS if len(text) <= _LONGEST else ():
        text = pattern.sub(mark, text)
    return text


def _tabled(lines: list[str]) -> list[str]:
    """Put each row of an HTML table on one line, as a row of Markdown."""
    if not any("<tr" in line.lower() for line in lines):
        return lines
    closing = [number for number, line in enumerate(lines) if "</tr" in line.lower()]
    made: list[str] = []
    place = 0
    while place < len(lines):
        end = place
        if "<tr" in lines[place].lower():
            next_one = bisect_left(closing, place)
            if next_one < len(closing) and closing[next_one] < place + _MOST_ROWS:
                end = closing[next_one]
        row = " ".join(lines[place : end + 1]) if end > place else lines[place]
        cells = [cell_text(cell) for cell in _CELL.findall(row)] if "<tr" in row.lower() else []
        made.append(f"| {' | '.join(cells)} |" if cells else row)
        made += [""] * (end - place)
        place = end + 1
    return made


def _referenced(lines: list[str]) -> list[str]:
    """Put addresses into links by reference: `[Title][1]`, with `[1]: address` elsewhere."""
    targets: dict[str, str] = {}
    for line in lines:
        match = _DEFINITION.fullmatch(line.rstrip()) if line.lstrip()[:1] == "[" else None
        if match:
            targets[match[1].lower()] = match[2]
    if not targets:
        return lines

    def address(match: re.Match[str]) -> str:
        target = targets.get(match[1].lower())
        return f"]({target})" if target else match[0]

    return [
        ""
        if line.lstrip()[:1] == "[" and _DEFINITION.fullmatch(line.rstrip())
        else _REFERENCE.sub(address, line)
        if "[" in line
        else line
        for line in lines
    ]


def _unquoted(lines: list[str]) -> list[str]:
    """Take the marks off where nearly all of a digest stands in quotations."""
    text = [line for line in lines if line.strip()]
    quoted = sum(line.startswith(">") for line in text)
    if quoted * 4 < len(text) * 3:
        return lines
    made = [line[1:].removeprefix(" ") if line.startswith(">") else line for line in lines]
    return [f"## {m[1]}" if (m := _CALLOUT.fullmatch(line)) and m[1] else line for line in made]


def _summaries(lines: list[str], table: LabelTable) -> list[str]:
    """Read `<summary>` as a heading where it holds more than a label."""
    made: list[str] = []
    for line in lines:
        match = _SUMMARY.fullmatch(line.strip()) if "<summary" in line.lower() else None
        text = _inline(match[1]).strip() if match else ""
        text = cut_symbols(text.strip("* "))
        if not text or normalise(text) in EMPTY_SUMMARIES or _is_label(text, table):
            made.append(line)
            continue
        if made and made[-1].strip().lower() in ("<details>", "<details open>"):
            made[-1] = ""
        made.append(f"###### {text} {match[2] if match else ''}".rstrip())
    return made


def _is_label(text: str, table: LabelTable) -> bool:
    label = table.of_heading(text)
    return label is not None and label.known


def _underlined(lines: list[str], table: LabelTable) -> list[str]:
    """Read a line of its own with a line of `=` or `-` below it as a heading."""
    made = list(lines)
    filled = [place for place, line in enumerate(lines) if line.strip()]
    for place, line in enumerate(lines[1:], start=1):
        match = _UNDERLINE.fullmatch(line) if line[:1] in ("=", "-") else None
        above = lines[place - 1].strip() if match else ""
        alone = place < 2 or not lines[place - 2].strip()
        if not (match and above and alone and above[0] not in _OTHER_START and len(above) < 500):
            continue
        if place - 1 == filled[0] or _is_heading(lines, place, table, last=place == filled[-1]):
            made[place - 1] = ("# " if match[1] == "=" else "## ") + above
            made[place] = ""
    return made


def _is_heading(lines: list[str], place: int, table: LabelTable, *, last: bool) -> bool:
    """Tell a heading from the end of a paper, and from a heading in a paper's text.

    Args:
        lines: of the whole file.
        place: of the line of `=` or `-`.
        table: the labels to know.
        last: nothing stands below it.
    """
    text = lines[place - 1].strip()
    if "](" in text or _is_label(text, table):
        return True
    first = first_below(lines, place, table)
    if first == TITLE or last:
        label = table.find(text)
        told = label is not None and label.name in TEXTS and label.rest.strip()
        return not told and text[-1] not in _ENDS
    return first not in TEXTS or bool(named_paper(lines, place, 2, table, text, headings=False))
