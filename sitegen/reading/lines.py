"""The rules for each kind of line of a digest, and the pass that asks them.

No line with text is dropped: it ends in a part of a paper, in the table of contents, in a
heading, or in `outside`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from sitegen.reading.ahead import (
    another_follows,
    first_below,
    has_group,
    header_follows,
    link_above,
    named_paper,
    titled_paragraph,
)
from sitegen.reading.aliases import AUTHORS, CONTENTS, EMPTY_SUMMARIES, LINK, PLAIN_LABELS, TITLE
from sitegen.reading.authors import are_names
from sitegen.reading.fences import fence_end
from sitegen.reading.headers import (
    Header,
    anchor_id,
    bold_and_link,
    bold_title,
    heading_level,
    inline_header,
    item_header,
    linked_header,
    list_header,
    numbered_header,
    unwrap_title,
)
from sitegen.reading.inside import NEAR
from sitegen.reading.labels import normalise
from sitegen.reading.links import ANY_ADDRESS, first_link, target_of
from sitegen.reading.parts import Draft, Part, is_rule
from sitegen.reading.rows import Rows
from sitegen.reading.sections import is_category_heading, parse_contents_item, parse_section
from sitegen.reading.tags import is_navigation, summary_of, unwrap
from sitegen.reading.templates import match_template

_DEEPEST = 8  # tags on one line that are looked behind


class LineScanner(Rows):
    """The rules for each kind of line, on the state of one pass."""

    def run(self, start: int, papers: Iterable[Draft] = ()) -> None:
        """Scan the lines from an index on.

        Most lines of the canonical format are settled in this loop; everything else goes
        to `_line`.

        Args:
            start: the index of the first line.
            papers: that are read already, with the lines that they take up.
        """
        name_of = self.table.name_of
        canonical = not self.templates and not self.lenient
        following = iter(papers)
        paper = next(following, None)
        place = paper.line - 1 if paper else -1
        gap = False
        lines = self.lines
        index, end = start - 1, len(lines) - 1
        while index < end:
            index += 1
            if index == place and paper is not None:
                self._take(paper)
                index += paper.size - 1
                gap = False
                paper = next(following, None)
                place = paper.line - 1 if paper else -1
                continue
            line = lines[index]
            if not line:
                gap = True
                continue
            draft = self.draft
            if draft is not None and canonical and not self.abstract and index >= self.fence:
                if line[0].isalpha():
                    colon = line.find(":", 1, 40)
                    if colon > 0 and line[colon + 1 : colon + 2] in " ":
                        label = line[:colon]
                        name = name_of(label)
                        if (
                            name
                            and (name in PLAIN_LABELS or gap or self.part is None)
                            and "|" not in line
                        ):
                            self.part = part = Part(name, label, index + 1, [line[colon + 1 :]])
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

    def renumber(self, numbers: list[int]) -> None:
        """Give everything the line that it has in the file: `numbers[line]`."""
        for draft in self.drafts:
            draft.line = numbers[draft.line]
            for part in draft.parts:
                part.line = numbers[part.line]
        self.sections = [s._replace(line=numbers[s.line]) for s in self.sections]
        self.contents = [item._replace(line=numbers[item.line]) for item in self.contents]
        self.outside = [(numbers[line], text) for line, text in self.outside]
        self.headings = [(numbers[line], text) for line, text in self.headings]

    def _take(self, paper: Draft) -> None:
        """Take a paper that is read."""
        if self.details or self.part is not None:
            self._end_draft()
        paper.section = self.section
        self.draft = paper
        self.drafts.append(paper)
        self.anchors = []

    # ------------------------------------------------------------ kinds of lines

    def _line(self, line: str, index: int) -> None:
        stripped = line.strip()
        first = stripped[0]
        if self.fence > index or (first in "`~$" and self._fenced(index)):
            if self.draft is None:
                self.outside.append((index + 1, stripped))
            else:
                self._text(line, index)
            return
        if self.templates and self._templated(stripped, index):
            return
        if first == "#" and self._heading(stripped, index):
            return
        if self.lenient and self._lenient(stripped, index):
            return
        if first == "<" and self._tag(stripped, index):
            return
        if first in "-*+•_[|0123456789" and self._loose(line, stripped, index):
            return
        if self.draft is None:
            self._outside(stripped, index)
            return
        byline = first in "*_>" and (self.part is None or self._are_names_below(stripped, index))
        if byline and self._byline(stripped, index):
            return
        if first == "|" and not self.abstract and self._labelled_row(stripped, index):
            return
        if first == "|" and self._row_of_text(stripped, index):
            self._text(line, index)
            return
        if first in "[`_*<0123456789h⭐" and not self.abstract and self._links(stripped, index):
            return
        if not self._labelled(stripped, index):
            self._text(line, index)

    def _are_names_below(self, line: str, index: int) -> bool:
        """Tell names in italics below a remark that stands between them and the title."""
        part, draft = self.part, self.draft
        if part is None or part.name != "other" or part.label or draft is None:
            return False
        closed = line[0] in "*_" and line.endswith(line[0]) and not line[1:2].isspace()
        if not closed or index > draft.line + NEAR or not are_names(line):
            return False
        following = (text[:200].strip() for text in self.lines[index + 1 : index + NEAR])
        labels = (self.table.find(text) for text in following if text)
        return not any(label and label.name == AUTHORS for label in labels)

    def _templated(self, line: str, index: int) -> bool:
        for template in self.templates:
            header = match_template(template, line)
            if header:
                self._start(header, index)
                return True
        return False

    def _fenced(self, index: int) -> bool:
        """Tell a block of code or a formula; outside of papers an address in it may be one's."""
        if index == self.unfenced:
            return False
        end = fence_end(self.lines, index)
        lines = self.lines[index:end]
        if (self.draft is None and ANY_ADDRESS.search("\n".join(lines))) or (
            self.templates and self._is_header_in(lines)
        ):
            self.unfenced = end - 1
            return False
        self.fence = end
        return end > 0

    def _is_header_in(self, lines: list[str]) -> bool:
        """Tell lines with a header of the publisher's own shape below an empty one."""
        return any(
            not above.strip() and match_template(template, line.strip())
            for above, line in pairwise(lines)
            for template in self.templates
        )

    def _lenient(self, line: str, index: int) -> bool:
        """Read shapes that prose may have, too: bold lines, titles behind a label, items."""
        if self.draft and is_rule(line) and another_follows(self.lines, index, self.table):
            self._end_draft()
            return True
        label = self.table.find(line)
        if self.link_first and label and label.name == LINK:
            target = target_of(first_link(label.rest))
            again = self.draft is not None and target.link == self.draft.header.link
            if not again and target.arxiv and another_follows(self.lines, index, self.table):
                self._end_draft()  # `link_above` reads it for the next paper
                return True
        title = label.rest.strip("* ") if label and label.name == TITLE else ""
        number, bold = bold_title(line)
        if bold and not self.table.name_of(bold):
            title = title or bold
        header = linked_header(f"## {title}") if "](" in title else None
        if header:  # the title is a link
            self._start(replace(header, number=header.number or number), index)
            return True
        if label and label.name == TITLE and self.link_first is None:
            self.link_first = bool(link_above(self.lines, index, self.table))
        if title and self.link_first and label and label.name == TITLE:
            link = link_above(self.lines, index, self.table)
            header = Header(unwrap_title(title), link, number, 2) if link else None
        elif title:
            header = named_paper(self.lines, index, 2, self.table, title, headings=False)
            header = header and replace(header, number=header.number or number)
        elif (label and label.known) or self._is_in_field(index) or self._is_related(index):
            return False
        else:
            header = item_header(line)
            if header and self.draft and header.link == self.draft.header.link:
                return False  # a link of the paper that is open
            if header is None and self.lenient > 1:
                header = bold_and_link(line) or titled_paragraph(self.lines, index, self.table)
                if header and self.draft and header.link == self.draft.header.link:
                    return False
        if header:
            self._start(header, index)
        return header is not None

    def _heading(self, line: str, index: int) -> bool:
        level = heading_level(line)
        if not level:
            return False
        draft = self.draft
        if draft is not None and draft.loose and self._is_in_field(index):
            return self._heading_label(line[level:].strip(), index)
        if (draft is None or level < draft.header.level) and is_category_heading(line):
            self._section_heading(line[level:].strip(), level, index)
            return True
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
            if level == draft.header.level and label and label.known and level not in self.levels:
                return self._heading_label(text, index)
        if self.details and draft is not None and not self._is_section(text, index):
            return False
        header = numbered_header(line) or inline_header(line)
        if header is None and not self._is_group(index):
            header = named_paper(
                self.lines, index, level, self.table, text, repeated=self._repeated_headings()
            )
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

    def _is_group(self, index: int) -> bool:
        """Tell a heading above titles that are no headings: of a section, or the digest's own."""
        if first_below(self.lines, index, self.table) != TITLE:
            return False
        if self.grouped is None:
            self.grouped = has_group(self.lines, self.table)
            self.lone = sum(line.startswith("# ") for line in self.lines) == 1
        if self.grouped:
            return True
        lone = self.lone and self.lines[index].startswith("# ")
        return lone and first_below(self.lines, index, self.table, bare=False) == TITLE

    def _repeated_headings(self) -> frozenset[str]:
        if self.repeated is None:
            counts = Counter(line for line in self.lines if line[:1] == "#")
            self.repeated = frozenset(line for line, count in counts.items() if count > 1)
        return self.repeated

    def _is_section(self, text: str, index: int) -> bool:
        """Tell whether a heading inside open details is a section for certain."""
        if "](#" in text or self.anchors or "<a " in text:
            return True
        section = parse_section(text, ())
        announced = normalise(section.title) in self.announced
        return bool(section.code) or announced or header_follows(self.lines, index)

    def _section_heading(self, text: str, level: int, index: int) -> None:
        self._end_draft()
        section = parse_section(text, tuple(self.anchors))
        self.anchors = []
        if not self.drafts:
            self.headings.append((index + 1, text))
        self.section = -1
        if normalise(section.title) not in CONTENTS:
            self.section = len(self.sections)
            self.levels.add(level)
            self.sections.append(section._replace(line=index + 1, level=level, text=text))

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
        if self._is_in_field(index):
            return False
        if stripped[0] == "|":
            return self._row(stripped, index)
        if "](" not in stripped or self._is_related(index):
            return False
        header = list_header(stripped)
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
