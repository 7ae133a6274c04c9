"""Trends: terms that rise, words and authors that are frequent, from plain titles.

Pure functions over dates, titles and their terms; the newest date stands for today, since a
build knows no clock.  Nothing here knows of pages.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import chain
from math import log
from typing import NamedTuple

from sitegen.terms import SEPARATOR, terms_of

RECENT = dt.timedelta(weeks=4)  # back from the newest date
BEFORE = dt.timedelta(weeks=26)  # before these
# Below this a count says nothing, however rare the term was before.
MIN_PAPERS = 5
MIN_BASELINE = 50
MIN_RATIO = 1.5
MIN_SURPRISE = 15.14  # of G², one degree of freedom: chance in one of ten thousand terms
# A term that has this share of another's papers says the same.
SAME = 0.7
# So many titles tell how a term is mostly written.
_SPELLINGS = 50


class Trend(NamedTuple):
    """A term or a name with its papers, and its share of the largest on its list."""

    term: str
    papers: int
    share: float


class Survey:
    """Titles and their terms of one or two words, each counted once a title.

    Args:
        titles: (ISO date, plain title, its `joined_terms`); without a day they rise nowhere.
    """

    def __init__(self, titles: Iterable[tuple[str, str, str]]) -> None:
        given = list(titles)
        newest = max((date for date, _, _ in given if len(date) == 10), default="")
        border = start = ""
        if newest:
            day = dt.date.fromisoformat(newest) - RECENT
            border, start = day.isoformat(), (day - BEFORE).isoformat()
        self._now, self._then, self._rest = _Terms(), _Terms(), _Terms()
        for date, title, terms in given:
            if len(date) != 10 or date <= start:
                self._rest.add(title, terms)
            else:
                (self._now if date > border else self._then).add(title, terms)

    def rising(self, limit: int = 12) -> tuple[Trend, ...]:
        """Return the terms that rose in the last weeks, with their recent papers.

        A term's rate among the recent titles is held against that of the weeks before them,
        by Dunning's log-likelihood ratio ("Accurate Methods for the Statistics of Surprise and
        Coincidence", Computational Linguistics 19, 1993).

        Returns:
            At most `limit` terms, the most surprising first; none where the weeks before hold
            fewer than 50 papers.
        """
        now, then = self._now, self._then
        if then.papers < MIN_BASELINE or not now.papers:
            return ()
        scores: dict[str, float] = {}
        for term, count in now.counts.items():
            if count < MIN_PAPERS:
                continue
            old = then.counts[term]
            # Half a paper more, so that what was never seen has a rate too.
            ratio = (count / now.papers) / ((old + 0.5) / then.papers)
            if ratio >= MIN_RATIO:
                surprise = _surprise(count, now.papers, old, then.papers)
                if surprise >= MIN_SURPRISE:
                    scores[term] = surprise
        ranked = sorted(scores, key=lambda term: (-scores[term], term))
        return _trends(now.pick(ranked, limit))

    def frequent(self, limit: int = 30) -> tuple[Trend, ...]:
        """Return the most frequent terms of all titles."""
        terms = _Terms.joined(self._rest, self._then, self._now)
        repeated = [(-count, term) for term, count in terms.counts.items() if count > 1]
        wanted = [term for _, term in nsmallest(20 * limit, repeated)]
        picked = terms.pick(wanted, limit)
        return _trends(sorted(picked, key=lambda pair: (-pair[1], pair[0])))


def frequent_authors(papers: Iterable[Sequence[str]], *, limit: int = 30) -> tuple[Trend, ...]:
    """Find the names on the most papers, as printed; names on one paper only are left out."""
    counts = Counter(chain.from_iterable(map(dict.fromkeys, papers)))
    del counts[""]
    ranked = nsmallest(limit, ((-count, name) for name, count in counts.items() if count > 1))
    return _trends([(name, -count) for count, name in ranked])


class _Terms:
    """Counts of folded terms over titles, and how each is mostly written."""

    def __init__(self) -> None:
        self._titles: list[str] = []
        self._found: list[str] = []
        self._counts: Counter[str] | None = None

    @classmethod
    def joined(cls, *parts: _Terms) -> _Terms:
        """Put the titles of several together."""
        whole = cls()
        for part in parts:
            whole._titles += part._titles
            whole._found += part._found
        # Sums of counts that are there: counting the titles once more takes twice as long.
        most, *others = sorted(parts, key=lambda part: -part.papers)
        whole._counts = most.counts.copy()
        for part in others:
            whole._counts.update(part.counts)
        return whole

    def add(self, title: str, terms: str) -> None:
        """Count the terms of a title, each once."""
        self._titles.append(title)
        self._found.append(terms)
        self._counts = None

    @property
    def papers(self) -> int:
        """How many titles there are."""
        return len(self._titles)

    @property
    def counts(self) -> Counter[str]:
        """Titles by term."""
        if self._counts is None:
            # One count of a long list is several times as quick as many small ones.
            joined = SEPARATOR.join(filter(None, self._found))
            self._counts = Counter(joined.split(SEPARATOR) if joined else ())
        return self._counts

    def pick(self, ranked: Sequence[str], limit: int) -> list[tuple[str, int]]:
        """Take terms in order; a word that stands mostly inside a taken term is left out.

        So is a word of which a longer term that says most of its papers comes later.
        """
        picked: list[str] = []
        pairs = [term for term in ranked if " " in term]
        for term in ranked:
            whole = next(
                (
                    pair
                    for pair in pairs
                    if " " not in term
                    and term in pair.split()
                    and self.counts[pair] >= SAME * self.counts[term]
                ),
                term,
            )
            if whole not in picked and not any(self._covers(other, whole) for other in picked):
                picked.append(whole)
            if len(picked) == limit:
                break
        spellings = self._spellings(picked)
        return [(spellings[term], self.counts[term]) for term in picked]

    def _covers(self, taken: str, term: str) -> bool:
        """Tell whether one is part of the other and says the same, or both are of one phrase."""
        one, two = taken.split(), term.split()
        counts = sorted((self.counts[taken], self.counts[term]))
        if set(one) <= set(two) or set(two) <= set(one):
            return counts[0] >= SAME * counts[1]
        chained = one[-1] == two[0] or two[-1] == one[0]
        return chained and counts[0] >= 0.9 * counts[1]

    def _spellings(self, terms: Sequence[str]) -> dict[str, str]:
        """Find how terms are mostly written in the first titles that hold them."""
        forms: dict[str, Counter[str]] = {term: Counter() for term in terms}
        wanted = {term: min(_SPELLINGS, self.counts[term]) for term in terms}
        for title, found in zip(self._titles, self._found, strict=True):
            if not wanted:
                break
            # Most titles hold none of them, which is quicker to see than to cut the title.
            here = [term for term in wanted if term in found]
            written = terms_of(title) if here else {}
            for term in here:
                if term in written:
                    forms[term][written[term]] += 1
                    wanted[term] -= 1
                    if not wanted[term]:
                        del wanted[term]
        return {term: _usual(counts) for term, counts in forms.items()}


def _usual(forms: Counter[str]) -> str:
    best = max(forms, key=lambda form: (forms[form], form))
    # "Language Models" of a title is "language models"; "LLM" and "DeepSeek" stay.
    words = [word.lower() if word[1:].islower() else word for word in best.split()]
    return " ".join(words)


def _surprise(now: int, now_all: int, then: int, then_all: int) -> float:
    """Return Dunning's G²: twice the log-likelihood ratio of one rate against two."""
    rate = (now + then) / (now_all + then_all)
    pairs = (
        (now, now_all * rate),
        (then, then_all * rate),
        (now_all - now, now_all * (1 - rate)),
        (then_all - then, then_all * (1 - rate)),
    )
    return 2 * sum(seen * log(seen / expected) for seen, expected in pairs if seen and expected)


def _trends(counts: Sequence[tuple[str, int]]) -> tuple[Trend, ...]:
    most = max((count for _, count in counts), default=0)
    return tuple(Trend(term, count, count / most) for term, count in counts)
