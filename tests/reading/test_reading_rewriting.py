from __future__ import annotations

import pytest
from reading_helpers import read, texts

from sitegen.reading.labels import LabelTable
from sitegen.reading.rewriting import cell_text, rewrite

TABLE = LabelTable()
A = "https://arxiv.org/abs/2511.00001"


@pytest.mark.parametrize(
    ("lines", "made"),
    [
        ([f"<h3><a href='{A}'>T</a></h3>"], [f"### [T]({A})"]),
        (["<p><b>Method:</b> a</p>"], ["**Method:** a"]),
        (["", "T", "---"], ["", "## T", ""]),
        (["a", "T", "---"], ["a", "T", "---"]),
        (["[T][1]", f"[1]: {A}"], [f"[T]({A})", ""]),
        (["<tr>", "<td>a</td>", "<td><b>b</b></td>", "</tr>"], ["| a | **b** |", "", "", ""]),
        (["<details>", "<summary>1. T</summary>"], ["", "###### 1. T"]),
        (
            ["<details>", "<summary>Abstract</summary>"],
            ["<details>", "<summary>Abstract</summary>"],
        ),
        (["> a", "> > b"], ["a", "> b"]),
        (["> [!note] T", "> a"], ["## T", "a"]),
    ],
)
def test_rewrite(lines: list[str], made: list[str]) -> None:
    assert rewrite(lines, TABLE)[0] == made


def test_elements_on_one_line_keep_its_number() -> None:
    made, numbers = rewrite(["x", "<div><h3>T</h3><p>a</p></div>", "y"], TABLE)
    assert [line for line in made if line] == ["x", "### T", "a", "y"]
    assert len(made) == len(numbers)
    assert numbers == sorted(numbers)
    assert numbers[made.index("### T")] == 1


def test_cell_text() -> None:
    assert cell_text("<details><summary>Show</summary><p>a < b</p></details>") == "a < b"


def test_lines_of_entries_are_those_of_the_file() -> None:
    card = f"<div><h3><a href='{A}'>T</a></h3><p>TL;DR: a</p></div>"
    (entry,) = read(f"---\ndate: 2025-11-14\n---\n<p>x</p>\n\n{card}\n", "x.md").entries
    assert (entry.line, entry.title, texts(entry)) == (6, "T", {"tldr": "a"})
    assert entry.fields[0].line == 6


def test_titles_of_html_stay_text_where_papers_are_certain() -> None:
    text = f"### [1] [T]({A})\n*A B*\n\nMethod: a\n<h3>b</h3>\n"
    assert texts(read(text).entries[0]) == {"method": "a\n<h3>b</h3>"}
