"""Search: a lunr index cut by term and age, and what else its tokens answer.

A library: it knows texts and numbers, nothing of folders, configuration or pages.  The way
through it, told in docs/search.md:

    entry ─ cut ─▶ TokenRecord ─ make_block ─▶ postings ─ build_segment ─▶ shards
    papers ─ plan_index ─▶ IndexPlan ─ build_group ─▶ document table
    the facts of all segments and groups ─ build_manifest ─▶ manifest.js
    papers ─ relate ─▶ the keys of related papers

`sitegen.search.tokens.tokens` cuts any text into terms, for whoever compares texts by them.
"""

from sitegen.search.block import build_block, join_blocks, make_block
from sitegen.search.documents import build_group
from sitegen.search.lunr_export import EXPORT, export_lunr
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
from sitegen.search.record import EMPTY, TokenRecord, cut, decode_tokens, encode_tokens
from sitegen.search.related import relate
from sitegen.search.segment import build_segment

__all__ = [
    "EMPTY",
    "EXPORT",
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
    "export_lunr",
    "join_blocks",
    "make_block",
    "plan_index",
    "relate",
]
