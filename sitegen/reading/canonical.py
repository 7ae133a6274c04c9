"""Papers of the canonical template, read at once where every line stands in its place.

Nineteen papers in twenty do; any other goes through the scanner line by line, with the
same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.model import Field
from sitegen.reading.aliases import AUTHORS, CATEGORY
from sitegen.reading.headers import CANONICAL, CANONICAL_LEVEL, Header
from sitegen.reading.labels import LabelTable
from sitegen.reading.parts import IDLE_STARTS

LINES = 21  # of such a paper, with its header

_MEANT = (
    ("Main category", CATEGORY), ("TL;DR", "tldr"), ("Motivation", "motivation"),
    ("Method", "method"), ("Result", "result"), ("Conclusion", "conclusion"),
    ("Abstract", "abstract"),
)  # fmt: skip

# A text that begins like a rule or a quotation may be one.
_TEXT = rf"(?!\s*[{re.escape(''.join(sorted(IDLE_STARTS)))}])(.*)"
# Names without a colon near their start, which a label would have.
_NAMES = r"\*(?![* ])(?!.{0,39}[:：])(.+)(?<![* ])\*"
_PAPER = re.compile(
    rf"\n{CANONICAL}\n{_NAMES}\n\nMain category: (.*)\n\nTL;DR: {_TEXT}\n\n\n"
    rf"<details>\n  <summary>Details</summary>\n"
    rf"Motivation: {_TEXT}\n\nMethod: {_TEXT}\n\nResult: {_TEXT}\n\n"
    rf"Conclusion: {_TEXT}\n\nAbstract: {_TEXT}\n\n</details>(?![^\n])"
)


class Canonical(NamedTuple):
    """A canonical paper."""

    line: int  # of its header, 1-based
    header: Header
    authors: str
    category: str
    fields: list[Field]


def is_usual(table: LabelTable) -> bool:
    """Tell whether the template's labels mean what they usually do."""
    return AUTHORS != "" and all(table.name_of(label) == name for label, name in _MEANT)


def canonical_papers(text: str) -> Iterator[Canonical]:
    """Find the papers of which every line is as the template prints it, in their order.

    A paper at the very start of the file is none of them: the template begins with contents.

    Args:
        text: of the whole file, with `\\n` line ends.
    """
    line = 1
    end = 0
    for match in _PAPER.finditer(text):
        start = match.start() + 1
        line += text.count("\n", end, start)
        # a bar may stand before a further label
        first, end = match.start(4), match.end()
        if text.find("|", first, end) < 0 and (number := int(match[1])):
            (_, title, link, authors, category,
             tldr, motivation, method, result, conclusion, abstract) = match.groups()  # fmt: skip
            yield Canonical(
                line,
                Header(title, link, number, CANONICAL_LEVEL),
                authors,
                category.strip(),
                [
                    Field("tldr", "", tldr.strip(), line + 5),
                    Field("motivation", "", motivation.strip(), line + 10),
                    Field("method", "", method.strip(), line + 12),
                    Field("result", "", result.strip(), line + 14),
                    Field("conclusion", "", conclusion.strip(), line + 16),
                    Field("abstract", "", abstract.strip(), line + 18),
                ],
            )
        line += LINES - 1
