"""Where a reader of a long digest is led: links to its parts and papers, keys, filters."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import plain_environment, served, sitegen_command, until

DIGEST = "digests/2025-12-01.html"
SECTIONS = ("cs.LG", "cs.CV", "Dark Matter", "cs.CL", "math.CO")
EACH = 60  # papers
SCREENS = {"phone": (390, 844), "desktop": (1440, 900)}
_TOP = "() => document.getElementById(decodeURIComponent(location.hash.slice(1)))\
.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of one digest whose papers are not as high as a browser takes them to be."""
    folder = tmp_path_factory.mktemp("places")
    chance = random.Random(12)
    rows = ["# Digest\n"]
    for place, section in enumerate(SECTIONS):
        rows.append(f"\n## {section}\n")
        for number in range(place * EACH + 1, (place + 1) * EACH + 1):
            text = "pebbles roll down long hills " * chance.choice((1, 2, 20, 40))
            if number == 200:
                text += "unwanted"
            rows.append(
                f"### [{number}] [Paper {number}](https://arxiv.org/abs/2511.{number:05})\n"
                f"*Ann Aye*\n\nTL;DR: {number} {text}\n\nAbstract: We roll.\n"
            )
    (folder / "2025-12-01.md").write_text("\n".join(rows), encoding="utf-8")
    (folder / "sitegen.toml").write_text(
        '[content]\npaths = ["2025-12-01.md"]\n[interests]\nhide = ["unwanted"]\n'
    )
    command = sitegen_command("build", "--quiet", "--output", folder / "site")
    subprocess.run(command, cwd=folder, env=plain_environment(), check=True, timeout=120)
    with served(folder / "site") as address:
        yield address


@pytest.fixture
def page(browser: Any, screen: str) -> Iterator[Any]:
    width, height = SCREENS[screen]
    phone = screen == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=phone, is_mobile=phone, service_workers="block", locale="en-GB",
    )  # fmt: skip
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def landed(page: Any, measure: str = _TOP) -> float:
    """Wait until nothing moves any more, and tell how far down the screen its place is."""
    before, now = None, page.evaluate(measure)
    end = time.monotonic() + 60
    while before != now:
        assert time.monotonic() < end, f"it still moves: {before}, {now}"
        page.wait_for_timeout(400)
        before, now = now, page.evaluate(measure)
    return float(now)


@pytest.mark.parametrize("screen", SCREENS)
def test_links_of_the_rail_lead_to_their_headings(root: str, page: Any, screen: str) -> None:
    page.goto(root + DIGEST)
    tops = []
    for number in (4, 1, 3, 3):
        if screen == "phone":
            page.click("[data-act=rail]")
        page.locator(".toc a").nth(number).click()
        tops.append(landed(page))
    assert min(tops) > 0 and max(tops) < 200


@pytest.mark.parametrize("screen", SCREENS)
def test_a_link_to_a_paper_leads_to_it(root: str, page: Any, screen: str) -> None:
    for number in (150, 299):
        page.goto("about:blank")
        page.goto(f"{root}{DIGEST}#p-2511.{number:05}")
        assert 0 < landed(page) < 200
        assert page.locator(".paper.current").get_attribute("id") == f"p-2511.{number:05}"
        if screen == "desktop":
            page.locator(".pane h2", has_text=f"Paper {number}").wait_for()


@pytest.mark.parametrize("screen", ["desktop"])
def test_a_link_to_a_paper_that_is_hidden_shows_it(root: str, page: Any) -> None:
    """By an interest of the publisher, and by a filter in the address."""
    page.goto(root + DIGEST)
    assert page.locator("[id='p-2511.00200']").is_hidden()
    for query, key in (("", "2511.00200"), ("?cat=cs.LG", "2511.00290")):
        paper = page.locator(f"[id='p-{key}']")
        page.goto("about:blank")
        page.goto(f"{root}{DIGEST}{query}#p-{key}")
        assert 0 < landed(page) < 800  # on the screen: the second one stands at the page's end
        assert paper.is_visible() and "current" in paper.get_attribute("class").split()
        page.fill("#filter", "pebbles")
        assert paper.is_hidden() and "#" not in page.url


