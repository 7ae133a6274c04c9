"""Inversion: the terms of thousands of papers, sorted into postings.

Thirteen million terms stand in 25,000 papers.  They are arrays of numbers here, and everything
is done to all of them at once; no loop over them is in Python, but for the one in C that
looks up the number of each term.  Knows token records and the coding of postings
(docs/search.md, "Postings"), nothing of blocks or files.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sitegen.search.arrays import (
    Flags,
    Numbers,
    Texts,
    before,
    coded,
    grouped,
    is_new,
    starts,
)
from sitegen.search.order import in_order
from sitegen.search.record import FIELDS, SHIFT, TokenRecord
from sitegen.search.signatures import ESCAPE, SHORT, SIGNATURES, STEP

_PLACE_BITS = SHIFT + 3
# A term's frequencies in the fields as one number, 8 bits for each.
_UNIT_OF_FIELD = np.uint64(1) << np.arange(0, 64, 8, dtype=np.uint64)
_MOST_TIMES = 255  # of a term in a paper, until its frequencies may not fit
_FREQUENCIES = np.array([[int(digit) for digit in vector] for vector in SIGNATURES], np.uint64)
_VECTORS = (_FREQUENCIES * _UNIT_OF_FIELD).sum(axis=1, dtype=np.uint64)
_BY_VECTOR = np.argsort(_VECTORS)


class Postings(NamedTuple):
    """The papers of some terms, and the positions in them."""

    counts: Numbers  # papers of each term
    lasts: Numbers  # number of the last paper
    firsts: Numbers  # the first number of the postings, that of the first paper
    rests: Texts  # all that follows it
    positions: Texts


class _Vocabulary(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class Inversion:
    """All terms of some papers, with the papers that each stands in, numbered from 0."""

    def __init__(self, records: Iterable[TokenRecord]) -> None:
        """Take the terms of the papers.

        Args:
            records: of each paper, in order.
        """
        number_of = _Vocabulary()
        numbers, places, counts = [], [], []
        for record in records:
            terms = record.terms.split()
            found = map(number_of.__getitem__, terms)
            numbers.append(np.fromiter(found, np.int32, count=len(terms)))
            places.append(record.places)
            counts.append(len(terms))
        self.vocabulary: list[str] = in_order(number_of)
        ranks = np.empty(len(self.vocabulary), np.int64)
        ranks[list(map(number_of.__getitem__, self.vocabulary))] = np.arange(len(ranks))
        keys = ranks[np.concatenate(numbers)] if numbers else ranks
        # Term, paper and place as one number, so that sorting numbers is all the sorting.
        self._paper_bits = len(counts).bit_length()
        keys <<= self._paper_bits
        keys |= np.repeat(np.arange(len(counts)), counts)
        keys <<= _PLACE_BITS
        keys |= np.frombuffer(b"".join(places), np.uint16)
        keys.sort()
        self._keys = keys

    def postings(self, start: int, end: int) -> Postings:
        """Return the postings of a range of the vocabulary, one term or more.

        A paper is the step from the paper before, with the signature where that is a frequent
        one; after it stand a rare signature and, behind `ESCAPE`, the frequencies themselves.
        A position is the step from the one before, or from the beginning of the field.
        """
        bits = self._paper_bits + _PLACE_BITS
        first, last = np.searchsorted(self._keys, [start << bits, end << bits])
        keys = self._keys[first:last]

        # Of each term in each paper: where its places begin, and how often it stands there.
        pairs = keys >> _PLACE_BITS
        heads = np.flatnonzero(is_new(pairs))
        times = np.diff(heads, append=len(keys))
        terms, papers = np.divmod(pairs[heads], 1 << self._paper_bits)
        fields = keys >> SHIFT & len(FIELDS) - 1
        signatures = _signatures(fields, heads, times)

        is_first = is_new(terms)
        term_heads = np.flatnonzero(is_first)
        ends = np.append(term_heads[1:], len(papers))
        steps = papers - before(papers, is_first, -1) - 1
        numbers = steps * STEP + np.minimum(signatures, SHORT)
        rests = _with_signatures(numbers, ~is_first, signatures, fields, times)

        positions = keys & (1 << SHIFT) - 1
        positions -= before(positions, is_new(keys >> SHIFT))
        return Postings(
            counts=ends - term_heads,
            lasts=papers[ends - 1],
            firsts=numbers[term_heads],
            rests=grouped(rests, ends - term_heads),
            positions=grouped(coded(positions), np.add.reduceat(times, term_heads)),
        )


def _signatures(fields: Numbers, heads: Numbers, times: Numbers) -> Numbers:
    """Return the signatures of terms in papers, whose places begin at `heads`."""
    vectors = np.add.reduceat(_UNIT_OF_FIELD[fields], heads)
    near = np.searchsorted(_VECTORS, vectors, sorter=_BY_VECTOR)
    found = _BY_VECTOR[np.minimum(near, len(_BY_VECTOR) - 1)]
    found[(_VECTORS[found] != vectors) | (times > _MOST_TIMES)] = ESCAPE
    return found


def _with_signatures(
    numbers: Numbers, is_told: Flags, signatures: Numbers, fields: Numbers, times: Numbers
) -> Texts:
    """Write the postings of each term in each paper.

    Args:
        numbers: steps with frequent signatures.
        is_told: tells of which the number is written; what follows it always is.
        signatures: of each.
        fields: of all places.
        times: how many places each has.
    """
    is_long = signatures >= SHORT
    is_escaped = signatures == ESCAPE
    sizes = is_told.astype(np.int64) + is_long + len(FIELDS) * is_escaped
    at = starts(sizes)
    told = np.empty(sizes.sum(), np.int64)
    told[at[is_told]] = numbers[is_told]
    at += is_told
    told[at[is_long]] = signatures[is_long] - SHORT
    escaped = np.flatnonzero(is_escaped)
    if len(escaped):
        rows = np.repeat(np.arange(len(escaped)), times[escaped])
        frequencies = np.bincount(
            rows * len(FIELDS) + fields[np.repeat(is_escaped, times)],
            minlength=len(escaped) * len(FIELDS),
        )
        columns = at[escaped, np.newaxis] + 1 + np.arange(len(FIELDS))
        told[columns] = frequencies.reshape(columns.shape)
    return grouped(coded(told), sizes)
