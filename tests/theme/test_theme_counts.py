"""Counts that pages show beside their papers, on a small site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import RunSitegen, sample_digest
from markupsafe import Markup

UNNAMED = "\n### [9] [A paper of no category](https://example.org/lakes)\n*Bo*\n\nTL;DR: Wet.\n"


@pytest.fixture
def site(tmp_path: Path, run_sitegen: RunSitegen) -> Path:
    content = tmp_path / "content"
    content.mkdir()
    papers = [("2511.20001", "Lakes"), ("2511.20002", "Rivers")]
    (content / "2025-11-14.md").write_text(sample_digest(papers), encoding="utf-8")
    (content / "2025-12-01.md").write_text(
        sample_digest([("2511.20003", "Ponds")]), encoding="utf-8"
    )
    (content / "2025-12-02.md").write_text(f"# 2025-12-02\n{UNNAMED}", encoding="utf-8")
    built = run_sitegen("build", "--content", content, "--output", tmp_path / "site")
    assert built.returncode == 0, built.stderr
    return tmp_path / "site"


def test_a_month_of_a_category_tells_how_many_papers_it_lists(site: Path) -> None:
    for month, count in (("2025-11", "2 papers"), ("2025-12", "1 paper")):
        page = (site / "categories" / "cs.LG" / f"{month}.html").read_text("utf-8")
        assert f">{count}</span>" in page


def test_a_category_shows_its_months_as_bars(site: Path) -> None:
    page = (site / "categories" / "cs.LG.html").read_text("utf-8")
    chart = page.partition('<figure class="chart">')[2].partition("</figure>")[0]
    assert chart.count("<rect") == 2 and "up to 2 a month" in chart
    assert "3 papers from November 2025 to December 2025" in chart
    month = (site / "categories" / "cs.LG" / "2025-11.html").read_text("utf-8")
    assert 'class="chart"' not in month
    assert '<a rel="next" href="../../categories/cs.LG/2025-12.html">' in month
    assert 'rel="prev"' not in month


def test_papers_without_a_category_are_among_the_others(site: Path) -> None:
    page = (site / "stats.html").read_text("utf-8")
    legend = page.partition('<ul class="legend">')[2].partition("</ul>")[0]
    labels = re.findall(r"<li[^>]*>(.*?)</li>", legend)
    assert [Markup(label).striptags() for label in labels] == ["cs.LG", "Other"]
