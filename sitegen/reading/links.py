"""Links of papers: to arXiv in all its forms and mirrors, or to anywhere else.

Knows nothing of digests.
"""

from __future__ import annotations

import re

from sitegen.identity import parse_arxiv
from sitegen.model import Record
from sitegen.patterns import lazy_pattern

# Places that show arXiv's papers below their identifier.
_MIRROR = lazy_pattern(
    r"https?://(?:www\.)?(?:"
    r"(?:hjfy\.top|papers\.cool|alphaxiv\.org|huggingface\.co|hf\.co|ar5iv\.org|ar5iv\.labs\.arxiv\.org"
    r"|scirate\.com|arxiv\.org|cn\.arxiv\.org|export\.arxiv\.org)/(?:arxiv/|abs/|papers/|html/|pdf/)*"
    r"|doi\.org/10\.48550/arxiv\."
    r")([^\s?#]+)",
    re.IGNORECASE,
)
# An address as arXiv gives it itself: nothing in it is to normalise.
USUAL = r"https://arxiv\.org/abs/([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})"
_USUAL = lazy_pattern(USUAL)
_IN_TEXT = lazy_pattern(
    r"(?:xiv\.org|ar5iv\.org|huggingface\.co|hf\.co|papers\.cool|scirate\.com|hjfy\.top)"
    r"/(?:abs|pdf|html|papers|arxiv)/([a-z\-]*(?:\.[a-z]{2})?/?\d[\d.]{5,10}\d(?:v\d+)?)"
    r"|\barxiv(?:[\s.]?id)?[\s.]?[*_`]{0,3}[:：]?[*_`]{0,3}\s?[*_`]{0,3}"
    r"(\d{4}\.\d{4,5}(?:v\d+)?)(?!\d)",
    re.IGNORECASE,
)
_MARKDOWN = lazy_pattern(r"\]\(\s*<?([^\s<>)]+)")
# What any text with a link or an arXiv id has; far more than those have it, too.
ANY_ADDRESS = lazy_pattern(r"https?://|\d\d\.\d{4}|rxiv", re.IGNORECASE)
_BARE = lazy_pattern(r"https?://[^\s<>\"'）】]+")


class Target(Record, frozen=True, gc=False):
    """What a link leads to; `arxiv` is "" and `version` 0 where it is not arXiv."""

    link: str
    arxiv: str = ""
    version: int = 0


def target_of(link: str) -> Target:
    """Normalise a link: arXiv in any form becomes its https abstract address.

    A version stays in the address and is told apart; any other link is kept as it is.
    """
    usual = _USUAL.fullmatch(link)
    if usual:
        return Target(link, usual[1])
    link = link.strip()
    found = parse_arxiv(link)
    if not found:
        mirror = _MIRROR.match(link)
        found = parse_arxiv(mirror[1].removesuffix(".pdf").rstrip("/")) if mirror else None
    if not found:
        return Target(link)
    version = f"v{found.version}" if found.version else ""
    return Target(f"https://arxiv.org/abs/{found.id}{version}", found.id, found.version)


def first_link(text: str) -> str:
    """Return the first link in a text, of Markdown or bare, or a bare arXiv id, or ""."""
    match = _MARKDOWN.search(text)
    if match:
        return match[1]
    match = _BARE.search(text)
    if match:
        return match[0].rstrip(".,;)")
    word = text.strip().strip("`[]()<>")
    return word if parse_arxiv(word) else ""


def arxiv_ids_in(text: str) -> set[str]:
    """Return the arXiv papers that a text links to or names as "arXiv:…"."""
    found = (parse_arxiv(match[1] or match[2]) for match in _IN_TEXT.finditer(text))
    return {arxiv.id for arxiv in found if arxiv}
