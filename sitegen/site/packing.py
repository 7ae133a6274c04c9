"""A site in one file, and its texts compressed beforehand.

No clock: the same files give the same bytes with the same version of zlib or brotli.
"""

from __future__ import annotations

import contextlib
import gzip
import importlib
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from sitegen.errors import ConfigError, OutputError
from sitegen.site.output import TEMPORARY, owned_files

# Below this a response fits one packet anyway. Scripts and style sheets come several at once,
# over one connection, and what they save together can save a round trip.
_LEAST, _LEAST_OF_PARTS = 1_000, 250
_TEXTS = (
    ".html", ".css", ".js", ".json", ".xml", ".opml", ".svg", ".txt", ".webmanifest",
)  # fmt: skip
# Formats that compress themselves.
_STORED = (".woff2", ".png", ".jpg", ".webp", ".gz", ".br", ".zip")
_COPIES = (".gz", ".br")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can name


def is_compressible(path: str, size: int) -> bool:
    """Tell whether a file is worth a compressed copy beside it."""
    least = _LEAST_OF_PARTS if path.endswith((".css", ".js")) else _LEAST
    return size >= least and path.endswith(_TEXTS)


def compress(data: bytes, kind: str) -> bytes:
    """Compress a file's bytes for a server that sends `.gz` or `.br` files as they are.

    Args:
        data: the file.
        kind: "gz" or "br"; see `check_kinds`.
    """
    if kind == "gz":
        return gzip.compress(data, compresslevel=9, mtime=0)
    return _brotli()(data)


def check_kinds(kinds: Iterable[str]) -> None:
    """Make sure that every kind can be written here.

    Raises:
        ConfigError: for "br" where no brotli package is installed.
    """
    if "br" in kinds:
        _brotli()


def write_zip(target: Path, output: Path, folder: str = "site") -> None:
    """Write a built site as one zip file for offline reading, whole or not at all.

    Args:
        target: the file to write.
        output: the folder that a build wrote; its own files are taken, no others, and
            none that is a compressed copy.
        folder: the one folder that all files lie in.

    Raises:
        OutputError: if the file cannot be written.
    """
    partial = target.with_name(f"{TEMPORARY}{target.name}")
    try:
        with zipfile.ZipFile(partial, "w", compresslevel=6) as archive:
            owned = set(owned_files(output))
            for path in sorted(owned):
                if path.endswith(_COPIES) and path[:-3] in owned:
                    continue
                about = zipfile.ZipInfo(f"{folder}/{path}", _EPOCH)
                about.external_attr = 0o644 << 16
                about.create_system = 3  # the same on every machine
                stored = path.endswith(_STORED)
                about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                archive.writestr(about, (output / path).read_bytes())
        partial.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise OutputError(
            f"cannot be written: {error.strerror}",
            path=target,
            hint="choose a place that you may write to",
        ) from error


def _brotli() -> Callable[[bytes], bytes]:
    try:
        module = importlib.import_module("brotli")
    except ImportError:
        raise ConfigError(
            "output.compress names 'br', but no brotli package is installed",
            hint='pip install brotli, or write compress = ["gz"]',
        ) from None
    compressor: Callable[[bytes], bytes] = module.compress
    return compressor
