"""Scripts and styles reach readers without comments and indentation, and whole."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import RunSitegen, sample_digest

from sitegen.site.theme import bundled_root

STATIC = bundled_root() / "default" / "static"
_LOAD = """process.argv.slice(1).forEach(
    file => new (require("vm").Script)(require("fs").readFileSync(file, "utf8"), file))"""


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_a_script_keeps_each_line_with_code(seed_site: Path, path: Path) -> None:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    code = [line for line in lines if line and not line.startswith("//")]
    built = (seed_site / "js" / path.name).read_text("utf-8").splitlines()
    assert [line.rstrip() for line in built] == code


def test_every_script_can_be_read(seed_site: Path) -> None:
    scripts = [seed_site / "sw.js", *(seed_site / "js").glob("*.js")]
    done = subprocess.run(
        ["node", "-e", _LOAD, "--", *scripts],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_keeps_every_rule(seed_site: Path, path: Path) -> None:
    def rules(text: str) -> list[str]:
        without = "".join(part.partition("*/")[2] or part for part in text.split("/*"))
        return [line.strip() for line in without.splitlines() if line.strip()]

    built = (seed_site / "css" / path.name).read_text("utf-8")
    assert rules(built) == rules(path.read_text("utf-8"))
    assert not re.search(r"/\*|^\s", built, re.MULTILINE)


def test_scripts_and_styles_of_a_theme_of_ones_own_are_left_as_they_are(
    run_sitegen: RunSitegen, tmp_path: Path
) -> None:
    """A text of theirs may go over lines, as none of sitegen's does."""
    given = {
        "js/mine.js": b"let poem = `\n    // no comment\n\n  end`;\n",
        "css/mine.css": b"  /* mine */\n\n  p { color: red }\n",
    }
    for name, data in given.items():
        path = tmp_path / "theme/static" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/2025-01-01.md").write_text(sample_digest([("2501.00001", "Boats")]))
    assert run_sitegen("build").returncode == 0
    assert {name: (tmp_path / "output" / name).read_bytes() for name in given} == given
