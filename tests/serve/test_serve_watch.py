"""Which changes start a build, and which do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.serve.watch import Watched, Watcher

SOON = 10.0  # seconds until a change must have been noticed
NEVER = 0.4  # seconds in which nothing may be noticed


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.md").write_text("a")
    (tmp_path / "sitegen.toml").write_text("")
    (content / "output").mkdir()
    return Watched(
        trees=frozenset({content, tmp_path / "theme"}),
        beside=frozenset((tmp_path, name) for name in ("sitegen.toml", "theme", "content")),
        ignored=frozenset({content / "output"}),
    )


@pytest.fixture
def watcher(watched: Watched) -> Iterator[Watcher]:
    with Watcher() as watcher:
        watcher.watch(watched)
        yield watcher


def test_every_kind_of_change_is_noticed(
    watcher: Watcher, watched: Watched, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    changes = [
        lambda: (content / "a.md").write_text("b"),
        lambda: (content / "b.md").write_text("new"),
        lambda: (content / "b.md").rename(content / "c.md"),
        lambda: (content / "c.md").unlink(),
        lambda: (content / "2025").mkdir(),
        lambda: (content / "2025" / "d.md").write_text("deep"),
        lambda: (tmp_path / "sitegen.toml").write_text("[site]\n"),
        lambda: (tmp_path / "theme").mkdir(),
        lambda: (tmp_path / "theme/paper.html").write_text(""),
        lambda: content.rename(tmp_path / "elsewhere"),
        lambda: (tmp_path / "elsewhere").rename(content),
        lambda: (content / "a.md").write_text("c"),
    ]
    for number, change in enumerate(changes):
        change()
        assert watcher.wait(SOON), f"change {number}"
        watcher.watch(watched)


def test_what_a_build_writes_and_editors_leave_is_not(watcher: Watcher, tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "output" / "index.html").write_text("page")
    (content / ".a.md.swp").write_text("")
    (content / "a.md~").write_text("")
    (content / "4913").write_text("")
    (tmp_path / "notes.txt").write_text("")
    (content / "a.md").read_text()
    assert not watcher.wait(NEVER)


def test_a_burst_is_not_a_build_for_each_write(watcher: Watcher, tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / "content" / "a.md").write_text(str(number))
    builds = 0
    while watcher.wait(SOON if not builds else NEVER):
        builds += 1
    assert 1 <= builds <= 20


def test_a_folder_that_a_build_reads_counts_also_below_another(tmp_path: Path) -> None:
    hidden = tmp_path / ".store" / "digests"
    watched = Watched(frozenset({tmp_path, hidden}), frozenset(), frozenset())
    turned = Watched(frozenset({hidden, tmp_path}), frozenset(), frozenset())
    for found in (watched, turned):
        assert found.concerns(hidden / "a.md")
        assert not found.concerns(tmp_path / ".store" / "a.md")
