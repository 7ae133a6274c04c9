"""Which papers belong to the publisher's topics, judged once for each digest and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sitegen import search
from sitegen.cache import Cache
from sitegen.executor import Workers
from sitegen.library import Library
from sitegen.model import DigestHead
from sitegen.site.topics import Topic, matches

_KEPT = "topics.state"

# Of each digest's tokens the entries that belong to a topic, by the topic's fingerprint.
Judged = dict[str, dict[str, tuple[int, ...]]]
Task = tuple[Path, str, tuple[tuple[str, ...], ...], tuple[Topic, ...]]


def topic_papers(
    topics: Sequence[Topic],
    library: Library,
    names: Mapping[str, str],
    cache: Cache,
    workers: Workers,
) -> list[list[str]]:
    """List the papers of each topic, in the library's order.

    A paper belongs to a topic if one of the entries that its page shows does.

    Args:
        topics: to judge by.
        library: all papers.
        names: of each digest's tokens, by the key of its record.
        cache: holds the tokens, and what was judged before.
        workers: to run on.
    """
    if not topics:
        return []
    known = cache.load(_KEPT, Judged) or {}
    judged: Judged = {}
    tasks: list[Task] = []
    for digest in library.digests:
        name = names[digest.key]
        new = []
        for topic in topics:
            found = known.get(topic.fingerprint, {}).get(name)
            if found is None:
                new.append(topic)
            else:
                judged.setdefault(topic.fingerprint, {})[name] = found
        if new:
            tasks.append((cache.folder, name, _categories(digest), tuple(new)))
    for task, found_all in zip(tasks, workers.map(_judge, tasks), strict=True):
        for topic, found in zip(task[3], found_all, strict=True):
            judged.setdefault(topic.fingerprint, {})[task[1]] = found
    if judged != known:
        cache.store(_KEPT, judged)
    return [_papers(library, names, judged.get(topic.fingerprint, {})) for topic in topics]


def _categories(digest: DigestHead) -> tuple[tuple[str, ...], ...]:
    return tuple(entry.categories or (entry.category,) for entry in digest.entries)


def _judge(task: Task) -> list[tuple[int, ...]]:
    folder, name, categories, topics = task
    records = search.decode_tokens(Cache(folder).tokens(name))
    return [
        tuple(
            index
            for index, record in enumerate(records)
            if matches(topic, record, categories[index])
        )
        for topic in topics
    ]


def _papers(
    library: Library, names: Mapping[str, str], judged: dict[str, tuple[int, ...]]
) -> list[str]:
    chosen = [frozenset(judged.get(names[digest.key], ())) for digest in library.digests]
    return [
        key
        for key, paper in library.papers.items()
        if any(voice.entry in chosen[voice.digest] for voice in paper.voices)
    ]
