"""Each dialect, as one small digest in `fixtures/` beside what is read from it.

`SITEGEN_UPDATE=1 pytest tests/reading/test_reading_dialects.py` writes the expectations
anew; look at the difference before it is committed.
"""

from __future__ import annotations

import json
import os

import pytest
from reading_helpers import FIXTURES, as_data, codes, read, texts

NAMES = sorted(path.stem for path in FIXTURES.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_dialect(name: str) -> None:
    digest = read((FIXTURES / f"{name}.md").read_bytes(), f"{name}.md")
    expected = FIXTURES / f"{name}.json"
    made = json.dumps(as_data(digest), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("SITEGEN_UPDATE"):
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")


def test_every_dialect_has_a_fixture() -> None:
    assert len(NAMES) >= 18


def entry(body: str, header: str = "### [1] [T](https://arxiv.org/abs/2511.00001)") -> str:
    return f"{header}\n*Ann Author*\n\nMain category: cs.LG\n\n{body}\n"


def test_labels_inside_an_abstract_stay_its_text() -> None:
    digest = read(
        entry(
            "TL;DR: a\n\n<details>\n  <summary>Details</summary>\nMethod: b\n\n"
            "Abstract: We look.\nConclusion: it works.\nMethod: as above.\n"
            "Keywords: a, b\n\n</details>"
        )
    )
    found = texts(digest.entries[0])
    assert found["method"] == "b"
    assert "conclusion" not in found
    assert found["abstract"].endswith("Method: as above.\nKeywords: a, b")


def test_a_label_that_every_abstract_is_followed_by_ends_it() -> None:
    one = "Abstract: We look {n}.\n\nMethod: by eye {n}."
    text = "\n".join(
        entry(one.format(n=n), f"### [{n}] [T{n}](https://arxiv.org/abs/2511.0000{n})")
        for n in range(1, 5)
    )
    for number, found in enumerate(map(texts, read(text).entries), start=1):
        assert found == {"abstract": f"We look {number}.", "method": f"by eye {number}."}


def test_a_translation_always_ends_an_abstract() -> None:
    found = texts(read(entry("Abstract: We look.\n中文摘要：我们看。")).entries[0])
    assert found == {"abstract": "We look.", "translated_abstract": "我们看。"}


def test_an_unknown_label_keeps_its_name_and_place() -> None:
    digest = read(entry("TL;DR: a\n\nFunding Body: the moon\n\nMethod: b"))
    fields = digest.entries[0].fields
    assert [(f.name, f.label, f.text) for f in fields] == [
        ("tldr", "", "a"),
        ("x-funding-body", "Funding Body", "the moon"),
        ("method", "", "b"),
    ]
    assert codes(digest) == ["D209"]


def test_prose_with_a_colon_is_no_label() -> None:
    body = "Method: We do this.\nIt has parts: one, two.\n2. 分析：三。\n- **Note well** four"
    body += "\n\nResult: b"
    found = texts(read(entry(body)).entries[0])
    assert set(found) == {"method", "result"}
    assert found["method"].endswith("four")


def test_text_without_a_label_is_kept() -> None:
    digest = read(entry("Just words.\n\nMore words."))
    assert texts(digest.entries[0]) == {"other": "Just words.\n\nMore words."}
    assert codes(digest) == ["D208"]


def test_a_tag_that_is_no_wrapper_is_text() -> None:
    found = texts(read(entry("Method: a\n<think>\nhm\n</think>\n<img src=x>\n")).entries[0])
    assert found["method"] == "a\n<think>\nhm\n</think>\n<img src=x>"


def test_details_that_never_end_lose_no_paper() -> None:
    text = entry("<details>\nAbstract: a") + entry(
        "<details>\nAbstract: b", "### [2] [U](https://arxiv.org/abs/2511.00002)"
    )
    digest = read(text)
    assert [texts(e)["abstract"] for e in digest.entries] == ["a", "b"]
    assert codes(digest) == ["D207", "D207"]


def test_a_section_ends_details_that_never_end() -> None:
    text = entry("<details>\nAbstract: a\n\n# cs.CL [[Back]](#toc)\n") + entry(
        "TL;DR: b", "### [2] [U](https://arxiv.org/abs/2511.00002)"
    )
    digest = read(text)
    assert [e.section for e in digest.entries] == ["cs.LG", "cs.CL"]
    assert texts(digest.entries[0]) == {"abstract": "a"}


def test_a_heading_in_open_details_is_text() -> None:
    found = texts(read(entry("<details>\nMethod: a\n\n## Steps\n\nb\n\n</details>")).entries[0])
    assert found == {"method": "a\n\n## Steps\n\nb"}


def test_totals_that_disagree_are_told_with_their_line() -> None:
    text = "# Table of Contents\n\n- [cs.LG](#cs.LG) [Total: 2]\n- [cs.CL](#cs.CL) [Total: 1]\n\n"
    text += "# cs.LG [[Back]](#toc)\n\n" + entry("TL;DR: a")
    problems = [p for p in read(text).diagnostics if p.code == "D201"]
    assert [p.line for p in problems] == [3, 4]
    assert "2 papers in cs.LG, 1 are there" in problems[0].message


def test_list_items_that_repeat_headed_papers_are_its_contents() -> None:
    text = (
        "- [T](https://arxiv.org/abs/2511.00001)\n- [U](https://arxiv.org/abs/2511.00002)\n\n"
        + entry("TL;DR: a")
    )
    assert [e.key for e in read(text).entries] == ["2511.00002", "2511.00001"]


def test_a_paper_without_arxiv_gets_a_key_of_its_own() -> None:
    text = "### [1] [A](https://example.org/x)\n\n### [2] [B](https://example.org/x)\n"
    one, two = read(text).entries
    assert one.link == two.link == "https://example.org/x"
    assert one.key != two.key
    assert one.arxiv == ""


def test_paper_twice_in_one_digest_keeps_both_entries() -> None:
    digest = read(entry("TL;DR: a") + entry("TL;DR: b"))
    assert [e.key for e in digest.entries] == ["2511.00001"] * 2
    assert codes(digest) == ["D202"]


@pytest.mark.parametrize(
    ("text", "name", "code", "skipped"),
    [
        ("# Daily\n\n### 今日没有找到新论文。\n", "2025-06-18.md", "D104", False),
        ("No new papers today.\n", "2025-06-18.md", "D104", False),
        ("本日、新しい論文はありません。", "2025-06-18.md", "D104", False),
        ("오늘은 새로운 논문이 없습니다.", "2025-06-18.md", "D104", False),
        ("<div id=toc></div>\n\n# Table of Contents\n", "2025-06-18.md", "D103", False),
        ("\n", "2025-06-18.md", "D103", False),
        ("\n", "nothing.md", "D101", True),
        ("The crawl stopped.\n", "2025-06-18.md", "D102", False),
        ("Some words on tea.\n" * 40, "2025-06-18.md", "D102", True),
        ("# About\n\nFork this repo to your account.\n", "README.md", "D101", True),
        ("a.md\nb.md\n", "list.txt", "D102", True),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "2025-06-18.md", "D105", True),
    ],
)
def test_files_without_papers(text: str | bytes, name: str, code: str, skipped: bool) -> None:
    digest = read(text, name)
    assert digest.entries == ()
    assert codes(digest) == [code]
    assert bool(digest.skipped) == skipped


def test_a_link_of_the_paper_itself_ends_no_record_whose_link_comes_first() -> None:
    record = (
        "arXiv: 2511.0000{n}\nTitle: T{n}\nAuthors: A B, C D\n"
        "PDF: https://arxiv.org/pdf/2511.0000{n}\nMethod: m{n}\n"
    )
    text = "\n".join(record.format(n=n) for n in (1, 2))
    entries = read(text).entries
    assert [(e.title, e.arxiv, texts(e)["method"]) for e in entries] == [
        ("T1", "2511.00001", "m1"),
        ("T2", "2511.00002", "m2"),
    ]


def test_a_list_of_links_in_a_readme_is_no_digest() -> None:
    text = "# Tool\n\n## Install\n\npip install x\n\n- [T](https://arxiv.org/abs/2511.00001)\n"
    digest = read(text, "README.md")
    assert digest.entries == ()
    assert "D101" in codes(digest)


def test_code_in_a_paper_holds_no_headings() -> None:
    code = "```\n## [x](https://arxiv.org/abs/2511.00009)\n```"
    (found,) = read(entry(f"Method: a\n\n{code}\n\nResult: b")).entries
    assert texts(found) == {"method": f"a\n\n{code}", "result": "b"}


def test_a_digest_in_a_block_of_code_is_read() -> None:
    assert len(read(f"```markdown\n{entry('TL;DR: a')}```\n").entries) == 1
