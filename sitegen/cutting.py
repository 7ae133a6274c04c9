"""Cutting what papers' pages show into search tokens, a file of the cache for each digest.

Only entries that speak for a paper are indexed: of papers that come again, one entry in
three does not.  So this waits until the library is merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from sitegen import search
from sitegen.cache import Cache
from sitegen.executor import FEW_PAPERS, Workers
from sitegen.identity import short_hash
from sitegen.library import Library
from sitegen.progress import Progress


class Task(msgspec.Struct, frozen=True):
    """The entries of a digest that are cut; `name` is that of their tokens in the cache."""

    name: str
    record: str
    entries: tuple[int, ...]
    cache: Path


def cut_tokens(
    library: Library, cache: Cache, workers: Workers, progress: Progress, *, full: bool = False
) -> dict[str, str]:
    """Cut the entries that speak for papers, unless the cache has their tokens.

    Args:
        library: all digests.
        cache: holds their records.
        workers: to run on.
        progress: is told of it.
        full: cut what the cache has, too.

    Returns:
        The name of each digest's tokens, by the key of its record.
    """
    tasks = [
        Task(_name(key, entries), key, entries, cache.folder)
        for key, entries in _speaking(library).items()
    ]
    todo = [task for task in tasks if full or not cache.has_tokens(task.name)]
    todo.sort(key=lambda task: -len(task.entries))
    light = sum(len(task.entries) for task in todo) < FEW_PAPERS
    with progress.stage("cut", len(todo)) as step:
        for _ in workers.map(cut, todo, light=light):
            step(1)
    cache.keep_tokens(task.name for task in tasks)
    return {task.record: task.name for task in tasks}


def cut(task: Task) -> str:
    """Cut some entries of a digest and store their tokens; the others' places stay empty."""
    cache = Cache(task.cache)
    entries = cache.entries(task.record, "body")
    records = [search.EMPTY] * len(entries)
    for index in task.entries:
        records[index] = search.cut(entries[index])
    cache.store_tokens(task.name, search.encode_tokens(records))
    return task.name


def _speaking(library: Library) -> dict[str, tuple[int, ...]]:
    entries: dict[str, list[int]] = {digest.key: [] for digest in library.digests}
    for paper in library.papers.values():
        for voice in paper.voices:
            entries[library.digests[voice.digest].key].append(voice.entry)
    return {key: tuple(sorted(found)) for key, found in entries.items()}


def _name(record: str, entries: Sequence[int]) -> str:
    return f"{record}-{short_hash(repr(entries))}"
