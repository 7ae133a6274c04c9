"""Segments: blocks strung together and cut into shards, the files that browsers load.

Knows blocks and the form of a shard (docs/search.md, "Files"); where the files go is the
caller's affair: each is handed over as soon as it is whole.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from sitegen.model import Record
from sitegen.search.arrays import Numbers, Texts, before, coded, copy, grouped, starts
from sitegen.search.block import (
    DRAWERS,
    Columns,
    Encoded,
    Entries,
    joined_days,
    load_columns,
    open_drawer,
)
from sitegen.search.code import ALPHABET, encode
from sitegen.search.record import FIELDS
from sitegen.search.tokens import CJK_FIRST

Write = Callable[[str, bytes], None]  # (path below `search/`, content)

SHARD = 32 * 1024  # bytes
SMALLEST = 8 * 1024
SHARDS = 110  # a small segment has smaller shards, until it has this many
# Positions of a term that take more stand in shards of their own, which only phrases load.
APART = 6 * 1024
# Papers of a block less one, from which on a term tells them in a number of its own.
MANY = 7
LOW_BITS = 6  # of a field's length, in one character


class SegmentFacts(Record, frozen=True, array_like=True, gc=False):
    """What the manifest tells of a segment."""

    folder: str
    count: int  # papers
    sums: tuple[int, ...]  # terms of each field, over all papers; a field of none has no file
    shards: tuple[str, ...]  # the least text that is not before each shard's first term
    apart: tuple[str, ...]  # the same for the shards of positions


def build_segment(fingerprint: str, blocks: Sequence[Encoded], write: Write) -> bytes:
    """Make the files of a segment.

    Args:
        fingerprint: of the segment, for which its folder is named.
        blocks: as `build_block` made them; of each one drawer is asked for at a time, so
            those that lie on disk need not be in memory.
        write: takes each file: its path below `search/`, and its bytes.

    Returns:
        The segment's encoded `SegmentFacts`, for `build_manifest`.
    """
    folder = fingerprint
    columns = [load_columns(block) for block in blocks]

    def put(name: str, *values: object) -> None:
        write(f"{folder}/{name}.js", part(f"{folder}/{name}", *values))

    put("columns", _columns(columns))
    for field in range(len(FIELDS)):
        lengths = [length for each in columns for length in each.lengths[field]]
        if any(lengths):
            put(f"l{field}", *_split(lengths))
    limit = min(SHARD, max(SMALLEST, sum(each.size for each in columns) // SHARDS))
    shards = _Shards("t", limit, put)
    apart = _Shards("p", SHARD, put)
    words: list[str] = []
    last = last_apart = ""
    for number in range(DRAWERS):
        found = _strung(blocks, number)
        if found is None:
            continue
        terms = found.terms
        fronts = _fronts(last, terms)
        last = terms[-1]
        shards.add(terms, fronts, found.data, found.sizes)
        for at, positions in found.apart:
            data = encode(len(positions)) + positions
            apart.add([terms[at]], _fronts(last_apart, [terms[at]]), data, [len(data)])
            last_apart = terms[at]
        words += fronts[: bisect_left(terms, CJK_FIRST)]  # what is no word comes after them
    shards.close()
    apart.close()
    put("words", " ".join(words))
    facts = SegmentFacts(
        folder,
        sum(each.count for each in columns),
        tuple(sum(sum(each.lengths[field]) for each in columns) for field in range(len(FIELDS))),
        tuple(shards.starts),
        tuple(apart.starts),
    )
    return msgspec.msgpack.encode(facts)


def part(name: str, *values: object) -> bytes:
    """Return a classic script that hands values to the page's loader."""
    text = ",".join(
        json.dumps(v, ensure_ascii=False, separators=(",", ":")) for v in (name, *values)
    )
    return f"sitegenPart({text})\n".encode("utf-8", "replace")


class _Strung(NamedTuple):
    """A range of a segment's vocabulary."""

    terms: list[str]
    data: str  # of all terms: two lengths, postings, positions
    sizes: Numbers
    apart: list[tuple[int, str]]  # positions that stand in shards of their own


