"""Lines inside of a paper: names below its header, links, labels, text.

Knows nothing of headings, tags and tables: those are the scanner's.
"""

from __future__ import annotations

import re

from sitegen import fields
from sitegen.reading.aliases import (
    AFTER_ABSTRACT,
    AUTHORS,
    CATEGORIES,
    CATEGORY,
    LINK,
    NAVIGATION,
    PLAIN_LABELS,
    TITLE,
)
from sitegen.reading.labels import Label, normalise
from sitegen.reading.parts import is_rule
from sitegen.reading.state import PIECES, State
from sitegen.reading.tags import is_navigation, small_text

_LINK = re.compile(r"\[(?:\*\*)?\[?([^\[\]]{1,60})\]?(?:\*\*)?\]\(([^()\s]+)\)")

# Parts that are a value, not a text: names, tags, numbers, addresses.
_SHORT_VALUES = frozenset(
    {TITLE, AUTHORS, CATEGORY, CATEGORIES, LINK, "translated_title"}
    | {kind.name for kind in fields.KINDS.values() if kind.group == "meta" and not kind.markdown}
)
_ONE_LINE = frozenset({TITLE, CATEGORY, CATEGORIES, LINK})


class Inside(State):
    """What a line inside of a paper adds to it."""

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
        for piece in PIECES.split(rest) if rest else ():
            self._piece(piece, index)
        self._close()
        return True

    def _links(self, line: str, index: int) -> bool:
        """Read a line of links and labels: `[PDF](…) | **Categories:** cs.AI`."""
        if is_navigation(line):
            return True
        pieces = PIECES.split(line)
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
            if part is None or part.name[0] == "@":
                return True
            if label.bullet and not label.bold:
                return False
            return label.bold or label.name in PLAIN_LABELS or self.gap
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
