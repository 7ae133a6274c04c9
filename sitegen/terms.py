"""The terms of a title: folded words, and pairs of words that stand together.

Trends count them.  They are cut when a digest is prepared, so that a new day does not cut the
titles of the whole archive again.
"""

from __future__ import annotations

from functools import lru_cache

from sitegen.patterns import lazy_pattern

# Words that say nothing of a paper's subject: function words and the habits of titles.
_STOP_TEXT = """
a about across after all an and any are as at based be because beyond both but by can do does
doing each enabling end enhancing every few for from get has have how if improving in into is
it its just large let like make making many may more most much need new no not novel of off on one
only or our out over own per rethinking revisiting same should so some such than that the their
them then there these they this those three through to too toward towards two under
understanding up upon use used using via was we were what when where which while who why will
with within without you your
analysis application applications approach approaches case effective efficient evaluating
evaluation exploring framework frameworks improved leveraging method methods paper problem
problems results review study survey system systems work
advancing assessing benchmarking bridging building detecting enhanced harnessing improve
investigating mitigating revealing scaling unlocking unveiling view
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())
# In a group, so that splitting by it keeps words and what stands between them.
_WORD = lazy_pattern(r"([A-Za-z][A-Za-z0-9]*(?:[-'’][A-Za-z0-9]+)*|\d+[A-Za-z][A-Za-z0-9]*)")
# Between the terms of a title where they are kept as one text.
SEPARATOR = "|"


def terms_of(title: str) -> dict[str, str]:
    """Find the terms of a title, folded, each with its first spelling."""
    parts = _WORD.split(title)
    found: dict[str, str] = {}
    before = ""
    for at in range(1, len(parts), 2):
        word = parts[at]
        folded = _folded(word)
        if folded:
            found.setdefault(folded, word)
            # Two words make a term where only space stands between them.
            if before and parts[at - 1].isspace():
                found.setdefault(f"{before} {folded}", f"{parts[at - 2]} {word}")
        before = folded
    return found


def joined_terms(title: str) -> str:
    """Return the terms of a title as one text, each once; none holds the separator."""
    return SEPARATOR.join(terms_of(title))


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    """Fold a word, "" for one that says nothing of a subject."""
    return "" if len(word) < 3 or word.lower() in STOP_WORDS else _fold(word)


def _fold(word: str) -> str:
    """Fold case and a plural's s, so that agent and Agents are one term."""
    low = word.lower()
    return low[:-1] if len(low) > 3 and low.endswith("s") and low[-2] not in "siu" else low
