"""Quotes, dashes and ties of TeX as typographic characters.

Each rule looks at the neighbours of a character alone.
"""

from __future__ import annotations

from sitegen.patterns import lazy_pattern
from sitegen.text.delimiters import CLOSE, OPEN

_BEFORE_TIE = frozenset(".,;)]}%'’”" + CLOSE)
_AFTER_TIE = frozenset("([{\\‘“" + OPEN)
_BEFORE_DASH = frozenset(",)%.]}’”" + CLOSE)

_DOUBLE_QUOTES = lazy_pattern(r"(?<!`)``(?!`)([^`\"]{1,400}?)(?:''|\")")
_OPEN_QUOTES = lazy_pattern(r"(?<!`)``(?!`)")
_SINGLE_QUOTES = lazy_pattern(r"(?<![\w`\\])`([^`'\n]{1,80})(?<!\\)'(?![\w'])")
_GERMAN_QUOTES = lazy_pattern(r"\"`([^`\"]{1,400}?)\"'")
_OPENING = lazy_pattern(r"(?:(?<=[\s(\[—])|\A)''(?=\w)")


def paired_quotes(text: str) -> str:
    """Set ``double'' quotes that are closed."""
    return _DOUBLE_QUOTES.sub(r"“\1”", text) if "``" in text else text


def quotes(text: str) -> str:
    """Set TeX's quotes, ``double'' and `single', as typographic ones."""
    text = _OPEN_QUOTES.sub("“", paired_quotes(text))
    if '"`' in text:
        text = _GERMAN_QUOTES.sub(r"„\1“", text)
    if "''" in text:
        text = _OPENING.sub("“", text).replace("''", "”")
    if "`" in text:
        text = _SINGLE_QUOTES.sub(r"‘\1’", text)
    return text


def is_latin(character: str) -> bool:
    """Tell whether this is a letter of an alphabet, rather than of a script without spaces."""
    return character.isalpha() and character < "\u2e80"


def _is_greek(character: str) -> bool:
    return "\u0370" <= character <= "\u03ff"


def tie(token: str, before: str, after: str) -> str:
    """Return what a `~` between two characters stands for: a space that does not break.

    One before a number (`~5`) or between two (`10~20`) means "about" or "to" and stays, as
    does one before a Greek letter: `x~ν` says how x is distributed.
    """
    joins = (is_latin(before) or before in _BEFORE_TIE or before.isdigit()) and (
        (after.isalnum() and after < "\u2e80" and not _is_greek(after))
        or after in _AFTER_TIE
        or not after
    )
    if before and joins and not (before.isdigit() and after.isdigit()):
        return "\u00a0"
    if after == "\\" and before.isspace():  # before a citation
        return ""
    return token if before or not is_latin(after) else ""


def dash(token: str, before: str, after: str) -> str:
    """Return the dash that two or three hyphens between two characters stand for."""
    if len(token) == 3:
        return "—"
    if len(token) != 2 or before in ("<", "!") or after == ">":
        return token
    if is_latin(after) and not (before.isalnum() or before in _BEFORE_DASH):
        return token  # an option of a command: --help
    return "–"


def is_literal_before(character: str) -> bool:
    """Tell whether a command after this character is none: `a\\b`, `C:\\Users`."""
    return is_latin(character) or character.isdigit() or character in (":", "\\")
