"""Telling a person how far a long job is: a bar on a terminal, plain lines elsewhere.

Writes to one stream and keeps time; knows nothing of what is done.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_REDRAW_SECONDS = 0.1
_BAR_WIDTH = 30
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """The stages of one job, told as they pass.

    On a terminal the running stage shows a bar on one line, which goes when the stage
    ends.  Elsewhere a stage that took `slow` seconds leaves one plain line, so that a
    log of a short build stays short.

    Args:
        stream: standard error, in practice.
        quiet: say nothing at all.
        verbose: leave a line for every stage, however short, also on a terminal.
        slow: seconds from which on a stage deserves a line of its own.
    """

    def __init__(
        self, stream: TextIO, *, quiet: bool = False, verbose: bool = False, slow: float = 1.0
    ) -> None:
        self._stream = stream
        self._quiet = quiet
        self._verbose = verbose
        self._slow = slow
        self._animate = not quiet and _is_terminal(stream)
        self._drawn = False
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Callable[[int], None]]:
        """Time a stage and show how far it is.

        Its wall-clock seconds add up in `seconds`, also where nothing is shown.

        Args:
            name: what people and the report are told ("read").
            total: how many steps it has; 0 where that is not known.

        Yields:
            A function to be called with the number of steps that have just been done.
        """
        begun = time.monotonic()
        done = 0
        drawn_at = begun

        def step(count: int = 1) -> None:
            nonlocal done, drawn_at
            done += count
            now = time.monotonic()
            if self._animate and now - drawn_at >= _REDRAW_SECONDS:
                drawn_at = now
                self._draw(name, done, total)

        try:
            yield step
        finally:
            took = time.monotonic() - begun
            self.seconds[name] = self.seconds.get(name, 0.0) + took
            self._clear()
        if self._verbose or (not self._animate and took >= self._slow):
            count = f" {done:,}" if done else ""
            self.tell(f"{name}{count} ({took:.1f} s)")

    def tell(self, line: str) -> None:
        """Write one whole line, unless quiet."""
        if not self._quiet:
            self._clear()
            print(line, file=self._stream, flush=True)

    def _draw(self, name: str, done: int, total: int) -> None:
        if total:
            filled = min(_BAR_WIDTH, _BAR_WIDTH * done // total)
            full, empty = self._marks()
            line = f"{name:<8} {full * filled}{empty * (_BAR_WIDTH - filled)} {done:,}/{total:,}"
        else:
            line = f"{name:<8} {done:,}"
        # A line that wraps could not be wiped again.
        columns = shutil.get_terminal_size().columns
        self._stream.write(_CLEAR_LINE + line[: max(columns - 1, 1)])
        self._stream.flush()
        self._drawn = True

    def _clear(self) -> None:
        if self._drawn:
            self._stream.write(_CLEAR_LINE)
            self._stream.flush()
            self._drawn = False

    def _marks(self) -> tuple[str, str]:
        try:
            "█░".encode(self._stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return "#", "-"
        return "█", "░"


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"
