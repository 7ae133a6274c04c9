"""Blocks of code and formulas of several lines, in which headings and labels are none."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.patterns import lazy_pattern
from sitegen.reading.links import arxiv_ids_in

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
    mark = opens[1]
    headed = False
    for place in range(index + 1, min(index + _LONGEST, len(lines))):
        text = lines[place].strip()
        if mark == "$$" and text.endswith(mark):
            return place + 1
        if mark != "$$" and text.startswith(mark) and not text.strip(mark[0]):
            return place + 1
        # A heading, and below it a paper's link: of the next paper, since the end is missing.
        headed = headed or (text[:1] == "#" and (mark == "$$" or not lines[place - 1].strip()))
        if (headed and arxiv_ids_in(text)) or text.startswith(("<details", "</details")):
            return 0
        if mark == "$$" and not text:
            return 0
    return 0
