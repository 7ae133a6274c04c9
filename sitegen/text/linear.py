"""The linear form of MathML: what a formula is where there is no markup.

`x^2`, `a/b`, `√(x+1)`: for search, feeds' titles, citations and metadata.  Knows MathML
elements, not TeX.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from xml.etree import ElementTree

from sitegen.patterns import lazy_pattern

_ACCENT_MARKS = {
    "ˆ": "\u0302",
    "^": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "¯": "\u0304",
    "‾": "\u0305",
    "\u0332": "\u0305",
    "⃗": "\u20d7",
    "→": "\u20d7",
    "˙": "\u0307",
    "˚": "\u030a",
    "⃛": "\u20db",
    "¨": "\u0308",
    "´": "\u0301",
    "`": "\u0300",
    "ˇ": "\u030c",
    "˘": "\u0306",
}
# A thin space (`\,`, and what stands before `log`) or a wider one.
_SPACE = lazy_pattern(r"0?\.(?:1[6-9]|[2-9])|[1-9]")
_NO_SPACE_AFTER = ("/", "(", "[", "{", "-", "⟨", "√")
_PRIMES = frozenset("′″‴⁗°∘*†")
_PLAIN_LEAF = str.maketrans(
    {
        "−": "-",
        "⋅": "·",
        "∼": "~",
        "∗": "*",
        "\u2062": "",
        "\u2063": "",
        "\u2064": "",
        "\ufe00": "",
        "\ufe01": "",
        "\u00a0": " ",
    }
)


def _is_one(text: str) -> bool:
    return len(text) <= 1 or text.isalpha() or text.isdigit()


def _grouped(text: str) -> str:
    return text if _is_one(text) else f"({text})"


def linear(element: ElementTree.Element) -> str:
    """Return the linear form of a MathML element: `x^2`, `a/b`, `α`."""
    tag = element.tag
    render = _PLAIN_FORMS.get(tag)
    if render:
        return render([linear(child) for child in element], element)
    if tag == "mspace":
        return " " if _SPACE.match(element.get("width", "")) else ""
    if tag == "mphantom":
        return ""
    if len(element) == 0:
        return _plain_leaf(element.text or "")
    parts = [_plain_leaf(element.text or "")]
    ends = False  # whether what stands last would swallow a letter or a digit
    for child in element:
        part = linear(child)
        if ends and part[:1].isalnum() and parts[-1][-1:].isalnum():
            parts.append(" ")
        # x^2 y, and ∑_i x, since x^2y and ∑_ix would be other formulas; but H_2O.
        ends = "^" in part or (child.tag in _SCRIPTED and child[0].tag == "mo")
        if part == " " and parts[-1][-1:] in _NO_SPACE_AFTER:
            continue  # 1/log n
        parts += [part, *([_plain_leaf(child.tail)] if child.tail else [])]
    return "".join(parts).replace("\u2061(", "(").replace("\u2061", " ")


def _plain_leaf(text: str) -> str:
    text = text.translate(_PLAIN_LEAF)
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFKC", character) if character >= "\U0001d400" else character
        for character in text
    )


Parts = list[str]
_SCRIPTED = frozenset({"msub", "msubsup", "munder", "munderover"})


def _sup(base: str, script: str) -> str:
    script = script.strip()
    if script and all(character in _PRIMES for character in script):
        return base + script.replace("∘", "°")
    return f"{base}^{_grouped(script)}" if script else base


def _sub(base: str, script: str) -> str:
    script = script.strip()
    return f"{base}_{_grouped(script)}" if script else base


def _over(parts: Parts, element: ElementTree.Element) -> str:
    base, script = parts[0], parts[-1]
    mark = _ACCENT_MARKS.get(script)
    if mark:
        return unicodedata.normalize("NFC", base + mark) if len(base) == 1 else base
    return base if element.get("accent") else _sup(base, script)


def _under(parts: Parts, element: ElementTree.Element) -> str:
    return parts[0] if element.get("accentunder") else _sub(parts[0], parts[-1])


def _both(parts: Parts, _: ElementTree.Element) -> str:
    return _sup(_sub(parts[0], parts[1]), parts[2])


def _fraction(parts: Parts, element: ElementTree.Element) -> str:
    if element.get("linethickness") == "0":
        return f"{parts[0]} choose {parts[1]}"
    return f"{_grouped(parts[0])}/{_grouped(parts[1])}"


_PLAIN_FORMS: dict[str, Callable[[Parts, ElementTree.Element], str]] = {
    "msup": lambda parts, _: _sup(parts[0], parts[1]),
    "msub": lambda parts, _: _sub(parts[0], parts[1]),
    "msubsup": _both,
    "munderover": _both,
    "mover": _over,
    "munder": _under,
    "mfrac": _fraction,
    "msqrt": lambda parts, _: "√" + _grouped("".join(parts)),
    "mroot": lambda parts, _: f"{_grouped(parts[0])}^(1/{parts[1]})",
    "mtr": lambda parts, _: " ".join(part for part in parts if part),
    "mtable": lambda parts, _: "; ".join(parts),
}
