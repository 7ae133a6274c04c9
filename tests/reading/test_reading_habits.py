"""Habits of pipelines and their models: what stands beside the template, on quiet days too."""

from __future__ import annotations

from itertools import product
from textwrap import indent

import pytest
from reading_helpers import BYLINE, LINKED, codes, entries, read, texts

from sitegen.model import SourceFile
from sitegen.reading import read_digest


@pytest.mark.parametrize(
    "facts",
    [
        "**Date:** 2025-11-13 | **arXiv:** 2511.9000{i}\n\n**Authors:** Ann Aye, Bob Bee",
        "**Authors:** Ann Aye, Bob Bee | **arXiv ID:** `2511.9000{i}` | **Published:** 2025-11-13",
        "**Authors:** Ann Aye, Bob Bee · **arXiv:** 2511.9000{i}",
        "**Authors:** Ann Aye, Bob Bee\n\n### What it does\n\nIt floats.\n\n"
        "**Link:** https://arxiv.org/abs/2511.9000{i}",
    ],
)
def test_what_names_the_paper_may_stand_behind_other_labels(facts: str) -> None:
    found = entries(f"## {{i}}. Pebbles {{i}}\n\n{facts}\n\n**TL;DR:** Short {{i}}.")
    for number, entry in enumerate(found, 1):
        assert (entry.key, entry.title) == (f"2511.9000{number}", f"Pebbles {number}")
        assert entry.authors == ("Ann Aye", "Bob Bee")
        assert texts(entry)["tldr"] == f"Short {number}."
    assert len(found) == 3


def test_the_only_paper_of_a_section_is_not_the_section() -> None:
    paper = "## Part {i}\n\nWords.\n\n### Pebbles {i}\n\n**Authors:** Ann Aye, Bob Bee\n\n"
    found = entries(paper + "**Link:** https://arxiv.org/abs/2511.9000{i}")
    assert [(entry.title, entry.section) for entry in found] == [
        (f"Pebbles {number}", f"Part {number}") for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("line", "categories", "subjects"),
    [
        (
            "**Subjects:** Machine Learning (cs.LG); Robotics (cs.RO)",
            ("cs.LG", "cs.RO"),
            None,
        ),
        ("**Categories:** ['cs.LG', 'cs.AI']", ("cs.LG", "cs.AI"), None),
        ("**Categories:** cs.LG cs.AI", ("cs.LG", "cs.AI"), None),
        ("**Categories:** cs.LG and cs.AI", ("cs.LG", "cs.AI"), None),
        ("**Categories:** `NLP` `LLM`", ("NLP", "LLM"), None),
        ("**Categories:** [NLP] [LLM]", ("NLP", "LLM"), None),
        ("**Categories:** NLP CV RL", ("NLP", "CV", "RL"), None),
        ("**Categories:** cs.LG, Lakes and Rivers", ("cs.LG", "Lakes and Rivers"), None),
        ("**Categories:** math.OC 90C25 (Primary); cs.LG", ("math.OC", "cs.LG"), "90C25 (Primary)"),
    ],
)
def test_lists_of_categories(line: str, categories: tuple[str, ...], subjects: str | None) -> None:
    for entry in entries(f"{BYLINE}{line}\n\n**TL;DR:** Short {{i}}."):
        assert entry.categories == categories
        assert texts(entry).get("subjects") == subjects


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        # numbers, two languages, bold italics
        ("**1. 研究动机**：m{i}\n**2. 方法**：h{i}", {"motivation": "m{i}", "method": "h{i}"}),
        ("**① 动机 Motivation:** m{i}", {"motivation": "m{i}"}),
        ("### 1. Motivation\n\nm{i}", {"motivation": "m{i}"}),
        ("### (2) Method\n\nh{i}", {"method": "h{i}"}),
        ("***Method***: h{i}\n\n***Result:*** r{i}", {"method": "h{i}", "result": "r{i}"}),
        ("***Method:** h{i}*\n\n***Result:** r{i}*", {"method": "h{i}*", "result": "r{i}*"}),
        # quotations and HTML's line breaks
        ("> **Abstract**: One {i}\n> two\n> three", {"abstract": "One {i}\ntwo\nthree"}),
        ("**Method:**<br>\nh{i}<br/>\n**Result:** r{i} <br>", {"method": "h{i}", "result": "r{i}"}),
        # an abstract and its translation
        (
            "**摘要**：我们提出{i}。\n\n**Abstract**: We propose {i}.",
            {"abstract": "We propose {i}.", "translated_abstract": "我们提出{i}。"},
        ),
        (
            "**Abstract**: We propose {i}.\n\n**摘要**：我们提出{i}。",
            {"abstract": "We propose {i}.", "translated_abstract": "我们提出{i}。"},
        ),
        # lines of prose that only look like labels, and labels that only look like prose
        (
            "**Limitations:** Two {i}.\n**1. Data** is small.\n**2. Evaluation** is narrow.",
            {"limitations": "Two {i}.\n**1. Data** is small.\n**2. Evaluation** is narrow."},
        ),
        (
            "- **Info:** {i}\n  - **Score:** 8\n  - **Rigor:** high {i}\n  - **Clarity:** big {i}",
            {"score": "8", "x-info": "{i}", "x-rigor": "high {i}", "x-clarity": "big {i}"},
        ),
        ("  Score: 8\n  Rigor: high {i}", {"score": "8", "x-rigor": "high {i}"}),
        ("**Comment:** {i} pages\n  April {i}: yes", {"comment": "{i} pages\nApril {i}: yes"}),
    ],
)  # fmt: skip
def test_labels_and_what_they_stand_before(body: str, fields: dict[str, str]) -> None:
    for number, entry in enumerate(entries(BYLINE + body), 1):
        assert texts(entry) == {
            name: text.replace("{i}", str(number)) for name, text in fields.items()
        }


