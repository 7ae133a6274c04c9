"""The document table: what a result shows, in chunks that are loaded where they are needed.

Knows papers and the form of a chunk, nothing of terms.
"""

from __future__ import annotations

import hashlib

import msgspec

from sitegen.model import Record
from sitegen.search.plan import Group
from sitegen.search.segment import Write, part

CHUNK = 28  # papers
AUTHORS = 5  # names that a result can show; of the rest only their number is told


class GroupFacts(Record, frozen=True, array_like=True, gc=False):
    """What the manifest tells of a group."""

    folder: str
    count: int  # papers


def build_group(group: Group, write: Write) -> bytes:
    """Make the chunks of a group, in a folder named for their content.

    Args:
        group: of the plan.
        write: takes each file: its path below `search/`, and its bytes.

    Returns:
        The group's encoded `GroupFacts`, for `build_manifest`.
    """
    rows = [(d.key, d.title, *_authors(d.authors), d.tldr) for d in group.documents]
    chunks = [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]
    folder = "g" + hashlib.blake2b(msgspec.json.encode(rows)).hexdigest()[:9]
    for number, chunk in enumerate(chunks):
        # By column, which compresses better than by paper.
        write(f"{folder}/{number}.js", part(f"{folder}/{number}", *zip(*chunk, strict=True)))
    return msgspec.msgpack.encode(GroupFacts(folder, len(rows)))


def _authors(lines: str) -> tuple[str, int]:
    """Return the first names, and how many more there are."""
    names = lines.split("\n")
    return "\n".join(names[:AUTHORS]), max(len(names) - AUTHORS, 0)
