"""Lines inside of a paper: names below its header, links, labels, text.

Knows nothing of headings and tags (`lines`) and of tables (`rows`).
"""

from __future__ import annotations

from msgspec.structs import replace

from sitegen import fields
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import (
    AFTER_ABSTRACT,
    AUTHORS,
    CATEGORIES,
    CATEGORY,
    LINK,
    NAVIGATION,
    PLAIN_LABELS,
    RELATED,
    TITLE,
)
from sitegen.reading.authors import are_names
from sitegen.reading.headers import LIST_LEVEL, Header
from sitegen.reading.labels import Label, clean, normalise
from sitegen.reading.links import arxiv_ids_in, target_of
from sitegen.reading.parts import TEXTS, Part, is_rule
from sitegen.reading.state import PIECES, State
from sitegen.reading.tags import is_navigation, small_text
from sitegen.taxonomy import find_codes

_LINK = lazy_pattern(r"\[(?:\*\*)?\[?([^\[\]]{1,60})\]?(?:\*\*)?\]\(([^()\s]+)\)")

# Parts that are a value, not a text: names, tags, numbers, addresses.
_SHORT_VALUES = frozenset(
    {TITLE, AUTHORS, CATEGORY, CATEGORIES, LINK, "translated_title"}
    | {kind.name for kind in fields.KINDS.values() if kind.group == "meta" and not kind.markdown}
)
# Facts that need no label: a date, an address, what is set as code, a score.
_FACT = lazy_pattern(
    r"(?P<date>[_*]{0,2}\d{4}[-./]\d{1,2}[-./]\d{1,2}[_*]{0,2})"
    r"|(?P<link><?https?://[^\s<>]+>?)|(?P<code>(?:`[^`]{1,60}`[, ]*)+)"
    r"|(?P<score>[⭐★]\ufe0f?[ \t]*\d{1,3}(?:\.\d{1,3})?(?:[ \t]?/[ \t]?\d{1,3})?)"
)
# Pieces of a header's tail: behind bars, dashes, or a comma before a label.
_TAIL_PIECES = lazy_pattern(
    r"(?<=\))[ \t]+(?=\[)|,\s+(?=[_*]{0,2}\d{4}-\d\d-\d\d)|[|·•]"
    r"|\s[-–—]+\s|,\s+(?=\W{0,3}[^\W\d]{2,20}\W{0,3}[:：]\s)"
)
_FACTS = frozenset({LINK, CATEGORIES, "links", "published", "score", "tags", "code"})
NEAR = 6  # lines
_FIELD = 60  # lines of a text that may hold a list
_ADDRESS = lazy_pattern(r"<?https?://[^\s<>]+>?")
FACTS = lazy_pattern(r"[ \t]*(?:\||·|•|&nbsp;)+[ \t]*|(?<=\))[ \t]+(?=\[)")
_LONGEST_FACTS = 2000
_ONE_LINE = frozenset({TITLE, CATEGORY, CATEGORIES, LINK})


