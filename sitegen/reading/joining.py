"""Joining the files of one day: one digest, in which each paper stands once a language.

Knows entries alone; which files belong together is for `sources` to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sitegen import fields
from sitegen.model import Diagnostic, Entry, Field
from sitegen.patterns import lazy_pattern
from sitegen.reading.diagnostics import diagnostic

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", lazy_pattern(r"[\u3041-\u30fe]")),
    ("ko", lazy_pattern(r"[\uac00-\ud7a3]")),
    ("zh", lazy_pattern(r"[\u4e00-\u9fff]")),
)
_SAMPLE = 40  # entries whose summaries tell the language of a file


class Source(NamedTuple):
    """The entries of one file; `language` is "" where its name does not tell it."""

    path: str
    language: str
    entries: tuple[Entry, ...]


def language_of_entries(entries: Sequence[Entry]) -> str:
    """Tell the language of summaries by their script: "zh", "ja", "ko", "en" or ""."""
    votes: dict[str, int] = {}
    for entry in entries[:_SAMPLE]:
        text = "".join(field.text[:200] for field in entry.fields if _is_summary(field.name))
        if text:
            script = next(
                (name for name, letters in _SCRIPTS if len(letters.findall(text)) * 20 > len(text)),
                "en",
            )
            votes[script] = votes.get(script, 0) + 1
    return max(votes, key=lambda name: votes[name], default="")


def _is_summary(name: str) -> bool:
    kind = fields.kind_of(name)
    return kind.group == "summary" and kind.machine


def join(sources: Sequence[Source]) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """Join files in order of preference.

    A paper's text comes from the first file that has it; files of the same language
    fill in what that lacks (categories, comments, authors, fields).  A file of another
    language adds an entry of the same key right behind the first.  Papers that only a
    later file has follow at the end.
    """
    joined: dict[str, list[tuple[str, list[Entry]]]] = {}  # key -> [(language, entries)]
    problems: list[Diagnostic] = []
    for place, source in enumerate(sources):
        language = source.language or language_of_entries(source.entries)
        before = set(joined)
        by_key: dict[str, list[Entry]] = {}
        for entry in source.entries:
            by_key.setdefault(entry.key, []).append(entry)
        for key, entries in by_key.items():
            variants = joined.setdefault(key, [])
            same = next((v for v in variants if _same_language(v[0], language)), None)
            if not variants:
                variants.append((language, entries))
            elif same is not None or entries[0].raw:
                filled = variants if same is None else [same]
                for _, kept in filled:
                    kept[:] = [_fill(entry, entries[0]) for entry in kept]
            else:
                first = variants[0][1]
                first[:] = [_with_facts(entry, entries[0]) for entry in first]
                variants.append((language, [_second(entries[0], first[0])]))
        new = set(by_key) - before
        if place and new:
            raw = sum(by_key[key][0].raw for key in new)
            code, what = (
                ("D303", "have no summary") if raw else ("D304", "stand in this file alone")
            )
            message = f"{len(new)} of {len(by_key)} papers {what}"
            problems.append(diagnostic(code, source.path, 0, message))
    entries = [entry for variants in joined.values() for _, kept in variants for entry in kept]
    return tuple(entries), problems


def _same_language(one: str, other: str) -> bool:
    return not one or not other or one == other


def _with_facts(entry: Entry, other: Entry) -> Entry:
    """Fill in authors and categories: they are those of the paper in any language."""
    facts = Entry(other.key, "", "", "", 0, authors=other.authors, categories=other.categories)
    return _fill(entry, facts)


def _fill(entry: Entry, other: Entry) -> Entry:
    """Fill what an entry lacks from another of the same paper and language."""
    names = {field.name for field in entry.fields}
    added = tuple(field for field in other.fields if field.name not in names)
    have = names | {field.name for field in added}
    lacking = {*entry.missing, *other.missing} - have
    return Entry(
        key=entry.key,
        title=entry.title or other.title,
        link=entry.link or other.link,
        path=entry.path,
        line=entry.line,
        arxiv=entry.arxiv,
        version=entry.version,
        number=entry.number,
        authors=entry.authors or other.authors,
        category=entry.category or other.category,
        categories=tuple(dict.fromkeys((*entry.categories, *other.categories))),
        section=entry.section or other.section,
        fields=_in_order(entry.fields, added),
        missing=tuple(name for name in fields.STANDARD if name in lacking),
        raw=entry.raw and other.raw,
    )


def _second(entry: Entry, first: Entry) -> Entry:
    """Place an entry of another language where the first one stands in its digest."""
    return Entry(
        key=entry.key,
        title=entry.title or first.title,
        link=first.link or entry.link,
        path=entry.path,
        line=entry.line,
        arxiv=entry.arxiv,
        version=first.version or entry.version,
        number=first.number,
        authors=first.authors or entry.authors,
        category=first.category or entry.category,
        categories=first.categories or entry.categories,
        section=first.section,
        fields=entry.fields,
        missing=entry.missing,
        raw=entry.raw,
    )


def _in_order(own: tuple[Field, ...], added: tuple[Field, ...]) -> tuple[Field, ...]:
    if not added:
        return own
    return tuple(sorted((*own, *added), key=lambda field: fields.display_order(field.name)))
