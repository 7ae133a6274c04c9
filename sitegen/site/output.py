"""The output folder: what the build owns in it, and how files get there.

Every changed file is staged first and renamed at the end, so that each file is whole
at any moment and a full disk is noticed while the old site still stands.  Nothing that
a build did not write is ever changed or removed.  Knows nothing of what files hold.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from filelock import FileLock, Timeout

from sitegen.cache import replace_file
from sitegen.errors import ConfigError, OutputError

LIST_NAME = ".sitegen-files"
LOCK_NAME = ".sitegen-lock"
TEMPORARY = ".sitegen-tmp-"
_LOCK_SECONDS = 60.0


class Outcome(NamedTuple):
    """What became of one file: whether it has to change, and its size in bytes."""

    path: str
    changed: bool
    size: int


class Files(msgspec.Struct, frozen=True):
    """Files that one part of the build answers for.

    `fingerprints` has all of them, each with a hash of what it is made from; `changed`
    lists those that were staged.
    """

    fingerprints: dict[str, str]
    changed: list[str]

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Note which of some files were staged."""
        self.changed.extend(outcome.path for outcome in outcomes if outcome.changed)

    def __add__(self, other: Files) -> Files:
        both = self.fingerprints.keys() & other.fingerprints.keys()
        if both:
            raise ConfigError(
                f"the build itself writes {min(both)}, which is also a page or a file of static/",
                hint="rename the file in static/",
            )
        return Files(self.fingerprints | other.fingerprints, self.changed + other.changed)


def owned_files(folder: Path) -> list[str]:
    """List the paths (below the folder) that builds wrote into it, sorted."""
    try:
        lines = (folder / LIST_NAME).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
    return [line for line in lines if line and _is_inside(line)]


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    if os.name == "nt" and ("\\" in path or ":" in parts[0]):
        return False  # elsewhere both stand in names as any letter does
    return not (path.startswith("/") or ".." in parts)


def clean(folder: Path) -> int:
    """Remove what builds wrote, then the folders that became empty, and nothing else.

    Returns:
        The number of files removed.

    Raises:
        OutputError: if something cannot be removed, or a build holds the folder for a minute.
    """
    own = (folder / LIST_NAME, folder / LOCK_NAME, *folder.glob(f"{TEMPORARY}*"))
    if not any(map(os.path.lexists, own)):
        return 0  # no build has been here; a lock would be the first thing that stands here
    lock = _lock(folder)
    try:
        removed = _remove(folder, owned_files(folder))
        for leftover in folder.glob(f"{TEMPORARY}*"):
            _remove_any(leftover)
        (folder / LIST_NAME).unlink(missing_ok=True)
        if os.name != "nt":
            # While it is held: a build that waits for it sees that it is gone, and makes a new one.
            (folder / LOCK_NAME).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot be cleaned: {error.strerror}", path=folder) from error
    finally:
        lock.release()
    with contextlib.suppress(OSError):
        if os.name == "nt":  # where no open file can be removed, nor one that a build holds
            (folder / LOCK_NAME).unlink(missing_ok=True)
        folder.rmdir()
    return removed


def _remove(folder: Path, paths: Iterable[str]) -> int:
    removed = 0
    parents: set[Path] = set()
    for path in paths:
        target = folder / path
        parents.add(target.parent)
        try:
            target.unlink()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            if os.path.isdir(target):  # noqa: PTH112
                continue  # the file is gone: a build was killed after it had made a folder of it
            raise OutputError(f"cannot be removed: {error.strerror}", path=target) from error
        removed += 1
    # Deepest first; a folder that still holds something stays.
    for parent in sorted(parents, key=lambda p: -len(p.parts)):
        while parent != folder and folder in parent.parents:
            try:
                parent.rmdir()
            except OSError:
                break
            parent = parent.parent
    return removed


def _holds_only(folder: Path, path: str, files: Collection[str]) -> bool:
    """Tell whether a folder below another one holds some files and their folders alone.

    An empty one was a build's own if any of the files stood in it.
    """
    parents = {path[:place] for path in files for place, c in enumerate(path) if c == "/"}
    for place, inner, names in os.walk(folder / path):
        here = Path(place).relative_to(folder).as_posix()
        if here not in parents or any(f"{here}/{name}" not in files for name in names):
            return False
        if any((Path(place) / name).is_symlink() for name in inner):
            return False
    return True


def _remove_empty(folder: str) -> None:
    """Remove a folder that holds nothing but folders."""
    for place, _, _ in os.walk(folder, topdown=False):
        with contextlib.suppress(OSError):  # renaming will tell
            os.rmdir(place)  # noqa: PTH106


def _remove_any(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def stage_file(folder: Path, staging: Path, path: str, data: bytes) -> Outcome:
    """Compare one file with what stands in the output, and stage it if it differs.

    Runs in any process; only files below `staging` are written.

    Args:
        folder: the output folder.
        staging: the build's temporary folder, on the same file system.
        path: of the file below the output folder.
        data: its bytes.

    Raises:
        OutputError: if the file's place cannot be looked at, or the disk is full.
    """
    # Plain strings: a path object costs as much as the file that it names.
    target = f"{folder}/{path}"
    try:
        with open(target, "rb", buffering=0) as file:  # noqa: PTH123
            same = os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        same = False  # `Output.commit` looks whose the folder or file is that is in the way
    except PermissionError as error:
        if not os.path.isdir(target):  # noqa: PTH112 - Windows says this of folders
            raise _in_the_way(target, error.strerror) from error
        same = False
    if same:
        return Outcome(path, False, len(data))
    try:
        try:
            _write(f"{staging}/{path}", data)
        except FileNotFoundError:
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            _write(f"{staging}/{path}", data)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}",
            path=target,
            hint="the site in the output folder is still the old one",
        ) from error
    return Outcome(path, True, len(data))


