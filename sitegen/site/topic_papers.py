"""Which papers belong to the publisher's topics, judged once for each digest and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sitegen import search
from sitegen.cache import Cache
from sitegen.executor import FEW_PAPERS, Workers
from sitegen.library import Library
from sitegen.search.record import TokenRecord
from sitegen.site.topics import Topic, judge

_KEPT = "topics.state"
_VERSION = 2  # of what is kept: what an older one kept is judged anew

# The entries of a digest that a topic asks for, and those that it excludes.
Found = tuple[tuple[int, ...], tuple[int, ...]]
# What was found in each digest's tokens, by the topic's rules.
Judged = dict[str, dict[str, Found]]
Task = tuple[Path, str, tuple[Topic, ...]]


def topic_papers(
    topics: Sequence[Topic],
    library: Library,
    names: Mapping[str, str],
    cache: Cache,
    workers: Workers,
) -> list[list[str]]:
    """List the papers of each topic, in the library's order.

    A paper belongs to a topic that covers one of its categories, asks for one of the
    entries that its page shows and excludes none of them.

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
    papers = 0
    for digest in library.digests:
        name = names[digest.key]
        new = []
        for topic in topics:
            found = known.get(_rules(topic), {}).get(name)
            if found is None:
                new.append(topic)
            else:
                judged.setdefault(_rules(topic), {})[name] = found
        if new:
            tasks.append((cache.folder, name, tuple(new)))
            papers += len(digest.entries)
    judgements = workers.map(_judge, tasks, light=papers < FEW_PAPERS)
    for task, found_all in zip(tasks, judgements, strict=True):
        for topic, found in zip(task[2], found_all, strict=True):
            judged.setdefault(_rules(topic), {})[task[1]] = found
    if judged != known:
        cache.store(_KEPT, judged)
    return [_papers(topic, library, names, judged.get(_rules(topic), {})) for topic in topics]


def _rules(topic: Topic) -> str:
    return f"{_VERSION} {topic.fingerprint}"


def _judge(task: Task) -> list[Found]:
    folder, name, topics = task
    records = search.decode_tokens(Cache(folder).tokens(name))
    return [_find(topic, records) for topic in topics]


def _find(topic: Topic, records: Sequence[TokenRecord]) -> Found:
    asked: list[int] = []
    excluded: list[int] = []
    for index, record in enumerate(records):
        verdict = judge(topic, record)
        if verdict.asked:
            asked.append(index)
        if verdict.excluded:
            excluded.append(index)
    return tuple(asked), tuple(excluded)


def _papers(
    topic: Topic, library: Library, names: Mapping[str, str], judged: Mapping[str, Found]
) -> list[str]:
    found = [judged.get(names[digest.key], ((), ())) for digest in library.digests]
    asked = [frozenset(entries) for entries, _ in found]
    excluded = [frozenset(entries) for _, entries in found]
    return [
        key
        for key, paper in library.papers.items()
        # One digest may know cross-lists that another dropped: the paper has them all.
        if topic.covers(paper.categories)
        and any(voice.entry in asked[voice.digest] for voice in paper.voices)
        # The excluded word may stand in one of its languages alone.
        and not any(voice.entry in excluded[voice.digest] for voice in paper.voices)
    ]
