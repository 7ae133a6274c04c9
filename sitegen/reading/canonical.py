"""A paper of the canonical template, read at once where every line stands in its place.

Nineteen papers in twenty do; any other goes through the scanner line by line, with the
same result.
"""

from __future__ import annotations

from typing import NamedTuple

from sitegen.model import Field
from sitegen.reading.aliases import AUTHORS, CATEGORY
from sitegen.reading.labels import LabelTable
from sitegen.reading.parts import IDLE_STARTS

LINES = 21  # of such a paper, with its header

# What the lines of one begin with; the others are empty or as they stand here.
_CATEGORY, _TLDR = "Main category: ", "TL;DR: "
_MOTIVATION, _METHOD, _RESULT = "Motivation: ", "Method: ", "Result: "
_CONCLUSION, _ABSTRACT = "Conclusion: ", "Abstract: "
_OPEN, _SUMMARY, _CLOSE = "<details>", "  <summary>Details</summary>", "</details>"
_MEANT = (
    (_CATEGORY, CATEGORY), (_TLDR, "tldr"), (_MOTIVATION, "motivation"), (_METHOD, "method"),
    (_RESULT, "result"), (_CONCLUSION, "conclusion"), (_ABSTRACT, "abstract"),
)  # fmt: skip


class Canonical(NamedTuple):
    """What stands below the header of a canonical paper."""

    authors: str
    category: str
    fields: list[Field]


def is_usual(table: LabelTable) -> bool:
    """Tell whether the template's labels mean what they usually do."""
    return AUTHORS != "" and all(table.name_of(text[:-2]) == name for text, name in _MEANT)


def read_canonical(lines: list[str], index: int) -> Canonical | None:
    """Read the lines below a header; None where one is not as the template prints it.

    Args:
        lines: of the whole file.
        index: of the header.
    """
    block = lines[index + 1 : index + LINES]
    if len(block) < LINES - 1 or block[7] != _OPEN or block[19] != _CLOSE:
        return None
    authors, gap1, category, gap2, tldr, gap3, gap4, _, summary, *rest = block
    motivation, gap5, method, gap6, result, gap7, conclusion, gap8, abstract, gap9, _ = rest
    if (
        gap1 or gap2 or gap3 or gap4 or gap5 or gap6 or gap7 or gap8 or gap9
        or summary != _SUMMARY
        or not category.startswith(_CATEGORY)
        or not tldr.startswith(_TLDR)
        or not motivation.startswith(_MOTIVATION)
        or not method.startswith(_METHOD)
        or not result.startswith(_RESULT)
        or not conclusion.startswith(_CONCLUSION)
        or not abstract.startswith(_ABSTRACT)
        # a bar may stand before a further label
        or "|" in category or "|" in tldr or "|" in motivation or "|" in method
        or "|" in result or "|" in conclusion or "|" in abstract or "|" in authors
    ):  # fmt: skip
        return None
    names = authors[1:-1]
    if (
        len(authors) < 3
        or authors[0] != "*"
        or authors[-1] != "*"
        or names[0] in "* "
        or names[-1] in "* "
        or ":" in names[:40]
        or "：" in names[:40]
    ):
        return None
    texts = (
        tldr[7:].strip(), motivation[12:].strip(), method[8:].strip(), result[8:].strip(),
        conclusion[12:].strip(), abstract[10:].strip(),
    )  # fmt: skip
    for text in texts:
        if text[:1] in IDLE_STARTS:  # a rule or a quotation, perhaps
            return None
    line = index + 1
    return Canonical(
        names,
        category[15:].strip(),
        [
            Field("tldr", "", texts[0], line + 5),
            Field("motivation", "", texts[1], line + 10),
            Field("method", "", texts[2], line + 12),
            Field("result", "", texts[3], line + 14),
            Field("conclusion", "", texts[4], line + 16),
            Field("abstract", "", texts[5], line + 18),
        ],
    )
