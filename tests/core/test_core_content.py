"""Finding content: names of files that are no ordinary text."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.content import discover, readable
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
