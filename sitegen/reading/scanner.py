"""A digest's text in, all that stands in it out: papers, sections, contents, the rest.

Scanning knows shapes (headers, labels, sections), not meanings: what a part is worth is for
`entries` to say.  What each kind of line is, `lines` says; here is how often and how freely
they are looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from sitegen.patterns import lazy_pattern
from sitegen.reading.ahead import front_matter
from sitegen.reading.aliases import LINK, TITLE
from sitegen.reading.canonical import canonical_papers, is_usual
from sitegen.reading.labels import LabelTable
from sitegen.reading.lines import LineScanner
from sitegen.reading.links import ANY_ADDRESS, target_of
from sitegen.reading.parts import Draft, settle
from sitegen.reading.rewriting import rewrite
from sitegen.reading.sections import Contents, Section
from sitegen.reading.templates import Template

_FENCE_AROUND = lazy_pattern(r"\s*```(?:md|markdown)[ \t]*\n", re.IGNORECASE)


class Scan(NamedTuple):
    """What one pass over a file finds; lines are 1-based."""

    drafts: list[Draft]
    sections: list[Section]
    contents: list[Contents]
    outside: list[tuple[int, str]]  # lines of text that belong to no paper
    headings: list[tuple[int, str]]  # headings before the first paper, as printed
    title: str  # the digest's own
    front_matter: dict[str, str]


def scan(text: str, table: LabelTable, templates: tuple[Template, ...] = ()) -> Scan:
    """Scan a digest's text in one pass.

    Args:
        text: with `\\n` line ends.
        table: the labels to know.
        templates: header shapes beside the built-in ones.
    """
    text = _unfenced(text)
    usual = not templates and is_usual(table)
    read, lines = canonical_papers(text) if usual else ([], text.split("\n"))
    matter, start = front_matter(lines)
    scanner = LineScanner(lines, table, templates)
    scanner.run(start, read)
    certain = scanner.drafts and all(map(_is_certain, scanner.drafts))
    if not certain and ANY_ADDRESS.search(text):
        scanner = _best(scanner, text.split("\n"), start)
    if scanner.unsettled:
        settle(scanner.drafts)
    title = matter.get("title", "") or _take_title(scanner)
    papers = Counter(draft.section for draft in scanner.drafts)
    sections = [
        section._replace(papers=papers[place]) for place, section in enumerate(scanner.sections)
    ]
    return Scan(
        drafts=scanner.drafts,
        sections=sections,
        contents=scanner.contents,
        outside=sorted(scanner.outside + _closing(sections, scanner)),
        headings=scanner.headings,
        title=title,
        front_matter=matter,
    )


def _unfenced(text: str) -> str:
    """Blank the lines of a fence around the whole digest, as models write one at times."""
    fence = _FENCE_AROUND.match(text)
    if not fence or not (rest := text[fence.end() :].rstrip()).endswith("\n```"):
        return text
    return "\n" * fence[0].count("\n") + rest.removesuffix("```")


def _closing(sections: list[Section], scanner: LineScanner) -> list[tuple[int, str]]:
    """Find the headings behind papers that head none: "Summary of the day".

    A category or topic that the contents announce, and has no paper, is none of them.
    """
    found: list[tuple[int, str]] = []
    deepest = 0  # level of the nearest heading from the end on that has papers below it
    first = scanner.drafts[0].line if scanner.drafts else 0
    for section in reversed(sections):
        if section.papers or section.level < deepest:
            deepest = section.level
        elif 0 < first < section.line and not (
            section.certain or section.names & scanner.announced
        ):
            found.append((section.line, section.text))
    return found


def _is_certain(draft: Draft) -> bool:
    header = draft.header
    return header.link != "" and (header.number > 0 or "rxiv" in header.link) and not draft.loose


def _best(scanner: LineScanner, lines: list[str], start: int) -> LineScanner:
    """Try further shapes, from the strictest on, and keep those that find the most papers.

    What prose may have, too, has to find far more than what is certain.
    """
    rewritten, numbers = rewrite(lines[start:], scanner.table)
    best, most = scanner, _papers(scanner)
    for lenient in (0, 1, 2) if rewritten != lines[start:] else (1, 2):
        other = LineScanner(rewritten, scanner.table, scanner.templates, lenient=lenient)
        other.run(0)
        found = _papers(other)
        if found > (2 * most if lenient else most):
            best, most = other, found
    if best is not scanner:
        best.renumber([0, *(start + number + 1 for number in numbers)])
    return best


def _papers(scanner: LineScanner) -> int:
    """Count the papers that have a link and a title."""
    seen: set[str] = set()
    for draft in scanner.drafts:
        links = [part.text() for part in draft.parts if part.name == LINK]
        named = draft.header.title or any(part.name == TITLE for part in draft.parts)
        link = draft.header.link or "".join(links)
        if link and (named or draft.header.tail):
            seen.add(target_of(link).arxiv or link)
    return len(seen)


def _take_title(scanner: LineScanner) -> str:
    """Take the digest's own title from its sections: the one heading of level 1.

    It is no section: papers that stand below it alone have none.
    """
    top = [place for place, section in enumerate(scanner.sections) if section.level == 1]
    if len(top) != 1 or top[0] != 0:
        return ""
    section = scanner.sections[0]
    if section.certain or section.names & scanner.announced:
        return ""
    for draft in scanner.drafts:
        if draft.section == 0:
            draft.section = -1
    return section.title
