"""What the lines below a heading tell of it, and what stands above all lines.

Looks ahead by a bounded number of lines, so that scanning stays linear.
"""

from __future__ import annotations

import re

from sitegen.reading.aliases import CONTENTS, LINK, TITLE
from sitegen.reading.headers import Header, linked_header, list_header
from sitegen.reading.labels import LabelTable, normalise
from sitegen.reading.links import arxiv_ids_in
from sitegen.reading.parts import is_rule
from sitegen.taxonomy import known_code

_BLOCK = 60  # lines below a heading that may say that it is a paper's
_LONGEST = 2000  # characters of each
_FRONT_MATTER = 60  # lines
_KEY = re.compile(r"([A-Za-z][\w-]{0,30})[ \t]*:")
_NUMBER = re.compile(r"\[?(\d{1,5})\]?[.)、:：]?[ \t]+")


def header_follows(lines: list[str], index: int) -> bool:
    """Tell whether the next line with text is a paper's header."""
    for line in lines[index + 1 : index + 6]:
        if line and not line.isspace():
            return line[0] == "#" and linked_header(line) is not None
    return False


def named_paper(
    lines: list[str],
    index: int,
    level: int,
    table: LabelTable,
    text: str,
    *,
    headings: bool = True,
) -> Header | None:
    """Read a heading's text as a paper's title, where the lines below link to one arXiv paper.

    A labelled link counts before any other; links of lists and tables do not count,
    since they are papers of their own.

    Args:
        lines: of the whole file.
        index: of the title's line.
        level: of the heading.
        table: the labels to know.
        text: the title, with its number.
        headings: titles are headings; otherwise bold lines and labels end a paper, too.
    """
    if level < 2 or "](" in text or known_code(text) or normalise(text[:100]) in CONTENTS:
        return None
    block = _block(lines, index)
    if not headings:
        ends = (n for n, line in enumerate(block) if n and _begins_another(line, table))
        block = block[: next(ends, len(block))]
    if not any("rxiv" in line.lower() for line in block):
        return None
    labelled: list[str] = []
    for line in block:
        if line[0] == "|" or list_header(line):
            return None
        label = table.find(line)
        if label and label.name == LINK:
            labelled.append(label.rest)
    ids = arxiv_ids_in("\n".join(labelled)) or arxiv_ids_in("\n".join(block))
    bare = [word for text in labelled if (word := text.strip(" `*"))]
    if not ids and len(bare) == 1:
        ids = arxiv_ids_in(f"arxiv:{bare[0]}")
    if len(ids) != 1:
        return None
    match = _NUMBER.match(text)
    title = text[match.end() :] if match else text
    number = int(match[1]) if match else 0
    return Header(title.strip("* "), f"https://arxiv.org/abs/{ids.pop()}", number, level)


def _begins_another(line: str, table: LabelTable) -> bool:
    if line.startswith("**") and line.endswith("**") and line.count("**") == 2:
        return True
    label = table.find(line)
    return label is not None and label.name == TITLE


def _block(lines: list[str], index: int) -> list[str]:
    """Return the lines with text below a heading, up to the next heading."""
    block: list[str] = []
    for line in lines[index + 1 : index + 1 + _BLOCK]:
        if line.startswith("#") or (block and is_rule(line.strip())):
            break
        text = line[:_LONGEST].strip()
        if text:
            block.append(text)
    return block


def front_matter(lines: list[str]) -> tuple[dict[str, str], int]:
    """Read `key: value` lines between two `---` at the top.

    Returns:
        The values by lower-case key, and the index of the first line after them.
    """
    if lines[0].rstrip() != "---":
        return {}, 0
    values: dict[str, str] = {}
    for index, line in enumerate(lines[1:_FRONT_MATTER], start=1):
        if line.rstrip() in ("---", "..."):
            return values, index + 1
        key = _KEY.match(line)
        if key:
            values[key[1].lower()] = line[key.end() :].strip().strip("\"'")
        elif line.strip() and line[0] not in " \t-":
            break  # a rule, and no front matter
    return {}, 0
