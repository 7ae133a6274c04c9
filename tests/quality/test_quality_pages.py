"""Every kind of page with both themes: axe-core, html-validate, vnu, small screens, no scripts."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import served, until
from npm_packages import npm_packages
from quality_site import KINDS, REDIRECT, STATES, build_sites

HERE = Path(__file__).parent
THEMES = ("default", "plain")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Theme -> the folder of its site. Read only."""
    return build_sites(tmp_path_factory.mktemp("quality"))


@pytest.fixture(scope="module")
def roots(sites: dict[str, Path]) -> Iterator[dict[str, str]]:
    """Theme -> the address of its site on loopback."""
    with ExitStack() as stack:
        yield {
            theme: stack.enter_context(served(folder, "/a/b/")) for theme, folder in sites.items()
        }


def cases() -> list[Any]:
    """Each kind of page with each theme that has it."""
    return [
        pytest.param(theme, kind, id=f"{theme}-{kind}")
        for theme in THEMES
        for kind, (_, plain) in KINDS.items()
        if theme == "default" or plain
    ]


# ---------------------------------------------------------------- axe-core

SCREENS = {"desktop": (1440, 900), "phone": (390, 844)}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a switch of colours or a narrower screen can change.
_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]

_RUN = """only => axe.run(document, {...only, resultTypes: ['violations']}).then(
    found => found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.target.join(' ')}: ${node.any.concat(node.all, node.none)
            .map(check => check.message).join('; ')}`)))"""
_BY_TAG = {"runOnly": {"type": "tag", "values": TAGS}}
_BY_RULE = {"runOnly": {"type": "rule", "values": _LOOKS}}


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    """Where axe-core comes with each document, past the site's policy."""
    context = browser.new_context(bypass_csp=True, service_workers="block", locale="en-GB")
    context.set_default_timeout(30_000)
    context.add_init_script(path=npm_packages() / "axe-core" / "axe.min.js")
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(context: Any) -> Any:
    """One page for all of them, in whatever order they run."""
    return context.new_page()


@pytest.fixture
def rigged_page(context: Any) -> Iterator[Any]:
    """A page of one test, which may hold back or change what is asked for."""
    page = context.new_page()
    yield page
    page.close()


def first_time(page: Any, root: str, path: str) -> None:
    """Open a page as a reader does who was never on the site."""
    page.goto(root + "robots.txt")  # without scripts that keep something
    page.evaluate("localStorage.clear()")
    page.goto(root + path)


