"""`sitegen build` as a subprocess: what it prints, reports, writes, keeps and leaves alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import SEEDS, RunSitegen, plain_environment, sample_digest, sitegen_command

from sitegen.executor import FEW_PAPERS


def read_site(folder: Path) -> dict[str, bytes]:
    """Return every file of a site but those that the build keeps for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".sitegen")
    }


def write_days(folder: Path, *days: str) -> None:
    """Write a digest of two papers and one category for each day."""
    folder.mkdir(parents=True, exist_ok=True)
    for day in days:
        month, number = day[2:4] + day[5:7], day[8:]
        papers = [(f"{month}.{number}00{n}", f"Rafts {day} {n}") for n in (1, 2)]
        (folder / f"{day}.md").write_text(sample_digest(papers))


@pytest.fixture
def days(tmp_path: Path) -> Path:
    write_days(tmp_path / "content", "2025-01-02", "2025-01-03")
    return tmp_path


def test_the_seeds_are_whole(seed_site: Path) -> None:
    pages = {path.stem for path in (seed_site / "papers").glob("*.html")}
    assert len(pages) == 10
    assert {path.stem for path in (seed_site / "digests").glob("*.html")} == {
        "2025-11-14",
        "2025-11-19",
    }
    categories = {path.stem for path in (seed_site / "categories").glob("*.html")} - {"index"}
    assert len(categories) == 6
    for path in seed_site.rglob("*.html"):
        assert path.read_text("utf-8").rstrip().endswith("</html>"), path


def test_what_a_build_prints(run_sitegen: RunSitegen, days: Path) -> None:
    done = run_sitegen("build")
    assert done.returncode == 0
    last = done.stdout.splitlines()[-1]
    assert last.startswith("2 digests, 4 papers: ")
    assert "0 unchanged, 0 removed, 1 warning" in last  # there is no base URL
    assert "base_url" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    again = run_sitegen("build")
    assert ": 0 pages written, " in again.stdout
    quiet = run_sitegen("build", "--full", "--quiet", "--base-url", "https://example.org")
    assert (quiet.stdout, quiet.stderr) == ("", "")


def test_the_report(run_sitegen: RunSitegen, days: Path) -> None:
    (days / "content/2025-01-04.md").write_text(
        sample_digest([("2501.00009", "Boats")]).replace(
            "Motivation: Nobody had tried Boats.", "Motivation: Error"
        )
    )
    (days / "content/notes.md").write_text("Nothing of use.\n")
    done = run_sitegen("build", "--report", "made/report.json", "--quiet")
    assert done.returncode == 0
    report = json.loads((days / "made/report.json").read_text())
    assert (report["papers"], report["entries"]) == (5, 5)
    assert [row["slug"] for row in report["digests"]] == ["2025-01-02", "2025-01-03", "2025-01-04"]
    row = report["digests"][2]
    assert row["path"] == "content/2025-01-04.md"
    assert (row["date"], row["date_source"]) == ("2025-01-04", "name")
    assert (row["entries"], row["papers"], row["categories"]) == (1, 1, ["cs.LG"])
    assert row["missing_fields"] == {"motivation": 1}
    for note in row["diagnostics"]:
        assert note.keys() >= {"line", "code", "severity", "message"}
    files = read_site(days / "output")
    assert report["pages"] == {"written": len(files), "unchanged": 0, "removed": 0}
    assert report["bytes"] == sum(map(len, files.values()))
    assert all(isinstance(seconds, float) for seconds in report["seconds"].values())
    (skipped,) = report["skipped"]
    assert skipped["path"] == "content/notes.md"


def test_strict_ends_with_1_if_the_content_has_problems(
    run_sitegen: RunSitegen, days: Path
) -> None:
    assert run_sitegen("build", "--strict").returncode == 0
    (days / "content/notes.md").write_text("Nothing of use.\n")
    done = run_sitegen("build", "--strict")
    assert done.returncode == 1
    assert "content/notes.md:1: warning: " in done.stderr
    assert (days / "output/index.html").exists()
    assert run_sitegen("build").returncode == 0
    assert run_sitegen("build", "--strict").returncode == 1  # also where nothing is left to do


