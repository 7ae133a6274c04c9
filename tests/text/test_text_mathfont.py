"""The maths font: which characters a page needs, and a subset that holds them."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from sitegen.text import beyond_base, math_characters, mathfont, typeset_prose


@pytest.fixture(scope="module")
def font() -> TTFont:
    """The font of a site that needs no characters but the usual ones. Read only."""
    return TTFont(io.BytesIO(mathfont.subset("")))


def test_characters_are_those_of_formulas_with_what_browsers_draw_for_them() -> None:
    html = typeset_prose(r"é Let $x + \mathbb{R}$ and $\text{<ü}h \textbf{ö}$.").markup
    found = math_characters(html)
    assert {"x", "𝑥", "+", "ℝ", "<", "ü", "ö", "h", "ℎ"} <= found
    assert not {"é", "L", "a", " "} & found


def test_a_letter_that_is_upright_needs_no_italic() -> None:
    found = math_characters('<math><mi mathvariant="normal">x</mi><mi>sin</mi></math>')
    assert found == {"x", "s", "i", "n"}


def test_a_text_without_formulas_needs_nothing() -> None:
    assert math_characters("<em>x</em>") == set()


def test_a_subset_is_a_font_with_its_math_table_and_the_characters() -> None:
    data = mathfont.subset("∭𝔤")
    assert data[:4] == b"wOF2"
    font = TTFont(io.BytesIO(data))
    assert "MATH" in font
    assert {"ssty"} <= {
        record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord
    }
    mapped = set(font.getBestCmap())
    assert {ord(character) for character in "∭𝔤x𝑥ℎα𝛼0+=∑"} <= mapped
    assert ord("∰") not in mapped
    licence = font["name"].getDebugName(13)
    assert "Open Font License" in licence


def test_the_order_of_characters_does_not_matter_and_unknown_ones_are_passed_over() -> None:
    assert mathfont.subset("∭𝔤中") == mathfont.subset("中𝔤∭∭")


def _variants(font: TTFont, axis: str) -> dict[str, Any]:
    table = font["MATH"].table.MathVariants
    return dict(
        zip(
            getattr(table, f"{axis}GlyphCoverage").glyphs,
            getattr(table, f"{axis}GlyphConstruction"),
            strict=True,
        )
    )


def test_tall_delimiters_are_hardly_wider_than_small_ones(font: TTFont) -> None:
    """Chromium keeps room for the widest: a gap would stand behind every root."""
    upright = _variants(font, "Vert")
    for character in "√()[]{}|‖⌊⌋":  # ⟨⟩ have no parts
        small = font.getBestCmap()[ord(character)]
        made = upright[small]
        forms = [record.VariantGlyph for record in made.MathGlyphVariantRecord]
        forms += [part.glyph for part in made.GlyphAssembly.PartRecords]
        widths = [font["hmtx"][name][0] for name in forms]
        assert max(widths) <= widths[0] + 60, character
        assert all(font["glyf"][name].xMax <= 1.05 * max(widths) for name in forms), character


@pytest.mark.parametrize("arrow", "→←↔⇒⇐⇔")
def test_arrows_can_stretch(font: TTFont, arrow: str) -> None:
    parts = _variants(font, "Horiz")[font.getBestCmap()[ord(arrow)]].GlyphAssembly.PartRecords
    least = font["MATH"].table.MathVariants.MinConnectorOverlap
    assert all(
        min(left.EndConnectorLength, right.StartConnectorLength) >= least
        for left, right in pairwise(parts)
    )


def test_roots_have_low_forms(font: TTFont) -> None:
    """A browser hangs a root from its bar: the only form for small letters would hang too low."""
    em, root = font["head"].unitsPerEm, font.getBestCmap()[ord("√")]
    records = _variants(font, "Vert")[root].MathGlyphVariantRecord
    glyphs = [font["glyf"][record.VariantGlyph] for record in records]
    heights = [glyph.yMax - glyph.yMin for glyph in glyphs]
    assert records[0].VariantGlyph == root
    assert heights == sorted(heights)
    assert heights[:4] == [record.AdvanceMeasurement for record in records[:4]]
    assert heights[0] < 0.7 * em  # `n` with the gap and the bar above it is 0.62 em high
    assert sum(height < 1.2 * em for height in heights) == 4


def test_primes_stand_on_the_line_since_scripts_raise_them() -> None:
    font = TTFont(io.BytesIO(mathfont.subset("‴")))
    for prime in "′″‴":
        assert font["glyf"][font.getBestCmap()[ord(prime)]].yMin < 50, prime


def test_script_letters_differ_from_calligraphic_ones() -> None:
    """`\\mathscr` asks for U+FE01, `\\mathcal` for U+FE00."""
    font = TTFont(io.BytesIO(mathfont.subset("".join(math_characters(
        typeset_prose(r"$\mathscr{LX}\mathcal{LX}$").markup
    )))))  # fmt: skip
    [selected] = [table.uvsDict for table in font["cmap"].tables if table.format == 14]
    script = dict(selected[0xFE01])
    for letter in "ℒ𝒳":
        assert script[ord(letter)] != font.getBestCmap()[ord(letter)]


def test_words_stand_close_to_the_arrow_below_them(font: TTFont) -> None:
    constants, em = font["MATH"].table.MathConstants, font["head"].unitsPerEm
    assert constants.StretchStackTopShiftUp.Value < 0.2 * em
    assert constants.StretchStackBottomShiftDown.Value < 0.5 * em


def test_one_letter_of_an_alphabet_brings_the_whole_alphabet() -> None:
    """So that the next letter of it makes no new font."""
    assert beyond_base("x+∑") == ""
    script = beyond_base("𝒜")
    assert {"𝒞", "𝒵", "ℬ", "ℛ"} <= set(script)
    assert beyond_base("ℒ") == script == beyond_base("𝒵ℳ")
    assert not set("𝒶𝓐𝔄") & set(script)
    assert set(beyond_base("𝜶")) >= {"𝜷", "𝜴"}
    assert "ü" in beyond_base("ð")
    assert {beyond_base(c) for c in "𝟢𝟫"} == {"𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫"}


def test_letters_that_no_maths_font_has_make_no_new_font() -> None:
    assert beyond_base("中文かなカナ한글𠀀") == ""
