"""Repairing the TeX of formulas before it is converted.

arXiv's titles and abstracts hold TeX that no converter knows (macros of the paper, text
boxes, a bare `%`) or that lost something on its way.  Each rule is one row of a table.
Knows nothing of MathML.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sitegen.patterns import lazy_pattern

_SIMPLE_MACROS = {
    # Astronomy.
    "arcsec": r"{}^{\prime\prime}",
    "arcmin": r"{}^{\prime}",
    "arcdeg": r"{}^{\circ}",
    "degr": r"{}^{\circ}",
    "farcs": r"\overset{\prime\prime}{.}",
    "sun": r"\odot",
    "msun": r"M_{\odot}",
    "Msun": r"M_{\odot}",
    "kms": r"\mathrm{km\,s^{-1}}",
    "la": r"\lesssim",
    "ga": r"\gtrsim",
    "ltsim": r"\lesssim",
    "gtsim": r"\gtrsim",
    "ion": r"\mathrm{#1\,#2}",
    # Physics and units.
    "micron": r"\mu\mathrm{m}",
    "upmu": r"\mu",
    "dv": r"\frac{d#1}{d#2}",
    "pdv": r"\frac{\partial #1}{\partial #2}",
    "vb": r"\mathbf{#1}",
    "comm": "[#1,#2]",
    "order": r"\mathcal{O}(#1)",
    "expval": r"\langle #1\rangle",
    "ketbra": r"|#1\rangle\langle #2|",
    "tensor": "#1#2",
    "num": "#1",
    "ang": r"#1^{\circ}",
    "SI": r"#1\,\mathrm{#2}",
    "qty": r"#1\,\mathrm{#2}",
    "si": r"\mathrm{#1}",
    "unit": r"\mathrm{#1}",
    # Mathematics and computer science.
    "abs": r"\lvert #1\rvert",
    "norm": r"\lVert #1\rVert",
    "set": r"\{#1\}",
    "varinjlim": r"\mathop{\underrightarrow{\lim}}",
    "varprojlim": r"\mathop{\underleftarrow{\lim}}",
    "varliminf": r"\mathop{\underline{\lim}}",
    "varlimsup": r"\mathop{\overline{\lim}}",
    "smallsetminus": r"\setminus",
    "dd": r"\mathrm{d}",
    "rank": r"\operatorname{rank}",
    "argmin": r"\operatorname*{arg\,min}",
    "argmax": r"\operatorname*{arg\,max}",
    "GF": r"\mathrm{GF}(#1)",
    "Real": r"\mathbb{R}",
    "lam": r"\lambda",
    "eps": r"\epsilon",
    "defeq": r"\triangleq",
    "cmark": r"\checkmark",
    "xmark": r"\times",
    "nicefrac": "#1/#2",
    "sfrac": "#1/#2",
    "substack": r"\begin{matrix}#1\end{matrix}",
    # Fonts, sizes and boxes.
    "pazocal": r"\mathcal{#1}",
    "mathds": r"\mathbb{#1}",
    "mathbbm": r"\mathbb{#1}",
    "mathnormal": "#1",
    "pmb": r"\boldsymbol{#1}",
    "widebar": r"\overline{#1}",
    "Bar": r"\bar{#1}",
    "Hat": r"\hat{#1}",
    "Tilde": r"\tilde{#1}",
    "Vec": r"\vec{#1}",
    "mathsmaller": "#1",
    "mathlarger": "#1",
    "smash": "#1",
    "ensuremath": "#1",
    "fbox": r"\boxed{\text{#1}}",
    "scalebox": "#2",
    "raisebox": "#2",
    "resizebox": "#3",
    "xspace": "",
    "unboldmath": "",
    # Dots and signs.
    "dotsc": r"\ldots",
    "dotsb": r"\cdots",
    "dotsm": r"\cdots",
    "dotsi": r"\cdots",
    "dotso": r"\ldots",
    "hdots": r"\ldots",
    "textasciitilde": r"\sim",
    "textdegree": r"{}^{\circ}",
    "textendash": r"\text{–}",
}

#: Macros that papers use and math-core does not know.
MACROS = _SIMPLE_MACROS | {letter: rf"\mathbb{{{letter}}}" for letter in "RCNZQFE"}

_NAME_END = r"(?![A-Za-z])"
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_SIZES = r"\\(?:tiny|small|scriptsize|footnotesize|normalsize|large|Large|boldmath)" + _NAME_END
_LINE_SKIP = r"\[[^\[\]]{1,8}(?:ex|em|pt|mm|cm)\]"


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    letter = chr(code) if code < 0x110000 else ""
    return rf"\text{{{letter}}}" if letter.isprintable() and letter not in "\\{}$" else ""


def _chemistry(match: re.Match[str]) -> str:
    r"""Write `\ce{H2O}` as `\mathrm{H_{2}O}`."""
    formula = re.sub(r"(?<=[A-Za-z)])(\d+)", r"_{\1}", match[1])
    return rf"\mathrm{{{formula}}}"


_IN_TEXT = {"_": r"\_", "&": r"\&", "#": r"\#", "^": r"\textasciicircum "}


def _text_box(match: re.Match[str]) -> str:
    """Escape in a text box what is special to TeX, and set quotes and dashes."""
    words = re.sub(r"(?<!\\)[_^&#]", lambda special: _IN_TEXT[special[0]], match[2])
    for plain, typographic in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
        words = words.replace(plain, typographic)
    return f"{match[1]}{words}}}"


def _mixed_text_box(match: re.Match[str]) -> str:
    r"""Take the formulas out of a text box: `\text{if $x$}` is `\text{if }x`."""
    parts = match[1].split("$")
    boxes = [
        f"{{{part}}}" if place % 2 else rf"\text{{{part}}}" if part.strip() else ""
        for place, part in enumerate(parts)
    ]
    return f"{{{''.join(boxes)}}}"


Replacement = str | Callable[[re.Match[str]], str]


def _rules(*rows: tuple[str, Replacement]) -> tuple[tuple[re.Pattern[str], Replacement], ...]:
    return tuple((lazy_pattern(pattern), replacement) for pattern, replacement in rows)


#: Applied to every formula, in order.
_RULES = _rules(
    # A percent sign begins a comment only at the end of a line.
    (r"(?<!\\)%(?!\n)", r"\\%"),
    (r"(?<!\\)%\n", "\n"),
    (r"\^\s*(?:\{\s*(['′]+)\s*\}|(?=['′]))", r"\1"),
    # arXiv made `°` of `\deg`, the degree of a polynomial.
    (r"(?<![0-9}^{])°(?=\s*[A-Za-z_(\\])|(?<=[{^])°(?=[A-Za-z])", r"\\deg "),
)
#: Applied to formulas with a command.
_COMMAND_RULES = _rules(
    (r"\\unicode\{x([0-9A-Fa-f]{2,6})\}", _character),
    (r"\\href\s*\{[^{}]*\}\s*" + _GROUP, r"\1"),
    (r"\\(?:label|cite[pt]?|footnote|ref|eqref|tag\*?)\s*\{[^{}]*\}", ""),
    (r"\\(?:nonumber|notag|protect|allowbreak|relax|centering|displaylimits)" + _NAME_END, ""),
    (r"\\rule(?:\[[^\]]*\])?\{[^{}]*\}\{[^{}]*\}|\\penalty\s*-?\d+", ""),
    (r"\\(?:[mh]box|textup|textnormal)" + _NAME_END, r"\\text"),
    (rf"(?<=\\text\{{)\s*(?:{_SIZES}|\\rm{_NAME_END})\s*\$?([^$}}]*)\$?", r"\1"),
    (_SIZES + r"\s*", ""),
    (r"(\\\\)\s*" + _LINE_SKIP, r"\1"),
    # Equations of an abstract have no numbers.
    (r"(\\(?:begin|end)\{)(equation|align|gather|multline|alignat|flalign)\}", r"\1\2*}"),
    (r"(\\(?:begin|end)\{)eqnarray\*?\}", r"\1align*}"),
    (r"(?<=[_^])\s*\\(rm|bf|it|sf|tt|cal)\s*\{", r"\\math\1{"),
    (r"\\left\s*<", r"\\left\\langle "),
    (r"\\right\s*>", r"\\right\\rangle "),
    (r"\\(operatorname\*?)\s*([<>&])", r"\\\1{\2}"),
    (r"\\ce\s*" + _GROUP, _chemistry),
    (r"(\\(?:begin|end)\{)smallmatrix\}", r"\1matrix}"),
    (r"(\\(?:begin|end)\{)split\}", r"\1aligned}"),
    (r"(\\(?:begin|end)\{)tabular\}", r"\1array}"),
    # A symbol alone in a text box is maths: \text{\star}.
    (r"\\text\s*\{\s*(\\[A-Za-z]+)\s*\}", r"{\1}"),
    (r"\\AA" + _NAME_END, r"\\text{Å}"),
)
_TEXT_BOX = lazy_pattern(
    r"(\\(?:text(?:bf|it|rm|sf|tt|normal|sc|up|md)?|mbox|hbox)\s*\{)([^{}$]*)\}"
)
_NESTED = r"(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*"
_MIXED_TEXT_BOX = lazy_pattern(rf"\\text\{{({_NESTED}\${_NESTED})\}}")
_STRAY_DOLLAR = lazy_pattern(r"(?<!\\)\$")


def repair(tex: str) -> str:
    """Return a formula's TeX as math-core can read it."""
    for pattern, replacement in _RULES:
        tex = pattern.sub(replacement, tex)
    if "\\" not in tex:
        return _STRAY_DOLLAR.sub("", tex)
    for pattern, replacement in _COMMAND_RULES:
        tex = pattern.sub(replacement, tex)
    tex = _TEXT_BOX.sub(_text_box, tex)
    if "$" in tex:
        tex = _STRAY_DOLLAR.sub("", _MIXED_TEXT_BOX.sub(_mixed_text_box, tex))
    return tex


def name_upright(tex: str, command: str) -> str:
    r"""Show an unknown command by its name: `\Prob` becomes `\mathrm{Prob}`."""
    return re.sub(rf"\\{command}{_NAME_END}", lambda _: rf"\mathrm{{{command}}}", tex)


def without_limits(tex: str) -> str:
    r"""Drop `\limits` after what has none."""
    return re.sub(rf"\\(?:no)?limits{_NAME_END}", "", tex)


def split_scripts(tex: str, position: int) -> str:
    """Put an empty group before a second index: `x^y^z` becomes `x^y{}^z`."""
    return f"{tex[:position]}{{}}{tex[position:]}"


def balance(tex: str) -> str:
    """Add the braces that are missing at the beginning or at the end."""
    depth = lowest = 0
    for brace in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        if brace == "{":
            depth += 1
        elif brace == "}":
            depth -= 1
            lowest = min(lowest, depth)
    return "{" * -lowest + tex + "}" * (depth - lowest)