def test_a_mistake_in_a_digest_is_told_with_its_line(run_sitegen: RunSitegen, days: Path) -> None:
    text = sample_digest([("2501.00007", "Boats")]).replace("[Total: 1]", "[Total: 3]")
    (days / "content/2025-01-05.md").write_text(text)
    done = run_sitegen("build")
    line = text.split("\n").index("- [cs.LG](#cs.LG) [Total: 3]") + 1
    assert f"content/2025-01-05.md:{line}: warning: " in done.stderr


def test_the_same_bytes_whatever_the_jobs_and_the_order(
    run_sitegen: RunSitegen, tmp_path: Path
) -> None:
    files = sorted(SEEDS.glob("*.md"))
    for month in (1, 2):  # enough papers to start processes for
        papers = [(f"250{month}.{n:05d}", f"Boat {n} on lake {month}") for n in range(FEW_PAPERS)]
        files.append(tmp_path / f"2025-0{month}-03.md")
        files[-1].write_text(sample_digest(papers).replace("on lakes", "on lakes " * 300))
    sites = []
    for name, jobs, order in (("one", "1", files), ("two", "2", files[::-1])):
        content = [part for path in order for part in ("--content", path)]
        done = run_sitegen(
            "build", *content, "--output", name, "--cache", f"{name}.cache", "--jobs", jobs
        )
        assert done.returncode == 0, done.stderr
        sites.append(read_site(tmp_path / name))
    assert sites[0] == sites[1]


def test_what_changes_when_a_day_is_added(run_sitegen: RunSitegen, days: Path) -> None:
    write_days(days / "content", "2025-01-01")
    assert run_sitegen("build").returncode == 0
    before = read_site(days / "output")
    write_days(days / "content", "2025-01-06")
    assert run_sitegen("build").returncode == 0
    after = read_site(days / "output")
    changed = {path for path in before if before[path] != after.get(path)}
    # Shards of the search index bear a hash of what they hold.
    assert {path for path in before.keys() - after.keys() if path[:7] != "search/"} == set()
    # The day before gains a next one, its last paper a neighbour; whatever counts, counts anew.
    assert {path for path in changed if path.startswith(("digests/", "papers/"))} <= {
        "digests/2025-01-03.html",
        "papers/2501.03002.html",
        "papers/2501.03001.html",  # among its related papers may be a new one
    }
    daily = ("index", "archive", "stats", "about", "feeds", "search", "sw", "data", "categories")
    others = {path for path in changed if not path.startswith(("digests/", "papers/"))}
    assert all(path.startswith((*daily, "rss", "feed.json")) for path in others), others
    assert "index.html" in changed
    assert "rss.xml" in changed
    assert {path for path in after.keys() - before.keys() if path.endswith(".html")} == {
        "digests/2025-01-06.html",
        "papers/2501.06001.html",
        "papers/2501.06002.html",
    }
    run_sitegen("build", "--full", "--output", "fresh", "--cache", "fresh.cache")
    assert read_site(days / "fresh") == after


def test_pages_that_lost_their_digest_go(run_sitegen: RunSitegen, days: Path) -> None:
    run_sitegen("build")
    (days / "content/2025-01-03.md").unlink()
    done = run_sitegen("build")
    assert done.returncode == 0
    after = read_site(days / "output")
    assert "digests/2025-01-03.html" not in after
    assert "papers/2501.03001.html" not in after
    run_sitegen("build", "--full", "--output", "fresh", "--cache", "fresh.cache")
    assert read_site(days / "fresh") == after


@pytest.mark.parametrize("damage", ["removed", "cut", "garbage", "foreign", "a file"])
def test_a_damaged_cache_is_never_fatal(run_sitegen: RunSitegen, days: Path, damage: str) -> None:
    run_sitegen("build")
    before = read_site(days / "output")
    cache = days / ".sitegen-cache"
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert files
    if damage in ("removed", "a file"):
        shutil.rmtree(cache)
    for path in files:
        if damage == "cut":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        elif damage == "garbage":
            path.write_bytes(bytes(range(256)) * 8)
        elif damage == "foreign":
            path.write_bytes(b"sitegen-record-1\n" + bytes(200))
    if damage == "a file":
        (days / "elsewhere.cache").mkdir()
    arguments = ["--cache", "elsewhere.cache"] if damage == "a file" else []
    # One digest changes, so that nothing but the cache tells what has to be done.
    write_days(days / "content", "2025-01-04")
    done = run_sitegen("build", *arguments)
    assert done.returncode == 0, done.stderr
    (days / "content/2025-01-04.md").unlink()
    assert run_sitegen("build", *arguments).returncode == 0
    assert read_site(days / "output") == before


