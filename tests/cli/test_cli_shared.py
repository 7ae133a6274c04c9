"""The whole way on real digests, where they are: nothing lost, nothing dead.

Without them (see `conftest.shared_folder`) the same is asserted of the seeds alone.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from conftest import SEEDS, RunSitegen, shared_folder


def test_every_paper_has_its_page_and_no_link_is_dead(
    run_sitegen: RunSitegen, tmp_path: Path
) -> None:
    shared = shared_folder()
    content = [SEEDS] if shared is None else [SEEDS, shared / "digests"]
    if shared is None:
        print("no shared digests: ran on the seeds alone")
    place = [part for path in content for part in ("--content", path)]
    done = run_sitegen("build", *place, "--report", "report.json", "--quiet")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    output = tmp_path / "output"
    pages = {path.stem for path in (output / "papers").glob("*.html")}
    assert len(pages) == report["papers"] >= 10
    assert report["entries"] == sum(row["entries"] for row in report["digests"])
    listed: set[str] = set()
    for row in report["digests"]:
        page = (output / "digests" / f"{row['slug']}.html").read_text("utf-8")
        shown = re.findall(r' data-paper="([^"]+)"', page)
        assert len(shown) == len(set(shown)) == row["papers"], row["path"]
        listed.update(shown)
    assert listed == pages
    checked = json.loads(run_sitegen("check", *place, "--format", "json").stdout)
    assert checked["papers"] == report["papers"]
    assert checked["pages"] > report["papers"]
    of_site = [found for found in checked["diagnostics"] if found["code"].startswith("S")]
    assert of_site == []
