"""The order of terms in the index: that in which JavaScript compares strings."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.patterns import lazy_pattern

# Surrogates and what stands above them: only these sort otherwise as UTF-16 units.
_BEYOND = lazy_pattern("[\ud800-\U0010ffff]")


def utf16(term: str) -> bytes:
    """Return what JavaScript compares of a string."""
    return term.encode("utf-16-be", "surrogatepass")


def in_order(terms: Iterable[str]) -> list[str]:
    """Sort terms by UTF-16 units; without rare characters that is how Python sorts them."""
    found = sorted(terms)
    return sorted(found, key=utf16) if _BEYOND.search(" ".join(found)) else found
