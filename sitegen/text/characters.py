"""Characters that may not leave the text door, and white space.

Knows code points only: neither TeX nor HTML.  Everything that enters `sitegen.text`
goes through `clean` first, so the other modules may use noncharacters as marks.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from sitegen.patterns import lazy_pattern

# What XML 1.0 forbids (section 2.2: controls, surrogates, U+FFFE, U+FFFF), the other
# noncharacters (the modules of this package mark places with them), and the controls
# that can turn text outside of their own paragraph around: bidirectional embeddings,
# overrides and isolates.  The marks U+200E, U+200F and U+061C are harmless and stay.
_FORBIDDEN = lazy_pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffb\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_SURROGATE = lazy_pattern("[\ud800-\udfff]")
# What JSON made of \alpha, \beta, \varepsilon, \frac and \text{ where a language model wrote
# one backslash instead of two.  Only what is a command then: text from a PDF has form feeds
# of its own.
_LOST_BACKSLASH = lazy_pattern(
    "\a(?=lpha|pprox|st|ngle|leph|rg|rc|malg|symp|cute)"
    "|\b(?=eta|ar|ig|inom|egin|f[ {]|m{|oldsymbol|ullet|ot|mod|eth|ackslash|igcup|oxed)"
    "|\v(?=ar[a-z]|ec|ee|dash|dots|ert|Vert)"
    "|\f(?=rac|orall|lat|ootnote|box)"
    r"|\t(?=ext[a-z]{0,2}\{)"
)
_LETTER_OF = {"\a": r"\a", "\b": r"\b", "\v": r"\v", "\f": r"\f", "\t": r"\t"}
_REFERENCE = lazy_pattern(r"(?<!\\)&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_SPACES = lazy_pattern("[\v\f]")
_NEW_LINES = lazy_pattern("\r\n?|[\x85\u2028\u2029]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]"
_MARK_STACK = lazy_pattern(f"({_MARK}{{4}}){_MARK}+")
_BLANK_LINES = lazy_pattern(r"\n[ \t\u3000]*\n\s*")
# A line break between two wide characters is no space: Chinese and Japanese have none.
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_WIDE_BREAK = lazy_pattern(rf"(?<=[{_WIDE}])[ \t]*\n[ \t]*(?=[{_WIDE}])")
_BREAK = lazy_pattern(r"[ \t]*\n[ \t]*")
# One after a hyphen within a word is none either; but "pre-\nand post-training".
_HYPHEN_BREAK = lazy_pattern(
    r"(?<=[A-Za-z]-)\n[ \t]*(?=[A-Za-z])(?!(?:and|or|to|und|vs)\b)", re.IGNORECASE
)


def clean(raw: str) -> str:
    """Return the text without forbidden characters, with `\\n` as its only line break.

    A stack of more than four combining marks is cut to four, so that no text paints
    over its neighbours.  White space at both ends goes.
    """
    raw = raw.strip()
    line = raw.replace("\n", " ") if "\n" in raw else raw
    if line.isprintable() and (raw.isascii() or not _MARK_STACK.search(raw)):
        return raw
    if _SURROGATE.search(raw):
        # JSON escapes leave pairs, which make one character; a lone one becomes U+FFFD.
        raw = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    raw = _LOST_BACKSLASH.sub(lambda match: _LETTER_OF[match[0]], raw)
    raw = _FORBIDDEN.sub("", _SPACES.sub(" ", _NEW_LINES.sub("\n", raw)))
    return _MARK_STACK.sub(r"\1", raw).strip()


def decoded(raw: str) -> str:
    """Decode HTML's character references: some digests hold `AT&amp;T`.

    Comes before `clean`, since it may bring forbidden characters.
    """
    if "&" not in raw or ";" not in raw:
        return raw
    return _REFERENCE.sub(_character, raw)


def _character(reference: re.Match[str]) -> str:
    written = reference[0]  # `unescape` would make "¬hing;" of "&nothing;"
    return unescape(written) if written[1] == "#" else html5.get(written[1:], written)


def join_lines(text: str) -> str:
    """Join hard-wrapped lines: a space between words, nothing between wide characters.

    Nothing either after a hyphen within a word.
    """
    if "\n" not in text:
        return text
    if "-\n" in text:
        text = _HYPHEN_BREAK.sub("", text)
    return _BREAK.sub(" ", _WIDE_BREAK.sub("", text))


def paragraphs(text: str) -> list[str]:
    """Split at blank lines and join the lines of each paragraph."""
    if "\n" not in text:
        return [text]
    return [join_lines(part) for part in _BLANK_LINES.split(text) if part.strip()]
