"""The elements and attributes that text may become: data for writers and for checks.

Nothing here makes HTML; `sitegen.text` writes no element and no attribute that is
not in these tables, and tests of whole sites read them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NONE: frozenset[str] = frozenset()


def names(text: str) -> frozenset[str]:
    """Return the words of a text: a readable way to write a long set of names."""
    return frozenset(text.split())


#: HTML elements of running text and what attributes each may have.
HTML_ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "a": names("href rel"),
        "code": names("class"),
        "span": names("class tabindex"),
        "p": names("class"),
        "ol": names("start"),
        "th": names("class"),
        "td": names("class"),
        **dict.fromkeys(
            names(
                "em strong sup sub u s b i br ul li blockquote pre hr h2 h3 h4 h5 h6"
                " table thead tbody tr"
            ),
            _NONE,
        ),
    }
)

_LENGTHS = names("width height depth")
_STYLE = names("class mathvariant")

#: MathML Core elements and what attributes each may have.
MATHML_ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "math": names("display alttext"),
        "mi": _STYLE,
        "mn": _STYLE,
        "mo": _STYLE
        | names("form lspace rspace minsize maxsize stretchy symmetric largeop movablelimits"),
        "mtext": _STYLE,
        "mspace": _STYLE | _LENGTHS,
        "mrow": _STYLE,
        "mstyle": names("displaystyle scriptlevel"),
        "mpadded": _STYLE | _LENGTHS | names("lspace voffset"),
        "mphantom": _STYLE,
        "mfrac": _STYLE | names("linethickness"),
        "msqrt": _STYLE,
        "mroot": _STYLE,
        "msub": _STYLE,
        "msup": _STYLE,
        "msubsup": _STYLE,
        "munder": _STYLE | names("accentunder"),
        "mover": _STYLE | names("accent"),
        "munderover": _STYLE | names("accent accentunder"),
        "mmultiscripts": _STYLE,
        "mprescripts": _NONE,
        "mtable": names("class displaystyle"),
        "mtr": _STYLE,
        "mtd": _STYLE | names("columnspan rowspan"),
    }
)

#: Every element with its attributes.
ALLOWED_ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {**HTML_ELEMENTS, **MATHML_ELEMENTS}
)

#: What a page of the publisher's own may be made of beside that: pictures of the site's own,
#: and headings that links lead to.
PAGE_ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **ALLOWED_ELEMENTS,
        "img": names("src alt"),
        **dict.fromkeys(names("h2 h3 h4 h5 h6"), names("id")),
    }
)

#: The classes that text may bear; `math.css` of a theme sets them.
ALLOWED_CLASSES: frozenset[str] = names(
    "sc tex nb heading display long under over gap ml mr bt bb bl br neg box vec"
    " strike-up strike-down strike-x align-left align-center align-right"
)
