"""The maths font of a site: one subset for all its pages, made anew only for new characters."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen import text
from sitegen.cache import Cache
from sitegen.identity import short_hash
from sitegen.library import Library
from sitegen.model import Text
from sitegen.versions import version

_KEPT = "font"


def math_font(library: Library, pages: Iterable[Text], cache: Cache) -> bytes:
    """Return the font with every character that the site's formulas use, b"" for none.

    Args:
        library: its digests tell their characters.
        pages: the publisher's own pages.
        cache: where subsets are kept.

    Its name is fixed, so that no page changes when a digest brings a new character.
    """
    used = {c for head in library.digests for c in head.math_characters}
    for page in pages:
        used |= text.math_characters(page.html)
    if not used:
        return b""
    characters = text.beyond_base(used)
    made_by = " ".join((text.FINGERPRINT, version("fonttools"), version("ziamath")))
    name = f"{_KEPT}/{short_hash(f'{made_by} {characters}', 16)}"
    kept = cache.load(name, bytes)
    if kept is None:
        # The tools for fonts are large: only builds with new characters load them.
        from sitegen.text.mathfont import subset

        kept = subset(characters)
        cache.store(name, kept)
    return kept