@pytest.mark.parametrize(
    "further",
    [
        "### Related work\n\n- [Rafts](https://arxiv.org/abs/2511.80001)\n"
        "- [Boats](https://arxiv.org/abs/2511.80002)",
        "### How it differs\n\nUnlike arXiv:2511.80001 it floats.",
    ],
)
def test_papers_that_a_paper_names_are_not_it(further: str) -> None:
    facts = "**Authors:** Ann Aye, Bob Bee\n\n**Link:** https://arxiv.org/abs/2511.9000{i}"
    found = entries(f"## {{i}}. Pebbles {{i}}\n\n{facts}\n\n**TL;DR:** t{{i}}\n\n{further}")
    assert [(entry.title, entry.authors) for entry in found] == [
        (f"Pebbles {number}", ("Ann Aye", "Bob Bee")) for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "head",
    [
        "# Daily Digest\n\n**Author:** Arxiv Bot",
        "# Digest\n\n**Date:** 2025-11-14 | **Papers:** 3 | **arXiv:** https://arxiv.org/list/cs.AI",
        "# Digest\n\n## Picks\n\nAuthor: Jane Roe",
    ],
)
def test_a_digests_own_head_is_no_paper(head: str) -> None:
    paper = "### Pebbles\n\n**Link:** https://arxiv.org/abs/2511.90001\n\n**TL;DR:** t"
    foot = "## About\n\n**Source:** arXiv | **Link:** https://example.org/x"
    found = read(f"{head}\n\n{paper}\n\n{foot}\n").entries
    assert [(entry.key, entry.title) for entry in found] == [("2511.90001", "Pebbles")]


def test_one_paragraph_with_a_colon_stays_in_its_text() -> None:
    paper = f"{BYLINE}### Summary\n\nFirst {{i}}.\n\n"
    ends = ("Then.", "主要发现包括：甲、乙。", "Then again.")
    papers = "\n\n".join(
        (paper + end).replace("{i}", str(number)) for number, end in enumerate(ends, 1)
    )
    found = read(f"# Digest\n\n{papers}\n").entries
    assert [texts(entry) for entry in found] == [
        {"summary": f"First {number}.\n\n{end}"} for number, end in enumerate(ends, 1)
    ]


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    "lines",
    [
        "TL;DR: {t}\n背景：{b}\n方法：{m}\n结果：{r}",
        "- TL;DR: {t}\n- Background: {b}\n- Method: {m}\n- Result: {r}",
    ],
)
def test_a_quiet_day_is_read_as_any_other(lines: str, count: int) -> None:
    body = lines.format(t="t{i}", b="b{i}", m="m{i}", r="r{i}")
    for number, entry in enumerate(entries(BYLINE + body, count), 1):
        assert texts(entry) == {
            name: f"{name[0]}{number}" for name in ("tldr", "background", "method", "result")
        }


@pytest.mark.parametrize(
    "remark",
    ["🔥 Hot paper", "[![PDF](https://x.org/a.svg)](https://x.org/b) [![Code](https://x.org/c.svg)](https://x.org/d)"],
)  # fmt: skip
def test_authors_may_stand_below_a_remark(remark: str) -> None:
    for entry in entries(f"{LINKED}{remark}\n*Ann Aye, Bob Bee*\n\nTL;DR: t{{i}}"):
        assert entry.authors == ("Ann Aye", "Bob Bee")
        assert texts(entry)["other"] == remark


