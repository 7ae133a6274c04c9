"""The short way through canonical papers gives what the long way gives."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
    ("f\n", "f\n  " + "g " * 40 + ": h\n"), ("f\n", "f\n  g\n  # h\n"), ("[T]", "[T|U]"),
    ("*A B,C D*", f"*{'A' * 38}: B*"), ("*A B,C D*", f"*{'A' * 39}: B*"), ("[1]", "[000]"),
    ("https://arxiv", "http://arxiv"), ("2511.", "2513."), ("2511.00001)", "2511.000012)"),
    ("2511.", "２511."), ("00001)", "00001#x)"), ("</details>", "</details>\n\na | b\n"),
    ("*A B,C D*", "*Ann Bodet Al,Cy Dee*"), ("*A B,C D*", "*Ann Bo,Cy Dee et al.*"),
    ("*A B,C D*", "*Ann Bo,Cy Dee（X，Y）*"), ("b\n", "x | y\n"),
    ("Abstract: f", "Abstract: > f"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_both_ways_agree(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    text = "\n" + PAPER.replace(old, new) + "\n" + PAPER.replace("00001", "00002")
    assert read(text) == the_long_way(monkeypatch, text)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(CHANGES), max_size=2), max_size=5))
def test_both_ways_agree_on_any_papers(
    monkeypatch: pytest.MonkeyPatch, papers: list[list[tuple[str, str]]]
) -> None:
    text = "\n"
    for number, changes in enumerate(papers, start=1):
        paper = PAPER
        for old, new in changes:
            paper = paper.replace(old, new)
        text += paper.replace("00001", f"0000{number}") + "\n"
    assert read(text) == the_long_way(monkeypatch, text)


def test_both_ways_agree_wherever_the_file_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"\n\n</details>\n{PAPER}\n{PAPER}"
    for end in range(len(PAPER), len(text)):
        assert read(text[:end]) == the_long_way(monkeypatch, text[:end])


def test_a_bar_counts_in_its_own_paper_alone() -> None:
    barred = PAPER.replace("b\n", "x | y\n")
    texts = [PAPER.replace("[T]", "[T|U]"), barred, PAPER, barred, barred, f"a | b\n{PAPER}"]
    papers, lines = canonical_papers("\n" + "".join(texts))
    assert [paper.line for paper in papers] == [2, 44, 108]
    assert lines[43:45] == [PAPER.split("\n")[0], ""]


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


def test_papers_that_were_read_at_once_count_where_labels_are_missing() -> None:
    lacking = PAPER.replace("Conclusion: e\n\n", "").replace("00001", "00003")
    text = "\n".join(["", PAPER, PAPER.replace("00001", "00002"), lacking])
    assert [entry.missing for entry in read(text).entries] == [(), (), ("conclusion",)]
