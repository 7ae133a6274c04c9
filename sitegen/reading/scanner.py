"""One pass over the lines of a digest: papers, their labelled parts, sections, contents.

The scanner knows shapes (headers, labels, sections), not meanings: what a part is worth
is for `entries` to say.  No line with text is dropped: it ends in a part of a paper, in
the table of contents, in a heading, or in `Scan.outside`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from sitegen import fields
from sitegen.reading.ahead import front_matter, header_follows, named_paper
from sitegen.reading.aliases import (
    AFTER_ABSTRACT,
    AUTHORS,
    CATEGORIES,
    CATEGORY,
    CONTENTS,
    EMPTY_SUMMARIES,
    LINK,
    NAVIGATION,
    PLAIN_LABELS,
    TITLE,
)
from sitegen.reading.headers import (
    Header,
    Template,
    anchor_id,
    heading_level,
    linked_header,
    list_header,
    match_template,
    numbered_header,
    table_header,
)
from sitegen.reading.labels import Label, LabelTable, normalise
from sitegen.reading.parts import Draft, Part, WeakPart, is_rule, settle
from sitegen.reading.sections import Contents, Section, parse_contents_item, parse_section
from sitegen.reading.tags import is_navigation, small_text, summary_of, unwrap

_PIECES = re.compile(r"[ \t]*(?:&nbsp;[ \t]*)?\|[ \t]*(?:&nbsp;[ \t]*)?")
_LINK = re.compile(r"\[(?:\*\*)?\[?([^\[\]]{1,60})\]?(?:\*\*)?\]\(([^()\s]+)\)")
# Parts that are a value, not a text: names, tags, numbers, addresses.
_SHORT_VALUES = frozenset(
    {TITLE, AUTHORS, CATEGORY, CATEGORIES, LINK, "translated_title"}
    | {kind.name for kind in fields.KINDS.values() if kind.group == "meta" and not kind.markdown}
)
_ONE_LINE = frozenset({TITLE, CATEGORY, CATEGORIES, LINK})
_DEEPEST = 8  # tags on one line that are looked behind


class Scan(NamedTuple):
    """What one pass over a file finds; lines are 1-based."""

    drafts: list[Draft]
    sections: list[Section]
    contents: list[Contents]
    outside: list[tuple[int, str]]  # lines of text that belong to no paper
    headings: list[tuple[int, str]]  # headings before the first paper, as printed
    title: str  # the digest's own
    front_matter: dict[str, str]


class _Scanner:
    """The state of one pass."""

    def __init__(
        self, lines: list[str], table: LabelTable, templates: tuple[Template, ...]
    ) -> None:
        self.lines = lines
        self.table = table
        self.templates = templates
        self.drafts: list[Draft] = []
        self.sections: list[Section] = []
        self.contents: list[Contents] = []
        self.outside: list[tuple[int, str]] = []
        self.headings: list[tuple[int, str]] = []
        self.announced: set[str] = set()  # what the table of contents lists, normalised
        self.draft: Draft | None = None
        self.part: Part | None = None  # that text goes to
        self.section = -1
        self.details = 0  # <details> that are open
        self.abstract = False  # inside the text of an abstract
        self.gap = False  # an empty line stands before this one
        self.anchors: list[str] = []  # anchors seen since the last heading
        self.depth = 0  # of tags on one line
        self.unsettled = False  # there are weak parts

    def run(self, start: int) -> None:
        """Scan the lines from an index on.

        Nine lines in ten of the canonical format are settled in this loop; everything
        else goes to `_line`.
        """
        name_of = self.table.name_of
        canonical = not self.templates
        gap = False
        for index, line in enumerate(self.lines[start:], start):
            if not line:
                gap = True
                continue
            draft = self.draft
            if draft is not None and canonical and not self.abstract:
                if line[0].isalpha():
                    place = line.find(":", 1, 40)
                    if place > 0 and line[place + 1 : place + 2] in " ":
                        label = line[:place]
                        name = name_of(label)
                        if (
                            name
                            and (name in PLAIN_LABELS or gap or self.part is None)
                            and "|" not in line
                        ):
                            self.part = part = Part(name, label, index + 1, line[place + 1 :])
                            draft.parts.append(part)
                            self.abstract = name == "abstract"
                            gap = False
                            continue
                elif line == "<details>":
                    self.details += 1
                    self.part = None
                    gap = False
                    continue
                elif line == "  <summary>Details</summary>":
                    gap = False
                    continue
            if line.isspace():
                gap = True
                continue
            self.gap = gap
            self._line(line, index)
            gap = False
        self._end_draft()

    # ------------------------------------------------------------ kinds of lines

    def _line(self, line: str, index: int) -> None:
        stripped = line.strip()
        first = stripped[0]
        if self.templates and self._templated(stripped, index):
            return
        if first == "#" and self._heading(stripped, index):
            return
        if first == "<" and self._tag(stripped, index):
            return
        if first in "-*+•_[|0123456789" and self._loose(line, stripped, index):
            return
        if self.draft is None:
            self._outside(stripped, index)
            return
        if self.part is None and first in "*_>" and self._byline(stripped, index):
            return
        if first == "[" and not self.abstract and self._links(stripped, index):
            return
        if not self._labelled(stripped, index):
            self._text(line, index)

    def _templated(self, line: str, index: int) -> bool:
        for template in self.templates:
            header = match_template(template, line)
            if header:
                self._start(header, index)
                return True
        return False

    def _heading(self, line: str, index: int) -> bool:
        level = heading_level(line)
        if not level:
            return False
        draft = self.draft
        header = linked_header(line)
        if header:
            below = draft is not None and level > draft.header.level
            if not below or header.number or "arxiv" in header.link.lower():
                self._start(header, index)
                return True
            return False
        text = line[level:].strip()
        if draft is not None and not draft.loose:
            if level > draft.header.level:
                return self._heading_label(text, index)
            label = self.table.of_heading(text)
            if level == draft.header.level and label and label.known and not self.sections:
                return self._heading_label(text, index)
        if self.details and draft is not None and not self._is_section(text, index):
            return False
        header = numbered_header(line) or named_paper(self.lines, index, level, self.table)
        if header:
            self._start(header, index)
        else:
            self._section_heading(text, level, index)
        return True

    def _heading_label(self, text: str, index: int) -> bool:
        """A heading below the paper's own: a label, or text where a field is open."""
        if (self.details and self.abstract) or "](" in text:
            return False
        label = self.table.of_heading(text)
        if label is None or (self.details and not label.known):
            return False
        self._open(label, index)
        return True

    def _is_section(self, text: str, index: int) -> bool:
        """Tell whether a heading inside open details is a section for certain."""
        if "](#" in text or self.anchors or "<a " in text:
            return True
        section = parse_section(text, [])
        announced = normalise(section.title) in self.announced
        return bool(section.code) or announced or header_follows(self.lines, index)

    def _section_heading(self, text: str, level: int, index: int) -> None:
        self._end_draft()
        section = parse_section(text, self.anchors)
        self.anchors = []
        if not self.drafts:
            self.headings.append((index + 1, text))
        self.section = -1
        if normalise(section.title) not in CONTENTS:
            self.section = len(self.sections)
            self.sections.append(section._replace(line=index + 1, level=level))

    def _tag(self, line: str, index: int) -> bool:
        """Handle a line that begins with a tag; text behind the tag is a line of its own."""
        low = line[:12].lower()
        if low.startswith("</details"):
            self.details = max(0, self.details - 1)
            self._close()
            return self._behind(line, line.find(">") + 1, index)
        if self.abstract and self.details:
            return False
        if low.startswith("<details"):
            if self.draft is not None:
                self.details += 1
            self._close()
            return self._behind(line, line.find(">") + 1, index)
        if low.startswith("<summary"):
            summary = summary_of(line)
            if summary:
                self._summary(summary[0], index)
                return self._behind(line, summary[1], index)
        if line.startswith("<!--"):
            return line.endswith("-->")
        if self.details:
            return False
        text = unwrap(line)
        if text == "":
            anchor = anchor_id(line)
            if anchor:
                self.anchors.append(anchor)
                self._close()
        elif text:
            self._inner(text, index)
        return text is not None

    def _behind(self, line: str, place: int, index: int) -> bool:
        rest = line[place:].strip() if place > 0 else ""
        if rest:
            self._inner(rest, index)
        return True

    def _inner(self, line: str, index: int) -> None:
        """Handle the text of a line behind or between its tags, to a certain depth."""
        self.depth += 1
        if self.depth < _DEEPEST:
            self._line(line, index)
        elif self.draft is None:
            self._outside(line, index)
        else:
            self._text(line, index)
        self.depth -= 1

    def _summary(self, text: str, index: int) -> None:
        """The summary of a <details> is a label where it says more than "Details"."""
        if self.draft is None or normalise(text[:100]) in EMPTY_SUMMARIES:
            return
        label = self.table.of_heading(text)
        if label:
            self._open(label, index)

    def _loose(self, line: str, stripped: str, index: int) -> bool:
        """Read an item of a list or a row of a table as a paper, outside of headed papers."""
        draft = self.draft
        if draft is not None and (not draft.loose or (self.abstract and line[0].isspace())):
            return False
        if "](" not in stripped:
            return False
        header = table_header(stripped) if stripped[0] == "|" else list_header(stripped)
        if header:
            self._start(header, index)
        return header is not None

    def _outside(self, line: str, index: int) -> None:
        item = parse_contents_item(line, index + 1) if line[0] in "-*+0123456789" else None
        if item:
            self.contents.append(item)
            self.announced.update(item.names)
        elif not is_rule(line) and not is_navigation(line):
            self.outside.append((index + 1, line))

    def _byline(self, line: str, index: int) -> bool:
        """Read what stands in italics below a header: a translated title, the authors."""
        draft = self.draft
        text = line.lstrip("> ")
        mark = text[:1]
        if draft is None or not mark or mark not in "*_":
            return False
        if text.startswith("**") and text.strip("*"):
            return False
        if any(part.name == AUTHORS for part in draft.parts):
            return False
        text, separator, rest = text.partition(f"{mark} | ")
        closed = separator or text.endswith(mark)
        names = text.strip(f"{mark} ")
        label = self.table.find(names) if ":" in names[:40] or "：" in names[:40] else None
        if label and label.known:  # *Authors: A, B*
            self._open(label, index)
        elif line[0] == ">":
            self._add("translated_title", "", index, names)
        else:
            self._add(AUTHORS, "", index, names)
            if not closed:  # the names go on in the next line
                return True
        for piece in _PIECES.split(rest) if rest else ():
            self._piece(piece, index)
        self._close()
        return True

    def _links(self, line: str, index: int) -> bool:
        """Read a line of links and labels: `[PDF](…) | **Categories:** cs.AI`."""
        if is_navigation(line):
            return True
        pieces = _PIECES.split(line)
        if len(pieces) > 20 or not _LINK.fullmatch(pieces[0]):
            return False
        for piece in pieces:
            self._piece(piece, index)
        self._close()
        return True

    def _piece(self, piece: str, index: int) -> None:
        """Add one of several labels or links of a line."""
        link = _LINK.fullmatch(piece)
        label = self.table.find(piece) if piece and not link else None
        if link and not link[2].startswith("#"):
            name = self.table.name_of(link[1])
            if not name and normalise(link[1]) in NAVIGATION:
                name = LINK
            self._add(name or "links", "", index, piece)
        elif label:
            self._open(label, index)
        elif piece and not link:
            self._add("other", "", index, piece)

    def _labelled(self, line: str, index: int) -> bool:
        label = self.table.find(line)
        if label is None:
            return False
        if not label.known and self.part is not None and self.part.name == "figures":
            return False  # captions: "图1：…"
        if self.abstract:
            sure = label.name in AFTER_ABSTRACT
            if sure:
                self._open(label, index)
            else:  # for `settle` to judge; what follows is still in the abstract
                self._open_weak(label, index, line)
                self.abstract = True
        elif self._is_sure(label):
            self._open(label, index)
        else:
            self._open_weak(label, index, line)
        return True

    def _is_sure(self, label: Label) -> bool:
        part = self.part
        if label.known:
            return label.bold or label.name in PLAIN_LABELS or self.gap or part is None
        if label.bullet or not label.rest.strip():
            return False
        # text right below a heading that is a label is that label's text
        filled = part is None or (self.gap and (len(part.lines) > 1 or part.lines[0] != ""))
        return label.bold or filled

    def _text(self, line: str, index: int) -> None:
        part = self.part
        if part is not None and not part.weak and part.name in _SHORT_VALUES:
            empty = not part.lines[0].strip()
            if empty or (not self.gap and part.name not in _ONE_LINE):
                part.lines.append(line.strip())
                if part.name == AUTHORS and line.rstrip().endswith(("*", "_")):
                    self._close()
                return
            part = None  # an empty line ends such a value
        if part is None:
            if not is_rule(line.strip()):
                self._add("other", "", index, line)
        else:
            if self.gap:
                part.lines.append("")
            part.lines.append(small_text(line) if part.name == "figures" else line)

    # ------------------------------------------------------------ changes of state

    def _start(self, header: Header, index: int) -> None:
        self._end_draft()
        self.draft = Draft(header, index + 1, self.section)
        self.drafts.append(self.draft)
        self.anchors = []

    def _end_draft(self) -> None:
        if self.draft is not None and self.details:
            self.draft.unclosed = True
        self.draft = None
        self.details = 0
        self._close()

    def _close(self) -> None:
        self.part = None
        self.abstract = False

    def _add(self, name: str, label: str, index: int, text: str) -> None:
        part = Part(name, label, index + 1, text)
        if self.draft is not None:
            self.draft.parts.append(part)
        self.part = part
        self.abstract = name == "abstract"

    def _open_weak(self, label: Label, index: int, source: str) -> None:
        part = WeakPart(label.name, label.text, index + 1, label.rest, source)
        part.gap, part.in_abstract = self.gap, self.abstract
        if self.draft is not None:
            self.draft.parts.append(part)
        self.part = part
        self.unsettled = True

    def _open(self, label: Label, index: int) -> None:
        """Open a part; a line may hold more labels behind `|`."""
        rest = label.rest
        following: list[Label] = []
        if "|" in rest:
            rest, following = self._split(rest)
        self._add(label.name, label.text, index, rest)
        for found in following:
            self._add(found.name, found.text, index, found.rest)

    def _split(self, text: str) -> tuple[str, list[Label]]:
        """Split the text of a part at further labels: (its own text, the labels)."""
        pieces = _PIECES.split(text)
        own = [pieces[0]]
        following: list[Label] = []
        for piece in pieces[1:]:
            found = self.table.find(piece) if piece else None
            if found and (found.bold or (found.known and found.name not in PLAIN_LABELS)):
                following.append(found)
            elif following:
                last = following.pop()
                following.append(last._replace(rest=f"{last.rest} | {piece}"))
            else:
                own.append(piece)
        return " | ".join(own), following