def test_names_behind_a_label_come_before_what_looks_like_names() -> None:
    paper = f"{LINKED}Hot {{i}}\n*Machine Learning, Robotics*\n\n**Authors:** Ann Aye, Bob Bee"
    for entry in entries(paper):
        assert entry.authors == ("Ann Aye", "Bob Bee")


def test_a_list_of_plain_labels_below_a_label_is_its_text() -> None:
    body = "**Experiments:**\n- Dataset: lakes\n- Task: rafting\n- Code: none yet"
    (entry,) = entries(BYLINE + body, 1)
    assert texts(entry) == {"experiments": body.partition("\n")[2]}


def test_a_list_below_a_remark_is_none_of_names() -> None:
    paper = f"{LINKED}Two things {{i}}.\n* Rafts, Boats\n* Lakes, Rivers\n\nTL;DR: t{{i}}"
    for number, entry in enumerate(entries(paper), 1):
        assert entry.authors == ()
        assert texts(entry)["other"] == f"Two things {number}.\n* Rafts, Boats\n* Lakes, Rivers"


def test_a_fence_around_a_whole_digest_is_none_of_its_text() -> None:
    paper = BYLINE.replace("{i}", "1") + "TL;DR: t"
    digest = read(f"```markdown\n{paper}\n```\n")
    assert digest.note == ""
    assert [(entry.line, texts(entry)) for entry in digest.entries] == [(2, {"tldr": "t"})]
    code = read(f"{paper}\n```\ncode\n```\n")
    assert texts(code.entries[0]) == {"tldr": "t\n```\ncode\n```"}


def test_a_summary_beside_an_abstract_is_a_models_text() -> None:
    line = '{"paper_id": "2602.90004", "title": "T", "abstract": "theirs", "summary": "its"}'
    (entry,) = read(line, "2026-02-10.jsonl").entries
    assert texts(entry) == {"abstract": "theirs", "summary": "its"}
    (entry,) = read(line.replace("theirs", ""), "2026-02-10.jsonl").entries
    assert texts(entry) == {"abstract": "its"}
    (entry,) = read(line.replace("theirs", "its"), "2026-02-10.jsonl").entries
    assert (texts(entry), entry.raw) == ({"abstract": "its"}, True)


def test_names_of_categories_in_a_list_stay_whole() -> None:
    names = '["Finance, and Science", "Robotics (cs.RO)", "cs.LG"]'
    line = f'{{"id": "2602.90004", "title": "T", "categories": {names}}}'
    (entry,) = read(line, "2026-02-10.jsonl").entries
    assert entry.categories == ("Finance, and Science", "cs.RO", "cs.LG")
    terms = '[{"term": "cs.LG", "scheme": "x"}, {"term": "cs.AI"}]'
    (entry,) = read(line.replace(names, terms), "2026-02-10.jsonl").entries
    assert entry.categories == ("cs.LG", "cs.AI")


@pytest.mark.parametrize(
    ("listed", "categories", "subjects"),
    [
        (
            "cs.AI, 68T07, 62Fxx, 92-08, I.2.6; I.5.4",
            ("cs.AI",),
            "68T07, 62Fxx, 92-08, I.2.6, I.5.4",
        ),
        ("`cs.AI` `68T05` `I.2.10`", ("cs.AI",), "68T05, I.2.10"),
        ("cs.AI 68-XX H.m K.4.m cs.LG", ("cs.AI", "cs.LG"), "68-XX, H.m, K.4.m"),
        ("['cs.AI', '68T07', 'I.2']", ("cs.AI",), "68T07, I.2"),
        ("cs.AI, Primary 68T07 (Secondary 62M10)", ("cs.AI",), "Primary 68T07 (Secondary 62M10)"),
        ("cs.AI, 68T07 (Primary) 62M10, 90B20", ("cs.AI",), "68T07 (Primary) 62M10, 90B20"),
        # topics of the publisher's own
        ("cs.AI, 3D Vision, 68, L.2, A.12, GPT-4, I.Robot", None, None),
        ("cs.AI, Primary, 68T07 of MSC, 123A45, 68T071", None, None),
    ],
)
def test_msc_and_acm_classes_are_no_categories(
    listed: str, categories: tuple[str, ...] | None, subjects: str | None
) -> None:
    categories = categories or tuple(listed.split(", "))
    links = "[**[PDF]**](https://arxiv.org/pdf/2511.9000{i}) | "
    for label in ("**Categories:** ", f"{links}**Categories:** "):
        for entry in entries(f"{BYLINE}**TL;DR:** Short {{i}}.\n\n{label}{listed}"):
            assert (entry.category, entry.categories) == ("cs.AI", categories)
            assert texts(entry).get("subjects") == subjects


