"""One pass over the lines of a digest: papers, their labelled parts, sections, contents.

The scanner knows shapes (headers, labels, sections), not meanings: what a part is worth
is for `entries` to say.  No line with text is dropped: it ends in a part of a paper, in
the table of contents, in a section's title, or in `Scan.outside`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.reading.aliases import AFTER_ABSTRACT, AUTHORS, CONTENTS, EMPTY_SUMMARIES, LINK
from sitegen.reading.headers import (
    LIST_LEVEL,
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
from sitegen.reading.labels import Label, LabelTable, clean, colon, normalise
from sitegen.reading.links import arxiv_ids_in
from sitegen.reading.sections import Contents, Section, parse_contents_item, parse_section
from sitegen.taxonomy import known_code

_TAG_LINE = re.compile(
    r"</?(?:div|p|br|hr|center|article|section|span|img|ul|ol|li|table|tr|td|a)\b[^<>]*>",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"<summary[^<>]*>(.*?)</summary>", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:div|p|span|small|b|i|em|strong|center|sub|sup|br|font)\b[^<>]*>", re.IGNORECASE
)
_RULE = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}")
_NAVIGATION = re.compile(r"(?:[\s|·•]*\[[^\[\]]{0,60}\]\(#[^()\s]*\))+[\s|·•]*")
_PIECES = re.compile(r"[ \t]*(?:&nbsp;[ \t]*)?\|[ \t]*(?:&nbsp;[ \t]*)?")
_LOOK_AHEAD = 60  # lines below a heading that may say that it is a paper's


class Part:
    """A labelled text of a paper, as its lines.

    `weak` parts count only where the digest repeats their label (`settle`); until then
    `source` holds the line as it was, and `gap` whether an empty line stood before it.
    """

    __slots__ = ("gap", "in_abstract", "label", "line", "lines", "name", "source", "weak")

    def __init__(self, name: str, label: str, line: int, lines: list[str]) -> None:
        self.name = name
        self.label = label
        self.line = line
        self.lines = lines
        self.weak = False
        self.in_abstract = False
        self.gap = False
        self.source = ""


class Draft:
    """A paper as its lines: the header, and the parts in order."""

    __slots__ = ("header", "line", "parts", "section", "unclosed")

    def __init__(self, header: Header, line: int, section: int) -> None:
        self.header = header
        self.line = line
        self.section = section  # index into `Scan.sections`, -1 for none
        self.parts: list[Part] = []
        self.unclosed = False

    @property
    def loose(self) -> bool:
        """Whether it is an item of a list or a row of a table."""
        return self.header.level == LIST_LEVEL


class Scan(NamedTuple):
    """What one pass over a file finds."""

    drafts: list[Draft]
    sections: list[Section]
    contents: list[Contents]
    outside: list[tuple[int, str]]  # lines of text that belong to no paper
    headings: list[tuple[int, str]]  # headings before the first paper, as printed
    front_matter: dict[str, str]


class Scanner:
    """The state of one pass. Use `scan`."""

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
        self.part: Part | None = None
        self.section = -1
        self.details = 0  # <details> that are open
        self.gap = False  # an empty line stood before this one
        self.anchors: list[str] = []  # anchors seen since the last heading

    def run(self, start: int) -> None:
        """Scan the lines from an index on. The loop's first lines are its hot path."""
        name_of = self.table.name_of
        table = self.table
        for index in range(start, len(self.lines)):
            line = self.lines[index]
            if not line or line.isspace():
                self.gap = True
                continue
            draft = self.draft
            if draft is not None and line[0].isalpha() and not self.templates:
                part = self.part
                if part is None or part.name != "abstract":
                    place = line.find(":", 1, 40)
                    if place > 0 and "：" not in line[:place]:
                        name = name_of(line[:place])
                        if name and self._opens(name):
                            rest = line[place + 1 :]
                            if rest[:1] in " \t" and "|" not in rest:
                                self.part = part = Part(name, line[:place], index + 1, [rest])
                                draft.parts.append(part)
                                self.gap = False
                                continue
            self._line(line, index)
            self.gap = False
        self._end_draft()

    def _opens(self, name: str) -> bool:
        """Tell whether a known plain label opens a part here without further signs."""
        return name in _TEMPLATE_NAMES or self.gap or self.part is None

    # ------------------------------------------------------------ kinds of lines

    def _line(self, line: str, index: int) -> None:
        stripped = line.strip()
        first = stripped[0]
        if self.templates and self._templated(stripped, index):
            return
        if first == "#" and line[0] == "#" and self._heading(stripped, index):
            return
        if first == "<" and self._tag(stripped, index):
            return
        if first in "-*+•_[|0123456789" and self._loose(stripped, index):
            return
        if self.draft is None:
            self._outside(stripped, index)
            return
        if first in "[ |" and _NAVIGATION.fullmatch(stripped[:1000]):
            return
        if self._labelled(stripped, index):
            return
        if self.part is None and self._byline(stripped, index):
            return
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
            deeper = draft is not None and level > draft.header.level
            if deeper and not header.number and "arxiv" not in header.link.lower():
                header = None
        if header:
            self._start(header, index)
            return True
        text = line[level:].strip()
        if draft is not None and draft.header.level < LIST_LEVEL:
            if level > draft.header.level:
                return self._heading_label(text, index)
            label = self.table.of_heading(text)
            if level == draft.header.level and label and label.known and not self.sections:
                return self._heading_label(text, index)
        if self.details and draft is not None and not self._is_section(text, index):
            return False
        numbered = numbered_header(line)
        if numbered:
            self._start(numbered, index)
            return True
        named = self._named_paper(text, level, index)
        if named:
            self._start(named, index)
            return True
        self._section_heading(text, level, index)
        return True

    def _heading_label(self, text: str, index: int) -> bool:
        """A heading below the paper's own: a label, or text where a field is open."""
        if self.details and self.part is not None and self.part.name == "abstract":
            return False
        label = self.table.of_heading(text)
        if label is None or (self.details and not label.known):
            return False
        self._open(label, index, sure=True)
        return True

    def _is_section(self, text: str, index: int) -> bool:
        """Tell whether a heading inside open details is a section for certain."""
        if "](#" in text or self.anchors or "<a " in text:
            return True
        section = parse_section(text, [])
        return (
            bool(section.code)
            or normalise(section.title) in self.announced
            or self._header_follows(index)
        )

    def _header_follows(self, index: int) -> bool:
        for line in self.lines[index + 1 : index + 6]:
            if line and not line.isspace():
                return line[0] == "#" and linked_header(line) is not None
        return False

    def _named_paper(self, text: str, level: int, index: int) -> Header | None:
        """Read a heading as a title, where the lines below link to one arXiv paper."""
        if level < 2 or "](" in text or known_code(text) or normalise(text) in CONTENTS:
            return None
        block: list[str] = []
        for line in self.lines[index + 1 : index + 1 + _LOOK_AHEAD]:
            if line.startswith("#"):
                break
            block.append(line[:2000])
        if not any("rxiv" in line.lower() for line in block):
            return None
        if any(list_header(line.strip()) or line.startswith("|") for line in block if line.strip()):
            return None
        labelled = [
            label.rest
            for line in block
            if line.strip() and (label := self.table.find(line.strip())) and label.name == LINK
        ]
        ids = arxiv_ids_in("\n".join(labelled)) or arxiv_ids_in("\n".join(block))
        if len(ids) != 1:
            return None
        match = re.match(r"\[?(\d{1,5})\]?[.)、:：]?[ \t]+", text)
        title = text[match.end() :] if match else text
        return Header(
            title.strip("* "),
            f"https://arxiv.org/abs/{ids.pop()}",
            int(match[1]) if match else 0,
            level,
        )

    def _section_heading(self, text: str, level: int, index: int) -> None:
        self._end_draft()
        section = parse_section(text, self.anchors)
        self.anchors = []
        if not self.drafts:
            self.headings.append((index + 1, text))
        if normalise(section.title) in CONTENTS:
            return
        self.section = len(self.sections)
        self.sections.append(section._replace(line=index + 1, level=level))

    def _tag(self, line: str, index: int) -> bool:
        """Handle a line that begins with a tag; the text after the tag is a line again."""
        low = line[:12].lower()
        in_abstract = self.part is not None and self.part.name == "abstract"
        if low.startswith("</details"):
            self.details = max(0, self.details - 1)
            self.part = None
            return self._after_tag(line, line.find(">") + 1, index)
        if in_abstract and self.details:
            return False
        if low.startswith("<details"):
            if self.draft is not None:
                self.details += 1
            self.part = None
            return self._after_tag(line, line.find(">") + 1, index)
        if low.startswith("<summary"):
            match = _SUMMARY.match(line)
            if match:
                self._summary(match[1], index)
                return self._after_tag(line, match.end(), index)
            return False
        if low.startswith("</summary"):
            return self._after_tag(line, line.find(">") + 1, index)
        if line.startswith("<!--"):
            return line.endswith("-->")
        if len(line) < 2000 and _TAG_LINE.match(line):
            text = _TAGS.sub(" ", _TAG_LINE.sub(" ", line)).strip()
            if not text:
                name = anchor_id(line)
                if name:
                    self.anchors.append(name)
                    if not self.details:
                        self.part = None
                return True
            if self.draft is not None and not self.details:
                self._line(" ".join(text.split()), index)
                return True
        return False

    def _after_tag(self, line: str, place: int, index: int) -> bool:
        rest = line[place:].strip() if place > 0 else ""
        if rest:
            self._line(rest, index)
        return True

    def _summary(self, text: str, index: int) -> None:
        """The summary of a <details> is a label where it says more than "Details"."""
        if self.draft is None or normalise(text) in EMPTY_SUMMARIES:
            return
        label = self.table.of_heading(text)
        if label:
            self._open(label, index, sure=True)

    def _loose(self, line: str, index: int) -> bool:
        """Read an item of a list or a row of a table as a paper, outside of headed papers."""
        draft = self.draft
        if draft is not None and not draft.loose:
            return False
        if "](" not in line:
            return False
        header = table_header(line) if line[0] == "|" else list_header(line)
        if header:
            self._start(header, index)
        return header is not None

    def _outside(self, line: str, index: int) -> None:
        item = parse_contents_item(line, index + 1) if line[0] in "-*+0123456789" else None
        if item:
            self.contents.append(item)
            self.announced.update(item.names)
        elif not _RULE.fullmatch(line[:200]) and not _NAVIGATION.fullmatch(line[:1000]):
            self.outside.append((index + 1, line))

    def _labelled(self, line: str, index: int) -> bool:
        label = self.table.find(line)
        if label is None:
            return False
        part = self.part
        if part is not None and part.name == "abstract":
            if label.name in AFTER_ABSTRACT:
                self._open(label, index, sure=True)
                return True
            # what else begins a field here, `settle` decides over the whole digest
            self._open(label, index, sure=False, source=line)
            self.part.in_abstract = True  # type: ignore[union-attr]
            return True
        sure = self._is_sure(label)
        self._open(label, index, sure=sure, source=line)
        return True

    def _is_sure(self, label: Label) -> bool:
        if label.known:
            return label.bold or label.name in _TEMPLATE_NAMES or self.gap or self.part is None
        if label.bullet:
            return False
        return self.gap or self.part is None or label.bold

    def _byline(self, line: str, index: int) -> bool:
        """Read what stands in italics below a header: a translated title, the authors."""
        draft = self.draft
        if draft is None:
            return False
        quoted = line.startswith(">")
        text = line.lstrip("> ")
        if not text or text[0] not in "*_" or (text.startswith("**") and text.strip("*")):
            return False
        if any(part.name == AUTHORS for part in draft.parts):
            return False
        mark = text[0]
        text, separator, rest = text.partition(f"{mark} | ")
        if separator:
            text += mark
        if quoted:
            self._add("translated_title", "", index, text.strip(f"{mark} "))
        elif text.endswith(mark) or text.startswith("**"):
            self._add(AUTHORS, "", index, text.strip(f"{mark} "))
        else:  # the line was broken: the names go on
            self.part = Part(AUTHORS, "", index + 1, [text.lstrip(mark)])
            draft.parts.append(self.part)
            return True
        for piece in _PIECES.split(rest) if rest else ():
            label = self.table.find(piece) if piece else None
            if label:
                self._open(label, index, sure=True)
            elif piece:
                self._add("other", "", index, piece)
        self.part = None
        return True

    def _text(self, line: str, index: int) -> None:
        draft = self.draft
        if draft is None:
            return
        part = self.part
        if part is None:
            if _RULE.fullmatch(line[:200]):
                return
            self._add("other", "", index, line)
            return
        if part.name == AUTHORS:
            if self.gap:
                self._add("other", "", index, line)
            else:
                part.lines.append(line.strip())
                if line.rstrip().endswith(("*", "_")):
                    self.part = None
            return
        if self.gap:
            part.lines.append("")
        part.lines.append(line)

    # ------------------------------------------------------------ changes of state

    def _start(self, header: Header, index: int) -> None:
        self._end_draft()
        self.draft = Draft(header, index + 1, self.section)
        self.drafts.append(self.draft)
        if self.section >= 0:
            section = self.sections[self.section]
            self.sections[self.section] = section._replace(papers=section.papers + 1)
        self.anchors = []

    def _end_draft(self) -> None:
        if self.draft is not None and self.details:
            self.draft.unclosed = True
        self.draft = self.part = None
        self.details = 0

    def _add(self, name: str, label: str, index: int, text: str) -> Part:
        part = Part(name, label, index + 1, [text])
        if self.draft is not None:
            self.draft.parts.append(part)
        self.part = part
        return part

    def _open(self, label: Label, index: int, *, sure: bool, source: str = "") -> None:
        """Open a part; a line may hold more labels behind `|`."""
        rest = label.rest
        pieces = _PIECES.split(rest) if "|" in rest and sure else [rest]
        texts = [pieces[0]]
        following: list[Label] = []
        for piece in pieces[1:]:
            found = self.table.find(piece) if piece else None
            if found and (found.bold or (found.known and found.name not in _TEMPLATE_NAMES)):
                following.append(found)
            elif following:
                last = following.pop()
                following.append(last._replace(rest=f"{last.rest} | {piece}"))
            else:
                texts.append(piece)
        gap = self.gap
        part = self._add(label.name, label.text, index, " | ".join(texts))
        part.gap, part.weak, part.source = gap, not sure, source
        for found in following:
            self._add(found.name, found.text, index, found.rest)


