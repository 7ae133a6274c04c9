"""A morning's work in Firefox, over http and from files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import served
from marionette import Firefox, started

from sitegen.text import typeset_prose

DIGEST = "digests/2025-11-14.html"
PAPER = "papers/2511.10440.html"
SHOWN = "[...document.querySelectorAll('.paper')].filter(paper => paper.checkVisibility())"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with started(tmp_path_factory.mktemp("firefox") / "profile") as session:
        session.resize(1200, 800)
        yield session


@pytest.fixture(scope="module", params=["http", "file"])
def root(request: pytest.FixtureRequest, firefox: Firefox, seed_site: Path) -> Iterator[str]:
    if request.param == "file":
        yield f"{seed_site.as_uri()}/"
    else:
        with served(seed_site, "/a/b/") as address:
            yield address


@pytest.fixture
def page(firefox: Firefox, root: str) -> Iterator[Firefox]:
    firefox.go(root + DIGEST)
    firefox.run("localStorage.clear()")
    firefox.go(root + DIGEST)
    firefox.wait("document.querySelector('.paper button')")
    yield firefox
    # What is still on its way when its page is left is no mistake of the worker's: an icon,
    # or a request that Firefox has given up, and with it forgotten its address.
    given_up = re.compile(r"/sw\.js: Failed to load ‘([^’]*/img/icon[^’]*)?’")
    errors = [text for text in firefox.errors(root) if not given_up.search(text)]
    assert errors == []


def test_filters_details_and_the_way_back(page: Firefox, root: str) -> None:
    page.type("heatgen", "#filter")
    assert page.run(f"return {SHOWN}.length") == 1
    assert "q=heatgen" in page.run("return location.href")
    page.click(".paper:not([hidden]) .title a")
    page.wait("document.querySelector('.fold [data-name=abstract]')")
    page.go(root + PAPER)
    page.back()
    page.wait("document.querySelector('.paper.open .fold [data-name=abstract]')")
    assert page.run(f"return {SHOWN}.length") == 1


def test_keys_save_and_mark_as_read(page: Firefox, root: str) -> None:
    page.type("jsm")
    key = page.run("return document.querySelector('.paper').dataset.paper")
    assert page.run("return Object.keys(sitegen.store.get('saved', {}))") == [key]
    assert page.run("return Object.keys(sitegen.store.get('read', {}))") == [key]
    page.type("?")
    page.wait("document.querySelector('dialog[open] kbd')")
    page.go(f"{root}saved.html")
    assert page.wait("document.querySelector('#saved-list .paper')?.dataset.paper") == key


def test_language_and_scheme(page: Firefox, root: str) -> None:
    page.run("sitegen.setPref('lang', 'zh-Hans'); sitegen.setPref('scheme', 'dark')")
    page.wait("document.querySelector('.places a').textContent === '归档'")
    page.go(f"{root}stats.html")
    page.wait("document.querySelector('.chart title').textContent === '每日论文数'")
    scheme = page.run("return getComputedStyle(document.documentElement).colorScheme")
    assert scheme == "dark"


def test_search(page: Firefox, root: str) -> None:
    page.go(f"{root}search.html?q=attention")
    page.wait("document.querySelector('#results[data-state=done] [data-paper]')")
    assert page.run("return document.querySelector('#results mark').textContent")


def test_citation(page: Firefox, root: str) -> None:
    page.go(root + PAPER)
    page.click("#cite summary")
    ris = page.wait("document.querySelector('[data-cite=ris]')?.textContent")
    assert ris.startswith("TY  - UNPB")


def test_no_page_is_wider_than_the_window(page: Firefox, root: str, seed_site: Path) -> None:
    paths = [path.name for path in seed_site.glob("*.html") if path.name != "404.html"]
    for path in [*sorted(paths), DIGEST, PAPER, "categories/index.html", "categories/cs.LG.html"]:
        page.go(root + path)
        for width in (500, 1440):
            page.resize(width, 800)
            wider = page.run("return document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, f"{path}, {width}"
    page.resize(1200, 800)


def test_words_in_a_script_are_small(firefox: Firefox, seed_site: Path, tmp_path: Path) -> None:
    """Firefox forgets the script's size where a rule gives the element a font family."""
    tex = r"$W_{\text{in}}$ $2^{\texttt{nd}}$ $x_{\text{中}}$"
    style = (seed_site / "css" / "math.css").as_uri()
    page = tmp_path / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{style}">'
        f'<p>{typeset_prose(tex).markup}<p lang="zh">{typeset_prose(tex).markup}',
        encoding="utf-8",
    )
    firefox.go(page.as_uri())
    sizes = firefox.run(
        "return [...document.querySelectorAll('mtext, code')]"
        ".map(words => parseFloat(getComputedStyle(words).fontSize))"
    )
    assert len(sizes) == 8
    assert max(sizes) < 13, "of 16 px"
