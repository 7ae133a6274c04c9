"""The state of one pass over a digest's lines, and every change that lines make to it.

Knows no shapes of lines: `lines` says what a line is.
"""

from __future__ import annotations

from itertools import dropwhile

from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import PLAIN_LABELS, STRUCTURE
from sitegen.reading.headers import Header
from sitegen.reading.labels import Label, LabelTable
from sitegen.reading.parts import TEXTS, Draft, Part, WeakPart
from sitegen.reading.sections import Contents, Section
from sitegen.reading.templates import Template

# between labels that share a line
PIECES = lazy_pattern(r"[ \t]*(?:&nbsp;[ \t]*)?\|[ \t]*(?:&nbsp;[ \t]*)?")

_BETWEEN = " \t|;·"  # labels in bold


class State:
    """The state of one pass."""

    def __init__(
        self,
        lines: list[str],
        table: LabelTable,
        templates: tuple[Template, ...],
        *,
        lenient: int = 0,
    ) -> None:
        self.lines = lines
        self.table = table
        self.templates = templates
        self.lenient = lenient  # shapes that prose may have count, too: 1 some, 2 all
        self.levels: set[int] = set()  # of headings that are sections
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
        self.columns: list[str] = []  # of the table that was last begun: the fields' names
        self.heads: list[str] = []  # and its own words for them
        self.row = -2  # index of the last row of a table that stands in a text
        self.depth = 0  # of tags on one line
        self.link_first: bool | None = None  # links stand above titles behind a label
        self.fence = 0  # index of the first line behind the last block of code
        self.unfenced = -1  # index of the last line of a block of code that is read
        self.names_below = False  # names stand without a label below a title
        self.repeated: frozenset[str] | None = None  # headings that stand more than once
        self.grouped: bool | None = None  # several titles stand below one heading
        self.lone = False  # one heading is of level 1
        self.unsettled = False  # there are weak parts

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
        part = Part(name, label, index + 1, [text])
        if self.draft is not None:
            self.draft.parts.append(part)
        self.part = part
        self.abstract = name == "abstract"

    def _is_quoted(self, index: int) -> bool:
        return self.lines[index].lstrip()[:1] == ">"

    def _form(self, label: Label, index: int) -> str:
        start = self.lines[index].lstrip("> \t")[:1]
        return start if start in ("#", "<", "|") else _form_of(label)

    def _lead(self) -> str | None:
        """Return the form of the label that the text of an abstract begins with."""
        part = self.part
        if isinstance(part, WeakPart):
            return part.lead
        text = part.lines[0].strip() if part is not None else ""
        label = self.table.find(text) if text else None
        return _form_of(label) if label and label.name in STRUCTURE else None

    def _outer(self) -> str | None:
        """Return the form of the paper's own labels where a text is open, None elsewhere."""
        part = self.part
        if part is None or part.name not in TEXTS:
            return None
        return part.lead if isinstance(part, WeakPart) and part.sure else part.form

    def _is_inner(self, label: Label, index: int) -> bool:
        """Tell a label in a text that may be the text's own: its form is another."""
        outer = self._outer()
        if outer is None or label.name not in STRUCTURE or outer == self._form(label, index):
            return False
        return len(labels_of(label, self.table)) == 1

    def _open_weak(self, label: Label, index: int, source: str, *, sure: bool = False) -> None:
        part = WeakPart(
            label.name,
            label.text,
            index + 1,
            [label.rest],
            self._is_quoted(index),
            self._form(label, index),
            source,
            self.gap,
            self.abstract,
            self._lead() if self.abstract else self._outer() if sure else None,
            sure,
        )
        if self.draft is not None:
            self.draft.parts.append(part)
        self.part = part
        self.unsettled = True

    def _open(self, label: Label, index: int) -> None:
        """Open a part; a line may hold more labels, behind `|` or in bold."""
        for found in labels_of(label, self.table):
            self._add(found.name, found.text, index, found.rest)
            if self.part is not None:
                self.part.quoted = self._is_quoted(index)
                self.part.form = self._form(label, index)


def labels_of(label: Label, table: LabelTable) -> list[Label]:
    """List the labels of a line from its first one on: more stand behind `|`, or in bold."""
    rest = label.rest
    following: list[Label] = []
    if "|" in rest:
        rest, following = _split(rest, table)
    if label.bold and "**" in rest and not following:
        end = len(rest)
        places = table.split_bold(rest)
        if label.name == "abstract" and places and not rest[: places[0][0]].strip():
            # it begins with a label of its own structure
            places = list(dropwhile(lambda found: found[2].name in STRUCTURE, places))
        for place, start, found in reversed(places):
            following.append(found._replace(rest=rest[start:end].rstrip(_BETWEEN)))
            end = place
        following.reverse()
        if following:
            rest = rest[:end].rstrip(_BETWEEN)
    return [label._replace(rest=rest), *following]


def _form_of(label: Label) -> str:
    return "**" if label.bold else ""


def _split(text: str, table: LabelTable) -> tuple[str, list[Label]]:
    """Split the text of a part at further labels: (its own text, the labels)."""
    own = text
    following: list[Label] = []
    end = 0
    # The text between labels stays as it is: a formula has bars of its own.
    for separator in PIECES.finditer(text):
        start = separator.end()
        after = PIECES.search(text, start)
        piece = text[start : after.start() if after else len(text)]
        found = table.find(piece) if piece else None
        if found and (found.bold or (found.known and found.name not in PLAIN_LABELS)):
            if following:
                following[-1] = _with_more(following[-1], text[end : separator.start()])
            else:
                own = text[: separator.start()]
            following.append(found)
            end = start + len(piece)
    if following:
        following[-1] = _with_more(following[-1], text[end:])
    return own, following


def _with_more(label: Label, text: str) -> Label:
    return label._replace(rest=label.rest + text) if text else label
