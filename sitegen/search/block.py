"""Blocks: the postings of some thousand papers, by term, numbered from 0.

A block is made from token records and kept in the cache; segments are made by stringing
blocks together, term by term, without decoding them.  Its vocabulary is cut into drawers,
so that who strings needs one drawer of every block at a time.  Knows records and documents,
nothing of shards or files.  The coding is described in docs/search.md, "Postings".
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, groupby, pairwise
from operator import itemgetter

import msgspec

from sitegen.model import Record
from sitegen.search.code import add_to_first
from sitegen.search.order import in_order, utf16
from sitegen.search.plan import Block, SearchDocument
from sitegen.search.record import EMPTY, TokenRecord, decode_tokens, union
from sitegen.search.signatures import SHORT

Load = Callable[[str], bytes]  # from the key of a digest's records to `encode_tokens`' bytes
Encoded = Sequence[bytes]  # a block: its `Columns`, then each `Drawer`

_STEP = SHORT + 1  # values of a signature within the number of a step

# Where the vocabulary is cut.
_EDGES = [*"123456789abcdefghijklmnopqrstuvwxyz", "\u0100", *map(chr, range(0x4E00, 0x9A00, 0x400))]
DRAWERS = len(_EDGES) + 1


class Drawer(Record, frozen=True, array_like=True, gc=False):
    """A range of a block's vocabulary: columns of equal length, sorted by UTF-16 units."""

    terms: list[str]
    counts: list[int]  # papers
    lasts: list[int]  # number of the last paper
    postings: list[str]
    positions: list[str]


class Columns(Record, frozen=True, array_like=True, gc=False):
    """What is known of a block's papers, in their order."""

    days: list[tuple[str, int]]  # each date with its papers
    lists: list[tuple[str, ...]]  # of categories, those of the first paper first
    listed: list[int]  # the list of each paper
    lengths: list[list[int]]  # of each field, one a paper
    size: int  # bytes of all drawers

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
    # Here, since a build without new papers has no use for arrays: they take a tenth of a second.
    from sitegen.search.inversion import Inversion

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
        _encoder.encode(Drawer(vocabulary[start:end], *inversion.postings(start, end)))
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
        sum(map(len, drawers)),
    )
    return [_encoder.encode(columns), *drawers]


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

    Only the first number of a term in each part is coded anew: what it costs follows from
    the vocabularies, not from the number of papers.
    """
    columns = [load_columns(block) for block in blocks]
    counts = [each.count for each in columns]
    with _no_cycles():
        drawers = [_encoder.encode(_joined(blocks, counts, n)) for n in range(DRAWERS)]
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
        sum(map(len, drawers)),
    )
    return [_encoder.encode(joined), *drawers]


def joined_days(columns: Iterable[Columns]) -> list[tuple[str, int]]:
    """Return the days of blocks that follow each other; one may end on the day of the next."""
    days = chain.from_iterable(each.days for each in columns)
    return [
        (date, sum(papers for _, papers in same)) for date, same in groupby(days, key=itemgetter(0))
    ]


def _joined(blocks: Sequence[Encoded], counts: Sequence[int], number: int) -> Drawer:
    """Join one range of the vocabulary of blocks whose papers follow each other."""
    found: dict[str, tuple[int, int, str, str]] = {}
    start = 0  # number of the block's first paper in the joined block
    for block, of_block in zip(blocks, counts, strict=True):
        drawer = open_drawer(block, number)
        for term, count, last, coded, places in zip(
            drawer.terms,
            drawer.counts,
            drawer.lasts,
            drawer.postings,
            drawer.positions,
            strict=True,
        ):
            before = found.get(term)
            if before is None:
                if start:
                    coded = add_to_first(coded, start * _STEP)
                found[term] = count, start + last, coded, places
            else:
                papers, end, postings, positions = before
                postings += add_to_first(coded, (start - end - 1) * _STEP)
                found[term] = papers + count, start + last, postings, positions + places
        start += of_block
    terms = in_order(found)
    rows = [found[term] for term in terms]
    counts, lasts, codes, columns = (list(map(itemgetter(at), rows)) for at in range(4))
    return Drawer(terms, counts, lasts, codes, columns)


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Do not look for reference cycles: of millions of small tuples not one is part of any.

    Looking would take a third of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


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


class Shelf:
    """Token records of digests, loaded once while papers of one digest follow each other."""

    _ROOM = 8

    def __init__(self, load: Load) -> None:
        self._load = load
        self._digests: dict[str, list[TokenRecord]] = {}

    def record(self, document: SearchDocument) -> TokenRecord:
        """Return the union of a paper's entries."""
        records: list[TokenRecord] = []
        for key, entries in document.references:
            digest = self._digests.get(key)
            if digest is None:
                while len(self._digests) >= self._ROOM:
                    del self._digests[next(iter(self._digests))]
                digest = self._digests[key] = decode_tokens(self._load(key))
            records.extend(digest[entry] for entry in entries)
        return union(records) if records else EMPTY


_encoder = msgspec.msgpack.Encoder()
_columns_decoder = msgspec.msgpack.Decoder(Columns)
_drawer_decoder = msgspec.msgpack.Decoder(Drawer)
