"""Blocks: the postings of some thousand papers, by term, numbered from 0.

A block is made from token records and kept in the cache; segments are made by stringing
blocks together, term by term, without decoding them.  Its vocabulary is cut into drawers,
so that who strings needs one drawer of every block at a time.  Knows records and documents,
nothing of shards or files.  The coding is described in docs/search.md, "Postings".
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, compress, groupby, pairwise, repeat
from operator import and_, contains, itemgetter, sub
from typing import Any

import msgspec

from sitegen.model import Record
from sitegen.search.code import CODES, add_to_first, encode
from sitegen.search.plan import Block, SearchDocument
from sitegen.search.record import EMPTY, VECTOR_END, TokenRecord, decode_tokens, union

Load = Callable[[str], bytes]  # from the key of a digest's records to `encode_tokens`' bytes
Encoded = Sequence[bytes]  # a block: its `Columns`, then each `Drawer`

# Signatures below are added to the document's number; the rest takes a code of its own.
SHORT = 3
_STEP = SHORT + 1  # values of a signature within the number of a step
SIGNED = 128  # more than there are signatures
FEW = 32  # values of a term; a loop over so few is quicker than what C does in passes

# Surrogates and what stands above them: only these sort otherwise as UTF-16 units.
_BEYOND = re.compile("[\ud800-\U0010ffff]")

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


def utf16(term: str) -> bytes:
    """Return what JavaScript compares of a string."""
    return term.encode("utf-16-be", "surrogatepass")


def build_block(block: Block, load: Load) -> list[bytes]:
    """Put the terms of a block's papers into postings.

    Args:
        block: of the plan.
        load: gets a digest's token records from the cache.
    """
    with _no_cycles():
        return _invert(block, load)


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


def _invert(block: Block, load: Load) -> list[bytes]:
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
        drawers.append(_encoder.encode(Drawer(terms, counts, lasts, *_coded(rows))))
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
_columns_decoder = msgspec.msgpack.Decoder(Columns)
_drawer_decoder = msgspec.msgpack.Decoder(Drawer)
