"""Labels: where a line has one, and which field it means.

A label is text at the start of a line, before a colon: `Motivation:`, `**方法：**`,
`> **TL;DR:**`, `- **👥 Authors**:`; or a heading below the paper's own.  Knows nothing
of entries.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from sitegen import fields
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import ALIASES, SYMBOLS, phrases

_SPACES = lazy_pattern(r"[\s_;.\-]+")
_PARENTHESES = lazy_pattern(r"^([^()]+?) ?\(([^()]*)\)$")
_TRANSLATION = lazy_pattern(
    r"transl|chinese|japanese|korean|中文|翻译|翻譯|译|日本語|訳|한국어|번역|\bzh\b|\bcn\b"
)
_MARKUP = lazy_pattern(r"\*\*|__|`|</?[a-z]+>")

# What a plain label that the tables lack may look like: it starts with a capital or a
# letter without case, and holds no punctuation of sentences, digits first or markup.
_PLAUSIBLE = lazy_pattern(r"[^\W\d_a-z][^.,;!?。，；！？、\"“”=<>$\\{}\[\]|]*")
_LONGEST = 60  # characters before a colon
_JOINTS = lazy_pattern(r" ?(?:/| and | & |＆|、|和|与|與|及|・|と|및|와|과 ) ?")
_DASH = lazy_pattern(r"^\s*[-–—]+\s")
_NEXT_BOLD = lazy_pattern(r"\*\*([^*\n]{1,60})\*\*")
# In a label that is set off: "1. Motivation", "(2) 方法", "③ 结果", "四、结论" is known anyway.
_NUMBER = lazy_pattern(r"[(（]?\d{1,2}[.)、）:：]\s*|[①-⑳]\s*|\d{1,2} (?=\D)")
_EAST = r"([\u3041-\u9fff\uac00-\ud7a3]+)"
_TWO_SCRIPTS = lazy_pattern(rf"{_EAST} ?([a-z][a-z ]*)|([a-z][a-z ]*?) ?{_EAST}")
_BOLD = (("***", "***"), ("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>"))
_LIST_MARKER = lazy_pattern(r"(?:[-*+•]|\d{1,2}[.)])[ \t]+")


class Label(NamedTuple):
    """A label found at the start of a line.

    Attributes:
        name: the field or part that it means (`aliases`).
        text: the label as printed, without markup.
        known: the tables have it.
        bold: it is set off by markup, not by its colon alone.
        bullet: it stands in a list.
        rest: the line after it.
    """

    name: str
    text: str
    known: bool
    bold: bool
    bullet: bool
    rest: str


def normalise(label: str) -> str:
    """Reduce a label to what is compared: lower case, no markup, emoji or edge marks."""
    label = _MARKUP.sub("", label)
    if not label.isascii():
        label = unicodedata.normalize("NFKC", label)
    return _SPACES.sub(" ", _trim(label.lower())).strip()


class LabelTable:
    """The known labels of one set of rules; remembers what it has looked up."""

    def __init__(self, extra: tuple[tuple[str, str], ...] = ()) -> None:
        self._names = {
            normalise(alias): name for name, text in ALIASES.items() for alias in phrases(text)
        }
        for name in fields.KINDS:
            self._names.setdefault(normalise(name), name)
        self._names.update(extra)
        self._seen: dict[str, str] = {}

    def name_of(self, label: str) -> str:
        """Return the field that a printed label means, or "" for an unknown label."""
        name = self._seen.get(label)
        if name is None:
            if len(self._seen) > 5000:  # a hostile digest's labels
                self._seen.clear()
            name = self._seen[label] = self._look_up(normalise(label))
        return name

    def _look_up(self, norm: str) -> str:
        found = self._names.get(norm)
        if found:
            return found
        match = _PARENTHESES.match(norm)
        if match:  # "动机 (motivation)", "abstract (中文翻译)", "authors (3)"
            outer, inner = match[1].strip(), match[2].strip()
            base = self._names.get(outer, "")
            translated = f"translated_{base.lstrip('@')}"
            if translated in fields.KINDS and _TRANSLATION.search(inner):
                return translated
            return base or self._names.get(inner, "")
        parts = _JOINTS.split(norm, maxsplit=3)
        if 1 < len(parts) < 4:  # "动机 / motivation", "methods and data", "背景与动机"
            names = [self._names.get(part.strip(), "") for part in parts]
            return next((name for name in names if name), "")
        both = _TWO_SCRIPTS.fullmatch(norm)
        if both:  # "动机 motivation"
            name, other = (self._names.get(part.strip(), "") for part in both.groups() if part)
            return name if name == other else ""
        return ""

    def name_of_marked(self, label: str) -> str:
        """Return the field that a label means which is set off, and may have a number."""
        name = self.name_of(label)
        if not name and (number := _NUMBER.match(label)):
            name = self.name_of(label[number.end() :])
        return name

    def find(self, line: str) -> Label | None:
        """Find the label at the start of a line (a line without leading spaces)."""
        bullet = numbered = False
        if line[0] in ">-*+•0123456789":
            line = line.lstrip("> \t")
            marker = _LIST_MARKER.match(line)
            if marker:
                # a number begins an item of prose, not a field, unless it is set off
                bullet, numbered = True, marker[0][0].isdigit()
                line = line[marker.end() :].lstrip("> \t")
            if not line:
                return None
        if line.startswith(("**", "__", "<b>", "<strong>")):
            return self._find_bold(line, bullet)
        if line[0] in "*_`【［":
            return self._find_marked(line, bullet)
        return self._find_plain(line, bullet, numbered) or self._find_symbol(line, bullet)

    def of_row(self, line: str) -> Label | None:
        """Read a row of a table of two columns as a label and its text: `| Authors | A, B |`."""
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 2 or not cells[0] or len(cells[0]) > _LONGEST:
            return None
        text = clean(cells[0])
        name = self.name_of(text)
        return Label(name, text, True, True, False, cells[1]) if name else None

    def _find_symbol(self, line: str, bullet: bool) -> Label | None:
        """A symbol that stands for a label: `👥 A, B`, `🔗 https://…`."""
        name = SYMBOLS.get(line[0])
        if not name:
            return None
        rest = line[1:].lstrip("\ufe0e\ufe0f\u200d ")
        if rest.startswith(("**", "__", "<b>", "<strong>")):
            return self._find_bold(rest, bullet)
        return Label(name, line[0], True, True, bullet, rest)

    def split_bold(self, text: str) -> list[tuple[int, int, Label]]:
        """Find known labels in bold within a text: (where one begins and ends, the label)."""
        found: list[tuple[int, int, Label]] = []
        for match in _NEXT_BOLD.finditer(text):
            inside, after = match[1], text[match.end() : match.end() + 1]
            if inside[-1] in ":：" or after in (":", "："):
                label = self._find_bold(text[match.start() : match.end() + 1], False)
                if label and label.known:
                    place = match.end() + (0 if inside[-1] in ":：" else 1)
                    found.append((match.start(), place, label))
        return found

    def _find_plain(self, line: str, bullet: bool, numbered: bool) -> Label | None:
        place = colon(line)
        if place < 1:
            return None
        text, rest = line[:place].rstrip(), line[place + 1 :]
        name = self.name_of(text)
        if name:
            if rest.startswith("//") or numbered:
                return None
            return Label(name, clean(text), True, False, bullet, rest)
        if line[place] == ":" and rest and not rest[0].isspace():
            return None
        if bullet or not _plausible(text):
            return None
        shown = clean(text)
        return Label(fields.unknown_name(shown), shown, False, False, bullet, rest)

    def _find_bold(self, line: str, bullet: bool) -> Label | None:
        for open_, close in _BOLD:
            end = line.find(close, len(open_)) if line.startswith(open_) else -1
            if end >= 0:
                break
        else:
            return None
        inside, rest = line[len(open_) : end].strip(), line[end + len(close) :]
        place = colon(inside)
        if 0 < place < len(inside) - 1:  # **Main category: cs.CR**
            return self._marked(inside[:place], inside[place + 1 :].strip() + rest, bullet)
        if len(inside) > _LONGEST:
            return None
        stripped = rest.lstrip()
        if place < 0 and stripped[:1] not in (":", "："):
            known = bool(inside) and self.name_of(inside)
            rest = _DASH.sub("", rest)
            return self._marked(inside, rest, bullet) if known else None
        if place < 0:
            rest = stripped[1:]
        return self._marked(inside.rstrip(":： "), rest, bullet)

    def _find_marked(self, line: str, bullet: bool) -> Label | None:
        """Labels set in italics, code or 【】; unknown ones only in 【】."""
        close = {"【": "】", "［": "］"}.get(line[0], line[0])
        end = line.find(close, 1, _LONGEST)
        if end < 0:
            return None
        inside, rest = line[1:end].strip(), line[end + 1 :].lstrip()
        if close not in "】］" and not inside.endswith((":", "：")) and rest[:1] not in (":", "："):
            return None
        inside = inside.rstrip(":： ")
        if close in "】］" or (inside and self.name_of(inside)):
            return self._marked(inside, rest.removeprefix(":").removeprefix("："), bullet)
        return None

    def _marked(self, text: str, rest: str, bullet: bool) -> Label | None:
        text = clean(text)
        if not text or len(text) > _LONGEST or not any(char.isalpha() for char in text):
            return None
        name = self.name_of_marked(text)
        return Label(name or fields.unknown_name(text), text, bool(name), True, bullet, rest)

    def of_heading(self, text: str) -> Label | None:
        """Read a heading below a paper's own as a label."""
        text = clean(text.rstrip("# "))
        if not text or len(text) > _LONGEST:
            return None
        name = self.name_of_marked(text)
        return Label(name or fields.unknown_name(text), text, bool(name), True, False, "")


def colon(text: str) -> int:
    """Return the place of the first colon, ASCII or full-width, that may end a label."""
    ascii_, wide = text.find(":", 0, _LONGEST), text.find("：", 0, _LONGEST)
    return ascii_ if wide < 0 or 0 <= ascii_ < wide else wide


def clean(label: str) -> str:
    """Return a label as people read it: no markup, emoji or colon around it."""
    return _trim(_MARKUP.sub("", label)).strip()


def _trim(text: str) -> str:
    """Take emoji, colons and the like off both ends; closed parentheses stay."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in "(（"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")）+#"):
        end -= 1
    return text[start:end]


def _plausible(text: str) -> bool:
    if not _PLAUSIBLE.fullmatch(text):
        return False
    return text.count(" ") < 4 and (len(text) <= 16 or (text.isascii() and len(text) <= 40))
