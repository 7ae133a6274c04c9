"""`sitegen serve` as people run it: a process, a browser, and edits while it runs."""

from __future__ import annotations

import queue
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import plain_environment, sample_digest, sitegen_command, until

WAIT = 30.0  # seconds until something must have happened on a busy machine


class Session:
    """A running `sitegen serve` and what it says."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            sitegen_command("serve", *arguments),
            cwd=folder,
            env=plain_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def wait_for(self, beginning: str) -> str:
        """Return the next line that begins like this."""
        while True:
            try:
                line = self._lines.get(timeout=WAIT)
            except queue.Empty:
                raise AssertionError(f"no {beginning!r} in {self.said}") from None
            self.said.append(line)
            if line.startswith(beginning):
                return line

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        code = self.process.wait(WAIT)
        self._thread.join(WAIT)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/2025-01-02.md").write_text(sample_digest([("2501.02001", "Rafts")]))
    (tmp_path / "sitegen.toml").write_text('[site]\nbase_url = "https://example.org/a/b"\n')
    return tmp_path


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Session]]:
    """Start sessions in the folder; none outlives its test."""
    started: list[Session] = []

    def start(*arguments: str) -> Session:
        started.append(Session(folder, *arguments))
        return started[-1]

    yield start
    for session in started:
        if session.process.poll() is None:
            session.process.kill()
        session.stop()


@pytest.fixture
def session(start: Callable[..., Session]) -> Session:
    return start("--port", "0")


def test_edits_reload_the_browser_and_failures_show_over_the_last_good_site(
    session: Session, folder: Path, browser: Any
) -> None:
    address = session.wait_for("serving ").split()[1]
    assert address.endswith("/a/b/")
    page = browser.new_page()
    page.set_default_timeout(WAIT * 1000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    # The bare page below names no icon, so that the browser asks for one.
    page.on(
        "console",
        lambda said: (
            said.type == "error"
            and not said.location["url"].endswith("/favicon.ico")
            and problems.append(f"{said.text} {said.location}")
        ),
    )
    page.goto(f"{address}papers/2501.02001.html")
    assert "Rafts" in page.locator("h1").inner_text()

    until(page, "navigator.serviceWorker.getRegistrations().then(found => !found.length)")

    digest = folder / "content/2025-01-02.md"
    digest.write_text(digest.read_text().replace("Rafts", "Canoes"))
    page.locator("h1", has_text="Canoes").wait_for()

    (folder / "sitegen.toml").write_text(
        '[site]\nbase_url = "https://example.org/a/b"\ntitel = "x"\n'
    )
    overlay = page.locator("sitegen-overlay section")
    overlay.wait_for()
    assert "sitegen.toml:3" in overlay.locator(".place").inner_text()
    assert "unknown key 'site.titel'" in overlay.locator(".message").inner_text()
    assert overlay.locator(".source").inner_text() == 'titel = "x"'
    assert "site.title" in overlay.locator(".hint").inner_text()
    assert page.locator("h1", has_text="Canoes").count() == 1
    session.wait_for("error: ")

    (folder / "sitegen.toml").write_text('[site]\nbase_url = "https://example.org/a/b"\n')
    overlay.wait_for(state="detached")

    (folder / "theme/templates").mkdir(parents=True)
    template = folder / "theme/templates/paper.html"
    template.write_text("<!doctype html>\n<html><body>{% if %}</body></html>\n")
    overlay.wait_for()
    assert "theme/templates/paper.html:2" in overlay.locator(".place").inner_text()
    template.write_text("<!doctype html>\n<html><body><h1>My own</h1></body></html>\n")
    page.locator("h1", has_text="My own").wait_for()

    (folder / "content").rename(folder / "elsewhere")
    overlay.wait_for()
    (folder / "elsewhere").rename(folder / "content")
    overlay.wait_for(state="detached")
    (folder / "content/2025-01-03.md").write_text(sample_digest([("2501.03001", "Boats")]))
    page.goto(f"{address}index.html")
    page.locator("text=Boats").first.wait_for()
    page.close()
    assert problems == []
    assert session.stop() == 0


def test_the_front_page_follows_and_what_stands_is_not_loaded_again(
    session: Session, folder: Path, browser: Any
) -> None:
    address = session.wait_for("serving ").split()[1]
    front, paper = browser.new_page(), browser.new_page()
    loads: list[str] = []
    for page, path in ((front, "index.html"), (paper, "papers/2501.02001.html")):
        page.set_default_timeout(WAIT * 1000)
        page.goto(address + path)
    paper.on("load", lambda page: loads.append(page.url))
    digest = folder / "content/2025-01-02.md"
    # What asks whether its own file changed is a HEAD, after the build that changes the other.
    with paper.expect_response(lambda response: response.request.method == "HEAD"):
        digest.write_text(digest.read_text().replace("Rafts", "Canoes"))
        paper.locator("h1", has_text="Canoes").wait_for()
        front.locator("main", has_text="Canoes").wait_for()
    paper.evaluate("fetch(location.href).then(answer => answer.text())")
    assert len(loads) == 1
    front.close()
    paper.close()
    assert session.stop() == 0


def test_the_search_index_follows_the_pages(session: Session, folder: Path) -> None:
    session.wait_for("serving ")
    manifest = folder / "output/search/manifest.js"
    before = manifest.read_bytes()
    digest = folder / "content/2025-01-02.md"
    digest.write_text(digest.read_text().replace("Rafts", "Canoes"))
    session.wait_for("1 digest, 1 paper: ")
    assert "Canoes" in (folder / "output/papers/2501.02001.html").read_text()
    session.wait_for("1 digest, 1 paper: ")
    assert manifest.read_bytes() != before
    assert session.stop() == 0


@pytest.mark.parametrize(
    ("link", "source", "made"),
    [
        ("content/more", "2025/2025-01-03.md", "digests/more/2025/2025-01-03.html"),
        ("content/pages", "faq.md", "pages/faq.html"),
        ("content/pages/more", "faq.md", "pages/more/faq.html"),
        # Reached through a link that stands in a linked folder.
        ("static/more", "notes.txt", "more/on/notes.txt"),
        # Links to single files.
        ("content/2025-01-03.md", "today.md", "digests/2025-01-03.html"),
        ("content/pages/faq.md", "questions.md", "pages/faq.html"),
    ],
)
def test_what_links_lead_to_is_watched(
    start: Callable[..., Session],
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    link: str,
    source: str,
    made: str,
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    file = elsewhere / "linked" / source
    file.parent.mkdir(parents=True)
    file.write_text(sample_digest([("2501.03001", "Boats")]))
    (elsewhere / "first").mkdir()
    (elsewhere / "first/on").symlink_to(elsewhere / "linked")
    (folder / link).parent.mkdir(parents=True, exist_ok=True)
    target = "first" if "/on/" in made else f"linked/{source}" if link.endswith("md") else "linked"
    (folder / link).symlink_to(elsewhere / target)
    session = start("--port", "0")
    session.wait_for("serving ")
    assert "Boats" in (folder / "output" / made).read_text()
    file.write_text(file.read_text().replace("Boats", "Canoes"))
    end = time.monotonic() + WAIT
    while "Canoes" not in (folder / "output" / made).read_text():
        assert time.monotonic() < end, session.said
        time.sleep(0.05)
    assert session.stop() == 0


def test_a_link_to_itself_is_told(start: Callable[..., Session], folder: Path) -> None:
    (folder / "content/loop.md").symlink_to("loop.md")
    session = start("--port", "0")
    session.wait_for("error: content/loop.md: cannot be read")
    session.wait_for("serving ")
    assert session.stop() == 0
    assert not any("Traceback" in line for line in session.said)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(session: Session, number: int) -> None:
    address = session.wait_for("serving ").split()[1]
    port = int(address.split(":")[2].split("/")[0])
    assert session.stop(number) == 0
    assert not any("Traceback" in line for line in session.said)
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_a_taken_port_and_a_wrong_start_are_told(
    start: Callable[..., Session], folder: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        session = start("--port", str(port))
        assert "is taken" in session.wait_for("sitegen: port")
        assert session.process.wait(WAIT) == 2
    (folder / "sitegen.toml").write_text("[sit]\n")
    session = start()
    assert "unknown key 'sit'" in session.wait_for("sitegen: ")
    assert session.process.wait(WAIT) == 2


def test_a_session_can_begin_with_a_build_that_fails(
    start: Callable[..., Session], folder: Path
) -> None:
    templates = folder / "theme/templates"
    templates.mkdir(parents=True)
    (templates / "index.html").write_text("{% if %}")
    session = start("--port", "0")
    session.wait_for("error: ")
    session.wait_for("serving ")
    (templates / "index.html").unlink()
    session.wait_for("1 digest, 1 paper: ")
    assert (folder / "output/index.html").exists()
    assert session.stop() == 0