def violations(page: Any, where: str) -> list[str]:
    """Run axe-core in light and dark: every rule once, then those that colours can change."""
    found = []
    for scheme, rules in (("light", _BY_TAG), ("dark", _BY_RULE)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{where}, {scheme}: {problem}" for problem in page.evaluate(_RUN, rules)]
    return found


@pytest.mark.parametrize("theme, kind", cases())
def test_axe_finds_no_violation(roots: dict[str, str], page: Any, theme: str, kind: str) -> None:
    found = []
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        first_time(page, roots[theme], KINDS[kind].path)
        found += violations(page, screen)
        for state, enter in (STATES.get(kind, {}) if theme == "default" else {}).items():
            enter(page)
            found += violations(page, f"{screen}, {state}")
    assert found == []


def test_no_text_lies_under_a_paper_that_is_not_on_the_screen(
    roots: dict[str, str], page: Any
) -> None:
    """Tools can tell the background of all but a few texts of a long list."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(roots["default"] + KINDS["long digest"].path)
    page.locator(".paper button").last.wait_for(state="attached")
    unknown = page.evaluate(
        """() => axe.run(document, {runOnly: ['color-contrast']}).then(
            found => found.incomplete.flatMap(rule => rule.nodes.map(node => node.html)))"""
    )
    assert len(unknown) < page.locator(".paper").count()


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_violation_on_a_page_that_leads_on(
    roots: dict[str, str], rigged_page: Any, theme: str
) -> None:
    """The page is shown without the header that makes a browser leave it."""

    def stay(route: Any) -> None:
        text = route.fetch().text()
        assert 'http-equiv="refresh"' in text
        route.fulfill(body=text.replace('http-equiv="refresh"', ""), content_type="text/html")

    rigged_page.route("**/" + REDIRECT.path, stay)
    rigged_page.goto(roots[theme] + REDIRECT.path)
    # Where readers who told their browser to wait are asked to follow a link.
    assert violations(rigged_page, "redirect") == []


# ---------------------------------------------------------------- html-validate


def test_html_validate_finds_nothing(
    sites: dict[str, Path], page: Any, roots: dict[str, str]
) -> None:
    """Every page of both sites, and the documents that scripts have made of some.

    What `htmlvalidate.json` leaves to HTML's own freedom: labels on any element that may
    bear a name (<search>); `hidden=""`, as a browser writes what scripts have made; titles
    as long as those of papers; spaces that end the lines of a record in RIS; and dots in
    identifiers, since arXiv's have them.
    """
    folder = sites["default"] / "made"
    folder.mkdir()
    page.set_viewport_size({"width": 1440, "height": 900})
    for kind, states in STATES.items():
        page.goto(roots["default"] + KINDS[kind].path)
        for enter in states.values():
            enter(page)
        (folder / f"{kind}.html").write_text(page.content(), encoding="utf-8")
    done = subprocess.run(
        ["node", npm_packages() / "html-validate" / "bin" / "html-validate.mjs",
         "--config", HERE / "htmlvalidate.json", "--formatter", "text", *sites.values()],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == []
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- vnu


@pytest.mark.parametrize("theme", THEMES)
def test_vnu_finds_nothing(sites: dict[str, Path], theme: str) -> None:
    """Every page of a site and its icon are valid, without so much as a warning.

    Left out: what vnu says of the Content-Security-Policy, which for it no file from a disk
    meets, not even the data of a page's own JSON-LD; and its guesses of a page's language.
    """
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", npm_packages() / "vnu-jar" / "build" / "dist" / "vnu.jar",
         "--stdout", "--Werror", "--no-langdetect", "--also-check-svg", "--skip-non-html",
         "--filterpattern", ".*violates Content Security Policy.*", sites[theme]],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == []
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- small screens, no scripts


@pytest.mark.parametrize("theme, kind", cases())
def test_no_page_scrolls_sideways_on_small_screens_and_at_400_percent(
    roots: dict[str, str], page: Any, theme: str, kind: str
) -> None:
    """400 % of a screen of 1280 by 1024 is one of 320 by 256 with four dots to a pixel."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 256})
    first_time(page, roots[theme], KINDS[kind].path)
    for state, enter in {"": None, **(STATES.get(kind, {}) if theme == "default" else {})}.items():
        if enter:
            enter(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, state


# As Playwright's `is_visible`, for all at once.
_HIDDEN = """all => all.filter(field => {
    const {width, height} = field.getBoundingClientRect();
    return !width || !height || getComputedStyle(field).visibility !== 'visible';
}).map(field => field.outerHTML)"""


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_can_be_read_without_scripts(
    browser: Any, roots: dict[str, str], theme: str
) -> None:
    """Nothing stays hidden or offers what does not work; what needs scripts says so."""
    with_scripts = {"saved", "search"}
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind, (path, plain) in KINDS.items():
        if theme == "plain" and not plain:
            continue
        page.goto(roots[theme] + path)
        assert page.locator("h1").inner_text().strip(), kind
        if kind in with_scripts:
            assert page.locator("noscript").inner_text().strip(), kind
        # Only the form that leads to the search page keeps its button.
        for button in page.locator("button:visible").all():
            assert button.get_attribute("type") == "submit", kind
        assert page.locator("main [data-paper] [data-field]").evaluate_all(_HIDDEN) == [], kind
    context.close()


# ---------------------------------------------------------------- first paint


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_waits_for_the_script_that_the_page_waits_for(
    rigged_page: Any, roots: dict[str, str], kind: str
) -> None:
    """All are asked for while the script that holds the page back is still on its way."""
    page, held, asked = rigged_page, list[Any](), list[str]()
    page.route("**/js/scheme.js*", partial(_hold, held))
    page.on("request", lambda request: asked.append(request.resource_type))
    answer = page.goto(roots["default"] + KINDS[kind].path, wait_until="commit")
    end = time.monotonic() + 30
    while not held:
        assert time.monotonic() < end
        page.wait_for_timeout(20)
    page.wait_for_timeout(100)
    early = list(asked)
    held[0].continue_()
    page.wait_for_load_state()
    assert early.count("stylesheet") == page.locator("link[rel=stylesheet]").count() >= 1
    assert early.count("script") >= answer.text().count("<script src=") >= 2


# ---------------------------------------------------------------- nothing moves by itself

_SHIFTS = """() => new Promise(done => {
    let found = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) found += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(found), 100));
})"""


def _hold(held: list[Any], route: Any) -> None:
    held.append(route)


_GOOD = 0.05  # half of what web.dev/cls calls good: formulas wait for their font
# The foot of this one stands on the screen, and moves once the height of its papers, which
# browsers guess before they draw them (content-visibility), is known.
_SHORT, _FAIR = "digest without sections", 0.1
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"


@pytest.fixture
def first_visit(browser: Any, screen: str) -> Iterator[Callable[[], Any]]:
    """What opens a page of a reader who was never here, without the interests of the publisher.

    Those lift papers, which moves them.
    """
    width, height = SCREENS[screen]
    with ExitStack() as stack:

        def visit() -> Any:
            stack.close()  # pages that stay open take their share of the processor
            context = browser.new_context(
                viewport={"width": width, "height": height}, service_workers="block"
            )
            stack.callback(context.close)
            context.add_init_script(
                """localStorage.setItem('sitegen:/a/b/:interests', '{"words": []}')"""
            )
            return context.new_page()

        yield visit


def _moved(visits: Iterable[tuple[str, Any]]) -> dict[str, float]:
    """Kind of page -> its layout shift, of those that move more than is good."""
    shifts = {kind: page.evaluate(_SHIFTS) for kind, page in visits}
    return {k: shift for k, shift in shifts.items() if shift > (_FAIR if k == _SHORT else _GOOD)}


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves_when_scripts_come(
    roots: dict[str, str], first_visit: Callable[[], Any]
) -> None:
    """The layout shift of each kind of page, all of whose scripts come after its first paint."""

    def visits() -> Iterator[tuple[str, Any]]:
        for kind, (path, _) in KINDS.items():
            page = first_visit()
            held: list[Any] = []
            page.route("**/js/*", partial(_hold, held))
            page.route("**/js/scheme.js*", lambda route: route.continue_())
            page.goto(roots["default"] + path, wait_until="commit")
            until(page, _PAINTED)
            page.unroute("**/js/*")
            for route in held:
                route.continue_()
            page.wait_for_load_state("networkidle")
            assert held, kind
            yield kind, page

    assert _moved(visits()) == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves_while_a_page_comes_in(
    sites: dict[str, Path], first_visit: Callable[[], Any]
) -> None:
    """The layout shift of each kind of page, drawn as over a slow line before all is there."""

    def visits(root: str) -> Iterator[tuple[str, Any]]:
        for kind, (path, _) in KINDS.items():
            page = first_visit()
            page.goto(root + path, wait_until="networkidle")
            yield kind, page

    with served(sites["default"], "/a/b/", pause=0.2) as root:
        assert _moved(visits(root)) == {}
