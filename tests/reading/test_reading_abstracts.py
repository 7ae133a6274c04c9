"""Structured abstracts, and fields that stand below an abstract."""

from __future__ import annotations

from itertools import product

import pytest
from reading_helpers import BYLINE, entries, read, texts

ABSTRACT = (
    "Background{} Lakes {i}.",
    "Methods{} They float.",
    "Results{} Dry {i}.",
    "Conclusions{} So.",
)
FIELDS = {"**": "**TL;DR:** t{i}\n\n**Abstract:** ", "": "TL;DR: t{i}\n\nAbstract: ",
          "#": "### TL;DR\n\nt{i}\n\n### Abstract\n\n"}  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
@pytest.mark.parametrize(
    ("form", "lead", "bold"),
    [
        *product(("**", ""), ("",), (False, True)),
        # what begins with words of its own is told by a form that the paper's fields have not
        ("**", "We float.", False),
        ("", "We float.", True),
        *product("#", ("", "We float."), (False, True)),
    ],
)
def test_a_structured_abstract_stays_one(
    form: str, lead: str, bold: bool, between: str, count: int
) -> None:
    labels = [text.replace("{}", ":**" if bold else ":") for text in ABSTRACT]
    text = between.join([lead] * bool(lead) + [f"**{label}" if bold else label for label in labels])
    for number, entry in enumerate(entries(f"{BYLINE}{FIELDS[form]}{text}", count), 1):
        assert texts(entry) == {
            "tldr": f"t{number}", "abstract": text.replace("{i}", str(number)),
        }  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize(
    "body",
    [
        "**Abstract:** a{i}\n\n**Method:** m{i}\n\n**Result:** r{i}",
        "Abstract: a{i}\n\nMethod: m{i}\n\nResult: r{i}",
        "**Abstract:** a{i} **Method:** m{i} **Result:** r{i}",
        "### Abstract\n\na{i}\n\n**Method:** m{i}\n\n**Result:** r{i}",
        "**Method:** m{i}\n\nAbstract: a{i}\n\nResult: r{i}",
    ],
)
def test_fields_below_an_abstract_are_none_of_it(body: str, count: int) -> None:
    for number, entry in enumerate(entries(BYLINE + body, count), 1):
        assert texts(entry) == {
            name: f"{name[0]}{number}" for name in ("abstract", "method", "result")
        }


def test_fields_below_most_abstracts_end_a_structured_one_too() -> None:
    paper = f"{BYLINE}Abstract: Words {{i}}.\n\nMethod: m{{i}}\n\nResult: r{{i}}\n\n"
    last = paper.replace("Words", "Background: dry. Aim: wet. Results: some").replace("{i}", "4")
    *_, entry = read("".join(paper.replace("{i}", str(i)) for i in (1, 2, 3)) + last).entries
    abstract = "Background: dry. Aim: wet. Results: some 4."
    assert texts(entry) == {"abstract": abstract, "method": "m4", "result": "r4"}


@pytest.mark.parametrize(
    ("own", "inner"),
    [
        (
            "Method: {}\n\nResult: r{i}\n\nConclusion: c{i}",
            "h{i}\n**Results:** many\n**Conclusion**: yes",
        ),
        ("Method: {}\n\nResult: r{i}\n\nConclusion: c{i}", "h{i}\n\n**Results:** many\nmore"),
        ("Result: r{i}\n\nMethod: {}\n\nConclusion: c{i}", "h{i}\n**Results:** many"),
        (
            "### Method\n\n{}\n\n### Result\n\nr{i}\n\n### Conclusion\n\nc{i}",
            "h{i}\n\n**Results:** many",
        ),
    ],
)
def test_a_label_in_a_text_is_none_where_the_paper_has_that_field(own: str, inner: str) -> None:
    for count in (1, 4):
        for number, entry in enumerate(entries(BYLINE + own.replace("{}", inner), count), 1):
            assert texts(entry) == {
                "method": inner.replace("{i}", str(number)),
                "result": f"r{number}",
                "conclusion": f"c{number}",
            }


def test_labels_of_two_forms_are_fields_of_one_paper() -> None:
    body = "TL;DR: t{i}\n**Method:** m{i}\n**Result:** r{i} **Conclusion:** c{i}"
    for number, entry in enumerate(entries(BYLINE + body, 2), 1):
        names = ("tldr", "method", "result", "conclusion")
        assert texts(entry) == {name: f"{name[0]}{number}" for name in names}
