"""Small functions that templates call: lists of authors, calendars, bars and shades.

Pure functions from data to data or to a fixed piece of SVG; nothing here knows of
words, assets or the environment that offers them (`render.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from sitegen.site.contexts import CalendarMonth, DigestRef

Weeks = list[list[tuple[int, DigestRef | None] | None]]


def short_authors(names: Sequence[str], width: int = 84) -> tuple[str, str, int]:
    """Cut a list of authors to about one line.

    Returns:
        The authors that fit, the rest (with its leading comma), and how many these are.
        A rest of one is never cut off. A comma within a name is followed by a space that
        does not break, so that scripts can tell it from one between names.
    """
    names = [name.replace(", ", ",\u00a0") for name in names]
    length, fit = 0, 0
    for name in names:
        length += len(name) + 2
        if fit and length > width:
            break
        fit += 1
    if fit >= len(names) - 1:
        return ", ".join(names), "", 0
    return ", ".join(names[:fit]), ", " + ", ".join(names[fit:]), len(names) - fit


def weeks(digests: Sequence[DigestRef]) -> Weeks:
    """Lay the digests of one month out as weeks of seven cells, Monday first.

    Returns:
        Cells of (day, the first digest of that day or None); None outside the month.
        Nothing where no digest has a day.
    """
    days: dict[int, DigestRef] = {}
    month = ""
    for digest in digests:
        if len(digest.date) == 10:
            month = digest.date[:7]
            days.setdefault(int(digest.date[8:]), digest)
    if not month:
        return []
    first = dt.date.fromisoformat(f"{month}-01")
    length = ((first + dt.timedelta(days=31)).replace(day=1) - first).days
    cells: list[tuple[int, DigestRef | None] | None] = [None] * first.weekday()
    cells += [(day, days.get(day)) for day in range(1, length + 1)]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def beyond_calendar(month: CalendarMonth) -> list[DigestRef]:
    """Return the digests of a month that its calendar does not show: second ones of a day."""
    shown = {cell[1].url for week in month.weeks for cell in week if cell and cell[1]}
    return [digest for digest in month.digests if digest.url not in shown]


def shade(count: int, most: int) -> int:
    """Return the step, 1 to 5, of a count among others up to `most`; 0 for none."""
    return 0 if count <= 0 else min(5, 1 + 5 * count // (most + 1)) if most else 1


def bar(share: float) -> Markup:
    """Draw a share (0 to 1) as a bar that takes the colour and size of its class."""
    width = f"{100 * min(max(share, 0.0), 1.0):.4g}"
    return Markup(  # noqa: S704 - a number in a fixed text
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width}" height="1"/></svg>'
    )
