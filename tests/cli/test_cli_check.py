"""`sitegen check` as a subprocess, on content and on built sites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import SEEDS, RunSitegen, sample_digest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/2025-01-02.md").write_text(sample_digest([("2501.02001", "Rafts")]))
    return tmp_path


def test_the_seeds_and_their_site_are_without_fault(
    run_sitegen: RunSitegen, seed_site: Path
) -> None:
    place = ("--content", SEEDS, "--output", seed_site)
    done = run_sitegen("check", *place, "--base-url", "https://example.org/a/b", "--format", "json")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    assert (report["digests"], report["papers"]) == (2, 10)
    assert report["pages"] == len(list(seed_site.rglob("*.html")))
    assert report["links"] > 500
    assert report["counts"]["error"] == report["counts"]["warning"] == 0


def test_content_alone_is_checked_where_nothing_is_built(
    run_sitegen: RunSitegen, project: Path
) -> None:
    done = run_sitegen("check")
    assert done.returncode == 0
    assert done.stdout == "1 digest, 1 paper (no built site): 0 errors, 0 warnings, 0 infos\n"
    assert run_sitegen("check", "--quiet").stdout == ""
    assert not (project / ".sitegen-cache").exists()


def test_days_without_a_digest_are_told_the_newest_ones(
    run_sitegen: RunSitegen, project: Path
) -> None:
    for name, arxiv in (("2025-01-06", "2501.06001"), ("2025-01-24", "2501.24001")):
        (project / f"content/{name}.md").write_text(sample_digest([(arxiv, "Rafts")]))
    done = run_sitegen("check")
    assert done.returncode == 0
    days = ", ".join(f"2025-01-{day}" for day in (10, 13, 14, 15, 16, 17, 20, 21, 22, 23))
    assert done.stdout.startswith(f"no digest of {days} and 4 more\n")


def test_a_month_without_a_digest_is_told_by_the_page_too(
    run_sitegen: RunSitegen, project: Path
) -> None:
    (project / "content/2025-03-03.md").write_text(sample_digest([("2503.03001", "Rafts")]))
    done = run_sitegen("check")
    assert done.returncode == 0
    days = ", ".join(f"2025-02-{day}" for day in (17, 18, 19, 20, 21, 24, 25, 26, 27, 28))
    assert done.stdout.startswith(f"no digest of {days} and 31 more\n")
    assert run_sitegen("build", "--quiet").returncode == 0
    row = (project / "output/about.html").read_text("utf-8").split("February 2025")[1]
    assert "<td>3, 4, 5, 6, 7, 10, " in row.partition("</tr>")[0]


def test_content_without_a_digest_is_a_problem(run_sitegen: RunSitegen, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    place = ("--content", "first", "--content", "second")
    done = run_sitegen("check", *place)
    assert done.returncode == 1
    assert "first: warning: no digest found here [C101]\n  hint: " in done.stdout
    found = json.loads(run_sitegen("check", *place, "--format", "json").stdout)["diagnostics"]
    assert [(note["path"], note["code"]) for note in found] == [
        ("first", "C101"), ("second", "C101"),
    ]  # fmt: skip


def test_problems_of_content_end_with_1(run_sitegen: RunSitegen, project: Path) -> None:
    text = sample_digest([("2501.03001", "Boats")]).replace("[Total: 1]", "[Total: 2]")
    (project / "content/2025-01-03.md").write_text(text)
    line = text.split("\n").index("- [cs.LG](#cs.LG) [Total: 2]") + 1
    done = run_sitegen("check")
    assert done.returncode == 1
    assert f"content/2025-01-03.md:{line}: warning: " in done.stdout
    assert "  hint: " in done.stdout
    found = json.loads(run_sitegen("check", "--format", "json").stdout)["diagnostics"]
    assert [(note["path"], note["line"], note["severity"]) for note in found] == [
        ("content/2025-01-03.md", line, "warning")
    ]


def test_problems_of_own_pages_are_told_all_at_once(run_sitegen: RunSitegen, project: Path) -> None:
    pages = {"about.md": "---\ntitle: About\n", "deep/us.md": "---\norder: first\n---\nWe.\n"}
    for name, text in pages.items():
        (project / "content/pages" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "content/pages" / name).write_text(text)
    done = run_sitegen("check", "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)["diagnostics"]
    assert [(note["path"], note["line"]) for note in found] == [
        ("content/pages/about.md", 1), ("content/pages/deep/us.md", 2),
    ]  # fmt: skip
    assert {(note["code"], note["severity"]) for note in found} == {("P101", "error")}
    assert found[1]["hint"] == "write 'order: 2'"


def test_problems_of_the_site_end_with_1(run_sitegen: RunSitegen, project: Path) -> None:
    assert run_sitegen("build", "--quiet").returncode == 0
    assert run_sitegen("check").returncode == 0
    (project / "output/papers/2501.02001.html").unlink()
    done = run_sitegen("check")
    assert done.returncode == 1
    assert "output/index.html:" in done.stdout
    assert "error: dead link: 'papers/2501.02001.html' [S101]" in done.stdout


def test_a_site_is_checked_for_the_address_that_it_was_built_for(
    run_sitegen: RunSitegen, project: Path
) -> None:
    url = "https://example.org/a/b"
    assert run_sitegen("build", "--base-url", url, "--quiet").returncode == 0
    assert run_sitegen("check").returncode == 0
    assert run_sitegen("check", "--base-url", url).returncode == 0
    assert "output/404.html" in run_sitegen("check", "--base-url", "").stdout
    assert "output/404.html" in run_sitegen("check", "--base-url", "https://b.example").stdout
    # What was built stands until the next build, whatever the configuration says by now.
    (project / "sitegen.toml").write_text('[site]\nbase_url = "https://b.example"\n')
    assert run_sitegen("check").returncode == 0
