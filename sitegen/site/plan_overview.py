"""The plan of the pages about the whole site, which change daily."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sitegen.site import routes
from sitegen.site.contexts import AboutView, CoverageMonth
from sitegen.site.plan import Page, Planner, fingerprint
from sitegen.site.plan_stats import Statistics, stats_page
from sitegen.site.views.desk import Job
from sitegen.site.views.overview import CHUNK, ArchiveArgs, IndexArgs

LEAD = 12  # papers of the newest digest on the index
BEFORE = 14  # digests before it
TOTALS_DISAGREE = "D201"

# (name, path, papers)
TopicCount = tuple[str, str, int]


def overview_pages(
    planner: Planner, statistics: Statistics, topics: Sequence[TopicCount]
) -> list[Page]:
    """Plan index, archive, categories, about and the small pages that never change."""
    features = planner.facts.site.features
    pages = [
        _index(planner, statistics, topics),
        _archive(planner, statistics),
        stats_page(planner, statistics),
        _page(planner, "categories", routes.CATEGORIES, category_counts(planner)),
        _page(planner, "about", routes.ABOUT, coverage(planner)),
        _page(planner, "404", routes.NOT_FOUND, None),
    ]
    pages += [
        _page(planner, name, f"{name}.html", None)
        for name in ("search", "saved")
        if name in features
    ]
    return pages


def _page(planner: Planner, view: str, path: str, args: object) -> Page:
    mark = fingerprint(planner.base, planner.templates(f"{view}.html"), args)
    return Page(path, mark, partial(Job, view, path, args), CHUNK, f"the page '{path}'")


def category_counts(planner: Planner) -> tuple[tuple[str, int], ...]:
    """Count the papers of each category, most first."""
    counts = ((code, len(keys)) for code, keys in planner.library.categories.items())
    return tuple(sorted(counts, key=lambda item: (-item[1], item[0])))


def _index(planner: Planner, statistics: Statistics, topics: Sequence[TopicCount]) -> Page:
    library = planner.library
    # Undated digests stand at the end; the newest is the last that has a date, if any.
    order = sorted(
        range(len(library.digests)), key=lambda index: (library.digests[index].date != "", index)
    )
    newest = order[-1] if order else None
    lead = []
    marks: list[str] = []
    counts: Counter[str] = Counter()
    if newest is not None:
        digest = library.digests[newest]
        for refs in planner.shown[newest]:
            counts[digest.entries[refs[0].entry].category] += 1
        for refs in planner.shown[newest][:LEAD]:
            lead.append(planner.shown_entry(refs[0], digest.date))
            marks.append(digest.entries[refs[0].entry].stamp)
    args = IndexArgs(
        newest=planner.digests[newest] if newest is not None else None,
        newest_categories=tuple(counts.most_common()),
        lead=tuple(lead),
        before=tuple(planner.digests[index] for index in order[-2 : -2 - BEFORE : -1]),
        categories=category_counts(planner),
        topics=tuple(topics),
        rising=(),
        papers=len(library.papers),
        digests=len(library.digests),
    )
    mark = fingerprint(planner.base, planner.templates("index.html"), args, marks, statistics.mark)

    def job() -> Job:
        counted = replace(args, rising=statistics.rising, chart=statistics.per_day)
        return Job("index", routes.INDEX, counted)

    return Page(routes.INDEX, mark, job, CHUNK, "the index")


def _archive(planner: Planner, statistics: Statistics) -> Page:
    args = ArchiveArgs(tuple(planner.digests))
    mark = fingerprint(planner.base, planner.templates("archive.html"), args)

    def job() -> Job:
        return Job("archive", routes.ARCHIVE, replace(args, chart=statistics.per_day))

    return Page(routes.ARCHIVE, mark, job, CHUNK, "the archive")


def coverage(planner: Planner) -> AboutView:
    """Tell what the site covers: digests and papers by month, gaps, repeats, what is missing."""
    library = planner.library
    seen: set[str] = set()
    rows: dict[str, list[int]] = {}
    days: set[str] = set()
    entries = missing = 0
    for index, digest in enumerate(library.digests):
        row = rows.setdefault(digest.date[:7], [0, 0, 0, 0])
        row[0] += 1
        if len(digest.date) == 10:
            days.add(digest.date)
        for refs in planner.shown[index]:
            key = digest.entries[refs[0].entry].key
            row[2 if key in seen else 1] += 1
            seen.add(key)
            lacks = digest.entries[refs[0].entry].quality < 2
            row[3] += lacks
            missing += lacks
        entries += len(digest.entries)
    gaps = _gaps(days)
    months = tuple(
        CoverageMonth(month, row[0], row[1], row[2], row[3], gaps.get(month, ()))
        for month, row in sorted(rows.items(), reverse=True)
    )
    return AboutView(
        digests=len(library.digests),
        entries=entries,
        papers=len(library.papers),
        months=months,
        skipped=tuple((", ".join(head.paths), head.skipped) for head in library.skipped),
        disagreements=tuple(
            (f"{note.path}:{note.line}" if note.line else note.path, note.message)
            for head in library.digests
            for note in head.diagnostics
            if note.code == TOTALS_DISAGREE
        ),
        raw_only=sum(
            all(library.head(ref).raw for ref in paper.refs) for paper in library.papers.values()
        ),
        missing=missing,
    )


def _gaps(days: set[str]) -> dict[str, tuple[str, ...]]:
    """List the weekdays between the first and the last digest that have none, by month."""
    if not days:
        return {}
    gaps: dict[str, list[str]] = {}
    try:
        day, last = dt.date.fromisoformat(min(days)), dt.date.fromisoformat(max(days))
    except ValueError:
        return {}
    while day < last:
        text = day.isoformat()
        # arXiv announces nothing on Fridays and Saturdays; weekends are no gaps.
        if text not in days and day.weekday() < 5:
            gaps.setdefault(text[:7], []).append(text)
        day += dt.timedelta(days=1)
    return {month: tuple(found) for month, found in gaps.items()}
