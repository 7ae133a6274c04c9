"""Blocks: the postings of some thousand papers, by term, numbered from 0.

A block is made from token records and kept in the cache; segments are made by stringing
blocks together, term by term, without decoding them.  Its vocabulary is cut into drawers,
so that who strings needs one drawer of every block at a time.  Knows records and documents,
nothing of shards or files.  The coding is described in docs/search.md, "Postings".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import itemgetter

import msgspec
import numpy as np

from sitegen.model import Record
from sitegen.search.arrays import (
    Numbers,
    Texts,
    before,
    coded,
    copy,
    grouped,
    is_new,
    starts,
)
from sitegen.search.inversion import Inversion, Postings
from sitegen.search.order import in_order, utf16
from sitegen.search.plan import Block
from sitegen.search.record import TokenRecord
from sitegen.search.shelf import Load, Shelf
from sitegen.search.signatures import STEP

Encoded = Sequence[bytes]  # a block: its `Columns`, then each `Drawer`

# Where the vocabulary is cut.
_EDGES = [*"123456789abcdefghijklmnopqrstuvwxyz", "\u0100", *map(chr, range(0x4E00, 0x9A00, 0x400))]
DRAWERS = len(_EDGES) + 1


class Drawer(Record, frozen=True, array_like=True, gc=False):
    """A range of a block's vocabulary, sorted by UTF-16 units: columns of equal length.

    Numbers are of 32 bits.  Postings stand apart from their first number, which changes when
    papers come before them.
    """

    terms: str  # separated by spaces
    counts: bytes  # papers
    lasts: bytes  # number of the last paper
    firsts: bytes  # first number of the postings
    rests: bytes  # the rest of the postings
    rest_sizes: bytes
    positions: bytes
    position_sizes: bytes


class Columns(Record, frozen=True, array_like=True, gc=False):
    """What is known of a block's papers, in their order."""

    days: list[tuple[str, int]]  # each date with its papers
    lists: list[tuple[str, ...]]  # of categories, those of the first paper first
    listed: list[int]  # the list of each paper
    lengths: list[list[int]]  # of each field, one a paper
    size: int  # about the bytes that its terms take in shards

    @property
    def count(self) -> int:
        """How many papers it holds."""
        return len(self.listed)


def build_block(block: Block, load: Load) -> list[bytes]:
    """Put the terms of a block's papers into postings.

    Args:
        block: of the plan.
        load: gets a digest's token records from the cache.
    """
    lengths: list[tuple[int, ...]] = []

    def records() -> Iterator[TokenRecord]:
        shelf = Shelf(load)
        for document in block.documents:
            record = shelf.record(document)
            lengths.append(record.lengths)
            yield record

    inversion = Inversion(records())
    vocabulary = inversion.vocabulary
    drawers = [
        _drawer(vocabulary[start:end], inversion.postings(start, end)) if start < end else _NONE
        for start, end in pairwise(_cuts(vocabulary))
    ]
    categories = [document.categories for document in block.documents]
    places = {found: at for at, found in enumerate(dict.fromkeys(categories))}
    columns = Columns(
        [
            (date, len(list(same)))
            for date, same in groupby(document.date for document in block.documents)
        ],
        list(places),
        list(map(places.__getitem__, categories)),
        [list(column) for column in zip(*lengths, strict=True)],
        sum(map(_size_of, drawers)),
    )
    return [_encoder.encode(columns), *map(_encoder.encode, drawers)]


def make_block(block: Block, load: Load, kept: Callable[[str], Encoded | None]) -> list[bytes]:
    """Build a block, or join it from its parts where most of it was built before.

    Args:
        block: of the plan.
        load: gets a digest's token records from the cache.
        kept: gets a block that was built before by its fingerprint, or None.

    Returns:
        The same bytes as `build_block`.
    """
    found = [kept(part.fingerprint) for part in block.parts]
    pairs = list(zip(block.parts, found, strict=True))
    known = sum(len(part.documents) for part, data in pairs if data is not None)
    if 2 * known < len(block.documents):
        return build_block(block, load)
    return join_blocks([data or build_block(part, load) for part, data in pairs])


def join_blocks(blocks: Sequence[Encoded]) -> list[bytes]:
    """Join blocks to the block of all their papers, in their order.

    Only the first number of a term in each part is coded anew; all that follows is copied.
    """
    columns = [load_columns(block) for block in blocks]
    counts = [each.count for each in columns]
    drawers = [_joined(blocks, counts, number) for number in range(DRAWERS)]
    places: dict[tuple[str, ...], int] = {}
    for each in columns:
        for found in each.lists:
            places.setdefault(found, len(places))
    joined = Columns(
        joined_days(columns),
        list(places),
        [places[each.lists[at]] for each in columns for at in each.listed],
        [
            list(chain.from_iterable(lengths))
            for lengths in zip(*(each.lengths for each in columns), strict=True)
        ],
        sum(map(_size_of, drawers)),
    )
    return [_encoder.encode(joined), *map(_encoder.encode, drawers)]


def joined_days(columns: Iterable[Columns]) -> list[tuple[str, int]]:
    """Return the days of blocks that follow each other; one may end on the day of the next."""
    days = chain.from_iterable(each.days for each in columns)
    return [
        (date, sum(papers for _, papers in same)) for date, same in groupby(days, key=itemgetter(0))
    ]


