"""What is kept for all sites of a user: small, whole, and nobody else's."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from conftest import sample_digest

from sitegen.build import build
from sitegen.config import load_config
from sitegen.progress import Progress
from sitegen.text import mathfont
from sitegen.usercache import UserCache, user_folder


def test_the_folder_stays_small(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"old-{number}").touch()
        os.utime(tmp_path / f"old-{number}", (number, number))
    UserCache(tmp_path, 4).store("new", b"x")
    assert {file.name for file in tmp_path.iterdir()} == {"old-2", "old-3", "old-4", "new"}


def test_what_was_kept_comes_back_whole_or_not_at_all(tmp_path: Path) -> None:
    kept = UserCache(tmp_path, 4)
    assert kept.load("a") is None
    kept.store("a", b"abc")
    assert kept.load("a") == b"abc"
    (tmp_path / "a").write_bytes((tmp_path / "a").read_bytes()[:-1])
    assert kept.load("a") is None
    kept.store("a", b"")
    assert kept.load("a") == b""


def test_the_folder_is_the_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = user_folder("templates")
    assert folder == tmp_path / "sitegen" / "templates"
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert user_folder("templates") is None  # others could put code there
    folder.chmod(0o700)
    assert user_folder("templates") == folder
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # to be ignored, says the specification
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert user_folder("templates") == tmp_path / "home" / ".cache" / "sitegen" / "templates"
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert user_folder("templates") is None


def test_two_sites_with_the_same_characters_share_a_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def subset(characters: str) -> bytes:
        made.append(characters)
        return f"font of {characters}".encode()

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(mathfont, "subset", subset)
    for name, letter in (("a", "n"), ("b", "n"), ("c", r"\mathfrak{n}")):
        site = tmp_path / name
        (site / "content").mkdir(parents=True)
        digest = sample_digest([("2601.00001", "Lakes")]).replace("$O(n^2)$", f"$O({letter}^2)$")
        (site / "content/2026-01-02.md").write_text(digest)
        (site / "sitegen.toml").write_text("")
        config = load_config(config=site / "sitegen.toml", jobs=1)
        build(config, progress=Progress(io.StringIO(), quiet=True))
        font = (site / "output/fonts/math.woff2").read_bytes()
        assert font == f"font of {made[-1]}".encode()
    base, more = made
    assert base == ""
    assert "𝔫" in more