def _strung(blocks: Sequence[Encoded], number: int) -> _Strung | None:
    """String the terms of one drawer of the blocks together, None if there are none.

    Before a block's postings stands a number: how many blocks are passed over, and how many
    papers follow.
    """
    entries = Entries([open_drawer(block, number) for block in blocks])
    if not entries.vocabulary:
        return None
    passed = entries.blocks - before(entries.blocks + 1, entries.is_first)
    few = np.minimum(entries.counts - 1, MANY)
    is_many = few == MANY
    told = 2 + is_many
    at = starts(told)
    numbers = np.empty(told.sum(), np.int64)
    numbers[at] = passed * (MANY + 1) + few
    numbers[at[is_many] + 1] = entries.counts[is_many] - MANY - 1
    numbers[at + told - 1] = entries.firsts
    heads = grouped(coded(numbers), told)

    posting_sizes = heads.sizes + entries.in_order(entries.rests.sizes)
    position_sizes = entries.in_order(entries.positions.sizes)
    term_heads = starts(entries.of_term)
    postings = np.add.reduceat(posting_sizes, term_heads)  # characters of each term
    positions = np.add.reduceat(position_sizes, term_heads)
    is_apart = positions > APART
    inside = np.where(is_apart, 0, positions)
    lengths = grouped(coded(np.column_stack([postings, inside]).ravel()), np.full(len(postings), 2))

    sizes = lengths.sizes + postings + inside
    data = np.empty(sizes.sum(), np.uint8)
    at = starts(sizes)
    copy(lengths, data, at)
    at += lengths.sizes
    postings_at = starts(posting_sizes) + np.repeat(at - starts(postings), entries.of_term)
    copy(heads, data, postings_at)
    copy(entries.rests, data, entries.as_they_come(postings_at + heads.sizes))
    at += postings
    ordered = np.empty_like(entries.positions.data)
    copy(entries.positions, ordered, entries.as_they_come(starts(position_sizes)))
    copy(Texts(ordered[np.repeat(~is_apart, positions)], inside), data, at)
    begins = starts(positions)
    apart = [
        (term, ordered[begins[term] : begins[term] + positions[term]].tobytes().decode("ascii"))
        for term in np.flatnonzero(is_apart).tolist()
    ]
    return _Strung(entries.vocabulary, data.tobytes().decode("ascii"), sizes, apart)


def _columns(blocks: Sequence[Columns]) -> dict[str, object]:
    """Return the columns that every query needs: sizes of blocks, days and categories."""
    lists = sorted({found for block in blocks for found in block.lists})
    code = {found: encode(at) for at, found in enumerate(lists)}
    return {
        "blocks": [block.count for block in blocks],
        "days": joined_days(blocks),
        "lists": lists,
        "listed": "".join(code[block.lists[at]] for block in blocks for at in block.listed),
    }


def _fronts(last: str, terms: Sequence[str]) -> list[str]:
    """Front-code terms: how much is as in the one before, in UTF-16 code units, and the rest.

    Args:
        last: stands before them.
        terms: in order, each once, so in each pair there is a first character that differs.
    """
    characters = np.array([last, *terms])
    codes = characters.view(np.uint32).reshape(len(characters), -1)
    same = np.argmin(codes[1:] == codes[:-1], axis=1)
    units = same
    if codes.max() > 0xFFFF:  # browsers count these twice
        is_same = np.arange(codes.shape[1]) < same[:, np.newaxis]
        units = same + np.sum(is_same & (codes[1:] > 0xFFFF), axis=1)
    return [
        ALPHABET[length] + term[at:]
        for length, at, term in zip(units.tolist(), same.tolist(), terms, strict=True)
    ]


def _split(lengths: Sequence[int]) -> tuple[str, str]:
    """Code the high and the low parts of lengths apart, which compresses a tenth better."""
    return (
        "".join(encode(length >> LOW_BITS) for length in lengths),
        "".join(ALPHABET[length & (1 << LOW_BITS) - 1] for length in lengths),
    )


class _Shards:
    """Files of neighbouring terms, each closed before it grows over the limit."""

    def __init__(self, letter: str, limit: int, put: Callable[..., None]) -> None:
        self._letter = letter
        self._limit = limit
        self._put = put
        self._terms: list[str] = []
        self._data: list[str] = []
        self._size = 0
        self.starts: list[str] = []

    def add(
        self, terms: Sequence[str], fronts: Sequence[str], data: str, sizes: Sequence[int] | Numbers
    ) -> None:
        """Add terms.

        Args:
            terms: that follow the ones before them.
            fronts: the terms front-coded: how many characters are those of the term before,
                and the rest.
            data: of all terms.
            sizes: how many characters of it are of each.
        """
        upto = np.concatenate([[0], np.cumsum(sizes)])
        filled = upto + 4 * np.arange(len(upto))
        start = 0
        while start < len(terms):
            room = filled[start] + self._limit - self._size
            end = int(np.searchsorted(filled, room, side="right")) - 1
            if end <= start and self._data:
                self.close()
                continue
            end = max(end, start + 1)
            chosen = list(fronts[start:end])
            if not self._data:
                term = terms[start]
                same = len(term) - len(chosen[0]) + 1
                self.starts.append(term[: same + 1] if self.starts else "")
                chosen[0] = ALPHABET[0] + term
            self._terms += chosen
            self._data.append(data[upto[start] : upto[end]])
            self._size += int(filled[end] - filled[start])
            start = end

    def close(self) -> None:
        if self._data:
            self._put(
                f"{self._letter}{len(self.starts) - 1}", " ".join(self._terms), "".join(self._data)
            )
        self._terms = []
        self._data = []
        self._size = 0
