"""TeX in running text: one pass over a text writes its HTML and its plain form.

Knows TeX's text commands (by the tables) and addresses.  Formulas come masked (see
`delimiters`), lines joined; Markdown is none of its business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sitegen.patterns import lazy_pattern
from sitegen.text import tables
from sitegen.text.delimiters import CLOSE, OPEN, Formula, unmask
from sitegen.text.groups import Groups
from sitegen.text.links import (
    BARE_ADDRESS,
    BARE_ADDRESS_OR_SITE,
    has_site_host,
    plain_address,
    safe_link,
    trim_address,
    with_scheme,
)
from sitegen.text.mathml import typeset_formula
from sitegen.text.typography import dash, is_literal_before, quotes, tie
from sitegen.text.writer import Writer

# Groups within groups beyond this depth show as they are written.
_DEEPEST = 24

_TOKENS = (
    rf"|{OPEN}[0-9]+{CLOSE}"
    r"|:\\(?<=(?<![A-Za-z])[A-Za-z]:\\)[A-Za-z][^\s{}]*"  # a path on Windows, after its letter
    r"|\\[A-Za-z]+\*?|\\.|\{|\}|~|--+"
)
_TOKEN = lazy_pattern(BARE_ADDRESS + _TOKENS, re.DOTALL)
_TOKEN_OR_SITE = lazy_pattern(BARE_ADDRESS_OR_SITE + _TOKENS, re.DOTALL)
_LITERAL_TOKEN = lazy_pattern(rf"{BARE_ADDRESS}|{OPEN}[0-9]+{CLOSE}")

_ACCENT_ARGUMENT = lazy_pattern(r"\s*\{\s*(\\[ij]|[A-Za-z])\s*\}")
# A letter with two accents, as Vietnamese has: \~{\^e}.
_ACCENTED_ARGUMENT = lazy_pattern(
    r"""\s*\{\s*\\(?:(['`^"~=.])\s*|([uvHckrbd])(?:\s+|(?=\{)))\{?([A-Za-z])\}?\s*\}"""
)
# \v Cech: commands of one letter that no regular expression holds before a space.
_SPACED_ARGUMENT = lazy_pattern(r" ([A-Za-z])")
_SPACED_ACCENTS = frozenset("vHcuk")
_BARE_ACCENT_ARGUMENT = lazy_pattern(r"(\\[ij])(?![A-Za-z])\s?|([A-Za-z])")
_DOTLESS = {"\\i": "i", "\\j": "j"}
_LOWER_ARGUMENT = lazy_pattern(r"\{([a-z]+)\}")
_CONTRACTION = lazy_pattern(r"(?:s|t|m|d|re|ve|ll)(?![A-Za-z])")
_LINE_SKIP = lazy_pattern(r"\*?(?:\[[\d.]+(?:em|ex|pt|mm|cm)\])?")
_OPTIONS = lazy_pattern(r"\[[^\[\]{}]{0,200}\]")
_SWITCH = lazy_pattern(r"\s*\\([a-z]+)(?![A-Za-z{])\s*")
# Braces that keep a word's capitals, around one letter, or around nothing.
_PROTECTED = lazy_pattern(
    rf"(?=[\w.:-]*[A-Z])[A-Za-z0-9][\w.:-]{{0,40}}|[^\x00-\x7f]|{OPEN}[0-9]+{CLOSE}|"
)
# `[\cite{a}, \cite{b}]`, `(see \cite{a})`, `(\ref{a})`: with the citations go the brackets.
_CITATION = (
    r"\\(?:cite[a-z]{0,9}|(?:eq|auto|page|[cC])?ref)\*?(?:\[[^\[\]{}]{0,99}\]){0,2}\{[^{}]{0,999}\}"
)
_CITATIONS = (
    r"\s{0,9}(?:(?:see|see also|see,? e\.g\.,?|e\.g\.,?|cf\.)[\s~]{1,9})?"
    rf"{_CITATION}(?:[\s~,;]{{0,9}}{_CITATION}){{0,99}}\s{{0,9}}"
)
_BRACKETED_CITATION = lazy_pattern(rf"[ ~]{{0,9}}(?:\[{_CITATIONS}\]|\({_CITATIONS}\))")
# What stays on one line with a formula that it touches.
_LONGEST_GLUED = 16
_GLUED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789([“‘\"'/+-")
# Of `$k$-means` the hyphen alone: a line may break behind it.
_GLUED_AFTER = lazy_pattern(
    rf"(?!https?://|www\.)[A-Za-z0-9,.;:!?)\]%”’\"'+/]{{1,{_LONGEST_GLUED}}}(?:-(?!-))?|-(?!-)"
)
_STOPS = frozenset(",.;:!?)")
_FRACTIONS = frozenset({"frac", "tfrac", "dfrac", "nicefrac", "sfrac"})


class RunningText:
    """Writes one text.

    Args:
        writer: what it is written to.
        formulas: the formulas that the text's marks stand for.
        links: addresses become links.
        math: formulas become MathML; otherwise they show their source.
        display: display formulas stand as blocks.
        tex: commands of TeX have a meaning; otherwise, as on the publisher's own pages, only
            formulas and addresses do, and links are the publisher's word.
        names: the text is a person's name, in which `\\'s` is no apostrophe.
    """

    def __init__(
        self,
        writer: Writer,
        formulas: Sequence[Formula] = (),
        *,
        links: bool = True,
        math: bool = True,
        display: bool = True,
        tex: bool = True,
        names: bool = False,
    ) -> None:
        self.writer = writer
        self.formulas = list(formulas)
        self.links = links
        self.math = math
        self.display = display
        self.names = names
        self.text = ""
        self._token = _TOKEN if tex else _LITERAL_TOKEN
        self._tex = tex
        self._verbatim = False
        self._depth = 0
        self._groups = Groups("")

    def write(self, text: str) -> None:
        """Write a text of one paragraph, or a part of one."""
        if self._tex and ("\\cite" in text or "ref{" in text):
            text = _BRACKETED_CITATION.sub("", text)
        self.text = quotes(text) if self._tex and ("`" in text or "''" in text) else text
        if self._tex:
            self._token = _TOKEN_OR_SITE if has_site_host(text) else _TOKEN
        self._groups = Groups(self.text)
        self._scan(0, len(self.text))

    def _scan(self, start: int, end: int) -> None:
        """Write the text from `start` to `end`."""
        position = start
        while token := self._token.search(self.text, position, end):
            if token[0][0] == OPEN:
                position = self._formula(token[0], position, *token.span(), end)
                continue
            if token.start() > position:
                self.writer.text(self.text[position : token.start()])
            position = self._handle(token[0], token.start(), token.end())
        if position < end:
            self.writer.text(self.text[position:end])

    def _handle(self, token: str, start: int, end: int) -> int:
        """Write one token; return where the scan goes on."""
        first = token[0]
        if first == "\\":
            if token[1].isalpha() and token[1].isascii():
                return self._command(token, start, end)
            return self._escape(token[1], start, end)
        if first == "{":
            return self._group(start)
        if first in "~-" and not self._verbatim:
            character = dash if first == "-" else tie
            made = character(token, self.text[start - 1 : start], self.text[end : end + 1])
            self.writer.text(made, made.replace("\u00a0", " "))
        elif first in "~-}:":  # the last two: a brace that was never opened, a path
            self.writer.text(token)
        else:
            return self._address(token, start)
        return end

    # ------------------------------------------------------------ leaves

    def _formula(self, mark: str, position: int, start: int, end: int, limit: int) -> int:
        """Write the text from `position` and the formula whose mark begins at `start`.

        What touches a formula on its line stays there with it: browsers would break
        between a formula and the comma after it.
        """
        text, writer, formula = self.text, self.writer, self.formulas[int(mark[1:-1])]
        if not self.math:
            writer.text(text[position:start])
            writer.text(formula.source)
            return end
        made = typeset_formula(formula.tex, self.display and formula.display)
        before, after = start, end
        if made.html.startswith("<math"):
            while before > max(position, start - _LONGEST_GLUED) and text[before - 1] in _GLUED:
                before -= 1
            glued = _GLUED_AFTER.match(text, end, limit)
            after = glued.end() if glued else end
        elif made.html.startswith('<span class="long"') and text[end : end + 1] in _STOPS:
            after = end + 1 if end < limit else end
        writer.text(text[position:before])
        if before == start and after == end:
            writer.finished(made.html, made.plain)
            return end
        writer.open("span", class_="nb")
        writer.text(text[before:start])
        writer.finished(made.html, made.plain)
        writer.text(text[end:after])
        writer.close("span")
        return after

    def _address(self, token: str, start: int) -> int:
        written = trim_address(token)
        shown = plain_address(written)
        self._link(shown, shown)
        return start + len(written)

    def _link(self, address: str, shown: str) -> None:
        """Write an address as a link to itself, where links are wanted and it is safe."""
        href = safe_link(with_scheme(address)) if self.links else ""
        if href:
            self.writer.open("a", href=href, **({"rel": "nofollow"} if self._tex else {}))
            self.writer.text(shown)
            self.writer.close("a")
        else:
            self.writer.text(shown)

    # ------------------------------------------------------------ groups

    def _inside(self, start: int, end: int) -> None:
        """Write the content of a group or an argument."""
        if self._depth >= _DEEPEST:
            self.writer.text(unmask(self.text[start:end], self.formulas))
            return
        self._depth += 1
        self._scan(start, end)
        self._depth -= 1

    def _group(self, brace: int) -> int:
        close = self._groups.close_of(brace)
        if close < 0:
            self.writer.text("{")
            return brace + 1
        inner, before = self.text[brace + 1 : close][:60], self.text[brace - 1 : brace]
        switch = _SWITCH.match(self.text, brace + 1, close)
        if switch and switch[1] in tables.SWITCHES:
            self._styled(tables.SWITCHES[switch[1]], switch.end(), close)
        elif inner[:1] == "\\" or before.isalpha() or _PROTECTED.fullmatch(inner):
            self._inside(brace + 1, close)
        else:
            self.writer.text("{")
            self._inside(brace + 1, close)
            self.writer.text("}")
        return close + 1

    def _styled(self, name: str, start: int, end: int) -> None:
        element, verbatim = ("span" if name == "sc" else name), self._verbatim
        self._verbatim = verbatim or name == "code"
        self.writer.open(element, **({"class_": "sc"} if name == "sc" else {}))
        self._inside(start, end)
        self.writer.close(element)
        self._verbatim = verbatim

    # ------------------------------------------------------------ commands

    def _escape(self, character: str, start: int, end: int) -> int:
        """Write `\\` and one character that is no letter."""
        if character in tables.ACCENTS:
            return self._accent(character, start, end)
        if character == "\\":
            if self.text[start - 1 : start] == ":":
                self.writer.text("\\")
                return end
            self.writer.text(" ")
            skip = _LINE_SKIP.match(self.text, end)
            return skip.end() if skip else end
        self.writer.text(tables.ESCAPES.get(character, "\\" + character))
        return end

    def _accent(self, accent: str, start: int, end: int) -> int:
        text = self.text
        if accent == "'" and not self.names and text[start - 1 : start].isalpha() and start:
            contraction = _CONTRACTION.match(text, end)
            if contraction:  # model\'s
                self.writer.text("'")
                return end
        composed, after = self._accented(accent, end)
        if composed:
            self.writer.text(composed)
            return after
        self.writer.text(accent if accent in "'\"^~" else "\\" + accent)
        return end

    def _accented(self, accent: str, position: int) -> tuple[str, int]:
        """Return the accented letter whose argument begins at `position`, and its end.

        The letter is "" where there is none, or where no single character is like it.
        """
        text = self.text
        argument = _ACCENTED_ARGUMENT.match(text, position)
        if argument:
            letter = argument[3] + tables.ACCENTS[argument[1] or argument[2]]
        else:
            argument = _ACCENT_ARGUMENT.match(text, position)
            if argument is None and not accent.isalpha():
                argument = _BARE_ACCENT_ARGUMENT.match(text, position)
            if argument is None and (self.names or accent in _SPACED_ACCENTS):
                argument = _SPACED_ARGUMENT.match(text, position)
            if argument is None:
                return "", position
            letter = _DOTLESS.get(argument[1] or argument[2], argument[1] or argument[2])
        composed = unicodedata.normalize("NFC", letter + tables.ACCENTS[accent])
        return (composed, argument.end()) if len(composed) == 1 else ("", position)

    def _command(self, token: str, start: int, end: int) -> int:
        """Write `\\name` (or `\\name*`) with its arguments."""
        text, writer, name = self.text, self.writer, token[1:].rstrip("*")
        if name in tables.ACCENTS or name == "t":
            broken = _LOWER_ARGUMENT.match(text, end)
            symbol = tables.BROKEN_NAMES.get(name + broken[1]) if broken else None
            if broken and symbol:
                writer.text(symbol)
                return broken.end()
            composed, after = self._accented(name, end) if name != "t" else ("", end)
            if composed:
                writer.text(composed)
                return after
        if name in tables.STYLES:
            first, close = self._groups.argument(end)
            if close >= 0:
                self._styled(tables.STYLES[name], first, close)
                return close + 1
        if name in tables.LINKS or name in tables.ADDRESSES:
            position = self._linked(name, end)
            if position >= 0:
                return position
        if name in tables.VANISH:
            position = self._vanish(name, end)
            if name in tables.CITATIONS or not text[position : position + 1].isalnum():
                writer.trim(" \u00a0")
            return position
        if name == "item" and (options := _OPTIONS.match(text, end)):
            self._inside(options.start() + 1, options.end() - 1)
            return options.end()
        if name in tables.SECOND_ARGUMENT or name in _FRACTIONS:
            position = self._two_arguments(name, end)
            if position >= 0:
                return position
        if name == "xspace":  # a space, but where TeX has taken the one that stood there
            return end + 2 if text[end : end + 2] == "{}" else end
        symbol = tables.LETTERS.get(name)
        if symbol or name in tables.NOTHINGS:
            writer.text(symbol or "")
            return end + (text[end : end + 1] == " ") if text[end : end + 2] != "{}" else end + 2
        symbol = tables.SYMBOLS.get(name) or (" " if name in tables.SPACES else None)
        if symbol:
            writer.text(symbol)
            return end + 2 if text[end : end + 2] == "{}" else end
        return self._unknown(token, start, end)

    def _unknown(self, token: str, start: int, end: int) -> int:
        """Write a command that no table knows: its argument, or else its name."""
        before, name = self.text[start - 1 : start], token[1:].rstrip("*")
        if (letter := name[-1:]) and name[:-1] in tables.DECORATIONS:
            self.writer.text(letter)  # \mathbbR has lost the space that TeX does not need
            return end
        if name in tables.DECORATIONS and self.text[end : end + 1] > "\x7f":
            return end
        if len(name) == 1 or is_literal_before(before):
            self.writer.text(token)  # a regular expression, a path
            return end
        if self.text[end : end + 1] == "{":
            close = self._groups.close_of(end)
            if close > end + 1:
                self._inside(end + 1, close)
                return close + 1
            end = close + 1 if close >= 0 else end + 1
        self.writer.text(name if name not in tables.STYLES else "")
        return end

    def _vanish(self, name: str, position: int) -> int:
        """Pass over options and an argument; of one that never ends only the brace goes."""
        position = self._groups.after_options(position)
        first, close = self._groups.argument(position)
        if first >= 0:
            position = close + 1
        if name in tables.OPTIONS_LAST and (options := _OPTIONS.match(self.text, position)):
            return options.end()
        if first >= 0:
            return position
        if self.text[position : position + 1] == "{":
            self.writer.text(" ")
            return position + 1
        return position

    def _two_arguments(self, name: str, position: int) -> int:
        first, middle = self._groups.argument(position)
        if middle < 0:
            return -1
        second, close = self._groups.argument(middle + 1)
        if close < 0:
            return -1 if name in _FRACTIONS else middle + 1
        if name in _FRACTIONS:
            self._inside(first, middle)
            self.writer.text("/")
        self._inside(second, close)
        return close + 1

    def _linked(self, name: str, position: int) -> int:
        first, middle = self._groups.argument(position)
        if middle < 0:
            return -1
        address = plain_address(unmask(self.text[first:middle], self.formulas))
        second, close = self._groups.argument(middle + 1) if name in tables.LINKS else (-1, -1)
        if close < 0:
            self._link(address, address)
            return middle + 1
        href = safe_link(with_scheme(address)) if self.links else ""
        if not href:
            self._inside(second, close)
            return close + 1
        self.writer.open("a", href=href, rel="nofollow")
        self.links = False  # no link within a link
        self._inside(second, close)
        self.links = True
        self.writer.close("a")
        return close + 1
