"""A build after any change gives the bytes of a full build of the same content."""

from __future__ import annotations

import io
import random
import shutil
from pathlib import Path

import pytest
from conftest import sample_digest

from sitegen.build import build
from sitegen.config import load_config
from sitegen.errors import ConfigError
from sitegen.memory import Memory
from sitegen.progress import Progress
from sitegen.report import Report

WORDS = ("lattice", "diffusion", "graph", "protein", "剪枝", "plasma", "orbit", "$O(n^2)$ sorting")
OPTIONS = (
    "",
    '[site]\ntitle = "Other"\n',
    '[site]\nlanguage = "zh-Hans"\n',
    "[math]\nenabled = false\n",
    "[search]\nenabled = false\n",
    '[output]\ncompress = ["gz"]\n',
    '[papers]\nsince = "2025-11-15"\n',
    '[[topics]]\nname = "Graphs"\ninclude = ["graph"]\n',
    '[site]\ntheme = "plain"\n',
    '[site]\nbase_url = "https://digest.example/a"\n',
    'exclude = ["2511.00003"]\n',
)


def run(
    folder: Path,
    *,
    name: str = "",
    full: bool = False,
    pages_first: bool = False,
    memory: Memory | None = None,
) -> Report:
    config = load_config(
        config=folder / "sitegen.toml",
        output=folder / f"output{name}",
        cache=folder / f"cache{name}",
        jobs=1,
    )
    quiet = Progress(io.StringIO(), quiet=True)
    return build(config, full=full, progress=quiet, pages_first=pages_first, memory=memory)


def read_site(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".sitegen-lock"
    }


def day(chance: random.Random) -> str:
    papers = [
        (f"2511.{number:05d}", f"{chance.choice(WORDS)} for {chance.choice(WORDS)}")
        for number in sorted(chance.sample(range(1, 9), chance.randint(1, 4)))
    ]
    return sample_digest(papers, chance.choice(("cs.LG", "q-bio.BM", "made up")))


