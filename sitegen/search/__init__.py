"""Search: a lunr index cut by term and age, and what else its tokens answer.

A library: it knows texts and numbers, nothing of folders, configuration or pages.  The way
through it, told in docs/search.md:

    entry ─ cut ─▶ TokenRecord ─ build_block ─▶ postings ─ build_segment ─▶ shards
    papers ─ plan_index ─▶ IndexPlan ─ build_group ─▶ document table
    the facts of all segments and groups ─ build_manifest ─▶ manifest.js
"""

from sitegen.search.block import build_block
from sitegen.search.documents import build_group
from sitegen.search.manifest import MANIFEST, build_manifest
from sitegen.search.plan import (
    FORMAT,
    Block,
    Group,
    IndexPlan,
    SearchDocument,
    Segment,
    plan_index,
)
from sitegen.search.record import TokenRecord, cut, decode_tokens, encode_tokens
from sitegen.search.segment import build_segment
from sitegen.search.tokens import tokens

__all__ = [
    "FORMAT",
    "MANIFEST",
    "Block",
    "Group",
    "IndexPlan",
    "SearchDocument",
    "Segment",
    "TokenRecord",
    "build_block",
    "build_group",
    "build_manifest",
    "build_segment",
    "cut",
    "decode_tokens",
    "encode_tokens",
    "plan_index",
    "tokens",
]
