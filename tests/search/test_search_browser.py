"""The search page in Chromium: over http and from `file://`, and when files fail."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import plain_environment, sample_digest, served, sitegen_command, until

MANY_WORDS = "lakes " + " ".join(map(str, range(200)))
DONE = '#results[data-state="done"]'
TITLES = ["Spectral Graphs", "Sparse Kernels", "Graph <b>Kernels</b> & Co", "图神经网络 of Lakes"]
UNSPACED = "没有空格的摘要很长" * 30 + "苔藓" + "没有空格的摘要很长" * 30


def build(folder: Path, days: int) -> Path:
    """Build a site of some days, with enough papers for several pages of results."""
    content = folder / "content"
    content.mkdir(exist_ok=True)
    for day in range(1, days + 1):
        papers = [(f"2601.{day:02d}{n:03d}", f"{TITLES[n % 4]} {day}-{n}") for n in range(12)]
        category = ["cs.LG", "math.ST"][day % 2]
        text = sample_digest(papers, category)
        text = text.replace("In short, Spectral Graphs 1-8 works.", UNSPACED)
        (content / f"2026-01-{day:02d}.md").write_text(text, encoding="utf-8")
    command = sitegen_command(
        "build", "--content", content, "--output", folder / "output", "--quiet",
        "--cache", folder / "cache", "--jobs", "1",
    )  # fmt: skip
    subprocess.run(command, cwd=folder, env=plain_environment(), check=True, timeout=120)
    return folder / "output"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("search-site"), 3)


class Searcher:
    """A page that notes errors and violations of the Content-Security-Policy."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._note)

    def _note(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.problems.append(said.text)

    def total(self) -> int:
        self.page.wait_for_selector(DONE)
        return int(self.page.locator("#results").get_attribute("data-total"))

    def keys(self) -> list[str]:
        found = self.page.locator("#results [data-paper]")
        return [item.get_attribute("data-paper") for item in found.all()]

    def type(self, text: str) -> int:
        self.page.fill("#search-box", text)
        return self.total()


@pytest.fixture
def searcher(browser: Any) -> Iterator[Searcher]:
    context = browser.new_context()
    yield Searcher(context.new_page())
    context.close()


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    if request.param == "file":
        yield site.as_uri() + "/"
    else:
        with served(site, "/a/b/") as url:
            yield url


def test_a_reader_searches(address: str, searcher: Searcher) -> None:
    page = searcher.page
    page.goto(address + "index.html")
    page.fill(".find input", "graph kernels")
    page.press(".find input", "Enter")
    assert searcher.total() == 9
    assert "q=graph+kernels" in page.url
    assert page.locator("#results mark").first.text_content() == "Graph"
    assert page.locator("#results b").count() == 0
    assert "<b>Kernels</b> & Co" in page.locator("#results").inner_text()
    assert searcher.type("图神经网络") == 9
    until(page, "document.querySelector('#results mark')?.textContent === '图神经网络'")
    page.locator("#results a").first.click()
    page.wait_for_selector("article[data-paper]")
    page.go_back()
    assert searcher.total() == 9
    assert page.input_value("#search-box") == "图神经网络"
    page.go_back()
    until(page, "document.querySelector('#search-box').value === 'graph kernels'")
    assert searcher.problems == []


def test_a_long_text_without_spaces_shows_what_was_found(site: Path, searcher: Searcher) -> None:
    searcher.page.goto((site / "search.html").as_uri())
    assert searcher.type("苔藓") == 1
    shown = searcher.page.locator("#results .tldr")
    assert shown.locator("mark").text_content() == "苔藓"
    assert len(shown.text_content()) < 240


def test_more_facets_and_order(address: str, searcher: Searcher) -> None:
    page = searcher.page
    page.goto(address + "search.html?q=lakes")
    assert searcher.total() == 36
    assert len(searcher.keys()) == 10
    page.click("#search-more")
    until(page, "document.querySelectorAll('#results li').length === 20")
    assert page.evaluate(
        "document.activeElement.closest('li') === document.querySelectorAll('#results li')[10]"
    )
    page.focus("#search-facets button:has-text('cs.LG')")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#results').dataset.total === '12'")
    assert page.evaluate("document.activeElement.dataset.facet") == "cat cs.LG"
    assert "cat:cs.LG" in page.input_value("#search-box")
    assert page.locator("#search-facets button[aria-pressed=true]").inner_text().startswith("cs.LG")
    page.select_option("#search-sort", "date")
    until(page, "location.search.includes('sort=date')")
    assert searcher.total() == 12
    page.reload()
    assert searcher.total() == 12
    assert page.input_value("#search-sort") == "date"
    page.go_back()
    assert searcher.problems == []


def test_back_from_a_paper_leads_to_the_place_among_the_results(
    address: str, searcher: Searcher
) -> None:
    page = searcher.page
    page.goto(address + "search.html?q=lakes")
    assert searcher.total() == 36
    page.click("#search-more")
    until(page, "document.querySelectorAll('#results li').length === 20")
    link = page.locator("#results h2 a").nth(17)
    link.scroll_into_view_if_needed()
    left = page.evaluate("scrollY")
    assert left > 0
    link.click()
    page.wait_for_selector("article[data-paper]")
    page.go_back()
    until(page, "document.activeElement.closest('li') !== null")
    assert page.evaluate("scrollY") == left
    assert link.evaluate("link => link === document.activeElement")
    # That was once: another answer begins at its top, with the focus where it is.
    assert searcher.type("graph kernels") == 9
    assert page.evaluate("document.activeElement.id") == "search-box"


def test_by_keyboard(address: str, searcher: Searcher) -> None:
    page = searcher.page
    page.goto(address + "search.html")
    until(page, "document.activeElement.id === 'search-box'")
    page.keyboard.type("sparse")
    searcher.total()
    page.keyboard.press("Enter")
    assert searcher.total() == 9
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert (
        page.evaluate(
            "[...document.querySelectorAll('#results a')].indexOf(document.activeElement)"
        )
        == 1
    )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "search-box"


@pytest.mark.parametrize(
    ("query", "total", "said"),
    [("the of the", 0, "the, of"), (MANY_WORDS, 36, "first 100"),
     ("zzzzz", 0, "No paper matches"), ("-", 0, "nothing to search"),
     ("sparse zzzzz", 9, "some of them"), ("author:adams sparse", 9, "9 papers")],
)  # fmt: skip
def test_what_happened_is_said(
    site: Path, searcher: Searcher, query: str, total: int, said: str
) -> None:
    searcher.page.goto(f"{site.as_uri()}/search.html?q={query}")
    assert searcher.total() == total
    status = searcher.page.locator("#search-status[role=status]")
    assert said in status.inner_text()


def test_an_empty_box_shows_nothing(site: Path, searcher: Searcher) -> None:
    searcher.page.goto(f"{site.as_uri()}/search.html?q=sparse")
    assert searcher.total() == 9
    searcher.page.fill("#search-box", "")
    searcher.page.wait_for_selector('#results[data-state="idle"]', state="attached")
    assert searcher.keys() == []


@pytest.mark.parametrize("text", ["", "the"])
def test_an_answer_that_is_no_longer_wanted_is_not_waited_for(
    site: Path, browser: Any, text: str
) -> None:
    # What the service worker asks for passes the route.
    searcher = Searcher(browser.new_page(service_workers="block"))
    page = searcher.page
    held: list[Any] = []
    page.route("**/t*.js", lambda route: held.append(route))
    with served(site) as url:
        page.goto(url + "search.html")
        page.fill("#search-box", "sparse")
        page.wait_for_selector("#search-progress:visible")
        assert page.get_attribute("#main", "aria-busy") == "true"
        page.fill("#search-box", text)
        state = "done" if text else "idle"
        page.wait_for_selector(f'#results[data-state="{state}"]', state="attached")
        assert not page.is_visible("#search-progress")
        assert page.get_attribute("#main", "aria-busy") is None
        for route in held:
            route.continue_()
        page.unroute("**/t*.js")
        assert searcher.type("sparse") == 9
        assert not page.is_visible("#search-progress")
    page.close()


def test_half_a_character_does_not_stop_a_search(site: Path, searcher: Searcher) -> None:
    page = searcher.page
    page.goto(f"{site.as_uri()}/search.html")
    page.eval_on_selector("#search-box", "box => { box.value = 'sparse \\ud83d'; }")
    page.press("#search-box", "Enter")
    assert searcher.total() == 9
    assert "q=sparse" in page.url
    assert searcher.problems == []


def test_in_another_language_what_was_said_is_said_again(site: Path, searcher: Searcher) -> None:
    page = searcher.page
    page.goto(f"{site.as_uri()}/search.html?q=the")
    assert searcher.total() == 0
    page.evaluate("sitegen.setPref('lang', 'zh-Hans')")
    page.wait_for_selector("#search-status:has-text('过于常见')")
    assert searcher.type("sparse") == 9


def test_syntax_help_opens_and_closes(site: Path, searcher: Searcher) -> None:
    page = searcher.page
    page.goto(f"{site.as_uri()}/search.html")
    # What can be written stands where the answers will, until something is.
    page.locator("#search-help").wait_for()
    assert page.get_attribute("#search-help-open", "aria-expanded") == "true"
    page.click("#search-help a >> text=/^transform/")
    page.wait_for_url("**/search.html?q=transform*")
    page.locator("#results[data-state=done]").wait_for()
    assert not page.is_visible("#search-help")
    page.click("#search-help-open")
    assert page.is_visible("#search-help")
    assert page.get_attribute("#search-help-open", "aria-expanded") == "true"


def test_a_slow_network_shows_progress_and_answers(site: Path, browser: Any) -> None:
    # What the service worker asks for is not slowed down.
    searcher = Searcher(browser.new_page(service_workers="block"))
    page = searcher.page
    with served(site) as url:
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": 900,
            "downloadThroughput": 50_000, "uploadThroughput": 50_000,
        })  # fmt: skip
        page.goto(url + "search.html?q=sparse+kernels", wait_until="commit")
        page.wait_for_selector("#search-progress:visible")
        assert "Loading" in page.inner_text("#search-status")
        assert searcher.total() == 9
        assert not page.is_visible("#search-progress")
    page.close()


