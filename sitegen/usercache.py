"""Files in a folder of the user's caches: what takes long to make and is the same for every site.

All of it may be lost, damaged or made by others at the same time; nothing here knows what it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from sitegen.cache import replace_file
from sitegen.errors import OutputError

_SUM = 16  # bytes of a file's checksum, which stands first


class UserCache:
    """Keeps bytes by name, with a checksum.

    Args:
        folder: where; None keeps nothing.
        most: files; of more the older half is removed.
    """

    def __init__(self, folder: Path | None, most: int) -> None:
        self._folder = folder
        self._most = most

    def load(self, name: str) -> bytes | None:
        """Return what was kept; None for nothing, and for a file that does not check."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                data = (self._folder / name).read_bytes()
                if data[:_SUM] == _sum(data[_SUM:]):
                    return data[_SUM:]
        return None

    def store(self, name: str, data: bytes) -> None:
        """Keep bytes in the place of what had this name, if it can be done."""
        if self._folder is not None:
            # No room, no more rights, another process at the same.
            with contextlib.suppress(OutputError, OSError):
                self._make_room(self._folder)
                replace_file(self._folder / name, _sum(data) + data)

    def _make_room(self, folder: Path) -> None:
        files = list(folder.iterdir())
        if len(files) > self._most:
            files.sort(key=lambda file: file.stat().st_mtime)
            for file in files[: len(files) // 2]:
                file.unlink(missing_ok=True)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SUM).digest()


def user_folder(name: str) -> Path | None:
    """Return a folder that nobody but the user can write to, None where there can be none.

    What others put there would be run, or published.
    See https://specifications.freedesktop.org/basedir-spec/latest/.
    """
    try:
        named = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "")
        caches = named if named.is_absolute() else Path.home() / ".cache"
        folder = caches / "sitegen" / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):  # no home, no rights
        return None
    own = not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o022)
    return folder if own and os.access(folder, os.W_OK) else None
