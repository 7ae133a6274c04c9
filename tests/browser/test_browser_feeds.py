"""The page of feeds in a browser: each address at one press of a button."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from conftest import RunSitegen, sample_digest, served, until


def copied(browser: Any, root: str) -> list[tuple[str, str]]:
    """Press every copy button; return the link beside it and what was copied."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{root}feeds.html")
    found = []
    for row in page.locator(".feeds li").all():
        page.evaluate("navigator.clipboard.writeText('')")
        row.locator("button").click()
        until(page, "async () => await navigator.clipboard.readText() !== ''")
        text = page.evaluate("navigator.clipboard.readText()")
        found.append((row.locator("a").get_attribute("href"), text))
    context.close()
    return found


def test_buttons_copy_the_published_address_of_every_feed(browser: Any, seed_site: Path) -> None:
    with served(seed_site, "/a/b/") as root:
        pairs = copied(browser, root)
    assert len(pairs) == 10
    assert all(text == urljoin("https://example.org/a/b/", href) for href, text in pairs)


def test_without_a_base_url_they_copy_the_address_at_hand(
    browser: Any, run_sitegen: RunSitegen, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/2025-11-14.md").write_text(sample_digest([("2511.14001", "a lake")]))
    assert run_sitegen("build", "--quiet", "--jobs", "1").returncode == 0
    with served(tmp_path / "output", "/x/") as root:
        pairs = copied(browser, root)
        assert len(pairs) == 5
        assert all(text == urljoin(root, href) for href, text in pairs)
