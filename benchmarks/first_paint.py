"""When pages are first painted over a slow line, of one site or of several in turn.

    python benchmarks/first_paint.py SITE [SITE ...] [--rounds 5] [--page PATH]

A site is a folder that was built with `compress = ["gz"]`.  Unlike Lighthouse, which computes
what a line would do from a load without one, this server holds back what it sends: each
new connection and each answer by a round trip, and all answers together to the bandwidth of the
"slow 4G" that Lighthouse takes for a phone's.  So the order in which a page asks for its parts
counts, and that browsers paint before all is there.  The processor is this machine's own.
Needs Chromium and Playwright (`./dev test` installs both).
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from pathlib import Path
from typing import Any

import lighthouse
from playwright.sync_api import sync_playwright

ROUND_TRIP = 0.5625  # seconds: 150 ms of the line times 3.75, as Lighthouse's devtools throttling
BANDWIDTH = 1_474_560 / 8  # bytes a second: 1.6 Mbit/s times 0.9
_PIECE = 1460  # bytes: of one packet

_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


class Line:
    """A line that all connections share."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free = 0.0  # when all that was given to it is through

    def carry(self, size: int) -> None:
        """Wait until so many bytes are through."""
        with self._lock:
            self._free = max(self._free, time.monotonic()) + size / BANDWIDTH
            wait = self._free - time.monotonic()
        time.sleep(max(wait, 0))


class SlowWriter:
    """A file that hands on what is written as fast as a line carries it."""

    def __init__(self, file: Any, line: Line) -> None:
        self._file, self._line = file, line

    def write(self, data: bytes) -> int:
        """Write packet by packet; return the bytes written."""
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            self._line.carry(len(piece))
            self._file.write(piece)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class SlowHandler(lighthouse.Handler):
    """Answers after a round trip, over the server's line."""

    def setup(self) -> None:
        """Take a connection, which needs a round trip of its own."""
        super().setup()
        time.sleep(ROUND_TRIP)
        self.wfile = SlowWriter(self.wfile, self.server.line)  # type: ignore[assignment, attr-defined]

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin an answer, a round trip after it was asked for."""
        time.sleep(ROUND_TRIP)
        super().send_response(code, message)


class SlowServer(lighthouse.Server):
    """Serves a folder over a slow line."""

    handler = SlowHandler

    def __init__(self, folder: Path) -> None:
        self.line = Line()
        super().__init__(folder, "gz")


def times(browser: Any, url: str) -> tuple[float, float]:
    """Load a page as a phone that was never there; return ms until first paint and until ready."""
    context = browser.new_context(
        viewport={"width": 412, "height": 823}, is_mobile=True, service_workers="block"
    )
    page = context.new_page()
    page.goto(url, wait_until="load", timeout=120_000)
    page.wait_for_timeout(300)
    found = page.evaluate(_PAINTED), page.evaluate(_READY)
    context.close()
    return found


def row(path: str, site: Path, found: list[tuple[float, float]]) -> str:
    """Return the table's row of one page of one site."""
    painted, ready = ([ms / 1000 for ms in column] for column in zip(*found, strict=True))
    return (
        f"| {path} | {site} | {statistics.median(painted):.1f} s "
        f"| {min(painted):.1f} to {max(painted):.1f} s | {statistics.median(ready):.1f} s |"
    )


def main() -> None:
    """Read the arguments, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sites", nargs="+", type=Path, metavar="SITE")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--page", action="append", help="default: one of each kind")
    arguments = parser.parse_args()
    paths = arguments.page or [path for _, path in lighthouse.pages(arguments.sites[0])]
    servers = [SlowServer(site) for site in arguments.sites]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("| page | site | first paint | least to most | scripts ready |\n|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=lighthouse.chromium(), args=["--no-sandbox"]
        )
        for path in paths:
            results: dict[Path, list[tuple[float, float]]] = {site: [] for site in arguments.sites}
            for _ in range(arguments.rounds):
                for site, server in zip(arguments.sites, servers, strict=True):
                    url = f"http://127.0.0.1:{server.server_address[1]}/{path}"
                    results[site].append(times(browser, url))
            for site, found in results.items():
                print(row(path or "index.html", site, found), flush=True)
        browser.close()
    for server in servers:
        server.shutdown()


if __name__ == "__main__":
    main()
