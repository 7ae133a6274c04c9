"""From raw entries to entries: fields of one name become one, and what is missing is told.

Works on what the scanner and the JSON Lines reader find alike; knows no lines of text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from sitegen import fields
from sitegen.identity import paper_key
from sitegen.model import Diagnostic, Entry, Field
from sitegen.patterns import lazy_pattern
from sitegen.reading.diagnostics import capped, diagnostic
from sitegen.reading.missing import missing_values, repeated_values
from sitegen.reading.raw import HAN, Raw
from sitegen.reading.rules import Rules

_IN_ORDER = fields.STANDARD
_STANDARD = frozenset(fields.STANDARD)
_SUMMARY = frozenset(fields.SUMMARY)
_LONGEST_NOTHING = 40  # characters of "not provided" and the like in other fields
_STARS_SCORE = lazy_pattern(r"[★☆⭐✩✰\s]*\((\d{1,3}(?:\.\d+)?\s?/\s?\d{1,3})\)")
_name_of = attrgetter("name")
_LONGEST_FAILURE = 400  # characters of a text that different papers may share by failing


class Finished(NamedTuple):
    """Entries with the diagnostics of their text; `judge` tells what they lack."""

    entries: tuple[Entry, ...]
    diagnostics: list[Diagnostic]


def finish(raws: Sequence[Raw], path: str, rules: Rules) -> Finished:
    """Turn raw entries into entries: merge fields of one name, tell what is missing."""
    extra = frozenset(rules.placeholders)
    named = frozenset(name for _, name in rules.labels)
    keys = [_key(raw) for raw in raws]
    texts = [
        text for raw in raws for field in raw.fields if len(text := field.text) < _LONGEST_FAILURE
    ]
    nothing = missing_values(texts, extra)
    lacking = nothing | _repeated(raws, keys, texts)
    shown = _shown_fields(raws)
    entries: list[Entry] = []
    for raw, key in zip(raws, keys, strict=True):
        whole = raw.standard and (
            not lacking or lacking.isdisjoint([field.text for field in raw.fields])
        )
        kept, missing = (tuple(raw.fields), ()) if whole else _fields(raw, lacking, nothing, shown)
        target = raw.target
        entries.append(
            Entry(
                key,
                raw.title,
                target.link,
                path,
                raw.line,
                target.arxiv,
                target.version,
                raw.number,
                raw.authors,
                raw.category,
                raw.categories,
                raw.section or raw.category,
                kept,
                missing,
                raw.raw,
            )
        )
    return Finished(tuple(entries), list(_text_problems(entries, raws, path, named)))


def _key(raw: Raw) -> str:
    return raw.target.arxiv.replace("/", "-") or paper_key(raw.target.link, raw.title)


def _repeated(raws: Sequence[Raw], keys: list[str], texts: list[str]) -> set[str]:
    """Find the values of summaries that three papers or more with different abstracts share.

    Papers whose abstracts are alike, too, are samples of a format rather than failures.
    `texts` are those of all fields that are short enough.
    """
    if len(texts) - len(set(texts)) < 2:  # as a rule
        return set()
    often = {text for text, count in Counter(texts).items() if count > 2}
    if not often:
        return often
    abstracts: dict[str, str] = {}
    papers: dict[str, str] = {}
    owners: dict[str, str] = {}
    shared: dict[str, set[str]] = {}
    for raw, key in zip(raws, keys, strict=True):
        abstract = next((field.text for field in raw.fields if field.name == "abstract"), key)
        paper = papers.setdefault(key, abstracts.setdefault(abstract, key))
        for field in raw.fields:
            text = field.text
            if text in often and field.name in _SUMMARY:
                owner = owners.setdefault(text, paper)
                if owner != paper:
                    shared.setdefault(text, {owner}).add(paper)
    return repeated_values(shared)


def _shown_fields(raws: Sequence[Raw]) -> tuple[str, ...]:
    """Return the standard fields that more than half of the entries label."""
    patterns = Counter([tuple(map(_name_of, raw.fields)) for raw in raws if not raw.standard])
    patterns[_IN_ORDER] += len(raws) - patterns.total()
    return tuple(
        name
        for name in fields.STANDARD
        if 2 * sum(n for pattern, n in patterns.items() if name in pattern) > len(raws)
    )


def _fields(
    raw: Raw, failures: set[str], nothing: set[str], shown: tuple[str, ...]
) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """Merge the fields of one name: (the fields that say something, the names of the missing).

    Args:
        raw: the entry.
        failures: the texts that say nothing where a summary should stand.
        nothing: those of them that say nothing anywhere.
        shown: the standard fields that most entries label.
    """
    kept: dict[str, Field] = {}
    doubled: dict[str, list[Field]] = {}
    lacking: set[str] = set()
    for field in raw.fields:
        name, text = field.name, field.text
        if name in _STANDARD:
            if text in failures:
                lacking.add(name)
                continue
        elif not text or (text in nothing and (name in _SUMMARY or len(text) < _LONGEST_NOTHING)):
            continue
        if name in kept:
            doubled.setdefault(name, [kept[name]]).append(field)
        else:
            kept[name] = field
    for name, same in doubled.items():
        if name == "abstract":
            same = _translated(same, kept)
        texts = dict.fromkeys(field.text for field in same)
        glue = ", " if fields.kind_of(name).group == "meta" else "\n\n"
        kept[name] = Field(name, same[0].label, glue.join(texts), same[0].line)
    if "score" in kept:
        score = kept["score"]
        kept["score"] = Field("score", score.label, score.text.strip("`* "), score.line)
    elif "recommendation" in kept:
        field = kept["recommendation"]
        stars = _STARS_SCORE.match(field.text)
        if stars:
            kept["score"] = Field("score", "", stars[1], field.line)
    missing = tuple(
        [
            name
            for name in fields.STANDARD
            if name not in kept and (name in lacking or (name in shown and not raw.raw))
        ]
    )
    return tuple(kept.values()), missing


def _translated(same: list[Field], kept: dict[str, Field]) -> list[Field]:
    """Of two abstracts in different scripts the one in Latin letters is the authors'."""
    original = [field for field in same if not HAN.search(field.text[:200])]
    if not original or len(original) == len(same):
        return same
    other = next(field for field in same if field not in original)
    kept.setdefault("translated_abstract", Field("translated_abstract", "", other.text, other.line))
    return original


