"""The diagnostics that reading can give: stable codes, severities and hints.

`docs/diagnostics.md` explains each; a test holds the two together.  A code is never
given a second meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sitegen.model import Diagnostic, Severity


class Kind(NamedTuple):
    """What a code stands for; `title` is the heading of its explanation."""

    severity: Severity
    title: str
    hint: str


KINDS: dict[str, Kind] = {
    # the file
    "D101": Kind("warning", "file is not a digest", "move it out of the content folder"),
    "D102": Kind(
        "warning",
        "text without papers",
        "see the digest format; add the shape of its headers to [reading] headers",
    ),
    "D103": Kind("info", "empty digest", ""),
    "D104": Kind("info", "digest says that there are no new papers", ""),
    "D105": Kind("warning", "binary file", "move it out of the content folder"),
    "D106": Kind("warning", "file is not UTF-8", "save the file as UTF-8"),
    "D107": Kind("warning", "broken characters", "restore the file, or save it as UTF-8"),
    "D108": Kind("info", "control characters", "the program that wrote it ate a backslash"),
    "D109": Kind("warning", "digest without a date", "put the day into the file's name"),
    "D110": Kind("info", "estimated date", "put the day into the file's name"),
    # its papers
    "D201": Kind("warning", "totals disagree", "a part of the digest may be lost"),
    "D202": Kind("info", "paper stands twice in one digest", ""),
    "D203": Kind("warning", "paper without a title", "complete its header"),
    "D204": Kind("warning", "paper without a link", "complete its header"),
    "D205": Kind("info", "paper without authors", ""),
    "D206": Kind("warning", "summaries missing", "run the summaries of this day again"),
    "D207": Kind("info", "details are not closed", "add </details> before the next paper"),
    "D208": Kind("info", "text without a label", ""),
    "D209": Kind("info", "unknown label", "name it in [reading.labels] to give it a place"),
    "D210": Kind("warning", "paper without any text", "run the summaries of this day again"),
    "D211": Kind(
        "warning",
        "link to a paper outside of papers",
        "see the digest format; add the shape of its header to [reading] headers",
    ),
    # JSON Lines, and files that make one digest
    "D301": Kind("warning", "line is not JSON", "the file may have been cut"),
    "D302": Kind("warning", "record is no paper", "a paper needs a title, and an id or a link"),
    "D303": Kind("info", "papers without a summarised version", "summarise the raw file again"),
    "D304": Kind("info", "files of one day differ", ""),
}


MOST_TOLD = 20  # of one code in one file


def capped(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Tell each code at most twenty times a file, then how many more there are."""
    told: list[Diagnostic] = []
    counts: dict[str, int] = {}
    for problem in problems:
        count = counts[problem.code] = counts.get(problem.code, 0) + 1
        if count <= MOST_TOLD:
            told.append(problem)
    for code, count in counts.items():
        if count > MOST_TOLD:
            message = f"{KINDS[code].title}: {count - MOST_TOLD} more in this file"
            told.append(diagnostic(code, problems[0].path, 0, message))
    return told


def diagnostic(code: str, path: str, line: int, message: str) -> Diagnostic:
    """Make a diagnostic of a known code; `line` is 0 for the file as a whole."""
    kind = KINDS[code]
    return Diagnostic(path, line, code, kind.severity, message, kind.hint)
