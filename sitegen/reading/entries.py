"""From scanned papers to entries: identity, authors, categories, fields, what is missing.

Works on what the scanner and the JSON Lines reader find alike; knows no lines of text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from textwrap import dedent
from typing import NamedTuple

from sitegen import fields
from sitegen.identity import paper_key
from sitegen.model import Diagnostic, Entry, Field, Record
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import AUTHORS, CATEGORIES, CATEGORY, LINK, TITLE
from sitegen.reading.authors import split_authors
from sitegen.reading.diagnostics import diagnostic
from sitegen.reading.links import Target, arxiv_ids_in, first_link, target_of
from sitegen.reading.missing import missing_values, repeated_values
from sitegen.reading.parts import Draft
from sitegen.taxonomy import category_name, find_codes, known_code

_IN_ORDER = fields.STANDARD
_STANDARD = frozenset(fields.STANDARD)
_SUMMARY = frozenset(fields.SUMMARY)
_SCORE = lazy_pattern(r"\d{1,3}(?:\.\d{1,4})?\s?(?:/\s?\d{1,3}|%)|\d{1,3}(?:\.\d{1,4})?")
_LONGEST_NOTHING = 40  # characters of "not provided" and the like in other fields
_BETWEEN_CATEGORIES = lazy_pattern(r"[,;、，\n]|[`*\]][ \t]+[`*\[]")
_LONGEST_TAIL = 500  # characters behind a header's link that are more than plain text
_STARS_SCORE = lazy_pattern(r"[★☆⭐✩✰\s]*\((\d{1,3}(?:\.\d+)?\s?/\s?\d{1,3})\)")
_HAN = lazy_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


_name_of = attrgetter("name")
_LONGEST_FAILURE = 400  # characters of a text that different papers may share by failing


class Raw(Record, frozen=True, gc=False):
    """An entry before it is known which of its values are missing."""

    title: str
    target: Target
    line: int
    number: int
    authors: tuple[str, ...]
    category: str
    categories: tuple[str, ...]
    section: str
    fields: Sequence[Field]
    raw: bool = False
    standard: bool = False  # its fields are the standard ones, each once, in their order


def raw_entry(draft: Draft, section: str, code: str) -> Raw:
    """Make an entry of a scanned paper.

    Args:
        draft: the paper.
        section: the title of its section, "" for none.
        code: the category that the section is, "" where it is a topic.
    """
    if draft.fields and len(draft.parts) == 1:
        raw = _canonical(draft, section)
        if raw:
            return raw
    header = draft.header
    title, link = header.title, header.link
    authors: tuple[str, ...] = ()
    category = ""
    categories: list[str] = []
    links: list[str] = []
    found = list(draft.fields)
    if draft.category:
        category, listed, rest = _category(draft.category)
        categories += listed or (category,)
        if rest:
            found.insert(0, Field("subjects", "Main category", rest, draft.line + 3))
    loose = draft.loose
    for part in draft.parts:
        name, text = part.name, part.text()
        if loose and "\n" in text:  # the lines of an item are indented
            first, _, rest = text.partition("\n")
            text = f"{first}\n{dedent(rest)}"
        if name == "tags" and (codes := find_codes(text)) and not _besides(text, codes):
            categories += codes
        elif name[0] != "@":
            label = "" if name in _STANDARD else part.label
            found.append(Field(name, label, text, part.line))
        elif not text:
            continue
        elif name == AUTHORS:
            authors = authors + split_authors(text)
        elif name == CATEGORY:
            main, listed, rest = _category(text)
            category = category or main
            categories += listed or (main,)
            if rest:  # MSC and ACM classes
                found.append(Field("subjects", part.label, rest, part.line))
        elif name == CATEGORIES:
            listed, rest = split_categories(text)
            categories += listed
            if rest:
                found.append(Field("subjects", part.label, rest, part.line))
        elif name == TITLE:
            if title and _HAN.search(title) and not _HAN.search(text):  # a translation above
                found.append(Field("translated_title", "", title, draft.line))
                title = text.strip("*_ ")
            elif title and title != text:
                found.append(Field("other", part.label, text, part.line))
            title = title or text.strip("*_ ")
        elif name == LINK:
            links.append(text)
    if header.tail:
        codes, rest = _read_tail(header.tail, draft.line, found)
        categories += codes
        if rest and not title:  # "Paper 1: A Title"
            title = rest
        elif rest:
            found.append(Field("other", "", rest, draft.line))
    target = _target(link, links, found, draft)
    if not category:
        category = categories[0] if categories else code
    every = tuple(dict.fromkeys((category, *categories))) if category else ()
    return Raw(title, target, draft.line, header.number, authors, category, every, section, found)


def _canonical(draft: Draft, section: str) -> Raw | None:
    """Make an entry of a paper of which `canonical` has read all, or None for an odd one."""
    main, codes, rest = _category(draft.category)
    header = draft.header
    target = Target(header.link, draft.arxiv) if draft.arxiv else target_of(header.link)
    if rest or not main or not target.arxiv:
        return None
    authors = split_authors(draft.parts[0].lines[0])
    return Raw(
        header.title, target, draft.line, header.number, authors, main, codes or (main,), section,
        draft.fields, standard=True,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _category(text: str) -> tuple[str, tuple[str, ...], str]:
    """Read a category: (the main one, all arXiv codes, what else the text says).

    Without any code the whole text is the category: a topic of the publisher's.
    """
    codes = find_codes(text)
    bare = text.strip("`*[] ")
    if not codes:
        return known_code(bare) or bare, (), ""
    rest = re.sub(r"[A-Za-z-]+\.[A-Za-z-]+|[a-z]+-[a-z]+", _unless_code, text)
    rest = re.sub(r"\(\s*\)", "", rest)  # "Machine Learning (cs.LG)"
    names = {"and", *(category_name(code).lower() for code in codes)}
    rest = ", ".join(
        word
        for piece in re.split(r"[,;\[\]`*]", rest)
        if any(map(str.isalnum, word := piece.strip())) and word.strip(" -–—").lower() not in names
    )
    return codes[0], tuple(codes), rest


def _besides(text: str, codes: list[str]) -> bool:
    """Tell whether a text holds words besides category codes."""
    low = text.lower()
    for code in codes:
        low = low.replace(code.lower(), "")
    return any(map(str.isalnum, low))


def _unless_code(match: re.Match[str]) -> str:
    return "" if known_code(match[0]) else match[0]


def split_categories(text: str) -> tuple[tuple[str, ...], str]:
    """Split a list of categories: their codes and a publisher's own topics, what else it says.

    arXiv itself writes `Machine Learning (cs.LG); Robotics (cs.RO)`; some pipelines write
    lists of Python: `['cs.LG', 'cs.RO']`.
    """
    categories: list[str] = []
    others: list[str] = []
    for piece in _BETWEEN_CATEGORIES.split(text):
        word = piece.strip(" \t`*[]()'\"")
        words = word.split()
        if len(words) > 1 and all(map(_is_code, words)):
            categories += [known_code(code) or code for code in words]
        elif codes := find_codes(word):
            categories += codes
            _, _, rest = _category(piece)
            others += [rest] if rest else []
        elif word:
            categories.append(known_code(word) or word)
    return tuple(categories), ", ".join(others)


def _is_code(word: str) -> bool:
    """Tell what is one of several categories between which nothing but spaces stands."""
    return bool(known_code(word)) or "." in word.strip(".") or (word.isupper() and len(word) < 8)


def _target(link: str, links: list[str], found: list[Field], draft: Draft) -> Target:
    """Choose a paper's link: the header's, or else one that its lines label or name."""
    target = target_of(link)
    if target.arxiv and not links:
        return target
    labelled = [target_of(first_link(text)) for text in links]
    for text, other in zip(links, labelled, strict=True):
        if other.link and (other.arxiv or other.link) == (target.arxiv or target.link):
            continue
        relative = not target.arxiv and not link.lower().startswith("http")
        if other.link and (not target.link or (relative and other.arxiv)):
            target = other
        else:
            found.append(Field("links", "", text, draft.line))
    if not target.arxiv and not target.link.lower().startswith("http"):
        ids = arxiv_ids_in("\n".join(f.text for f in found if f.name == "other")[:4000])
        if len(ids) == 1:
            target = target_of(ids.pop())
    return target


def _read_tail(tail: str, line: int, found: list[Field]) -> tuple[list[str], str]:
    """Read what stands behind a header's link: categories, a score, or other words.

    Returns:
        The categories, and the other words.
    """
    if len(tail) > _LONGEST_TAIL:
        return [], tail
    codes = find_codes(tail)
    rest = re.sub(
        r"\[+[^\[\]]{0,40}\]+\((?:#[^()]*|https?://[^()\s]*arxiv\.org/[^()\s]*)\)", " ", tail
    )
    rest = re.sub(r"`[^`]{0,40}`", lambda match: " " if _is_mark(match[0]) else match[0], rest)
    rest = rest.strip(" \t()[]|·•-–—*⭐★☆:：")
    if not rest or find_codes(rest) == [rest]:
        return codes, ""
    label, place, value = rest.partition(":") if ":" in rest else rest.partition("：")
    score = _SCORE.fullmatch((value if place else rest).strip(" `()[]⭐★"))
    if score and len(label) < 30:
        found.append(Field("score", label.strip() if place else "", score[0], line))
        return codes, ""
    return codes, rest


def _is_mark(text: str) -> bool:
    inner = text.strip("`")
    return bool(find_codes(inner)) or inner.lower().startswith("arxiv")


class Finished(NamedTuple):
    """Entries with their diagnostics."""

    entries: tuple[Entry, ...]
    diagnostics: list[Diagnostic]


def finish(raws: Sequence[Raw], path: str, placeholders: Iterable[str]) -> Finished:
    """Turn raw entries into entries: merge fields of one name, tell what is missing."""
    extra = frozenset(placeholders)
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
    return Finished(tuple(entries), list(_judge(entries, [raw.standard for raw in raws], path)))


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
        elif not text or (len(text) < _LONGEST_NOTHING and text in nothing):
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
    original = [field for field in same if not _HAN.search(field.text[:200])]
    if not original or len(original) == len(same):
        return same
    other = next(field for field in same if field not in original)
    kept.setdefault("translated_abstract", Field("translated_abstract", "", other.text, other.line))
    return original


def _judge(entries: list[Entry], standards: list[bool], path: str) -> Iterable[Diagnostic]:
    """Tell what is wrong with the entries of a file; `standards` tells `Raw.standard` of each."""
    seen: dict[str, int] = {}
    unknown: dict[str, list[int]] = {}
    missing: list[int] = []
    for entry, standard in zip(entries, standards, strict=True):
        line = entry.line
        if not entry.title:
            yield diagnostic("D203", path, line, f"no title for {entry.link or 'a paper'}")
        if not entry.link:
            yield diagnostic("D204", path, line, f"no link for “{entry.title}”")
        if not entry.authors:
            yield diagnostic("D205", path, line, f"no authors for “{entry.title}”")
        if not entry.fields:
            yield diagnostic("D210", path, line, f"nothing but a header for “{entry.title}”")
        if entry.missing and entry.missing != ("abstract",):
            missing.append(line)
        first = seen.setdefault(entry.key, line)
        if first != line:
            yield diagnostic("D202", path, line, f"{entry.key} stands on line {first} already")
        if standard:
            continue
        for field in entry.fields:
            name = field.name
            if name in _STANDARD:
                continue
            if name[:2] == "x-":
                unknown.setdefault(field.label, []).append(field.line)
            elif name == "other":
                yield diagnostic(
                    "D208", path, field.line, f"text without a label: {field.text[:60]}"
                )
    for label, lines in unknown.items():
        where = f"{len(lines)} times" if len(lines) > 1 else "once"
        yield diagnostic("D209", path, lines[0], f"unknown label “{label}”, {where}")
    if missing:
        message = f"{len(missing)} of {len(entries)} papers lack a part of their summary"
        yield diagnostic("D206", path, missing[0], message)