def judge(entries: Iterable[Entry]) -> list[Diagnostic]:
    """Tell what entries lack; those of a digest of several files are judged once joined."""
    files: dict[str, list[Entry]] = {}
    for entry in entries:
        files.setdefault(entry.path, []).append(entry)
    return [
        problem for path, those in files.items() for problem in capped(list(_lacking(those, path)))
    ]


def _lacking(entries: list[Entry], path: str) -> Iterable[Diagnostic]:
    """Tell what the entries that stand in one file lack."""
    missing: list[int] = []
    for entry in entries:
        line = entry.line
        if not entry.title:
            yield diagnostic("D203", path, line, f"no title for {entry.link or 'a paper'}")
        if not entry.link.lower().startswith(("http://", "https://")):  # pages show no other
            yield diagnostic("D204", path, line, f"no link for “{entry.title}”")
        if not entry.authors:
            yield diagnostic("D205", path, line, f"no authors for “{entry.title}”")
        if not entry.fields:
            yield diagnostic("D210", path, line, f"nothing but a header for “{entry.title}”")
        if entry.missing and entry.missing != ("abstract",):
            missing.append(line)
    if missing:
        message = f"{len(missing)} of {len(entries)} papers lack a part of their summary"
        yield diagnostic("D206", path, missing[0], message)


def _text_problems(
    entries: list[Entry], raws: Sequence[Raw], path: str, named: frozenset[str]
) -> Iterable[Diagnostic]:
    """Tell what is odd in the text of a file, whatever other files of its day hold.

    `named` are the fields for which the publisher has named labels.
    """
    seen: dict[str, int] = {}
    unknown: dict[str, list[int]] = {}
    for entry, raw in zip(entries, raws, strict=True):
        line = entry.line
        first = seen.setdefault(entry.key, line)
        if first != line:
            yield diagnostic("D202", path, line, f"{entry.key} stands on line {first} already")
        if raw.standard:
            continue
        for field in entry.fields:
            name = field.name
            if name in _STANDARD:
                continue
            if name[:2] == "x-" and name not in named:
                unknown.setdefault(field.label, []).append(field.line)
            elif name == "other":
                yield diagnostic(
                    "D208", path, field.line, f"text without a label: {field.text[:60]}"
                )
    for label, lines in unknown.items():
        where = f"{len(lines)} times" if len(lines) > 1 else "once"
        yield diagnostic("D209", path, lines[0], f"unknown label “{label}”, {where}")