def test_msc_and_acm_classes_in_json_lines_are_no_categories() -> None:
    line = '{"id": "2602.90004", "title": "T", "categories": NAMES}'
    for names in (
        '["68T05", "cs.LG", "Robots", "I.2.6"]',
        '["cs.LG", "Robots", "68T05, I.2.6"]',
        '"cs.LG, Robots, 68T05, I.2.6"',
    ):
        (entry,) = read(line.replace("NAMES", names), "2026-02-10.jsonl").entries
        assert (entry.category, entry.categories) == ("cs.LG", ("cs.LG", "Robots"))
        assert texts(entry) == {"subjects": "68T05, I.2.6"}
    (entry,) = read(line.replace("NAMES", '["68T05"]'), "2026-02-10.jsonl").entries
    assert (entry.category, entry.categories) == ("", ())
    assert texts(entry) == {"subjects": "68T05"}


@pytest.mark.parametrize("main", ["68T07", "`68T07, 62M10`", "I.2.6; I.5.4", "68T07 (Primary)"])
@pytest.mark.parametrize("below", ["", "\n\n<details>\nMotivation: m\n\n</details>"])
def test_a_main_category_of_classes_alone_is_none(main: str, below: str) -> None:
    paper = f"{BYLINE}Main category: {main}".replace("{i}", "1")
    for head, categories in (("", ()), ("# cs.LG [[Back]](#toc)\n\n", ("cs.LG",))):
        (entry,) = read(f"{head}{paper}\n\nTL;DR: t{below}\n").entries
        assert entry.categories == categories
        assert entry.category == "".join(categories)
        assert texts(entry)["subjects"] == main.strip("`")


def test_both_languages_of_a_paper_have_all_of_its_categories() -> None:
    chinese = BYLINE.replace("{i}", "1") + "Main category: cs.LG\n\nTL;DR: 短文在此"
    english = (
        '{"id":"2511.90001","title":"Paper 1","categories":["cs.LG","stat.ML"],"summary":"a",'
        '"AI":{"tldr":"short words"}}'
    )
    files = [
        SourceFile(name, name, text.encode())
        for name, text in (
            ("2025-11-14.md", chinese), ("2025-11-14_AI_enhanced_English.jsonl", english),
        )
    ]  # fmt: skip
    found = read_digest("2025-11-14", files).entries
    assert [entry.categories for entry in found] == [("cs.LG", "stat.ML")] * 2


LABELS = "**Authors:** Ann Aye, Bob Bee\n**Link:** https://arxiv.org/abs/2511.9000{i}\n"
METHOD = "**TL;DR:** Short {i}.\n**Method:** Beside {i}\n\n"
BELOW = "**TL;DR:** Short {i}.\n\n### Method\n\nBeside {i}\n\n"
NESTED = "   - Authors: Ann Aye, Bob Bee\n   - TL;DR: Short {i}.\n   - Method: Beside {i}\n\n"
FOLDED = (
    f"{BYLINE}TL;DR: Short {{i}}.\n\n<details>\n\nMotivation: x {{i}}\n\nMethod: Beside {{i}}\n\n"
)
HEADED = f"## Pebbles {{i}}\n\n{LABELS}"
NUMBERED = "{i}. **Pebbles {i}**\n   - Link: https://arxiv.org/abs/2511.9000{i}\n" + NESTED
ITEM = "- [Pebbles {i}](https://arxiv.org/abs/2511.9000{i})\n" + NESTED
TABLE = "| Data | Size |\n|---|---|\n| arXiv:2511.90077 | 5k |\n| Another of 2511.90078 | 7k |"
LIST = (
    "- [Another](https://arxiv.org/abs/2511.90077)\n- [A Third](https://arxiv.org/abs/2511.90078)"
)


WORDS = "| Method | Score |\n|---|---|\n| Method A | 5.5 |\n| Data | 3k |"
CODE = "````\n```\n# Train\n`````"
SHELL = "~~~\n# Train\nlr: 1\nLink: none\nMethod: x\n~~~"
FORMULA = "$$\n# S = 3 \\\\\nLoss: L = x\n$$"
FURTHER = (TABLE, LIST, WORDS, CODE, SHELL, FORMULA)


