"""What the last build left in an output folder, so that the next one can leave it alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from sitegen.cache import Cache
from sitegen.report import PageCounts, Report


class Left(msgspec.Struct, array_like=True, frozen=True):
    """How a file was left: the fingerprint of what it was made from, its size and time."""

    fingerprint: str
    size: int
    mtime_ns: int


class State(msgspec.Struct, frozen=True):
    """A whole build; `inputs` is a hash of all that it was made from."""

    inputs: str
    files: dict[str, Left]
    report: Report


class LastBuild:
    """The last build into a folder, as far as the cache remembers it.

    Args:
        folder: the output folder.
        cache: where the state of builds is kept.
        forget: act as if there had been none.
    """

    def __init__(self, folder: Path, cache: Cache, *, forget: bool = False) -> None:
        self.folder = folder
        self._cache = cache
        self._name = f"outputs/{hash_of(str(folder))}.state"
        self._state = None if forget else cache.load(self._name, State)
        self._files: Mapping[str, Left] = self._state.files if self._state else {}
        self._standing: dict[str, Left] = {}  # as this build found them

    @property
    def inputs(self) -> str | None:
        """The hash of what the last build was made from, "" for one that left something.

        None if nothing is known of the last build.
        """
        return self._state.inputs if self._state else None

    def report_if_same(self, inputs: str, owned: Iterable[str]) -> Report | None:
        """Return the last report if a build would change nothing, else None.

        It would not where the inputs are the same and every file stands as it was left.
        """
        state = self._state
        if state is None or state.inputs != inputs or set(owned) != state.files.keys():
            return None
        if not all(self._is_as_left(path, left) for path, left in state.files.items()):
            return None
        return msgspec.structs.replace(
            state.report, pages=PageCounts(0, len(state.files), 0), seconds={}
        )

    def stands(self, path: str, fingerprint: str) -> bool:
        """Tell whether a file stands as it was left, and was made from the same."""
        left = self._files.get(path)
        if left is None or left.fingerprint != fingerprint or not self._is_as_left(path, left):
            return False
        self._standing[path] = left
        return True

    def left(self, path: str) -> str:
        """Return the fingerprint of a file that stands as it was left, else ""."""
        left = self._files.get(path)
        return left.fingerprint if left and self.stands(path, left.fingerprint) else ""

    def standing(self, folder: str) -> dict[str, str]:
        """Return the fingerprints of the files below a folder, {} if one is not as it was left.

        Args:
            folder: with a slash at its end.
        """
        files = {path: left for path, left in self._files.items() if path.startswith(folder)}
        if not all(self._is_as_left(path, left) for path, left in files.items()):
            return {}
        return {path: left.fingerprint for path, left in files.items()}

    def others(self, paths: Collection[str]) -> dict[str, str]:
        """Return the fingerprints of all files but some, taken as they were left unseen."""
        others = {path: left for path, left in self._files.items() if path not in paths}
        self._standing |= others
        return {path: left.fingerprint for path, left in others.items()}

    def size(self, path: str) -> int:
        """Return the size with which a file was left, 0 for one that is not known."""
        left = self._files.get(path)
        return left.size if left else 0

    def look(self, fingerprints: Mapping[str, str], changed: Iterable[str]) -> dict[str, Left]:
        """Note how the files of the build that just ended stand; what stood is not looked at twice.

        Args:
            fingerprints: of all files.
            changed: those that were written.
        """
        standing = self._standing
        for path in changed:
            standing.pop(path, None)
        return {
            path: standing.get(path) or self._look(path, mark)
            for path, mark in fingerprints.items()
        }

    def remember(self, inputs: str, files: dict[str, Left], report: Report) -> None:
        """Keep the build that just ended for the next one."""
        self._cache.store(self._name, State(inputs, files, report))

    def _look(self, path: str, fingerprint: str) -> Left:
        found = os.stat(f"{self.folder}/{path}")  # noqa: PTH116 - called for every file
        return Left(fingerprint, found.st_size, found.st_mtime_ns)

    def _is_as_left(self, path: str, left: Left) -> bool:
        try:
            return self._look(path, left.fingerprint) == left
        except OSError:
            return False


def hash_of(value: object) -> str:
    """Hash a plain value to 24 hex digits."""
    return hashlib.blake2b(repr(value).encode("utf-8", "replace"), digest_size=12).hexdigest()
