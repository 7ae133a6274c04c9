"""Blocks of code and formulas of several lines, in which headings and labels are none."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.patterns import lazy_pattern
from sitegen.reading.headers import linked_header

_LONGEST = 60  # lines
_OPENS = lazy_pattern(r"[ \t]*(`{3,}|~{3,}|\$\$)(.*)")


def fence_end(lines: Sequence[str], index: int) -> int:
    """Find the end of a block of code (CommonMark 0.31, 4.5) or of a formula between `$$`.

    Args:
        lines: of the whole file.
        index: of the line that may open one.

    Returns:
        The index of the line behind it; 0 where none is opened, where it is Markdown in a fence,
        which is read, and where it does not end before the digest goes on.
    """
    opens = _OPENS.match(lines[index])
    if not opens or opens[1][0] in opens[2] or opens[2].strip().lower() in ("md", "markdown"):
        return 0
    for place in range(index + 1, min(index + _LONGEST, len(lines))):
        text = lines[place].strip()
        if text.endswith("$$") if opens[1] == "$$" else text == opens[1]:
            return place + 1
        if _is_of_digest(text, lines[place - 1]) or (not text and opens[1] == "$$"):
            return 0
    return 0


def _is_of_digest(line: str, above: str) -> bool:
    """Tell what no text has: a paper's header below an empty line, and what folds its details."""
    if line[:1] == "#":
        return not above.strip() and linked_header(line) is not None
    return line.startswith(("<details", "</details"))
