"""The maths font of a site: one subset for all its pages, made anew only for new characters."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen import text
from sitegen.cache import Cache
from sitegen.identity import program_hash, short_hash
from sitegen.library import Library
from sitegen.model import Text
from sitegen.usercache import UserCache, user_folder
from sitegen.versions import version

_KEPT = "font"
_MOST_FILES = 20  # of some 150 kB: those of sites that use characters of their own, and older ones


def math_font(library: Library, pages: Iterable[Text], cache: Cache) -> bytes:
    """Return the font with every character that the site's formulas use, b"" for none.

    Args:
        library: its digests tell their characters.
        pages: the publisher's own pages.
        cache: where subsets are kept; those of all sites are in the user's caches, too.

    Its name is fixed, so that no page changes when a digest brings a new character.
    """
    used = {c for head in library.digests for c in head.math_characters}
    for page in pages:
        used |= text.math_characters(page.html)
    if not used:
        return b""
    characters = text.beyond_base(used)
    made_by = " ".join((text.FINGERPRINT, version("fonttools"), version("ziamath")))
    key = short_hash(f"{made_by} {characters}", 16)
    kept = cache.load(f"{_KEPT}/{key}", bytes)
    if kept is None:
        kept = _of_all_sites(key, characters)
        cache.store(f"{_KEPT}/{key}", kept)
    return kept


def _of_all_sites(key: str, characters: str) -> bytes:
    """Make a subset, or find it: most sites use the same characters."""
    fonts = UserCache(user_folder("fonts"), _MOST_FILES)
    name = short_hash(f"{program_hash()} {key}", 16)
    found = fonts.load(name)
    if found is None:
        # The tools for fonts are large: only builds with new characters load them.
        from sitegen.text.mathfont import subset

        found = subset(characters)
        fonts.store(name, found)
    return found
