"""What the lines below a heading tell of it, and what stands above all lines.

Looks ahead by a bounded number of lines, so that scanning stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import AUTHORS, CONTENTS, LINK, RELATED, TITLE
from sitegen.reading.dates import dates_in
from sitegen.reading.fences import fence_end
from sitegen.reading.headers import (
    Header,
    bold_and_link,
    bold_title,
    cut_symbols,
    heading_level,
    is_table_rule,
    item_header,
    linked_header,
    list_header,
    take_number,
    unwrap_title,
)
from sitegen.reading.labels import Label, LabelTable, normalise
from sitegen.reading.links import arxiv_ids_in, first_link, target_of
from sitegen.reading.parts import TEXTS, is_rule
from sitegen.reading.state import labels_of
from sitegen.taxonomy import find_codes, known_code

_BLOCK = 60  # lines below a heading that may say that it is a paper's
_LONGEST = 2000  # characters of each
_FRONT_MATTER = 60  # lines
_PARAGRAPH = 30  # lines
_ALONE = lazy_pattern(r"<?(?:https?://\S+|\[[^\[\]]{1,60}\]\([^()\s]+\))>?")
_CODE = lazy_pattern(r"[ \t]+(?:`[^`]{1,40}`|[(\[][a-zA-Z-]{2,10}\.[A-Za-z-]{2,10}[)\]])[ \t]*$")
_KEY = lazy_pattern(r"([A-Za-z][\w-]{0,30})[ \t]*:")
_SCORE = lazy_pattern(
    r"[ \t]*[(（\[]([^()（）\[\]:：]{1,30})[:：][^()（）\[\]]{1,24}[)）\]][ \t]*$"
)


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
    repeated: Collection[str] = (),
) -> Header | None:
    """Read a heading's text as a paper's title, where the lines below link to one paper.

    A labelled link counts before any other, and alone makes a paper that is not on arXiv.
    Lists and tables above it are of papers of their own, and the text is no title; those
    below it are what the paper's texts compare it with.

    Args:
        lines: of the whole file.
        index: of the title's line.
        level: of the heading.
        table: the labels to know.
        text: the title, with its number.
        headings: titles are headings; otherwise bold lines and labels end a paper, too.
        repeated: headings that stand more than once in the file, which are no titles.
    """
    if level < 1 or known_code(text) or normalise(text[:100]) in CONTENTS | RELATED:
        return None
    block, place = _block(lines, index, level, table, headings=headings, repeated=repeated)
    labelled: list[str] = []
    names: set[str] = set()
    begins = open_label = own = False
    for number, line in enumerate(block):
        row = table.of_row(line) if line[0] == "|" else None
        if not own and row is None and _is_row_of_paper(line):
            return None
        if not own and number < place and _is_other_paper(line):
            return None
        label = row or table.of_heading(line.lstrip("#")) if line[0] == "#" else table.find(line)
        links = _labelled_links(label, table) if label else []
        if label:
            names.add(label.name)
            begins = begins or label.name == LINK
        if links:
            labelled += links
            open_label = not links[-1].strip()
            own = own or bool(arxiv_ids_in("\n".join(links)))
        elif open_label:
            labelled.append(line)
            open_label = False
            own = own or bool(arxiv_ids_in(line))
    ids = arxiv_ids_in("\n".join(labelled)) or arxiv_ids_in("\n".join(block[:place]))
    bare = [word for text in labelled if (word := text.strip(" `*"))]
    if not ids:
        ids = arxiv_ids_in("\n".join(f"arxiv:{word}" for word in bare if word[0].isdigit()))
    named = (begins or AUTHORS in names) and TITLE not in names and not dates_in(text)
    if level == 1 and not named:
        return None  # the digest's own title, and its introduction
    link = ""
    if len(ids) == 1:
        link = f"https://arxiv.org/abs/{(arxiv := ids.pop())}"
        version = re.search(re.escape(arxiv) + r"(v\d{1,3})\b", "\n".join(block))
        link += version[1] if version else ""
    elif not ids:
        link = next((url for text in labelled if (url := first_link(text))), "")
        # a link alone makes no paper: resources have some, too
        link = link if link.lower().startswith("http") and names - {LINK} else ""
    if not link:
        return None
    number, title = take_number(cut_symbols(text))
    title, tail = _cut_score(title, table)
    return Header(unwrap_title(title.strip("* ")), link, number, level, tail)


def _labelled_links(label: Label, table: LabelTable) -> list[str]:
    """List the links that a line labels; behind other labels those to arXiv alone count."""
    first, *others = labels_of(label, table)
    links = [first.rest] if first.name == LINK else []
    return links + [
        other.rest
        for other in others
        if other.name == LINK and target_of(first_link(other.rest)).arxiv
    ]


def _is_row_of_paper(line: str) -> bool:
    return line[0] == "|" and not is_table_rule(line) and "rxiv" in line.lower()


def _is_other_paper(line: str) -> bool:
    header = list_header(line)
    return header is not None and not target_of(header.title).arxiv


def _cut_score(title: str, table: LabelTable) -> tuple[str, str]:
    """Cut a score or a category off the end of a title: "A Title (评分: 7.5)", "… `cs.LG`"."""
    code = _CODE.search(title[-60:])
    if code and find_codes(code[0]):
        return title[: len(title) - len(code[0])].rstrip(), code[0].strip()
    match = _SCORE.search(title[-60:])
    if not match or table.name_of(match[1].strip()) != "score":
        return title, ""
    return title[: len(title) - len(match[0])], match[0].strip(" ()（）[]")


def titled_paragraph(lines: list[str], index: int, table: LabelTable) -> Header | None:
    """Read the first line of a paragraph as a title, where the paragraph links to one paper.

    The link stands behind a label, or alone on a line: prose has others.
    """
    text = lines[index].strip()
    before = lines[index - 1].strip() if index else ""
    if (before and not is_rule(before)) or len(text) > 400 or text[0] in "#|<>" or "](" in text:
        return None
    if not any(map(str.isalpha, text)):
        return None
    end = index + 1
    while end < len(lines) and end < index + _PARAGRAPH and lines[end].strip():
        end += 1
    label = table.find(text)
    if end == index + 1 or is_rule(text) or (label and label.known):
        return None
    alone = any(_ALONE.fullmatch(line.strip()) for line in lines[index + 1 : end])
    found = (table.find(line[:_LONGEST].strip()) for line in lines[index + 1 : end])
    if not alone and not any(label and label.name == LINK for label in found):
        return None
    return named_paper(lines[index:end], 0, 2, table, text, headings=False)


def another_follows(lines: list[str], index: int, table: LabelTable) -> bool:
    """Tell whether a title behind a label or in bold stands soon below a rule, above any text."""
    for line in lines[index + 1 : index + 6]:
        text = line[:_LONGEST].strip()
        if text and _begins_another(text, table):
            return True
        label = table.find(text) if text else None
        if label and label.name in TEXTS:
            return False  # of the paper above
    return False


def first_below(lines: list[str], index: int, table: LabelTable, *, bare: bool = True) -> str:
    """Tell what stands first below a line: a title that is no heading, authors, a link, a text.

    Args:
        lines: of the whole file.
        index: of the line.
        table: the labels to know.
        bare: the first line of a paragraph may be a title, too.

    Returns:
        The name of the part or field, "" for none of these.
    """
    for number, line in enumerate(lines[index + 1 : index + 1 + _BLOCK], index + 1):
        text = line[:_LONGEST].strip().lstrip("> ")
        if not text:
            continue
        if heading_level(line):
            break
        if _begins_another(text, table):
            return TITLE
        label = table.find(text)
        if label and label.name == LINK and _titles("".join(lines[number + 1 : number + 2]), table):
            return TITLE
        if label and (label.name in TEXTS or label.name in (AUTHORS, LINK)):
            return label.name
        if bare and (titled_paragraph(lines, number, table) or _bold_with_link(text, label)):
            return TITLE
    return ""


def has_group(lines: list[str], table: LabelTable) -> bool:
    """Tell a digest where several such titles, each with a link, stand below one heading."""
    links: set[str] = set()
    titled = False
    for number, line in enumerate(lines):
        text = line[:_LONGEST].strip().lstrip("> ")
        header = None
        if heading_level(line):
            links, titled = set(), False
        elif text and _begins_another(text, table):
            links |= arxiv_ids_in(link_above(lines, number, table))
            titled = True
        elif titled and _is_link(text, table):
            links |= arxiv_ids_in(text)
            titled = False
        elif text and not titled:
            header = titled_paragraph(lines, number, table) or _bold_with_link(
                text, table.find(text)
            )
        if header:
            links.add(target_of(header.link).arxiv)
        if len(links) > 1:
            return True
    return False


def _bold_with_link(text: str, label: Label | None) -> Header | None:
    """Read a title in bold with its link, of a list or not: `1. **Title** [PDF](…)`."""
    if label or "**" not in text:
        return None
    return item_header(text) or bold_and_link(text)


def _is_link(text: str, table: LabelTable) -> bool:
    """Tell a line that holds a link behind a label, or nothing else: prose has others."""
    label = table.find(text) if text else None
    return bool(label and label.name == LINK) or bool(_ALONE.match(text))


def link_above(lines: list[str], index: int, table: LabelTable) -> str:
    """Return the arXiv link of the labels right above a title, "" where there is none."""
    for line in reversed(lines[max(0, index - 5) : index]):
        text = line[:_LONGEST].strip()
        if not text:
            continue
        label = table.find(text)
        if label is None or label.name == TITLE:
            return ""
        target = target_of(first_link(label.rest)) if label.name == LINK else None
        if target and target.arxiv:
            return target.link
    return ""


def _titles(line: str, table: LabelTable) -> bool:
    """Tell a title behind a label."""
    text = line[:_LONGEST].strip()
    label = table.find(text) if text else None
    return label is not None and label.name == TITLE


def _begins_another(line: str, table: LabelTable) -> bool:
    _, bold = bold_title(line)
    return not table.name_of(bold) if bold else _titles(line, table)


def _block(
    lines: list[str],
    index: int,
    level: int,
    table: LabelTable,
    *,
    headings: bool,
    repeated: Collection[str],
) -> tuple[list[str], int]:
    """Return the lines with text below a title, up to the next title or a rule.

    Below a heading those of a deeper level go on with it, where they are labels; so do
    headings that come again in the file, of a paper that has authors and no link yet.

    Returns:
        The lines, and how many of them stand above the first such heading.
    """
    block: list[str] = []
    authors = linked = False
    place = -1
    fence = 0
    for number, line in enumerate(lines[index + 1 : index + 1 + _BLOCK], index + 1):
        if not line:
            continue
        text = line[:_LONGEST].strip()
        if text[:1] in ("`", "~", "$") and number >= fence:
            fence = fence_end(lines, number)
        if line[0] == "#" and number >= fence:
            deeper = headings and heading_level(line) > level
            label = table.of_heading(line.lstrip("#")) if deeper else None
            if not label:
                break
            if not label.known:
                if linked or not authors or level < 2 or line not in repeated:
                    break
                place = len(block) if place < 0 else place
        elif text and (
            (block and is_rule(text)) or (not headings and _begins_another(text, table))
        ):
            break
        if text:
            block.append(text)
            label = table.find(text)
            authors = authors or (label is not None and label.name == AUTHORS)
            linked = linked or (label is not None and label.name == LINK)
            linked = linked or bool(arxiv_ids_in(text))
    return block, place if place >= 0 else len(block)


def front_matter(lines: list[str]) -> tuple[dict[str, str], int]:
    """Read `key: value` lines between two `---` at the top.

    Returns:
        The values by lower-case key, and the index of the first line after them.
    """
    if lines[0].rstrip() != "---":
        return {}, 0
    values: dict[str, str] = {}
    for index, line in enumerate(lines[1:_FRONT_MATTER], start=1):
        if not values and line.strip() and not _KEY.match(line):
            break
        if line.rstrip() in ("---", "..."):
            return values, index + 1
        key = _KEY.match(line)
        if key:
            values[key[1].lower()] = line[key.end() :].strip().strip("\"'")
        elif line.strip() and line[0] not in " \t-":
            break  # a rule, and no front matter
    return {}, 0
