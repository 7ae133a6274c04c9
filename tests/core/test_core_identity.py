"""Identifiers, keys and paths: what URLs are made of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.identity import (
    arxiv_month,
    paper_key,
    parse_arxiv,
    safe_part,
    safe_path,
    unique_parts,
)

PART = re.compile(r"[A-Za-z0-9._-]{1,80}")


@pytest.mark.parametrize(
    ("link", "name", "version"),
    [
        ("https://arxiv.org/abs/2511.10440", "2511.10440", 0),
        ("http://arxiv.org/abs/2511.10440v2", "2511.10440", 2),
        ("https://arxiv.org/pdf/2511.10440v12.pdf", "2511.10440", 12),
        ("https://arxiv.org/html/0704.0001", "0704.0001", 0),
        ("https://www.arxiv.org/abs/math/0211159", "math/0211159", 0),
        ("https://arxiv.org/abs/math.GT/0309136v3", "math/0309136", 3),
        ("https://export.arxiv.org/abs/hep-th/9901001#x", "hep-th/9901001", 0),
        ("arXiv:2511.10440v1", "2511.10440", 1),
        ("2511.10440", "2511.10440", 0),
    ],
)
def test_arxiv_links_of_every_kind_give_the_id(link: str, name: str, version: int) -> None:
    assert parse_arxiv(link) == (name, version)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/abs/2511.10440",
        "https://arxiv.org/list/cs.LG/recent",
        "https://arxiv.org/abs/2513.10440",
        "https://notarxiv.org.evil.example/abs/2511.10440",
        "see 2511.10440",
        "",
    ],
)
def test_other_links_give_none(link: str) -> None:
    assert parse_arxiv(link) is None


def test_months_of_old_and_new_ids() -> None:
    assert arxiv_month("2511.10440") == "2025-11"
    assert arxiv_month("math/0211159") == "2002-11"
    assert arxiv_month("hep-th/9901001") == "1999-01"


def test_versions_and_spellings_share_a_key() -> None:
    keys = {
        paper_key(link, "Any title")
        for link in ("http://arxiv.org/abs/2511.10440v2", "https://arxiv.org/pdf/2511.10440")
    }
    assert keys == {"2511.10440"}
    assert paper_key("https://arxiv.org/abs/math.GT/0309136", "") == "math-0309136"


def test_titles_never_merge_on_one_foreign_link() -> None:
    link = "https://conference.example/accepted"
    first, second = paper_key(link, "One"), paper_key(link, "Two")
    assert first != second
    assert first == paper_key(link, "  one ")
    assert first.startswith("conference.example-")


@given(st.text(), st.text())
def test_every_key_is_one_safe_part(link: str, title: str) -> None:
    assert PART.fullmatch(paper_key(link, title) + ".html")


@given(st.text())
def test_every_name_becomes_one_safe_part(name: str) -> None:
    made = safe_part(name)
    assert PART.fullmatch(made + "-2.html")
    assert made not in (".", "..")
    assert safe_part(made) == made


def test_safe_names_stay_and_others_get_a_hash() -> None:
    assert safe_part("cs.LG") == "cs.LG"
    assert safe_part("2025-11-14") == "2025-11-14"
    assert safe_part("机器学习") != safe_part("机器人学")
    assert re.fullmatch(r"a-b-[0-9a-f]{8}", safe_part("a b"))
    assert re.fullmatch(r"index-[0-9a-f]{8}", safe_part("index", {"index"}))
    assert re.fullmatch(r"con-[0-9a-f]{8}", safe_part("con"))
    assert safe_part("x.html") != "x.html"


def test_paths_cannot_leave_their_folder() -> None:
    assert safe_path("../../etc/passwd") == "etc/passwd"
    assert not safe_path("/").startswith("/")
    assert ".." not in safe_path("a/../b").split("/")


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=12))
def test_no_two_names_share_a_path_on_any_file_system(names: list[str]) -> None:
    made = unique_parts(names, {"index"})
    assert len({path.lower() for path in made.values()}) == len(names)
    assert unique_parts(names[::-1], {"index"}) == made


def test_names_that_differ_in_case_get_their_hash() -> None:
    made = unique_parts(["cs.LG", "CS.LG", "cs.AI"])
    assert made["cs.AI"] == "cs.AI"
    assert re.fullmatch(r"cs\.LG-[0-9a-f]{8}", made["cs.LG"])
    assert re.fullmatch(r"CS\.LG-[0-9a-f]{8}", made["CS.LG"])