def change(folder: Path, chance: random.Random) -> None:
    """Edit, add, remove or rename a digest, or change an option."""
    content = folder / "content"
    files = sorted(content.glob("*.md"))
    what = chance.choice(("edit", "add", "add", "remove", "rename", "option"))
    name = content / f"2025-11-{chance.randint(10, 20)}{chance.choice(('', '', '_report'))}.md"
    if what == "option":
        (folder / "sitegen.toml").write_text(chance.choice(OPTIONS))
    elif what == "remove" and len(files) > 1:
        chance.choice(files).unlink()
    elif what == "rename" and files:
        chance.choice(files).rename(name)
    elif what == "edit" and files:
        chance.choice(files).write_text(day(chance))
    else:
        name.write_text(day(chance))


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_gives_the_same_bytes_as_a_full_build(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text("")
    (tmp_path / "content" / "2025-11-09.md").write_text(day(chance))
    for step in range(5):
        change(tmp_path, chance)
        run(tmp_path)
        run(tmp_path, name=f"-{step}", full=True)
        assert read_site(tmp_path / "output") == read_site(tmp_path / f"output-{step}")


def test_links_follow_a_category_whose_page_moves(tmp_path: Path) -> None:
    """A new category that differs only in case gives both a hash: older pages must follow."""
    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text('[[topics]]\nname = "Z"\ninclude = ["zebra"]\n')
    text = sample_digest([("2510.00001", "Zebra")], "Robots").replace("# Robots [", "# Cool [")
    (tmp_path / "content" / "2025-10-01.md").write_text(text)
    between = sample_digest([("2510.00002", "Tiger")])
    (tmp_path / "content" / "2025-10-02.md").write_text(between)
    run(tmp_path)
    later = tmp_path / "content" / "2025-11-09.md"
    for name, there in (("-both", True), ("-one", False)):
        if there:
            later.write_text(sample_digest([("2511.00001", "Lion")], "robots"))
        else:
            later.unlink()
        run(tmp_path)
        run(tmp_path, name=name, full=True)
        site, whole = read_site(tmp_path / "output"), read_site(tmp_path / f"output{name}")
        assert [path for path in whole if site.get(path) != whole[path]] == []
        for path in ("digests/2025-10-01.html", "topics/z.html"):
            assert (b"../categories/Robots.html" not in site[path]) is there


def test_nothing_is_touched_if_nothing_changed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text("")
    (tmp_path / "content" / "2025-11-09.md").write_text(sample_digest([("2511.00001", "One")]))
    first = run(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")}
    again = run(tmp_path)
    assert again.pages.written == again.pages.removed == 0
    assert again.pages.unchanged == first.pages.written
    assert again.digests == first.digests
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")}
    lock = tmp_path / "output" / ".sitegen-lock"
    # The lock is taken in every build, and staging happens in a folder that goes again.
    ignored = {lock, tmp_path / "output"}
    assert {p: t for p, t in after.items() if p not in ignored} == {
        p: t for p, t in before.items() if p not in ignored
    }


def test_what_no_page_shows_is_made_by_the_next_build(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text('[site]\nbase_url = "https://example.org"\n')
    digest = tmp_path / "content" / "2025-11-09.md"
    digest.write_text(sample_digest([("2511.00001", "One")]))
    run(tmp_path, pages_first=True)
    first = read_site(tmp_path / "output")
    assert "search/manifest.js" in first  # where there is none yet, it is made all the same
    assert b"One" in first["rss.xml"]

    digest.write_text(sample_digest([("2511.00001", "Two")]))
    run(tmp_path, pages_first=True)
    quick = read_site(tmp_path / "output")
    assert b"Two" in quick["papers/2511.00001.html"]
    later = {path for path in first if path.startswith("search/") or path == "rss.xml"}
    assert {path: quick[path] for path in later} == {path: first[path] for path in later}

    assert run(tmp_path).pages.written
    run(tmp_path, name="-full", full=True)
    assert read_site(tmp_path / "output") == read_site(tmp_path / "output-full")
    assert not run(tmp_path).pages.written


def test_related_papers_of_a_session_wait_for_the_index_and_may_go(tmp_path: Path) -> None:
    def write(day: str, *papers: tuple[str, str]) -> None:
        (tmp_path / "content" / f"{day}.md").write_text(sample_digest(list(papers)))

    def related() -> bool:
        page = read_site(tmp_path / "output")["papers/2511.00003.html"]
        return b"2511.00001.html" in page

    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text("")
    memory = Memory()
    write("2025-11-08", ("2511.00001", "Zebrafish retina atlas"), ("2511.00002", "Alpine glaciers"))
    write("2025-11-10", ("2511.00003", "Zebrafish retina wiring"))
    run(tmp_path, memory=memory)
    assert related()

    write("2025-11-10", ("2511.00003", "Crystal lattice defects"))
    run(tmp_path, pages_first=True, memory=memory)
    assert related()  # as the last build found
    run(tmp_path, memory=memory)
    assert not related()

    write("2025-11-10", ("2511.00003", "Zebrafish retina wiring"))
    run(tmp_path, memory=memory)
    write("2025-11-08", ("2511.00002", "Alpine glaciers"))
    write("2025-11-10", ("2511.00003", "Zebrafish retina"))
    run(tmp_path, pages_first=True, memory=memory)
    assert not related()  # that paper is gone
    run(tmp_path, memory=memory)
    run(tmp_path, name="-full", full=True)
    assert read_site(tmp_path / "output") == read_site(tmp_path / "output-full")


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_in_a_session_gives_the_same_bytes_as_a_full_build(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(f"session {seed}")
    memory = Memory()
    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text("")
    for name in ("2025-11-09", "2025-11-10"):
        (tmp_path / "content" / f"{name}.md").write_text(day(chance))
    run(tmp_path, memory=memory)
    for step in range(4):
        for _ in range(chance.randint(1, 2)):
            change(tmp_path, chance)
            run(tmp_path, pages_first=True, memory=memory)
        run(tmp_path, memory=memory)
        run(tmp_path, name=f"-{step}", full=True)
        assert read_site(tmp_path / "output") == read_site(tmp_path / f"output-{step}")


def test_own_pages_of_an_edited_digest_come_first(tmp_path: Path) -> None:
    def write(day: str, arxiv: str, title: str) -> None:
        (tmp_path / "content" / f"{day}.md").write_text(sample_digest([(arxiv, title)]))

    def changed() -> set[str]:
        nonlocal before
        after = read_site(tmp_path / "output")
        paths = {path for path in after if after[path] != before.get(path)}
        before = after
        return paths

    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text("")
    write("2025-11-09", "2511.00001", "One")
    write("2025-11-10", "2511.00002", "Two")
    run(tmp_path)
    before = read_site(tmp_path / "output")
    memory = Memory()  # of a session that begins where everything is built
    run(tmp_path, pages_first=True, memory=memory)
    run(tmp_path, memory=memory)
    assert not changed()

    own = {
        "digests/2025-11-09.html",
        "digests/2025-11-09/details-1.js",
        "papers/2511.00001.html",
    }
    write("2025-11-09", "2511.00001", "Another")
    report = run(tmp_path, pages_first=True, memory=memory)
    assert changed() == own
    assert report.pages.written == len(own)
    assert report.papers == 2
    write("2025-11-09", "2511.00001", "Once more")
    run(tmp_path, pages_first=True, memory=memory)
    assert changed() == own
    run(tmp_path, memory=memory)
    # Its neighbour, lists, feeds and the index follow.
    assert changed() > {"papers/2511.00002.html", "categories/cs.LG.html", "rss.xml"}
    assert not run(tmp_path, memory=memory).pages.written


def test_an_edit_after_the_cache_has_gone_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text("")
    for number in (1, 2):
        path = tmp_path / "content" / f"2025-11-0{number}.md"
        path.write_text(sample_digest([(f"2511.0000{number}", "One")]))
    memory = Memory()
    run(tmp_path, memory=memory)
    shutil.rmtree(tmp_path / "cache")
    path.write_text(sample_digest([("2511.00002", "Two")]))
    run(tmp_path, pages_first=True, memory=memory)
    run(tmp_path, name="-full", full=True)
    assert read_site(tmp_path / "output").keys() == read_site(tmp_path / "output-full").keys()
    run(tmp_path, memory=memory)
    assert read_site(tmp_path / "output") == read_site(tmp_path / "output-full")


def test_two_sources_of_one_path_are_an_error_that_names_both(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "2025-11-09.md").write_text(sample_digest([("2511.00001", "One")]))
    config = load_config(
        content=[tmp_path / "a", tmp_path / "b"], output=tmp_path / "o", cache=tmp_path / "c"
    )
    with pytest.raises(ConfigError, match="2025-11-09") as caught:
        build(config, progress=Progress(io.StringIO(), quiet=True))
    assert str(tmp_path / "a") in caught.value.message
    assert str(tmp_path / "b") in caught.value.message


def test_a_static_file_on_a_pages_path_is_an_error_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "sitegen.toml").write_text("")
    (tmp_path / "content" / "2025-11-09.md").write_text(sample_digest([("2511.00001", "One")]))
    (tmp_path / "static" / "index.html").write_text("mine")
    with pytest.raises(ConfigError, match="the index") as caught:
        run(tmp_path)
    assert str(tmp_path / "static" / "index.html") in caught.value.message
    (tmp_path / "static" / "index.html").unlink()
    (tmp_path / "static" / "CNAME").write_text("digest.example\n")
    run(tmp_path)
    assert (tmp_path / "output" / "CNAME").read_text() == "digest.example\n"


def test_papers_before_the_window_lead_to_their_digest(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "sitegen.toml").write_text("[papers]\nmonths = 1\n")
    old = sample_digest([("2510.00001", "Old")])
    (tmp_path / "content" / "2025-10-30.md").write_text(old)
    (tmp_path / "content" / "2025-11-09.md").write_text(sample_digest([("2511.00001", "New")]))
    run(tmp_path)
    moved = (tmp_path / "output" / "papers" / "2510.00001.html").read_text()
    assert "../digests/2025-10-30.html#p-2510.00001" in moved
    digest = (tmp_path / "output" / "digests" / "2025-10-30.html").read_text()
    assert 'id="p-2510.00001"' in digest
    assert "<article" in (tmp_path / "output" / "papers" / "2511.00001.html").read_text()


def test_no_fingerprint_depends_on_the_process(tmp_path: Path) -> None:
    """Sets have another order in each process: a fingerprint of one would never hold."""
    import subprocess
    import sys

    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "2025-11-09.md").write_text(sample_digest([("2511.00001", "One")]))
    outputs = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "sitegen", "build", "--verbose"],
            cwd=tmp_path, env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True,
            text=True, check=True, timeout=60,
        )  # fmt: skip
        outputs.append(done.stdout)
    assert " 0 pages written" in outputs[1]
