"""Real digests, where this machine has them: every paper of every dialect is there."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from reading_helpers import ROOT, codes, read, shared, texts

from sitegen import fields
from sitegen.model import SourceFile
from sitegen.reading import group_files, read_digest

NO_AUTHORS = {"Straw674__daily-arXiv-astro-ph/2026-04-25.md"}


def listed(root: Path) -> dict[str, int]:
    """Files and their numbers of papers, by the table that comes with them."""
    rows = (line.split("|") for line in (root / "SOURCES.md").read_text("utf-8").splitlines())
    return {
        row[1].strip(" `"): int(row[6])
        for row in rows
        if len(row) > 8 and row[6].strip().isdecimal()
    }


def test_every_source_gives_its_papers() -> None:
    root = shared()
    if root is None:
        return
    sources = listed(root / "digests")
    assert len(sources) == 29
    for name, papers in sources.items():
        file = root / "digests" / name
        digest = read(file.read_bytes(), file.name)
        assert len(digest.entries) == papers, name
        assert all(entry.title and entry.link and entry.arxiv for entry in digest.entries), name
        assert all(entry.fields for entry in digest.entries), name
        if name not in NO_AUTHORS:
            assert all(entry.authors for entry in digest.entries), name
        assert digest.date_source == "name"
        assert not {"D102", "D201", "D203", "D204", "D207", "D208"} & set(codes(digest)), name


def test_short_summaries_are_read_where_the_file_has_them() -> None:
    root = shared()
    if root is None:
        return
    label = re.compile(r"^(?:#### 🧩 |> )?(?:\*\*)?(?:TL;?DR|一句话结论)\b", re.MULTILINE)
    for name in listed(root / "digests"):
        file = root / "digests" / name
        digest = read(file.read_bytes(), file.name)
        printed = len(label.findall(file.read_text("utf-8", "replace")))
        found = sum("tldr" in texts(entry) for entry in digest.entries)
        missing = sum("tldr" in entry.missing for entry in digest.entries)
        assert found + missing == printed, name


def test_json_lines_beside_markdown() -> None:
    root = shared()
    if root is None:
        return
    names = sorted(path.name for path in (root / "jsonl").iterdir())
    counts = {}
    for group in group_files(names):
        files = [SourceFile(n, n, (root / "jsonl" / n).read_bytes()) for n in group.names]
        digest = read_digest(group.slug, files)
        counts[group.slug] = (len(digest.entries), sum(entry.raw for entry in digest.entries))
        assert all(entry.categories for entry in digest.entries)
    assert counts == {"2026-02-10": (41, 13), "2026-02-18": (91, 0)}


def corpus(root: Path) -> Iterator[tuple[str, bytes]]:
    """The files of the packed corpus, one after the other."""
    with tarfile.open(root / "corpus" / "digests.tar.xz", "r|xz") as packed:
        for member in packed:
            file = packed.extractfile(member)
            if file is not None and member.name.endswith(".md"):
                yield member.name.rsplit("/", 1)[-1], file.read()


def test_the_corpus() -> None:
    root = shared()
    if root is None:
        return
    keys: set[str] = set()
    digests = entries = 0
    for name, data in corpus(root):
        digest = read(data, name)
        assert set(codes(digest)) <= {"D206"}
        digests += not digest.skipped
        entries += len(digest.entries)
        keys.update(entry.key for entry in digest.entries)
    assert (digests, entries, len(keys)) == (182, 37_568, 25_219)


def test_the_seeds() -> None:
    for name in ("2025-11-14.md", "2025-11-19.md"):
        digest = read((ROOT / "content" / name).read_bytes(), name)
        assert digest.diagnostics == ()
        assert len(digest.entries) == 5
        for entry in digest.entries:
            assert tuple(texts(entry)) == fields.STANDARD
            assert entry.missing == ()
            assert entry.authors
