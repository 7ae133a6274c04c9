"""What tests of every area share: sample digests, the command line, a web server, a browser."""

from __future__ import annotations

import contextlib
import gc
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is no failure: tests of what must end in time set their own limits.
settings.register_profile("sitegen", deadline=None)
settings.load_profile("sitegen")


def pytest_collection_finish() -> None:
    """Keep the garbage collector, which builds call, from what was imported for the whole run."""
    gc.collect()
    gc.freeze()


ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "content"


def shared_folder() -> Path | None:
    """Find the folder of real digests that some tests use where it exists.

    `SITEGEN_SHARED` names it; else it lies beside the checkout.
    """
    folder = Path(os.environ.get("SITEGEN_SHARED", ROOT.parent / "shared"))
    return folder if folder.is_dir() else None


def sample_digest(papers: list[tuple[str, str]], category: str = "cs.LG") -> str:
    """Write a small digest in the canonical format: (arXiv id, title) of each paper."""
    lines = ["<div id=toc></div>", "", "# Table of Contents", ""]
    lines += [f"- [{category}](#{category}) [Total: {len(papers)}]", ""]
    lines += [f"<div id='{category}'></div>", "", f"# {category} [[Back]](#toc)", ""]
    for number, (arxiv, title) in enumerate(papers, 1):
        lines += [
            f"### [{number}] [{title}](https://arxiv.org/abs/{arxiv})",
            "*Ada Adams, Bo Brown*",
            "",
            f"Main category: {category}",
            "",
            f"TL;DR: In short, {title} works.",
            "",
            "<details>",
            "  <summary>Details</summary>",
            f"Motivation: Nobody had tried {title}.",
            "",
            f"Method: We try {title} on a small lake.",
            "",
            f"Result: {title} floats.",
            "",
            "Conclusion: More lakes are needed.",
            "",
            "</details>",
            "",
            f"Abstract: We study {title} with $O(n^2)$ steps on lakes and rivers.",
            "",
        ]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- the command line

RunSitegen = Callable[..., "subprocess.CompletedProcess[str]"]


def sitegen_command(*arguments: str | Path) -> list[str]:
    """Return the command that runs sitegen as users do."""
    return [sys.executable, "-m", "sitegen", *map(str, arguments)]


def plain_environment() -> dict[str, str]:
    """Return an environment in which sitegen's output does not depend on the terminal."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SITEGEN_")}
    return environment | {"PYTHONWARNINGS": "error", "PYTHONUTF8": "1", "COLUMNS": "100"}


@pytest.fixture
def run_sitegen(tmp_path: Path) -> RunSitegen:
    """Run `sitegen` as a subprocess in the test's folder, with text in and out."""

    def run(*arguments: str | Path, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            sitegen_command(*arguments),
            cwd=cwd,
            env=plain_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=600,  # only so that a run that hangs comes to an end
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the two seeds, built once with a base URL that has a path. Read only."""
    folder = tmp_path_factory.mktemp("seeds")
    command = sitegen_command(
        "build", "--content", SEEDS, "--output", folder / "output", "--quiet",
        "--base-url", "https://example.org/a/b", "--jobs", "1",
    )  # fmt: skip
    subprocess.run(command, cwd=folder, env=plain_environment(), check=True, timeout=600)
    return folder / "output"


# ---------------------------------------------------------------- a web server


class _Server(http.server.ThreadingHTTPServer):
    """Says nothing of browsers that leave a page before all of it has come."""

    # A browser's connections wait; refused ones it would try again only after seconds.
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _FolderHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a base path, as GitHub Pages does, 404.html included."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".webmanifest": "application/manifest+json",
        ".js": "text/javascript",
    }

    def __init__(
        self, *args: Any, folder: Path, base_path: str, pause: float, **kwargs: Any
    ) -> None:
        self._folder, self._base_path, self._pause = folder, base_path, pause
        super().__init__(*args, directory=str(folder), **kwargs)

    def do_GET(self) -> None:
        if self.path.startswith(self._base_path):
            self.path = "/" + self.path.removeprefix(self._base_path)
            super().do_GET()
        else:
            self.send_error(404)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if not (self._pause and self.path.endswith(".html")):
            super().copyfile(source, outputfile)
            return
        page = source.read()
        third = len(page) // 3
        for part in (page[:third], page[third : 2 * third], page[2 * third :]):
            outputfile.write(part)
            time.sleep(self._pause)

    def send_error(self, code: int, *args: Any, **kwargs: Any) -> None:
        page = self._folder / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, *args, **kwargs)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path, base_path: str = "/", *, pause: float = 0) -> Iterator[str]:
    """Serve a folder on loopback below a base path; yield the address of its root.

    With a pause, in seconds, a page comes in three parts, as over a slow line.
    """

    def handler(*args: Any) -> _FolderHandler:
        return _FolderHandler(*args, folder=folder, base_path=base_path, pause=pause)

    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{base_path}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# ---------------------------------------------------------------- a browser


def chromium_path() -> str:
    """Find Chromium: named by `SITEGEN_CHROMIUM`, or Debian's, or Chrome."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("SITEGEN_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        raise RuntimeError("the browser tests need Chromium: apt-get install chromium")
    return found


def until(page: Any, expression: str, argument: object = None) -> None:
    """Wait until an expression or a function comes true in a page.

    Playwright's own way evaluates an expression within the page from the second time on, which
    the page's security policy forbids.
    """
    end = time.monotonic() + 30
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, f"it never came true: {expression}"
        page.wait_for_timeout(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium, driven by Playwright; one for a whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()
