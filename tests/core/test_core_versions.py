"""Versions are those that the standard library tells."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from sitegen import versions


def test_versions_are_those_of_the_packages_metadata() -> None:
    for name in ("markdown-it-py", "Jinja2", "lunr", "math-core", "fonttools", "ziamath"):
        assert versions.version(name) == metadata.version(name)


def test_a_package_that_is_not_installed_is_told() -> None:
    with pytest.raises(metadata.PackageNotFoundError):
        versions.version("no-such-package")


def test_the_first_folder_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Markdown_It.py-99.1.post1.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), "/no/such/folder", *sys.path])
    versions._installed.cache_clear()
    try:
        assert versions.version("markdown-it-py") == "99.1.post1"
    finally:
        versions._installed.cache_clear()
