"""The site of the seeds against the golden one; `./dev golden` writes that anew."""

from __future__ import annotations

import difflib
from pathlib import Path

import golden

HINT = "if this change is meant, write the golden site anew: ./dev golden"


def test_the_site_of_the_seeds_is_the_golden_one(seed_site: Path) -> None:
    whole, files = golden.snapshot(seed_site)
    difference: list[str] = []
    for name in sorted({*golden.WHOLE, *whole}):
        path = golden.HERE / "site" / name
        kept = path.read_bytes().decode("utf-8") if path.exists() else ""
        difference += _compare(name, kept, whole.get(name, ""))
    difference += _compare("files.txt", (golden.HERE / "files.txt").read_text("utf-8"), files)
    assert not difference, "\n".join([HINT, *difference[:60]])


def _compare(name: str, kept: str, made: str) -> list[str]:
    old, new = kept.split("\n"), made.split("\n")
    return list(difflib.unified_diff(old, new, f"golden {name}", f"built {name}", "", "", 1, ""))
