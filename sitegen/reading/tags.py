"""Lines of HTML tags in digests: wrappers to look through, anchors, comments.

Only whole lines of known wrappers are taken for markup; anything else that looks like a
tag is text.
"""

from __future__ import annotations

import re

from sitegen.patterns import lazy_pattern

_WRAPPER = lazy_pattern(
    r"</?(?:div|p|br|hr|center|article|section|span|a)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_SUMMARY = lazy_pattern(r"<summary[^<>]*>(.*?)</summary>", re.IGNORECASE)
_SMALL = lazy_pattern(r"<small>(.*)</small>", re.IGNORECASE)
_NAVIGATION = lazy_pattern(r"(?:[\s|·•]*\[[^\[\]]{0,60}\]\(#[^()\s]*\))+[\s|·•]*")
_LONGEST = 3000  # characters of a line that is looked at


def unwrap(line: str) -> str | None:
    """Return the text of a line that is wrapped in tags; None where it is not.

    A line of tags alone gives "".
    """
    if len(line) > _LONGEST or not line.endswith(">") or not _WRAPPER.match(line):
        return None
    return " ".join(_WRAPPER.sub(" ", line).split())


def small_text(line: str) -> str:
    """Return the text of a line wrapped in `<small>`, or the line as it is."""
    match = _SMALL.fullmatch(line.strip()) if len(line) < _LONGEST else None
    return match[1] if match else line


def summary_of(line: str) -> tuple[str, int] | None:
    """Read `<summary>…</summary>` at the start of a line: (its text, where it ends)."""
    match = _SUMMARY.match(line[:_LONGEST])
    return (match[1].strip(), match.end()) if match else None


def is_navigation(line: str) -> bool:
    """Tell a line of links to places on the page: `[Back](#toc) | [Top](#top)`."""
    return line[0] == "[" and "](#" in line and _NAVIGATION.fullmatch(line[:_LONGEST]) is not None
