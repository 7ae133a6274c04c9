"""Tokens: how text becomes the terms of the index (docs/search.md, "Tokens").

The same rules stand in `themes/default/static/js/search-tokens.js`; tests hold the two
against each other.  Knows plain text only, nothing of papers, fields or files.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import compress
from operator import add
from typing import NamedTuple

from lunr.stop_word_filter import WORDS

from sitegen.patterns import lazy_pattern
from sitegen.search.stemmer import stem

STOP_WORDS: frozenset[str] = frozenset(WORDS)
LONGEST = 64  # characters; a longer word is data, not language

# Explicit ranges, since `\w` differs between Python and browsers.  Latin (with IPA), Greek,
# Cyrillic, Armenian, Hebrew, Arabic, Indic scripts, Thai, Georgian, extended Latin and Greek.
_WORD = (
    "0-9a-z\u00df-\u00f6\u00f8-\u02af\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386"
    "\u0388-\u0481\u048a-\u0556\u0561-\u0587\u05d0-\u05ea\u0620-\u064a\u0660-\u0669"
    "\u066e-\u06d3\u0900-\u0963\u0966-\u0dff\u0e01-\u0e3a\u0e40-\u0e4e\u10a0-\u10ff"
    "\u1e00-\u1fff"
)
# Scripts written without spaces, or with few: Han, Kana, Hangul.  One class, so that a run
# which mixes them is one run.
CJK_FIRST = "\u3005"
_CJK = (
    "\u3005\u3007\u3041-\u3096\u3099\u309a\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
_RUN = lazy_pattern(f"[{_CJK}]+|[{_WORD}]+(?:[-\u2010][{_WORD}]+)*")
_HYPHEN = lazy_pattern("[-\u2010]")
_COMMAND = lazy_pattern(r"\\(?:[A-Za-z]+|.)?", re.DOTALL)
# Combining marks of Latin, Greek and Cyrillic; those of Kana and of Indic scripts are letters.
_MARK = lazy_pattern("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_FOLD = {
    "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ħ": "h", "ς": "σ",
    "$": "", "{": "", "}": "", "^": "", "_": "", "~": "",
}  # fmt: skip
_FOLDED = lazy_pattern("[" + re.escape("".join(_FOLD)) + "]")
_AWAY = str.maketrans("", "", "${}^_~")
# The same for English at once, with a space for every sign that is not of a word.
_ENGLISH: dict[int, str | None] = {
    code: sign.lower() if (sign := chr(code)).isalnum() or sign == "-" else " "
    for code in range(128)
} | dict.fromkeys(_AWAY)
_LOOSE_HYPHEN = lazy_pattern("(?<![0-9a-z])-|-(?![0-9a-z])")


def normalise(text: str) -> str:
    """Return the text in the form that is cut: lower case, without accents and TeX signs."""
    if "\\" in text:
        text = _COMMAND.sub(" ", text)
    if text.isascii():
        return text.lower().translate(_AWAY)
    text = _MARK.sub("", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFC", text).lower()
    return _FOLDED.sub(lambda match: _FOLD[match[0]], text)


def tokens(text: str, *, names: bool = False) -> list[str]:
    """Cut a plain text into terms, in order of position.

    Args:
        text: plain text (`Text.words`), in any language.
        names: the text is a person's name: stop words stay, since He, An and Will are names.

    Returns:
        Stemmed words, hyphenated words' parts and their joined form, and the bigrams of runs
        of Han, Kana and Hangul.
    """
    terms: list[str] = []
    place(text, 0, terms, [], names=names)
    return terms


def place(
    text: str, position: int, terms: list[str], places: list[int], *, names: bool = False
) -> int:
    """Cut a plain text into terms with their positions.

    Stop words count as a position though they give no term, so a phrase keeps its gaps.  A
    run of n CJK characters takes n positions, and one stays free between two runs with
    nothing but signs between them, so that 相机、渲染 does not hold 相机渲染.  The joined
    form of a hyphenated word stands at the position of its first part, before it.

    Args:
        text: plain text, in any language.
        position: of the text's first word.
        terms: gets the terms appended.
        places: gets the position of each term.
        names: keep stop words.

    Returns:
        The position after the text.
    """
    cut = (_NAMES if names else _WORDS).__getitem__
    if not text.isascii():
        text = normalise(text)
    if text.isascii():
        # The common case, English, needs a loop for words with hyphens alone.
        runs = _english(text)
        cuts = list(map(cut, runs))
        start = 0
        hyphened = [at for at, run in enumerate(runs) if "-" in run] if "-" in text else []
        for at in [*hyphened, len(runs)]:
            words = cuts[start:at]
            terms.extend(compress(words, words))  # type: ignore[arg-type]  # no hyphen: str
            places.extend(compress(range(position, position + at - start), words))
            position += at - start
            if at < len(runs):
                position = _place_parts(cuts[at], position, terms, places)
            start = at + 1
        return position
    after_cjk = False
    for run in _RUN.findall(text):
        if run[0] >= CJK_FIRST:
            position += after_cjk
            after_cjk = True
            terms.extend(map(add, run, run[1:]))
            terms.append(run[-1])
            places.extend(range(position, position + len(run)))
            position += len(run)
            continue
        after_cjk = False
        term = cut(run)
        if isinstance(term, str):
            if term:
                terms.append(term)
                places.append(position)
            position += 1
        else:
            position = _place_parts(term, position, terms, places)
    return position


def _english(text: str) -> list[str]:
    """Return the words of an ASCII text, as `_RUN.findall(normalise(text))`, but quicker."""
    if "\\" in text:
        text = _COMMAND.sub(" ", text)
    text = text.translate(_ENGLISH)
    if "-" in text:
        text = _LOOSE_HYPHEN.sub(" ", text)
    return text.split()


class _Parts(NamedTuple):
    """What a hyphenated word is cut into."""

    terms: tuple[str, ...]
    offsets: tuple[int, ...]  # positions from that of its first part, one a term
    width: int  # positions


_Cut = str | _Parts  # the term of a word, "" for none


def _place_parts(cut: _Cut, position: int, terms: list[str], places: list[int]) -> int:
    assert isinstance(cut, _Parts)
    terms.extend(cut.terms)
    places.extend([position + offset for offset in cut.offsets])
    return position + cut.width


class _Cuts(dict[str, _Cut]):
    """What words are cut into, remembered, since words come again."""

    _ROOM = 1 << 17

    def __init__(self, stop: frozenset[str]) -> None:
        super().__init__()
        self._stop = stop

    def __missing__(self, run: str) -> _Cut:
        if len(self) >= self._ROOM:
            self.clear()
        cut = self[run] = self._cut(run)
        return cut

    def _cut(self, run: str) -> _Cut:
        parts = _HYPHEN.split(run)
        if len(parts) == 1:
            return "" if run in self._stop or len(run) > LONGEST else stem(run)
        joined = "".join(parts)
        found = [(stem(joined), 0)] if len(joined) <= LONGEST else []
        for offset, part in enumerate(parts):
            term = self[part]
            if term:
                assert isinstance(term, str)  # no hyphen is left in it
                found.append((term, offset))
        return _Parts(
            tuple(term for term, _ in found), tuple(offset for _, offset in found), len(parts)
        )


_WORDS = _Cuts(STOP_WORDS)
_NAMES = _Cuts(frozenset())


def forget_words() -> None:
    """Empty the memory of words that were cut, for whoever measures."""
    _WORDS.clear()
    _NAMES.clear()