@pytest.mark.parametrize("screen", ["desktop"])
def test_other_presses_and_the_way_back_are_the_browsers(root: str, page: Any) -> None:
    page.goto(f"{root}{DIGEST}#p-2511.00150")
    landed(page)
    page.mouse.wheel(0, 3000)
    place = landed(page, "() => scrollY")
    # The other page ends with the context: one that is closed while it comes in may keep
    # Playwright waiting for ever.
    with page.context.expect_page():
        page.locator(".toc a").first.click(modifiers=["ControlOrMeta"])
    page.bring_to_front()
    assert landed(page, "() => scrollY") == place
    page.locator(".toc a").nth(4).click()
    assert 0 < landed(page) < 200
    page.go_back()
    assert abs(landed(page, "() => scrollY") - place) < 5000  # the browser's own guess
    # An address that is typed to a paper that is hidden.
    page.evaluate("location.hash = '#p-2511.00200'")
    assert 0 < landed(page) < 200
    assert page.locator("[id='p-2511.00200']").is_visible()


@pytest.mark.parametrize("screen", SCREENS)
def test_keys_go_on_from_what_is_on_the_screen(root: str, page: Any) -> None:
    page.goto(root + DIGEST)
    page.wait_for_function("sitegen.keys.j")
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    landed(page, "() => scrollY")
    page.keyboard.press("j")
    current = page.locator(".paper.current")
    assert int(current.get_attribute("data-no")) > 20
    assert landed(page, "() => document.querySelector('.current').getBoundingClientRect().top") > 0
    first = int(current.get_attribute("data-no"))
    page.keyboard.press("j")
    assert int(current.get_attribute("data-no")) == first + 1


@pytest.mark.parametrize("screen", SCREENS)
def test_the_way_back_to_a_list_leads_to_the_paper(root: str, page: Any) -> None:
    page.goto(f"{root}categories/cs.LG.html")
    page.wait_for_function("!!(window.sitegen && sitegen.settle)")
    for _ in range(40):  # by steps, so that the heights of all above are known
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(30)
    landed(page, "() => scrollY")
    onscreen = """() => {
        const seen = [...document.querySelectorAll(".paper")].find(
            paper => paper.getBoundingClientRect().bottom > 0);
        return [seen.dataset.paper, seen.getBoundingClientRect().top];
    }"""
    key, top = page.evaluate(onscreen)
    assert page.locator(".paper").first.bounding_box()["y"] < -3000
    page.locator(f"[data-paper='{key}'] .title a").evaluate("link => link.click()")
    page.wait_for_url("**/papers/*")
    page.go_back()
    page.wait_for_url("**/categories/*")
    landed(page, "() => scrollY")
    assert page.evaluate(onscreen) == [key, pytest.approx(top, abs=2)]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_way_back_from_a_paper_read_meanwhile_leads_to_the_next(root: str, page: Any) -> None:
    """Where only unread papers are listed, the one that the reader left from is not any more."""
    page.goto(f"{root}{DIGEST}?show=unread")
    page.wait_for_function("sitegen.keys.j")
    current = page.locator(".paper.current")
    for _ in range(30):
        page.keyboard.press("j")
    landed(page, "() => scrollY")
    left = int(current.get_attribute("data-no"))
    page.evaluate("scrollBy(0, document.querySelector('.current').getBoundingClientRect().top + 9)")
    landed(page, "() => scrollY")
    page.keyboard.press("p")
    page.wait_for_url("**/papers/*")
    page.keyboard.press("m")
    page.go_back()
    page.wait_for_url("**/digests/*")
    landed(page, "() => scrollY")
    assert page.locator(f".paper[data-no='{left}']").is_hidden()
    assert int(current.get_attribute("data-no")) == left + 1
    assert (
        -10
        < landed(page, "() => document.querySelector('.current').getBoundingClientRect().top")
        < 80
    )


@pytest.mark.parametrize("screen", ["desktop"])
def test_sections_are_named_and_the_focus_stays(root: str, page: Any) -> None:
    page.goto(root + DIGEST)
    dots = page.locator(".toc button")
    assert [dot.get_attribute("title") for dot in dots.all()] == [
        f"Only {section}" for section in SECTIONS
    ]
    page.fill("#filter", "nothing at all")
    page.locator("button", has_text="Clear filters").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.locator(".paper:visible").count() == len(SECTIONS) * EACH - 1


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_is_printed_also_what_was_never_on_the_screen(root: str, page: Any) -> None:
    page.goto(root + DIGEST)
    page.locator("#tools select").evaluate(
        "choice => { choice.value = 'everything'; choice.dispatchEvent(new Event('change')); }"
    )
    files = page.locator("#papers").get_attribute("data-details").split()
    assert len(files) > 3
    until(page, f"document.querySelectorAll('script[src*=details-]').length === {len(files)}")
    assert page.locator(".paper .fold").count() < 50
    until(  # the last file may not be unpacked yet
        page,
        """count => {
            dispatchEvent(new Event('beforeprint'));
            return document.querySelectorAll('.paper .fold [data-name=abstract]').length === count;
        }""",
        len(SECTIONS) * EACH - 1,
    )
