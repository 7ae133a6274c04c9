from __future__ import annotations

import re

import pytest
from reading_helpers import read, texts

from sitegen import fields
from sitegen.reading.aliases import ALIASES, phrases
from sitegen.reading.labels import LabelTable, normalise

TABLE = LabelTable()


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("Motivation: a", "motivation", " a"),
        ("TL;DR: a", "tldr", " a"),
        ("TLDR: a", "tldr", " a"),
        ("**TL;DR**: a", "tldr", " a"),
        ("> **TL;DR:** a", "tldr", " a"),
        ("**方法：** a", "method", " a"),
        ("中文摘要：a", "translated_abstract", "a"),
        ("*   **👥 作者**: A, B", "@authors", " A, B"),
        ("**Main category: cs.CR**", "@category", "cs.CR"),
        ("动机 (Motivation): a", "motivation", " a"),
        ("Motivation / 动机：a", "motivation", "a"),
        ("Abstract (中文翻译): a", "translated_abstract", " a"),
        ("【结论】a", "conclusion", "a"),
        ("研究の動機: a", "motivation", " a"),
        ("연구 방법: a", "method", " a"),
        ("<b>Result</b>: a", "result", " a"),
        ("Read time: 5 min", "read_time", " 5 min"),
        ("🌟 Key Contributions: a", "contributions", " a"),
    ],
)
def test_known_labels(line: str, name: str, rest: str) -> None:
    label = TABLE.find(line)
    assert label is not None
    assert label.known
    assert (label.name, label.rest) == (name, rest)


@pytest.mark.parametrize(
    "line",
    [
        "plain words",
        "at 12:30 we met",
        "see https://example.org",
        "it follows that: x",
        "2. 分析：x",
        "We show, at last: x",
        "Code://x",
        "**bold** words: x",
        "$x$: y",
        "A sentence of many words that goes on: x",
    ],
)
def test_prose_has_no_known_label(line: str) -> None:
    label = TABLE.find(line)
    assert label is None or not label.known


def test_unknown_labels_keep_their_words() -> None:
    label = TABLE.find("**🔧 Funding Body:** the moon")
    assert label is not None
    assert (label.name, label.text, label.known) == ("x-funding-body", "Funding Body", False)


def test_every_alias_finds_its_field_and_none_is_listed_twice() -> None:
    listed = [normalise(alias) for text in ALIASES.values() for alias in phrases(text)]
    assert len(listed) == len(set(listed))
    for name, text in ALIASES.items():
        for alias in phrases(text):
            assert TABLE.name_of(alias) == name
            assert TABLE.name_of(f"**{alias.title()}**") == name


def test_every_alias_is_of_a_field_that_exists() -> None:
    assert {name for name in ALIASES if not name.startswith("@")} <= set(fields.KINDS)


def test_labels_in_four_languages() -> None:
    for name in fields.STANDARD:
        aliases = " ".join(phrases(ALIASES[name]))
        for script in ("[a-z]", "[\u4e00-\u9fff]", "[\u3040-\u30ff]|要|結|抄", "[\uac00-\ud7a3]"):
            assert re.search(script, aliases), (name, script)


def test_bars_of_formulas_stay_as_they_are() -> None:
    digest = read(
        "### [1] [T](https://arxiv.org/abs/2511.00001)\n*A B*\n\n"
        "**TL;DR:** bounds $\\|x\\|_2$ and $|y|$ | **Method:** c|d | e | **Result:** $a\\|b$\n"
    )
    assert texts(digest.entries[0]) == {
        "tldr": "bounds $\\|x\\|_2$ and $|y|$",
        "method": "c|d | e",
        "result": "$a\\|b$",
    }
