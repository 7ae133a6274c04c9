"""Names that last: arXiv identifiers, papers' keys, safe parts of paths.

Every path that the build writes is made here, so that no text can reach outside the
output folder or make two outputs share a path (docs/architecture.md, "Paths").
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from sitegen.patterns import lazy_pattern

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN(N) since 2007-04,
# archive(.subject class)/YYMMNNN before.
_NEW_ID = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_ID = r"[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV_URL = lazy_pattern(
    rf"(?i:https?://)?(?:[\w-]+\.)?arxiv\.org/(?:abs|pdf|html|format|e-print)/"
    rf"({_NEW_ID}|{_OLD_ID})(?:v(\d{{1,3}}))?(?:\.pdf)?/?(?=[?#\s)\]]|$)",
    re.IGNORECASE,
)
_ARXIV_ID = lazy_pattern(rf"(?:arxiv:)?({_NEW_ID}|{_OLD_ID})(?:v(\d{{1,3}}))?", re.IGNORECASE)

# Short enough that a part with its ending ("….html", "…-2.html") stays within 80 characters.
_SAFE = lazy_pattern(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,69}")
# A folder may not look like a page of its neighbour: categories/x.html/ beside x.html.
_ENDINGS = (".", ".html", ".xml", ".js", ".json")
# Windows refuses these in any case and with any ending; people unzip sites there.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"com{n}" for n in range(1, 10)}
    | {f"lpt{n}" for n in range(1, 10)}
)


class ArxivId(NamedTuple):
    """An arXiv identifier without its version (0 where none is given)."""

    id: str
    version: int


def parse_arxiv(link: str) -> ArxivId | None:
    """Find the arXiv identifier in a link to arXiv or in a bare identifier.

    Old identifiers lose their subject class, as arXiv itself drops it
    ("math.GT/0309136" is "math/0309136").

    Returns None where the text is neither.
    """
    match = _ARXIV_URL.match(link) or _ARXIV_ID.fullmatch(link)
    if not match:
        return None
    name = match[1].lower()
    if "/" in name:
        archive, number = name.split("/")
        name = f"{archive.split('.')[0]}/{number}"
    return ArxivId(name, int(match[2] or 0))


def arxiv_month(arxiv: str) -> str:
    """Return the month ("2025-11") in which an arXiv identifier was given out."""
    digits = arxiv.split("/")[-1]
    year = int(digits[:2])
    century = 2000 if "/" not in arxiv or year < 91 else 1900
    return f"{century + year:04d}-{digits[2:4]}"


def short_hash(text: str, digits: int = 8) -> str:
    """Hash a text to hex digits that stay the same for ever."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


@cache
def program_hash() -> str:
    """Hash the program itself: what another version made may not be taken for this one's."""
    state = hashlib.blake2b(digest_size=12)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        state.update(path.read_bytes())
    return state.hexdigest()


def safe_part(name: str, reserved: Collection[str] = ()) -> str:
    """Turn any name into one part of a path: `[A-Za-z0-9._-]`, at most 80 characters.

    A name that is already safe stays as it is.  Any other, a reserved one and one that
    a file system treats specially get `-` and 8 hex digits of the name's hash.  Names
    that differ only in case are told apart by `unique_parts`.

    Args:
        name: any text.
        reserved: lower-case names that something else has taken.
    """
    low = name.lower()
    if (
        _SAFE.fullmatch(name)
        and low not in reserved
        and not low.endswith(_ENDINGS)
        and low.split(".")[0] not in _DEVICES
    ):
        return name
    return _hashed_part(name)


def _hashed_part(name: str) -> str:
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:60].rstrip("-.")
    return f"{kept}-{short_hash(name)}" if kept else short_hash(name)


def safe_path(name: str, reserved: Collection[str] = ()) -> str:
    """Make each part of a `/`-separated name safe; empty parts and dots go."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return "/".join(safe_part(part, reserved) for part in parts) or short_hash(name)


def unique_parts(
    names: Collection[str], reserved: Collection[str] = (), *, parts: bool = True
) -> dict[str, str]:
    """Give every name its own safe path, also on file systems that fold case.

    Names whose paths differ only in case all get their hash, so that the path of none
    depends on their order.

    Args:
        names: any texts.
        reserved: lower-case parts that something else has taken.
        parts: a `/` divides a name into parts; else it is a character like any other.

    Returns:
        The path of each name.
    """
    safe = safe_path if parts else safe_part
    made = {name: safe(name, reserved) for name in names}
    seen: dict[str, int] = {}
    for path in made.values():
        seen[path.lower()] = seen.get(path.lower(), 0) + 1
    for name, path in made.items():
        if seen[path.lower()] > 1:
            head, _, last = name.rpartition("/") if parts else ("", "", name)
            made[name] = (safe_path(head) + "/" if head else "") + _hashed_part(last)
    return made


def paper_key(link: str, title: str) -> str:
    """Return the key of a paper: the part of its page's path before `.html`.

    An arXiv id without its version, `/` as `-`.  Any other paper gets a key from its
    link and its title together: distinct titles never merge on one non-arXiv link
    (a conference's page, say).
    """
    arxiv = parse_arxiv(link)
    if arxiv:
        return arxiv.id.replace("/", "-")
    words = " ".join(title.split()).lower()
    host = urlsplit_host(link)
    return safe_part(
        f"{host}-{short_hash(link.strip() + chr(10) + words, 12)}"
        if host
        else f"paper-{short_hash(words, 12)}"
    )


def urlsplit_host(link: str) -> str:
    """Return the host of an http(s) link in lower case, or "" for anything else."""
    try:
        parts = urlsplit(link)
        if parts.scheme.lower() in ("http", "https") and parts.hostname:
            return re.sub(r"[^a-z0-9.-]", "", parts.hostname.lower())[:40]
    except ValueError:
        pass
    return ""
