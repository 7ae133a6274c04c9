"""The hostile site in Chromium: no script runs, no dialog, no request elsewhere, no violation.

Every kind of page is visited as a reader uses it; what a text would do is noted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served, until
from hostile_site import LONG, built_site
from hostile_texts import texts

# Runs before any script of a page: notes what hostile texts try, and violations of the policy.
WATCH = """
window.noted = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = () => window.noted.push(name);
document.addEventListener("securitypolicyviolation", (event) =>
  window.noted.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# What a text could have left in a page that has run or loaded it.
TRACES = """() => [...window.noted,
  ...[...document.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes].filter(({name, value}) =>
      /^on|^style$|^srcdoc$/.test(name) ||
      (name !== "content" && /^\\s*(javascript|vbscript|data):/i.test(value)))
      .map(({name}) => `${element.tagName} ${name}`)),
  ...[...document.querySelectorAll("iframe, object, embed, base, style, video, audio")]
    .map((element) => element.tagName),
  ...[...document.scripts].filter((script) => !script.src && script.type !== "application/ld+json")
    .map((script) => `script ${script.text.slice(0, 40)}`),
  ...(document.title.includes("PWNED") || !window.PWNED ? [] : ["PWNED"])]"""


class Watcher:
    """A browser page that notes everything a hostile text could bring about."""

    def __init__(self, context: Any, root: str) -> None:
        self.root = root
        self.problems: list[str] = []
        context.add_init_script(WATCH)
        context.route(lambda url: not url.startswith((root, "blob:")), self._refuse)
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("console", self._console)
        context.on("page", lambda page: self.problems.append(f"a new window: {page.url}"))

    def _refuse(self, route: Any) -> None:
        self.problems.append(f"request: {route.request.url}")
        route.abort()

    def _dialog(self, dialog: Any) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.problems.append(f"console: {said.text}")

    def visit(self, path: str) -> Any:
        self.page.goto(self.root + path)
        return self.page

    def look(self) -> None:
        """Note what the page shows that it should not."""
        found = self.page.evaluate(TRACES)
        self.problems += [f"{self.page.url}: {trace}" for trace in found]


@pytest.fixture(params=["default http", "default file", "plain file"])
def watcher(
    request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watcher]:
    theme, scheme = request.param.split()
    output = built_site(theme, tmp_path_factory) / "output"
    context = browser.new_context()
    if scheme == "http":
        with served(output, "/a/b/") as root:
            watcher = Watcher(context, root)
            yield watcher
            context.close()
    else:
        watcher = Watcher(context, f"{output.as_uri()}/")
        yield watcher
        context.close()
    assert not watcher.problems, "\n".join(watcher.problems)


def paths_of(watcher: Watcher, listing: str, pattern: str, step: int) -> list[str]:
    """Return every `step`th path that a page links to and that begins with `pattern`."""
    watcher.visit(listing)
    links = watcher.page.locator("a[href]").evaluate_all("links => links.map((link) => link.href)")
    paths = dict.fromkeys(link.partition("#")[0].removeprefix(watcher.root) for link in links)
    return [path for path in paths if path.startswith(pattern)][::step]


def test_pages_of_every_kind(watcher: Watcher) -> None:
    own = paths_of(watcher, "index.html", "pages/", 1)
    assert len(own) > 5
    odd = paths_of(watcher, "archive.html", "digests/", 4)
    topics = paths_of(watcher, "feeds.html", "feeds/topics/", 1)
    categories = paths_of(watcher, "categories/index.html", "categories/", 14)
    papers = paths_of(watcher, "digests/2025-01-01.html", "papers/", 30)
    papers += paths_of(watcher, "digests/2025-01-02.html", "papers/", 60)
    assert len(categories) > 5
    assert len(papers) > 15
    assert topics
    for path in (
        *("index.html", "about.html", "stats.html", "feeds.html"),
        *(own + odd + categories + papers),
        f"topics/{topics[0].rpartition('/')[2].removesuffix('.xml')}.html",
    ):
        watcher.visit(path)
        watcher.look()


@pytest.mark.parametrize("watcher", ["default http", "default file"], indirect=True)
def test_details_open_in_place(watcher: Watcher) -> None:
    for day in ("2025-01-01", "2025-01-02", "2025-01-03"):
        page = watcher.visit(f"digests/{day}.html")
        page.locator("[data-paper]").first.wait_for()
        # Opening each paper by its title, as a reader does, without waiting in between.
        opened = page.evaluate(
            """() => [...document.querySelectorAll(".paper .title a")]
                 .map((link) => link.click()).length"""
        )
        assert opened > 20
        until(
            page,
            "() => [...document.querySelectorAll('.paper .fold')]"
            ".filter((fold) => fold.querySelector('section .text')).length > 20",
        )
        page.wait_for_timeout(300)
        watcher.look()
        page.locator("#filter").fill("<script>alert('PWNED')")
        watcher.look()


@pytest.mark.parametrize("watcher", ["default http", "default file"], indirect=True)
def test_search_shows_hits_as_text(watcher: Watcher) -> None:
    for query in (
        "script alert PWNED",
        "\"onerror\" <img src=x onerror=alert('PWNED')>",
        "title:x*",
    ):
        page = watcher.visit("search.html?q=" + query.replace("<", "%3C").replace(" ", "+"))
        page.locator("main [data-paper]").first.wait_for()
        watcher.look()
        page.locator("input[type=search]").last.fill("alert")
        page.wait_for_timeout(300)
        watcher.look()


@pytest.mark.parametrize("watcher", ["default http", "default file"], indirect=True)
def test_saved_papers_and_what_was_put_into_storage(watcher: Watcher) -> None:
    paths = paths_of(watcher, "digests/2025-01-02.html", "papers/", 80)
    for path in paths:
        page = watcher.visit(path)
        page.locator(".beside [data-act=save]").click()
    page = watcher.visit("saved.html")
    page.locator("#saved [data-paper]").first.wait_for()
    assert page.locator("#saved [data-paper]").count() == len(paths)
    watcher.look()
    attack = "<img src=x onerror=alert('PWNED')>"
    record = {
        "key": "2511.00001",
        "title": attack,
        "authors": [attack],
        "tldr": attack,
        "link": "javascript:alert('PWNED')",
        "page": "//evil.example/x.html",
        "note": attack,
        "titleLang": '"><script>',
        "bibtex": attack,
    }
    # All that another page of the same host could have written.
    page.evaluate(
        """(record) => {
          const prefix = Object.keys(localStorage).find((key) => key.endsWith(":saved"));
          localStorage.setItem(prefix, JSON.stringify({"2511.00001": record, "__proto__": record}));
          localStorage.setItem(prefix.replace(/saved$/, "interests"),
            JSON.stringify({words: [[record.title, 3], ["alert", 2]], authors: [], hide: []}));
          localStorage.setItem(prefix.replace(/saved$/, "prefs"),
            JSON.stringify({lang: "__proto__", scheme: record.title, density: "everything"}));
        }""",
        record,
    )
    page = watcher.visit("saved.html")
    card = page.locator("#saved [data-paper='2511.00001']")
    card.wait_for()
    assert attack in card.inner_text()
    assert card.locator("a").count() == 0
    watcher.look()
    watcher.visit("digests/2025-01-01.html")
    watcher.page.locator("mark").first.wait_for()
    watcher.look()


@pytest.mark.parametrize("watcher", ["default file", "plain file"], indirect=True)
def test_no_page_is_wider_than_a_phone(watcher: Watcher) -> None:
    """Not even with words and formulas of any length."""
    watcher.page.set_viewport_size({"width": 390, "height": 800})
    paths = paths_of(watcher, "digests/2025-01-02.html", "papers/", 40)
    long = len(texts()) + 1  # the numbers of the papers of long words
    paths += [f"papers/2502.{number:05d}.html" for number in range(long, long + len(LONG))]
    paths += paths_of(watcher, "archive.html", "digests/", 4)
    for path in ("index.html", "about.html", "feeds.html", *paths):
        watcher.visit(path)
        wide = watcher.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_the_watcher_sees_what_runs(browser: Any, tmp_path: Path) -> None:
    """The same eyes on a page that is not safe."""
    policy = "default-src 'self'; img-src 'self'"
    (tmp_path / "x.js").write_text("document.body.setAttribute('onclick', 'x'); alert('PWNED')")
    (tmp_path / "bad.html").write_text(
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><body>'
        "<img src=x onerror=alert(1)><script>alert(1)</script>"
        '<img src="https://evil.example/x.png"><a href="javascript:x">x</a>'
        '<script src="x.js"></script>'
    )
    context = browser.new_context()
    watcher = Watcher(context, f"{tmp_path.as_uri()}/")
    watcher.visit("bad.html")
    watcher.look()
    context.close()
    found = json.dumps(watcher.problems)
    for trace in ("policy: script-src-elem inline", "policy: img-src", "bad.html: alert",
                  "A href", "BODY onclick", "IMG onerror", "console: "):  # fmt: skip
        assert trace in found, (trace, found)
