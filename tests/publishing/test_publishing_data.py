"""The machine-readable documents against their published schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sitegen.model import CodeLink, DigestHead, Text, TypesetEntry, TypesetField
from sitegen.site import data

SCHEMAS = {path: json.loads(schema) for path, schema in data.schemas().items()}
INDEX = jsonschema.Draft202012Validator(SCHEMAS["data/schemas/index.json"])
DIGEST = jsonschema.Draft202012Validator(SCHEMAS["data/schemas/digest.json"])


def head(slug: str = "2025/2025-11-14", date: str = "2025-11-14") -> DigestHead:
    return DigestHead(
        slug=slug, paths=(f"content/{slug}.md",), date=date, date_source="name", title="",
        entries=(), diagnostics=(), skipped="", note="", math_characters="",
    )  # fmt: skip


ENTRY = TypesetEntry(
    key="2511.10440",
    title=Text("On $\\alpha$ </script> lakes", html="On <math/> lakes", plain="On α lakes"),
    link="https://arxiv.org/abs/2511.10440",
    arxiv="2511.10440",
    version=0,
    number=1,
    authors=(Text("Ada Adams"),),
    category="cs.LG",
    categories=("cs.LG",),
    section="cs.LG",
    fields=(
        TypesetField("tldr", "", Text("湖", "zh")),
        TypesetField("method", "", Text("$x$", html="<math/>", plain="x")),
    ),
    missing=("result",),
    raw=False,
    code_links=(CodeLink("code", "https://example.org/code"),),
)


def test_the_schemas_are_schemas() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_a_digest_holds_every_field_as_its_source_has_it() -> None:
    document = json.loads(data.digest_document(head(), "2025/2025-11-14", [ENTRY, ENTRY], [1]))
    DIGEST.validate(document)
    (entry,) = document["entries"]
    assert entry["title"] == ENTRY.title.raw
    assert entry["authors"] == ["Ada Adams"]
    assert [(field["name"], field["text"], field["lang"]) for field in entry["fields"]] == [
        ("tldr", "湖", "zh"),
        ("method", "$x$", "en"),
    ]
    assert entry["missing"] == ["result"]
    assert entry["code_links"] == [{"kind": "code", "url": "https://example.org/code"}]
    place = Path("data/digests/2025/2025-11-14.json").parent / document["$schema"]
    assert resolved(place) in SCHEMAS


def test_the_index_leads_to_every_digest() -> None:
    rows = [data.DigestRow(head(), "2025/2025-11-14", 3), data.DigestRow(head("x", ""), "x", 1)]
    document = json.loads(
        data.index_document(title="Lakes", base_url="https://example.org", papers=4, digests=rows)
    )
    INDEX.validate(document)
    assert [row["data"] for row in document["digests"]] == [
        "data/digests/2025/2025-11-14.json",
        "data/digests/x.json",
    ]
    assert [row["page"] for row in document["digests"]] == [
        "digests/2025/2025-11-14.html",
        "digests/x.html",
    ]
    assert resolved(Path("data") / document["$schema"]) in SCHEMAS


@pytest.mark.parametrize("missing", ["key", "fields", "authors"])
def test_the_schema_notices_what_is_missing(missing: str) -> None:
    document: dict[str, Any] = json.loads(data.digest_document(head(), "x", [ENTRY], [0]))
    del document["entries"][0][missing]
    assert not DIGEST.is_valid(document)


def resolved(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
