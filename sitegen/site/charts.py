"""Charts as accessible inline SVG, drawn at build time from numbers.

Every chart has a title, a description and a table of its numbers behind it.  Shapes
stretch with the page; words stand beside them as HTML, so that they keep their size.
No `style` attribute: colours are classes of the theme's style sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from sitegen.site.contexts import Chart
from sitegen.site.elements import date_element, words_element, words_marks
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
    values, period = [days.get(day, 0) for day in dates], "day"
    if len(values) > MAX_BARS:
        period = "week"
        values = [sum(values[start : start + 7]) for start in range(0, len(values), 7)]
    body = _bars(values)
    svg = _svg(strings, "days", "chart.days", days, (len(values), HEIGHT), body)
    ends = _ends(strings, min(days), max(days), period, max(values))
    return Chart("days", svg + ends, *_day_table(days, strings))


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
            told = _told(strings, "title", "chart.cell", n=count, day=day) if count else ""
            cells.append(f"{cell}>{told}</rect>" if told else f"{cell}/>")
        inside = {day: count for day, count in days.items() if day.startswith(year)}
        size = (53 * CELL + CELL - 2, 7 * CELL - 2)
        name, body = f"calendar-{year}", "".join(cells)
        svg = _svg(strings, name, "chart.calendar", inside, size, body, stretch=False)
        parts.append(Markup('<p class="year">{}</p>').format(year) + _month_names(strings) + svg)
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
    size = (len(months), HEIGHT)
    svg = _svg(strings, "categories", "chart.categories", counts, size, "".join(bars))
    items = Markup("").join(
        Markup('<li class="h{}">{}</li>').format(hue, label) for label, hue, _ in series
    )
    legend = Markup('<ul class="legend">{}</ul>').format(items)
    ends = _ends(strings, months[0], months[-1], "month", most)
    columns = (words_element(strings, "chart.month"), *(label for label, _, _ in series))
    rows = tuple(
        (date_element(strings, month), *(strings.number(values[index]) for _, _, values in series))
        for index, month in reversed(list(enumerate(months)))
    )
    return Chart("categories", svg + ends + legend, columns, rows)


def sparkline(months: Mapping[str, int], strings: Strings) -> Markup:
    """Draw papers by month as a small row of bars, gaps as empty months; "" for one month."""
    if len(months) < 2:
        return NOTHING
    names = list(_month_span(min(months), max(months)))
    body = _bars([months.get(month, 0) for month in names])
    svg = _svg(strings, "months-chart", "chart.months", months, (len(names), HEIGHT), body)
    return svg + _ends(strings, names[0], names[-1], "month", max(months.values()))


def _svg(
    strings: Strings,
    name: str,
    title: str,
    counts: Mapping[str, int],
    size: tuple[int, int],
    body: str,
    *,
    stretch: bool = True,
) -> Markup:
    """Draw a body with its title (a key of words) and what its counts by date show, in words."""
    peak = max(sorted(counts), key=lambda day: counts[day])
    about: dict[str, int | str] = {
        "total": sum(counts.values()),
        "first": min(counts),
        "last": max(counts),
    }
    about |= {"most": counts[peak], "peak": peak}
    shape = ' preserveAspectRatio="none" class="stretch"' if stretch else ' class="cells"'
    return Markup(  # noqa: S704 - numbers in a fixed text, words escaped
        f'<svg viewBox="0 0 {size[0]} {size[1]}"{shape} role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f"{_told(strings, 'title', title, f'{name}-title')}"
        f"{_told(strings, 'desc', 'chart.summary', f'{name}-desc', **about)}{body}</svg>"
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


def _told(strings: Strings, tag: str, key: str, name: str = "", **values: int | str) -> Markup:
    """Return words within a drawing, where the language switch finds them; dates are long."""
    shown = {
        place: strings.date(value) if isinstance(value, str) else value
        for place, value in values.items()
    }
    marks = words_marks(key, **values)
    if name:
        marks = Markup(' id="{}"').format(name) + marks
    return Markup("<{tag}{}>{}</{tag}>").format(marks, strings(key, **shown), tag=tag)


def _month_names(strings: Strings) -> Markup:
    """Return the line above a year's weeks: the months, each about where its weeks stand."""
    key = "date.short_months"
    names = Markup("").join(
        Markup("<span{}>{}</span>").format(words_marks(key, i=index), name)
        for index, name in enumerate(strings(key).split("|"))
    )
    return Markup('<p class="twelve" aria-hidden="true">{}</p>').format(names)


def _ends(strings: Strings, first: str, last: str, period: str, most: int) -> Markup:
    """Return the line below bars: their span, and how many papers the highest stands for."""
    return Markup('<p class="ends" aria-hidden="true">{}{}{}</p>').format(
        date_element(strings, first, "short"),
        words_element(strings, f"chart.most_a_{period}", n=most),
        date_element(strings, last, "short"),
    )


def _day_table(
    days: Mapping[str, int], strings: Strings
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    columns = (words_element(strings, "chart.day"), words_element(strings, "chart.papers"))
    order = sorted(days, reverse=True)
    return columns, tuple(
        (date_element(strings, day, "short"), strings.number(days[day])) for day in order
    )


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