class Entries:
    """A range of the vocabulary of some blocks, merged: an entry for each term of each block.

    Entries are in the order of terms, those of a term in the order of the blocks; only
    `rests` and `positions` are as they come, block by block.
    """

    def __init__(self, drawers: Sequence[Drawer]) -> None:
        """Merge one drawer of each block."""
        lists = [drawer.terms.split() for drawer in drawers]
        sizes = list(map(len, lists))
        self.vocabulary = in_order(dict.fromkeys(chain.from_iterable(lists)))
        rank_of = dict(zip(self.vocabulary, range(len(self.vocabulary)), strict=True))
        ranks = map(rank_of.__getitem__, chain.from_iterable(lists))
        terms = np.fromiter(ranks, np.int64, count=sum(sizes))
        self._order = np.argsort(terms, kind="stable")
        terms = terms[self._order]
        self.is_first = is_new(terms)  # of its term
        self.of_term = np.diff(np.flatnonzero(self.is_first), append=len(terms))  # entries
        self.blocks = np.repeat(np.arange(len(drawers)), sizes)[self._order]
        self.counts = self._column(drawer.counts for drawer in drawers)
        self.lasts = self._column(drawer.lasts for drawer in drawers)
        self.firsts = self._column(drawer.firsts for drawer in drawers)
        self.rests = _texts(
            [drawer.rests for drawer in drawers], [drawer.rest_sizes for drawer in drawers]
        )
        self.positions = _texts(
            [drawer.positions for drawer in drawers], [drawer.position_sizes for drawer in drawers]
        )

    def _column(self, parts: Iterable[bytes]) -> Numbers:
        return self.in_order(np.frombuffer(b"".join(parts), np.int32).astype(np.int64))

    def in_order(self, values: Numbers) -> Numbers:
        """Put what stands block by block into the order of the entries."""
        return values[self._order]

    def as_they_come(self, values: Numbers) -> Numbers:
        """Put what stands in the order of the entries block by block."""
        found = np.empty_like(values)
        found[self._order] = values
        return found


def _texts(data: Sequence[bytes], sizes: Sequence[bytes]) -> Texts:
    return Texts(
        np.frombuffer(b"".join(data), np.uint8),
        np.frombuffer(b"".join(sizes), np.int32).astype(np.int64),
    )


def _joined(blocks: Sequence[Encoded], counts: Sequence[int], number: int) -> Drawer:
    """Join one range of the vocabulary of blocks whose papers follow each other."""
    entries = Entries([open_drawer(block, number) for block in blocks])
    if not entries.vocabulary:
        return _NONE
    starts_of = starts(np.array(counts))[entries.blocks]  # of each block its first paper's number
    lasts = starts_of + entries.lasts
    ends = np.cumsum(entries.of_term)
    heads = ends - entries.of_term
    firsts = entries.firsts + STEP * (starts_of - before(lasts, entries.is_first, -1) - 1)
    codes = coded(firsts[~entries.is_first])
    code_sizes = np.zeros(len(firsts), np.int64)
    code_sizes[~entries.is_first] = codes.sizes
    sizes = code_sizes + entries.in_order(entries.rests.sizes)
    at = starts(sizes)
    rests = np.empty(sizes.sum(), np.uint8)
    copy(codes, rests, at[~entries.is_first])
    copy(entries.rests, rests, entries.as_they_come(at + code_sizes))
    position_sizes = entries.in_order(entries.positions.sizes)
    positions = np.empty_like(entries.positions.data)
    copy(entries.positions, positions, entries.as_they_come(starts(position_sizes)))
    return _drawer(
        entries.vocabulary,
        Postings(
            np.add.reduceat(entries.counts, heads),
            lasts[ends - 1],
            firsts[heads],
            grouped(Texts(rests, sizes), entries.of_term),
            grouped(Texts(positions, position_sizes), entries.of_term),
        ),
    )


def _drawer(terms: list[str], postings: Postings) -> Drawer:
    return Drawer(
        " ".join(terms),
        _bytes(postings.counts),
        _bytes(postings.lasts),
        _bytes(postings.firsts),
        postings.rests.data.tobytes(),
        _bytes(postings.rests.sizes),
        postings.positions.data.tobytes(),
        _bytes(postings.positions.sizes),
    )


def _bytes(numbers: Numbers) -> bytes:
    return numbers.astype(np.int32).tobytes()


_NONE = Drawer("", b"", b"", b"", b"", b"", b"", b"")


def _size_of(drawer: Drawer) -> int:
    """Return about how many bytes a drawer's terms will take in shards."""
    return len(drawer.terms) + len(drawer.rests) + len(drawer.positions) + 2 * len(drawer.counts)


def load_columns(block: Encoded) -> Columns:
    """Load what is known of a block's papers.

    Raises:
        msgspec.DecodeError: the bytes are something else.
    """
    return _columns_decoder.decode(block[0])


def open_drawer(block: Encoded, number: int) -> Drawer:
    """Load one range of a block's vocabulary (of `DRAWERS`).

    Raises:
        msgspec.DecodeError: the bytes are something else.
    """
    return _drawer_decoder.decode(block[1 + number])


def _cuts(vocabulary: list[str]) -> list[int]:
    """Return where the drawers begin in the vocabulary, and its end."""
    inner = [bisect_left(vocabulary, utf16(edge), key=utf16) for edge in _EDGES]
    return [0, *inner, len(vocabulary)]


_encoder = msgspec.msgpack.Encoder()
_columns_decoder = msgspec.msgpack.Decoder(Columns)
_drawer_decoder = msgspec.msgpack.Decoder(Drawer)