def test_only_the_last_of_several_answers_is_shown(site: Path, searcher: Searcher) -> None:
    page = searcher.page
    with served(site) as url:
        page.route("**/t*.js", lambda route: (page.wait_for_timeout(150), route.continue_()))
        page.goto(url + "search.html")
        for text in ("g", "gr", "graph", "sparse"):
            page.fill("#search-box", text)
            page.wait_for_timeout(140)
        page.wait_for_selector(DONE + ":has-text('Sparse')")
        assert searcher.total() == 9


def test_a_missing_shard_is_told_and_can_be_tried_again(
    site: Path, searcher: Searcher, tmp_path: Path
) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    shards = list((copy / "search").rglob("t*.js"))
    for path in shards:
        path.rename(path.with_suffix(".away"))
    page = searcher.page
    with served(copy) as url:
        page.goto(url + "search.html?q=sparse")
        page.wait_for_selector('#results[data-state="failed"]', state="attached")
        assert "could not be loaded" in page.inner_text("#search-status")
        for path in shards:
            path.with_suffix(".away").rename(path)
        page.click("#search-status button")
        assert searcher.total() == 9
        assert page.evaluate("document.activeElement.id") == "search-box"


def test_two_versions_of_a_site_in_one_cache(tmp_path: Path, searcher: Searcher) -> None:
    """A page with the manifest of yesterday meets the files of today."""
    output = build(tmp_path, 2)
    old = (output / "search" / "manifest.js").read_bytes()
    old_folders = {path.name for path in (output / "search").iterdir()}
    build(tmp_path, 3)
    assert old_folders - {path.name for path in (output / "search").iterdir()}
    page = searcher.page
    asked = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        # As a cache would: the plain address is still what it was.
        if route.request.url.endswith("manifest.js"):
            route.fulfill(body=old.decode(), content_type="text/javascript")
        else:
            route.continue_()

    page.route("**/manifest.js*", answer)
    with served(output) as url:
        page.goto(url + "search.html?q=sparse")
        assert searcher.total() == 9
        assert len(asked) == 2
        assert "manifest.js?" in asked[1]
        assert searcher.type("graph kernels") == 9
        assert len(asked) == 2


def test_without_the_rest_of_the_themes_scripts(site: Path, searcher: Searcher) -> None:
    page = searcher.page
    page.route("**/site.js*", lambda route: route.abort())
    with served(site) as url:
        page.goto(url + "search.html?q=sparse")
        assert searcher.total() == 9
        assert page.inner_text("#search-status") == "9 papers"
