"""Print what Lighthouse (mobile, throttled) says of one page of each kind of a site.

    python benchmarks/lighthouse.py DIGEST [DIGEST ...] [--runs 3] [--slowdown 4] [--calibrate]
                                    [--encoding br] [--http2]

Builds a site of the digests, serves it compressed on loopback, and runs Lighthouse on the
index, the largest digest, a paper of it, its largest category and a search.  The table is
Markdown, as it stands in docs/quality.md: of several runs the median one by performance.
Compressed with gzip, as on GitHub Pages, or with Brotli, as many other hosts do; over HTTP/1.1, or
over HTTP/2 with TLS as public hosts speak (a certificate of its own, made by `openssl`).
Needs Node.js with npm, Chromium, and a machine that does nothing else: Lighthouse computes
its figures for a phone from those of this machine.  Its own benchmark of the machine stands in the
column `index`: the 4 times that it slows down by are made for an index of 1500 to 2000, and
`--calibrate` slows down by what Lighthouse recommends for a weaker or a busy machine instead,
each run by the index of the run before it; `--slowdown 0.02` takes the processor out of the
figures, so that what is left is the line.  `painted` is when this machine itself painted
first; a page that was painted late counts everything that was loaded until then.
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
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

VERSION = "12.8.2"
TOOLS = Path(__file__).parent / "results" / "lighthouse"
ENCODINGS = {"gz": "gzip", "br": "br"}  # the ending of a file, and what a server calls it
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


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
        packed = folder / f"{path}.{self.server.ending}"  # type: ignore[attr-defined]
        file = packed if packed.is_file() else folder / path
        found = file.is_file()
        body = file.read_bytes() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if file is packed:
            self.send_header("Content-Encoding", ENCODINGS[packed.suffix[1:]])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Stay quiet."""


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on loopback, with the compressed file where there is one."""

    handler = Handler

    def __init__(self, folder: Path, ending: str) -> None:
        self.folder, self.ending = folder, ending
        super().__init__(("127.0.0.1", 0), self.handler)


@contextmanager
def http2(address: str) -> Iterator[str]:
    """Give the address where what `address` answers is served over HTTP/2 with TLS."""
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder, "key.pem"), Path(folder, "certificate.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1",
             "-days", "2", "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )  # fmt: skip
        front = Path(__file__).with_name("http2_front.mjs")
        process = subprocess.Popen(
            ["node", front, address, key, certificate], stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout
            yield f"https://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()
            process.wait()


class Result(NamedTuple):
    """One run on one page."""

    scores: tuple[float, ...]  # 0 to 1, in the order of CATEGORIES
    lcp: float  # ms
    tbt: float  # ms
    cls: float
    transferred: float  # bytes
    slowdown: float  # how many times slower than this machine the phone was taken to be
    machine: float  # Lighthouse's benchmark of this machine
    painted: float  # ms until this machine's own first paint
    failed: tuple[str, ...]  # audits of the categories beside performance that failed


def build(folder: Path, digests: list[Path], address: str, ending: str) -> Path:
    """Build the site of the digests, compressed; return its folder."""
    (folder / "sitegen.toml").write_text(
        f'[site]\nbase_url = "{address}"\ndescription = "The papers of each day, in short"\n'
        f"[content]\npaths = {json.dumps([str(path.resolve()) for path in digests])}\n"
        f"[output]\ncompress = {json.dumps([ending])}\n",
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


def chromium() -> str:
    """Find Chromium: named by `SITEGEN_CHROMIUM`, or as Debian names it, or Chrome."""
    names = ("chromium", "chromium-headless-shell")
    found = next(filter(None, map(shutil.which, names)), "google-chrome")
    return os.environ.get("SITEGEN_CHROMIUM") or found


def run(url: str, slowdown: float) -> Result:
    """Run Lighthouse once: mobile, simulated slow 4G, a processor slower than this one."""
    done = subprocess.run(
        [tool(), url, "--output=json", "--quiet",
         "--chrome-flags=--headless=new --no-sandbox --ignore-certificate-errors",
         f"--throttling.cpuSlowdownMultiplier={slowdown:g}"],
        env={**os.environ, "CHROME_PATH": chromium()},
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )  # fmt: skip
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
        slowdown,
        float(report["environment"]["benchmarkIndex"]),
        float(audits["metrics"]["details"]["items"][0]["observedFirstContentfulPaint"]),
        tuple(sorted(failed)),
    )


def recommended(index: float) -> float:
    """Return how many times to slow down for a middling phone, as Lighthouse's own table has it."""
    return 4 if index >= 1500 else 2 if index >= 800 else 1


def table(site: Path, root: str, runs: int, slowdown: float | None) -> Iterator[str]:
    """Yield the rows of the table, each when it is known.

    Without a slowdown, each run has the one that Lighthouse recommends after the run before.
    """
    heads = ("page", *CATEGORIES, "LCP", "TBT", "CLS", "transferred", "slowed", "index", "painted")
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    times = slowdown or recommended(run(root, 4).machine)
    for kind, path in pages(site):
        results = []
        for _ in range(runs):
            results.append(run(root + path, times))
            times = slowdown or recommended(results[-1].machine)
        result = sorted(results)[runs // 2]
        scores = " | ".join(f"{100 * score:.0f}" for score in result.scores)
        figures = f"{result.lcp / 1000:.2f} s | {result.tbt:.0f} ms | {result.cls:.3f}"
        figures += f" | {result.transferred / 1000:.0f} kB"
        machine = f"×{result.slowdown:g} | {result.machine:.0f} | {result.painted / 1000:.1f} s"
        yield f"| {kind} | {scores} | {figures} | {machine} |"
        if result.failed:
            print(f"{kind}: {', '.join(result.failed)}", file=sys.stderr)


def main() -> None:
    """Read the arguments, build, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("digests", nargs="+", type=Path, metavar="DIGEST")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--slowdown", type=float, default=4, help="how many times slower than this")
    parser.add_argument("--calibrate", action="store_true", help="slow down as the machine needs")
    parser.add_argument("--encoding", choices=ENCODINGS, default="gz", help="of what is served")
    parser.add_argument("--http2", action="store_true", help="over TLS, as GitHub Pages does")
    arguments = parser.parse_args()
    slowdown = None if arguments.calibrate else arguments.slowdown
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        server = Server(folder / "output", arguments.encoding)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        address = f"http://127.0.0.1:{server.server_address[1]}"
        if arguments.http2:
            address = stack.enter_context(http2(address))
        site = build(folder, arguments.digests, address, arguments.encoding)
        for line in table(site, f"{address}/", arguments.runs, slowdown):
            print(line, flush=True)


if __name__ == "__main__":
    main()
