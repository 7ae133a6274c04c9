"""The site of the seeds in Chromium, over http below a path and from `file://`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from conftest import served

PAPER = "2511.10440"


class Visitor:
    """A browser page that notes everything that should not happen."""

    def __init__(self, page: Any, root: str) -> None:
        self.page, self.root = page, root
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self._note_console)
        page.on("request", self._note_request)
        page.on("response", self._note_response)

    def _note_console(self, said: Any) -> None:
        # Violations of the Content-Security-Policy are told here, too.
        if said.type in ("error", "warning"):
            self.problems.append(f"console: {said.text}")

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.root, "blob:")):
            self.problems.append(f"request: {request.url}")

    def _note_response(self, response: Any) -> None:
        if response.status >= 400:
            self.problems.append(f"status {response.status}: {response.url}")

    def visit(self, path: str) -> None:
        self.page.goto(self.root + path)


@pytest.fixture(scope="module", params=["http", "file"])
def root(request: pytest.FixtureRequest, seed_site: Path) -> Iterator[str]:
    """The address of the site's root."""
    if request.param == "file":
        yield f"{seed_site.as_uri()}/"
    else:
        with served(seed_site, "/a/b/") as address:
            yield address


@pytest.fixture
def visitor(browser: Any, root: str) -> Iterator[Visitor]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
    visitor = Visitor(page, root)
    yield visitor
    context.close()
    assert visitor.problems == []


def test_the_index_leads_on(visitor: Visitor) -> None:
    visitor.visit("index.html")
    page = visitor.page
    assert page.locator("h1").count() == 1
    page.locator("main a[href*='digests/']").first.click()
    page.wait_for_url("**/digests/*.html")
    assert page.locator("[data-paper]").count() == 5


def test_a_digest_opens_its_papers_in_place(visitor: Visitor) -> None:
    visitor.visit("digests/2025-11-14.html")
    page = visitor.page
    assert page.locator("[data-paper]").count() == 5
    paper = page.locator(f"[data-paper='{PAPER}']")
    paper.locator("[data-field='title'] a").click()
    paper.get_by_text("Patterson 图谱和 AlphaFold 数据库").wait_for()  # of its method
    paper.locator("a[data-t='details.full']").click()
    page.wait_for_url(f"**/papers/{PAPER}.html")


def test_a_paper_has_all_its_fields(visitor: Visitor) -> None:
    visitor.visit(f"papers/{PAPER}.html")
    article = visitor.page.locator(f"article[data-paper='{PAPER}']")
    for name in (
        "title",
        "authors",
        "tldr",
        "motivation",
        "method",
        "result",
        "conclusion",
        "abstract",
    ):
        field = article.locator(f"[data-field='{name}']")
        assert field.count() == 1, name
        assert field.first.text_content().strip(), name
    for kind in ("abs", "pdf", "html"):
        assert visitor.page.locator(f"a[href^='https://arxiv.org/{kind}/{PAPER}']").count(), kind


def test_search_finds_a_paper_by_its_words(visitor: Visitor) -> None:
    visitor.visit("search.html?q=CrysFormer")
    found = visitor.page.locator("main [data-paper]")
    found.first.wait_for()
    assert "CrysFormer" in found.first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_no_page_is_wider_than_the_screen(
    browser: Any, seed_site: Path, scheme: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for path in ("index.html", "digests/2025-11-14.html", f"papers/{PAPER}.html", "archive.html"):
        page.goto(f"{seed_site.as_uri()}/{path}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_is_reached_from_the_index_and_no_link_is_dead(
    browser: Any, seed_site: Path, scripts: bool
) -> None:
    """With and without JavaScript; links to other hosts are not followed."""
    with served(seed_site, "/a/b/") as root:
        context = browser.new_context(java_script_enabled=scripts)
        visitor = Visitor(context.new_page(), root)
        visitor.page.route(not_of(root), lambda route: route.abort())
        todo, seen = ["index.html"], {"index.html"}
        while todo:
            path = todo.pop()
            if not path.endswith(".html"):
                assert context.request.get(root + path).ok, path
                continue
            visitor.visit(path)
            links = visitor.page.locator("a[href]")
            for url in links.evaluate_all("links => links.map(link => link.href)"):
                plain = urldefrag(url).url.partition("?")[0]
                if urlsplit(plain).netloc != urlsplit(root).netloc:
                    continue
                assert plain.startswith(root), f"{url} on {path}"
                target = plain.removeprefix(root) or "index.html"
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        context.close()
    assert visitor.problems == []
    built = {path.relative_to(seed_site).as_posix() for path in seed_site.rglob("*.html")}
    assert built - seen <= {"404.html"}


def not_of(root: str) -> Callable[[str], bool]:
    return lambda url: not url.startswith(root)


def test_a_missing_page_leads_back_at_any_depth(browser: Any, seed_site: Path) -> None:
    with served(seed_site, "/a/b/") as root:
        page = browser.new_page()
        response = page.goto(f"{root}papers/of/nobody.html")
        assert response.status == 404
        hrefs = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        home = [url for url in hrefs if url in (root, f"{root}index.html")]
        assert home, hrefs
        page.close()
