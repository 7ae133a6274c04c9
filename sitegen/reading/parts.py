"""Papers as the scanner finds them: labelled parts made of lines, and which of them count.

Knows nothing of what a part means.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from sitegen.model import Field
from sitegen.patterns import lazy_pattern
from sitegen.reading.headers import LIST_LEVEL, Header

_RULE = lazy_pattern(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}|\\\\")
_QUOTE = lazy_pattern(r"^\s*>\s?")


class Part(msgspec.Struct, gc=False):
    """A labelled text of a paper, as its lines; `line` is the first one's number, 1-based."""

    name: str
    label: str
    line: int
    lines: list[str]
    weak: ClassVar[bool] = False

    def text(self) -> str:
        """Return the text without rules or empty lines at its ends, or quotation marks."""
        lines = self.lines
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
        if lines and all(not line or line.lstrip().startswith(">") for line in lines):
            lines = [_QUOTE.sub("", line) for line in lines]
        return "\n".join(line.rstrip() for line in lines).strip("\n").strip(" ")


class WeakPart(Part):
    """A part that counts only where the digest repeats its label (`settle`)."""

    source: str  # its first line as it stands
    gap: bool  # an empty line stands before it
    in_abstract: bool
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


def settle(drafts: list[Draft]) -> None:
    """Decide on weak parts: labels that the digest repeats are its template's.

    Every other weak part was prose with a colon and goes back to the part before it.
    A label inside an abstract counts where most papers of the digest have it there,
    this paper has no such part yet, and, among few papers, an empty line stands
    before it: structured abstracts have such lines, too.
    """
    papers: dict[tuple[str, bool], int] = {}
    certain = {part.name for draft in drafts for part in draft.parts if not part.weak}
    unsettled = list(filter(_has_weak, drafts))
    for draft in unsettled:
        weak = (part for part in draft.parts if isinstance(part, WeakPart))
        for key in {(part.name, part.in_abstract) for part in weak}:
            papers[key] = papers.get(key, 0) + 1
    for draft in unsettled:
        _settle_draft(draft, papers, certain, len(drafts))


def _has_weak(draft: Draft) -> bool:
    # Most papers are canonical and have one part, which is not weak.
    return len(draft.parts) > 1 and any(part.weak for part in draft.parts)


def _settle_draft(
    draft: Draft, papers: dict[tuple[str, bool], int], certain: set[str], total: int
) -> None:
    kept: list[Part] = []
    names: set[str] = set()
    for part in draft.parts:
        if isinstance(part, WeakPart) and kept:
            count = papers[part.name, part.in_abstract]
            if part.in_abstract:
                counts = count * 2 > total and part.name not in names and (total > 2 or part.gap)
            else:
                # in a digest of few papers a label cannot repeat
                counts = part.gap if total < 3 else count > 1
                repeated = part.name in certain and part.name.startswith("x-")
                counts = counts and (count * 20 > total or repeated)
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
