"""Blocks: the postings of some thousand papers, by term, numbered from 0.

A block is made from token records and kept in the cache; segments are made by stringing
blocks together, term by term, without decoding them.  Knows records and documents, nothing
of shards or files.  The coding is described in docs/search.md, "Postings".
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable
from itertools import pairwise, repeat

import msgspec

from sitegen.model import Record
from sitegen.search.code import CODES, TWO_END, encode
from sitegen.search.plan import Block, SearchDocument
from sitegen.search.record import EMPTY, ESCAPE, VECTOR_END, TokenRecord, decode_tokens, union

Load = Callable[[str], bytes]  # from the key of a digest's records to `encode_tokens`' bytes

# Signatures below are added to the document's number; the rest takes a code of its own.
SHORT = 3

# Where the vocabulary is cut, so that a segment is made with a part of every block in memory.
_EDGES = [*"123456789abcdefghijklmnopqrstuvwxyz", "\u0100", *map(chr, range(0x4E00, 0x9A00, 0x400))]
DRAWERS = len(_EDGES) + 1


class Drawer(Record, frozen=True, array_like=True, gc=False):
    """A range of a block's vocabulary: columns of equal length, sorted by UTF-16 units."""

    terms: list[str]
    counts: list[int]  # papers
    postings: list[str]
    positions: list[str]


class BlockData(Record, frozen=True, array_like=True, gc=False):
    """A block: the columns of its papers, and its postings in drawers, not yet decoded."""

    dates: list[str]  # one a paper
    categories: list[tuple[str, ...]]
    lengths: list[list[int]]  # of each field, one a paper
    drawers: list[msgspec.Raw]


def utf16(term: str) -> bytes:
    """Return what JavaScript compares of a string."""
    return term.encode("utf-16-be", "surrogatepass")


def build_block(block: Block, load: Load) -> bytes:
    """Put the terms of a block's papers into postings.

    Args:
        block: of the plan.
        load: gets a digest's token records from the cache.

    Returns:
        An encoded `BlockData`.
    """
    # Millions of small tuples and not one cycle among them: looking for cycles would take a
    # third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _encoder.encode(_invert(block, load))
    finally:
        if collecting:
            gc.enable()


def _invert(block: Block, load: Load) -> BlockData:
    # (paper's number, signature, coded positions) of each term
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    lengths: list[tuple[int, ...]] = []
    shelf = Shelf(load)
    for number, document in enumerate(block.documents):
        record = shelf.record(document)
        lengths.append(record.lengths)
        # Nine million pairs of paper and term in 25,000 papers: no loop but in C.
        rows = zip(repeat(number), record.signatures, record.positions.split(), strict=False)
        lists = map(found.__getitem__, record.terms.split())
        deque(map(list.append, lists, rows), maxlen=0)
    vocabulary = sorted(found, key=utf16)
    drawers = []
    for start, end in pairwise(_cuts(vocabulary)):
        terms = vocabulary[start:end]
        columns = [_postings(found[term]) for term in terms]
        drawers.append(
            msgspec.Raw(
                _encoder.encode(
                    Drawer(
                        terms,
                        [len(found[term]) for term in terms],
                        [postings for postings, _ in columns],
                        [positions for _, positions in columns],
                    )
                )
            )
        )
    return BlockData(
        [document.date for document in block.documents],
        [document.categories for document in block.documents],
        [list(column) for column in zip(*lengths, strict=True)],
        drawers,
    )


def load_block(data: bytes) -> BlockData:
    """Load what `build_block` made; the drawers stay encoded.

    Raises:
        msgspec.DecodeError: the bytes are something else.
    """
    return _decoder.decode(data)


def open_drawer(data: BlockData, number: int) -> Drawer:
    """Decode one range of a block's vocabulary (of `DRAWERS`)."""
    return _drawer_decoder.decode(data.drawers[number])


def _cuts(vocabulary: list[str]) -> list[int]:
    """Return where the drawers begin in the vocabulary, and its end."""
    inner = [bisect_left(vocabulary, utf16(edge), key=utf16) for edge in _EDGES]
    return [0, *inner, len(vocabulary)]


def _postings(found: list[tuple[int, int, str]]) -> tuple[str, str]:
    """Code the papers of a term, and the positions in them.

    A paper is the step from the paper before, with the signature where that is a frequent
    one; after it stand a rare signature and, behind ESCAPE, the frequencies themselves.
    """
    if len(found) == 1:  # as of most terms
        number, signature, places = found[0]
        if signature < SHORT:
            return encode(number * 4 + signature), places
    papers = []
    positions = []
    before = -1
    for number, signature, places in found:
        step = (number - before - 1) * 4
        before = number
        if signature < SHORT:
            step += signature
            papers.append(CODES[step] if step < TWO_END else encode(step))
            positions.append(places)
            continue
        papers.append(encode(step + SHORT))
        papers.append(CODES[signature - SHORT])
        if signature == ESCAPE:
            vector, _, places = places.partition(VECTOR_END)
            papers.append(vector)
        positions.append(places)
    return "".join(papers), "".join(positions)


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
_decoder = msgspec.msgpack.Decoder(BlockData)
_drawer_decoder = msgspec.msgpack.Decoder(Drawer)
