"""Sites to measure: a copy of some digests that can be changed, and how each tool builds it.

A `Site` owns a folder of its own with content, configuration, output and cache; its
`prepare` methods bring about what a scenario measures.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen

import peers
from measure import Usage, run

from sitegen.content import discover

# What the plain theme is measured with against Hugo: pages, lists and feeds alone.
PAGES_ONLY = """\
[site]
theme = "plain"
[search]
enabled = false
[math]
enabled = false
[papers]
related = false
[data]
enabled = false
"""
EVERYTHING = ""
BASE_URL = "https://example.org/site"


class Site:
    """Digests in a folder of their own, all but the newest, which a scenario adds."""

    def __init__(self, folder: Path, digests: Path, config: str = EVERYTHING) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.output = folder / "output"
        self.report = folder / "report.json"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(digests, self.content)
        (folder / "sitegen.toml").write_text(config)
        sources = discover([self.content])
        self._days = [self.content / source.names[0] for source in sources]
        self._newest = folder / "newest"
        self._newest.mkdir()
        self._days[-1].rename(self._newest / self._days[-1].name)

    def build(self) -> Usage:
        """Build the site with the command that users run."""
        command: list[str | Path] = [
            sys.executable, "-m", "sitegen", "build", "--config", self.folder / "sitegen.toml",
            "--base-url", BASE_URL, "--quiet", "--report", self.report,
        ]  # fmt: skip
        return run(command, cwd=self.folder, writes=self.output)

    def forget(self) -> None:
        """Remove output and cache."""
        for name in ("output", ".sitegen-cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def add_day(self) -> None:
        """Put the newest digest into the content."""
        name = self._days[-1].name
        shutil.copy(self._newest / name, self.content / name)

    def remove_day(self) -> None:
        """Take the newest digest out again."""
        (self.content / self._days[-1].name).unlink()

    def edit_digest(self, mark: str) -> Path:
        """Change one word of one text in a digest from the middle; return its page."""
        path = self._days[len(self._days) // 2]
        text = path.read_text("utf-8", "surrogateescape")
        head, label, rest = text.partition("TL;DR: ")
        path.write_text(f"{head}{label}{mark} {rest}", "utf-8", "surrogateescape")
        return self.output / "digests" / f"{path.stem}.html"

    def edit_template(self, mark: str) -> None:
        """Override the template of papers with a copy that says one thing more."""
        theme = "plain" if "plain" in (self.folder / "sitegen.toml").read_text() else "default"
        root = Path(__file__).resolve().parents[1] / "themes" / theme / "templates"
        own = self.folder / "theme" / "templates" / "paper.html"
        own.parent.mkdir(parents=True, exist_ok=True)
        text = (root / "paper.html").read_text("utf-8")
        own.write_text(text.replace("</main>", f"<!-- {mark} --></main>"), "utf-8")

    def change_option(self, mark: str) -> None:
        """Change the site's title, which every page shows."""
        path = self.folder / "sitegen.toml"
        text = path.read_text()
        rest = text if "[site]" in text else f"[site]\n{text}"
        lines = [line for line in rest.splitlines() if not line.startswith("title")]
        lines.insert(lines.index("[site]") + 1, f'title = "Digest {mark}"')
        path.write_text("\n".join(lines) + "\n")

    def reload_seconds(self, mark: str) -> float:
        """Return the wall seconds from saving a digest under `serve` to its page's new text."""
        command = [sys.executable, "-m", "sitegen", "serve", "--quiet", "--port", "0"]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        with Popen(
            command, cwd=self.folder, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
        ) as server:
            try:
                assert server.stdout is not None
                address = next(
                    word
                    for line in server.stdout
                    for word in line.decode().split()
                    if word.startswith("http://")
                ).rstrip("/")
                page = self.edit_digest(mark).relative_to(self.output).as_posix()
                begun = time.perf_counter()
                while True:
                    with urllib.request.urlopen(f"{address}/{page}") as answer:
                        if mark.encode() in answer.read():
                            return time.perf_counter() - begun
                    time.sleep(0.02)
            finally:
                server.terminate()


class PeerSite:
    """The same papers for another generator.

    Args:
        folder: of its own.
        papers: all but those of the newest day, which a scenario adds.
        newest: those.
        write: makes the site's files; `add` writes more papers into it.
        command: builds the site from its folder into an output folder.
    """

    def __init__(
        self,
        folder: Path,
        papers: list[peers.Source],
        newest: list[peers.Source],
        write: Callable[[Path, list[peers.Source]], None],
        add: Callable[[Path, list[peers.Source]], None],
        command: Callable[[Path, Path], list[str | Path]],
    ) -> None:
        self.source = folder / "site"
        self.output = folder / "output"
        self._newest = newest
        self._add = add
        self._command = command
        shutil.rmtree(folder, ignore_errors=True)
        write(self.source, papers)

    def build(self) -> Usage:
        """Build the site."""
        return run(self._command(self.source, self.output), cwd=self.source, writes=self.output)

    def forget(self) -> None:
        """Remove the output and what the tool keeps between builds."""
        for path in (self.output, self.source / "cache", self.source / "resources"):
            shutil.rmtree(path, ignore_errors=True)

    def add_day(self) -> None:
        """Write the papers of the newest day."""
        self._add(self.source, self._newest)

    def remove_day(self) -> None:
        """Remove them."""
        for paper in self._newest:
            for path in self.source.glob(f"content/**/{paper.key}.md"):
                path.unlink()
