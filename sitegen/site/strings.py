"""The interface's words in one language: lookup, plurals, dates and numbers.

Knows the string files of a theme; knows nothing of templates.  The browser does the
same from the script that `strings_script` makes, so formats are data, not code.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sitegen.config import line_in
from sitegen.errors import ThemeError
from sitegen.site.theme import DEFAULT, Theme, bundled_root


class Strings:
    """The words of one language.

    Args:
        language: BCP 47 ("en", "zh-Hans").
        table: flat keys ("nav.search") to patterns with `{name}` places; a key with
            plural forms has two entries, `key.one` and `key.other`.
    """

    __slots__ = ("_months", "_short_months", "_weekdays", "language", "table")

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self.language = language
        self.table = table
        self._months = table.get("date.months", "").split("|")
        self._short_months = table.get("date.short_months", "").split("|")
        self._weekdays = table.get("date.weekdays", "").split("|")

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key with its places filled; `n` chooses the plural form.

        Raises:
            ThemeError: there is no such key, or a value is missing.
        """
        words = self.table.get(key)
        if words is None and "n" in values:
            words = self.table.get(f"{key}.one" if values["n"] == 1 else f"{key}.other")
        if words is None:
            near = difflib.get_close_matches(key, self.table, 1)
            hint = f"did you mean {near[0]!r}?" if near else ""
            raise ThemeError(f"there is no string {key!r} ({self.language})", hint=hint)
        if not values:
            return words
        shown = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        try:
            return words.format_map(shown)
        except (KeyError, IndexError, ValueError) as error:
            raise ThemeError(f"string {key!r} ({self.language}) wants {error}") from error

    def number(self, value: int) -> str:
        """Write a whole number with its thousands apart: 25219 as "25,219"."""
        return f"{value:,}"

    def date(self, date: str, style: str = "long") -> str:
        """Write an ISO date or month by the pattern `date.<style>`; other text as it is.

        A month ("2025-11") is written by `date.month` whatever the style.
        """
        try:
            day = dt.date.fromisoformat(date if len(date) > 7 else f"{date}-01")
        except ValueError:
            return date
        pattern = self.table["date.month" if len(date) <= 7 else f"date.{style}"]
        return pattern.format(
            y=day.year,
            m=day.month,
            d=day.day,
            month=self._months[day.month - 1],
            short_month=self._short_months[day.month - 1],
            weekday=self._weekdays[day.weekday()],
        )


def load_strings(theme: Theme, language: str) -> Strings:
    """Read the words of a language; a theme may override single ones.

    Raises:
        ThemeError: the language has no file, or a file is wrong: it has a key that is not of
            the default theme and that no template and no script names, or lacks one.
    """
    table: dict[str, str] = {}
    paths = theme.string_files(language)
    if not paths:
        known = ", ".join(theme.languages())
        raise ThemeError(f"there are no strings in {language!r}", hint=f"languages: {known}")
    bundled = bundled_root() / DEFAULT / "strings"
    for path in paths:
        words = _read(path)
        if path.parent != bundled:
            _refuse_unknown(words, _read(bundled / "en.toml"), path, theme)
        table.update(words)
    if bundled / f"{language}.toml" not in paths:
        missing = sorted(_read(bundled / "en.toml").keys() - table.keys())
        if missing:
            raise ThemeError(
                f"lacks {missing[0]!r}" + (f" and {len(missing) - 1} more" if missing[1:] else ""),
                path=paths[-1],
                hint="a new language needs every key of the default theme's en.toml",
            )
    return Strings(language, table)


def _refuse_unknown(
    words: Mapping[str, str], known: Mapping[str, str], path: Path, theme: Theme
) -> None:
    tables = {key.partition(".")[0] for key in known}
    for key in (key for key in words if key not in known):
        # A theme may have words of its own; those of a table of its own may be named in parts.
        table = key.partition(".")[0]
        name = rf"{re.escape(key.removesuffix('.one').removesuffix('.other'))}[\"']"
        named = re.compile(rf"[\"']{name if table in tables else re.escape(table) + '[.]'}")
        if any(named.search(text) for text in _texts(theme)):
            continue
        near = difflib.get_close_matches(key, known, 1)
        raise ThemeError(
            f"unknown key {key!r}",
            path=path,
            line=line_in(path, key.split(".")),
            hint=f"did you mean {near[0]!r}?" if near else "no template and no script names it",
        )


def _texts(theme: Theme) -> Iterator[str]:
    """Read the templates and scripts of a theme, and of all that it extends."""
    for layer in theme.layers:
        for path in (*layer.files("templates").values(), *layer.files("static").values()):
            if path.suffix in (".html", ".js"):
                yield path.read_text("utf-8-sig", "replace")


def strings_script(strings: Strings) -> bytes:
    """Make `js/strings-<language>.js`, which puts the words where scripts find them.

    Titles and descriptions for search engines and feeds (`meta.…`) are left out.
    """
    table = {key: words for key, words in sorted(strings.table.items()) if key[:5] != "meta."}
    words = json.dumps(table, ensure_ascii=False)
    words = words.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    language = json.dumps(strings.language)
    return f"(self.sitegenWords=self.sitegenWords||{{}})[{language}]={words};\n".encode()


def _read(path: Path) -> dict[str, str]:
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(f"not valid TOML: {error}", path=path) from error
    flat: dict[str, str] = {}
    _flatten(tree, "", flat, path)
    return flat


def _flatten(tree: Mapping[str, Any], prefix: str, into: dict[str, str], path: Path) -> None:
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            _flatten(value, f"{key}.", into, path)
        elif isinstance(value, str):
            into[key] = value
        else:
            raise ThemeError(f"{key} must be a text", path=path)