@pytest.mark.parametrize("damage", ["a byte", "cut", "removed"])
def test_a_damaged_block_of_the_index_is_built_again(
    run_sitegen: RunSitegen, days: Path, damage: str
) -> None:
    run_sitegen("build")
    before = read_site(days / "output")
    kept = days / ".sitegen-cache" / "search"
    for path in kept.glob("*.part"):
        path.unlink()  # so that the segments are strung again
    blocks = [*kept.glob("*.block")]
    assert blocks
    for path in blocks:
        data = path.read_bytes()
        if damage == "removed":
            path.unlink()
        else:
            path.write_bytes(data[:-1] + (bytes([data[-1] ^ 1]) if damage == "a byte" else b""))
    write_days(days / "content", "2025-01-04")
    done = run_sitegen("build")
    assert done.returncode == 0, done.stderr
    (days / "content/2025-01-04.md").unlink()
    assert run_sitegen("build").returncode == 0
    assert read_site(days / "output") == before


def test_a_cache_that_cannot_be_made_is_an_error(run_sitegen: RunSitegen, days: Path) -> None:
    (days / ".sitegen-cache").write_text("in the way")
    done = run_sitegen("build")
    assert done.returncode == 2
    assert "--cache" in done.stderr
    assert "Traceback" not in done.stderr


def test_files_of_others_stay(run_sitegen: RunSitegen, days: Path) -> None:
    mine = {
        "CNAME": "example.org\n",
        "notes/mine.txt": "mine",
        "papers/mine.html": "mine",
        ".git/HEAD": "ref",
    }
    for name, text in mine.items():
        path = days / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert run_sitegen("build").returncode == 0
    (days / "content/2025-01-03.md").unlink()
    assert run_sitegen("build").returncode == 0
    assert run_sitegen("clean").returncode == 0
    left = {
        path.relative_to(days / "output").as_posix(): path.read_text()
        for path in (days / "output").rglob("*")
        if path.is_file()
    }
    assert left == mine
    assert run_sitegen("clean").returncode == 0  # nothing to do is fine


def test_clean_removes_a_folder_that_it_emptied(run_sitegen: RunSitegen, days: Path) -> None:
    run_sitegen("build")
    count = len(read_site(days / "output"))
    done = run_sitegen("clean")
    assert f"{count:,} files removed" in done.stdout
    assert not (days / "output").exists()
    assert (days / "content/2025-01-02.md").exists()


def test_a_foreign_file_in_the_way_is_an_error_unless_it_is_the_same(
    run_sitegen: RunSitegen, days: Path
) -> None:
    assert run_sitegen("build").returncode == 0
    made = read_site(days / "output")
    other = days / "other"
    (other / "papers").mkdir(parents=True)
    (other / "papers/2501.02001.html").write_text("somebody else's")
    done = run_sitegen("build", "--output", "other")
    assert done.returncode == 2
    assert "other/papers/2501.02001.html: a file that no build wrote" in done.stderr
    assert (other / "papers/2501.02001.html").read_text() == "somebody else's"
    assert not (other / "index.html").exists()
    (other / "papers/2501.02001.html").write_bytes(made["papers/2501.02001.html"])
    assert run_sitegen("build", "--output", "other").returncode == 0
    assert read_site(other) == made


def test_a_page_that_somebody_edited_or_removed_is_written_anew(
    run_sitegen: RunSitegen, days: Path
) -> None:
    run_sitegen("build")
    made = read_site(days / "output")
    (days / "output/index.html").write_text("edited")
    (days / "output/papers/2501.02001.html").unlink()
    done = run_sitegen("build")
    assert ": 2 pages written" in done.stdout
    assert read_site(days / "output") == made


def test_an_output_inside_the_content_is_passed_over(run_sitegen: RunSitegen, days: Path) -> None:
    for name in ("2025-01-02.md", "2025-01-03.md"):
        (days / "content" / name).rename(days / name)
    for _ in range(2):
        done = run_sitegen("build", "--content", ".", "--output", "site")
        assert done.returncode == 0
        assert done.stdout.startswith("2 digests, 4 papers: ")


