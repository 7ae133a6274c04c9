"""What lists show of papers whose digest has no TL;DR."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import RunSitegen

_PAPER = """
## [A lake](https://arxiv.org/abs/2511.20001)

### Background Knowledge

湖水自古就有人研究。

### Summary

本文研究了湖水。{rest}

## [A river](https://arxiv.org/abs/2511.20002)

### Background Knowledge

河水自古就有人研究。
"""


def test_a_summary_stands_in_for_a_missing_tldr(tmp_path: Path, run_sitegen: RunSitegen) -> None:
    (tmp_path / "content").mkdir()
    digest = _PAPER.format(rest="湖水很深，(HMF) 河水很长。" * 50)
    (tmp_path / "content" / "2025-11-14.md").write_text(digest, encoding="utf-8")
    run_sitegen("build", "--quiet", "--base-url", "https://example.org").check_returncode()
    output = tmp_path / "output"
    for name in ("digests/2025-11-14.html", "index.html"):
        page = (output / name).read_text("utf-8")
        assert 'class="none"' not in page, name
        assert '<p class="tldr" data-field="tldr" lang="zh">本文研究了湖水。湖水' in page, name
        assert "湖水自古" not in page, name
        # Cut as abstracts are, though Chinese has few spaces.
        shown = page.partition("本文研究了湖水。")[2].partition("</p>")[0]
        assert 350 < len(shown) < 450, name
        # Where there is no other text of the digest, what there is.
        assert ">河水自古就有人研究。<" in page, name
    feed = json.loads((output / "feed.json").read_text("utf-8"))
    assert feed["items"][0]["summary"].startswith("本文研究了湖水。")
    search = "".join(path.read_text("utf-8") for path in output.glob("search/**/*.js*"))
    assert "本文研究了湖水" in search


def test_changes_of_a_digest_ask_no_style_sheet_who_is_concerned(seed_site: Path) -> None:
    """`:has()` around what scripts add took a quarter of the page's time."""
    assert ":has(" not in (seed_site / "css/digest.css").read_text("utf-8")


def test_a_paper_on_a_list_has_no_text_that_only_parts_lines(seed_site: Path) -> None:
    """Browsers would make a node of each: 2,700 on a page of 532 papers."""
    page = (seed_site / "digests/2025-11-14.html").read_text("utf-8")
    papers = page.split("<article")[1:]
    assert len(papers) == 5
    assert not any("\n" in paper.split("</article>")[0] for paper in papers)
