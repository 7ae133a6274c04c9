"""The English stemmer of the index: Porter's, letter for letter as lunr.js has it.

Knows one word at a time and nothing of texts, fields or indexes.
"""

from __future__ import annotations

from lunr.stemmer import PorterStemmer

_VOWELS = frozenset("aeiou")


class _Stemmer(PorterStemmer):  # type: ignore[misc]  # lunr has no type hints
    """lunr.py's stemmer with lunr.js's rule for a final y.

    lunr.js replaces a final y by i after any letter but a vowel, unless that letter
    begins the word ("cry" is "cri", "key" and "by" stay); lunr.py follows Porter's
    paper, where any earlier vowel will do ("key" is "kei", "cry" stays).
    """

    b: str
    k: int

    def step1c(self) -> None:
        """Turn a final y into i as lunr.js does."""
        if self.k > 1 and self.b[self.k] == "y" and self.b[self.k - 1] not in _VOWELS:
            self.b = self.b[: self.k] + "i" + self.b[self.k + 1 :]


_STEMMER = _Stemmer()


def stem(word: str) -> str:
    """Return the stem of a lower-case word."""
    return str(_STEMMER.stem(word))
