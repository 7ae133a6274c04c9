"""Groups and arguments of TeX: which brace closes which.

Matched once for a text in one pass, so that deep nesting costs no more than its length.
"""

from __future__ import annotations

import re
from functools import cached_property

from sitegen.patterns import lazy_pattern

_BRACE = lazy_pattern(r"\\.|[{}]", re.DOTALL)
_OPTIONS = lazy_pattern(r"\s{0,9}(?:\[[^\[\]{}]{0,200}\]\s{0,9}){0,3}(?=\{)")
_SPACES = lazy_pattern(r"\s{0,99}")


class Groups:
    """The groups of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _closers(self) -> dict[int, int]:
        closers: dict[int, int] = {}
        opened: list[int] = []
        for match in _BRACE.finditer(self._text):
            if match[0] == "{":
                opened.append(match.start())
            elif match[0] == "}" and opened:
                closers[opened.pop()] = match.start()
        return closers

    def close_of(self, brace: int) -> int:
        """Return the index of the brace that closes the one at `brace`, or -1."""
        return self._closers.get(brace, -1)

    def argument(self, position: int) -> tuple[int, int]:
        """Return the bounds of the argument's content at `position`, or (-1, -1)."""
        match = _SPACES.match(self._text, position)
        brace = match.end() if match else position
        close = self.close_of(brace) if self._text[brace : brace + 1] == "{" else -1
        return (brace + 1, close) if close >= 0 else (-1, -1)

    def after_options(self, position: int) -> int:
        """Return where the argument after `[options]` begins, if there is one."""
        match = _OPTIONS.match(self._text, position)
        return match.end() if match else position
