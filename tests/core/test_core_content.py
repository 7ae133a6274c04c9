"""Finding content: names of files that are no ordinary text."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import sample_digest

from sitegen.content import discover, readable
from sitegen.errors import ConfigError, ContentError
from sitegen.site.output import LIST_NAME


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2025-11-14.md", "2025-11-14.md"),
        ("论文 é 👩‍👩‍👧.md", "论文 é 👩‍👩‍👧.md"),
        ("\udcff.md", r"\udcff.md"),
        ("a\nb\x1b[31m.md", r"a\nb\x1b[31m.md"),
        ("\u202egnp.md", r"\u202egnp.md"),
    ],
)
def test_a_name_is_shown_without_what_would_move_a_cursor(name: str, shown: str) -> None:
    assert readable(name) == shown


def test_a_name_that_is_no_utf_8_is_read_and_told_apart(tmp_path: Path) -> None:
    for name in ("\udcff.md", "\udcfe.md"):
        (tmp_path / name).write_text(name[:1].encode("unicode_escape").decode(), "utf-8")
    sources = discover([tmp_path])
    assert [source.slug for source in sources] == [r"\udcfe", r"\udcff"]
    for source in sources:
        (file,) = source.read()
        assert file.data.decode() == source.slug
        assert file.path.encode("utf-8").endswith(f"{source.slug}.md".encode())


def test_a_site_of_another_build_among_the_content_is_passed_over(tmp_path: Path) -> None:
    site = tmp_path / "old"
    site.mkdir()
    (site / LIST_NAME).write_text("")
    for folder in (tmp_path, site):
        (folder / "2025-11-14.txt").write_text("x")
    assert [source.names for source in discover([tmp_path])] == [("2025-11-14.txt",)]


def test_linked_folders_are_read_once_and_no_circle_is_run_through(tmp_path: Path) -> None:
    content, elsewhere = tmp_path / "content", tmp_path / "elsewhere"
    for folder in (content / "2025", elsewhere / "deep"):
        folder.mkdir(parents=True)
    (content / "2025/2025-01-02.md").write_text("x")
    (elsewhere / "deep/2026-01-02.md").write_text("x")
    (content / "a").symlink_to(elsewhere)
    (content / "b").symlink_to(elsewhere)
    (content / "all").symlink_to(content)
    (content / "newest").symlink_to(content / "2025")
    (elsewhere / "deep/up").symlink_to(elsewhere)
    (elsewhere / "root").symlink_to(tmp_path)
    (content / "circle").symlink_to("circle")
    assert [source.slug for source in discover([content])] == [
        "2025/2025-01-02", "a/deep/2026-01-02",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_read_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the system's answer is made here."""
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025/2025-01-02.md").write_text("x")
    scan = os.scandir

    def refuse(place: str) -> Any:
        if str(place).endswith("2025"):
            raise PermissionError(errno.EACCES, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ContentError, match="Permission denied") as caught:
        discover([tmp_path])
    assert caught.value.path == str(tmp_path / "2025")


def test_every_folder_may_have_its_readme(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text(f"# Digests\n\nThose of {name}.\n")
    (tmp_path / "b/README.md").write_text(sample_digest([("2601.00001", "Lakes")]))
    sources = discover([tmp_path / name for name in ("a", "b", "c")])
    assert [(source.slug, Path(source.root).name) for source in sources] == [
        ("README", "b"), ("README-2", "a"), ("README-3", "c"),
    ]  # fmt: skip


def test_a_folder_that_is_named_twice_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2026-01-02.md").write_text(sample_digest([("2601.00001", "Lakes")]))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path)
    assert len(discover([tmp_path, Path(), tmp_path / "link"])) == 1


def test_a_digest_that_lies_below_two_folders_is_read_once(tmp_path: Path) -> None:
    year = tmp_path / "2026"
    year.mkdir()
    for file in (year / "2026-01-02.md", tmp_path / "2025-12-31.md"):
        file.write_text(sample_digest([("2601.00001", "Lakes")]))

    def slugs(*roots: Path) -> list[str]:
        return [source.slug for source in discover(roots)]

    assert slugs(tmp_path, year) == ["2025-12-31", "2026/2026-01-02"]
    assert slugs(year, tmp_path) == ["2025-12-31", "2026-01-02"]
    assert slugs(tmp_path, year / "2026-01-02.md") == ["2025-12-31", "2026/2026-01-02"]


def test_two_digests_of_one_name_are_an_error_that_names_both(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "2026-01-02.md").write_text(sample_digest([("2601.00001", name)]))
    with pytest.raises(ConfigError, match=r"a/2026-01-02.md' and '.*b/2026-01-02.md' would both"):
        discover([tmp_path / "a", tmp_path / "b"])
