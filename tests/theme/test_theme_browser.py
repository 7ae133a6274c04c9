"""The default theme's scripts in Chromium, on the site of the seeds: over http and from files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served, until
from playwright.sync_api import expect

DIGEST = "digests/2025-11-14.html"
PAPER = "papers/2511.10440.html"


@pytest.fixture(scope="module", params=["http", "file"])
def root(request: pytest.FixtureRequest, seed_site: Path) -> Iterator[str]:
    if request.param == "file":
        yield f"{seed_site.as_uri()}/"
    else:
        with served(seed_site, "/a/b/") as address:
            yield address


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 1200, "height": 800}, locale="en-GB")
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def visit(context: Any, root: str) -> Iterator[Callable[..., Any]]:
    """Open a page of the site; script errors and policy violations fail the test."""
    problems: list[str] = []

    def go(path: str) -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: said.type == "error" and problems.append(said.text))
        page.goto(root + path)
        return page

    yield go
    assert problems == []


def keys(page: Any) -> list[str]:
    return [row.get_attribute("data-paper") for row in page.locator(".paper:visible").all()]


def stored(page: Any, name: str) -> Any:
    key = page.evaluate(f"sitegen.store.key('{name}')")
    return json.loads(page.evaluate(f"localStorage.getItem({key!r})"))


def test_filters_act_at_once_and_live_in_the_address(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    everything = keys(page)
    page.fill("#filter", "heatgen")
    assert len(keys(page)) == 1
    assert page.inner_text("#shown") == "1 of 5"
    assert "q=heatgen" in page.url
    page.reload()
    assert page.input_value("#filter") == "heatgen" and len(keys(page)) == 1
    page.fill("#filter", "")
    assert keys(page) == everything and "?" not in page.url
    page.click(".toc button[data-only='cs.LG']")
    assert len(keys(page)) == 2 and "cat=cs.LG" in page.url
    page.fill("#filter", "no such word")
    page.click("text=Clear filters")
    assert keys(page) == everything


def test_words_are_left_out_and_phrases_stand_together(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    everything = keys(page)

    def found(query: str) -> list[str]:
        page.fill("#filter", query)
        return keys(page)

    diffusion = ["2511.09578", "2511.09568"]
    assert found("diffusion") == diffusion
    assert found("diffusion -guided") == diffusion[1:]
    assert found("-diffusion") == [key for key in everything if key not in diffusion]
    assert found("learning model") == found('"learning model"') == ["2511.10440"]
    # As phones set quotes, and as a phrase is begun.
    assert found("“learning  model”") == found('"learning mod') == ["2511.10440"]
    assert found('"model learning"') == []
    assert found('-"learning model"') == [key for key in everything if key != "2511.10440"]
    assert found("-") == found('"') == found('-"') == everything


def test_authors_and_accents_are_found(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.fill("#filter", "PHÍLLIPS")
    assert keys(page) == ["2511.10440"]


def test_details_open_in_place_and_pane_follows(visit: Callable[..., Any], seed_site: Path) -> None:
    page = visit(DIGEST)
    paper = page.locator(".paper").first
    paper.locator(".title a").click()
    fold = paper.locator(".fold")
    fold.locator("[data-name=abstract]").wait_for()
    assert fold.locator("[data-name=motivation] .text").get_attribute("lang") == "zh"
    names = fold.locator("section").evaluate_all("parts => parts.map(part => part.dataset.name)")
    assert names == ["motivation", "method", "result", "conclusion", "abstract"]
    key = paper.get_attribute("data-paper")
    own = (seed_site / f"papers/{key}.html").read_text(encoding="utf-8")
    shown = fold.locator("[data-name=conclusion] .text").inner_text()
    assert f'data-field="conclusion" lang="zh">{shown}</p>' in own
    assert page.url.endswith(DIGEST)
    paper.locator("[data-act=details]").click()
    assert fold.is_hidden()
    page.set_viewport_size({"width": 1600, "height": 900})
    page.keyboard.press("j")
    second = page.locator(".paper").nth(1).locator(".title").inner_text()
    page.locator("#pane h2", has_text=second).wait_for()
    page.locator("#pane [data-name=conclusion]").wait_for()


def test_keys_and_their_switch(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    for key in ("j", "j", "k", "s", "m", "o"):
        page.keyboard.press(key)
    first = page.locator(".paper").first
    key = first.get_attribute("data-paper")
    assert list(stored(page, "saved")) == [key] and list(stored(page, "read")) == [key]
    first.locator(".fold [data-name=method]").wait_for()
    page.keyboard.press("?")
    page.keyboard.press("?")  # before the sheet has come: one sheet is enough
    page.locator("dialog kbd").nth(7).wait_for()
    assert page.locator("dialog").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.click("[data-act=settings]")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    assert list(stored(page, "read")) == [key]


def test_enter_that_ends_a_composition_stays_in_the_filter(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.focus("#filter")
    press = """isComposing => document.getElementById("filter").dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", isComposing, bubbles: true}))"""
    page.evaluate(press, True)
    assert page.evaluate("document.activeElement.id") == "filter"
    page.evaluate(press, False)
    assert page.evaluate("document.activeElement.id") == ""


def test_a_paper_saved_anew_at_once_keeps_its_note(visit: Callable[..., Any]) -> None:
    for path in (DIGEST, PAPER):
        page = visit(path)
        key = Path(PAPER).stem
        while page.locator(f".current[data-paper='{key}']").count() == 0 and path == DIGEST:
            page.keyboard.press("j")
        page.keyboard.press("s")
        noted = {key: stored(page, "saved")[key] | {"note": "mine"}}
        page.evaluate("noted => sitegen.store.set('saved', noted)", noted)
        page.keyboard.press("s")
        assert stored(page, "saved") == {}
        page.keyboard.press("s")
        assert stored(page, "saved")[key]["note"] == "mine"
        page.evaluate("localStorage.clear()")


