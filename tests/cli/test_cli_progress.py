"""Progress: a bar on a terminal, plain lines in a log, nothing if quiet."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from conftest import SEEDS, plain_environment, sitegen_command

from sitegen import progress
from sitegen.progress import Progress


class Stream(io.StringIO):
    """A text stream that may say that it is a terminal."""

    def __init__(self, *, terminal: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self._terminal = terminal
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(progress, "_REDRAW_SECONDS", 0.0)


def run(shown: Progress) -> None:
    with shown.stage("read", 4) as step:
        step(1)
        step(3)


def test_a_terminal_shows_a_bar_that_goes() -> None:
    stream = Stream(terminal=True)
    run(Progress(stream))
    drawn = stream.getvalue().split("\r\x1b[K")
    assert drawn[1].endswith(" 1/4")
    assert drawn[2].endswith("█ 4/4")
    assert drawn[-1] == ""
    assert drawn[2].count("█") == 4 * drawn[1].count("█") + 2


def test_a_terminal_of_few_characters_or_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = Stream(terminal=True, encoding="ascii")
    run(Progress(stream))
    lines = stream.getvalue().split("\r\x1b[K")
    assert all(len(line) < 20 and line.isascii() for line in lines)
    assert "#" in lines[2]


@pytest.mark.parametrize("name", ["dumb", "none"])
def test_elsewhere_only_slow_stages_leave_a_line(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb" if name == "dumb" else "xterm")
    stream = Stream(terminal=name == "dumb")
    run(Progress(stream))
    assert stream.getvalue() == ""
    run(Progress(stream, slow=0.0))
    assert re.fullmatch(r"read 4 \(\d\.\d s\)\n", stream.getvalue())


def test_quiet_says_nothing_but_keeps_time() -> None:
    stream = Stream(terminal=True)
    shown = Progress(stream, quiet=True, verbose=True, slow=0.0)
    run(shown)
    shown.tell("a line")
    assert stream.getvalue() == ""
    assert list(shown.seconds) == ["read"]


def test_a_line_in_the_middle_of_a_stage_stands_alone() -> None:
    stream = Stream(terminal=True)
    shown = Progress(stream, verbose=True)
    with shown.stage("read") as step:
        step(1)
        shown.tell("a line")
    assert "\r\x1b[Ka line\n" in stream.getvalue()
    assert stream.getvalue().endswith(" s)\n")


def test_a_build_on_a_terminal_leaves_whole_lines(tmp_path: Path) -> None:
    main, other = pty.openpty()
    done = subprocess.run(
        sitegen_command("build", "--content", SEEDS, "--output", "site"),
        cwd=tmp_path, env=plain_environment() | {"TERM": "xterm"}, timeout=120,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=other, check=True,
    )  # fmt: skip
    os.close(other)
    said = b""
    while chunk := _read(main):
        said += chunk
    os.close(main)
    assert done.stdout.startswith(b"2 digests, 10 papers: ")
    # What is left when every drawn line has been wiped.
    left = re.sub(rb"[^\n]*\r\x1b\[K", b"", said).decode()
    warning, size = left.splitlines()
    assert warning.startswith("warning: no base URL")
    assert size.endswith("that GitHub Pages allows")


def _read(file: int) -> bytes:
    try:
        return os.read(file, 4096)
    except OSError:  # the other end is closed
        return b""
