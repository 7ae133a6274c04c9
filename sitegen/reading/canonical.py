"""Papers of the canonical template, read at once where every line stands in its place.

Nineteen papers in twenty do; any other goes through the scanner line by line, with the
same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.model import Field
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import AUTHORS, CATEGORY
from sitegen.reading.headers import CANONICAL, CANONICAL_LEVEL, Header
from sitegen.reading.labels import LabelTable
from sitegen.reading.parts import IDLE_STARTS, Draft, Part

_LINES = 21  # of a paper with an abstract of one line
_TAKEN = [""] * (_LINES - 1)

_MEANT = (
    ("Main category", CATEGORY), ("TL;DR", "tldr"), ("Motivation", "motivation"),
    ("Method", "method"), ("Result", "result"), ("Conclusion", "conclusion"),
    ("Abstract", "abstract"),
)  # fmt: skip

# A text that begins like a rule or a quotation may be one.
_NO_RULE = rf"(?!\s*+[{re.escape(''.join(sorted(IDLE_STARTS)))}])"
_TEXT = rf"{_NO_RULE}(.*+)"
# Names without a colon near their start, which a label would have.
_NAMES = r"\*(?![* ]|[^:：\n]{0,39}+[:：])(.+)(?<![* ])\*"
_START = "\n### ["
_TO_ABSTRACT = lazy_pattern(
    rf"\n{CANONICAL}\n{_NAMES}\n\nMain category: (.*)\n\nTL;DR: {_TEXT}\n\n\n"
    rf"<details>\n  <summary>Details</summary>\n"
    rf"Motivation: {_TEXT}\n\nMethod: {_TEXT}\n\nResult: {_TEXT}\n\n"
    rf"Conclusion: {_TEXT}\n\nAbstract: {_NO_RULE}"
)
_CLOSE = "\n\n</details>"
# Of an abstract, further lines of prose: a letter or a formula begins each, and no label.
_FURTHER = lazy_pattern(rf"(?:\n  (?=[A-Za-z$])(?!.{{0,60}}[:：]).*)*{_CLOSE}(?![^\n])")


def is_usual(table: LabelTable) -> bool:
    """Tell whether the template's labels mean what they usually do."""
    return all(table.name_of(label) == name for label, name in _MEANT)


def canonical_papers(text: str) -> tuple[list[Draft], list[str]]:
    """Find the papers of which every line is as the template prints it.

    A paper at the very start of the file is none of them: the template begins with contents.

    Args:
        text: of the whole file, with `\\n` line ends.

    Returns:
        The papers in their order, each without its section, and the lines of the file; in
        place of those that a paper takes up, below its header, stand empty ones.
    """
    papers: list[Draft] = []
    lines: list[str] = []
    end = 0  # of the last paper, with its line end
    for match, stop, close in _matches(text):
        (number, title, link, arxiv, authors, category, tldr, motivation, method, result,
         conclusion) = match.groups()  # fmt: skip
        if not int(number):
            continue
        abstract, further = text[match.end() : stop], text[stop : close - len(_CLOSE)]
        start = match.start() + 1
        if start > end:
            lines += text[end : start - 1].split("\n")
        line = len(lines) + 1
        end = close + 1
        lines.append(text[start : match.start(5) - 2])
        lines += _TAKEN
        size = _LINES
        if further:
            size += further.count("\n")
            lines += [""] * (size - _LINES)
            abstract = "\n".join(map(str.rstrip, (abstract + further).split("\n")))
            abstract = abstract.strip("\n").strip(" ")
        else:
            abstract = abstract.strip()
        papers.append(
            Draft(
                Header(title, link, int(number), CANONICAL_LEVEL),
                line,
                -1,
                [Part(AUTHORS, "", line + 1, [authors])],
                category.strip(),
                (
                    Field("tldr", "", tldr.strip(), line + 5),
                    Field("motivation", "", motivation.strip(), line + 10),
                    Field("method", "", method.strip(), line + 12),
                    Field("result", "", result.strip(), line + 14),
                    Field("conclusion", "", conclusion.strip(), line + 16),
                    Field("abstract", "", abstract, line + 18),
                ),
                arxiv or "",
                size,
            )
        )
    if end <= len(text):
        lines += text[end:].split("\n")
    return papers, lines


def _matches(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """Yield where papers stand: up to the abstract, the end of its first line, the paper's end."""
    bar = -1  # the first one from the last paper's names on
    place = text.find(_START)
    while place >= 0:
        match = _TO_ABSTRACT.match(text, place)
        place += 1
        if match:
            # Half of the text is abstracts: `find` is faster there than an expression.
            stop = text.find("\n", match.end())
            close = _end(text, stop) if stop >= 0 else -1
            if close >= 0:
                place = close
                names = match.start(5)
                if bar < names:
                    bar = text.find("|", names)
                    bar = bar if bar >= 0 else len(text)
                if bar >= close:  # a bar may stand before a further label
                    yield match, stop, close
        place = text.find(_START, place)


def _end(text: str, stop: int) -> int:
    """Find a paper's end, from the end of its abstract's first line on; -1 if others follow."""
    if text.startswith(_CLOSE + "\n", stop):
        return stop + len(_CLOSE)
    match = _FURTHER.match(text, stop)
    return match.end() if match else -1
