"""Checking content and built site, and the report of both.

Puts readers and link checker together; how a page is read stands in `pages`, how links
are followed in `links`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sitegen.check.links import SiteProblems, check_site
from sitegen.config import Config
from sitegen.content import Source, as_written, discover, no_digest
from sitegen.coverage import Coverage, DigestFacts, EntryFacts, coverage
from sitegen.errors import ContentError
from sitegen.executor import Workers
from sitegen.fields import SUMMARY
from sitegen.model import Diagnostic
from sitegen.ownpages import read_page
from sitegen.prepare import reading_rules
from sitegen.reading import Rules, read_digest
from sitegen.report import counted
from sitegen.site.hosting import base_url_in
from sitegen.site.setup import own_page_files, site_strings
from sitegen.site.theme import theme_of

# The code of a page that cannot be read, explained in docs/commands.md.
_OWN_PAGE = "P101"

_SEVERITIES = ("error", "warning", "info")

# How many days without a digest are named: the newest.
_TOLD = 10


class CheckReport(msgspec.Struct, frozen=True):
    """All that was found, and how much was looked at; `pages` is 0 without a built site."""

    diagnostics: tuple[Diagnostic, ...]
    digests: int
    papers: int
    pages: int
    links: int
    coverage: Coverage

    @property
    def problems(self) -> int:
        """The number of diagnostics that are more than information."""
        return sum(found.severity != "info" for found in self.diagnostics)

    def as_text(self, *, verbose: bool = False) -> str:
        """Write the report for people, one line for each problem and a last one that sums up.

        Args:
            verbose: with the diagnostics that are no more than information.
        """
        lines = []
        for found in self.diagnostics:
            if found.severity == "info" and not verbose:
                continue
            place = f"{found.path}:{found.line}" if found.line else found.path
            lines.append(f"{place}: {found.severity}: {found.message} [{found.code}]")
            if found.hint:
                lines.append(f"  hint: {found.hint}")
        days = [day for month in reversed(self.coverage.months) for day in month.gaps]
        if days:
            more = f" and {len(days) - _TOLD:,} more" if len(days) > _TOLD else ""
            lines.append(f"no digest of {', '.join(days[-_TOLD:])}{more}")
        counts: Counter[str] = Counter(found.severity for found in self.diagnostics)
        looked = {"digest": self.digests, "paper": self.papers}
        if self.pages:
            looked |= {"page": self.pages, "link": self.links}
        told = {name: counts[name] for name in _SEVERITIES}
        built = "" if self.pages else " (no built site)"
        lines.append(f"{_list(looked)}{built}: {_list(told)}")
        return "\n".join(lines)

    def as_json(self) -> str:
        """Write the report for programs; `docs/commands.md` gives its shape."""
        counts: Counter[str] = Counter(found.severity for found in self.diagnostics)
        value = {
            "digests": self.digests,
            "papers": self.papers,
            "pages": self.pages,
            "links": self.links,
            "coverage": self.coverage,
            "counts": {name: counts[name] for name in _SEVERITIES},
            "diagnostics": [
                {name: getattr(found, name) for name in Diagnostic.__struct_fields__}
                for found in self.diagnostics
            ],
        }
        return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def check(config: Config, *, base_url: str | None = None) -> CheckReport:
    """Check the content and, if there is one, the built site.

    Args:
        config: what to check.
        base_url: the site's address, if it is not the one that it was built for.

    Raises:
        SitegenError: for a mistake in the configuration or in the theme's words, and if the content
            cannot be read at all.
    """
    site_strings(config, theme_of(config))
    rules = reading_rules(config)
    sources = discover(config.content, (config.output, config.cache), rules)
    tasks = [(source, rules) for source in sources]
    with Workers(config.jobs) as workers:
        readings = list(workers.map(_read, tasks, light=len(tasks) < 8))
        site = SiteProblems()
        if (config.output / "index.html").is_file():
            url = _built_for(config) if base_url is None else base_url
            site = check_site(config.output, url, workers, as_written(config.output))
    readings.sort(key=lambda reading: (not reading.date, reading.date, reading.paths))
    covered = coverage(readings)
    return CheckReport(
        diagnostics=(
            *(() if covered.digests else no_digest(config.content)),
            *_in_order(readings, _own_page_problems(config), site),
        ),
        digests=covered.digests,
        papers=covered.papers,
        pages=site.pages,
        links=site.links,
        coverage=covered,
    )


def _built_for(config: Config) -> str:
    """Return the base URL of the last build, whose command line may have named another one."""
    robots = config.output / "robots.txt"
    if not robots.is_file():
        return config.base_url
    return base_url_in(robots.read_text("utf-8", "replace"))


def _read(task: tuple[Source, Rules]) -> DigestFacts:
    source, rules = task
    digest = read_digest(source.slug, source.read(), rules)
    entries = tuple(
        EntryFacts(entry.key, any(field.name in SUMMARY for field in entry.fields), entry.raw)
        for entry in digest.entries
    )
    return DigestFacts(digest.date, digest.paths, entries, digest.diagnostics, digest.skipped)


def _own_page_problems(config: Config) -> Iterator[Diagnostic]:
    """Tell what keeps the publisher's own pages from being built."""
    for file in own_page_files(config.content):
        try:
            read_page(file)
        except ContentError as error:
            yield Diagnostic(file.path, error.line, _OWN_PAGE, "error", error.message, error.hint)


def _in_order(
    readings: Sequence[DigestFacts], own_pages: Iterable[Diagnostic], site: SiteProblems
) -> tuple[Diagnostic, ...]:
    """Content first, then the site, each by place."""
    content = [found for reading in readings for found in reading.diagnostics]
    content += own_pages
    return tuple(
        found
        for group in (content, site.diagnostics)
        for found in sorted(group, key=lambda found: (found.path, found.line, found.code))
    )


def _list(counts: dict[str, int]) -> str:
    return ", ".join(counted(number, noun) for noun, number in counts.items())
