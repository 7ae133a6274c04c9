"""A window of papers with pages of their own: older ones lead to their digest's entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import RunSitegen, sample_digest


@pytest.mark.parametrize("window", ['since = "2025-12-01"', "months = 1"])
def test_older_papers_lead_to_their_digest(
    run_sitegen: RunSitegen, tmp_path: Path, window: str
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "2025-11-14.md").write_text(sample_digest([("2511.00001", "Rafts")]))
    (content / "2025-12-02.md").write_text(
        sample_digest([("2511.00001", "Rafts"), ("2512.00001", "Canoes")])
    )
    (tmp_path / "sitegen.toml").write_text(f"[papers]\n{window}\n")
    assert run_sitegen("build").returncode == 0

    def page(path: str) -> BeautifulSoup:
        text = (tmp_path / "output" / path).read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")

    old = page("papers/2511.00001.html")
    assert old.select_one('a[href="../digests/2025-11-14.html#p-2511.00001"]')
    assert old.select_one('meta[http-equiv="refresh"]')
    assert page("papers/2512.00001.html").select_one('article[data-paper="2512.00001"]')

    # Where its own page would lead back, a title leads to the paper on arXiv.
    home = page("digests/2025-11-14.html").select_one("#p-2511\\.00001 .title a")
    again = page("digests/2025-12-02.html").select_one("#p-2511\\.00001 .title a")
    assert home and home["href"] == "https://arxiv.org/abs/2511.00001"
    assert again and again["href"] == "../papers/2511.00001.html"
    assert run_sitegen("check").returncode == 0
