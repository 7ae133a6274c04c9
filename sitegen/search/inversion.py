"""Inversion: the terms of thousands of papers, sorted into postings.

Fifteen million terms stand in 25,000 papers.  They are arrays of numbers here, and everything
is done to all of them at once; no loop over them is in Python, but for the one in C that
looks up the number of each term.  Knows token records and the coding of postings
(docs/search.md, "Postings"), nothing of blocks or files.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.search.code import ALPHABET, BASE, ONE, THREE_END, TWO, TWO_END
from sitegen.search.order import in_order
from sitegen.search.record import FIELDS, SHIFT, TokenRecord
from sitegen.search.signatures import ESCAPE, SHORT, SIGNATURES

_Numbers = NDArray[np.int64]

_CHARACTERS = np.frombuffer(ALPHABET.encode("ascii"), np.uint8)
# Of a number's code of so many characters: the least number, and its leading character.
_LONGER = {2: (ONE, ONE), 3: (TWO_END, ONE + TWO), 5: (THREE_END, BASE - 1)}

_PLACE_BITS = SHIFT + 3
# A term's frequencies in the fields as one number, 8 bits for each.
_UNIT_OF_FIELD = np.uint64(1) << np.arange(0, 64, 8, dtype=np.uint64)
_MOST_TIMES = 255  # of a term in a paper, until its frequencies may not fit
_FREQUENCIES = np.array([[int(digit) for digit in vector] for vector in SIGNATURES], np.uint64)
_VECTORS = (_FREQUENCIES * _UNIT_OF_FIELD).sum(axis=1, dtype=np.uint64)
_BY_VECTOR = np.argsort(_VECTORS)


class Postings(NamedTuple):
    """Columns of equal length, an item for each of some terms."""

    counts: list[int]  # papers
    lasts: list[int]  # number of the last paper
    postings: list[str]
    positions: list[str]


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
            counts.append(len(terms))
            places.append(record.places)
            numbers.append(
                np.fromiter(map(number_of.__getitem__, terms), np.int32, count=len(terms))
            )
        self.vocabulary: list[str] = in_order(number_of)
        ranks = np.empty(len(self.vocabulary), np.int64)
        ranks[list(map(number_of.__getitem__, self.vocabulary))] = np.arange(len(ranks))
        # Term, paper and place as one number, so that sorting numbers is all the sorting.
        self._paper_bits = len(counts).bit_length()
        keys = ranks[np.concatenate(numbers)] if numbers else ranks
        keys <<= self._paper_bits
        keys |= np.repeat(np.arange(len(counts)), counts)
        keys <<= _PLACE_BITS
        keys |= np.frombuffer(b"".join(places), np.uint16)
        keys.sort()
        self._keys = keys

    def postings(self, start: int, end: int) -> Postings:
        """Return the postings of a range of the vocabulary.

        A paper is the step from the paper before, with the signature where that is a frequent
        one; after it stand a rare signature and, behind `ESCAPE`, the frequencies themselves.
        A position is the step from the one before, or from the beginning of the field.
        """
        if start == end:
            return Postings([], [], [], [])
        bits = self._paper_bits + _PLACE_BITS
        first, last = np.searchsorted(self._keys, [start << bits, end << bits])
        keys = self._keys[first:last]

        # Of each term in each paper: where its places begin, and how often it stands there.
        pairs = keys >> _PLACE_BITS
        heads = np.flatnonzero(_changes(pairs))
        times = np.diff(heads, append=len(keys))
        terms, papers = np.divmod(pairs[heads], 1 << self._paper_bits)

        # Of each term: where its papers begin and end.
        is_first = _changes(terms)
        ends = np.append(np.flatnonzero(is_first)[1:], len(papers))

        fields = keys >> SHIFT & len(FIELDS) - 1
        signatures = _signatures(fields, heads, times)
        steps = papers - np.where(is_first, -1, np.roll(papers, 1)) - 1
        numbers, after = _with_signatures(steps, signatures, fields, times)
        return Postings(
            np.diff(ends, prepend=0).tolist(),
            papers[ends - 1].tolist(),
            _written(numbers, after[ends - 1]),
            _written(_position_steps(keys), np.append(heads, len(keys))[ends]),
        )


def _changes(values: _Numbers) -> NDArray[np.bool_]:
    """Tell of each value whether it differs from the one before; the first one does."""
    found = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def _position_steps(keys: _Numbers) -> _Numbers:
    positions = keys & (1 << SHIFT) - 1
    before = np.roll(positions, 1)
    before[_changes(keys >> SHIFT)] = 0
    return positions - before


def _signatures(fields: _Numbers, heads: _Numbers, times: _Numbers) -> _Numbers:
    """Return the signatures of terms in papers, whose places begin at `heads`."""
    vectors = np.add.reduceat(_UNIT_OF_FIELD[fields], heads)
    near = np.searchsorted(_VECTORS, vectors, sorter=_BY_VECTOR)
    found = _BY_VECTOR[np.minimum(near, len(_BY_VECTOR) - 1)]
    found[(_VECTORS[found] != vectors) | (times > _MOST_TIMES)] = ESCAPE
    return found


def _with_signatures(
    steps: _Numbers, signatures: _Numbers, fields: _Numbers, times: _Numbers
) -> tuple[_Numbers, _Numbers]:
    """Return the numbers that tell of papers, and how many there are up to each paper's end."""
    is_long = signatures >= SHORT
    is_escaped = signatures == ESCAPE
    sizes = 1 + is_long + len(FIELDS) * is_escaped
    after = np.cumsum(sizes)
    at = after - sizes
    numbers = np.empty(after[-1], np.int64)
    numbers[at] = steps * (SHORT + 1) + np.minimum(signatures, SHORT)
    numbers[at[is_long] + 1] = signatures[is_long] - SHORT
    escaped = np.flatnonzero(is_escaped)
    if len(escaped):
        of_escaped = np.repeat(is_escaped, times)
        rows = np.repeat(np.arange(len(escaped)), times[escaped])
        frequencies = np.bincount(
            rows * len(FIELDS) + fields[of_escaped], minlength=len(escaped) * len(FIELDS)
        )
        columns = at[escaped, np.newaxis] + 2 + np.arange(len(FIELDS))
        numbers[columns] = frequencies.reshape(columns.shape)
    return numbers, after


def _written(numbers: _Numbers, ends: NDArray[Any]) -> list[str]:
    """Write numbers as `code.encode` does: one text of those up to each of `ends`."""
    sizes = np.ones(len(numbers), np.int64)
    longer = np.flatnonzero(numbers >= ONE)
    sizes[longer] = 2 + (numbers[longer] >= TWO_END) + 2 * (numbers[longer] >= THREE_END)
    after = np.cumsum(sizes)
    at = after - sizes
    written = np.empty(after[-1], np.uint8)
    written[at] = _CHARACTERS[np.minimum(numbers, BASE - 1)]
    for size, (least, lead) in _LONGER.items():
        chosen = longer[sizes[longer] == size]
        rest = numbers[chosen] - least
        for place in range(size - 1, 0, -1):
            rest, digits = np.divmod(rest, BASE)
            written[at[chosen] + place] = _CHARACTERS[digits]
        written[at[chosen]] = _CHARACTERS[lead + rest]
    text = written.tobytes().decode("ascii")
    bounds = [0, *after[ends - 1].tolist()]
    return [text[start:end] for start, end in pairwise(bounds)]
