"""The search index as files of the site: what is sealed stays, what changed is built.

Blocks, segments and groups of the plan are kept by their fingerprints, with the list of
the files that each became; only those whose files do not stand as they were left are
built again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen import search
from sitegen.cache import Cache, DamagedRecordError
from sitegen.executor import FEW_PAPERS, Workers
from sitegen.identity import short_hash
from sitegen.library import Library, Paper
from sitegen.parts import Parts, open_parts, write_parts
from sitegen.search import Block, Group, SearchDocument, Segment
from sitegen.site.output import Files, Outcome, stage_file

FOLDER = "search/"
_KEPT = "search"
_RELATED = "related"


class Built(msgspec.Struct, array_like=True):
    """A segment or group that was built: its facts for the manifest, and its files."""

    facts: bytes
    paths: tuple[str, ...]


class Strung(NamedTuple):
    """What a segment is made of: the fingerprints of its blocks, without their papers."""

    fingerprint: str
    blocks: tuple[str, ...]


class Place(msgspec.Struct, frozen=True):
    """Where the index comes from and goes to."""

    cache: Path
    output: Path
    staging: Path


def documents(library: Library, names: Mapping[str, str]) -> list[SearchDocument]:
    """Turn every paper into the document that stands for it in the index.

    Args:
        library: all papers.
        names: of each digest's tokens, by the key of its record; {} for no documents.
    """
    if not names:
        return []
    return [_document(library, names, key, paper) for key, paper in library.papers.items()]


def _document(library: Library, names: Mapping[str, str], key: str, paper: Paper) -> SearchDocument:
    """Turn one paper into a document: all entries that its page shows, indexed together."""
    heads = [library.head(voice) for voice in paper.voices]
    entries: dict[str, list[int]] = {}
    for voice in paper.voices:
        tokens = names[library.digests[voice.digest].key]
        entries.setdefault(tokens, []).append(voice.entry)
    # Names of tokens change with a digest's other entries; what is indexed does not.
    stamp = " ".join([*(head.stamp for head in heads), *paper.categories])
    return SearchDocument(
        key=key,
        date=paper.date,
        stamp=stamp,
        references=tuple((tokens, tuple(found)) for tokens, found in entries.items()),
        title=heads[0].title,
        authors=heads[0].authors,
        categories=paper.categories,
        tldr=heads[0].tldr,
    )


def related_papers(made: Sequence[SearchDocument], cache: Cache) -> dict[str, tuple[str, ...]]:
    """Find the papers that are like each paper; what was found for earlier days is kept."""
    folder = cache.folder / _RELATED

    def get(name: str) -> bytes | None:
        return cache.load(f"{_RELATED}/{name}", bytes)

    def put(name: str, data: bytes) -> None:
        cache.store(f"{_RELATED}/{name}", data)

    related, names = search.relate(made, cache.tokens, get, put)
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)
    # Decoded keys are new objects, several for each paper; the plan keeps them.
    key_of = {document.key: document.key for document in made}
    return {key_of[key]: tuple(map(key_of.__getitem__, others)) for key, others in related.items()}


def build_index(
    made: Sequence[SearchDocument],
    place: Place,
    workers: Workers,
    is_left: Callable[[str, str], bool],
    step: Callable[[int], None],
    *,
    export: bool = False,
) -> Files:
    """Build what changed of the index, and stage its files.

    Args:
        made: the documents of all papers.
        place: cache, output and staging folder.
        workers: to run on.
        is_left: tells whether a path stands as the last build left it, with a fingerprint.
        step: is called for each part that was built.
        export: also write the index that stock lunr reads.
    """
    plan = search.plan_index(made)
    cache = Cache(place.cache)
    kept = Kept(cache)
    parts: list[Segment | Group] = [*plan.segments, *plan.groups]
    standing = {
        part.fingerprint: built
        for part in parts
        if (built := kept.part(part.fingerprint)) is not None
        and all(is_left(path, part.fingerprint) for path in built.paths)
    }
    todo = [part for part in parts if part.fingerprint not in standing]
    blocks = {
        block.fingerprint: block
        for part in todo
        if isinstance(part, Segment)
        for block in part.blocks
        if kept.block_if_whole(block.fingerprint) is None
    }
    light = sum(len(block.documents) for block in blocks.values()) < FEW_PAPERS
    for _ in workers.map(_make_block, [(place, block) for block in blocks.values()], light=light):
        step(1)
    changed: list[str] = []
    # Groups are quick; one segment alone does not pay for starting processes.
    light = sum(isinstance(part, Segment) for part in todo) < 2
    tasks = [(place, _task_of(part)) for part in todo]
    for fingerprint, built, outcomes in workers.map(_make_part, tasks, light=light):
        standing[fingerprint] = built
        kept.store_part(fingerprint, built)
        changed += [outcome.path for outcome in outcomes if outcome.changed]
        step(1)
    fingerprints = {
        path: part.fingerprint for part in parts for path in standing[part.fingerprint].paths
    }
    single = {
        search.MANIFEST: search.build_manifest(
            [standing[segment.fingerprint].facts for segment in plan.segments],
            [standing[group.fingerprint].facts for group in plan.groups],
        )
    }
    if export:
        single[search.EXPORT] = search.export_lunr(made, cache.tokens)
    for name, data in single.items():
        outcome = stage_file(place.output, place.staging, FOLDER + name, data)
        changed += [outcome.path] if outcome.changed else []
        fingerprints[outcome.path] = short_hash(data.decode("latin-1"), 16)
    kept.keep_only([part.fingerprint for part in parts], plan.lasting)
    return Files(fingerprints, changed)


def forget(cache: Cache) -> None:
    """Remove the parts of the index from the cache, damaged ones among them."""
    Kept(cache).keep_only((), ())


class Kept:
    """The parts of the index in the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def part(self, fingerprint: str) -> Built | None:
        """Return what a segment or group became, None where it is not known."""
        return self._cache.load(f"{_KEPT}/{fingerprint}.part", Built)

    def store_part(self, fingerprint: str, built: Built) -> None:
        """Remember what a segment or group became."""
        self._cache.store(f"{_KEPT}/{fingerprint}.part", built)

    def block(self, fingerprint: str) -> Parts:
        """Return a block, its parts not yet read.

        Raises:
            DamagedRecordError: it is missing or cut.
        """
        return open_parts(self._block_path(fingerprint))

    def block_if_whole(self, fingerprint: str) -> Parts | None:
        """Return a block, its parts not yet read, None where it is missing or cut."""
        try:
            return self.block(fingerprint)
        except DamagedRecordError:
            return None

    def store_block(self, fingerprint: str, block: Sequence[bytes]) -> None:
        """Store a block."""
        write_parts(self._block_path(fingerprint), block)

    def _block_path(self, fingerprint: str) -> Path:
        return self._cache.folder / _KEPT / f"{fingerprint}.block"

    def keep_only(self, parts: Sequence[str], blocks: Collection[str]) -> None:
        """Remove what no part of this index needs."""
        wanted = {f"{name}.part" for name in parts} | {f"{name}.block" for name in blocks}
        folder = self._cache.folder / _KEPT
        if folder.is_dir():
            for path in folder.iterdir():
                if path.name not in wanted and path.suffix in (".part", ".block"):
                    path.unlink(missing_ok=True)


def _make_block(task: tuple[Place, Block]) -> str:
    place, block = task
    cache = Cache(place.cache)
    kept = Kept(cache)
    data = search.make_block(block, cache.tokens, kept.block_if_whole)
    kept.store_block(block.fingerprint, data)
    return block.fingerprint


def _task_of(part: Segment | Group) -> Strung | Group:
    if isinstance(part, Group):
        return part
    return Strung(part.fingerprint, tuple(block.fingerprint for block in part.blocks))


def _make_part(task: tuple[Place, Strung | Group]) -> tuple[str, Built, list[Outcome]]:
    place, part = task
    outcomes: list[Outcome] = []

    def write(path: str, data: bytes) -> None:
        outcomes.append(stage_file(place.output, place.staging, FOLDER + path, data))

    if isinstance(part, Strung):
        kept = Kept(Cache(place.cache))
        blocks = list(map(kept.block, part.blocks))
        facts = search.build_segment(part.fingerprint, blocks, write)
    else:
        facts = search.build_group(part, write)
    return part.fingerprint, Built(facts, tuple(outcome.path for outcome in outcomes)), outcomes
