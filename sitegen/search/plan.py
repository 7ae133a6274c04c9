"""The plan of an index: which papers stand in which block, segment and group.

Everything here follows from the papers alone, never from earlier builds, so an incremental
build and a full one cut in the same places (docs/search.md, "Segments").  Knows dates and
fingerprints, nothing of terms or files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from sitegen.model import Record

FORMAT = 4  # raise it when the bytes of an unchanged index, or of its blocks, change

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
    ordered = sorted(documents, key=lambda document: (document.date, document.key))
    if not ordered:
        return IndexPlan((), ())
    newest = ordered[-1].date
    years: list[SearchDocument] = []
    months: list[SearchDocument] = []
    closed: list[SearchDocument] = []
    young: list[SearchDocument] = []
    for document in ordered:
        date = document.date
        if date[:7] != newest[:7]:
            (years if date[:4] != newest[:4] else months).append(document)
        else:
            (young if _span(date, HALF) == _span(newest, HALF) else closed).append(document)
    if len(years) < YEARS:
        months = years + months
        years = []
    if len(closed) + len(young) <= SMALL:
        young = closed + young
        closed = []
    if len(months) + len(closed) + len(young) <= SMALL:
        young = months + closed + young
        months, closed = [], []
    segments = (_segment(part, newest) for part in (years, months, closed, young) if part)
    groups = (
        Group(_fingerprint("group", part), tuple(part))
        for part in _parts(ordered, lambda date: _month_or(date, date, newest))
    )
    return IndexPlan(tuple(segments), tuple(groups))


def _span(date: str, days: int) -> str:
    """Number the span of `days` of its month that holds a date; the last has the 31st, too."""
    return str(min((int(date[8:10]) - 1) // days, 30 // days - 1)) if len(date) == 10 else "0"


def _parts(
    documents: Sequence[SearchDocument], name: Callable[[str], str]
) -> Iterator[list[SearchDocument]]:
    for _, part in groupby(documents, key=lambda document: name(document.date)):
        yield list(part)


def _segment(documents: Sequence[SearchDocument], newest: str) -> Segment:
    """Cut a segment into blocks: months, and three days each of the current one.

    A new day makes one block anew, so small ones spare time; half a month has few of them.
    """
    blocks: list[Block] = []
    for month in _parts(documents, lambda date: date[:7]):
        days = [
            block
            for part in _parts(month, lambda date: _span(date, FEW))
            for block in _of_days(part)
        ]
        is_current = month[0].date[:7] == newest[:7]
        blocks += days if is_current else _of_month(days, len(month))
    return Segment(_digest(["segment", *(block.fingerprint for block in blocks)]), tuple(blocks))


def _of_days(papers: Sequence[SearchDocument]) -> list[Block]:
    """Make a block of some days, more of so many papers."""
    if len(papers) <= BLOCK:
        before = [document for document in papers if document.date != papers[-1].date]
        parts = (_block(before), _block(papers[len(before) :])) if before else ()
        return [_block(papers, parts)]
    size = -(-len(papers) // -(-len(papers) // BLOCK))
    return [_block(papers[at : at + size]) for at in range(0, len(papers), size)]


def _of_month(days: Sequence[Block], papers: int) -> list[Block]:
    """Join the blocks of a month's days to one, to more of about the same size if it is large.

    Every block costs every term of it a number, so no small rest may remain.
    """
    count = -(-papers // BLOCK)
    shares: list[list[Block]] = [[] for _ in range(count)]
    before = 0
    for block in days:
        middle = before + len(block.documents) // 2
        shares[min(middle * count // papers, count - 1)].append(block)
        before += len(block.documents)
    return [
        share[0]
        if len(share) == 1
        else _block([document for block in share for document in block.documents], tuple(share))
        for share in shares
        if share
    ]


def _block(papers: Sequence[SearchDocument], parts: tuple[Block, ...] = ()) -> Block:
    return Block(_fingerprint("block", papers), tuple(papers), parts)


def _month_or(name: str, date: str, newest: str) -> str:
    """Return the month of a date, of the current month something finer."""
    return name if date[:7] == newest[:7] else date[:7]


def _fingerprint(kind: str, documents: Sequence[SearchDocument]) -> str:
    return _digest(
        [kind, *(f"{document.key} {document.date} {document.stamp}" for document in documents)]
    )


def _digest(parts: Iterable[str]) -> str:
    """Hash the parts to a name for a folder: 60 bits, so that two never meet in practice."""
    text = "\n".join([str(FORMAT), *parts])
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass")).hexdigest()[:15]
