"""The maths font of a site: STIX Two Math, cut down to the characters in use.

The font file comes from the installed package `ziamath` (its licence is the SIL Open Font
License); fontTools cuts it.  Knows nothing of pages.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.text.fontset import BASE
from sitegen.text.stretching import mend

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# What browsers use in maths: smaller forms for scripts, and dotless letters below accents.
_FEATURES = ["ssty", "dtls", "flac", "ccmp", "mark", "mkmk", "kern", "rtlm"]


def subset(characters: str) -> bytes:
    """Return a WOFF2 font with its MATH table for these characters and the base set.

    The bytes depend on the characters that are not in `BASE` and on the versions of fontTools,
    Brotli and the font, not on the order of the characters or the time.

    Args:
        characters: what pages use (`math_characters`); unknown ones are passed over.
    """
    # A tenth of a second that only builds with formulas need.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(_source().read_bytes()), recalcTimestamp=False)
    _choose_glyphs(font)
    options = Options(
        layout_features=_FEATURES,
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
        recalc_timestamp=False,
        name_IDs=[0, 1, 2, 5, 13, 14],  # among them the copyright and the licence
        drop_tables=["DSIG", "FFTM"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(character) for character in BASE.union(characters)}))
    subsetter.subset(font)
    mend(font)
    font.flavor = "woff2"
    output = io.BytesIO()
    font.save(output, reorderTables=True)
    return output.getvalue()


def _choose_glyphs(font: TTFont) -> None:
    """Choose the glyphs of primes and of script letters that TeX's users expect.

    The font's primes are raised already, and MathML raises them once more: those of its
    stylistic set 4 stand on the line.  Its set 1 holds the script letters of `\\mathscr`, which
    the variation selector U+FE01 asks for.
    """
    on_line, mathscr = _alternates(font, "ss04"), _alternates(font, "ss01")
    cmap = dict(font.getBestCmap())  # several tables may share one
    for table in font["cmap"].tables:
        if table.format == 14:
            table.uvsDict[0xFE01] = [
                (code, mathscr[glyph]) for code, glyph in cmap.items() if glyph in mathscr
            ]
        else:
            for prime in "′″‴⁗":
                table.cmap[ord(prime)] = on_line[cmap[ord(prime)]]


def _alternates(font: TTFont, feature: str) -> dict[str, str]:
    """Return the glyphs that a stylistic set replaces, with those it puts in their place."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for index in record.Feature.LookupListIndex
    }
    found: dict[str, str] = {}
    for index in sorted(lookups):
        for part in table.LookupList.Lookup[index].SubTable:
            found |= getattr(part, "ExtSubTable", part).mapping
    return found


def _source() -> Path:
    """Find the font file without importing its package, which would load a renderer."""
    from importlib.metadata import files

    found = [file for file in files("ziamath") or () if file.name == "STIXTwoMath-Regular.ttf"]
    return Path(str(found[0].locate()))