def scan(text: str, table: LabelTable, templates: tuple[Template, ...] = ()) -> Scan:
    """Scan a digest's text in one pass.

    Args:
        text: with `\\n` line ends.
        table: the labels to know.
        templates: header shapes beside the built-in ones.
    """
    lines = text.split("\n")
    matter, start = front_matter(lines)
    scanner = _Scanner(lines, table, templates)
    scanner.run(start)
    if scanner.unsettled:
        settle(scanner.drafts)
    title = matter.get("title", "") or _take_title(scanner)
    papers = Counter(draft.section for draft in scanner.drafts)
    return Scan(
        drafts=scanner.drafts,
        sections=[
            section._replace(papers=papers[place]) for place, section in enumerate(scanner.sections)
        ],
        contents=scanner.contents,
        outside=scanner.outside,
        headings=scanner.headings,
        title=title,
        front_matter=matter,
    )


def _take_title(scanner: _Scanner) -> str:
    """Take the digest's own title from its sections: the one heading of level 1.

    It is no section: papers that stand below it alone have none.
    """
    top = [place for place, section in enumerate(scanner.sections) if section.level == 1]
    if len(top) != 1 or top[0] != 0:
        return ""
    section = scanner.sections[0]
    if section.certain or section.names & scanner.announced:
        return ""
    for draft in scanner.drafts:
        if draft.section == 0:
            draft.section = -1
    return section.title