def test_saved_paper_carries_its_citation_and_exports(visit: Callable[..., Any]) -> None:
    page = visit(PAPER)
    page.click(".beside [data-act=save]")
    page.fill("input[name=q]", "")
    page.goto(page.url.replace(PAPER, DIGEST))
    page.locator(".paper").nth(1).locator("[data-act=save]").click()
    page.goto(page.url.replace(DIGEST, "saved.html"))
    assert page.locator("#saved-list .paper").count() == 2
    page.fill("#saved textarea >> nth=0", "read again")
    page.fill("#saved input[type=search]", "read again")
    assert page.locator("#saved-list .paper").count() == 1
    page.fill("#saved input[type=search]", "")
    texts = {}
    for kind in ("bib", "ris", "md", "json"):
        with page.expect_download() as download:
            page.click(f"[data-export={kind}]")
        texts[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    assert "@misc{pan2025completion," in texts["bib"] and texts["bib"].count("@misc{") == 2
    assert texts["ris"].count("TY  - ") == 2 and "AU  - Pan, Tom" in texts["ris"]
    assert "(https://arxiv.org/abs/2511.10440), Tom Pan, Evan Dramko" in texts["md"]
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.locator("#saved-list .paper").count() == 0
    exported = {"name": "x.json", "mimeType": "application/json", "buffer": texts["json"].encode()}
    page.set_input_files("#saved > .acts input[type=file]", exported)
    page.locator("#saved-list .paper").nth(1).wait_for()
    assert sorted(record["key"] for record in stored(page, "saved").values()) == sorted(
        record["key"] for record in json.loads(texts["json"])["saved"]
    )


def test_import_takes_no_script_and_no_foreign_page(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    hostile = {
        "key": "x", "title": "<img src=x onerror=alert(1)>", "authors": ["<b>"],
        "link": "javascript:alert(1)", "page": "../../etc.html", "date": "<i>", "tldr": 7,
    }  # fmt: skip
    text = json.dumps({"saved": [hostile, {"key": "../x", "title": "y"}, 7]}).encode()
    file = {"name": "x.json", "mimeType": "application/json", "buffer": text}
    page.set_input_files("#saved > .acts input[type=file]", file)
    page.locator("#saved-list .paper").wait_for()
    assert page.locator("#saved-list .paper").count() == 1
    assert page.locator("#saved-list img, #saved-list b, #saved-list .title a").count() == 0


def test_interests_highlight_lift_and_hide(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    page.fill(".interests textarea[name=words]", "attention *3\nsolver")
    page.fill(".interests textarea[name=authors]", "Phillips")
    page.fill(".interests textarea[name=hide]", "heat sink")
    page.click("text=Keep interests")
    wanted = {"words": [["attention", 3], ["solver", 1]], "authors": [["Phillips", 1]]}
    assert stored(page, "interests") == wanted | {"hide": [["heat sink", 1]]}
    digest = visit(DIGEST)
    lifted = digest.locator(".lifted .paper")
    first = lifted.first.locator(".title")
    # A card that has just been moved shows its text a frame later.
    expect(first).to_contain_text("attention", ignore_case=True, use_inner_text=True)
    expect(first.locator("mark").first).to_have_text("attention", ignore_case=True)
    expect(lifted.locator(".by mark")).to_have_text(["Phillips"], use_inner_text=True)
    assert digest.locator(".paper:visible", has_text="HeatGen").count() == 0
    digest.click("[data-show=interests]")
    assert len(keys(digest)) == lifted.count() and "show=interests" in digest.url
    # The other tab follows, and marks go as they came.
    page.fill(".interests textarea[name=words]", "")
    page.fill(".interests textarea[name=authors]", "")
    page.fill(".interests textarea[name=hide]", "")
    page.click("text=Keep interests")
    digest.locator(".lifted").wait_for(state="detached")
    assert digest.locator("mark").count() == 0


def test_an_accent_alone_is_no_interest(visit: Callable[..., Any]) -> None:
    """Accents do not count where words are compared: nothing would be left, and fit all."""
    page = visit(DIGEST)
    papers = len(keys(page))
    page.evaluate("sitegen.store.set('interests', {words: [['\u0301', 1]], hide: [['\u00b4', 1]]})")
    page.reload()
    assert len(keys(page)) == papers and page.locator(".lifted").count() == 0


def test_interests_match_words_from_their_beginning(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    count = """value => {
        sitegen.store.set('interests', value);
        return [document.querySelectorAll('.lifted .paper').length,
                sitegen.papers.filter(paper => paper.hidden).length];
    }"""
    page.evaluate(
        """() => {
            const [one, two] = document.querySelectorAll('.paper .title a');
            one.textContent = 'Training a world of storage: 图像珊瑚模型 (C++)';
            two.textContent = 'RAG and  Müller';
        }"""
    )
    for words, found in (
        ("zorage", 0), ("torage", 0), ("raining", 0), ("orld", 0),
        ("stor", 1), ("a world", 1), ("珊瑚", 1), ("c++", 1), ("(C", 1), ("rag and MULL", 1),
    ):  # fmt: skip
        assert page.evaluate(count, {"words": [[words, 2]]}) == [found, 0], words
        if found and words != "rag and MULL":
            expect(page.locator(".lifted mark").first).to_have_text(words, ignore_case=True)
        assert page.evaluate(count, {"hide": [[words, 1]]}) == [0, found], words


def test_publishers_interests_hold_until_the_reader_has_own(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    given = json.dumps({"words": ["attention *3"], "authors": [], "hide": ["heat sink"]})
    page.evaluate("given => document.getElementById('site-js').dataset.interests = given", given)
    page.evaluate("sitegen.emit('interests')")
    assert page.locator(".lifted .paper").count() == 1
    assert page.evaluate("sitegen.interests().words") == [["attention", 3]]
    page.evaluate("sitegen.store.set('interests', {words: [], authors: [], hide: []})")
    page.locator(".lifted").wait_for(state="detached")


def test_interests_by_link(visit: Callable[..., Any]) -> None:
    value = "eyJ3b3JkcyI6W1si5omp5pWjIiwyXV19"  # {"words":[["扩散",2]]}
    page = visit(f"saved.html#interests={value}")
    page.click("button:text-is('Use them')")
    assert stored(page, "interests")["words"] == [["扩散", 2]]


def test_a_link_or_a_file_without_interests_is_told(visit: Callable[..., Any]) -> None:
    page = visit("saved.html#interests=broken")
    told = page.locator(".toast", has_text="No interests")
    told.wait_for()
    page.evaluate("sitegen.say('')")
    brought = {"name": "x.json", "mimeType": "application/json", "buffer": b'{"saved": []}'}
    page.set_input_files(".interests input[type=file]", brought)
    told.wait_for()


def test_language_switch_in_place_and_remembered(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    title = page.locator(".paper .title").first.inner_text()
    page.click("[data-act=settings]")
    page.get_by_label("Language").select_option("zh-Hans")
    page.locator(".places a", has_text="归档").wait_for()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.inner_text("h1") == "2025年11月14日 周五"
    assert "5 篇论文" in page.inner_text(".day-head")
    assert page.locator(".paper .title").first.inner_text() == title
    other = visit(PAPER)
    other.locator(".places a", has_text="归档").wait_for()
    assert other.locator(".parts h2").first.inner_text() == "动机"


def test_the_address_of_all_feeds_is_named_in_the_readers_language(
    visit: Callable[..., Any],
) -> None:
    page = visit("feeds.html")
    page.evaluate("sitegen.setPref('lang', 'zh-Hans')")
    page.locator("a[href$='feeds.opml']", has_text="全部订阅").wait_for()


def test_open_settings_follow_a_switch_of_language(visit: Callable[..., Any]) -> None:
    page = visit("index.html")
    page.click("[data-act=settings]")
    dialog = page.locator("dialog[open]")
    dialog.locator("select").nth(1).select_option("zh-Hans")
    page.locator("html[lang=zh-Hans]").wait_for(state="attached")
    words = dialog.inner_text().replace("English", "")
    assert "简体中文" in words
    assert not re.search("[A-Za-z]", words)


def test_scheme_and_density_hold_from_the_first_paint(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.click("[data-act=settings]")
    page.get_by_label("Colours").select_option("dark")
    page.get_by_label("Papers show").select_option("titles")
    page.keyboard.press("Escape")
    assert page.locator(".tldr:visible").count() == 0
    page.reload()
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert page.locator(".tldr:visible").count() == 0
    page.locator("#tools select").select_option("everything")
    page.locator(".paper .fold [data-name=abstract]").nth(2).wait_for()


def test_storage_that_fails_is_told_and_breaks_nothing(
    context: Any, visit: Callable[..., Any]
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', "
        "{get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = visit(DIGEST)
    page.locator(".paper [data-act=save]").first.click()
    page.locator(".toast", has_text="does not keep data").wait_for()
    page.fill("#filter", "heatgen")
    assert len(keys(page)) == 1
    # Settings hold on the page at least, each beside the others.
    page.evaluate("sitegen.setPref('scheme', 'dark'); sitegen.setPref('density', 'titles')")
    assert page.evaluate("({...document.documentElement.dataset}).scheme") == "dark"
    assert visit("saved.html").locator("#storage").is_visible()


def test_broken_store_is_set_aside(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.evaluate("localStorage.setItem(sitegen.store.key('saved'), '{broken')")
    page.reload()
    page.locator(".toast", has_text="set aside").wait_for()
    assert page.evaluate("localStorage.getItem(sitegen.store.key('saved:broken'))") == "{broken"


def test_two_tabs_stay_in_step(visit: Callable[..., Any]) -> None:
    one, two = visit(DIGEST), visit(DIGEST)
    one.locator(".paper [data-act=save]").first.click()
    two.locator(".paper [data-act=save][aria-pressed=true]").wait_for()
    two.locator(".paper [data-act=save]").nth(1).click()
    # what one tab writes reaches the other's process a moment later
    one.locator(".paper [data-act=save][aria-pressed=true]").nth(1).wait_for()
    assert len(stored(one, "saved")) == len(stored(two, "saved")) == 2


BACK = """changes => {
    dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    for (const [name, value] of Object.entries(changes))
        localStorage.setItem(sitegen.store.key(name), JSON.stringify(value));
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
}"""


def test_a_page_kept_for_the_way_back_follows(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.evaluate(
        "window.weighed = window.heard = 0;"
        "sitegen.on('weighed', () => weighed++); sitegen.on('saved', () => heard++)"
    )
    paper = page.locator(".paper").nth(1)
    key = paper.get_attribute("data-paper")
    kept = {key: {"key": key, "title": "x", "note": "mine"}}
    page.evaluate(BACK, {"saved": kept, "read": {key: 1}, "prefs": {"scheme": "dark"}})
    assert paper.locator("[data-act=save]").get_attribute("aria-pressed") == "true"
    assert paper.locator("[data-act=read]").get_attribute("aria-pressed") == "true"
    assert page.locator(".toc .n", has_text="/").count() == 1
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    assert page.evaluate("[weighed, heard]") == [0, 1]
    page.evaluate(BACK, {"interests": {"words": [["attention", 3]]}})
    assert page.locator(".lifted .paper").count() == 1
    page.evaluate(BACK, {"prefs": {"lang": "zh-Hans"}})
    page.locator(".places a", has_text="归档").wait_for()
    assert page.evaluate("weighed") == 1 and stored(page, "saved") == kept


def test_another_tab_follows_a_switch_of_language(visit: Callable[..., Any]) -> None:
    one, two = visit(DIGEST), visit(PAPER)
    one.evaluate("sitegen.setPref('lang', 'zh-Hans')")
    two.locator(".places a", has_text="归档").wait_for()
    one.evaluate("sitegen.setPref('lang', 'en')")
    two.locator(".places a", has_text="Archive").wait_for()


@pytest.mark.parametrize("value", ["null", "x", "5", "[]"])
def test_settings_that_cannot_be_read_stop_no_script(visit: Callable[..., Any], value: str) -> None:
    page = visit(DIGEST)
    page.evaluate("value => localStorage.setItem(sitegen.store.key('prefs'), value)", value)
    page.reload()
    page.locator(".toast", has_text="set aside").wait_for()
    assert page.evaluate("localStorage.getItem(sitegen.store.key('prefs:broken'))") == value
    page.fill("#filter", "heatgen")
    assert len(keys(page)) == 1
    page.locator("#tools select").select_option("titles")
    assert stored(page, "prefs") == {"density": "titles"}


def test_details_that_do_not_load_can_be_tried_again(context: Any, seed_site: Path) -> None:
    empty = {"status": 200, "body": "", "content_type": "text/javascript"}
    context.route("**/details-*.js*", lambda route: route.fulfill(**empty))
    with served(seed_site) as root:
        page = context.new_page()
        page.goto(root + DIGEST)
        page.locator(".paper .title a").first.click()
        page.locator(".fold .problem", has_text="could not be loaded").wait_for()
        context.unroute("**/details-*.js*")
        page.locator(".fold .problem button").click()
        page.locator(".fold [data-name=abstract]").first.wait_for()


def test_buttons_do_not_wait_for_words_of_another_language(context: Any, seed_site: Path) -> None:
    held: list[Any] = []
    with served(seed_site, "/a/b/") as address:
        page = context.new_page()
        page.goto(address + DIGEST)
        page.evaluate("sitegen.store.set('prefs', {density: 'everything', lang: 'zh-Hans'})")
        page.route("**/strings-zh-Hans.js*", lambda route: held.append(route))
        page.reload(wait_until="domcontentloaded")
        page.locator(".fold [data-name=abstract]").first.wait_for()
        read, save = page.locator(".paper [data-act=read]"), page.locator(".paper [data-act=save]")
        read.nth(4).wait_for()
        save.first.click()
        assert held and read.first.inner_text() == "Read"
        assert save.first.get_attribute("aria-pressed") == "true"
        assert page.locator(".paper.open [data-act=details][aria-expanded=false]").count() == 0
        held[0].continue_()
        page.locator(".paper [data-act=read]", has_text="已读").nth(4).wait_for()
        assert save.all_text_contents() == ["已收藏", *["收藏"] * 4]


def test_buttons_that_come_after_a_switch_speak_its_language(context: Any, seed_site: Path) -> None:
    held: list[Any] = []
    with served(seed_site, "/a/b/") as address:
        page = context.new_page()
        page.goto(address + "index.html")
        page.evaluate("sitegen.store.set('prefs', {lang: 'zh-Hans'})")
        page.route("**/js/list.js*", lambda route: held.append(route))
        page.reload(wait_until="commit")
        page.locator("html[lang=zh-Hans]").wait_for(state="attached")
        held[0].continue_()
        page.locator(".paper [data-act=read]").first.wait_for()
        assert page.locator(".paper [data-act=read]").first.inner_text() == "已读"


def test_a_list_needs_no_words_until_something_is_pressed(visit: Callable[..., Any]) -> None:
    page = visit("index.html")
    loaded = "() => [...document.scripts].map(script => script.src.replace(/.*[/]|[?].*/g, ''))"
    read = page.locator(".paper [data-act=read]")
    read.first.wait_for()
    assert read.first.inner_text() == "Read"
    assert set(page.evaluate(loaded)) == {"scheme.js", "site.js", "interests.js", "list.js"}
    page.locator(".paper [data-act=save]").first.click()
    page.locator(".paper [data-act=save]", has_text="Saved").first.wait_for()
    assert "strings-en.js" in page.evaluate(loaded)


def test_what_cannot_be_fetched_is_told_and_tried_again(context: Any, seed_site: Path) -> None:
    context.route("**/more.js*", lambda route: route.abort())
    with served(seed_site) as root:
        page = context.new_page()
        page.goto(root + PAPER)
        page.click("[data-act=settings]")
        page.locator(".toast", has_text="could not be loaded").wait_for()
        page.click(".beside [data-act=save]")
        assert list(stored(page, "saved")) == [Path(PAPER).stem]
        context.unroute("**/more.js*")
        page.click("[data-act=settings]")
        page.locator("dialog[open]").wait_for()


def test_back_returns_to_the_same_place(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    third = page.locator(".paper").nth(2)
    third.locator(".title a").click()
    third.locator(".fold [data-name=abstract]").wait_for()
    page.evaluate("scrollTo(0, document.querySelectorAll('.paper')[2].offsetTop + 40)")
    before = third.bounding_box()
    third.locator(".fold .acts a").evaluate("link => link.click()")
    page.locator("article.article").wait_for()
    page.go_back()
    page.locator(".paper").nth(2).locator(".fold [data-name=abstract]").wait_for()
    until(
        page,
        "y => Math.abs(document.querySelectorAll('.paper')[2].getBoundingClientRect().y - y) < 60",
        before["y"],
    )


def test_without_scripts_everything_is_there(browser: Any, root: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(root + DIGEST)
    assert len(keys(page)) == 5
    assert page.locator("button:visible").count() == 1  # the search form's
    page.locator(".paper .title a").first.click()
    assert page.locator("article [data-field=abstract]").is_visible()
    page.locator("summary").first.click()
    assert "@misc{" in page.inner_text("[data-cite=bib]")
    context.close()


def test_nothing_is_wider_than_a_small_screen(visit: Callable[..., Any]) -> None:
    for path in (DIGEST, PAPER, "index.html", "archive.html", "saved.html", "about.html"):
        page = visit(path)
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.close()


def test_the_size_of_text_that_a_browser_is_set_to_holds(visit: Callable[..., Any]) -> None:
    paths = (DIGEST, PAPER, "index.html", "archive.html", "saved.html", "stats.html")
    for path in (*paths, "categories/index.html"):
        page = visit(path)
        page.set_viewport_size({"width": 390, "height": 800})
        sizes = {"fontSizes": {"standard": 32}}
        page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
        root = page.evaluate("getComputedStyle(document.documentElement).fontSize")
        assert root == "32px", path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        page.click(".gear")
        chooser = page.locator("dialog select").first
        edges = [part.bounding_box() for part in (chooser, page.locator("dialog"))]
        assert edges[0]["x"] + edges[0]["width"] <= edges[1]["x"] + edges[1]["width"]
        page.close()


def test_fonts_follow_the_language_of_the_text(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    fonts = """language => {
        const card = document.querySelector(".paper"), list = [];
        for (const part of card.querySelectorAll(".title, .tldr")) {
            part.lang = language;
            list.push(getComputedStyle(part).fontFamily);
        }
        return list;
    }"""
    names = {"ja": "JP", "ko": "KR", "zh-Hant": "TC"}
    for language, script in names.items():
        title, text = page.evaluate(fonts, language)
        assert f"Noto Serif CJK {script}" in title
        assert f"Noto Sans CJK {script}" in text
        assert "serif" not in text.split(", ")
    assert "CJK" not in "".join(page.evaluate(fonts, "en"))


def test_forced_colours_show_what_is_pressed_and_the_dots(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.emulate_media(forced_colors="active")
    chip = page.locator("[data-show=unread]")
    ground = "element => getComputedStyle(element).backgroundColor"
    before = chip.evaluate(ground)
    page.click("[data-show=unread]")
    assert chip.evaluate(ground) != before
    assert chip.evaluate("chip => getComputedStyle(chip).forcedColorAdjust") == "none"
    dots = page.locator(".toc button").evaluate_all(
        "all => all.map(dot => getComputedStyle(dot, '::before').backgroundColor)"
    )
    assert len(set(dots)) > 1


def test_texts_from_right_to_left_are_read_so(visit: Callable[..., Any]) -> None:
    """Their first letter stands on the right, and the end of their sentence on the left."""
    page = visit(PAPER)
    for place in ("h1", "[data-field=abstract]", ".by"):
        x = """element => {
            element.textContent = "\u05de\u05d1\u05d5\u05d0: GPT-4, \u05de\u05d4?";
            const range = document.createRange(), text = element.firstChild;
            return [0, text.length - 1].map((at) => {
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                return range.getBoundingClientRect().x;
            });
        }"""
        first, last = page.locator(place).first.evaluate(x)
        assert first > last, place


# ---------------------------------------------------------------- storage in its failures


def test_a_full_store_is_told_and_keeps_what_it_has(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.locator(".paper [data-act=save]").first.click()
    before = stored(page, "saved")
    fill = """() => { for (let size = 2 ** 22; size >= 1; size /= 2)
        try { for (let n = 0; ; n++) localStorage.setItem(`x${size}.${n}`, 'x'.repeat(size)); }
        catch (error) { /* smaller, then */ } }"""
    page.evaluate(fill)
    page.locator(".paper [data-act=save]").nth(1).click()
    page.locator(".toast", has_text="storage is full").wait_for()
    assert stored(page, "saved") == before
    assert page.locator(".paper [data-act=save][aria-pressed=true]").count() == 1
    page.fill("#filter", "heatgen")
    assert len(keys(page)) == 1
    saved = visit("saved.html")
    saved.locator("#storage", has_text="storage is full").wait_for()
    assert saved.locator("#saved-list .paper").count() == 1


def test_data_kept_apart_for_each_file_is_told(context: Any, seed_site: Path) -> None:
    context.add_init_script(
        """const all = localStorage, here = location.pathname + '|';
        Object.defineProperty(window, 'localStorage', {value: {
            getItem: key => all.getItem(here + key),
            setItem: (key, value) => all.setItem(here + key, value),
            removeItem: key => all.removeItem(here + key)}})"""
    )
    page = context.new_page()
    page.goto(f"{seed_site.as_uri()}/{DIGEST}")
    page.locator(".paper [data-act=save]").first.click()
    page.click(".places [href*='saved.html']")
    page.locator("#storage", has_text="keeps the data of each page apart").wait_for()
    # Nothing is told where nothing is missing.
    page.goto(f"{seed_site.as_uri()}/index.html")
    page.click(".places [href*='saved.html']")
    page.locator("#saved-list .empty").wait_for()
    assert page.locator("#storage").is_hidden()


def test_saved_papers_opened_from_a_file_are_listed(context: Any, seed_site: Path) -> None:
    page = context.new_page()
    page.goto(f"{seed_site.as_uri()}/{DIGEST}")
    page.locator(".paper [data-act=save]").first.click()
    page.click(".places [href*='saved.html']")
    page.locator("#saved-list .paper").wait_for()
    assert page.locator("#storage").is_hidden()


def test_sites_of_one_host_do_not_share_what_is_kept(context: Any, seed_site: Path) -> None:
    with served(seed_site, "/a/b/") as root:
        page = context.new_page()
        page.goto(root + DIGEST)
        page.locator(".paper [data-act=save]").first.click()
        names = page.evaluate("Object.keys(localStorage)")
        assert names and all(name.startswith("sitegen:/a/b/:") for name in names)


# ---------------------------------------------------------------- filters and selection


def test_unread_and_saved_papers_alone(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    everything = keys(page)
    page.locator(".paper [data-act=read]").nth(1).click()
    page.locator(".paper [data-act=save]").nth(2).click()
    page.click("[data-show=unread]")
    assert keys(page) == [key for key in everything if key != everything[1]]
    assert "show=unread" in page.url
    page.click("[data-show=saved]")
    assert keys(page) == [everything[2]] and "show=unread,saved" in page.url
    page.reload()
    page.locator("#shown", has_text="1 of 5").wait_for()
    assert keys(page) == [everything[2]]
    page.click("[data-show=unread]")
    page.click("[data-show=saved]")
    assert keys(page) == everything and "?" not in page.url


def test_the_rail_counts_what_is_left_unread(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    counts = page.locator(".toc .n")
    before = counts.first.inner_text()
    page.locator(".paper [data-act=read]").first.click()
    assert counts.first.inner_text() == f"{int(before) - 1} / {before}"


def test_the_rail_stays(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.set_viewport_size({"width": 1200, "height": 400})
    page.evaluate("scrollTo(0, 600)")
    assert page.evaluate("scrollY") == 600
    assert page.locator(".rail").bounding_box()["y"] == 0
    assert page.locator("#tools").bounding_box()["y"] == 0


def test_the_pane_shows_no_paper_that_is_filtered_out(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.set_viewport_size({"width": 1600, "height": 900})
    page.keyboard.press("j")
    page.locator("#pane h2").wait_for()
    page.fill("#filter", "heatgen")
    page.locator("#pane h2", has_text="HeatGen").wait_for()
    assert page.evaluate("document.activeElement.id") == "filter"
    page.fill("#filter", "no such word")
    assert page.locator("#pane").inner_text() == ""
    page.fill("#filter", "")
    first = page.locator(".paper .title").first.inner_text()
    page.locator("#pane h2", has_text=first).wait_for()


def test_marking_unread_papers_goes_on_to_the_next(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    everything = keys(page)
    page.click("[data-show=unread]")
    for key in ("j", "m", "m", "s"):
        page.keyboard.press(key)
    assert list(stored(page, "read")) == everything[:2]
    assert list(stored(page, "saved")) == [everything[2]]
    assert page.evaluate("document.activeElement.dataset.paper") == everything[2]


def test_filters_act_at_once_on_700_papers(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.evaluate(
        """() => {
            const group = document.querySelector('.group'), one = group.querySelector('.paper');
            for (let n = 0; n < 695; n++) {
                const paper = one.cloneNode(true);
                paper.dataset.paper = `x${n}`;
                paper.removeAttribute('id');
                paper.querySelectorAll('button').forEach(button => button.remove());
                group.append(paper);
            }
            document.querySelectorAll('script[src*="js/list"], script[src*="js/digest"]').forEach(
                old => {
                    const script = document.createElement('script');
                    script.async = false;
                    script.src = old.src;
                    document.head.append(script);
                });
        }"""
    )
    until(page, "sitegen.papers.length === 700")
    page.locator(".paper [data-act=read]").nth(699).wait_for(state="attached")
    took = page.evaluate(
        """() => {
            const field = document.getElementById('filter'), start = performance.now();
            field.value = 'heatgen';
            field.dispatchEvent(new Event('input'));
            return [performance.now() - start, document.getElementById('shown').textContent];
        }"""
    )
    assert took[1] == "1 of 700" and took[0] < 1000  # a tenth of it on a quiet machine


# ---------------------------------------------------------------- saved papers, interests


def test_saved_papers_are_sorted(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    for number in (2, 0, 1):
        page.locator(".paper [data-act=save]").nth(number).click()
        page.wait_for_timeout(5)  # so that no two were kept in one moment
    newest = page.evaluate(f"document.querySelectorAll('{'.paper'}')[1].dataset.paper")
    page = visit("saved.html")
    page.locator("#saved-list .paper").nth(2).wait_for()
    assert keys(page)[0] == newest
    orders = page.locator(".saved-bar select")
    orders.select_option("title")
    titles = page.locator("#saved-list .title").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)
    orders.select_option("date")
    assert len(keys(page)) == 3


def test_odd_titles_names_and_links_break_no_export(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    records = [
        {"key": "a", "title": "Ends in \\", "authors": ["A B"], "link": "https://x.org/a"},
        {"key": "b", "title": "Two\nlines [1]", "authors": ["A\nB", "", "C D"], "page": "b.html"},
        {"key": "c", "title": r"\[x\]", "authors": [], "link": "https://x.org/a\n# b"},
    ]
    page.evaluate(
        "all => sitegen.store.set('saved', Object.fromEntries(all.map((one, at) =>"
        " [one.key, {...one, added: String(9 - at)}])))",
        records,
    )
    texts = {}
    for kind in ("md", "bib"):
        with page.expect_download() as download:
            page.click(f"[data-export={kind}]")
        texts[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    address = page.url.replace("saved.html", "b.html")
    assert texts["md"].splitlines() == [
        r"- [Ends in \\](https://x.org/a), A B",
        rf"- [Two lines \[1\]]({address}), A B, C D",
        r"- \[x\]",
    ]
    assert "author = {A B and C D}" in texts["bib"] and "# b" not in texts["bib"]


def test_import_takes_no_values_of_the_wrong_type(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    papers = [
        {"key": "2501.00001", "title": "Good"},
        {"key": "2501.00002", "title": "Bad", "date": 2025, "titleLang": ["en"]},
        {"title": "no key"},
    ]
    text = json.dumps({"saved": papers})[:-2] + ', {"key": "__proto__", "title": "z"}]}'
    file = {"name": "x.json", "mimeType": "application/json", "buffer": text.encode()}
    page.set_input_files("#saved > .acts input[type=file]", file)
    page.locator(".toast", has_text="2").wait_for()
    assert sorted(stored(page, "saved")) == ["2501.00001", "2501.00002"]
    # What an earlier version took in does no harm.
    broken = json.dumps({paper.get("key", "undefined"): paper for paper in papers})
    page.evaluate("text => localStorage.setItem(sitegen.store.key('saved'), text)", broken)
    page.reload()
    page.locator("#saved-list .paper").nth(1).wait_for()
    assert page.locator("#saved-list .paper").count() == 2


def test_what_is_kept_of_a_paper_in_a_list(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    category = page.locator(".group").first.get_attribute("data-cat")
    record = page.evaluate(
        """() => {
            const paper = document.querySelector('.paper');
            paper.querySelector('.title a').innerHTML =
                'In <math alttext="O(n^2)"><mi>O</mi><mn>n2</mn></math> rarest';
            paper.querySelector('.tldr').innerHTML =
                'See <a href="https://arxiv.org/abs/1706.03762">x</a> <math alttext="a_1"></math>';
            paper.querySelector('.tldr').dataset.field = 'tldr';
            sitegen.store.set('interests', {words: [['rarest', 1]]});
            return sitegen.record(document.querySelector('.lifted .paper'));
        }"""
    )
    assert record["title"] == "In $O(n^2)$ rarest" and record["tldr"] == "See x a_1"
    assert record["link"] == f"https://arxiv.org/abs/{record['key']}"
    assert record["category"] == category


def test_what_stands_in_for_a_missing_tldr_is_kept_but_no_abstract(
    visit: Callable[..., Any],
) -> None:
    page = visit(DIGEST)
    kept = """field => {
        const paper = document.querySelector('.paper'), lead = paper.querySelector('.tldr');
        lead.dataset.field = field;
        lead.lang = 'fr';
        lead.textContent = ' En bref. ';
        const record = sitegen.record(paper);
        return [record.tldr, record.tldrLang];
    }"""
    assert page.evaluate(kept, "summary") == ["En bref.", "fr"]
    assert page.evaluate(kept, "abstract") == ["", None]


def keep_papers(page: Any, *names: str) -> None:
    papers = {name: {"key": name, "title": name, "added": name} for name in names}
    page.evaluate("papers => sitegen.store.set('saved', papers)", papers)


def test_notes_are_kept_while_they_are_written(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    keep_papers(page, "a")
    note = page.locator("#saved-list textarea")
    note.fill("first")
    until(page, "sitegen.store.get('saved', {}).a.note === 'first'")
    note.fill("second")
    page.reload()
    assert stored(page, "saved")["a"]["note"] == "second"
    assert note.input_value() == "second"


def test_a_switch_of_language_keeps_a_note_that_is_written(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    keep_papers(page, "a", "b")
    note = page.locator("[data-paper=a] textarea")
    note.press_sequentially("Read")
    page.evaluate("sitegen.setPref('lang', 'zh-Hans')")
    until(page, "document.documentElement.lang === 'zh-Hans'")
    expect(page.locator("#saved-list .paper")).to_have_count(2)
    assert note.input_value() == stored(page, "saved")["a"]["note"] == "Read"


def test_another_tab_saves_and_removes_while_a_note_is_written(visit: Callable[..., Any]) -> None:
    page, other = visit("saved.html"), visit("saved.html")
    keep_papers(page, "a", "b")
    until(other, "document.querySelectorAll('#saved-list .paper').length === 2")
    page.locator("[data-paper=a] textarea").press_sequentially("Read")
    keep_papers(other, "b", "c")
    until(page, "'c' in sitegen.store.get('saved', {})")
    page.locator("[data-paper=a] textarea").press_sequentially(" again")
    page.wait_for_timeout(100)
    assert page.locator("[data-paper=a] textarea").input_value() == "Read again"
    # The press that leaves the note counts, and then the list is drawn anew.
    page.locator("[data-paper=b] .meta button").click()
    expect(page.locator("#saved-list .paper")).to_have_count(2)
    expect(page.locator("[data-paper=c]")).to_have_count(1)
    assert page.locator("[data-paper=a] textarea").input_value() == "Read again"
    saved = stored(page, "saved")
    assert sorted(saved) == ["a", "c"]
    assert (saved["a"]["title"], saved["a"]["note"]) == ("a", "Read again")
    # What is written here alone draws nothing anew.
    note = page.locator("[data-paper=c] textarea")
    note.press_sequentially("x")
    until(page, "sitegen.store.get('saved', {}).c.note === 'x'")
    note.press("Tab")
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement !== document.body")
    # Without a press, too.
    note.focus()
    keep_papers(other, "d")
    until(page, "'d' in sitegen.store.get('saved', {})")
    page.wait_for_timeout(200)
    assert page.locator("[data-paper=d]").count() == 0
    note.blur()
    expect(page.locator("[data-paper=d]")).to_have_count(1)


def test_the_focus_stays_where_a_paper_was_removed(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    keep_papers(page, "a", "b", "c")
    page.locator("[data-paper=b] .meta button").press("Enter")
    focused = (
        "document.activeElement.closest('.paper')?.dataset.paper ?? document.activeElement.type"
    )
    assert page.evaluate(focused) == "a"
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "c"
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "search"


def test_interests_that_are_typed_stay(visit: Callable[..., Any]) -> None:
    page, other = visit("saved.html"), visit("saved.html")
    keep_papers(page, "a", "b")
    other.fill(".interests textarea[name=hide]", "survey")
    other.click("text=Keep interests")
    hide = page.locator(".interests textarea[name=hide]")
    expect(hide).to_have_value("survey")
    hide.fill("typed")
    page.fill(".saved-bar input", "a")
    page.select_option(".saved-bar select", "title")
    page.evaluate("sitegen.setPref('lang', 'zh-Hans')")
    page.locator("h2", has_text="兴趣").wait_for()
    page.evaluate("sitegen.emit('interests')")
    assert hide.input_value() == "typed" and keys(page) == ["a"]
    assert page.input_value(".saved-bar select") == "title"


def test_interests_of_an_open_page(visit: Callable[..., Any]) -> None:
    page = visit("saved.html")
    page.evaluate("location.hash = '#interests=eyJ3b3JkcyI6W1si5omp5pWjIiwyXV19'")
    page.click("button:text-is('Use them')")
    assert stored(page, "interests")["words"] == [["扩散", 2]]
    page.click("[data-act=settings]")
    page.click("dialog a")
    page.locator("dialog").wait_for(state="detached")
    page.locator(".toast").evaluate("toast => toast.textContent = ''")
    page.evaluate("Storage.prototype.setItem = () => { throw new DOMException('', 'x'); }; 0")
    file = {"name": "x.json", "mimeType": "", "buffer": b'{"interests": {"words": ["y"]}}'}
    page.set_input_files(".interests input[type=file]", file)
    page.locator(".toast", has_text="keep").wait_for()


def test_what_is_told_lies_above_an_open_sheet(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.click(".gear")
    page.locator("dialog").wait_for()
    page.evaluate("Storage.prototype.setItem = () => { throw new DOMException('', 'x'); }; 0")
    page.locator("dialog select").first.select_option("dark")
    told = page.locator(".toast", has_text="keep")
    told.wait_for()
    above = """toast => {
        const box = toast.getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === toast;
    }"""
    assert told.evaluate(above)
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert told.evaluate(above)


def test_interests_as_a_file_and_as_a_link(context: Any, visit: Callable[..., Any]) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit("saved.html")
    page.fill(".interests textarea[name=words]", "扩散 *2\nsolver")
    page.fill(".interests textarea[name=hide]", "survey")
    with page.expect_download() as download:
        page.click("text=Export as file")
    file = Path(download.value.path()).read_bytes()
    page.click("text=Copy as link")
    page.locator(".toast", has_text="Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    wanted = {"words": [["扩散", 2], ["solver", 1]], "authors": [], "hide": [["survey", 1]]}
    assert json.loads(file)["interests"] == wanted
    for bring in ("file", "link"):
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")
        page.goto(link if bring == "link" else link.partition("#")[0])
        if bring == "link":
            page.click("button:text-is('Use them')")
        else:
            brought = {"name": "x.json", "mimeType": "application/json", "buffer": file}
            page.set_input_files(".interests input[type=file]", brought)
            page.locator(".toast", has_text="Kept").wait_for()
        assert stored(page, "interests") == wanted
        assert page.input_value(".interests textarea[name=words]") == "扩散 *2\nsolver"


# ---------------------------------------------------------------- a paper's page


def test_citations_are_copied_and_downloaded(context: Any, visit: Callable[..., Any]) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit(PAPER)
    page.click("#cite > summary")
    page.locator("#cite button").nth(4).wait_for()
    starts = {
        "bib": "@misc{pan2025completion,",
        "ris": "TY  - UNPB",
        "md": "[Completion of partial",
    }
    for kind, start in starts.items():
        page.evaluate("navigator.clipboard.writeText('')")
        page.click(f"#cite [data-act=copy-{kind}]")
        until(page, "async () => await navigator.clipboard.readText() !== ''")
        assert page.evaluate("navigator.clipboard.readText()").startswith(start)
        if kind != "md":
            with page.expect_download() as download:
                page.click(f"#cite [data-act=get-{kind}]")
            assert download.value.suggested_filename == f"2511.10440.{kind}"
            assert Path(download.value.path()).read_text("utf-8").startswith(start)


def test_a_paper_is_shared_or_its_address_copied(context: Any, visit: Callable[..., Any]) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit(PAPER)
    address = "https://example.org/a/b/papers/2511.10440.html"
    page.evaluate("navigator.share = undefined; navigator.clipboard.writeText('')")
    page.click(".beside [data-act=share]")
    page.locator(".toast", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.evaluate("navigator.share = data => { window.shared = data; return Promise.resolve(); }")
    page.click(".beside [data-act=share]")
    assert page.evaluate("shared.url") == address
    assert page.evaluate("shared.title") == page.title()


def test_labels_of_buttons_keep_their_space_on_touch_screens(browser: Any, root: str) -> None:
    page = browser.new_page(has_touch=True, viewport={"width": 390, "height": 844})
    page.goto(root + PAPER)
    page.click("#cite > summary")
    button = page.locator("#cite [data-act=copy-bib]")
    button.wait_for()
    widths = """button => [button, button.firstChild, button.lastChild].map(part => {
        const range = document.createRange();
        range.selectNodeContents(part);
        return range.getBoundingClientRect().width; })"""
    whole, first, last = button.evaluate(widths)
    assert whole > first + last + 2
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    page.close()


# ---------------------------------------------------------------- what is hidden, paper, screens


def test_summaries_or_abstracts_are_hidden(visit: Callable[..., Any]) -> None:
    page = visit(PAPER)
    machine = page.locator(".lead, .parts [data-field], .hand")
    assert machine.first.is_visible()
    page.click("[data-act=settings]")
    page.get_by_label("Hide summaries").check()
    assert machine.count() > 5 and not any(part.is_visible() for part in machine.all())
    assert page.locator(".abstract").is_visible()
    page.get_by_label("Hide summaries").uncheck()
    page.get_by_label("Hide abstracts").check()
    assert machine.first.is_visible() and page.locator(".abstract").is_hidden()
    page.reload()
    assert page.locator(".abstract").is_hidden()
    digest = visit(DIGEST)
    assert digest.locator(".paper .tldr").first.is_visible()
    digest.locator(".paper .title a").first.click()
    digest.locator(".fold [data-name=conclusion]").wait_for()
    assert digest.locator(".fold [data-name=abstract]").is_hidden()


@pytest.mark.parametrize("path", [DIGEST, PAPER, "index.html", "categories/cs.LG.html"])
def test_print_shows_the_papers_alone_in_black(visit: Callable[..., Any], path: str) -> None:
    page = visit(path)
    page.evaluate("sitegen.setPref('scheme', 'dark')")
    before = page.locator("[data-paper] [data-field=title]:visible").count()
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".top", ".foot", ".crumbs", ".rail", ".tools", ".acts", "button"):
        assert page.locator(f"{part}:visible").count() == 0, part
    assert page.locator("[data-paper] [data-field=title]:visible").count() == before
    ink = "element => getComputedStyle(element).color"
    assert page.locator("[data-field=title]").first.evaluate(ink) == "rgb(0, 0, 0)"
    html = "getComputedStyle(document.documentElement)"
    assert page.evaluate(f"{html}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(f"{html}.getPropertyValue('color-scheme')") == "light"


def test_print_leaves_no_heading_alone_and_no_paper_torn(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.emulate_media(media="print")
    breaks = (
        "element => [getComputedStyle(element).breakAfter, getComputedStyle(element).breakInside]"
    )
    assert page.locator(".group > h2").first.evaluate(breaks)[0] == "avoid"
    assert page.locator(".paper").first.evaluate(breaks)[1] == "avoid"


def test_print_holds_no_forms_and_all_authors(visit: Callable[..., Any]) -> None:
    page = visit(DIGEST)
    page.locator(".paper [data-act=save]").first.click()
    page = visit("saved.html")
    page.locator("#saved-list .paper").wait_for()
    page.emulate_media(media="print")
    assert page.locator(":is(input, select, textarea, button):visible").count() == 0
    assert page.locator("#saved-list .title").is_visible()
    page.emulate_media(media="screen")
    page.fill("#saved-list textarea", "mine")
    page.emulate_media(media="print")
    assert page.locator("textarea:visible").count() == 1
    page = visit(PAPER)
    authors = page.locator(".article .by")
    authors.evaluate(
        "by => { by.classList.add('crowd'); by.textContent = 'Ann Aye, '.repeat(600); }"
    )
    cut = "by => by.scrollHeight > by.clientHeight"
    assert authors.evaluate(cut)
    page.emulate_media(media="print")
    assert not authors.evaluate(cut)
    page = visit("search.html?q=CrysFormer")
    page.locator('#results[data-state="done"]').wait_for()
    page.set_viewport_size({"width": 800, "height": 800})
    page.emulate_media(media="print")
    assert page.locator("#search-facets").is_hidden()


def test_a_printed_list_of_feeds_holds_no_buttons(visit: Callable[..., Any]) -> None:
    page = visit("feeds.html")
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("chosen", [None, "light", "dark"])
def test_more_contrast_holds_in_both_schemes(
    visit: Callable[..., Any], scheme: str, chosen: str | None
) -> None:
    page = visit(DIGEST)
    page.evaluate("scheme => sitegen.setPref('scheme', scheme)", chosen)
    page.emulate_media(color_scheme=scheme, contrast="more")
    colours = page.locator(".paper").first.evaluate(
        "paper => ['h3 a', '.by', '.meta button'].map("
        "part => getComputedStyle(paper.querySelector(part)).color)"
    )
    assert len({*colours}) == 1


def test_lines_are_no_longer_than_they_read_well_on_any_screen(visit: Callable[..., Any]) -> None:
    ems = """texts => texts.filter(text => text.checkVisibility()).map(text =>
        text.getBoundingClientRect().width / parseFloat(getComputedStyle(text).fontSize))"""
    for path in (DIGEST, PAPER, "index.html", "categories/cs.LG.html", "archive.html"):
        page = visit(path)
        for width in (768, 1440, 2560, 3840):
            page.set_viewport_size({"width": width, "height": 1000})
            where = f"{path}, {width}"
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, where
            texts = page.locator("[data-field=tldr], [data-field=abstract], .title")
            assert all(em <= 41.1 for em in texts.evaluate_all(ems)), where
        page.close()
