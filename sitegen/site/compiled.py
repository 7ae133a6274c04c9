"""Compiled templates: kept while the process lives, and in a folder of the user's caches.

As Python keeps the code of modules.  Compiling a whole theme takes a fifth of a second, in every
process that renders.  Knows nothing of pages.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from sitegen.cache import replace_file
from sitegen.errors import OutputError
from sitegen.identity import program_hash
from sitegen.versions import version

_SUM = 16  # bytes of a file's checksum, which stands first
_MOST_FILES = 400  # of some ten kB; a theme has thirty


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps the code of templates.

    Args:
        language: of the interface, since constants are computed when a template is compiled,
            with its filters.
        folder: where files are kept, too; None for none.
    """

    def __init__(self, language: str, folder: Path | None) -> None:
        self._language = language
        self._folder = folder
        self._codes: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Name a template's code: another version of it takes its place."""
        return f"{super().get_cache_key(name, filename)}-{self._language}"

    def get_source_checksum(self, source: str) -> str:
        """Hash all that the code depends on."""
        parts = (program_hash(), version("jinja2"), source)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Look for a template's code; a file that does not check is as if it were not there."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None and self._folder is not None:
            with contextlib.suppress(OSError):
                data = (self._folder / bucket.key).read_bytes()
                if data[:_SUM] == _sum(data[_SUM:]):  # damaged code could end the process
                    bucket.bytecode_from_string(data[_SUM:])
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that has been compiled."""
        self._keep(bucket)
        if self._folder is not None:
            # No room, no more rights, another process at the same.
            with contextlib.suppress(OutputError, OSError):
                _make_room(self._folder)
                data = bucket.bytecode_to_string()
                replace_file(self._folder / bucket.key, _sum(data) + data)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SUM).digest()


def _make_room(folder: Path) -> None:
    """Remove the older half of too many files: themes move, and their old places stay known."""
    files = list(folder.iterdir())
    if len(files) > _MOST_FILES:
        files.sort(key=lambda file: file.stat().st_mtime)
        for file in files[: len(files) // 2]:
            file.unlink(missing_ok=True)


@cache
def compiled_templates(language: str) -> CompiledTemplates:
    """Return what keeps the templates' code in this process, for one language."""
    return CompiledTemplates(language, _folder())


def _folder() -> Path | None:
    """Return a folder that nobody but the user can write to, None where there can be none.

    See https://specifications.freedesktop.org/basedir-spec/latest/.
    """
    try:
        named = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "")
        caches = named if named.is_absolute() else Path.home() / ".cache"
        folder = caches / "sitegen" / "templates"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):  # no home, no rights
        return None
    # Code of somebody else's is not run.
    own = not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o022)
    return folder if own and os.access(folder, os.W_OK) else None
