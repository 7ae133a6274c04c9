"""Segments: blocks strung together and cut into shards, the files that browsers load.

Knows blocks and the form of a shard (docs/search.md, "Files"); where the files go is the
caller's affair: each is handed over as soon as it is whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

import msgspec

from sitegen.model import Record
from sitegen.search.block import (
    DRAWERS,
    Columns,
    Encoded,
    joined_days,
    load_columns,
    open_drawer,
)
from sitegen.search.code import ALPHABET, encode
from sitegen.search.order import in_order
from sitegen.search.record import FIELDS
from sitegen.search.tokens import CJK_FIRST

Write = Callable[[str, bytes], None]  # (path below `search/`, content)

SHARD = 32 * 1024  # bytes
SMALLEST = 8 * 1024
SHARDS = 110  # a small segment has smaller shards, until it has this many
# Positions of a term that take more stand in shards of their own, which only phrases load.
APART = 6 * 1024
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
    before = before_apart = ""
    same = 0
    for term, postings, positions in _strung(blocks):
        same = _shared(term, before, same)
        before = term
        if len(positions) > APART:
            shared = _shared(term, before_apart, same)
            front = ALPHABET[shared] + term[shared:]
            apart.add(term, front, encode(len(positions)) + positions)
            before_apart = term
            positions = ""
        front = ALPHABET[same] + term[same:]
        lengths_of = encode(len(postings)) + encode(len(positions))
        shards.add(term, front, f"{lengths_of}{postings}{positions}")
        if term < CJK_FIRST:  # these come first
            words.append(front)
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


def _strung(blocks: Sequence[Encoded]) -> Iterator[tuple[str, str, str]]:
    """Yield every term with its postings and positions, those of the blocks in order.

    Before a block's postings stands one number: how many blocks are passed over, and how
    many papers follow.
    """
    heads = [encode(number) for number in range(8 * len(blocks))]
    for number in range(DRAWERS):
        # Of each term the block after the last that it stands in, postings, positions.
        found: dict[str, tuple[int, str, str]] = {}
        for index, block in enumerate(blocks):
            drawer = open_drawer(block, number)
            for term, count, coded, places in zip(
                drawer.terms, drawer.counts, drawer.postings, drawer.positions, strict=True
            ):
                papers, more = (count - 1, "") if count < 8 else (7, encode(count - 8))
                before = found.get(term)
                if before is None:  # as of most terms
                    head = heads[index * 8 + papers]
                    found[term] = index + 1, f"{head}{more}{coded}", places
                else:
                    due, postings, positions = before
                    head = heads[(index - due) * 8 + papers]
                    found[term] = (
                        index + 1,
                        f"{postings}{head}{more}{coded}",
                        positions + places,
                    )
        for term in in_order(found):
            _, postings, positions = found[term]
            yield term, postings, positions


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


def _shared(one: str, other: str, guess: int) -> int:
    """Return how many characters two different texts begin with alike, from a near guess."""
    same = guess
    if one[:same] == other[:same]:
        # Neither ends here at once: they would be the same text.
        while one[same : same + 1] == other[same : same + 1]:
            same += 1
    else:
        while one[:same] != other[:same]:
            same -= 1
    return same


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

    def add(self, term: str, front: str, data: str) -> None:
        """Add a term.

        Args:
            term: that follows the ones before it.
            front: the term front-coded: how many characters are those of the term before,
                and the rest.
            data: of the term.
        """
        size = len(data) + 4
        if self._size + size > self._limit and self._data:
            self.close()
        if not self._data:
            same = len(term) - len(front) + 1
            self.starts.append(term[: same + 1] if self.starts else "")
            front = ALPHABET[0] + term
        self._terms.append(front)
        self._data.append(data)
        self._size += size

    def close(self) -> None:
        if self._data:
            self._put(
                f"{self._letter}{len(self.starts) - 1}", " ".join(self._terms), "".join(self._data)
            )
        self._terms = []
        self._data = []
        self._size = 0