# Labels that no prose begins a line with by chance, once its colon is there.
_TEMPLATE_NAMES = frozenset(
    {"tldr", "motivation", "method", "result", "conclusion", "abstract", "translated_abstract",
     "translated_title", "translated_conclusion", "ai_abstract", "ai_comment", "keywords",
     "@authors", "@category", "@categories", "@title"}
)  # fmt: skip


def scan(text: str, table: LabelTable, templates: tuple[Template, ...] = ()) -> Scan:
    """Scan a digest's text in one pass.

    Args:
        text: with `\\n` line ends.
        table: the labels to know.
        templates: header shapes beside the built-in ones.
    """
    lines = text.split("\n")
    front_matter, start = _front_matter(lines)
    scanner = Scanner(lines, table, templates)
    scanner.run(start)
    drafts = scanner.drafts
    settle(drafts)
    return Scan(
        drafts,
        scanner.sections,
        scanner.contents,
        scanner.outside,
        scanner.headings,
        front_matter,
    )


def _front_matter(lines: list[str]) -> tuple[dict[str, str], int]:
    """Read `key: value` lines between two `---` at the top: (values, first line after)."""
    if not lines or lines[0].rstrip() != "---":
        return {}, 0
    values: dict[str, str] = {}
    for index, line in enumerate(lines[1:60], start=1):
        if line.rstrip() in ("---", "..."):
            return values, index + 1
        place = colon(line)
        if place > 0:
            values[line[:place].strip().lower()] = line[place + 1 :].strip().strip("\"'")
    return {}, 0


