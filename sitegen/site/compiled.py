"""Compiled templates: kept while the process lives, and in a folder of the user's caches.

As Python keeps the code of modules.  Compiling a whole theme takes a fifth of a second, in every
process that renders.  Knows nothing of pages.
"""

from __future__ import annotations

import hashlib
from functools import cache
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from sitegen.identity import program_hash
from sitegen.usercache import UserCache, user_folder
from sitegen.versions import version

_MOST_FILES = 400  # of some ten kB; a theme has thirty


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps the code of templates.

    Args:
        language: of the interface, since constants are computed when a template is compiled,
            with its filters.
        files: where it is kept for other processes.
    """

    def __init__(self, language: str, files: UserCache) -> None:
        self._language = language
        self._files = files
        self._codes: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Name a template's code: another version of it takes its place."""
        return f"{super().get_cache_key(name, filename)}-{self._language}"

    def get_source_checksum(self, source: str) -> str:
        """Hash all that the code depends on."""
        parts = (program_hash(), version("jinja2"), source)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Look for a template's code."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            # Code that has been damaged could end the process: the files have checksums.
            data = self._files.load(bucket.key)
            if data is not None:
                bucket.bytecode_from_string(data)
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that has been compiled."""
        self._keep(bucket)
        self._files.store(bucket.key, bucket.bytecode_to_string())

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


@cache
def compiled_templates(language: str) -> CompiledTemplates:
    """Return what keeps the templates' code in this process, for one language."""
    return CompiledTemplates(language, UserCache(user_folder("templates"), _MOST_FILES))
