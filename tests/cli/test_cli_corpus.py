"""A year of real digests, where they are: every paper of every digest is on the site.

Without them (see `conftest.shared_folder`) the same is asserted of the seeds alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from pathlib import Path

from conftest import SEEDS, plain_environment, shared_folder, sitegen_command

HEADER = re.compile(r"^### \[\d+\] \[.*\]\(https?://arxiv\.org/abs/(\d{4}\.\d{5})", re.MULTILINE)
# Pages are what is looked at here; what else a build makes of real digests is the next file's.
PAGES = """\
[site]
theme = "plain"
[papers]
related = false
[feeds]
enabled = false
[data]
enabled = false
"""
CARD = re.compile(r' data-paper="([^"]+)"')


def unpack(folder: Path) -> Path:
    """Unpack the corpus, or take the seeds where it is not there."""
    shared = shared_folder()
    packed = shared / "corpus" / "digests.tar.xz" if shared else None
    if packed is None or not packed.is_file():
        print("no packed corpus: ran on the seeds alone")
        return SEEDS
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / "digests"


def test_all_papers_of_a_year_are_there(tmp_path: Path) -> None:
    content = unpack(tmp_path / "content")
    (tmp_path / "sitegen.toml").write_text(PAGES)
    command = sitegen_command("build", "--content", content, "--report", "report.json", "--quiet")
    done = subprocess.run(
        command, cwd=tmp_path, env=plain_environment(), capture_output=True, text=True,
        timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    # What a look at the headers alone counts, without the reader.
    files = sorted(content.rglob("*.md"))
    headers = {path.stem: HEADER.findall(path.read_text("utf-8")) for path in files}
    papers = {paper for found in headers.values() for paper in found}
    assert len(report["digests"]) == len(files)
    assert report["entries"] == sum(map(len, headers.values()))
    assert report["papers"] == len(papers)
    if content != SEEDS:
        assert (len(files), report["entries"], report["papers"]) == (182, 37_568, 25_219)
    output = tmp_path / "output"
    for slug, found in headers.items():
        page = (output / "digests" / f"{slug}.html").read_text("utf-8")
        assert set(CARD.findall(page)) == set(found), slug
    for paper in papers:
        page = (output / "papers" / f"{paper}.html").read_text("utf-8")
        assert f'<article data-paper="{paper}">' in page
        assert page.rstrip().endswith("</html>")
        for field in ("title", "authors", "abstract"):
            assert f'data-field="{field}"' in page, (paper, field)
