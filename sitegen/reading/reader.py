"""The reader: the files of one digest in, one `Digest` out.

A pure function of names and bytes.  It never raises on bad text: what is wrong becomes
a diagnostic, and text that fits nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sitegen.model import DateSource, Diagnostic, Digest, Entry, SourceFile
from sitegen.patterns import lazy_pattern
from sitegen.reading.dates import date_of_name, dates_in, newest_month
from sitegen.reading.decode import Decoded, decode
from sitegen.reading.diagnostics import capped, diagnostic
from sitegen.reading.entries import finish, judge
from sitegen.reading.headers import LIST_LEVEL
from sitegen.reading.joining import Source, join
from sitegen.reading.jsonl import read_jsonl
from sitegen.reading.labels import LabelTable
from sitegen.reading.outside import Outside, judge_outside, papers_outside, totals_disagree
from sitegen.reading.raw import Raw, raw_entry
from sitegen.reading.rules import DEFAULT_RULES, Rules
from sitegen.reading.scanner import Scan, scan
from sitegen.reading.sections import Section
from sitegen.reading.sources import language_of
from sitegen.reading.templates import Template, parse_template

_PARAGRAPH = lazy_pattern(r"\n{3,}")


class _File(NamedTuple):
    """One file, read."""

    source: Source
    diagnostics: list[Diagnostic]
    outside: Outside


@lru_cache(maxsize=8)
def _tables(rules: Rules) -> tuple[LabelTable, tuple[Template, ...]]:
    return LabelTable(rules.labels), tuple(parse_template(text) for text in rules.headers)


def read_digest(slug: str, files: Sequence[SourceFile], rules: Rules = DEFAULT_RULES) -> Digest:
    """Read the files that make one digest (`sources.group_files`).

    Args:
        slug: the digest's slug.
        files: its files in order of preference; the first one speaks first.
        rules: a publisher's additions.

    Returns:
        The digest; with `skipped` set where the files hold none.
    """
    read = [_read_file(file, rules) for file in files]
    diagnostics = [problem for part in read for problem in part.diagnostics]
    if len(read) == 1:
        entries = read[0].source.entries
    else:
        entries, problems = join([part.source for part in read])
        diagnostics += problems
    diagnostics += judge(entries)
    date, source, problems = _date(files, read, entries)
    diagnostics += problems
    note = "\n".join(part.outside.note for part in read if part.outside.note)
    skipped = ""
    if not entries:
        reasons = [part.outside.skipped for part in read]
        skipped = "" if "" in reasons else reasons[0]
    return Digest(
        slug=slug,
        paths=tuple(file.path for file in files),
        date=date,
        date_source=source,
        title=next((part.outside.title for part in read if part.outside.title), ""),
        entries=entries,
        diagnostics=tuple(diagnostics),
        skipped=skipped,
        note=note,
    )


def _read_file(file: SourceFile, rules: Rules) -> _File:
    decoded = decode(file.data)
    problems = list(_encoding_problems(decoded, file.path))
    table, templates = _tables(rules)
    if decoded.binary:
        outside = Outside(skipped="binary file")
        return _File(Source(file.path, "", ()), problems, outside)
    if file.name.lower().endswith(".jsonl"):
        raws, more = read_jsonl(decoded.text, file.path, table)
        outside = Outside(skipped="" if raws else "no line of this file is a paper")
        if not raws:
            problems.append(diagnostic("D101", file.path, 0, outside.skipped))
    else:
        scanned = scan(decoded.text, table, templates)
        raws = _raws(scanned)
        more = totals_disagree(scanned, file.path)
        more += _unclosed(scanned, file.path)
        outside, told = judge_outside(scanned, raws, file)
        raws = [] if outside.skipped else raws
        more += told
        more += papers_outside(scanned, raws, file.path) if raws else []
    finished = finish(raws, file.path, rules)
    problems += more
    problems += finished.diagnostics
    source = Source(file.path, language_of(file.name), finished.entries)
    return _File(source, capped(problems), outside)


def _raws(scanned: Scan) -> list[Raw]:
    """Make raw entries; items of lists count where no headed paper has their key."""
    nowhere = Section("", "", frozenset())
    raws = []
    for draft in scanned.drafts:
        section = scanned.sections[draft.section] if draft.section >= 0 else nowhere
        raws.append(raw_entry(draft, section.title, section.code))
    levels = {draft.header.level for draft in scanned.drafts}
    if LIST_LEVEL in levels and len(levels) > 1:
        loose = [draft.loose for draft in scanned.drafts]
        headed = {raw.target.arxiv for raw, item in zip(raws, loose, strict=True) if not item}
        raws = [
            raw
            for raw, item in zip(raws, loose, strict=True)
            if not item or raw.target.arxiv not in headed
        ]
    return raws


def _encoding_problems(decoded: Decoded, path: str) -> list[Diagnostic]:
    problems = []
    if decoded.binary:
        problems.append(diagnostic("D105", path, 0, "this is no text"))
    if decoded.encoding != "UTF-8":
        problems.append(diagnostic("D106", path, 0, f"read as {decoded.encoding}"))
    if decoded.broken:
        line = decoded.text[: decoded.text.find("\ufffd")].count("\n") + 1
        message = f"{decoded.broken} characters cannot be read, the first on this line"
        problems.append(diagnostic("D107", path, line, message))
    if decoded.controls:
        message = f"{decoded.controls} control characters read as spaces"
        problems.append(diagnostic("D108", path, 0, message))
    return problems


def _unclosed(scanned: Scan, path: str) -> list[Diagnostic]:
    return [
        diagnostic("D207", path, draft.line, f"no </details> for “{draft.header.title}”")
        for draft in scanned.drafts
        if draft.unclosed
    ]


def _date(
    files: Sequence[SourceFile], read: list[_File], entries: Sequence[Entry]
) -> tuple[str, DateSource, list[Diagnostic]]:
    """Find the digest's date: name, front matter, heading, or the newest arXiv id."""
    path = files[0].path if files else ""
    for file in files:
        date = date_of_name(file.name)
        if len(date) == 10:
            return date, "name", []
    for part in read:
        days = dates_in(part.outside.stated)
        if days:
            return days[0], "front matter", []
    for part in read:
        for heading in part.outside.headings:
            days = dates_in(heading)
            if days:
                return days[-1], "heading", []
    month = date_of_name(files[0].name) if files else ""
    month = month or newest_month(entry.arxiv for entry in entries)
    if month:
        message = f"no day in name, front matter or heading; {month} by its papers"
        return month, "estimated", [diagnostic("D110", path, 0, message)]
    if not entries:
        return "", "none", []
    return "", "none", [diagnostic("D109", path, 0, "no date anywhere, and no arXiv paper")]
