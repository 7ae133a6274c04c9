"""What a build tells: the report for programs and the summary line for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from sitegen.fields import STANDARD
from sitegen.library import Library, unmatched
from sitegen.model import Diagnostic, DigestHead
from sitegen.site.size import human


class Note(msgspec.Struct, frozen=True):
    """A diagnostic as the report shows it; `path` is that of its digest's file."""

    line: int
    code: str
    severity: str
    message: str
    path: str = ""
    hint: str = ""


class DigestRow(msgspec.Struct, frozen=True):
    """One digest: `missing_fields` counts the papers that lack each standard field."""

    path: str
    paths: tuple[str, ...]
    slug: str
    date: str
    date_source: str
    entries: int
    papers: int
    categories: tuple[str, ...]
    missing_fields: dict[str, int]
    diagnostics: tuple[Note, ...]


class SkippedRow(msgspec.Struct, frozen=True):
    """A file that is no digest, and why."""

    path: str
    reason: str
    diagnostics: tuple[Note, ...]


class PageCounts(msgspec.Struct, frozen=True):
    """Files of the site: written anew, left as they were, removed."""

    written: int
    unchanged: int
    removed: int


class Report(msgspec.Struct, frozen=True):
    """The whole of a build.

    `bytes` is the size of the site, `seconds` wall-clock by stage; `diagnostics` are those of
    no single file.
    """

    digests: tuple[DigestRow, ...]
    papers: int
    entries: int
    pages: PageCounts
    bytes: int
    files: int
    seconds: dict[str, float]
    skipped: tuple[SkippedRow, ...] = ()
    diagnostics: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = ()
    shares: dict[str, int] = {}

    @property
    def notes(self) -> list[Note]:
        """Every diagnostic."""
        rows: tuple[Report | DigestRow | SkippedRow, ...] = (self, *self.digests, *self.skipped)
        return [note for row in rows for note in row.diagnostics]

    @property
    def problems(self) -> int:
        """The number of diagnostics that are more than information."""
        return sum(note.severity != "info" for note in self.notes)

    def summary(self, seconds: float) -> str:
        """Sum the build up in one line."""
        problems = self.problems + len(self.warnings)
        return (
            f"{counted(len(self.digests), 'digest')}, {counted(self.papers, 'paper')}: "
            f"{counted(self.pages.written, 'page')} written, {self.pages.unchanged:,} unchanged, "
            f"{self.pages.removed:,} removed, {counted(problems, 'warning')}, "
            f"{seconds:.2f} s, {human(self.bytes)}"
        )


class Counts(msgspec.Struct, frozen=True):
    """What is told of a library; it is counted before the library is let go."""

    digests: tuple[DigestRow, ...]  # in the library's order
    papers: int
    entries: int
    skipped: tuple[SkippedRow, ...]
    unmatched: tuple[str, ...]  # of what should be left out: what stands in no digest


def counts_of(library: Library, exclude: Iterable[str]) -> Counts:
    """Count what the report tells of a library, and of what should be left out of it."""
    return Counts(
        digests=tuple(_digest_row(head) for head in library.digests),
        papers=len(library.papers),
        entries=sum(len(digest.entries) for digest in library.digests),
        skipped=tuple(
            SkippedRow(", ".join(head.paths), head.skipped, notes(head.diagnostics))
            for head in library.skipped
        ),
        unmatched=tuple(unmatched(library, exclude)),
    )


def _digest_row(head: DigestHead) -> DigestRow:
    missing: Counter[str] = Counter()
    categories: dict[str, None] = {}
    for entry in head.entries:
        if entry.missing:
            missing.update(entry.missing)
        categories.setdefault(entry.category or entry.section)
    categories.pop("", None)
    return DigestRow(
        path=head.paths[0] if head.paths else "",
        paths=head.paths,
        slug=head.slug,
        date=head.date,
        date_source=head.date_source,
        entries=len(head.entries),
        papers=len({entry.key for entry in head.entries}),
        categories=tuple(categories),
        missing_fields={name: missing[name] for name in STANDARD if missing[name]},
        diagnostics=notes(head.diagnostics),
    )


def notes(diagnostics: Iterable[Diagnostic]) -> tuple[Note, ...]:
    """Turn diagnostics into what the report shows."""
    return tuple(
        Note(note.line, note.code, note.severity, note.message, note.path, note.hint)
        for note in diagnostics
    )


def counted(number: int, noun: str) -> str:
    """Return `1 digest`, `1,000 digests`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
