"""Builds that end in the middle: every file whole, and the next build right.

A build is ended, or its disk fills up, at its N-th act of writing; a hook on Python's own
audit events counts them, so that no moment is missed by chance.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import RunSitegen, plain_environment, sitegen_command
from test_cli_build import read_site, write_days

_HOOK = """
import errno, os, signal, sys
how, last = sys.argv[1], int(sys.argv[2])
from sitegen.cli import main
acts = 0
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def count(event, details):
    global acts
    if event == "open":
        if not isinstance(details[2], int) or not details[2] & WRITES:
            return
    elif event not in ("os.rename", "os.remove", "os.rmdir", "os.mkdir"):
        return
    acts += 1
    if acts == last and how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if acts >= last and how == "full" and event == "open":
        raise OSError(errno.ENOSPC, "No space left on device")

sys.addaudithook(count)
code = main(sys.argv[3:])
print(acts)
sys.exit(code)
"""


def hooked_build(folder: Path, how: str, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _HOOK, how, str(last), "build", "--quiet", "--jobs", "1"],
        cwd=folder,
        env=plain_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, bytes], dict[str, bytes], int]:
    """The site before and after a change, and the number of acts that lie between."""
    folder = tmp_path_factory.mktemp("whole")
    write_days(folder / "content", "2025-01-02", "2025-01-03")
    assert hooked_build(folder, "count", 0).returncode == 0
    before = read_site(folder / "output")
    change(folder)
    done = hooked_build(folder, "count", 0)
    assert done.returncode == 0
    return before, read_site(folder / "output"), int(done.stdout)


def change(folder: Path) -> None:
    write_days(folder / "content", "2025-01-06")
    (folder / "content/2025-01-02.md").unlink()


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.7, 0.9, 0.97, 1.0])
def test_a_killed_build_leaves_whole_files_and_the_next_is_right(
    tmp_path: Path,
    run_sitegen: RunSitegen,
    sites: tuple[dict[str, bytes], dict[str, bytes], int],
    part: float,
) -> None:
    before, after, acts = sites
    write_days(tmp_path / "content", "2025-01-02", "2025-01-03")
    assert hooked_build(tmp_path, "count", 0).returncode == 0
    change(tmp_path)
    killed = hooked_build(tmp_path, "kill", 1 + round(part * (acts - 1)))
    assert killed.returncode == -signal.SIGKILL
    for path, data in read_site(tmp_path / "output").items():
        if not path.rpartition("/")[2].startswith(".sitegen-tmp-"):
            assert data in (before.get(path), after.get(path)), path
    assert run_sitegen("build", "--quiet").returncode == 0
    assert read_site(tmp_path / "output") == after
    left = [path.name for path in (tmp_path / "output").iterdir() if "tmp" in path.name]
    assert left == []


@pytest.mark.parametrize("part", [0.02, 0.2, 0.4, 0.6])
def test_a_full_disk_leaves_one_whole_site(
    tmp_path: Path,
    run_sitegen: RunSitegen,
    sites: tuple[dict[str, bytes], dict[str, bytes], int],
    part: float,
) -> None:
    before, after, acts = sites
    write_days(tmp_path / "content", "2025-01-02", "2025-01-03")
    assert hooked_build(tmp_path, "count", 0).returncode == 0
    change(tmp_path)
    done = hooked_build(tmp_path, "full", 1 + round(part * (acts - 1)))
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    # Once every file is staged, nothing but the list of files still needs room.
    left = read_site(tmp_path / "output")
    assert left == before if part < 0.3 else left in (before, after)
    assert run_sitegen("build", "--quiet").returncode == 0
    assert read_site(tmp_path / "output") == after


def test_a_killed_build_leaves_no_process(tmp_path: Path, run_sitegen: RunSitegen) -> None:
    days = [f"2025-{month:02d}-{day:02d}" for month in range(1, 6) for day in range(1, 29)]
    write_days(tmp_path / "content", *days)
    build = subprocess.Popen(
        sitegen_command("build", "--jobs", "2", "--quiet"), cwd=tmp_path, env=plain_environment()
    )
    children: set[int] = set()
    while len(children) < 2:
        assert build.poll() is None
        children = {pid for pid, parent in _processes().items() if parent == build.pid}
    build.kill()
    build.wait(30)
    end = time.monotonic() + 30
    while children & _processes().keys():
        assert time.monotonic() < end
        time.sleep(0.05)
    assert run_sitegen("build", "--quiet").returncode == 0


def _processes() -> dict[int, int]:
    """Return the parent of every process that runs, in the manner of Linux."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        if state not in "ZX":
            found[int(path.parent.name)] = int(parent)
    return found
