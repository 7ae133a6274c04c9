"""The plan of an index: which papers stand in which block, segment and group.

Everything here follows from the papers alone, never from earlier builds, so an incremental
build and a full one cut in the same places (docs/search.md, "Segments").  Knows dates and
fingerprints, nothing of terms or files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sitegen.model import Record

FORMAT = 7  # raise it when the bytes of an unchanged index, or of its blocks, change

# A block holds about this many papers at most: it bounds the memory that one takes to build.
BLOCK = 4096
# Closed years become a segment of their own when they hold this many papers.
YEARS = 60_000
# Days of a segment, and of a block, in the current month.
HALF = 15
FEW = 3
# Segments are joined while they hold no more papers than this together.
SMALL = 1500


class SearchDocument(Record, frozen=True, array_like=True, gc=False):
    """One paper as the index sees it.

    `references` name what to index: (key of a digest's token records, numbers of its
    entries).  `stamp` changes with all that is indexed or shown.
    """

    key: str
    date: str  # "2025-11-14", "2025-11" or ""
    stamp: str
    references: tuple[tuple[str, tuple[int, ...]], ...]
    title: str = ""
    authors: str = ""  # one a line
    categories: tuple[str, ...] = ()  # the main one first
    tldr: str = ""  # a passage of it


class Block(Record, frozen=True, array_like=True, gc=False):
    """Papers whose terms are put into postings together: of a closed month, or of three days.

    `parts` are smaller blocks that an earlier build may have left, with the same papers in
    the same order: a closed month is that of its days, three days are two and one more.
    """

    fingerprint: str
    documents: tuple[SearchDocument, ...]
    parts: tuple[Block, ...] = ()


class Segment(Record, frozen=True, array_like=True, gc=False):
    """Blocks that share one set of shards. A sealed one changes only when its papers do."""

    fingerprint: str
    blocks: tuple[Block, ...]

    @property
    def count(self) -> int:
        """How many papers it holds."""
        return sum(len(block.documents) for block in self.blocks)


class Group(Record, frozen=True, array_like=True, gc=False):
    """Papers whose titles and summaries share a folder: a closed month, or one day."""

    fingerprint: str
    documents: tuple[SearchDocument, ...]


class IndexPlan(Record, frozen=True, array_like=True, gc=False):
    """The whole index. Papers are numbered from 0 in the order of segments and groups."""

    segments: tuple[Segment, ...]
    groups: tuple[Group, ...]

    @property
    def lasting(self) -> set[str]:
        """Fingerprints of the blocks that a later build may want: its own, and parts of the newest.

        An edit of the newest day leaves the days before it in its block as they were.
        """
        blocks = [block for segment in self.segments for block in segment.blocks]
        return {block.fingerprint for block in (*blocks, *(blocks[-1].parts if blocks else ()))}


def plan_index(documents: Iterable[SearchDocument]) -> IndexPlan:
    """Plan the index of all papers.

    Papers are put in order of date and key; those without a date come first.  The current
    month is that of the newest paper.  Segments, oldest first: closed years (where there are
    many papers in them), closed months, the closed half of the current month (days 1 to 15),
    the current half.  What is small joins its neighbour.
    """
    ordered = sorted(documents, key=attrgetter("date", "key"))
    if not ordered:
        return IndexPlan((), ())
    newest = ordered[-1].date
    years: list[_Day] = []
    months: list[_Day] = []
    closed: list[_Day] = []
    young: list[_Day] = []
    days = [_Day(date, list(found)) for date, found in groupby(ordered, key=attrgetter("date"))]
    for day in days:
        if day.month != newest[:7]:
            (years if day.month[:4] != newest[:4] else months).append(day)
        else:
            (young if _span(day.date, HALF) == _span(newest, HALF) else closed).append(day)
    if _count(years) < YEARS:
        months = years + months
        years = []
    if _count(closed) + _count(young) <= SMALL:
        young = closed + young
        closed = []
    if _count(months) + _count(closed) + _count(young) <= SMALL:
        young = months + closed + young
        months, closed = [], []
    # Of the months before, no build has left the days.
    recent = {newest[:7], max((day.month for day in days if day.month != newest[:7]), default="")}
    segments = (
        _segment(part, newest[:7], recent) for part in (years, months, closed, young) if part
    )
    groups = (
        _group(_papers(part))
        for part in _parts(days, lambda d: d.date if d.month == newest[:7] else d.month)
    )
    return IndexPlan(tuple(segments), tuple(groups))


class _Day(NamedTuple):
    """The papers of a day; of a date that is no more than a month, or "", those of it."""

    date: str
    papers: list[SearchDocument]

    @property
    def month(self) -> str:
        return self.date[:7]


def _papers(days: Iterable[_Day]) -> list[SearchDocument]:
    return [document for day in days for document in day.papers]


def _count(days: Iterable[_Day]) -> int:
    return sum(len(day.papers) for day in days)


def _span(date: str, days: int) -> str:
    """Number the span of `days` of its month that holds a date; the last has the 31st, too."""
    return str(min((int(date[8:10]) - 1) // days, 30 // days - 1)) if len(date) == 10 else "0"


def _parts(days: Iterable[_Day], name: Callable[[_Day], str]) -> Iterator[list[_Day]]:
    for _, part in groupby(days, key=name):
        yield list(part)


def _segment(days: Sequence[_Day], current: str, recent: Collection[str]) -> Segment:
    """Cut a segment into blocks: months, and three days each of the current one.

    A new day makes one block anew, so small ones spare time; half a month has few of them.

    Args:
        days: of the segment.
        current: the month of the newest paper.
        recent: months of whose days a build before may have left blocks.
    """
    blocks: list[Block] = []
    for month in _parts(days, lambda day: day.month):
        pieces = [
            piece
            for span in _parts(month, lambda day: _span(day.date, FEW))
            for piece in _of_days(span)
        ]
        if month[0].month == current:
            blocks += map(_block_of_days, pieces)
        else:
            blocks += _of_month(pieces, month[0].month in recent)
    return Segment(_digest(["segment", *(block.fingerprint for block in blocks)]), tuple(blocks))


def _of_days(days: list[_Day]) -> list[list[_Day]]:
    """Cut some days where they have too many papers for a block, if need be within a day."""
    count = -(-_count(days) // BLOCK)
    if count == 1:
        return [days]
    papers = _papers(days)
    size = -(-len(papers) // count)
    parts = [papers[at : at + size] for at in range(0, len(papers), size)]
    return [
        [_Day(date, list(same)) for date, same in groupby(part, key=attrgetter("date"))]
        for part in parts
    ]


def _block_of_days(days: Sequence[_Day]) -> Block:
    """Make a block of some days; its parts are the last one, and those before it."""
    papers = _papers(days)
    if len(days) == 1:
        return _block(papers)
    return _block(papers, (_block(_papers(days[:-1])), _block(days[-1].papers)))


def _of_month(pieces: Sequence[Sequence[_Day]], recent: bool) -> list[Block]:
    """Join the days of a month to one block, to more of about the same size if it is large.

    Every block costs every term of it a number, so no small rest may remain.
    """
    papers = sum(map(_count, pieces))
    count = -(-papers // BLOCK)
    shares: list[list[Sequence[_Day]]] = [[] for _ in range(count)]
    before = 0
    for piece in pieces:
        size = _count(piece)
        shares[min((before + size // 2) * count // papers, count - 1)].append(piece)
        before += size
    return [
        _block_of_days(share[0])
        if len(share) == 1
        else _block(
            [document for piece in share for document in _papers(piece)],
            tuple(map(_block_of_days, share)) if recent else (),
        )
        for share in shares
        if share
    ]


def _group(papers: Sequence[SearchDocument]) -> Group:
    return Group(_fingerprint("group", papers), tuple(papers))


def _block(papers: Sequence[SearchDocument], parts: tuple[Block, ...] = ()) -> Block:
    return Block(_fingerprint("block", papers), tuple(papers), parts)


def _fingerprint(kind: str, documents: Sequence[SearchDocument]) -> str:
    return _digest(
        [kind, *(f"{document.key} {document.date} {document.stamp}" for document in documents)]
    )


def _digest(parts: Iterable[str]) -> str:
    """Hash the parts to a name for a folder: 60 bits, so that two never meet in practice."""
    text = "\n".join([str(FORMAT), *parts])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass")).hexdigest()[:15]
