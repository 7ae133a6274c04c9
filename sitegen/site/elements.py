"""Words and dates of the interface as elements that the language switch finds.

The switch (`js/site.js`) writes them anew from what their attributes say: a key in `data-t`
with its values beside it, a date in `datetime` with its style in `data-date`.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from sitegen.site.strings import Strings


def words_element(strings: Strings, key: str, **values: object) -> Markup:
    """Return the words of a key in a `span`."""
    return Markup("<span{}>{}</span>").format(words_marks(key, **values), strings(key, **values))


def words_marks(key: str, **values: object) -> Markup:
    """Return the attributes of an element that holds the words of a key, each with a space before.

    A value that is an ISO date is written by the switch as a long date.
    """
    marks = {"t": key, **dict(sorted(values.items()))}
    return Markup("").join(
        Markup(' data-{}="{}"').format(name, value) for name, value in marks.items()
    )


def date_element(strings: Strings, date: str, style: str = "long") -> Markup:
    """Return an ISO date or month as a `time` element; other text as it is, escaped."""
    shown = escape(strings.date(date, style))
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):  # names may begin with a date
        return shown
    how = Markup("") if style == "long" else Markup(' data-date="{}"').format(style)
    return Markup('<time datetime="{}"{}>{}</time>').format(date, how, shown)
