"""The short way through canonical papers gives what the long way gives."""

from __future__ import annotations

import pytest
from reading_helpers import FIXTURES, ROOT, read, shared

from sitegen.model import Digest
from sitegen.reading import rules_from_config, scanner
from sitegen.reading.canonical import canonical_papers

PAPER = """### [1] [T](https://arxiv.org/abs/2511.00001)
*A B,C D*

Main category: cs.LG

TL;DR: a


<details>
  <summary>Details</summary>
Motivation: b

Method: c

Result: d

Conclusion: e

Abstract: f

</details>
"""


def the_long_way(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> Digest:
    with monkeypatch.context() as patch:
        patch.setattr(scanner, "canonical_papers", lambda text: ([], text.split("\n")))
        return read(text)


CHANGES = [
    ("", ""), ("*A B,C D*", "*A B* | **Category: cs.CL**"), ("*A B,C D*", "**"), ("cs.LG", "x"),
    ("*A B,C D*", "*Authors: A B, C D*"), ("*A B,C D*", "**A B**"), ("*A B,C D*", "* A B *"),
    ("a\n", "- a\n"), ("a\n", "\n"), ("b\n", "x | **Score:** 3\n"), ("f\n", "f\ng\n"),
    ("c\n", "> c\n"), ("d\n", "---\n"), ("</details>", "</details>\n*note*\n\nTags: x"),
    ("</details>", "</details> x"), ("cs.LG", "cs.LG, 68T50"), ("e\n", "N/A\n"), ("[T]", "[T [x]]"),
    ("[1]", "[0]"), ("2511.00001)", "2511.00001v2)"), ("Method", "Methods"), ("f\n", " f \n"),
    ("https://arxiv.org/abs/2511.00001", "https://example.org"), ("  <summary>", "<summary>"),
    ("*A B,C D*", "*作者：A B*"), ("A B,C D", "A * B"), ("*A B,C D*", "*A B,C D"), ("f\n", "\n"),
    ("T]", "T\n]"), ("a\n", "\u3000= a\n"), ("cs.LG", "cs.LG | cs.CL"), ("*A B,C D*", "* *"),
    ("</details>", "</details>\n</details>"), ("f\n\n", "f\n"), ("Abstract: f", "Abstract: f|g"),
    ("f\n", "f\n  G h\n  i\n"), ("f\n", "f\n  Note: g\n"), ("f\n", "f \n  g \n\n  h\n"),
    (" f\n", " \n  g\n"), (" f\n", " \u3000\n  $g$\n"), ("f\n", "f\n  g | **Score:** 3\n"),
    ("f\n", "f\n  - g\n"), ("f\n", "f\n g\n"), ("f\n", "f\n  G\n  </details>\n"),
    ("f\n", "f\n  Methods: g\n"), (" f\n", " \tf\n  g\u3000\n"),
    ("f\n", "f\n  " + "g " * 40 + ": h\n"), ("f\n", "f\n  g\n  # h\n"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_both_ways_agree(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    text = "\n" + PAPER.replace(old, new) + "\n" + PAPER.replace("00001", "00002")
    assert read(text) == the_long_way(monkeypatch, text)


def test_the_short_way_is_taken() -> None:
    text = f"# cs.LG\n\n{PAPER}\n# cs.CL\n\n{PAPER}"
    for whole in (text, text.rstrip()):
        papers, lines = canonical_papers(whole)
        assert [paper.line for paper in papers] == [3, 27]
        assert [(at, line) for at, line in enumerate(lines) if line] == [
            (0, "# cs.LG"), (2, PAPER.split("\n")[0]), (24, "# cs.CL"), (26, PAPER.split("\n")[0]),
        ]  # fmt: skip
        assert len(lines) == len(whole.split("\n"))


def test_an_abstract_of_several_lines_is_taken_whole() -> None:
    text = "\n" + PAPER.replace("f\n", "f\n  G h: i\n") + "\n" + PAPER.replace("f\n", "f\n  G h\n")
    papers, lines = canonical_papers(text)
    assert [(paper.line, paper.fields[-1].text) for paper in papers] == [(25, "f\n  G h")]
    assert len(lines) == len(text.split("\n"))
    assert lines[24:] == [PAPER.split("\n")[0], *[""] * 22]


def test_both_ways_agree_on_whole_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [*FIXTURES.glob("*.md"), *(ROOT / "content").glob("*.md")]
    root = shared()
    files += root.glob("digests/*/*.md") if root else []
    for file in files:
        data = file.read_bytes()
        assert read(data) == the_long_way(monkeypatch, data), file


def test_labels_of_the_publishers_own_go_the_long_way() -> None:
    rules = rules_from_config({"result": ["Method"]})
    names = [field.name for field in read(PAPER, rules=rules).entries[0].fields]
    assert "method" not in names
