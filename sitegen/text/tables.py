"""What TeX's text commands mean: data alone.

The commands are those that stand in titles, abstracts and summaries on arXiv.
"""

from __future__ import annotations

import unicodedata

from sitegen.text.allowed import names

#: Accent commands and the combining mark that each puts on a letter.
ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "b": "\u0331",
    "d": "\u0323",
}

#: Names that lost their first letter to an accent command on the way through arXiv:
#: `\\b{eta}` was `\\beta`.
BROKEN_NAMES = {
    "beta": "β",
    "chi": "χ",
    "copyright": "©",
    "delta": "δ",
    "kappa": "κ",
    "rho": "ρ",
    "tau": "τ",
    "theta": "θ",
    "upsilon": "υ",
    "varepsilon": "ε",
    "varphi": "φ",
    "registered": "®",
}

#: `\\` and one character that is no letter.
ESCAPES = {
    **{character: character for character in "%&_#${}/"},
    " ": " ",
    "\n": " ",
    ",": "\u202f",
    ";": " ",
    ":": " ",
    "!": "",
    "@": "",
    "-": "",
    "|": "‖",
}

#: Commands that stand for letters and the like; TeX takes the space after them.
LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "textmu": "μ",
    "guillemotleft": "«",
    "flqq": "«",
    "glqq": "„",
    "textless": "<",
    "textgreater": ">",
    "textdollar": "$",
    "textasciitilde": "~",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "th": "þ",
    "TH": "Þ",
}


def _greek(case: str, names: str) -> dict[str, str]:
    return {
        name: unicodedata.lookup(f"GREEK {case} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
        for name in names.split()
    }


#: Commands that stand for a symbol or a word.
SYMBOLS = {
    **_greek(
        "SMALL",
        "alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau"
        " upsilon chi psi omega",
    ),
    **_greek("CAPITAL", "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"),
    "epsilon": "ϵ",
    "varepsilon": "ε",
    "phi": "ϕ",
    "varphi": "φ",
    "vartheta": "ϑ",
    "eg": "e.g.",
    "ie": "i.e.",
    "etc": "etc.",
    "etal": "et al.",
    "cf": "cf.",
    "vs": "vs.",
    "wrt": "w.r.t.",
    "deg": "°",
    "degree": "°",
    "arcdeg": "°",
    "arcmin": "′",
    "arcsec": "″",
    "farcm": "′.",
    "farcs": "″.",
    "micron": "μm",
    "grqq": "“",
    "guillemotright": "»",
    "frqq": "»",
    "textdegree": "°",
    "circ": "°",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textunderscore": "_",
    "textbar": "|",
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textregistered": "®",
    "texttrademark": "™",
    "textcopyright": "©",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "texteuro": "€",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "dots": "…",
    "ldots": "…",
    "cdots": "⋯",
    "textellipsis": "…",
    "textbullet": "•",
    "bullet": "•",
    "item": "•",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "times": "×",
    "pm": "±",
    "textpm": "±",
    "mp": "∓",
    "approx": "≈",
    "sim": "∼",
    "leq": "≤",
    "le": "≤",
    "leqslant": "⩽",
    "lesssim": "≲",
    "geq": "≥",
    "ge": "≥",
    "geqslant": "⩾",
    "gtrsim": "≳",
    "neq": "≠",
    "ne": "≠",
    "equiv": "≡",
    "ll": "≪",
    "gg": "≫",
    "in": "∈",
    "subset": "⊂",
    "cup": "∪",
    "cap": "∩",
    "rightarrow": "→",
    "to": "→",
    "leftarrow": "←",
    "leftrightarrow": "↔",
    "Rightarrow": "⇒",
    "Leftarrow": "⇐",
    "mapsto": "↦",
    "textrightarrow": "→",
    "textuparrow": "↑",
    "textdownarrow": "↓",
    "uparrow": "↑",
    "downarrow": "↓",
    "infty": "∞",
    "cdot": "·",
    "ell": "ℓ",
    "odot": "⊙",
    "oplus": "⊕",
    "otimes": "⊗",
    "partial": "∂",
    "nabla": "∇",
    "sqrt": "√",
    "sum": "∑",
    "prod": "∏",
    "int": "∫",
    "forall": "∀",
    "exists": "∃",
    "square": "□",
    "checkmark": "✓",
    "star": "⋆",
    "prime": "′",
    "Prime": "″",
    "log": "log",
    "quad": "\u2003",
    "qquad": "\u2003",
}

#: Commands that stand for a space, or for nothing.
SPACES = frozenset({"newline", "linebreak", "par", "space", "hfill", "newpage"})
NOTHINGS = names(
    "noindent small large Large tiny footnotesize scriptsize normalsize centering"
    " sloppy protect relax rm bf it em sl sf tt sc bfseries itshape ttfamily sffamily"
    " scshape mdseries upshape normalfont rmfamily boldmath unboldmath displaystyle"
    " textstyle left right big Big ignorespaces unskip maketitle nolinebreak nobreak"
    " allowbreak"
)

#: Commands with one argument that is shown in an HTML element.
STYLES = {
    "textbf": "strong",
    "textit": "em",
    "emph": "em",
    "textsl": "em",
    "texttt": "code",
    "verb": "code",
    "underline": "u",
    "uline": "u",
    "textsuperscript": "sup",
    "textsubscript": "sub",
    "textsc": "sc",
}

#: Font switches as they stand at the beginning of a group: `{\\em …}`.
SWITCHES = {
    "bf": "strong",
    "bfseries": "strong",
    "it": "em",
    "itshape": "em",
    "em": "em",
    "sl": "em",
    "slshape": "em",
    "tt": "code",
    "ttfamily": "code",
    "sc": "sc",
    "scshape": "sc",
    "textbf": "strong",
    "textit": "em",
}

#: Commands that vanish together with their argument (and options before it).
VANISH = names(
    "cite citep citet citealp citealt citeauthor citeyear citeyearpar nocite label ref"
    " eqref autoref cref Cref pageref footnote footnotetext footnotemark thanks vspace"
    " hspace index bibliography bibliographystyle looseness begin end vskip hskip"
    " includegraphics input pagestyle thispagestyle setlength phantom"
)
#: Those whose options stand after the argument, if they have one.
OPTIONS_LAST = frozenset({"begin", "footnotemark"})
CITATIONS = frozenset(name for name in VANISH if name.startswith(("cite", "foot", "label")))

#: Commands with two arguments of which the second is the text.
SECOND_ARGUMENT = names(
    "textcolor color colorbox raisebox replaced fontsize parbox rotatebox scalebox hypersetup"
)

#: Commands whose argument is an address.
ADDRESSES = frozenset({"url", "nolinkurl", "path"})
LINKS = frozenset({"href", "hyperlink"})

#: Commands that change the look of the letter after them; their names are left out.
DECORATIONS = names(
    "mathbb mathcal mathbf mathrm mathfrak mathsf mathscr overline underline tilde widetilde"
    " bar hat widehat vec dot ddot boldsymbol bm"
)
