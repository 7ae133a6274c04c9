"""The plan of what is counted over the whole site: trends, charts, frequent names.

What is heavy to count is counted only when a page that shows it has to be rendered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, partial

from markupsafe import Markup

from sitegen.site import charts, routes, trends
from sitegen.site.contexts import Chart
from sitegen.site.elements import words_element
from sitegen.site.facts import hue_of
from sitegen.site.plan import Planner
from sitegen.site.planned import Page, fingerprint
from sitegen.site.strings import Strings
from sitegen.site.views.desk import Job
from sitegen.site.views.overview import CHUNK, StatsArgs

# Categories that the chart of months tells apart; the rest is one more.
_SHOWN = 11
_TOP = 24  # authors and words
_HUE_STEP = 15  # degrees between the colours that the theme has


class Statistics:
    """What a library's heads tell when they are counted."""

    def __init__(self, planner: Planner, strings: Strings) -> None:
        self._planner = planner
        self._library = planner.library
        self._strings = strings

    @cached_property
    def mark(self) -> str:
        """A hash of everything that is counted: an edit of a summary changes nothing here."""
        library = self._library
        counted = []
        for paper in library.papers.values():
            head = library.head(paper.voice)
            counted.append((paper.date, paper.categories, head.title, head.authors))
        return fingerprint([(fact.date, fact.count) for fact in self._planner.digests], counted)

    @cached_property
    def days(self) -> Mapping[str, int]:
        """Papers by day: of each digest with a day, all that it shows."""
        counts: Counter[str] = Counter()
        for fact in self._planner.digests:
            if len(fact.date) == 10:
                counts[fact.date] += fact.count
        return counts

    @cached_property
    def _survey(self) -> trends.Survey:
        library = self._library
        heads = ((paper.date, library.head(paper.voice)) for paper in library.papers.values())
        return trends.Survey((date, head.title, head.terms) for date, head in heads)

    @cached_property
    def rising(self) -> tuple[trends.Trend, ...]:
        """Terms of titles that rose in the last weeks."""
        return self._survey.rising()

    @cached_property
    def per_day(self) -> Markup:
        """The chart of papers by day."""
        return charts.papers_per_day(self.days, self._strings).svg

    def months_of(self, code: str) -> Markup:
        """The small chart of a category's papers by month."""
        papers = self._library.papers
        months = Counter(papers[key].month for key in self._library.categories[code])
        months.pop("", None)
        return charts.sparkline(months, self._strings)

    def stats(self) -> StatsArgs:
        """Everything that the page of trends shows."""
        library = self._library
        papers = library.papers.values()
        heads = [library.head(paper.voice) for paper in papers]
        drawn = [charts.papers_per_day(self.days, self._strings)]
        drawn.append(charts.digest_calendar(self.days, self._strings))
        drawn.append(self._by_month())
        return StatsArgs(
            papers=len(library.papers),
            digests=len(library.digests),
            charts=tuple(chart for chart in drawn if chart.svg),
            rising=self.rising,
            authors=trends.frequent_authors((head.names for head in heads), limit=_TOP),
            words=self._survey.frequent(_TOP),
            categories=tuple(
                Counter(
                    {code: len(keys) for code, keys in library.categories.items()}
                ).most_common()
            ),
        )

    def _by_month(self) -> Chart:
        by_category: dict[str, Counter[str]] = {}
        for paper in self._library.papers.values():
            if paper.month:
                by_category.setdefault(paper.category, Counter())[paper.month] += 1
        months = sorted({month for counts in by_category.values() for month in counts})
        named = filter(None, by_category)  # papers without a category are of the rest
        largest = sorted(named, key=lambda code: (-by_category[code].total(), code))[:_SHOWN]
        series: list[charts.Series] = [
            (code, hue_of(code) // _HUE_STEP, [by_category[code][month] for month in months])
            for code in largest
        ]
        rest = [counts for code, counts in by_category.items() if code not in largest]
        if rest:
            sums = [sum(counts[month] for counts in rest) for month in months]
            series.append((words_element(self._strings, "categories.other"), 0, sums))
        return charts.categories_by_month(months, series, self._strings)


def stats_page(planner: Planner, statistics: Statistics) -> Page:
    """Plan the page of trends."""
    mark = fingerprint(planner.base, planner.templates("stats.html"), statistics.mark)
    return Page(routes.STATS, mark, partial(_job, statistics), CHUNK, "the page of trends")


def _job(statistics: Statistics) -> Job:
    return Job("stats", routes.STATS, statistics.stats())