def _in_the_way(path: str, why: str | None) -> OutputError:
    return OutputError(
        f"something else stands where the build would write: {why}",
        path=path,
        hint="move it away, or choose another output folder",
    )


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)


class Output:
    """The output folder during one build; use it through `opened`."""

    def __init__(self, folder: Path, staging: Path, owned: set[str]) -> None:
        self.folder = folder
        self.staging = staging
        self.owned = owned

    def commit(self, planned: Collection[str], changed: Collection[str]) -> int:
        """Put every staged file in its place, remove what is stale, trim the list.

        Args:
            planned: every path of the new site.
            changed: those that were staged.

        Returns:
            The number of files removed.

        Raises:
            OutputError: before anything is written, if something that no build wrote stands
                where a staged file would go; a file that holds the same bytes is taken over.
        """
        keep = set(planned)
        stale = self.owned - keep
        files, folders = self._in_the_way(changed, stale)
        self._write_list(self.owned.union(keep))
        removed = _remove(self.folder, sorted(files))
        for path in folders:
            _remove_empty(f"{self.folder}/{path}")
        made: set[str] = set()
        for path in changed:
            target = f"{self.folder}/{path}"
            parent = target.rpartition("/")[0]
            try:
                if parent not in made:
                    os.makedirs(parent, exist_ok=True)  # noqa: PTH103
                    made.add(parent)
                os.replace(f"{self.staging}/{path}", target)  # noqa: PTH105
            except OSError as error:
                raise OutputError(f"cannot be written: {error.strerror}", path=target) from error
        removed += _remove(self.folder, sorted(stale - files))
        self._write_list(keep)
        return removed

    def _in_the_way(
        self, changed: Iterable[str], stale: Collection[str]
    ) -> tuple[set[str], list[str]]:
        """Find what has to go before the staged files can stand in their places.

        Args:
            changed: the paths of staged files.
            stale: paths that builds wrote and this one does not.

        Returns:
            Stale files, and folders that hold nothing but such ones.

        Raises:
            OutputError: for the first place where something stands that no build wrote.
        """
        files: set[str] = set()
        folders: list[str] = []
        for path in changed:
            target = f"{self.folder}/{path}"
            try:
                mode = os.lstat(target).st_mode
            except FileNotFoundError:
                continue
            except NotADirectoryError as error:
                above = self._file_above(path)
                if above not in stale:
                    raise _in_the_way(f"{self.folder}/{above}", error.strerror) from error
                files.add(above)
                continue
            if stat.S_ISDIR(mode):
                inside = {old for old in stale if old.startswith(f"{path}/")}
                if not _holds_only(self.folder, path, inside):
                    raise _in_the_way(target, os.strerror(errno.EISDIR))
                files |= inside
                folders.append(path)
            elif stat.S_ISLNK(mode) and os.path.isdir(target):  # noqa: PTH112
                raise _in_the_way(target, os.strerror(errno.EISDIR))
            elif path not in self.owned:
                raise OutputError(
                    "a file that no build wrote stands where the build would write",
                    path=target,
                    hint="move it away, or choose another output folder",
                )
        return files, folders

    def _file_above(self, path: str) -> str:
        """Return the topmost part of a path that is there and is no folder."""
        parts = path.split("/")
        above = ("/".join(parts[:count]) for count in range(1, len(parts)))
        return next((a for a in above if not (self.folder / a).is_dir()), path)

    def _write_list(self, paths: Iterable[str]) -> None:
        text = "".join(f"{path}\n" for path in sorted(paths)).encode()
        target = self.folder / LIST_NAME
        try:
            if target.read_bytes() == text:
                return
        except OSError:
            pass
        replace_file(target, text)


def _lock(folder: Path) -> FileLock:
    """Lock an output folder, which is made if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK_NAME, timeout=_LOCK_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            "another build is writing into this folder",
            path=folder,
            hint="wait for it to end, or choose another output folder",
        ) from error
    except OSError as error:
        raise OutputError(
            f"the output folder cannot be written: {error.strerror}",
            path=folder,
            hint="choose another with --output",
        ) from error
    return lock


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Output]:
    """Open an output folder for one build: lock it and clear what a killed build left.

    Raises:
        OutputError: if it cannot be made, or another build holds it for a minute.
    """
    lock = _lock(folder)
    staging = folder / f"{TEMPORARY}{os.getpid()}"
    try:
        for leftover in folder.glob(f"{TEMPORARY}*"):
            _remove_any(leftover)
        staging.mkdir()
        yield Output(folder, staging, set(owned_files(folder)))
    except OSError as error:
        raise OutputError(
            f"the output folder cannot be written: {error.strerror}", path=folder
        ) from error
    finally:
        _remove_any(staging)
        lock.release()
