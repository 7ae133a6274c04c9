"""Which characters of a maths font a page of MathML needs.

Knows how browsers choose glyphs for MathML, but no font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from sitegen.patterns import lazy_pattern

_TOKEN = lazy_pattern(r"<(mi|mn|mo|mtext|ms)\b([^>]*)>([^<]*)")
_MATH = lazy_pattern(r"<math\b.*?</math>", re.DOTALL)
_BELOW_TEXT = lazy_pattern(r"<(?:b|i|em|u|s|code|span)\b[^>]*>([^<]*)")

# Browsers draw an <mi> of one letter from the italic letters of the Mathematical
# Alphanumeric Symbols block (MathML Core, "math-auto"); Unicode left a hole at h.
_ITALIC_LATIN = {
    **{chr(ord("A") + n): chr(0x1D434 + n) for n in range(26)},
    **{chr(ord("a") + n): chr(0x1D44E + n) for n in range(26)},
    "h": "\u210e",
    "ı": "\U0001d6a4",
    "ȷ": "\U0001d6a5",
}
_ITALIC_GREEK = {
    **{chr(0x391 + n): chr(0x1D6E2 + n) for n in range(25) if n != 17},
    **{chr(0x3B1 + n): chr(0x1D6FC + n) for n in range(25)},
    **dict(zip("ϴ∇∂ϵϑϰϕϱϖ", "𝛳𝛻𝜕𝜖𝜗𝜘𝜙𝜚𝜛", strict=True)),
}
ITALIC = {**_ITALIC_LATIN, **_ITALIC_GREEK}

#: In every subset, so that few days bring a character that a site's font lacks: Latin and
#: Greek with their italics, bold Latin, digits, common operators.
BASE = frozenset(
    "".join(
        [
            *map(chr, range(0x20, 0x7F)),
            *ITALIC,
            *ITALIC.values(),
            *map(chr, range(0x1D400, 0x1D434)),
            *map(chr, range(0x1D7CE, 0x1D7D8)),
            "±×÷·¬°′″‴…–—‖†‡•√∛∞∝∠∧∨∩∪∫∮∑∏∐∂∇∈∉∋∀∃∄∅∗∘∙⋅⋆⋯⋮⋱",
            "←→↔↑↓⇐⇒⇔↦↪⟶⟵⟹⟺≈≃≅≡≢≠≤≥≪≫≲≳∼≺≻⊂⊃⊆⊇⊊⊕⊖⊗⊘⊙⊤⊥⊢⊨⟂∣∤∥∖−∓⟨⟩⌈⌉⌊⌋⋃⋂★□",
            "ˆˇ˘˙˚˜¨´`¯‾⃗\u0302\u0303\u0304\u0307\u0308ℓℏℎℜℑℵℂℕℙℚℝℤ",
        ]
    )
)

# Alphabets of one style in the Mathematical Alphanumeric Symbols block (The Unicode Standard,
# 22.2): Latin capitals and small letters by 26, Greek by 58, digits by 10; and the script
# capitals that stand among the Letterlike Symbols instead.
_ALPHABETS = (
    *((0x1D400 + n * 26, 26) for n in range(26)),
    *((0x1D6A8 + n * 58, 58) for n in range(5)),
    *((0x1D7CE + n * 10, 10) for n in range(5)),
)
_FAMILIES = [set(map(chr, range(start, start + length))) for start, length in _ALPHABETS]
_FAMILIES[6] |= set("ℬℰℱℋℐℒℳℛ")  # the script capitals
_FAMILY = {character: family for family in _FAMILIES for character in family}
_ROW = 16  # code points of a row in the other blocks

# Characters that browsers draw by another one: the hyphen as minus, primes, accents.
_DRAWN_AS = {"-": "−", "'": "′", "^": "ˆ", "~": "˜", "*": "∗"}


def math_characters(html: str) -> set[str]:
    """Return every character that the MathML in this HTML draws from the maths font.

    The italic form of a single letter is among them, and the parts of a letter with its
    accent.
    """
    found: set[str] = set()
    for math in _MATH.findall(html) if "<math" in html else ():
        for name, attributes, escaped in _TOKEN.findall(math):
            text = unescape(escaped)
            found.update(text)
            if name == "mi" and len(text) == 1 and "mathvariant" not in attributes:
                found.add(ITALIC.get(text, text))
        for escaped in _BELOW_TEXT.findall(math):
            found.update(unescape(escaped))
    for character in tuple(found):
        found.update(_DRAWN_AS.get(character, ""))
        found.update(unicodedata.normalize("NFD", character))
    return {character for character in found if not character.isspace()}


def beyond_base(characters: Iterable[str]) -> str:
    """Return what a subset needs beyond `BASE`: whole alphabets and rows of the characters.

    A subset is dear to make, and one `𝒜` will be followed by a `𝒞`: so few days make it anew.
    Letters of Chinese, Japanese and Korean, which no maths font has, do not count.

    Args:
        characters: what formulas use (`math_characters`).
    """
    found: set[str] = set()
    for character in {c for c in characters if not _is_east_asian(c)} - BASE:
        family = _FAMILY.get(character)
        if family is None:
            start = ord(character) // _ROW * _ROW
            family = set(map(chr, range(start, start + _ROW)))
        found |= family
    return "".join(sorted(found - BASE))


def _is_east_asian(character: str) -> bool:
    return (
        "\u1100" <= character < "\u1200"
        or "\u2e80" <= character < "\ufe00"
        or character >= "\U00020000"
    )
