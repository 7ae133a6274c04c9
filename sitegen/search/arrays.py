"""Arrays: what is done to one number or text elsewhere, done to millions at once.

Knows the number code, nothing of terms, papers or blocks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.search.code import ALPHABET, BASE, ONE, THREE_END, TWO, TWO_END

Numbers = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

_CHARACTERS = np.frombuffer(ALPHABET.encode("ascii"), np.uint8)
# Characters copied at a time: each takes sixteen bytes more meanwhile, which stay in the cache.
_COPIED = 1 << 16
# Of a number's code of so many characters: the least number, and its leading character.
_LONGER = {2: (ONE, ONE), 3: (TWO_END, ONE + TWO), 5: (THREE_END, BASE - 1)}


class Texts(NamedTuple):
    """Texts of ASCII characters, end to end."""

    data: Bytes
    sizes: Numbers  # of each


def is_new(values: Numbers) -> Flags:
    """Tell of each value whether it differs from the one before; the first one does."""
    found = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def before(values: Numbers, is_first: Flags, instead: int = 0) -> Numbers:
    """Return of each value the one before it, of those that are a first one another."""
    found = np.roll(values, 1)
    found[is_first] = instead
    return found


def starts(sizes: NDArray[Any]) -> Numbers:
    """Return where each of some texts begins that stand end to end."""
    found: Numbers = np.cumsum(sizes, dtype=np.int64) - sizes
    return found


def coded(numbers: Numbers) -> Texts:
    """Write numbers as `code.encode` does."""
    sizes = np.ones(len(numbers), np.int64)
    longer = np.flatnonzero(numbers >= ONE)
    sizes[longer] = 2 + (numbers[longer] >= TWO_END) + 2 * (numbers[longer] >= THREE_END)
    at = starts(sizes)
    data = np.empty(sizes.sum(), np.uint8)
    data[at] = _CHARACTERS[np.minimum(numbers, BASE - 1)]
    for size, (least, lead) in _LONGER.items():
        chosen = longer[sizes[longer] == size]
        rest = numbers[chosen] - least
        for place in range(size - 1, 0, -1):
            rest, digits = np.divmod(rest, BASE)
            data[at[chosen] + place] = _CHARACTERS[digits]
        data[at[chosen]] = _CHARACTERS[lead + rest]
    return Texts(data, sizes)


def copy(texts: Texts, into: Bytes, at: Numbers) -> None:
    """Copy texts to where each is to begin."""
    ends = np.cumsum(texts.sizes)
    begins = ends - texts.sizes
    shifts = at - begins
    for start in range(0, len(texts.data), _COPIED):
        stop = min(start + _COPIED, len(texts.data))
        first, last = np.searchsorted(ends, [start, stop - 1], side="right")
        some = slice(first, last + 1)
        sizes = np.minimum(ends[some], stop) - np.maximum(begins[some], start)
        places = np.repeat(shifts[some], sizes)
        places += np.arange(start, stop)
        into[places] = texts.data[start:stop]


def grouped(texts: Texts, counts: Numbers) -> Texts:
    """Make one text of so many that follow each other, of none an empty one."""
    ends = np.cumsum(counts)
    upto = np.concatenate([[0], np.cumsum(texts.sizes)])
    return Texts(texts.data, upto[ends] - upto[ends - counts])
