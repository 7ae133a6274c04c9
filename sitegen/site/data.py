"""The machine-readable site: `data/index.json` and one JSON document for each digest.

`docs/data.md` promises how they may change; `sitegen/schemas/` holds their JSON Schemas,
which are published beside them.  Pure functions from records to bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any, NamedTuple

import msgspec

from sitegen.model import DigestHead, TypesetEntry

# Counts up only when a program that reads the documents would break.
FORMAT = 1
INDEX = "data/index.json"
_SCHEMAS = ("index", "digest")


class DigestRow(NamedTuple):
    """A digest in the index: its head, its safe path, and how many papers it shows."""

    head: DigestHead
    path: str
    papers: int


def digest_path(path: str) -> str:
    """Return where a digest's document stands, from its safe path."""
    return f"data/digests/{path}.json"


def index_document(
    *, title: str, base_url: str, papers: int, digests: Iterable[DigestRow]
) -> bytes:
    """Write the index: what there is, newest last, as the library has it.

    Args:
        title: of the site.
        base_url: of the site, "" for none.
        papers: distinct papers of all digests.
        digests: in the library's order.
    """
    rows = [
        {
            "slug": row.head.slug,
            "date": row.head.date,
            "date_source": row.head.date_source,
            "title": row.head.title,
            "papers": row.papers,
            "page": f"digests/{row.path}.html",
            "data": digest_path(row.path),
        }
        for row in digests
    ]
    return _encode(
        {
            "$schema": "schemas/index.json",
            "format": FORMAT,
            "title": title,
            "base_url": base_url,
            "papers": papers,
            "digests": rows,
        }
    )


def digest_document(
    head: DigestHead, path: str, entries: Sequence[TypesetEntry], shown: Iterable[int]
) -> bytes:
    """Write one digest with all fields of its entries, as their source has them.

    Args:
        head: the digest's.
        path: its safe path, from which the way to the schema follows.
        entries: whole.
        shown: index of each entry to write; entries of excluded papers are not among them.
    """
    return _encode(
        {
            "$schema": "../" * (path.count("/") + 1) + "schemas/digest.json",
            "format": FORMAT,
            "slug": head.slug,
            "date": head.date,
            "date_source": head.date_source,
            "title": head.title,
            "note": head.note,
            "entries": [_entry(entries[index]) for index in shown],
        }
    )


def schemas() -> dict[str, bytes]:
    """Return path and bytes of the published JSON Schemas."""
    folder = resources.files("sitegen") / "schemas"
    return {
        f"data/schemas/{name}.json": (folder / f"{name}.json").read_bytes() for name in _SCHEMAS
    }


def _entry(entry: TypesetEntry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "arxiv": entry.arxiv,
        "version": entry.version,
        "number": entry.number,
        "title": entry.title.raw,
        "link": entry.link,
        "authors": [author.raw for author in entry.authors],
        "category": entry.category,
        "categories": entry.categories,
        "section": entry.section,
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "text": field.text.raw,
                "lang": field.text.lang,
            }
            for field in entry.fields
        ],
        "missing": entry.missing,
        "code_links": [{"kind": link.kind, "url": link.url} for link in entry.code_links],
    }


def _encode(document: dict[str, Any]) -> bytes:
    return msgspec.json.encode(document) + b"\n"
