"""The cache: prepared digests and what the last build left, on disk.

Everything here may be lost, cut short, or stem from another version: whatever does
not decode and check is as if it were not there.  Nothing here knows what a digest is
beyond the sections of a record.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, overload

import msgspec

from sitegen.errors import OutputError
from sitegen.model import DigestHead, TypesetEntry

_T = TypeVar("_T")

# A record is this header, then its sections one after the other; the header holds the
# length and the CRC-32 of each.
_MAGIC = b"sitegen-record-2\n"
_SECTIONS = ("head", "cards", "body")
_TOKENS = "tokens"
_HEADER = struct.Struct("<" + "II" * len(_SECTIONS))

_entries_decoder = msgspec.msgpack.Decoder(list[msgspec.Raw])
_entry_decoder = msgspec.msgpack.Decoder(TypesetEntry)
_head_decoder = msgspec.msgpack.Decoder(DigestHead)
_encoder = msgspec.msgpack.Encoder()


class DamagedRecordError(OutputError):
    """A section of a record does not check; a build that ignores the cache makes it anew."""


class Cache:
    """A folder of records and of other values, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        """Make the folder and mark it as a cache (https://bford.info/cachedir/).

        Raises:
            OutputError: if it cannot be made, or holds files that are no cache's.
        """
        tag = self.folder / "CACHEDIR.TAG"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not tag.exists():
                # A cache removes what it does not know: it needs a folder of its own.
                own = {"CACHEDIR.TAG", ".gitignore"}  # of a build that begins beside this one
                if any(path.name not in own for path in self.folder.iterdir()):
                    raise OutputError(
                        "the cache cannot be made here: the folder holds other files",
                        path=self.folder,
                        hint="name a new folder with --cache",
                    )
                tag.write_text("Signature: 8a477f597d28d172789f06886806bc55\n")
                ignore = self.folder / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n")
            (self.folder / "records").mkdir(exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"the cache cannot be made: {error.strerror}",
                path=self.folder,
                hint="name another folder with --cache",
            ) from error

    # ------------------------------------------------------------ records

    def record_path(self, key: str) -> Path:
        """Return where the record of a digest lies."""
        return self.folder / "records" / f"{key}.rec"

    def has_record(self, key: str) -> bool:
        """Tell whether there is a record that looks whole (its size fits its header)."""
        try:
            with self.record_path(key).open("rb") as file:
                header = file.read(len(_MAGIC) + _HEADER.size)
                size = os.fstat(file.fileno()).st_size
        except OSError:
            return False
        if len(header) != len(_MAGIC) + _HEADER.size or not header.startswith(_MAGIC):
            return False
        return bool(size == len(header) + sum(_HEADER.unpack(header[len(_MAGIC) :])[::2]))

    def write_record(
        self,
        key: str,
        head: DigestHead,
        cards: Iterable[TypesetEntry],
        body: Iterable[TypesetEntry],
    ) -> None:
        """Store what was made of one digest, whole or not at all."""
        parts = (
            _encoder.encode(head),
            _encoder.encode(tuple(cards)),
            _encoder.encode(tuple(body)),
        )
        numbers = [number for part in parts for number in (len(part), zlib.crc32(part))]
        replace_file(self.record_path(key), b"".join((_MAGIC, _HEADER.pack(*numbers), *parts)))

    def read_section(self, key: str, section: str) -> bytes | None:
        """Return the bytes of one section, None where it is missing or damaged."""
        index = _SECTIONS.index(section)
        try:
            with self.record_path(key).open("rb") as file:
                header = file.read(len(_MAGIC) + _HEADER.size)
                if len(header) != len(_MAGIC) + _HEADER.size or not header.startswith(_MAGIC):
                    return None
                numbers = _HEADER.unpack(header[len(_MAGIC) :])
                file.seek(sum(numbers[: 2 * index : 2]), os.SEEK_CUR)
                data = file.read(numbers[2 * index])
        except OSError:
            return None
        if len(data) != numbers[2 * index] or zlib.crc32(data) != numbers[2 * index + 1]:
            return None
        return data

    def head(self, key: str) -> DigestHead | None:
        """Load what the library knows of a digest, None where the record is damaged."""
        data = self.read_section(key, "head")
        if data is None:
            return None
        try:
            return _head_decoder.decode(data)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None

    def entries(self, key: str, section: str) -> Entries:
        """Load the typeset entries of a digest: `cards` or `body`.

        Raises:
            DamagedRecordError: if they are not there or not whole.
        """
        data = self.read_section(key, section)
        if data is not None:
            with contextlib.suppress(msgspec.DecodeError, msgspec.ValidationError):
                return Entries(_entries_decoder.decode(data))
        raise self._damaged(self.record_path(key))

    def _damaged(self, path: Path) -> DamagedRecordError:
        return DamagedRecordError(
            "a record of the cache is damaged",
            path=path,
            hint="build again; --full ignores the cache",
        )

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove the records that no digest of this build has."""
        wanted = {f"{key}.rec" for key in keys}
        with contextlib.suppress(OSError):
            for path in (self.folder / "records").iterdir():
                if path.name not in wanted:
                    path.unlink(missing_ok=True)

    # ------------------------------------------------------------ tokens

    def has_tokens(self, name: str) -> bool:
        """Tell whether there are tokens of this name."""
        return (self.folder / _TOKENS / name).is_file()

    def tokens(self, name: str) -> bytes:
        """Load the search tokens of a digest.

        Raises:
            DamagedRecordError: if they are not there or not whole.
        """
        data = self.load(f"{_TOKENS}/{name}", bytes)
        if data is None:
            raise self._damaged(self.folder / _TOKENS / name)
        return data

    def store_tokens(self, name: str, data: bytes) -> None:
        """Store the search tokens of a digest, whole or not at all."""
        self.store(f"{_TOKENS}/{name}", data)

    def keep_tokens(self, names: Iterable[str]) -> None:
        """Remove the tokens that this build does not need."""
        wanted = set(names)
        with contextlib.suppress(OSError):
            for path in (self.folder / _TOKENS).iterdir():
                if path.name not in wanted:
                    path.unlink(missing_ok=True)

    # ------------------------------------------------------------ other values

    def load(self, name: str, kind: type[_T]) -> _T | None:
        """Load a stored value, None where it is missing, damaged or of another type."""
        try:
            data = (self.folder / name).read_bytes()
            if len(data) < 4 or zlib.crc32(data[4:]) != int.from_bytes(data[:4], "little"):
                return None
            return msgspec.msgpack.decode(data[4:], type=kind)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return None

    def store(self, name: str, value: Any) -> None:
        """Store a value under a name, whole or not at all."""
        data = _encoder.encode(value)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, zlib.crc32(data).to_bytes(4, "little") + data)


class Entries(Sequence[TypesetEntry]):
    """The entries of a digest, each decoded when it is first asked for.

    Lists and feeds show a few papers of each of very many digests.
    """

    def __init__(self, encoded: list[msgspec.Raw]) -> None:
        self._encoded = encoded
        self._decoded: dict[int, TypesetEntry] = {}

    def __len__(self) -> int:
        return len(self._encoded)

    @overload
    def __getitem__(self, index: int) -> TypesetEntry: ...

    @overload
    def __getitem__(self, index: slice) -> list[TypesetEntry]: ...

    def __getitem__(self, index: int | slice) -> TypesetEntry | list[TypesetEntry]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        entry = self._decoded.get(index)
        if entry is None:
            entry = self._decoded[index] = _entry_decoder.decode(self._encoded[index])
        return entry


class Shelf:
    """Loaded sections of records, the least recently used forgotten first.

    Pages that stand side by side need the same digests; memory stays bounded by
    `size` digests.
    """

    def __init__(self, cache: Cache, section: str, size: int) -> None:
        self._cache = cache
        self._section = section
        self._size = size
        self._loaded: OrderedDict[str, Entries] = OrderedDict()

    def __getitem__(self, key: str) -> Entries:
        if key in self._loaded:
            self._loaded.move_to_end(key)
            return self._loaded[key]
        entries = self._cache.entries(key, self._section)
        self._loaded[key] = entries
        if len(self._loaded) > self._size:
            self._loaded.popitem(last=False)
        return entries


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, beside its place and then onto it."""
    temporary = path.with_name(f".sitegen-tmp-{os.getpid()}-{path.name}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise OutputError(
            f"cannot be written: {error.strerror}",
            path=path,
            hint="is the disk full, or the folder read-only?",
        ) from error
