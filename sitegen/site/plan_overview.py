"""The plan of the pages about the whole site, which change daily."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from sitegen.coverage import DigestFacts, EntryFacts, coverage
from sitegen.model import Diagnostic, DigestHead
from sitegen.site import routes
from sitegen.site.contexts import AboutView
from sitegen.site.plan import Planner
from sitegen.site.plan_stats import Statistics, stats_page
from sitegen.site.planned import Page, fingerprint
from sitegen.site.views.desk import Job
from sitegen.site.views.overview import CHUNK, ArchiveArgs, IndexArgs

LEAD = 12  # papers of the newest digest on the index
BEFORE = 14  # digests before it

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
        _page(planner, "about", routes.ABOUT, _coverage(planner)),
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
        for refs in planner.shown(newest):
            counts[digest.entries[refs[0].entry].category] += 1
        for refs in planner.shown(newest)[:LEAD]:
            lead.append(planner.shown_entry(refs[0], digest.date))
            marks.append(digest.entries[refs[0].entry].stamp)
        marks.append(digest.stamp)
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
    # Stamps stand for what leads: the keys of records depend on where the build runs.
    plain = replace(args, lead=())
    mark = fingerprint(planner.base, planner.templates("index.html"), plain, marks, statistics.mark)

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


def _coverage(planner: Planner) -> AboutView:
    """Count what the site covers, excluded papers left out."""
    library = planner.library
    covered = coverage(
        DigestFacts(
            head.date,
            head.names,
            tuple(
                EntryFacts(entry.key, entry.quality == 2, entry.raw)
                for entry in head.entries
                if entry.key not in library.excluded
            ),
            _below_content(head),
            head.skipped,
        )
        for head in (*library.digests, *library.skipped)
    )
    return AboutView(**msgspec.structs.asdict(covered))


def _below_content(head: DigestHead) -> tuple[Diagnostic, ...]:
    """Name the files of diagnostics as pages may: not by the paths that a terminal shows."""
    names = dict(zip(head.paths, head.names, strict=True))
    return tuple(replace(note, path=names.get(note.path, "")) for note in head.diagnostics)