def test_pages_do_not_tell_where_the_build_ran(run_sitegen: RunSitegen, days: Path) -> None:
    (days / "content" / "sub").mkdir()
    (days / "content" / "sub" / "README.md").write_text("# About\n\nNothing here.\n")
    wrong = (days / "content" / "2025-01-03.md").read_text().replace("[Total: 2]", "[Total: 3]")
    (days / "content" / "2025-01-03.md").write_text(wrong)
    (days / "sitegen.toml").write_text("")
    assert run_sitegen("build", "--quiet").returncode == 0
    here = read_site(days / "output")
    (days / "elsewhere").mkdir()
    done = run_sitegen(
        "build", "--config", days / "sitegen.toml", "--output", "site", "--cache", "cache",
        cwd=days / "elsewhere",
    )  # fmt: skip
    assert read_site(days / "elsewhere" / "site") == here
    about = here["about.html"].decode()
    assert "sub/README.md" in about
    assert "2025-01-03.md:" in about
    assert not [path for path, data in here.items() if str(days).encode() in data]
    # A terminal still gets paths that lead to the files.
    assert f"{days}/content/2025-01-03.md:" in done.stderr
    # What only changes its place on the terminal is not written anew.
    again = run_sitegen(
        "build", "--config", days / "sitegen.toml", "--quiet", cwd=days / "elsewhere"
    )
    assert f"{days}/content/2025-01-03.md:" in again.stderr
    assert read_site(days / "output") == here


def test_two_builds_at_once_do_not_mix(run_sitegen: RunSitegen, days: Path) -> None:
    running = [
        subprocess.Popen(
            sitegen_command("build", "--quiet", "--jobs", "1"),
            cwd=days,
            env=plain_environment(),
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(3)
    ]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    made = read_site(days / "output")
    run_sitegen("build", "--full", "--output", "fresh", "--cache", "fresh.cache")
    assert read_site(days / "fresh") == made


def test_one_file_for_offline_reading(run_sitegen: RunSitegen, days: Path) -> None:
    import zipfile

    assert run_sitegen("build", "--zip", "site.zip").returncode == 0
    with zipfile.ZipFile(days / "site.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert any(name.endswith("index.html") for name in names)
    assert not any(".sitegen" in name for name in names)


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"two\nlines.txt"])
@pytest.mark.parametrize("folder", ["static", "theme/static"])
def test_a_file_whose_name_no_address_can_hold_is_an_error(
    run_sitegen: RunSitegen, days: Path, folder: str, name: bytes
) -> None:
    (days / folder).mkdir(parents=True)
    with open(os.fsencode(days / folder) + b"/" + name, "wb"):  # noqa: PTH123 - no text, no Path
        pass
    done = run_sitegen("build")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    shown = name.decode("latin-1").encode("unicode_escape").decode()
    assert shown.replace("\\xe9", "\\udce9") in done.stderr
    assert "another name" in done.stderr
    assert not (days / "output" / "index.html").exists()


def test_content_without_a_digest_is_told_and_is_a_problem_for_strict(
    run_sitegen: RunSitegen, days: Path
) -> None:
    assert run_sitegen("build", "--quiet").returncode == 0
    for name in ("empty", "void"):
        (days / name).mkdir()
        # The second build of nothing names its own folder, though nothing else has changed.
        arguments = ("build", "--content", name, "--base-url", "https://a.example")
        done = run_sitegen(*arguments, "--strict", "--report", "report.json")
        assert done.returncode == 1
        assert f"{name}: warning: no digest found here [C101]\n  hint: " in done.stderr
        assert done.stdout.startswith("0 digests, 0 papers: ")
        assert ", 1 warning, " in done.stdout
        (note,) = json.loads((days / "report.json").read_text())["diagnostics"]
        assert (note["path"], note["code"], note["severity"]) == (name, "C101", "warning")
    assert run_sitegen(*arguments).returncode == 0
    assert (days / "output/index.html").is_file()
    done = run_sitegen("build", "--strict", "--report", "report.json")
    assert done.returncode == 0
    assert json.loads((days / "report.json").read_text())["diagnostics"] == []
