"""Blocks: the postings of some thousand papers, by term, numbered from 0.

A block is made from token records and kept in the cache; segments are made by stringing
blocks together, term by term, without decoding them.  Knows records and documents, nothing
of shards or files.  The coding is described in docs/search.md, "Postings".
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, compress, pairwise, repeat
from operator import and_, contains, itemgetter, sub
from typing import Any

import msgspec

from sitegen.model import Record
from sitegen.search.code import CODES, add_to_first, encode
from sitegen.search.plan import Block, SearchDocument
from sitegen.search.record import EMPTY, VECTOR_END, TokenRecord, decode_tokens, union

Load = Callable[[str], bytes]  # from the key of a digest's records to `encode_tokens`' bytes

# Signatures below are added to the document's number; the rest takes a code of its own.
SHORT = 3
_STEP = SHORT + 1  # values of a signature within the number of a step
SIGNED = 128  # more than there are signatures
FEW = 32  # values of a term; a loop over so few is quicker than what C does in passes

# Surrogates and what stands above them: only these sort otherwise as UTF-16 units.
_BEYOND = re.compile("[\ud800-\U0010ffff]")

# Where the vocabulary is cut, so that a segment is made with a part of every block in memory.
_EDGES = [*"123456789abcdefghijklmnopqrstuvwxyz", "\u0100", *map(chr, range(0x4E00, 0x9A00, 0x400))]
DRAWERS = len(_EDGES) + 1


class Drawer(Record, frozen=True, array_like=True, gc=False):
    """A range of a block's vocabulary: columns of equal length, sorted by UTF-16 units."""

    terms: list[str]
    counts: list[int]  # papers
    lasts: list[int]  # number of the last paper
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
    with _no_cycles():
        return _encoder.encode(_invert(block, load))


def make_block(block: Block, load: Load, kept: Callable[[str], bytes | None]) -> bytes:
    """Build a block, or join it from its parts where most of it was built before.

    Args:
        block: of the plan.
        load: gets a digest's token records from the cache.
        kept: gets the bytes of a block that was built before by its fingerprint, or None.

    Returns:
        The same bytes as `build_block`.
    """
    found = [kept(part.fingerprint) for part in block.parts]
    pairs = list(zip(block.parts, found, strict=True))
    known = sum(len(part.documents) for part, data in pairs if data is not None)
    if 2 * known < len(block.documents):
        return build_block(block, load)
    return join_blocks([data or build_block(part, load) for part, data in pairs])


def join_blocks(parts: Sequence[bytes]) -> bytes:
    """Join encoded blocks to the block of all their papers, in their order.

    Only the first number of a term in each part is coded anew: what it costs follows from
    the vocabularies, not from the number of papers.
    """
    blocks = [load_block(data) for data in parts]
    with _no_cycles():
        joined = BlockData(
            [date for block in blocks for date in block.dates],
            [found for block in blocks for found in block.categories],
            [
                list(chain.from_iterable(columns))
                for columns in zip(*(block.lengths for block in blocks), strict=True)
            ],
            [msgspec.Raw(_encoder.encode(_joined(blocks, n))) for n in range(DRAWERS)],
        )
        return _encoder.encode(joined)


def _joined(blocks: Sequence[BlockData], number: int) -> Drawer:
    """Join one range of the vocabulary of blocks whose papers follow each other."""
    found: dict[str, tuple[int, int, str, str]] = {}
    start = 0  # number of the block's first paper in the joined block
    for block in blocks:
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
        start += len(block.dates)
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


def _invert(block: Block, load: Load) -> BlockData:
    # Two values a paper: its number and signature as one number, and the coded positions.
    # Nine million pairs of paper and term in 25,000 papers: no loop but in C.
    found: defaultdict[str, list[Any]] = defaultdict(list)
    lengths: list[tuple[int, ...]] = []
    shelf = Shelf(load)
    for number, document in enumerate(block.documents):
        record = shelf.record(document)
        lengths.append(record.lengths)
        signed = range(number * SIGNED, (number + 1) * SIGNED)
        values = zip(
            map(list(signed).__getitem__, record.signatures),
            record.positions.split(),
            strict=False,
        )
        lists = map(found.__getitem__, record.terms.split())
        deque(map(list.extend, lists, values), maxlen=0)
    vocabulary = in_order(found)
    drawers = []
    for start, end in pairwise(_cuts(vocabulary)):
        terms = vocabulary[start:end]
        rows = list(map(found.__getitem__, terms))
        counts = [len(row) // 2 for row in rows]
        lasts = [row[-2] // SIGNED for row in rows]
        drawers.append(msgspec.Raw(_encoder.encode(Drawer(terms, counts, lasts, *_coded(rows)))))
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


def in_order(terms: Iterable[str]) -> list[str]:
    """Sort terms by UTF-16 units; without rare characters that is how Python sorts them."""
    found = sorted(terms)
    return sorted(found, key=utf16) if _BEYOND.search(" ".join(found)) else found


def _cuts(vocabulary: list[str]) -> list[int]:
    """Return where the drawers begin in the vocabulary, and its end."""
    inner = [bisect_left(vocabulary, utf16(edge), key=utf16) for edge in _EDGES]
    return [0, *inner, len(vocabulary)]


class _Codes(dict[int, str]):
    """The code of a paper: from (step to it + 1) * SIGNED + signature."""

    def __missing__(self, key: int) -> str:
        step, signature = divmod(key - SIGNED, SIGNED)
        if signature < SHORT:
            code = encode(step * _STEP + signature)
        else:
            code = encode(step * _STEP + SHORT) + CODES[signature - SHORT]
        self[key] = code
        return code


_CODE_OF = _Codes()


def _coded(rows: Iterable[list[Any]]) -> tuple[list[str], list[str]]:
    """Code the papers of each term, and the positions in them.

    A paper is the step from the paper before, with the signature where that is a frequent
    one; after it stand a rare signature and, behind ESCAPE, the frequencies themselves.
    """
    code_of = _CODE_OF
    postings: list[str] = []
    columns: list[str] = []
    for row in rows:
        if len(row) == 2:  # as of most terms
            code, places = code_of[row[0] + SIGNED], row[1]
        elif len(row) <= FEW:
            code, before = "", -SIGNED
            for paper in row[::2]:
                code += code_of[paper - before]
                before = paper & -SIGNED
            places = "".join(row[1::2])
        else:
            papers = row[::2]
            befores = map(and_, chain([-SIGNED], papers), repeat(-SIGNED))
            code = "".join(map(code_of.__getitem__, map(sub, papers, befores)))
            places = "".join(row[1::2])
        if VECTOR_END in places:
            code, places = _with_vectors(row)
        postings.append(code)
        columns.append(places)
    return postings, columns


def _with_vectors(row: list[Any]) -> tuple[str, str]:
    """Code a term some of whose papers have their frequencies in front of the positions."""
    papers, positions = row[::2], row[1::2]
    befores = map(and_, chain([-SIGNED], papers), repeat(-SIGNED))
    codes = list(map(_CODE_OF.__getitem__, map(sub, papers, befores)))
    for at in compress(range(len(codes)), map(contains, positions, repeat(VECTOR_END))):
        vector, _, positions[at] = positions[at].partition(VECTOR_END)
        codes[at] += vector
    return "".join(codes), "".join(positions)


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
