"""Measuring one command: CPU and wall seconds, peak memory, and the files that it changed.

Everything is counted over the whole tree of processes that the command starts.  Linux only:
memory is read from /proc, as the sum of proportional set sizes (pages that processes share
count once), every 50 ms.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.05  # seconds between two looks at the memory

Snapshot = dict[str, tuple[int, int, int]]  # path: size, time of change in ns, inode


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took: seconds, bytes of memory at the peak, files and bytes written."""

    cpu: float
    wall: float
    memory: int
    files: int = 0
    written: int = 0


def run(
    command: Sequence[str | Path], *, cwd: Path | None = None, writes: Path | None = None
) -> Usage:
    """Run a command to its end and measure it.

    Args:
        command: with its arguments; its output goes nowhere.
        cwd: where to run it.
        writes: the folder whose new and changed files are counted.

    Raises:
        RuntimeError: the command failed; the error holds the end of what it said.
    """
    before = snapshot(writes) if writes else {}
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # installed programs come with bytecode
    begun = time.perf_counter()
    with subprocess.Popen(
        list(map(str, command)),
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        watch = _MemoryWatch(process.pid)
        assert process.stdout is not None
        said = process.stdout.read()
        # Unlike `Popen.wait`, this tells what the process and all its children used.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = watch.end()
    if process.returncode:
        end = said.decode("utf-8", "replace")[-2000:]
        raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{end}")
    files, written = changes(before, snapshot(writes)) if writes else (0, 0)
    # A short run may end between two looks; then the largest process has to do.
    memory = max(peak, used.ru_maxrss * 1024)
    return Usage(used.ru_utime + used.ru_stime, wall, memory, files, written)


def snapshot(folder: Path) -> Snapshot:
    """Note every file below a folder."""
    found: Snapshot = {}
    todo = [str(folder)] if folder.is_dir() else []
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[entry.path] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    return found


def changes(before: Snapshot, after: Mapping[str, tuple[int, int, int]]) -> tuple[int, int]:
    """Count the files, and their bytes, that are new or were written anew."""
    sizes = [stat[0] for path, stat in after.items() if before.get(path) != stat]
    return len(sizes), sum(sizes)


class _MemoryWatch:
    """Looks at the memory of a process and of all below it until it is told to end."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """Stop looking and return the largest sum that was seen, in bytes."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self._peak = max(self._peak, sum(map(_memory, _tree(self._process))))


def _tree(process: int) -> list[int]:
    """List a process and all below it."""
    found, todo = [], [process]
    while todo:
        found.append(todo.pop())
        with contextlib.suppress(OSError):  # it has just ended
            for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
                todo += map(int, task.read_text().split())
    return found


def _memory(process: int) -> int:
    """Return the proportional set size of a process in bytes, 0 if it is gone."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
