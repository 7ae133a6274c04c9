"""Aliases: where the addresses of renamed digests lead (`[aliases]`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def lead(aliases: Mapping[str, str], slugs: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """Follow aliases to the digests that they mean, over as many renames as there were.

    Args:
        aliases: old slug → new slug, which may be an alias itself.
        slugs: of all digests.

    Returns:
        The digest that each alias leads to, and the aliases that lead to none.
    """
    leads: dict[str, str] = {}
    lost: list[str] = []
    for old in sorted(aliases):
        new, passed = aliases[old], {old}
        while new not in slugs and new in aliases and new not in passed:
            passed.add(new)
            new = aliases[new]
        if new in slugs:
            leads[old] = new
        else:
            lost.append(old)
    return leads, lost
