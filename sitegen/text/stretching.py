"""Mending how a maths font stretches: what browsers do not cope with in STIX Two Math.

Works on an open font of fontTools; knows no characters in use and no files.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# Chromium keeps room for the widest form of a delimiter, whichever it draws, as MathML Core
# has it for the width that is wanted (https://www.w3.org/TR/mathml-core/#layout-of-operators).
# Small brackets then stand in gaps and a gap follows every root, so the large forms are made
# hardly wider than the small one: by this share of an em at most.
_WIDER = 0.06
_DELIMITERS = "()[]{}|‖∣∥⌈⌉⌊⌋⟨⟩/\\√"

# MathML Core hangs a root's sign from its bar, where TeX puts what is too much of it half above.
# The smallest sign would hang deep below the line around `n`, so there are lower ones, for small
# letters, for capitals and for letters with a script: shares of the smallest's height.
_ROOTS = (0.57, 0.74, 0.88)

# How far above and below an arrow the words on it have their baseline, in shares of an em. The
# font means a distance from the arrow's own baseline; browsers take it from the arrow's edge.
_ABOVE_ARROW, _BELOW_ARROW = 0.15, 0.45


def mend(font: TTFont) -> None:
    """Narrow tall delimiters, add low roots, and let arrows to the right stretch."""
    variants = font["MATH"].table.MathVariants
    constants, em = font["MATH"].table.MathConstants, font["head"].unitsPerEm
    constants.StretchStackTopShiftUp.Value = round(_ABOVE_ARROW * em)
    constants.StretchStackBottomShiftDown.Value = round(_BELOW_ARROW * em)
    cmap = font.getBestCmap()
    names = {cmap[ord(character)] for character in _DELIMITERS if ord(character) in cmap}
    upright = variants.VertGlyphCoverage.glyphs
    for name, construction in zip(upright, variants.VertGlyphConstruction, strict=True):
        if name in names:
            limit = font["hmtx"][name][0] + round(_WIDER * em)
            for form in {*_forms(construction)} - {name}:
                _narrow(font, form, limit)
        if name == cmap[ord("√")]:
            _add_low_roots(font, name, construction)
    for construction in variants.HorizGlyphConstruction:
        _connect(construction)


def _forms(construction: Any) -> Iterator[str]:
    """Yield the glyphs of a delimiter's sizes and of the parts of its tallest."""
    for variant in construction.MathGlyphVariantRecord:
        yield variant.VariantGlyph
    if construction.GlyphAssembly:
        for part in construction.GlyphAssembly.PartRecords:
            yield part.glyph


def _narrow(font: TTFont, name: str, limit: int) -> None:
    """Scale a glyph that is wider than `limit` down to it, in width alone."""
    width, bearing = font["hmtx"][name]
    if width <= limit:
        return
    scale = limit / width
    glyph = font["glyf"][name]
    if glyph.isComposite():
        return
    glyph.coordinates.scale((scale, 1))
    glyph.coordinates.toInt()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (limit, round(bearing * scale))


def _add_low_roots(font: TTFont, name: str, construction: Any) -> None:
    """Put lower forms of the root before its smallest one, which becomes one of its sizes."""
    records = construction.MathGlyphVariantRecord
    sizes = [record for record in records if record.VariantGlyph != name]
    whole = deepcopy(font["glyf"][name])
    added: list[Any] = []
    for share in (*_ROOTS, 1.0):
        form = f"{name}.low{round(100 * share)}" if added else name
        glyph = deepcopy(whole)
        glyph.coordinates.scale((1, share))
        glyph.coordinates.toInt()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][form] = font["hmtx"][name]
        font["glyf"][form] = glyph
        record = deepcopy(records[0])
        record.VariantGlyph, record.AdvanceMeasurement = form, glyph.yMax - glyph.yMin
        added.append(record)
    construction.MathGlyphVariantRecord = added + sizes
    construction.VariantCount = len(added + sizes)


def _connect(construction: Any) -> None:
    """Mend arrows whose head has its connector on the wrong side: they would not stretch."""
    parts = construction.GlyphAssembly.PartRecords if construction.GlyphAssembly else []
    if len(parts) > 1 and not parts[-1].StartConnectorLength and parts[-1].EndConnectorLength:
        head = parts[-1]
        head.StartConnectorLength, head.EndConnectorLength = head.EndConnectorLength, 0