def settle(drafts: list[Draft]) -> None:
    """Decide on weak parts: labels that the digest repeats are its template's.

    Every other weak part was prose with a colon and goes back to the part before it.
    A label inside an abstract counts where most of the digest's abstracts have it, the
    paper has no such field yet, and it does not just wrap a line of a structured
    abstract.
    """
    found: dict[tuple[str, bool], int] = {}
    for draft in drafts:
        for key in {(part.name, part.in_abstract) for part in draft.parts if part.weak}:
            found[key] = found.get(key, 0) + 1
    if not found:
        return
    known = {part.name for draft in drafts for part in draft.parts if not part.weak}
    for draft in drafts:
        if any(part.weak for part in draft.parts):
            _settle_draft(draft, found, known, len(drafts))


def _settle_draft(
    draft: Draft, found: dict[tuple[str, bool], int], known: set[str], papers: int
) -> None:
    kept: list[Part] = []
    names: set[str] = set()
    for part in draft.parts:
        if part.weak and kept:
            count = found[part.name, part.in_abstract]
            if part.in_abstract:
                enough = count * 2 > papers and part.name not in names and (papers > 2 or part.gap)
            else:
                enough = count > 1 and (count * 20 > papers or part.name in known)
            if not enough:
                before = kept[-1]
                if part.gap:
                    before.lines.append("")
                before.lines.append(part.source)
                before.lines.extend(part.lines[1:])
                continue
        kept.append(part)
        names.add(part.name)
    draft.parts = kept


def part_text(part: Part) -> str:
    """Return a part's text: no rules or empty lines at its ends, no quotation marks."""
    lines = part.lines
    if len(lines) == 1:
        text = lines[0].strip()
        if text[:1] not in (">", "-", "*", "_", "="):
            return text
    start, end = 0, len(lines)
    while start < end and _is_idle(lines[start]):
        start += 1
    while end > start and _is_idle(lines[end - 1]):
        end -= 1
    lines = lines[start:end]
    if lines and all(not line or line.lstrip().startswith(">") for line in lines):
        lines = [re.sub(r"^\s*>\s?", "", line) for line in lines]
    return "\n".join(line.rstrip() for line in lines).strip("\n").strip(" ")


def _is_idle(line: str) -> bool:
    return not line or line.isspace() or _RULE.fullmatch(line.strip()[:200]) is not None


def printed_label(part: Part) -> str:
    """Return a part's label as people read it."""
    return clean(part.label)
