"""Papers as the scanner finds them: labelled parts made of lines, and which of them count.

Knows nothing of what a part means.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import ClassVar

import msgspec

from sitegen.fields import KINDS, SUMMARY
from sitegen.model import Field
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import STRUCTURE
from sitegen.reading.headers import LIST_LEVEL, Header

TEXTS = frozenset({*SUMMARY, "abstract"})
_RULE = lazy_pattern(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}|\\\\")
_BREAKS = 3  # in a row that are looked for
_LONGEST_ROW = 30  # parts
_BREAK = lazy_pattern(r"<br {0,2}/?>$", re.IGNORECASE)
_QUOTE = lazy_pattern(r"^\s*>\s?")


class Part(msgspec.Struct, gc=False):
    """A labelled text of a paper, as its lines; `line` is the first one's number, 1-based."""

    name: str
    label: str
    line: int
    lines: list[str]
    quoted: bool = False  # its label stands in a quotation
    form: str = ""  # of its label: "**" where it is set off, "#" for a heading
    weak: ClassVar[bool] = False

    def text(self) -> str:
        """Return the text without rules or empty lines at its ends, or quotation marks."""
        lines = self.lines
        if any("<" in line for line in lines):
            lines = [_without_break(line) for line in lines]
        if len(lines) == 1:
            text = lines[0].strip()
            if text[:1] not in IDLE_STARTS:
                return text
        start, end = 0, len(lines)
        while start < end and is_idle(lines[start]):
            start += 1
        while end > start and is_idle(lines[end - 1]):
            end -= 1
        lines = lines[start:end]
        if self.quoted or all(not line or line.lstrip().startswith(">") for line in lines):
            lines = [_QUOTE.sub("", line) for line in lines]
        return "\n".join(line.rstrip() for line in lines).strip("\n").strip(" ")


class WeakPart(Part):
    """A part that counts only where the digest repeats its label (`settle`)."""

    source: str = ""  # its first line as it stands
    gap: bool = False  # an empty line stands before it
    in_abstract: bool = False
    lead: str | None = None  # form of the label that this abstract begins with, or of the text's
    sure: bool = False  # it counts unless the paper has such a field of its own
    weak: ClassVar[bool] = True


# what a rule or a quotation may begin with
IDLE_STARTS = frozenset("->*_=")


class Draft(msgspec.Struct, gc=False):
    """A paper as its lines: the header, and the parts in order."""

    header: Header
    line: int  # 1-based
    section: int = -1  # index into `Scan.sections`, -1 for none
    parts: list[Part] = []
    # what `canonical` has read already, and the number of lines that it stands on
    category: str = ""
    fields: tuple[Field, ...] = ()
    arxiv: str = ""  # the id in its link, where that is as arXiv gives it
    size: int = 0
    unclosed: bool = False  # its <details> never end

    @property
    def loose(self) -> bool:
        """Whether it is an item of a list or a row of a table."""
        return self.header.level == LIST_LEVEL


def is_rule(line: str) -> bool:
    """Tell a horizontal rule (`---`)."""
    return len(line) < 200 and _RULE.fullmatch(line) is not None


def is_idle(line: str) -> bool:
    """Tell an empty line or a horizontal rule."""
    return not line or line.isspace() or is_rule(line.strip())


def _without_break(line: str) -> str:
    """Cut HTML's line breaks off the end of a line, which ends there anyway."""
    line = line.rstrip()
    for _ in range(_BREAKS):
        found = _BREAK.search(line[-8:]) if line.endswith(">") else None
        if not found:
            break
        line = line[: -len(found[0])].rstrip()
    return line


def settle(drafts: list[Draft]) -> None:
    """Decide on weak parts: labels that the digest repeats are its template's.

    Every other weak part was prose with a colon and goes back to the part before it.
    A label inside an abstract counts where most papers of the digest have it there,
    this paper has no such part yet, and, among few papers, an empty line stands
    before it; what the structure of an abstract explains is none (`_is_structure`).
    """
    papers: dict[tuple[str, bool], int] = {}
    certain = {part.name for draft in drafts for part in draft.parts if not part.weak}
    unsettled = list(filter(_has_weak, drafts))
    for draft in unsettled:
        own = _own_forms(draft)
        weak = (part for part in draft.parts if isinstance(part, WeakPart))
        for key in {(p.name, p.in_abstract) for p in weak if not _is_structure(p, own)}:
            papers[key] = papers.get(key, 0) + 1
    for draft in unsettled:
        _settle_draft(draft, papers, certain, len(drafts))


def _has_weak(draft: Draft) -> bool:
    # Most papers are canonical and have one part, which is not weak.
    return len(draft.parts) > 1 and any(part.weak for part in draft.parts)


def _own_forms(draft: Draft) -> set[str]:
    """Find the forms of a paper's own labels, where it has more than an abstract."""
    own = [part for part in draft.parts if not part.weak and part.name in TEXTS]
    return {part.form for part in own} if any(part.name != "abstract" for part in own) else set()


def _is_structure(part: WeakPart, own: set[str]) -> bool:
    """Tell a label of a structured abstract: "Background: … Methods: … Results: …".

    The abstract begins with one of the same form, or the paper's own fields have another form.
    """
    if not part.in_abstract or part.name not in STRUCTURE:
        return False
    return part.lead == part.form or (bool(own) and part.form not in own)


def _standing_together(draft: Draft) -> set[str]:
    """Find the fields whose labels can only be the template's: several on lines in a row.

    Prose has one line with a colon; `Method: …`, `Result: …` without a line between are none.
    """
    certain = {part.name for part in draft.parts if not part.weak}
    found: set[str] = set()
    row: list[Part] = []
    for part in draft.parts:
        if row and part.line != row[-1].line + len(row[-1].lines):
            row = []
        row.append(part)
        if not 2 < len(row) < _LONGEST_ROW or not any(map(str.strip, row[0].lines)):
            continue  # a list below a label is that label's text
        behind = Counter(other.name for other in row[1:] if other.name in KINDS)
        if len(behind) > 1:
            found.update(name for name, count in behind.items() if count == 1)
    return found - certain


def _settle_draft(
    draft: Draft, papers: dict[tuple[str, bool], int], certain: set[str], total: int
) -> None:
    kept: list[Part] = []
    names: set[str] = set()
    own = {part.name for part in draft.parts if not part.weak}
    together = _standing_together(draft) if total < 3 else set()
    for part in draft.parts:
        if isinstance(part, WeakPart) and kept:
            count = papers.get((part.name, part.in_abstract), 0)
            if part.sure:
                counts = part.name not in own
            elif part.in_abstract:
                counts = count * 2 > total and part.name not in names and (total > 2 or part.gap)
            else:
                # in a digest of few papers a label cannot repeat, but several may stand together
                few = part.gap or part.name in together
                counts = few if total < 3 else count > 1
                repeated = part.name in certain and part.name.startswith("x-")
                paragraph = part.gap and part.name not in KINDS
                counts = counts and (count * 20 > total or repeated or paragraph)
            if not counts:
                before = kept[-1]
                if part.gap:
                    before.lines.append("")
                before.lines.append(part.source)
                before.lines.extend(part.lines[1:])
                continue
        kept.append(part)
        names.add(part.name)
    draft.parts = kept
