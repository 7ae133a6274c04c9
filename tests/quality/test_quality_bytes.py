"""What pages weigh, compressed as servers compress them (gzip, level 9), file by file."""

from __future__ import annotations

import gzip
import random
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import plain_environment, served, sitegen_command
from quality_site import BASE_URL, KINDS, build_sites

THEMES = ("default", "plain")
ASSETS = 20_000
TOOLS = 40_000  # digests and search
LIST = 100_000  # of 200 papers
PAPER = 10_000

_LINKED = re.compile(
    r'<(?:script (?:[^>]* )?src|link (?:[^>]* )?rel="stylesheet" href)="([^"?]+\.(?:css|js))[?"]'
)
_BASE = "/" + BASE_URL.split("/", 3)[3] + "/"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Theme -> the folder of its site. Read only."""
    return build_sites(tmp_path_factory.mktemp("bytes"))


@cache
def weight(path: Path) -> int:
    """Return the size of a file, of the words for scripts that of the largest language."""
    paths = path.parent.glob("strings-*.js") if path.name.startswith("strings-") else [path]
    return max(len(gzip.compress(file.read_bytes(), 9)) for file in paths)


def linked(site: Path, page: Path) -> set[Path]:
    """The styles and scripts that a page names, without the shards of the search index."""
    found = set()
    for url in _LINKED.findall(page.read_text("utf-8")):
        found.add(site / url.removeprefix(_BASE) if url[0] == "/" else (page.parent / url))
    return {path.resolve() for path in found}


def limit(path: str) -> int:
    return TOOLS if path.startswith(("digests/", "search.html")) else ASSETS


@pytest.mark.parametrize("theme", THEMES)
def test_styles_and_scripts_of_every_page(sites: dict[str, Path], theme: str) -> None:
    site = sites[theme]
    sums = {
        path.relative_to(site).as_posix(): sum(map(weight, linked(site, path)))
        for path in site.rglob("*.html")
    }
    assert {path: size for path, size in sums.items() if size >= limit(path)} == {}
    # Every page but one that only leads on has a style; the default theme has scripts, too.
    bare = {path for path, size in sums.items() if size < (8_000 if theme == "default" else 500)}
    assert bare == {"digests/2025-11-14-old.html"}


def test_what_scripts_load_by_themselves_counts(sites: dict[str, Path], browser: Any) -> None:
    """What a browser has fetched of each kind of page before its reader does anything."""
    heavy = {}
    site = sites["default"]
    with served(site, _BASE) as root:
        for kind, (path, _) in KINDS.items():
            page = browser.new_page(locale="en-GB", service_workers="block")
            fetched: set[str] = set()
            page.on("request", lambda request, seen=fetched: seen.add(request.url))
            page.goto(root + path, wait_until="networkidle")
            page.close()
            names = {url.removeprefix(root).partition("?")[0] for url in fetched}
            parts = [site / name for name in names if name.startswith(("css/", "js/"))]
            assert parts, kind
            size = sum(map(weight, parts))
            if size >= limit(path):
                heavy[kind] = size
    assert heavy == {}


@pytest.mark.parametrize("theme", THEMES)
def test_a_papers_page(sites: dict[str, Path], theme: str) -> None:
    """One with all its fields, which are all in the page, and one of ninety authors."""
    pages = [*(sites[theme] / "papers").glob("*.html")]
    assert len(pages) > 30
    assert [page.name for page in pages if weight(page) >= PAPER] == []
    text = (sites[theme] / "papers/2511.10440.html").read_text("utf-8")
    names = ("title", "authors", "tldr", "motivation", "method", "result", "conclusion", "abstract")
    for name in names:
        assert f'data-field="{name}"' in text


# ---------------------------------------------------------------- 200 papers


def _digest(papers: int) -> str:
    """A digest that weighs what real ones of that many papers do, or more."""
    chance = random.Random(200)
    parts = ["b", "c", "d", "gl", "k", "l", "m", "n", "pr", "s", "t", "v"]
    syllables = [start + vowel for start in parts for vowel in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(20_000)]

    def text(length: int) -> str:
        return " ".join(chance.choices(words, k=length)).capitalize()

    rows = ["<div id=toc></div>\n\n# Table of Contents\n\n# cs.LG [[Back]](#toc)\n"]
    for number in range(1, papers + 1):
        authors = ", ".join(text(2).title() for _ in range(chance.randint(3, 10)))
        rows.append(f"""
### [{number}] [{text(10)}](https://arxiv.org/abs/2512.1{number:04})
*{authors}*

Main category: cs.LG

TL;DR: {text(40)}.

Motivation: {text(40)}.

Method: {text(40)}.

Result: {text(40)}.

Conclusion: {text(40)}.

Abstract: {text(180)}.
""")
    return "".join(rows)


@pytest.mark.parametrize("theme", THEMES)
def test_a_list_of_200_papers(tmp_path: Path, theme: str) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "2025-12-01.md").write_text(_digest(200), encoding="utf-8")
    site = tmp_path / "site"
    command = sitegen_command(
        "build", "--theme", theme, "--output", site, "--jobs", "1", "--quiet",
        "--base-url", BASE_URL,
    )  # fmt: skip
    subprocess.run(command, cwd=tmp_path, env=plain_environment(), check=True, timeout=120)
    for name in ("digests/2025-12-01", "categories/cs.LG", "categories/cs.LG/2025-12"):
        page = site / f"{name}.html"
        assert page.read_text("utf-8").count(" data-paper=") == 200
        assert 57_000 < weight(page) < LIST, name
    assert all(weight(page) < PAPER for page in (site / "papers").glob("*.html"))
