from __future__ import annotations

import pytest
from reading_helpers import codes, read

from sitegen.reading.dates import date_of_name, dates_in

PAPER = "### [1] [T](https://arxiv.org/abs/2511.00001)\n*A B*\n\nTL;DR: x\n"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2025-11-14.md", "2025-11-14"),
        ("20251114.md", "2025-11-14"),
        ("2025_11_14.md", "2025-11-14"),
        ("2025/11/14.md", "2025-11-14"),
        ("2025/11/2025-11-14.md", "2025-11-14"),
        ("docs/2026-03-10/index.md", "2026-03-10"),
        ("recent_2025-10-06_to_2025-10-12.md", "2025-10-12"),
        ("digest-2025.11.14-cs.md", "2025-11-14"),
        ("2025年11月14日.md", "2025-11-14"),
        ("2025-11.md", "2025-11"),
        ("2025-13-40.md", ""),
        ("2025-02-30.md", ""),
        ("2511.12345.md", ""),
        ("notes.md", ""),
    ],
)
def test_date_of_name(name: str, date: str) -> None:
    assert date_of_name(name) == date


def test_dates_in_words() -> None:
    text = "Nov 14, 2025; 15 November 2025; 2025年11月16日; 2025년 11월 17일"
    assert dates_in(text) == ["2025-11-14", "2025-11-15", "2025-11-16", "2025-11-17"]


@pytest.mark.parametrize(
    ("text", "name", "date", "source"),
    [
        (PAPER, "2025-11-14.md", "2025-11-14", "name"),
        ("---\ndate: 2025-11-15\n---\n" + PAPER, "x.md", "2025-11-15", "front matter"),
        ("# Daily, 16 Nov 2025\n\n" + PAPER, "x.md", "2025-11-16", "heading"),
        ("**Report Date:** 2025-11-17\n\n" + PAPER, "x.md", "2025-11-17", "heading"),
        (PAPER, "x.md", "2025-11", "estimated"),
        ("### [1] [T](https://example.org)\n", "x.md", "", "none"),
    ],
)
def test_date_of_a_digest(text: str, name: str, date: str, source: str) -> None:
    digest = read(text, name)
    assert (digest.date, digest.date_source) == (date, source)
    expected = {"estimated": "D110", "none": "D109"}.get(source)
    assert [c for c in codes(digest) if c in ("D109", "D110")] == ([expected] if expected else [])


def test_an_estimate_takes_the_newest_paper() -> None:
    text = (
        PAPER
        + "### [2] [U](https://arxiv.org/abs/2602.00001)\n### [3] [V](https://arxiv.org/abs/math/0211159)\n"
    )
    assert read(text, "x.md").date == "2026-02"


def test_front_matter_is_not_a_rule_above_a_paper() -> None:
    assert len(read("---\n" + PAPER + "---\n").entries) == 1
