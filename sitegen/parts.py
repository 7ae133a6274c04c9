"""A file of several parts, each of which is read when it is asked for.

For values of the cache that are too large to be in memory whole.  Knows bytes only.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import overload

from sitegen.cache import DamagedRecordError, replace_file

# The file is this, the number of parts, the length and the CRC-32 of each, then the parts.
_MAGIC = b"sitegen-parts-1\n"
_HEADER = struct.Struct(f"<{len(_MAGIC)}sI")
_ENTRY = struct.Struct("<II")


class Parts(Sequence[bytes]):
    """The parts of a file, not yet read.

    Getting one raises `DamagedRecordError` if it is not as it was written.
    """

    def __init__(self, path: Path, entries: Sequence[tuple[int, int]], start: int) -> None:
        self._path = path
        self._entries = entries
        *self._starts, _ = accumulate((length for length, _ in entries), initial=start)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> bytes: ...

    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        length, checksum = self._entries[index]
        data = b""
        with contextlib.suppress(OSError), self._path.open("rb", buffering=0) as file:
            file.seek(self._starts[index])
            data = file.read(length)
        if len(data) != length or zlib.crc32(data) != checksum:
            raise _damaged(self._path)
        return data


def write_parts(path: Path, parts: Sequence[bytes]) -> None:
    """Write parts to a file, whole or not at all."""
    table = [_ENTRY.pack(len(part), zlib.crc32(part)) for part in parts]
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, b"".join((_HEADER.pack(_MAGIC, len(parts)), *table, *parts)))


def open_parts(path: Path) -> Parts:
    """Return the parts of a file.

    Raises:
        DamagedRecordError: it is not there, or its size does not fit its table.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            magic, count = _HEADER.unpack(file.read(_HEADER.size))
            start = _HEADER.size + count * _ENTRY.size
            if magic != _MAGIC or start > size:
                raise _damaged(path)
            entries = list(_ENTRY.iter_unpack(file.read(count * _ENTRY.size)))
    except (OSError, struct.error) as error:
        raise _damaged(path) from error
    if size != start + sum(length for length, _ in entries):
        raise _damaged(path)
    return Parts(path, entries, start)


def _damaged(path: Path) -> DamagedRecordError:
    return DamagedRecordError(
        "a value of the cache is damaged",
        path=path,
        hint="build again; --full ignores the cache",
    )
