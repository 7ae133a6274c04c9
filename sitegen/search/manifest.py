"""The manifest: the one file of the index with a fixed name, from which all else is found.

Knows the facts of segments and groups, nothing of their content.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sitegen.search.documents import CHUNK, GroupFacts
from sitegen.search.plan import FORMAT
from sitegen.search.record import FIELDS
from sitegen.search.segment import SegmentFacts, part
from sitegen.search.signatures import SIGNATURES

MANIFEST = "manifest.js"
K1 = 1.2  # BM25's constants, as lunr has them by default
B = 0.75


def build_manifest(segments: Iterable[bytes], groups: Iterable[bytes]) -> bytes:
    """Make the manifest.

    Args:
        segments: what `build_segment` returned, in the order of the plan.
        groups: what `build_group` returned, in the order of the plan.

    Returns:
        The content of `search/manifest.js`.
    """
    decoded = [msgspec.msgpack.decode(facts, type=SegmentFacts) for facts in segments]
    shelves = [msgspec.msgpack.decode(facts, type=GroupFacts) for facts in groups]
    return part(
        "manifest",
        {
            "format": FORMAT,
            "k1": K1,
            "b": B,
            "fields": list(FIELDS),
            "boosts": list(FIELDS.values()),
            "signatures": " ".join(SIGNATURES),
            "count": sum(facts.count for facts in decoded),
            "sums": [sum(facts.sums[field] for facts in decoded) for field in range(len(FIELDS))],
            "segments": [
                {
                    "folder": facts.folder,
                    "count": facts.count,
                    "fields": [field for field, terms in enumerate(facts.sums) if terms],
                    "shards": " ".join(facts.shards),
                    "apart": " ".join(facts.apart),
                }
                for facts in decoded
            ],
            "chunk": CHUNK,
            "groups": [[facts.folder, facts.count] for facts in shelves],
        },
    )
