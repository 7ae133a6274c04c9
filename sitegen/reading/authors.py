"""Authors: from a line of names to names, in their order and as printed.

Knows nothing of lines or labels.
"""

from __future__ import annotations

import html
import re

from sitegen.patterns import lazy_pattern

_TITLES = frozenset(
    {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "v", "phd", "ph.d.", "md", "m.d."}
)
_NOBODY = frozenset(
    {"", "-", "[]", "unknown", "n/a", "na", "none", "null", "et al", "et al.", "未知", "无"}
    | {"不明", "없음", "others", "等", "etc", "etc."}
)
_LONGEST_NOBODY = max(map(len, _NOBODY))
_SHORTEST = 4  # letters of a name that cannot be "Jr." or nothing
_ET_AL = lazy_pattern(
    r",?\s+(?:et\.?\s?al\.?|(?:and|&)\s+others)$|(?<=[\u4e00-\u9fff])\s?等人?$", re.IGNORECASE
)
# How pipelines write a list beside a plain line: HTML, a list of Python or JSON, list items.
_REFERENCE = lazy_pattern(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);", re.IGNORECASE)
_QUOTES = lazy_pattern(r"['\"][ \t]{0,9},[ \t]{0,9}['\"]")
_ITEM = lazy_pattern(r"<br[ \t]{0,9}/?>|(?:^|\n)[ \t]{0,9}[-*+•][ \t]+", re.IGNORECASE)
_ENDS = lazy_pattern(r"\bet\.?\s?al\.?$|\b[A-Z]\.$|\b[JS]r\.$", re.IGNORECASE)
_LONGEST_NAMES = 20_000
_OUTER = lazy_pattern(r"[,;、，；]")
_AND = lazy_pattern(r"^(?:and|&)\s+|\s+(?:and|&)\s+", re.IGNORECASE)
_JOINT = lazy_pattern(
    r"collaborat|consortium|team|group|project|university|institute|laborator", re.IGNORECASE
)


# A name: words with a capital or of Han, kana or hangul, initials, and particles between.
_NAME = lazy_pattern(
    r"(?:(?:[^\W\d_a-z][\w'’.\-]*|d[eaiu]|de[lrn]|van|von|der|den|la|le|bin|ibn|al|el|ter|dos|do|y)"
    r"(?:[ \u00b7]|$)){1,5}"
)


def are_names(text: str, *, one: bool = False) -> bool:
    """Tell whether a line without a label can only be authors.

    Two names or more, or "et al."; with `one`, a single one of two words or more, too.
    """
    text = text.strip(" \t*_`")
    if len(text) > _LONGEST_NAMES or (
        text.endswith((".", "。", "!", "?")) and not _ENDS.search(text)
    ):
        return False
    names = split_authors(text)
    several = len(names) > 1 or (
        len(names) == 1 and (_ENDS.search(text) is not None or (one and " " in names[0]))
    )
    return several and all(len(name) < 50 and _NAME.fullmatch(name) for name in names)


def split_authors(text: str) -> tuple[str, ...]:
    """Split a line of authors.

    Names are separated by `,`, `;` or their Chinese forms, with or without a space, and
    by a final "and".  Commas in parentheses, and before "Jr." and the like, separate
    nothing; where there are semicolons, commas stand inside names ("Doe, Jane; …").
    Collaborations stay whole.  Pieces without a letter are left out.  HTML's references
    and line breaks, quoted lists (`['A', 'B']`) and items of a list are read as what they
    stand for.
    """
    text = text.strip().strip("*_").strip()
    if "&" in text and _REFERENCE.search(text):
        text = html.unescape(text)  # its semicolon separates nothing
    if "\n" in text or "<" in text or text[:2] in ("['", '["', "- ", "* ", "• "):
        inside = text[1:-1].strip(" ,") if text[:1] == "[" and text[-1:] == "]" else ""
        if len(inside) > 1 and inside[0] in "'\"" and inside[-1] in "'\"":
            text = _QUOTES.sub(",", inside[1:-1])
        text = _ITEM.sub(",", text).strip(", ")
    low = text.lower()
    if len(low) <= _LONGEST_NOBODY and low in _NOBODY:
        return ()
    if _is_plain(low):
        plain = tuple(map(str.strip, text.split(",")))
        if min(map(len, plain)) > _SHORTEST:
            return plain
    if "(" in text or "（" in text or "{" in text:
        pieces = _split_outside(text)
    elif ";" in text and _surnames_first(text):
        pieces = text.split(";")
    else:
        pieces = _OUTER.split(text) if _unusual(text) else text.split(",")
    names: list[str] = []
    for piece in pieces:
        name = _ET_AL.sub("", piece.strip())
        if not name or not (name[0].isalpha() or any(char.isalnum() for char in name)):
            continue
        low = name.lower()
        if low.removeprefix("and ") in _NOBODY:
            continue
        if low in _TITLES and names:
            names[-1] += f", {name}"
        elif " and " in low or "&" in low or low.startswith("and "):
            names.extend(_split_and(name))
        else:
            names.append(name)
    return tuple(names)


def _is_plain(low: str) -> bool:
    """Tell a line that holds nothing but names and commas; nearly all do."""
    # One expression: a loop takes three times as long, a regular expression four times.
    return not (
        "(" in low or "{" in low or ";" in low or "&" in low or " and " in low
        or low.startswith("and ") or low.endswith("others")
        or ("et" in low and ("et al" in low or "et." in low or "etal" in low))
    ) and (
        low.isascii()
        or not ("（" in low or "；" in low or "、" in low or "，" in low or "等" in low)
    )  # fmt: skip


def _unusual(text: str) -> bool:
    return ";" in text or "、" in text or "，" in text or "；" in text


def _surnames_first(text: str) -> bool:
    """Tell "Doe, Jane; Roe, Richard" from commas and semicolons used alike."""
    parts = [part for part in text.split(";") if part.strip()]
    return all(part.count(",") <= 1 for part in parts)


def _split_outside(text: str) -> list[str]:
    """Split at commas and semicolons outside of parentheses and braces."""
    pieces, depth, start = [], 0, 0
    for match in re.finditer(r"[()（）{},;、，；]", text):
        char = match[0]
        if char in "(（{":
            depth += 1
        elif char in ")）}":
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(text[start : match.start()])
            start = match.end()
    pieces.append(text[start:])
    # one parenthesis that is never closed must not swallow the names behind it
    return pieces if depth == 0 else _OUTER.split(text)


def _split_and(name: str) -> list[str]:
    """Split "A and B"; a collaboration's name may hold "and"."""
    parts = [part.strip() for part in _AND.split(name) if part.strip()]
    if len(parts) > 1 and (_JOINT.search(name) or not all(" " in part for part in parts)):
        return [name]
    return parts
