from __future__ import annotations

import pytest

from sitegen.reading.headers import (
    inline_header,
    item_header,
    linked_header,
    list_header,
    numbered_header,
)
from sitegen.reading.templates import match_template, parse_template

A = "https://arxiv.org/abs/2511.00001"


@pytest.mark.parametrize(
    ("line", "number", "title", "link"),
    [
        (f"### [1] [Title]({A})", 1, "Title", A),
        (f"### [0] [Title]({A})", 0, "Title", A),
        (f"### [Title]({A})", 0, "Title", A),
        (f"## 12. [Title]({A})", 12, "Title", A),
        (f"#### (3) **[Title]({A})**", 3, "Title", A),
        (f"### [3] [Z2[u,v](u2(1+u),v2(1+v2))]({A})", 3, "Z2[u,v](u2(1+u),v2(1+v2))", A),
        (f"### [4] [[Re] A Study]({A})", 4, "[Re] A Study", A),
        (f"### [[Wrapped]]({A})", 0, "Wrapped", A),
        (f"## <a id='x'></a>[Title]({A}) [↑](#toc)", 0, "Title", A),
        (f"### [5] [Title]({A}) [PDF](https://arxiv.org/pdf/2511.00001)", 5, "Title", A),
        ("### [6] [Title](https://x.org/a(b)c)", 6, "Title", "https://x.org/a(b)c"),
        (f'### [7] [Title]({A} "hover")', 7, "Title", A),
        ("### [8] [Title](notes/a.md)", 8, "Title", "notes/a.md"),
        ("### [9] Title alone", 9, "Title alone", ""),
        ("### [10] [Title](https://x.org/cut", 10, "Title", "https://x.org/cut"),
    ],
)
def test_linked_header(line: str, number: int, title: str, link: str) -> None:
    header = linked_header(line)
    assert header is not None
    assert (header.number, header.title, header.link) == (number, title, link)


@pytest.mark.parametrize(
    "line",
    [
        "# cs.LG [[Back]](#toc)",
        "## [cs.LG](https://arxiv.org/list/cs.LG/recent)",
        "- [cs.LG](#cs.LG) [Total: 2]",
        "### Summary",
        "## [![badge](https://x.org/b.svg)](https://x.org)",
        "#[tag](x)y",
        "####### [1] [T](u)",
        "### [Back](#toc)",
    ],
)
def test_no_header(line: str) -> None:
    assert linked_header(line) is None


def test_numbered_header() -> None:
    header = numbered_header("## 📄 论文 3 - 相关性: 45%")
    assert header is not None
    assert (header.number, header.tail) == (3, "相关性: 45%")
    assert numbered_header("## Papers") is None


def test_list_header_needs_arxiv() -> None:
    header = list_header(f"- **[Title]({A})** `cs.LG`")
    assert header is not None
    assert (header.title, header.tail) == ("Title", "`cs.LG`")
    assert list_header("- [Title](https://example.org)") is None
    assert list_header(f"- [PDF]({A})") is None


def test_template_takes_the_title_up_to_the_last_literal() -> None:
    template = parse_template("■ {number} | {title} | {link}")
    header = match_template(template, f"■ 7 | a | b | {A}")
    assert header is not None
    assert (header.number, header.title, header.link) == (7, "a | b", A)
    assert match_template(template, f"■ x | a | {A}") is None
    assert match_template(template, "prose") is None


@pytest.mark.parametrize("bad", ["{title}", "## {number}", "## {title}{link}", "## {name} {title}"])
def test_templates_that_cannot_work(bad: str) -> None:
    with pytest.raises(ValueError, match=r"header|part|\{name\}"):
        parse_template(bad)


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("### Title (arXiv:2511.00001)", 0, "Title"),
        (f"### 2. Title [2511.00001]({A})", 2, "Title"),
        ("## 2511.00001: Title: One", 0, "Title: One"),
        (f"## Title {A}", 0, "Title"),
        (f"## A [Title]({A}) of words", 0, "A Title of words"),
    ],
)
def test_identifiers_beside_titles(line: str, number: int, title: str) -> None:
    header = inline_header(line)
    assert header is not None
    assert (header.number, header.title, header.link) == (number, title, A)


@pytest.mark.parametrize(
    "line",
    ["## Title", "## 2511.00001", "## 2.5 times", "## 2511.00001 and 2511.00002", "2511.00001 a"],
)
def test_headings_without_one_identifier_and_a_title(line: str) -> None:
    assert inline_header(line) is None


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        (f"### 🥇 1. [Title]({A}) — Score: 9", 1, "Title"),
        (f"## [#4] [Title]({A}) [[PDF]](https://arxiv.org/pdf/2511.00001)", 4, "Title"),
        (f"### 第3篇：[Title]({A})", 3, "Title"),
        (f"### ［5］[Title]({A}) ![](https://x.org/b.svg)", 5, "Title"),
        (f"### [2511.00001]({A}) Title", 0, "Title"),
        (f"###\u00a0[6]\u00a0[Title]({A})", 6, "Title"),
    ],
)
def test_what_may_stand_around_a_linked_title(line: str, number: int, title: str) -> None:
    header = linked_header(line)
    assert header is not None
    assert (header.number, header.title, header.link) == (number, title, A)


def test_an_item_with_its_title_in_bold() -> None:
    header = item_header(f"- 2025-11-14, **Title**, A B et al., Paper: [x]({A})")
    assert header is not None
    assert (header.title, header.link) == ("Title", A)
