"""Search: a lunr index cut by term and age, and what else its tokens answer.

A library: it knows texts and numbers, nothing of folders, configuration or pages.  The way
through it, told in docs/search.md:

    entry ─ cut ─▶ TokenRecord ─ make_block ─▶ postings ─ build_segment ─▶ shards
    papers ─ plan_index ─▶ IndexPlan ─ build_group ─▶ document table
    the facts of all segments and groups ─ build_manifest ─▶ manifest.js
    papers ─ relate ─▶ the keys of related papers

`sitegen.search.tokens.tokens` cuts any text into terms, for whoever compares texts by them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sitegen.search.plan import (
    FORMAT,
    Block,
    Group,
    IndexPlan,
    SearchDocument,
    Segment,
    plan_index,
)

if TYPE_CHECKING:
    from sitegen.search.block import build_block, join_blocks, make_block
    from sitegen.search.documents import build_group
    from sitegen.search.lunr_export import EXPORT, export_lunr
    from sitegen.search.manifest import MANIFEST, build_manifest
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

# What needs more than the plan is loaded when it is first asked for: a build with nothing new
# has no use for arrays, nor one without search for words.
_MODULES = {
    "block": ("build_block", "join_blocks", "make_block"),
    "documents": ("build_group",),
    "lunr_export": ("EXPORT", "export_lunr"),
    "manifest": ("MANIFEST", "build_manifest"),
    "record": ("EMPTY", "TokenRecord", "cut", "decode_tokens", "encode_tokens"),
    "related": ("relate",),
    "segment": ("build_segment",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found
