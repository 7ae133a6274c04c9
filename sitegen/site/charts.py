"""Charts as accessible inline SVG, drawn at build time from numbers.

Every chart has a title, a description and a table of its numbers behind it.  Shapes
stretch with the page; words stand beside them as HTML, so that they keep their size.
No `style` attribute: colours are classes of the theme's style sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from sitegen.site.contexts import Chart
from sitegen.site.strings import Strings
from sitegen.site.template_functions import shade

CELL = 12  # of the heat map with its gap, in units of its view box
HEIGHT = 100  # of bars, in units of their view box
MAX_BARS = 400  # more days than this are added up by week
SLIM_BELOW = 40  # with fewer bars than this, each stays as slim as one of so many
NOTHING = Markup("")

# (label, step of the colour wheel 0 to 23, one number a period)
Series = tuple[str, int, Sequence[int]]


def papers_per_day(days: Mapping[str, int], strings: Strings) -> Chart:
    """Draw the papers of every day from the first to the last digest; by week if long.

    Args:
        days: papers by ISO date.
        strings: the interface's words.
    """
    if not days:
        return Chart("days", NOTHING, (), ())
    dates = list(_span(min(days), max(days)))
    values = [days.get(day, 0) for day in dates]
    if len(values) > MAX_BARS:
        values = [sum(values[start : start + 7]) for start in range(0, len(values), 7)]
    body = _bars(values)
    svg = _svg("days", strings("chart.days"), _summary(days, strings), (len(values), HEIGHT), body)
    legend = _ends(strings.date(min(days), "short"), strings.date(max(days), "short"))
    return Chart("days", svg + legend, *_day_table(days, strings))


def digest_calendar(days: Mapping[str, int], strings: Strings) -> Chart:
    """Draw a heat map of days, a row of weeks for each year, the newest first."""
    if not days:
        return Chart("calendar", NOTHING, (), ())
    most = max(days.values())
    parts = []
    for year in sorted({day[:4] for day in days}, reverse=True):
        first = dt.date(int(year), 1, 1)
        cells = []
        for day in _span(f"{year}-01-01", f"{year}-12-31"):
            date = dt.date.fromisoformat(day)
            column = (date.timetuple().tm_yday - 1 + first.weekday()) // 7
            count = days.get(day, 0)
            cell = (
                f'<rect x="{column * CELL}" y="{date.weekday() * CELL}" width="10" height="10" '
                f'class="s{shade(count, most)}"'
            )
            told = f"{strings.date(day, 'long')}: {strings('count.papers', n=count)}"
            cells.append(f"{cell}><title>{escape(told)}</title></rect>" if count else f"{cell}/>")
        inside = {day: count for day, count in days.items() if day.startswith(year)}
        title = f"{strings('chart.calendar')}, {year}"
        svg = _svg(
            f"calendar-{year}",
            title,
            _summary(inside, strings),
            (53 * CELL + CELL - 2, 7 * CELL - 2),
            "".join(cells),
            stretch=False,
        )
        parts.append(Markup('<p class="year">{}</p>').format(year) + svg)
    return Chart("calendar", Markup("").join(parts), *_day_table(days, strings))


def categories_by_month(months: Sequence[str], series: Sequence[Series], strings: Strings) -> Chart:
    """Draw stacked bars: for each month the papers of each category.

    Args:
        months: "2025-11", oldest first.
        series: of each category its code, its colour's step and its papers by month;
            the first stands at the bottom.
        strings: the interface's words.
    """
    if not months or not series:
        return Chart("categories", NOTHING, (), ())
    totals = [sum(row[2][index] for row in series) for index in range(len(months))]
    most = max(totals) or 1
    bars = []
    width = _bar_width(len(months))
    for index in range(len(months)):
        bottom = 0.0
        for _, hue, values in series:
            height = HEIGHT * values[index] / most
            bottom += height
            if values[index]:
                bars.append(
                    f'<rect class="h{hue}" x="{index + (1 - width) / 2:.5g}" '
                    f'y="{HEIGHT - bottom:.4g}" width="{width:.3g}" height="{height:.4g}"/>'
                )
    counts = dict(zip(months, totals, strict=True))
    name = strings("chart.categories")
    size = (len(months), HEIGHT)
    svg = _svg("categories", name, _summary(counts, strings), size, "".join(bars))
    items = Markup("").join(
        Markup('<li class="h{}">{}</li>').format(hue, label) for label, hue, _ in series
    )
    legend = Markup('<ul class="legend">{}</ul>').format(items)
    ends = _ends(strings.date(months[0]), strings.date(months[-1]))
    columns = (strings("chart.month"), *(label for label, _, _ in series))
    rows = tuple(
        (strings.date(month), *(strings.number(values[index]) for _, _, values in series))
        for index, month in reversed(list(enumerate(months)))
    )
    return Chart("categories", svg + ends + legend, columns, rows)


def sparkline(months: Mapping[str, int], strings: Strings) -> Markup:
    """Draw papers by month as a small row of bars, gaps as empty months; "" for one month."""
    if len(months) < 2:
        return NOTHING
    names = list(_month_span(min(months), max(months)))
    body = _bars([months.get(month, 0) for month in names])
    title, about = strings("chart.months"), _summary(months, strings)
    svg = _svg("months-chart", title, about, (len(names), HEIGHT), body)
    return svg + _ends(strings.date(names[0]), strings.date(names[-1]))


def _svg(
    name: str,
    title: str,
    description: str,
    size: tuple[int, int],
    body: str,
    *,
    stretch: bool = True,
) -> Markup:
    shape = ' preserveAspectRatio="none" class="stretch"' if stretch else ' class="cells"'
    return Markup(  # noqa: S704 - numbers in a fixed text, words escaped
        f'<svg viewBox="0 0 {size[0]} {size[1]}"{shape} role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{body}</svg>'
    )


def _bars(values: Sequence[int]) -> str:
    most = max(values, default=0) or 1
    width = _bar_width(len(values))
    return "".join(
        f'<rect x="{index + (1 - width) / 2:.5g}" y="{HEIGHT - HEIGHT * value / most:.4g}" '
        f'width="{width:.3g}" height="{HEIGHT * value / most:.4g}"/>'
        for index, value in enumerate(values)
        if value
    )


def _bar_width(count: int) -> float:
    """Return a bar's share of its place: a new site's few days are no blocks."""
    return 0.8 * min(count / SLIM_BELOW, 1)


def _summary(counts: Mapping[str, int], strings: Strings) -> str:
    """Tell in words what a chart shows: its span, its sum, its peak."""
    peak = max(sorted(counts), key=lambda day: counts[day])
    return strings(
        "chart.summary",
        total=sum(counts.values()),
        first=strings.date(min(counts), "long"),
        last=strings.date(max(counts), "long"),
        most=counts[peak],
        peak=strings.date(peak, "long"),
    )


def _ends(first: str, last: str) -> Markup:
    return Markup('<p class="ends" aria-hidden="true"><span>{}</span><span>{}</span></p>').format(
        first, last
    )


def _day_table(
    days: Mapping[str, int], strings: Strings
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    columns = (strings("chart.day"), strings("chart.papers"))
    order = sorted(days, reverse=True)
    return columns, tuple((strings.date(day, "short"), strings.number(days[day])) for day in order)


def _span(first: str, last: str) -> Iterator[str]:
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += dt.timedelta(days=1)


def _month_span(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while f"{year:04d}-{month:02d}" <= last:
        yield f"{year:04d}-{month:02d}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