class Inside(State):
    """What a line inside of a paper adds to it."""

    def _start(self, header: Header, index: int) -> None:
        super()._start(header, index)
        if self.draft is not None and 0 < len(header.tail) < _LONGEST_FACTS:
            self.draft.header = replace(header, tail=self._facts(header, index))
            self._close()

    def _facts(self, header: Header, index: int) -> str:
        """Add what a header's tail says for certain, and return the rest of it.

        `2025-11-14 | A. Author et al., Code: https://…` holds a date, names and a label.
        """
        left: list[str] = []
        for piece in _TAIL_PIECES.split(header.tail):
            piece = piece.strip(" \t,;:—–-").removeprefix("by ")
            if "](" not in piece:
                piece = piece.strip("()[]")
            label = self.table.find(piece) if piece else None
            if not piece:
                continue
            link = _LINK.fullmatch(piece)
            if link and target_of(link[2]).arxiv and len(piece) < 200:
                continue  # the paper's own link once more
            if link or (_FACT.fullmatch(piece) and piece[0] != "`"):
                self._piece(piece, index)
            elif are_names(piece, one=header.level == LIST_LEVEL and piece[-1:] == "."):
                self._add(AUTHORS, "", index, piece)
            elif label and label.known and label.name != "score":
                ids = arxiv_ids_in(label.rest) if label.name == LINK else set()
                again = ids == {target_of(header.link).arxiv}
                if not again and any(map(str.isalnum, label.rest)):
                    self._add(label.name, label.text, index, label.rest)
            else:
                left.append(piece)
        # what holds no more than before stays as it was written
        return " | ".join(left) if self.draft and self.draft.parts else header.tail

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
        names = text.strip(f"{mark} ").removeprefix("by ")
        label = self.table.find(names) if ":" in names[:40] or "：" in names[:40] else None
        if label and label.known:  # *Authors: A, B*
            self._open(label, index)
        elif line[0] == ">":
            self._add("translated_title", "", index, names)
        else:
            self._add(AUTHORS, "", index, names)
            if not closed:  # the names go on in the next line
                return True
        for piece in PIECES.split(rest) if rest else ():
            self._piece(piece, index)
        self._close()
        return True

    def _links(self, line: str, index: int) -> bool:
        """Read a line of links, labels and facts: `[PDF](…) | 2025-11-14 · `cs.AI``."""
        if is_navigation(line):
            return True
        if len(line) > _LONGEST_FACTS:
            return False
        pieces = FACTS.split(line)
        linked = _LINK.fullmatch(pieces[0]) is not None and (len(pieces) == 1 or "|" in line)
        facts = len(pieces) > 1 and all(map(_is_fact, pieces))
        if len(pieces) > 20 or not (linked or facts or _ADDRESS.fullmatch(line)):
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
            self._add(name or "links", clean(link[1]) if name else "", index, piece)
        elif (fact := _FACT.fullmatch(piece)) and fact.lastgroup:
            kind = {"date": "published", "link": LINK, "score": "score"}.get(fact.lastgroup)
            codes = CATEGORIES if find_codes(piece) else "tags"
            self._add(kind or codes, "", index, piece.strip("_*`⭐★ "))
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
            if label.name in AFTER_ABSTRACT or self._is_translation(label):
                self._open(label, index)
            else:  # for `settle` to judge; what follows is still in the abstract
                self._open_weak(label, index, line)
                self.abstract = True
        elif not self._goes_on(label, index) and self._is_sure(label):
            if self._is_inner(label, index):
                self._open_weak(label, index, line, sure=True)
            else:
                self._open(label, index)
        else:
            self._open_weak(label, index, line)
        return True

    def _goes_on(self, label: Label, index: int) -> bool:
        """Tell a line that may go on with a value above it: a comment that was wrapped."""
        part = self.part
        if label.known or label.bold or label.bullet or self.gap or part is None:
            return False
        deeper = _indent(self.lines[index]) > _indent(self.lines[part.line - 1])
        return deeper and part.name[0] != "@" and _is_filled(part)

    def _is_in_field(self, index: int) -> bool:
        """Tell a line of a text that stands deeper than its label, as that does below its paper.

        Lists and tables there are what the text speaks of, and no further papers.
        """
        draft, part = self.draft, self.part
        if draft is None or part is None or not part.label or index > part.line + _FIELD:
            return False
        if part.name in _SHORT_VALUES or part.name not in fields.KINDS:
            return False
        deep = _indent(self.lines[part.line - 1])
        lines = self.lines[part.line : index + 1]
        return _indent(self.lines[draft.line - 1]) < deep and all(
            _indent(line) > deep for line in lines if not line.isspace() and line
        )

    def _is_related(self, index: int) -> bool:
        """Tell an item of a list below "Related work:", which is of the paper above.

        Below a paper that is an item itself, and has a text, one with an empty line above it
        or with lines of its own is a paper again.
        """
        lines, draft = self.lines, self.draft
        if draft is None:  # a paper may stand above whose shape is not read in this pass
            above = "\n".join(text for _, text in self.outside[-_FIELD:])
            if self.lenient > 1 or not arxiv_ids_in(above):
                return False
        loose = draft is not None and draft.loose
        if draft and loose and not any(part.name in TEXTS for part in draft.parts[:_FIELD]):
            return False  # the name of a group of papers
        mark = _mark(lines[index])
        below = "".join(lines[index + 1 : index + 2])
        if loose and below.strip() and _mark(below) != mark:
            return False
        start = max(draft.line if draft else 0, index - _FIELD)
        gap = False
        for line in reversed(lines[start:index]):
            if line.strip() and (_mark(line) != mark or (loose and gap)):
                return line[0] != "#" and normalise(line[:100]) in RELATED
            gap = not line.strip()
        return False

    def _is_translation(self, label: Label) -> bool:
        """Tell the abstract's own label in another script: "摘要" below "Abstract"."""
        if label.name != "abstract" or not label.bold or self.part is None:
            return False
        return self.part.label.isascii() != label.text.isascii()

    def _is_sure(self, label: Label) -> bool:
        part = self.part
        if label.known:
            if part is None or part.name[0] == "@" or _is_filled(part):
                return True
            if label.bullet and not label.bold:
                return False
            return label.bold or label.name in PLAIN_LABELS or self.gap
        if not label.rest.strip():
            return False
        if _is_filled(part):
            return True
        if label.bullet:
            return False
        # within the text of a field it may be prose: `settle` judges by the whole digest
        return label.bold or part is None

    def _text(self, line: str, index: int) -> None:
        part = self.part
        if part is not None and not part.weak and part.name in _SHORT_VALUES:
            empty = not part.lines[0].strip()
            if is_rule(line.strip()):
                self._close()
                return
            if empty or (not self.gap and part.name not in _ONE_LINE):
                part.lines.append(line.strip())
                if part.name == AUTHORS and line.rstrip().endswith(("*", "_")):
                    self._close()
                return
            part = None  # an empty line ends such a value
        if part is None:
            text = line.strip()
            if self._are_authors(text, index):
                self._add(AUTHORS, "", index, text)
                self._close()
            elif not is_rule(text):
                self._add("other", "", index, line)
        else:
            if self.gap:
                part.lines.append("")
            part.lines.append(small_text(line) if part.name == "figures" else line)

    def _are_authors(self, line: str, index: int) -> bool:
        """Tell names without a label right below a title."""
        draft = self.draft
        if draft is None or index > draft.line + NEAR or draft.header.title == "":
            return False
        if any(part.name not in _FACTS for part in draft.parts):
            return False
        if not are_names(line, one=self.names_below):
            return False
        self.names_below = True
        return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _mark(line: str) -> str:
    """Return a line's indentation and first character, alike for all numbers."""
    start = line[: _indent(line) + 1]
    return start[:-1] + "0" if start[-1:].isdigit() else start


def _is_filled(part: Part | None) -> bool:
    """Tell a value that is complete: what follows is none of it."""
    return part is not None and part.name in _SHORT_VALUES and part.lines[0].strip() != ""


def _is_fact(piece: str) -> bool:
    return not piece or bool(_FACT.fullmatch(piece) or _LINK.fullmatch(piece))
