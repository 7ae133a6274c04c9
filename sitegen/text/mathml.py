"""Formulas: TeX to checked MathML and to plain text.

math-core converts; what it returns is parsed as XML and written anew from the list of
allowed elements and attributes, and the same walk gives the plain form.  A formula that
does not get through shows its source.  Knows nothing of the text around a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree

from math_core import LatexError, LatexToMathML

from sitegen.patterns import lazy_pattern
from sitegen.text.allowed import MATHML_ELEMENTS
from sitegen.text.fontset import ITALIC
from sitegen.text.linear import linear
from sitegen.text.repair import (
    MACROS,
    balance,
    name_upright,
    repair,
    split_scripts,
    without_limits,
)
from sitegen.text.writer import start_tag

# Beyond these a formula shows its source.  math-core recurses and kills the process at
# some thousand levels; half a megabyte of stack, as threads have on some systems, still
# carries these.
LONGEST = 2000
DEEPEST = 40
_LONGEST_MATHML = 60_000
# Where a bracket is not closed, math-core reads all that follows a second time: the time
# doubles with each.
MOST_OPEN = 10
_WIDEST_FIXED = 24
_WIDEST_INLINE = 20
_LOOSE = 6
_ATTEMPTS = 8
_MEMORY = 16_384

_UNKNOWN = lazy_pattern(r'Unknown command "\\([A-Za-z]+)"')
_PLACE = lazy_pattern(r"(\d+): ")
_COMMAND = lazy_pattern(r"\\([A-Za-z]+)")
_NESTING = lazy_pattern(r"\\(left|right|begin|end)(?![A-Za-z])|\\[A-Za-z]+|\\.|[{}_^]", re.DOTALL)
_NAMES = "paren|brack|brace|angle|ang|floor|ceil|vert|Vert|group|moustache|Brace|Angle"
_PAIRED = {side: rf"{side}(?:{_NAMES}|{side}(?:angle|bracket|parenthesis))" for side in "lr"}
_DELIMITER = r"\s*(?:\\[A-Za-z]+|\\?.)?"
_BRACKET = lazy_pattern(
    rf"(?P<begin>\{{|\\begin(?![A-Za-z])|\\left(?![A-Za-z]){_DELIMITER})"
    rf"|(?P<end>\}}|\\end(?![A-Za-z])|\\right(?![A-Za-z]){_DELIMITER})"
    r"|(?P<cell>&|\\\\)"
    rf"|(?P<open>[(\[⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦍⦏⦑⦓⦕⧚⧼]|\\\{{|\\[bB]igg?l(?![A-Za-z]){_DELIMITER}"
    rf"|\\(?:{_PAIRED['l']}|[ul]lcorner)(?![A-Za-z]))"
    rf"|(?P<close>[)\]⌉⌋⌝⌟⎱❳⟆⟧⟩⟫⟭⟯⦄⦆⦎⦐⦒⦔⦖⧛⧽]|\\\}}|\\[bB]igg?r(?![A-Za-z]){_DELIMITER}"
    rf"|\\(?:{_PAIRED['r']}|[ul]rcorner)(?![A-Za-z]))"
    rf"|\\(?:middle|[bB]igg?m?)(?![A-Za-z]){_DELIMITER}|\\[A-Za-z]+|\\.",
    re.DOTALL,
)
_OPENING = " \t\n{[*%"
_DEFINITION = lazy_pattern(r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let)(?![A-Za-z])")
_SPACE = lazy_pattern(r"\s+")
_VALUE = lazy_pattern(r"[A-Za-z0-9.#%+-]{1,40}")

# A number with its sign and unit, or one sign, needs no MathML.
_NUMBER = r"\d+(?:[.,]\d+)*"
_SIGNS = {
    "\\sim": "∼",
    "\\approx": "≈",
    "\\times": "×",
    "\\pm": "±",
    "\\%": "%",
    "\\leq": "≤",
    "\\le": "≤",
    "\\geq": "≥",
    "\\ge": "≥",
    "\\to": "→",
    "\\rightarrow": "→",
    "\\cdot": "⋅",
    "-": "−",
}
_SIGN = r"\\(?:sim|approx|times|pm|%|leq?|geq?|to|rightarrow|cdot)(?![A-Za-z])|[<>+%~-]"
_TRIVIAL = lazy_pattern(
    rf"((?:{_SIGN})?)\s*({_NUMBER})\s*((?:\\times(?![A-Za-z])|\\?%)?)|({_SIGN})"
)


class Typeset(NamedTuple):
    """A formula ready to show: `valid` is False where the HTML is its source."""

    html: str
    plain: str
    valid: bool


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(
        fancy_error=False,
        allow_unreliable_rendering=True,
        max_expansions=200,
        macros=MACROS,
    )


@lru_cache(maxsize=_MEMORY)
def typeset_formula(tex: str, display: bool = False) -> Typeset:
    """Convert the TeX of one formula.

    Args:
        tex: what stands between the delimiters.
        display: set it as a block of its own.
    """
    tex = _SPACE.sub(" ", tex) if "%\n" not in tex else tex
    trivial = None if display else _TRIVIAL.fullmatch(tex.strip())
    if trivial:
        return _as_text(trivial)
    tree = _parse(tex, display)
    if tree is not None:
        try:
            plain = linear(tree).strip()
            _set_as_tex(tree)
            html = "".join(_written(tree))
            attributes = {"display": "block"} if display else {}
            attributes["alttext"] = _SPACE.sub(" ", tex).strip()
            html = f"{start_tag('math', attributes)}{html}</math>"
            if len(html) <= _LONGEST_MATHML:
                return Typeset(_scrolling(html, plain, display), plain, valid=True)
        except _RejectedError:
            pass
    source = tex.strip()
    html = f"{start_tag('code', {'class': 'tex'})}{escape(source, quote=False)}</code>"
    return Typeset(html, source, valid=False)


def _scrolling(html: str, plain: str, display: bool) -> str:
    """Wrap what may be wider than a phone, and every display formula, so that it scrolls.

    Browsers break no line within a formula.  A display formula can be reached by keyboard;
    one in line may stand in a link, which may hold nothing that has `tabindex`.
    """
    width = len(plain) - plain.count(" ")  # most spaces are thin ones
    if not display and width <= _WIDEST_INLINE:
        return html
    attributes = {"class": "display" if display else "long"}
    if display and width > _WIDEST_FIXED:
        attributes["tabindex"] = "0"
    return f"{start_tag('span', attributes)}{html}</span>"


def _as_text(trivial: re.Match[str]) -> Typeset:
    before, number, after, alone = (part or "" for part in trivial.groups())
    words = "".join(
        [_SIGNS.get(before, before), number, _SIGNS.get(after, after), _SIGNS.get(alone, alone)]
    )
    return Typeset(
        escape(words, quote=False), words.replace("−", "-").replace("∼", "~"), valid=True
    )


def _is_deep(tex: str) -> bool:
    r"""Tell whether a formula nests too deep: by braces, or as `\sqrt\sqrt` or `\frac1\frac1`."""
    depth = chain = loose = end = 0
    for match in _NESTING.finditer(tex):
        if match[0] == "{" or match[1] in ("left", "begin"):
            depth += 1
            if depth > DEEPEST:
                return True
        elif match[0] == "}" or match[1]:
            depth -= 1
        if match[0] in "{}":
            continue
        between = tex[end : match.start()]
        chain = 0 if between.strip(_OPENING) else chain + 1
        loose = loose + 1 if len(between) <= _LOOSE else 0
        end = match.end()
        if chain > DEEPEST or loose > 3 * DEEPEST:
            return True
    return False


def _is_open(tex: str) -> bool:
    """Tell whether too many brackets are never closed within their group or cell."""
    unclosed, groups = 0, [0]
    for match in _BRACKET.finditer(tex):
        kind = match.lastgroup
        if kind == "open":
            groups[-1] += 1
        elif kind == "close":
            groups[-1] -= groups[-1] > 0
        elif kind == "begin":
            groups.append(0)
        elif kind:  # of a group or a cell, the end
            unclosed += groups.pop()
            if kind == "cell" or not groups:
                groups.append(0)
    return unclosed + sum(groups) > MOST_OPEN


def _parse(tex: str, display: bool) -> ElementTree.Element | None:
    """Repair and convert; return the tree of the MathML, or None where that fails."""
    if len(tex) > LONGEST:
        return None
    tex = repair(tex)
    balanced = False
    for _ in range(_ATTEMPTS):
        if len(tex) > 2 * LONGEST or _is_deep(tex) or _is_open(tex) or _DEFINITION.search(tex):
            return None
        try:
            markup = _converter().convert_with_local_state(tex, displaystyle=display)
        except LatexError as error:
            mended = _mended(tex, str(error))
            if not mended and not balanced:
                mended, balanced = balance(tex), True
            if not mended:
                return None
            tex = mended
            continue
        try:
            # math-core writes no document type, so no entity can expand.
            return ElementTree.fromstring(  # noqa: S314
                markup.replace("&ApplyFunction;", "\u2061").replace("&InvisibleTimes;", "\u2062")
            )
        except ElementTree.ParseError:
            return None
    return None


def _mended(tex: str, message: str) -> str:
    """Return the TeX without what an error of math-core is about, or ""."""
    unknown = _UNKNOWN.search(message)
    if unknown:
        return name_upright(tex, unknown[1])
    place = _PLACE.match(message)
    position = int(place[1]) if place else 0
    command = _COMMAND.match(tex, position)
    if "Not valid in math mode" in message and command:
        return name_upright(tex, command[1])
    if "Duplicate" in message:
        return split_scripts(tex, position)
    return without_limits(tex) if "limits" in message and "limits" in tex else ""


# ---------------------------------------------------------------- writing MathML


class _RejectedError(Exception):
    """The MathML holds what no formula should."""


# Styles that math-core writes and the class that says the same in `math.css`.
_STYLE_CLASSES = (
    ("border-top", "bt"),
    ("border-bottom", "bb"),
    ("border-left", "bl"),
    ("border-right", "br"),
    ("padding-left:1em", "gap"),
    ("text-align: left", "ml"),
    ("text-align: right", "mr"),
    ("margin-left:-", "neg"),
)
_STRIKES = {
    "updiagonalstrike": "strike-up",
    "downdiagonalstrike": "strike-down",
    "updiagonalstrike downdiagonalstrike": "strike-x",
    "box": "box",
}
# Elements of math-core that browsers set badly, and what is written instead: a combining
# arrow has no width and would stand to the left of its letter, `\colon` has space after it.
_REPLACED: dict[tuple[str, str | None], str] = {
    ("mo", "\u20d7"): start_tag("mo", {"stretchy": "false", "class": "vec"}) + "→</mo>",
    ("mi", ":"): start_tag("mo", {"lspace": "0", "rspace": "0.2777778em"}) + ":</mo>",
    # As tall as TeX's: the plain sign is small.
    ("mo", "∖"): start_tag("mo", {"lspace": "0.2222em", "rspace": "0.2222em"}) + "⧵</mo>",
}
# How wide math-core makes any arrow with words on it, and a width that TeX would give.
_ARROW_WIDTHS = ("3.5em", "2em")
_LINES = {"munder": "under", "mover": "over"}
_COMBINING_LINE = "\u0332"
_SLASH = "\u0338"  # of \not{D} and \slashed{D}
_UPRIGHT = frozenset("ΓΔΘΛΞΠΣΥΦΨΩ")
_SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_TEXT_ELEMENTS = frozenset({"b", "i", "em", "u", "s", "code", "span"})


def _attributes(element: ElementTree.Element) -> dict[str, str]:
    allowed = MATHML_ELEMENTS[element.tag]
    kept = {
        key: value
        for key, value in element.attrib.items()
        if key in allowed and key != "class" and _VALUE.fullmatch(value)
    }
    if kept.get("width") == _ARROW_WIDTHS[0]:
        kept["width"] = _ARROW_WIDTHS[1]
    style = element.get("style", "")
    for sign, name in _STYLE_CLASSES:
        if sign in style:
            kept["class"] = name
            break
    return kept


def _element(element: ElementTree.Element, tag: str, inner: str) -> str:
    empty = tag == "mspace"
    html = start_tag(tag, _attributes(element), empty=empty) + ("" if empty else f"{inner}</{tag}>")
    if tag != "mtable" and "displaystyle" in element.attrib:  # valid on few elements
        style = {key: element.get(key, "") for key in ("displaystyle", "scriptlevel")}
        kept = {key: value for key, value in style.items() if _VALUE.fullmatch(value)}
        return f"{start_tag('mstyle', kept)}{html}</mstyle>"
    return html


def _written(element: ElementTree.Element) -> Iterator[str]:
    """Yield the HTML of what an element holds."""
    if element.text:
        yield _leaf(element.text)
    for child in element:
        tag = child.tag
        if tag == "menclose":
            strike = {"class": _STRIKES.get(child.get("notation", ""), "box")}
            yield f"{start_tag('mrow', strike)}{''.join(_written(child))}</mrow>"
        elif tag in _LINES and child[-1].text == _COMBINING_LINE:
            # A combining character as an operator comes out too wide.
            child.remove(child[-1])
            line = {"class": _LINES[tag]}
            yield f"{start_tag('mrow', line)}{''.join(_written(child))}</mrow>"
        elif (tag, child.text) in _REPLACED:
            yield _REPLACED[tag, child.text]
        elif tag in MATHML_ELEMENTS and tag != "math":
            yield _element(child, tag, "".join(_written(child)))
        elif element.tag == "mtext" or element.tag in _TEXT_ELEMENTS:
            inner = "".join(_written(child))
            small = {"class": "sc"} if "small-caps" in child.get("style", "") else {}
            yield f"{start_tag(tag, small)}{inner}</{tag}>" if tag in _TEXT_ELEMENTS else inner
        else:
            raise _RejectedError(tag)
        if child.tail:
            yield _leaf(child.tail)


def _set_as_tex(tree: ElementTree.Element) -> None:
    """Change what browsers would set otherwise than TeX does.

    No space stands behind a sign with a script that ends a formula (`\\overset{d}{=}`), nor
    around the signs of a table within a script (`\\substack`); a slashed letter is italic, too.
    """
    last = tree[-1] if len(tree) else tree
    while last.tag in _SCRIPTED:
        last = last[0]
        if last.tag == "mo" and "stretchy" not in last.attrib:
            last.set("rspace", "0")
    for element in tree.iter():
        if element.tag in _SCRIPTED:
            for table in (table for script in element[1:] for table in script.iter("mtable")):
                for sign in table.iter("mo"):
                    sign.attrib |= {"lspace": "0", "rspace": "0"}
        elif element.tag == "mi" and element.text and element.text[1:] == _SLASH:
            # Browsers choose the italic form only of an <mi> of one letter.
            letter = element.text[0]
            element.text = (letter if letter in _UPRIGHT else ITALIC.get(letter, letter)) + _SLASH


def _leaf(text: str) -> str:
    if "\\" in text and re.search(r"\\[A-Za-z]", text):
        raise _RejectedError("a command was left")
    return escape(text, quote=False)