@pytest.mark.parametrize(
    ("paper", "further"),
    [
        *product((HEADED + METHOD, HEADED + BELOW, BYLINE + METHOD, FOLDED), FURTHER),
        *product((NUMBERED, ITEM), (indent(further, 5 * " ") for further in FURTHER)),
        *product((f"**Pebbles {{i}}**\n{LABELS}{METHOD}",), (TABLE, WORDS, CODE, SHELL, FORMULA)),
    ],
)
def test_what_stands_in_a_text_is_its_text(paper: str, further: str) -> None:
    """Papers to compare with, words that are labels elsewhere, what would be a heading."""
    found = entries(paper + further, 7)
    assert [entry.key for entry in found] == [f"2511.9000{number}" for number in range(1, 8)]
    for number, entry in enumerate(found, 1):
        assert entry.authors == ("Ann Aye", "Bob Bee")
        lines = [f"Beside {number}", "", *further.splitlines()]
        assert [line.strip() for line in texts(entry)["method"].splitlines()] == [
            line.strip() for line in lines
        ]


def test_papers_below_the_names_of_groups_stay_papers() -> None:
    """However deep: what stands deeper than a label of another paper is none of its text."""
    text = "- [Pebbles](https://arxiv.org/abs/2511.90001)\n  - Method: They float.\n"
    text += "- Results:\n    - [Sand](https://arxiv.org/abs/2511.90002)\n"
    text += "    - [Silt](https://arxiv.org/abs/2511.90003)\n"
    found = read(f"# Digest\n\n{text}").entries
    assert [entry.title for entry in found] == ["Pebbles", "Sand", "Silt"]


def test_a_heading_in_the_text_of_an_item_ends_no_paper() -> None:
    found = entries(ITEM + "     #### First step\n\n     It floats.\n\n   - Result: Done {i}.\n")
    assert [entry.key for entry in found] == [f"2511.9000{number}" for number in (1, 2, 3)]
    for number, entry in enumerate(found, 1):
        assert texts(entry)["result"] == f"Done {number}."
        assert "It floats." in texts(entry).values()


@pytest.mark.parametrize("opening", ["```python\nx = 1", "~~~\nx = 1", "$$ x = 1", "$$\nx = 1"])
@pytest.mark.parametrize(
    "paper",
    [
        BYLINE + METHOD,
        f"{BYLINE}TL;DR: Short {{i}}.\n\n<details>\n\nMethod: Beside {{i}}\n\nXX\n\n</details>\n",
        HEADED + METHOD,
        f"## {{i}}. Pebbles {{i}}\nLink: https://arxiv.org/abs/2511.9000{{i}}\n{METHOD}",
    ],
)
def test_a_fence_that_never_ends_hides_no_paper(opening: str, paper: str) -> None:
    paper = paper.replace("XX", opening) if "XX" in paper else paper + opening
    found = entries(paper, 7)
    assert [entry.key for entry in found] == [f"2511.9000{number}" for number in range(1, 8)]
    for number, entry in enumerate(found, 1):
        assert texts(entry)["tldr"] == f"Short {number}."
        assert "x = 1" in texts(entry)["method"]


def test_a_table_below_items_stays_a_table() -> None:
    table = "| Category | Count |\n|---|---|\n| cs.AI | 3 |"
    *_, last = entries(ITEM + "   - Result: Done {i}.\n\n" + table)
    assert texts(last)["result"] == f"Done 3.\n\n{table}"


@pytest.mark.parametrize("link", ["None", "../x.html", "www.example.org/x"])
def test_a_link_that_no_page_shows_is_told(link: str) -> None:
    digest = read(f"### [1] [Pebbles]({link})\n*Ann Aye*\n\nTL;DR: They float.\n")
    assert codes(digest) == ["D204"]


def test_code_above_the_papers_hides_none() -> None:
    code = "```\ncurl https://example.org/feed.xml\n```"
    paper = (
        "## Pebbles\n\nAuthors: Ann Aye\n\n```\ncode\n```\n\nLink: https://arxiv.org/abs/2511.90001"
    )
    (found,) = read(f"# Digest\n\n{code}\n\n{paper}\n").entries
    assert (found.title, found.key) == ("Pebbles", "2511.90001")


def test_names_of_columns_are_none_of_the_paper_above() -> None:
    names = "| Rank | Paper |\n|---|---|\n| 1 | [Pebbles {i}](https://arxiv.org/abs/2511.9000{i}) |"
    assert [(entry.key, entry.fields) for entry in entries(names)] == [
        (f"2511.9000{number}", ()) for number in (1, 2, 3)
    ]


def test_a_papers_own_table_may_hold_few_labels() -> None:
    table = "| Field | Value |\n|---|---|\n| TLDR | Short {i} |\n| Model | A {i} |\n| Size | {i} |"
    for number, entry in enumerate(entries(f"{LINKED}\n{table}"), 1):
        assert texts(entry)["tldr"] == f"Short {number}"
