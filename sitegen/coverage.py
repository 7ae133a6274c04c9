"""What a site covers, told openly: by month its digests, papers, repeats and gaps.

Pure counting, shared by the page `about.html` and by `sitegen check`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from sitegen.model import Diagnostic

TOTALS_DISAGREE = "D201"


class EntryFacts(NamedTuple):
    """What is counted of an entry: its paper, whether it has a summary, where it is from."""

    key: str
    summary: bool
    raw: bool


class DigestFacts(NamedTuple):
    """What is counted of a digest; `skipped` says why a file is none."""

    date: str
    paths: tuple[str, ...]
    entries: tuple[EntryFacts, ...]
    diagnostics: tuple[Diagnostic, ...]
    skipped: str = ""


class CoverageMonth(msgspec.Struct, frozen=True):
    """One month: of each paper of a digest it is counted whether it was there before."""

    month: str  # "2025-11", "" for undated digests
    digests: int
    papers: int  # that no earlier digest had
    repeated: int  # that came again
    missing: int  # without a summary
    gaps: tuple[str, ...]  # weekdays between the first and the last digest that have none


class Coverage(msgspec.Struct, frozen=True):
    """All of it; `entries` counts every entry of every digest, a paper twice in one twice."""

    digests: int
    entries: int
    papers: int
    months: tuple[CoverageMonth, ...]  # newest first
    skipped: tuple[tuple[str, str], ...]  # (files, why)
    disagreements: tuple[tuple[str, str], ...]  # (file and line, what): totals that are wrong
    raw_only: int  # papers that only a raw crawl has
    missing: int  # entries without a summary


def coverage(digests: Iterable[DigestFacts]) -> Coverage:
    """Count what some digests cover.

    Args:
        digests: in order of date, undated ones last; files that are none among them.
    """
    rows: dict[str, list[int]] = {}
    seen: dict[str, bool] = {}  # whether all entries of a paper are raw
    days: set[str] = set()
    skipped: list[tuple[str, str]] = []
    disagreements: list[tuple[str, str]] = []
    count = entries = 0
    for digest in digests:
        if digest.skipped:
            skipped.append((", ".join(digest.paths), digest.skipped))
            continue
        count += 1
        entries += len(digest.entries)
        if len(digest.date) == 10:
            days.add(digest.date)
        row = rows.setdefault(digest.date[:7], [0, 0, 0, 0])
        row[0] += 1
        # A paper that stands twice in a digest has a summary if one of its entries has.
        summaries: dict[str, bool] = {}
        for entry in digest.entries:
            summaries[entry.key] = summaries.get(entry.key, False) or entry.summary
        for key, has_summary in summaries.items():
            row[2 if key in seen else 1] += 1
            row[3] += not has_summary
        for entry in digest.entries:
            seen[entry.key] = seen.get(entry.key, True) and entry.raw
        disagreements += [
            (f"{note.path}:{note.line}" if note.line else note.path, note.message)
            for note in digest.diagnostics
            if note.code == TOTALS_DISAGREE
        ]
    gaps = _gaps(days)
    for month in gaps:  # those without any digest have a row, too
        rows.setdefault(month, [0, 0, 0, 0])
    return Coverage(
        digests=count,
        entries=entries,
        papers=len(seen),
        months=tuple(
            CoverageMonth(month, row[0], row[1], row[2], row[3], gaps.get(month, ()))
            for month, row in sorted(rows.items(), reverse=True)
        ),
        skipped=tuple(skipped),
        disagreements=tuple(disagreements),
        raw_only=sum(seen.values()),
        missing=sum(row[3] for row in rows.values()),
    )


def _gaps(days: set[str]) -> dict[str, tuple[str, ...]]:
    """List the weekdays between the first and the last day that are not there, by month."""
    gaps: dict[str, list[str]] = {}
    try:
        first, last = dt.date.fromisoformat(min(days)), dt.date.fromisoformat(max(days))
    except ValueError:  # no day at all, or one that no calendar has
        return {}
    day = first
    while day < last:
        text = day.isoformat()
        # arXiv announces nothing on Fridays and Saturdays; weekends are no gaps.
        if text not in days and day.weekday() < 5:
            gaps.setdefault(text[:7], []).append(text)
        day += dt.timedelta(days=1)
    return {month: tuple(found) for month, found in gaps.items()}
