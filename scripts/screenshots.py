"""Make the pictures of docs/images/ anew: pages of the site of content/, as readers see them.

    python scripts/screenshots.py [--all FOLDER]

With `--all` every kind of page goes into a folder instead, with both themes, at the width of
a phone, a tablet and a desktop, light and dark, to be looked at while a theme is changed.
Needs Chromium (`SITEGEN_CHROMIUM` names one that is not found) and Playwright.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"


class Picture(NamedTuple):
    """What a picture in the documentation shows."""

    name: str
    path: str
    width: int
    height: int
    scheme: str


PICTURES = (
    Picture("digest", "digests/2025-11-14.html", 1440, 900, "light"),
    Picture("paper", "papers/2511.10440.html", 390, 844, "dark"),
    Picture("search", "search.html?q=neural network", 1440, 900, "light"),
)
WIDTHS = {390: 844, 820: 1180, 1440: 900, 2560: 1300}


def build(folder: Path, theme: str) -> Path:
    """Build the site of content/ with a theme; return its folder."""
    site = folder / theme
    command: list[str | Path] = [
        sys.executable, "-m", "sitegen", "build", "--content", ROOT / "content",
        "--output", site, "--theme", theme, "--base-url", "https://example.org/digest", "--quiet",
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True)
    return site


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium."""
    names = ("chromium", "chromium-headless-shell")
    found = os.environ.get("SITEGEN_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


def shown(started: Any, url: str, width: int, height: int, scheme: str, scale: float = 1) -> Any:
    """Open a page as a device of this size shows it, once nothing moves any more."""
    page = started.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme=scheme,
        has_touch=width < 1000,
        locale="en-GB",
    )
    page.goto(url)
    if "search.html?" in url:
        page.locator("#results[data-state=done] [data-paper]").first.wait_for()
    return page


def pictures(started: Any, site: Path) -> None:
    """Write the pictures of the documentation."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        url = f"{site.as_uri()}/{picture.path}"
        scale = 2 if picture.width < 800 else 1
        page = shown(started, url, picture.width, picture.height, picture.scheme, scale)
        if picture.path.startswith("digests/"):
            page.locator("#pane [data-name=abstract]").wait_for()
        # Playwright itself writes no WebP, a third of a PNG of the same page.
        session = page.context.new_cdp_session(page)
        shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": 82})
        file = IMAGES / f"{picture.name}.webp"
        file.write_bytes(base64.b64decode(shot["data"]))
        page.close()
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.0f} kB")


def every_page(started: Any, site: Path, target: Path) -> None:
    """Write a picture of each kind of page, at every width, in both schemes."""
    paths = [path.relative_to(site).as_posix() for path in sorted(site.glob("*.html"))]
    for folder in ("digests", "papers", "categories", "categories/*", "topics", "pages"):
        found = sorted(path for path in site.glob(f"{folder}/*.html") if path.stem != "index")
        paths += [path.relative_to(site).as_posix() for path in found[:1]]
    paths += ["categories/index.html"]
    if (site / "search.html").is_file():
        paths.append("search.html?q=model")
    for path in paths:
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                page = shown(started, f"{site.as_uri()}/{path}", width, height, scheme)
                name = path.replace("/", "-").replace(".html", "").replace("?q=", "-")
                page.screenshot(path=target / f"{site.name}-{name}-{width}-{scheme}.png")
                page.close()


def main() -> None:
    """Read the arguments, build, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, into a folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, browser() as started:
        if not arguments.all:
            pictures(started, build(Path(temporary), "default"))
            return
        arguments.all.mkdir(parents=True, exist_ok=True)
        for theme in ("default", "plain"):
            every_page(started, build(Path(temporary), theme), arguments.all)


if __name__ == "__main__":
    main()
