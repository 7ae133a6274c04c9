"""The shelf: token records of papers, from those of digests."""

from __future__ import annotations

from collections.abc import Callable

from sitegen.search.plan import SearchDocument
from sitegen.search.record import EMPTY, TokenRecord, decode_tokens, union

Load = Callable[[str], bytes]  # from the key of a digest's records to `encode_tokens`' bytes


class Shelf:
    """Token records of digests, loaded once while papers of one digest follow each other."""

    _ROOM = 8

    def __init__(self, load: Load) -> None:
        self._load = load
        self._digests: dict[str, list[TokenRecord]] = {}

    def record(self, document: SearchDocument) -> TokenRecord:
        """Return the union of a paper's entries."""
        records: list[TokenRecord] = []
        for key, entries in document.references:
            digest = self._digests.get(key)
            if digest is None:
                while len(self._digests) >= self._ROOM:
                    del self._digests[next(iter(self._digests))]
                digest = self._digests[key] = decode_tokens(self._load(key))
            records.extend(digest[entry] for entry in entries)
        return union(records) if records else EMPTY
