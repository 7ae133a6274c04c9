"""Print what Lighthouse (mobile, throttled) says of one page of each kind of a site.

    python benchmarks/lighthouse.py DIGEST [DIGEST ...] [--runs 3]

Builds a site of the digests, serves it compressed on loopback, and runs Lighthouse on the
index, the largest digest, a paper of it, its largest category and a search.  The table is
Markdown, as it stands in docs/quality.md: of several runs the median one by performance.
Needs Node.js with npm, Chromium, and a machine that does nothing else: Lighthouse computes
its figures for a phone from those of this machine.
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

VERSION = "12.8.2"
TOOLS = Path(__file__).parent / "results" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on loopback, with the compressed file where there is one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers as a plain web server with static compression does."""

    protocol_version = "HTTP/1.1"
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".webmanifest": "application/manifest+json",
    }

    def do_GET(self) -> None:
        """Send a file, compressed where it is there so."""
        folder = self.server.folder  # type: ignore[attr-defined]
        path = self.path.partition("?")[0].lstrip("/") or "index.html"
        packed = folder / f"{path}.gz"
        file = packed if packed.is_file() else folder / path
        found = file.is_file()
        body = file.read_bytes() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if file is packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Stay quiet."""


class Result(NamedTuple):
    """One run on one page."""

    scores: tuple[float, ...]  # 0 to 1, in the order of CATEGORIES
    lcp: float  # ms
    tbt: float  # ms
    cls: float
    transferred: float  # bytes
    failed: tuple[str, ...]  # audits of the categories beside performance that failed


def build(folder: Path, digests: list[Path], address: str) -> Path:
    """Build the site of the digests; return its folder."""
    (folder / "sitegen.toml").write_text(
        f'[site]\nbase_url = "{address}"\ndescription = "The papers of each day, in short"\n'
        f"[content]\npaths = {json.dumps([str(path.resolve()) for path in digests])}\n"
        '[output]\ncompress = ["gz"]\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "sitegen", "build", "--quiet", "--jobs", "1"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "output"


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """Yield kind and path of the pages to run on."""

    def largest(folder: str) -> str:
        found = max((site / folder).glob("*.html"), key=lambda path: path.stat().st_size)
        return found.relative_to(site).as_posix()

    digest = largest("digests")
    text = (site / digest).read_text("utf-8")
    paper = text.split('data-paper="')[1].split('"')[0]
    yield "index", ""
    yield f"digest, {text.count('data-paper=')} papers", digest
    yield "paper", f"papers/{paper}.html"
    yield "category", largest("categories")
    yield "search", "search.html"
    yield "search, 10 results", "search.html?q=diffusion"


def tool() -> Path:
    """Return Lighthouse's command, installed from npm where it is missing."""
    command = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        (TOOLS / "package.json").write_text('{"private": true}')
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
        subprocess.run([*npm, f"lighthouse@{VERSION}"], cwd=TOOLS, check=True)
    return command


def run(url: str) -> Result:
    """Run Lighthouse once, as it is set by default: mobile, simulated slow 4G, slow processor."""
    chromium = os.environ.get("SITEGEN_CHROMIUM") or shutil.which("chromium") or "google-chrome"
    done = subprocess.run(
        [tool(), url, "--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox"],
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    report = json.loads(done.stdout)
    audits = report["audits"]
    failed = {
        reference["id"]
        for name in CATEGORIES[1:]
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"] and (audits[reference["id"]]["score"] or 0) < 1
        and audits[reference["id"]]["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")
    }  # fmt: skip

    def value(name: str) -> float:
        return float(audits[name]["numericValue"])

    return Result(
        tuple(report["categories"][name]["score"] for name in CATEGORIES),
        value("largest-contentful-paint"),
        value("total-blocking-time"),
        value("cumulative-layout-shift"),
        value("total-byte-weight"),
        tuple(sorted(failed)),
    )


def table(server: Server, runs: int) -> Iterator[str]:
    """Yield the rows of the table, each when it is known."""
    heads = ("page", *CATEGORIES, "LCP", "TBT", "CLS", "transferred")
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for kind, path in pages(server.folder):
        url = f"http://127.0.0.1:{server.server_address[1]}/{path}"
        results = sorted(run(url) for _ in range(runs))
        result = results[len(results) // 2]
        scores = " | ".join(f"{100 * score:.0f}" for score in result.scores)
        figures = f"{result.lcp / 1000:.2f} s | {result.tbt:.0f} ms | {result.cls:.3f}"
        yield f"| {kind} | {scores} | {figures} | {result.transferred / 1000:.0f} kB |"
        if result.failed:
            print(f"{kind}: {', '.join(result.failed)}", file=sys.stderr)


def main() -> None:
    """Read the arguments, build, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("digests", nargs="+", type=Path, metavar="DIGEST")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        server = Server(folder / "output")
        address = f"http://127.0.0.1:{server.server_address[1]}"
        build(folder, arguments.digests, address)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for line in table(server, arguments.runs):
            print(line, flush=True)
        server.shutdown()


if __name__ == "__main__":
    main()
