"""The size of a site by its parts; compressed copies; the site in one file."""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from pathlib import Path

import brotli
import pytest
from conftest import SEEDS, RunSitegen

from sitegen.errors import ConfigError, OutputError
from sitegen.site import packing, size
from sitegen.site.output import LIST_NAME


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "pages"),
        ("papers/2511.10440.html", "pages"),
        ("digests/2025-11-14/details-1.js", "pages"),
        ("search.html", "pages"),
        ("search/manifest.js", "search"),
        ("rss.xml", "feeds"),
        ("feeds/cs.LG.xml", "feeds"),
        ("feeds.html", "pages"),
        ("feed.json", "feeds"),
        ("feeds.opml.gz", "feeds"),
        ("data/index.json", "data"),
        ("css/site.css", "assets"),
        ("sitemap.xml", "assets"),
        ("papers/2511.10440.html.br", "pages"),
    ],
)
def test_every_file_is_of_one_kind(path: str, kind: str) -> None:
    assert size.kind_of(path) == kind
    assert size.shares([(path, 7)]) == dict.fromkeys(size.KINDS, 0) | {kind: 7}


def test_a_site_near_the_limit_is_told_what_takes_the_room() -> None:
    assert size.warnings({"pages": 799_999_999}) == []
    (warning,) = size.warnings({"pages": 500_000_000, "data": 400_000_000})
    assert "900.0 MB (pages 500.0 MB, data 400.0 MB), 90% of the 1.00 GB" in warning
    assert "papers.months" in warning


def test_a_build_prints_the_size_of_the_site_before_its_summary(
    run_sitegen: RunSitegen, tmp_path: Path
) -> None:
    done = run_sitegen("build", "--content", SEEDS, "--jobs", "1", "--report", "report.json")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    line = done.stderr.splitlines()[-1]
    assert line == size.summary(report["files"], report["shares"])
    assert line.startswith(f"{report['files']} files, {size.human(report['bytes'])} (pages ")
    assert line.endswith("% of the 1.00 GB that GitHub Pages allows")


def test_compressed_copies_unpack_to_the_file_and_know_no_clock() -> None:
    text = b"lakes and rivers " * 200
    assert gzip.decompress(packing.compress(text, "gz")) == text
    assert brotli.decompress(packing.compress(text, "br")) == text
    # RFC 1952: the time of change stands in bytes 4 to 7 of the header.
    assert packing.compress(text, "gz")[4:8] == bytes(4)


def test_only_texts_of_some_length_are_compressed() -> None:
    assert packing.is_compressible("a.html", 5000)
    assert not packing.is_compressible("a.html", 500)
    assert packing.is_compressible("js/a.js", 500)
    assert not packing.is_compressible("js/a.js", 100)
    assert not packing.is_compressible("math.woff2", 5000)


def test_brotli_that_is_not_installed_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    packing.check_kinds(["gz"])
    with pytest.raises(ConfigError, match="no brotli package"):
        packing.check_kinds(["gz", "br"])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    output = tmp_path / "output"
    (output / "papers").mkdir(parents=True)
    (output / "index.html").write_bytes(b"<p>index</p>" * 100)
    (output / "papers" / "1.html").write_bytes(b"one")
    (output / "foreign.txt").write_bytes(b"not ours")
    (output / "index.html.gz").write_bytes(b"a copy")
    (output / "own.tar.gz").write_bytes(b"no copy")
    (output / LIST_NAME).write_text("papers/1.html\nindex.html\nindex.html.gz\nown.tar.gz\n")
    return output


def test_a_zip_holds_what_the_build_wrote_and_nothing_else(site: Path, tmp_path: Path) -> None:
    packing.write_zip(tmp_path / "site.zip", site)
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        names = ["site/index.html", "site/own.tar.gz", "site/papers/1.html"]
        assert archive.namelist() == names
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    assert (tmp_path / "out" / "site" / "papers" / "1.html").read_bytes() == b"one"
    packing.write_zip(tmp_path / "again.zip", site)
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "site.zip").read_bytes()


def test_a_zip_that_cannot_be_written_leaves_nothing(site: Path, tmp_path: Path) -> None:
    (site / "index.html").unlink()
    with pytest.raises(OutputError):
        packing.write_zip(tmp_path / "site.zip", site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]
