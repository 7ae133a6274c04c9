"""The table of diagnostics and `docs/diagnostics.md` say the same."""

from __future__ import annotations

import re

from reading_helpers import ROOT, read

from sitegen.reading.diagnostics import KINDS, capped, diagnostic

DOCS = (ROOT / "docs" / "diagnostics.md").read_text("utf-8")


def test_every_code_is_explained_with_its_title_and_severity() -> None:
    explained = re.findall(r"^### (D\d+): (.+)\n\n\*(Info|Warning|Error)\.\*", DOCS, re.MULTILINE)
    assert explained == [
        (code, kind.title, kind.severity.capitalize()) for code, kind in KINDS.items()
    ]


def test_every_explanation_says_why_what_to_do_and_gives_an_example() -> None:
    for section in DOCS.split("\n### ")[1:]:
        code = section[:4]
        assert "**Why it matters:**" in section, code
        assert "**What to do:**" in section, code
        assert re.search(rf"^    data/\S+(:\d+)?: {code} ", section, re.MULTILINE), code


def test_every_code_is_given_by_the_reader() -> None:
    folder = ROOT / "sitegen" / "reading"
    source = "".join(
        path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "diagnostics.py"
    )
    assert set(re.findall(r'"(D\d{3})"', source)) == set(KINDS)


def test_many_of_one_code_are_counted() -> None:
    told = capped([diagnostic("D205", "a.md", n, "x") for n in range(1, 31)])
    assert len(told) == 21
    assert (told[-1].line, told[-1].message) == (0, "paper without authors: 10 more in this file")


PAPER = """### [1] [Lakes](https://arxiv.org/abs/2601.00001)

**Authors**: Ann Aye

**TL;DR**: Ice.

"""


def named_outside(text: str) -> list[int]:
    """Lines of the links that are told as outside of papers."""
    return [problem.line for problem in read(text).diagnostics if problem.code == "D211"]


def test_a_paper_that_is_named_outside_of_papers_alone_is_told_once() -> None:
    seas = "- Seas that rise: https://arxiv.org/abs/2601.00004\n"
    assert named_outside(f"# Day\n\n{seas}\n{PAPER}") == [3]
    assert named_outside(f"# Day\n\n{seas}\n{seas}\n{PAPER}") == [3]
    others = (
        "## Others\n\nSeas: arxiv.org/abs/2601.00004\n\nPonds: https://arxiv.org/pdf/2601.00005\n"
    )
    assert named_outside(PAPER + others) == [9, 11]


def test_a_note_may_name_a_paper_of_the_digest() -> None:
    assert named_outside(f"First of all: arXiv:2601.00001v2\n\n{PAPER}") == []
