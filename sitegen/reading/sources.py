"""Which files make one digest: grouping by name alone.

Knows nothing of the files' content.  Files of one day in one folder join: Markdown
beside text beside JSON Lines, and several languages of one day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sitegen.patterns import lazy_pattern
from sitegen.reading.dates import dates_in

ENDINGS = (".md", ".markdown", ".txt", ".jsonl")

# The names and codes of languages that pipelines put into file names.  Codes that are
# also words or subjects (it, is, no, cs) are left out on purpose.
_LANGUAGES: dict[str, str] = {
    name: code
    for code, names in {
        "zh": "zh cn zh-cn zh-hans zh-tw zh-hant chinese simplified-chinese "
        "traditional-chinese mandarin 中文 简体中文 繁體中文",
        "en": "en en-us en-gb english 英文",
        "ja": "ja jp ja-jp japanese 日本語 日文",
        "ko": "ko kr ko-kr korean 한국어 韩文",
        "fr": "fr french français",
        "de": "de german deutsch",
        "es": "es spanish español",
        "pt": "pt pt-br portuguese português",
        "it": "italian italiano",
        "ru": "ru russian русский",
        "ar": "ar arabic",
        "hi": "hi hindi",
        "vi": "vi vietnamese",
        "th": "thai",
        "tr": "tr turkish",
        "pl": "pl polish",
        "nl": "nl dutch",
        "uk": "uk ukrainian",
        "fa": "fa persian",
        "he": "hebrew",
        "sv": "swedish",
        "cs": "czech",
    }.items()
    for name in names.split()
}
_ENHANCED = lazy_pattern(r"[_\-. ]ai[_\-. ]?enhanced(?=$|[_\-. ])", re.IGNORECASE)


_SEPARATOR = lazy_pattern(r"[_\-. ]")


class Group(NamedTuple):
    """The files of one digest: its slug, and their names in order of preference."""

    slug: str
    names: tuple[str, ...]


class _Name(NamedTuple):
    name: str
    folder: str
    stem: str
    base: str  # the stem without language and `AI_enhanced`
    ending: str
    language: str


def is_candidate(name: str) -> bool:
    """Tell whether a file may be a digest, by its ending."""
    return name.lower().endswith(ENDINGS)


def language_of(name: str) -> str:
    """Return the language code that a file's name ends in ("zh"), or ""."""
    return _parse(name).language


def _parse(name: str) -> _Name:
    folder, _, file = name.rpartition("/")
    stem, _, ending = file.rpartition(".")
    base, language = _split_language(stem)
    return _Name(name, folder, stem, _ENHANCED.sub("", base), ending.lower(), language)


def _split_language(stem: str) -> tuple[str, str]:
    """Cut a known language off the end of a stem: ("2026-02-10_AI_enhanced", "zh")."""
    places = [match.start() for match in _SEPARATOR.finditer(stem)][-2:]
    for place in places:  # "zh_CN" before "CN"
        language = _LANGUAGES.get(stem[place + 1 :].lower().replace("_", "-"))
        if language:
            return stem[:place], language
    return stem, ""


def _day(parsed: _Name) -> str:
    """Return the day that a stem is, and nothing but a day: "2026-02-10" or ""."""
    days = dates_in(parsed.base)
    if len(days) == 1 and re.fullmatch(r"[\d\-_.]{8,10}", parsed.base):
        return days[0]
    spread = f"{parsed.folder}/{parsed.base}"[-10:]
    if re.fullmatch(r"\d{1,2}", parsed.base) and re.fullmatch(r"\d{4}/\d\d?/\d\d?", spread):
        return parsed.base
    return ""


def group_files(names: Sequence[str]) -> list[Group]:
    """Group the files below one content folder into digests.

    Args:
        names: paths below the content folder, `/` between parts, in any order.

    Returns:
        One group a digest, sorted by slug.  Within it Markdown stands before text,
        enhanced before raw JSON Lines, and files without a language before others.
    """
    groups: dict[tuple[str, str], list[_Name]] = {}
    for name in names:
        parsed = _parse(name)
        day = _day(parsed)
        # a language or `AI_enhanced` is cut off days alone: `notes_en.md` is no other
        # digest's second language
        groups.setdefault((parsed.folder, day or "/" + parsed.stem), []).append(parsed)
    made = [
        Group(_slug(folder, key, members), _ordered(members))
        for (folder, key), members in groups.items()
    ]
    return sorted(made)


def _slug(folder: str, key: str, members: list[_Name]) -> str:
    stem = members[0].stem
    if not key.startswith("/") and (len(members) > 1 or members[0].ending == "jsonl"):
        bare = sorted(member.base for member in members)
        stem = key if key in bare or len(set(bare)) > 1 else bare[0]
    return f"{folder}/{stem}" if folder else stem


def _ordered(members: list[_Name]) -> tuple[str, ...]:
    def preference(member: _Name) -> tuple[int, bool, str]:
        if member.ending == "jsonl":
            rank = 3 if _ENHANCED.search(member.stem) or member.language else 4
        else:
            rank = ("md", "markdown", "txt").index(member.ending)
        return rank, bool(member.language), member.name

    return tuple(member.name for member in sorted(members, key=preference))
