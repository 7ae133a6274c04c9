"""The output folder: nothing foreign is touched, every file is whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.errors import OutputError
from sitegen.site import output
from sitegen.site.output import Outcome, clean, opened, owned_files, stage_file


def build(folder: Path, files: dict[str, bytes]) -> tuple[list[str], int]:
    with opened(folder) as target:
        outcomes = [stage_file(folder, target.staging, path, data) for path, data in files.items()]
        changed = [outcome.path for outcome in outcomes if outcome.changed]
        return changed, target.commit(list(files), changed)


def test_what_is_the_same_is_not_touched_and_what_is_stale_goes(tmp_path: Path) -> None:
    assert build(tmp_path, {"a.html": b"1", "b/c.html": b"2"}) == (["a.html", "b/c.html"], 0)
    before = (tmp_path / "a.html").stat().st_mtime_ns
    assert build(tmp_path, {"a.html": b"1", "d.html": b"3"}) == (["d.html"], 1)
    assert (tmp_path / "a.html").stat().st_mtime_ns == before
    assert not (tmp_path / "b").exists()
    assert owned_files(tmp_path) == ["a.html", "d.html"]


def test_foreign_files_stay_and_block_only_their_own_path(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "a.html").write_text("also mine")
    with pytest.raises(OutputError, match="no build wrote") as caught:
        build(tmp_path, {"a.html": b"1", "z.html": b"2"})
    assert caught.value.path == str(tmp_path / "a.html")
    assert not (tmp_path / "z.html").exists()
    (tmp_path / "a.html").write_bytes(b"1")
    assert build(tmp_path, {"a.html": b"1", "z.html": b"2"})[0] == ["z.html"]  # adopted
    assert "a.html" in owned_files(tmp_path)
    build(tmp_path, {})
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_folder_in_a_files_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    with pytest.raises(OutputError, match="something else stands"):
        build(tmp_path, {"a.html": b"1"})


def test_a_file_becomes_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(folder, {"old": b"1", "z.html": b"z"})
    assert build(folder, {"old/b/a.txt": b"1", "old/c.txt": b"2", "z.html": b"z"}) == (
        ["old/b/a.txt", "old/c.txt"],
        1,
    )
    assert owned_files(folder) == ["old/b/a.txt", "old/c.txt", "z.html"]
    assert (folder / "old" / "b" / "a.txt").read_bytes() == b"1"
    assert build(folder, {"old": b"3", "z.html": b"z"}) == (["old"], 2)
    assert (folder / "old").read_bytes() == b"3"
    assert owned_files(folder) == ["old", "z.html"]
    assert build(folder, {"old": b"3", "z.html": b"z"}) == ([], 0)
    assert clean(folder) == 2
    assert not folder.exists()


@pytest.mark.parametrize("foreign", ["old/mine.txt", "old/b/mine.txt", "old/mine/", "old/b/c/"])
def test_a_folder_with_something_foreign_does_not_become_a_file(
    tmp_path: Path, foreign: str
) -> None:
    build(tmp_path, {"old/b/a.txt": b"1", "z.html": b"z"})
    if foreign.endswith("/"):
        (tmp_path / foreign).mkdir()
    else:
        (tmp_path / foreign).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match="something else stands") as caught:
        build(tmp_path, {"a.html": b"1", "old": b"2"})
    assert caught.value.path == str(tmp_path / "old")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("link", ["old", "old/b/c"])
def test_what_a_link_leads_to_stays(tmp_path: Path, link: str) -> None:
    folder, mine = tmp_path / "out", tmp_path / "mine"
    mine.mkdir()
    (mine / "a.txt").write_text("mine")
    build(folder, {"old/b/a.txt": b"1"} if link != "old" else {"old": b"1", "old2": b"1"})
    if link == "old":
        (folder / link).unlink()
    (folder / link).symlink_to(mine, target_is_directory=True)
    with pytest.raises(OutputError, match="something else stands"):
        build(folder, {"a.html": b"1", "old": b"2"})
    assert (folder / link / "a.txt").read_text() == "mine"
    assert not (folder / "a.html").exists()


def test_a_foreign_file_does_not_become_a_folder(tmp_path: Path) -> None:
    build(tmp_path, {"z.html": b"z"})
    (tmp_path / "old").write_text("mine")
    with pytest.raises(OutputError, match="something else stands") as caught:
        build(tmp_path, {"a.html": b"1", "old/b/a.txt": b"2"})
    assert caught.value.path == str(tmp_path / "old")
    assert (tmp_path / "old").read_text() == "mine"
    assert not (tmp_path / "a.html").exists()
    assert owned_files(tmp_path) == ["z.html"]


@pytest.mark.parametrize("kill_at", ["replace", "rmdir", "trim"])
@pytest.mark.parametrize(
    ("before", "after"), [("old", "old/b/a.txt"), ("old/b/a.txt", "old")], ids=["down", "up"]
)
def test_a_build_killed_while_a_file_becomes_a_folder_is_mended_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill_at: str, before: str, after: str
) -> None:
    class Killed(BaseException):
        pass

    def killed(*args: object, **kwargs: object) -> None:
        raise Killed

    folder = tmp_path / "out"
    build(folder, {before: b"1", "z.html": b"z"})
    if kill_at == "trim":
        write_list, count = output.Output._write_list, iter(range(9))
        monkeypatch.setattr(
            output.Output,
            "_write_list",
            lambda self, paths: killed() if next(count) else write_list(self, paths),
        )
    elif kill_at == "rmdir":
        monkeypatch.setattr(Path, "rmdir", killed)
        monkeypatch.setattr(output, "_remove_empty", killed)
    else:
        replace, place = os.replace, str(folder / after)
        monkeypatch.setattr(
            os, "replace", lambda old, new: killed() if str(new) == place else replace(old, new)
        )
    if kill_at != "rmdir" or "/" in before:
        with pytest.raises(Killed):
            build(folder, {after: b"22", "z.html": b"z"})
    monkeypatch.undo()
    assert build(folder, {after: b"22", "z.html": b"z"})[1] in (0, 1)
    assert (folder / after).read_bytes() == b"22"
    assert owned_files(folder) == [after, "z.html"]
    assert clean(folder) == 2
    assert not folder.exists()


def test_a_failed_build_leaves_the_old_site_and_the_next_clears_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, {"a.html": b"old"})
    with pytest.raises(RuntimeError), opened(tmp_path) as target:
        stage_file(tmp_path, target.staging, "a.html", b"new")
        # As after SIGKILL: nobody removes the staging folder.
        monkeypatch.setattr(output, "_remove_any", lambda path: None)
        raise RuntimeError
    monkeypatch.undo()
    assert (tmp_path / "a.html").read_bytes() == b"old"
    assert list(tmp_path.glob(f"{output.TEMPORARY}*"))
    build(tmp_path, {"a.html": b"new"})
    assert (tmp_path / "a.html").read_bytes() == b"new"
    assert not list(tmp_path.glob(f"{output.TEMPORARY}*"))


def test_two_builds_never_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_LOCK_SECONDS", 0.05)
    with opened(tmp_path), pytest.raises(OutputError, match="another build"), opened(tmp_path):
        pass


def test_clean_removes_what_builds_wrote_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(folder, {"a.html": b"1", "b/c.html": b"2"})
    (folder / "b" / "mine.txt").write_text("mine")
    assert clean(folder) == 2
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["mine.txt"]


def test_clean_waits_for_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, {"a.html": b"1"})
    monkeypatch.setattr(output, "_LOCK_SECONDS", 0.05)
    with opened(tmp_path) as target:
        staged = [stage_file(tmp_path, target.staging, "a.html", b"2").path]
        with pytest.raises(OutputError, match="another build"):
            clean(tmp_path)
        target.commit(staged, staged)
    assert (tmp_path / "a.html").read_bytes() == b"2"
    assert clean(tmp_path) == 1
    assert not tmp_path.exists()


def test_clean_where_no_build_has_been(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    assert clean(tmp_path) == 0
    assert clean(tmp_path / "nowhere") == 0
    assert clean(tmp_path / "mine.html") == 0
    assert [path.name for path in tmp_path.rglob("*")] == ["mine.html"]


def test_clean_takes_away_what_a_killed_first_build_left(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / f"{output.TEMPORARY}1" / "papers").mkdir(parents=True)
    (folder / output.LOCK_NAME).touch()
    assert clean(folder) == 0
    assert not folder.exists()


def test_a_list_that_points_outside_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(folder, {"a.html": b"1"})
    (tmp_path / "precious").write_text("x")
    with (folder / output.LIST_NAME).open("a") as file:
        file.write("../precious\n/etc/hostname\n")
    clean(folder)
    assert (tmp_path / "precious").exists()


@pytest.mark.parametrize("path", ["a:b.txt", "a\\b.txt", "c:/d.txt"])
def test_names_that_only_windows_refuses_are_owned(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "out"
    assert build(folder, {path: b"1"}) == ([path], 0)
    assert build(folder, {path: b"2"}) == ([path], 0)
    assert (folder / path).read_bytes() == b"2"
    assert clean(folder) == 1
    assert not folder.exists()


def test_outcomes_tell_size_and_change(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12")
    staging = tmp_path / "s"
    assert stage_file(tmp_path, staging, "a", b"12") == Outcome("a", False, 2)
    assert stage_file(tmp_path, staging, "x/y", b"123") == Outcome("x/y", True, 3)
