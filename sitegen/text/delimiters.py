"""Finding the formulas of a text, and telling maths from money.

Knows delimiters and words, but not what a formula means.  A found formula is taken out
of the text and a mark left in its place, so that the scanners of running text and of
Markdown pass over it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.patterns import lazy_pattern

#: The mark of formula number n: OPEN, n in decimal, CLOSE.  `clean` removes both from input.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
MARK = lazy_pattern(f"{OPEN}([0-9]+){CLOSE}")

#: Longest content between single dollars, and between other delimiters, in characters.
LONGEST_INLINE = 600
LONGEST_DISPLAY = 2000
_LONGEST_CODE = 120

# Environments whose body is the formula, and those that belong to the formula.
_BARE_ENVIRONMENTS = frozenset({"equation", "displaymath", "math"})
_ENVIRONMENTS = (
    "equation|align|aligned|gather|gathered|multline|eqnarray|displaymath|math|alignat|flalign"
    "|split|cases|array|bmatrix|pmatrix|vmatrix|matrix"
)
_TOKEN = lazy_pattern(
    rf"\\\\|\\[$%]|\$\$|\$|\\\(|\\\[|\\begin\{{({_ENVIRONMENTS})(\*?)\}}|`(?<!``)(?!`)"
)
_BLANK_LINE = lazy_pattern(r"\n[ \t]*\n")
_CODE_FORMULA = lazy_pattern(r"\$[^$]*[\\^_{][^$]*\$")
_OPEN_TEXT_BOX = lazy_pattern(r"\\(?:mbox|hbox|text)\{[^{}$]*\Z")

# Maths or money.
_CURRENCY = lazy_pattern(r"\b(?:US|HK|NT|AU|CA|NZ|SG)\Z")
_NEXT_CURRENCY = lazy_pattern(r"\s[A-Z]{1,3}\Z")  # $5 and A$6
_AMOUNT = lazy_pattern(r"~?\d+(?:,\d+)*(?:\.\d+)?")
# How a sentence goes on after an amount: `$6, three`, `$6 more, `, `$100; at`, `($20), [`,
# `**$5** or`.
_SENTENCE_AFTER_AMOUNT = lazy_pattern(
    r"[kKmMbBT]?(?:[,;:.!?]\s+(?:[A-Za-z]{2}|\W*\Z)|[)\]][,;:.!?]?\s|\*\*"
    r"|\s[a-z]{3,}[,;:.!?]\s|\s[a-z]{4,}\s\Z)"
)
_WIDE = lazy_pattern("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_WIDE_PUNCTUATION = lazy_pattern("[。，；：、]")
_PROSE = lazy_pattern(r"(?<![\\A-Za-z])[A-Za-z]{2,}[,;]? +[a-z]{3,}(?![A-Za-z])")
_SCRIPT = lazy_pattern(r"[_^]\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_TEXT_MACRO = lazy_pattern(
    r"\\(?:text[a-z]*|mathrm|mathsf|mathtt|mathbf|mathit|mathcal|operatorname|mbox|hbox|emph"
    r"|rm|sf|tt|bf|it)\*?\s*(?:\{[^{}]*\}|(?=[\s}]))"
)
_LINK_MACRO = lazy_pattern(r"\\(?:href|url)\s*\{[^{}]*\}(?:\s*\{[^{}]*\})?")
_MATHS_SIGN = lazy_pattern(r"[\\^_={}<>]")
_NO_SIGN = lazy_pattern(r"\\[%$&]")
_UNIT = (
    r"(?:k|K|M|B|T|bn|mn|m|million|billion|trillion|thousand|USD|per|and|or|to|for|in|of|a|an"
    r"|with|from|versus|vs\.?|each|while|at|on|the|is)"
)
_UNIT_AFTER_AMOUNT = lazy_pattern(r"~?\d[\d,.]*\s*(?:million|billion|per|and|to|USD)\b")
_UNIT_THEN_SPACE = lazy_pattern(
    rf"(?:\A|[^A-Za-z]){_UNIT}\b.*\s\Z|\A\s*[-–—/]?\s*{_UNIT}\b.*\s", re.S
)
_WORD = lazy_pattern(r"[A-Za-z]{2,}")
_LONG_WORD = lazy_pattern(r"[A-Za-z]{3,}")
_RANGE_END = "-–—/,;:(+ \n"


class Formula(NamedTuple):
    """A formula as it stands in a text: its TeX, without and with its delimiters."""

    tex: str
    display: bool
    source: str


def has_formulas(text: str) -> bool:
    """Tell cheaply whether a text may hold a formula."""
    return "$" in text or "\\(" in text or "\\[" in text or "\\begin{" in text


def is_maths(content: str, before: str = "", after: str = "") -> bool:
    """Tell whether what stands between two dollars is a formula rather than prose with money.

    Args:
        content: the text between the dollars.
        before: some characters before the first dollar.
        after: the character after the second.
    """
    if not content.strip() or len(content) > LONGEST_INLINE or _BLANK_LINE.search(content):
        return False
    amount = _AMOUNT.match(content)
    if amount and (_WIDE.search(content) or _CURRENCY.search(before)):
        return False
    bare = _SCRIPT.sub("\x00", content)
    bare = _LINK_MACRO.sub("\x00", _TEXT_MACRO.sub("\x00", bare))
    if _PROSE.search(bare) and (content[0] != "\\" or content[-1].isspace()):
        return False
    if (
        amount
        and after.isdigit()  # $5-$10
        and (content[-1] in _RANGE_END or _NEXT_CURRENCY.search(content))
    ):
        return False
    if _MATHS_SIGN.search(_NO_SIGN.sub("", content)):
        return not _UNIT_AFTER_AMOUNT.match(content)
    if amount:
        rest = content[amount.end() :]
        return not (
            _SENTENCE_AFTER_AMOUNT.match(rest)
            or _UNIT_THEN_SPACE.search(rest)
            or (" " in rest.strip() and _LONG_WORD.search(rest))
        )
    if content[0].isspace() != content[-1].isspace() and _WORD.search(content):
        return False
    return not _WIDE_PUNCTUATION.search(content)


class _Masker:
    """Replaces the formulas of one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.formulas: list[Formula] = []
        self.parts: list[str] = []
        self.done = 0  # everything before stands in `parts`

    def run(self) -> str:
        """Return the text with marks instead of formulas."""
        position = 0
        while token := _TOKEN.search(self.text, position):
            position = self._handle(token)
        self.parts.append(self.text[self.done :])
        return "".join(self.parts)

    def _handle(self, token: re.Match[str]) -> int:
        """Take in one token; return where the scan goes on."""
        kind, start, body = token[0], token.start(), token.end()
        if kind == "$":
            return self._single_dollar(start, body)
        if kind == "$$":
            return self._delimited(start, body, "$$", display=True)
        if kind == "\\(":
            return self._delimited(start, body, "\\)", display=False)
        if kind == "\\[":
            return self._delimited(start, body, "\\]", display=True)
        if token[1]:
            return self._environment(token)
        if kind == "`":
            return self._code(start, body)
        return body  # an escaped character

    def _take(self, start: int, end: int, tex: str, *, display: bool) -> int:
        self.parts.append(f"{self.text[self.done : start]}{OPEN}{len(self.formulas)}{CLOSE}")
        self.formulas.append(Formula(tex.strip(), display, self.text[start:end]))
        self.done = end
        return end

    def _single_dollar(self, start: int, body: int) -> int:
        end = self._closing_dollar(body)
        if end < 0:
            return body
        content = self.text[body:end]
        before = self.text[max(0, start - 4) : start]
        if not is_maths(content, before, self.text[end + 1 : end + 2]):
            return body
        return self._take(start, end + 1, content, display=False)

    def _closing_dollar(self, body: int) -> int:
        """Find the next dollar that is neither escaped nor inside of a text box."""
        text, limit = self.text, body + LONGEST_INLINE + 1
        end = text.find("$", body, limit)
        while end >= 0:
            if text[end - 1] == "\\" and text[end - 2 : end] != "\\\\":
                end = text.find("$", end + 1, limit)
                continue
            if end > body and _OPEN_TEXT_BOX.search(text, body, end):
                inner = text.find("$", end + 1, min(limit, end + 80))
                if inner >= 0:
                    end = text.find("$", inner + 1, limit)
                    continue
            return end
        return -1

    def _delimited(self, start: int, body: int, closing: str, *, display: bool) -> int:
        end = self.text.find(closing, body, body + LONGEST_DISPLAY)
        content = self.text[body:end] if end >= 0 else ""
        opening = self.text[start:body]
        if not content.strip() or _BLANK_LINE.search(content):
            return body
        if opening != closing and re.search(r"(?<!\\)" + re.escape(opening), content):
            return body  # a second opening first: this one is stray
        return self._take(start, end + len(closing), content, display=display)

    def _environment(self, token: re.Match[str]) -> int:
        closing = f"\\end{{{token[1]}{token[2]}}}"
        end = self.text.find(closing, token.end(), token.end() + LONGEST_DISPLAY)
        if end < 0:
            return token.end()
        whole = end + len(closing)
        bare = token[1] in _BARE_ENVIRONMENTS
        tex = self.text[token.end() : end] if bare else self.text[token.start() : whole]
        return self._take(token.start(), whole, tex, display=token[1] != "math")

    def _code(self, start: int, body: int) -> int:
        """Pass over `code`, in which a dollar is a dollar; not over `quotes'."""
        end = self.text.find("`", body, start + _LONGEST_CODE)
        if end < 0 or self.text[end - 1] == "'" or "\n\n" in self.text[body:end]:
            return body
        content = self.text[body:end]
        if content.count("$") % 2 == 0 and _CODE_FORMULA.search(content):
            return body
        return end + 1


def mask_formulas(text: str) -> tuple[str, list[Formula]]:
    """Take the formulas out of a text.

    Args:
        text: cleaned text (see `characters.clean`).

    Returns:
        The text with a mark (see `MARK`) in the place of each formula, and the formulas
        in the order of their numbers.
    """
    if not has_formulas(text):
        return text, []
    masker = _Masker(text)
    return masker.run(), masker.formulas


def unmask(text: str, formulas: list[Formula]) -> str:
    """Put the source of each formula back."""
    if OPEN not in text:
        return text
    return MARK.sub(lambda match: formulas[int(match[1])].source, text)
