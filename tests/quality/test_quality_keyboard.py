"""A morning without a mouse: search, open, save, filter, mark as read, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served

PAPER = "2511.10440"
DIGEST = "digests/2025-11-14.html"
_FOCUSED = """selector => {
    const at = document.activeElement;
    return [at.matches(selector), at.matches('body') || getComputedStyle(at).outlineStyle]
}"""


class Keyboard:
    """A page of which only the keyboard is touched."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, selector: str) -> None:
        """Press Tab until the element has the focus; every stop on the way shows it."""
        for _ in range(150):
            self.press("Tab")
            reached, outline = self.page.evaluate(_FOCUSED, selector)
            assert outline in (True, "solid"), self.page.evaluate(
                "document.activeElement.outerHTML"
            )
            if reached:
                return
        raise AssertionError(f"no way to {selector}")

    def follow(self, selector: str, address: str) -> None:
        """Reach a link, follow it, and wait for the address."""
        self.reach(selector)
        self.press("Enter")
        self.page.wait_for_url(address)

    def stored(self, name: str) -> list[str]:
        return list(self.page.evaluate(f"Object.keys(sitegen.store.get('{name}', {{}}))"))


@pytest.fixture(scope="module")
def root(seed_site: Path) -> Iterator[str]:
    with served(seed_site, "/a/b/") as address:
        yield address


@pytest.fixture
def keyboard(browser: Any, root: str) -> Iterator[Keyboard]:
    context = browser.new_context(viewport={"width": 1200, "height": 800}, locale="en-GB")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(root + "index.html")
    yield Keyboard(page)
    context.close()


def switch_shortcuts_off(keyboard: Keyboard) -> None:
    keyboard.reach(".gear")
    keyboard.press("Enter")
    keyboard.page.locator("dialog[open]").wait_for()
    keyboard.reach("dialog label:last-of-type input")
    keyboard.press("Space", "Escape")
    keyboard.page.locator("dialog").wait_for(state="detached")


def search_and_open(keyboard: Keyboard) -> None:
    """From the search field, which has the focus, to the page of the first result."""
    page = keyboard.page
    page.keyboard.type("CrysFormer")
    keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=CrysFormer")
    page.locator("#results[data-state=done] [data-paper]").first.wait_for()
    keyboard.press("ArrowDown", "Enter")
    page.wait_for_url(f"**/papers/{PAPER}.html")


def export(keyboard: Keyboard) -> None:
    """From any page to the saved papers, and a file of them."""
    keyboard.press("Control+Home")
    keyboard.page.evaluate("document.activeElement.blur()")
    keyboard.follow(".places a[href$='saved.html']", "**/saved.html")
    keyboard.page.locator("#saved-list .paper").wait_for()
    keyboard.reach("[data-export=bib]")
    with keyboard.page.expect_download() as download:
        keyboard.press("Enter")
    assert "2511.10440" in Path(download.value.path()).read_text("utf-8")


def test_a_morning_with_single_keys(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.press("/")
    search_and_open(keyboard)
    keyboard.press("s")
    assert keyboard.stored("saved") == [PAPER]
    keyboard.follow(".facts a[href*='digests/']", "**/" + DIGEST)
    keyboard.press("f")
    page.keyboard.type("heatgen")
    assert page.inner_text("#shown") == "1 of 5"
    keyboard.press("Escape", "j", "m")
    read = page.locator(".paper:visible").get_attribute("data-paper")
    assert keyboard.stored("read") == [read]
    export(keyboard)


def test_a_morning_with_single_keys_switched_off(keyboard: Keyboard) -> None:
    page = keyboard.page
    switch_shortcuts_off(keyboard)
    keyboard.press("/", "?", "s")
    assert page.evaluate("document.activeElement.name") != "q"
    assert page.locator("dialog").count() == 0
    page.reload()
    keyboard.reach(".find input")
    search_and_open(keyboard)
    keyboard.press("s")
    assert keyboard.stored("saved") == []
    keyboard.reach(".beside [data-act=save]")
    keyboard.press("Enter")
    assert keyboard.stored("saved") == [PAPER]
    keyboard.follow(".facts a[href*='digests/']", "**/" + DIGEST)
    keyboard.reach("#filter")
    page.keyboard.type("heatgen")
    assert page.inner_text("#shown") == "1 of 5"
    keyboard.reach(".paper [data-act=read]")
    keyboard.press("Enter")
    read = page.locator(".paper:visible").get_attribute("data-paper")
    assert keyboard.stored("read") == [read]
    export(keyboard)


_COVERED = """() => {
    const at = document.activeElement, tools = document.getElementById("tools");
    return !tools.contains(at) &&
        at.getBoundingClientRect().bottom > tools.getBoundingClientRect().top;
}"""


def test_the_bar_of_a_small_screen_covers_nothing_that_has_the_focus(keyboard: Keyboard) -> None:
    page = keyboard.page
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(page.url.replace("index.html", DIGEST))
    page.locator(".paper button").last.wait_for(state="attached")
    keyboard.reach(".paper .title a")
    for _ in range(25):
        assert not page.evaluate(_COVERED), page.evaluate("document.activeElement.outerHTML")
        keyboard.press("Tab")


def test_escape_leads_from_the_panel_of_a_small_screen_to_its_button(keyboard: Keyboard) -> None:
    page = keyboard.page
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(page.url.replace("index.html", DIGEST))
    keyboard.reach("[data-act=rail]")
    keyboard.press("Enter", "Shift+Tab")
    assert page.evaluate("document.activeElement.closest('#rail-more') !== null")
    keyboard.press("Escape")
    assert page.locator("#rail-more").is_hidden()
    assert page.evaluate("document.activeElement.dataset.act") == "rail"


def test_keys_act_on_the_paper_that_has_the_focus(keyboard: Keyboard) -> None:
    page = keyboard.page
    page.goto(page.url.replace("index.html", DIGEST))
    page.locator(".paper button").last.wait_for(state="attached")
    keyboard.press("j")
    papers = page.locator(".paper").evaluate_all("all => all.map(one => one.dataset.paper)")
    keyboard.reach(f"[data-paper='{papers[1]}'] [data-act=save]")
    keyboard.press("s")
    assert keyboard.stored("saved") == [papers[1]]
    keyboard.press("j", "m")
    assert keyboard.stored("read") == [papers[2]]
