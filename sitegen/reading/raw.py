"""From what is read of a paper to a raw entry: identity, authors, categories, fields.

What the scanner's drafts become; the JSON Lines reader makes the same of its records.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from textwrap import dedent

from sitegen import fields
from sitegen.model import Field, Record
from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import AUTHORS, CATEGORIES, CATEGORY, LINK, TITLE
from sitegen.reading.authors import split_authors
from sitegen.reading.links import Target, arxiv_ids_in, first_link, target_of
from sitegen.reading.parts import Draft
from sitegen.taxonomy import category_name, find_codes, known_code

_STANDARD = frozenset(fields.STANDARD)
_SCORE = lazy_pattern(r"\d{1,3}(?:\.\d{1,4})?\s?(?:/\s?\d{1,3}|%)|\d{1,3}(?:\.\d{1,4})?")
_BETWEEN_CATEGORIES = lazy_pattern(r"[,;、，\n]|[`*\]][ \t]+[`*\[]")
_CLASS = lazy_pattern(  # of MSC, "68T07", "62Fxx", "92-08", or of ACM, "I.2.6", "I.2.m"
    r"\d\d(?:[A-Z]|-)(?:\d\d|XX|xx)|[A-K]\.[\dm](?:\.(?:\d\d?|m))?"
)
_CLASS_RANKS = frozenset({"primary", "secondary"})
_BETWEEN_CLASSES = lazy_pattern(r"[\s,;:()]+")
_LONGEST_TAIL = 500  # characters behind a header's link that are more than plain text
HAN = lazy_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # and Japanese and Korean


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
        categories += listed
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
            categories += listed
            if rest:  # MSC and ACM classes
                found.append(Field("subjects", part.label, rest, part.line))
        elif name == CATEGORIES:
            listed, rest = split_categories(text)
            categories += listed
            if rest:
                found.append(Field("subjects", part.label, rest, part.line))
        elif name == TITLE:
            if title and HAN.search(title) and not HAN.search(text):  # a translation above
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
        header.title, target, draft.line, header.number, authors, main, codes, section,
        draft.fields, standard=True,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _category(text: str) -> tuple[str, tuple[str, ...], str]:
    """Read a category: (the main one, all arXiv codes, what else the text says).

    Without any code the whole text is the category: a topic of the publisher's, unless it
    holds nothing but classes of MSC or ACM.
    """
    codes = find_codes(text)
    bare = text.strip("`*[] ")
    if not codes:
        if are_classes(bare):
            return "", (), bare
        main = known_code(bare) or bare
        return main, (main,), ""
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

    MSC and ACM classes, which authors name beside the categories, are of the latter.  arXiv
    itself writes `Machine Learning (cs.LG); Robotics (cs.RO)`; some pipelines write
    lists of Python: `['cs.LG', 'cs.RO']`.
    """
    categories: list[str] = []
    others: list[str] = []
    for piece in _BETWEEN_CATEGORIES.split(text):
        word = piece.strip(" \t`*[]()'\"")
        words = word.split()
        if len(words) > 1 and all(map(_is_code, words)):
            categories += [known_code(code) or code for code in words if not are_classes(code)]
            others += filter(are_classes, words)
        elif codes := find_codes(word):
            categories += codes
            _, _, rest = _category(piece)
            others += [rest] if rest else []
        elif are_classes(word):
            others.append(f"{word})" if word.count("(") > word.count(")") else word)
        elif word:
            categories.append(known_code(word) or word)
    return tuple(categories), ", ".join(others)


def are_classes(text: str) -> bool:
    """Tell a text of MSC or ACM classes alone: `I.2.6; I.5.4`, `68T07 (Primary) 62M10`."""
    words = [word for word in _BETWEEN_CLASSES.split(text) if word.lower() not in _CLASS_RANKS]
    return any(words) and all(_CLASS.fullmatch(word) for word in words if word)


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
