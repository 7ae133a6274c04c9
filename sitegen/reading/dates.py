"""Dates of digests: from names, front matter, headings, or from arXiv identifiers.

Every date is a text, "2025-11-14" or, for a month alone, "2025-11".
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from sitegen.identity import arxiv_month
from sitegen.patterns import lazy_pattern

# Digits next to a date make it a number of another kind (an id, a time stamp).
_NUMERIC = lazy_pattern(
    r"(?<!\d)((?:19|20)\d\d)(?:([-_./])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WORDED = lazy_pattern(
    r"\b(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -]((?:19|20)\d\d)\b"
    r"|\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTH_ONLY = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)[-_./](0[1-9]|1[0-2])(?![-_./]?\d)")
_LONGEST = 300  # characters of a text that are searched


def _iso(year: str, month: str | int, day: str) -> str:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def dates_in(text: str) -> list[str]:
    """Find the days that a short text names, in order; days that do not exist are none."""
    found: list[tuple[int, str]] = []
    text = text[:_LONGEST]
    for match in _NUMERIC.finditer(text):
        year, _, month, day, month2, day2, year3, month3, day3 = match.groups()
        date = _iso(year or year3, month or month2 or month3, day or day2 or day3)
        found.append((match.start(), date))
    for match in _WORDED.finditer(text):
        day, word, year, word2, day2, year2 = match.groups()
        number = _MONTHS.get((word or word2).lower(), 0)
        found.append((match.start(), _iso(year or year2, number, day or day2)))
    return [date for _, date in sorted(found) if date]


def date_of_name(name: str) -> str:
    """Return the date that a path names: a day, a month, or "".

    The last part that names a day counts, and in it the last day: a range
    (`recent_2025-10-06_to_2025-10-12`) is complete on its last day.  A day that is
    spread over folders (`2025/11/14.md`) counts where no part holds a whole one.
    """
    stem = re.sub(r"\.[A-Za-z]+$", "", name)
    for part in reversed(stem.split("/")):
        days = dates_in(part[-_LONGEST:])
        if days:
            return days[-1]
    spread = re.search(r"(?:^|/)((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?!\d)", stem)
    if spread and (day := _iso(*spread.groups())):
        return day
    months = _MONTH_ONLY.findall(stem[-_LONGEST:])
    return "-".join(months[-1]) if months else ""


def newest_month(arxiv_ids: Iterable[str]) -> str:
    """Return the month of the newest arXiv identifier, "" where there is none."""
    return max((arxiv_month(arxiv) for arxiv in arxiv_ids if arxiv), default="")
