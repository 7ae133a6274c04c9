"""The language switch in Chromium: a switched page reads as one built in that language."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import plain_environment, served, sitegen_command
from playwright.sync_api import expect
from quality_site import KINDS, write_sources

CHINESE = "zh-Hans"

# Everything that is read out or shown: text, names and hints. Feeds are called what they call
# themselves, and what stands for readers without scripts needs no switch.
WORDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let node; (node = walker.nextNode());) {
    if (node.parentElement.closest("noscript, .feeds a")) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE)
      for (const name of ["aria-label", "title", "placeholder", "alt"])
        if (node.hasAttribute(name)) found.push(node.getAttribute(name));
  }
  return found.map(text => text.trim()).filter(Boolean);
}"""


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of the same site built in both languages."""
    made = {}
    with contextlib.ExitStack() as stack:
        for language in ("en", CHINESE):
            folder = tmp_path_factory.mktemp(language)
            write_sources(folder)
            config = folder / "sitegen.toml"
            config.write_text(
                config.read_text("utf-8").replace("[site]", f'[site]\nlanguage = "{language}"')
            )
            command = sitegen_command(
                "build", "--output", folder / "site", "--jobs", "1", "--quiet"
            )
            subprocess.run(command, cwd=folder, env=plain_environment(), check=True, timeout=120)
            made[language] = stack.enter_context(served(folder / "site", "/a/b/"))
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_a_switched_page_reads_as_one_built_in_that_language(
    browser: Any, roots: dict[str, str], kind: str
) -> None:
    read = {}
    for language, root in roots.items():
        page = browser.new_page()
        page.goto(root + KINDS[kind].path)
        if kind == "search":
            page.locator("#results[data-state=done] [data-paper]").first.wait_for()
        if language != CHINESE:
            page.evaluate(f"sitegen.setPref('lang', '{CHINESE}')")
            page.locator(f"html[lang={CHINESE}]").wait_for(state="attached")
        if page.locator(".paper").count():
            # Buttons come in idle moments, to one paper after the other.
            page.locator(".paper:last-of-type button").last.wait_for(state="attached")
            expect(page.locator(".paper:last-of-type:not(:has(button))")).to_have_count(
                0, timeout=30_000
            )
        read[language] = page.evaluate(WORDS)
        if kind != "404":  # is called otherwise in its head, by words that scripts do not know
            read[language].append(page.title())
        page.close()
    assert read["en"] == read[CHINESE]


def test_buttons_made_after_a_switch_speak_the_new_language(
    browser: Any, roots: dict[str, str]
) -> None:
    page = browser.new_page()
    # Idle moments come only when the test lets them come.
    page.add_init_script("window.idle = []; window.requestIdleCallback = f => idle.push(f);")
    page.goto(roots["en"] + KINDS["long digest"].path)
    page.locator(".paper button").first.wait_for(state="attached")
    assert page.locator(".paper:not(:has(button))").count() > 0
    page.evaluate(f"sitegen.setPref('lang', '{CHINESE}')")
    page.locator(f"html[lang={CHINESE}]").wait_for(state="attached")
    page.evaluate("while (idle.length) idle.shift()()")
    expect(page.locator(".paper:not(:has(button))")).to_have_count(0)
    words = page.locator(".paper button").evaluate_all(
        "buttons => [...new Set(buttons.map(button => button.textContent))]"
    )
    assert words == ["详情", "收藏", "已读"]
    page.close()
