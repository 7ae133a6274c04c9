"""What a session keeps between builds, so that an edit does not read the archive again.

`sitegen serve` builds many times in one process; a build from the command line starts with
an empty memory.  Everything here may be forgotten at any time.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from sitegen import prepare
from sitegen.content import Source
from sitegen.library import Library
from sitegen.model import DigestHead

# A file that was written so short a time before it was read may change once more without a
# new time: some file systems count in steps of two seconds.
_SETTLED_NS = 3_000_000_000

_State = tuple[tuple[int, int, int], ...]  # size, time and number of each file


class Memory:
    """What is known of digests whose files stand as they were, of all papers, and of the site."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, Source], tuple[_State, str]] = {}
        # The last build that left nothing for later; no setup has the fingerprint "".
        self._whole: tuple[str, str, Mapping[Source, str]] = ("", "", {})
        self.heads: Mapping[str, DigestHead] = {}
        # The last library, with the fingerprint of the setup that it was merged for.
        self.merged: tuple[str, Library] | None = None
        # What each paper is like, None until a build has found it.
        self.related: Mapping[str, Sequence[str]] | None = None

    def library(self, setup: str) -> Library | None:
        """Return the last library if it was merged for a setup of this fingerprint."""
        return self.merged[1] if self.merged and self.merged[0] == setup else None

    def remember(self, setup: str, inputs: str, keys: Mapping[Source, str]) -> None:
        """Note a build that left nothing for later.

        Args:
            setup: the fingerprint of all but the digests.
            inputs: the hash of everything.
            keys: of the digests' records, by their sources.
        """
        self._whole = (setup, inputs, keys)

    def edited(self, setup: str, inputs: str | None, keys: Mapping[Source, str]) -> set[str]:
        """Return the keys of digests that were edited since, if nothing else has changed.

        Args:
            setup: the fingerprint of all but the digests, now.
            inputs: the hash that the output's last build was made from, "" if it left
                something for later, as those of a session do, None if it is not known.
            keys: of the digests' records, by their sources, now.
        """
        whole_setup, whole_inputs, known = self._whole
        if setup != whole_setup or inputs not in ("", whole_inputs) or keys.keys() != known.keys():
            return set()
        return {key for source, key in keys.items() if known[source] != key}

    def record_key(self, source: Source, options_hash: str) -> str:
        """Return the key of a digest's record; its files are read only if they changed.

        Raises:
            ContentError: for a file that cannot be read.
        """
        name = (options_hash, source)
        begun = time.time_ns()
        state = _state(source)
        known = self._keys.get(name)
        if known is not None and known[0] == state:
            return known[1]
        key = prepare.record_key(source, source.read(), options_hash)
        if state and max(changed for _, changed, _ in state) < begun - _SETTLED_NS:
            self._keys[name] = (state, key)
        return key


def _state(source: Source) -> _State:
    try:
        found = [Path(source.root, name).stat() for name in source.names]
    except OSError:
        return ()  # reading it will tell
    return tuple((file.st_size, file.st_mtime_ns, file.st_ino) for file in found)
