"""A writer that makes the HTML and the plain form of a text side by side.

Escapes at the leaves and builds elements by name, so that no other module of this
package joins strings to HTML.  Knows nothing of TeX or Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from sitegen.text.allowed import ALLOWED_CLASSES, ALLOWED_ELEMENTS


def start_tag(
    name: str,
    attributes: dict[str, str] | None = None,
    *,
    empty: bool = False,
    elements: Mapping[str, frozenset[str]] = ALLOWED_ELEMENTS,
) -> str:
    """Return a start tag made of allowed parts only.

    Attributes and classes that are not in the tables are left out.

    Raises:
        ValueError: the element is not in the tables.
    """
    allowed = elements.get(name)
    if allowed is None:
        raise ValueError(f"element {name!r} is not allowed")
    parts = [name]
    for key, value in (attributes or {}).items():
        if key in allowed and (key != "class" or value in ALLOWED_CLASSES):
            parts.append(f'{key}="{escape(value)}"')
    return f"<{' '.join(parts)}{'/' if empty else ''}>"


class Writer:
    """Collects a text; `html` and `plain` give what was written so far.

    Args:
        elements: the elements that may be written, with their attributes.
    """

    __slots__ = ("_elements", "_html", "_plain")

    def __init__(self, elements: Mapping[str, frozenset[str]] = ALLOWED_ELEMENTS) -> None:
        self._elements = elements
        self._html: list[str] = []
        self._plain: list[str] = []

    @property
    def html(self) -> str:
        """The HTML so far."""
        return "".join(self._html)

    @property
    def plain(self) -> str:
        """The plain text so far."""
        return "".join(self._plain)

    def text(self, words: str, plain: str | None = None) -> None:
        """Write words; `plain` is their plain form where it differs."""
        if words:
            self._html.append(escape(words, quote=False))
        self._plain.append(words if plain is None else plain)

    def finished(self, html: str, plain: str) -> None:
        """Write HTML that another writer or the maths converter has finished."""
        self._html.append(html)
        self._plain.append(plain)

    def open(self, name: str, **attributes: str) -> None:
        """Open an element; attributes by name, `class_` for `class`."""
        self._html.append(self._tag(name, attributes))

    def close(self, name: str) -> None:
        """Close an element."""
        self._html.append(f"</{name}>")

    def single(self, name: str, plain: str = "", **attributes: str) -> None:
        """Write an element without an end tag, such as `br`; attributes as in `open`."""
        self._html.append(self._tag(name, attributes))
        self._plain.append(plain)

    def _tag(self, name: str, attributes: dict[str, str]) -> str:
        named = {key.rstrip("_"): value for key, value in attributes.items()}
        return start_tag(name, named, elements=self._elements)

    def trim(self, characters: str = " ") -> None:
        """Take characters away from the end, for a macro that takes the space before it."""
        if self._html and self._plain and self._html[-1] and self._html[-1][-1] in characters:
            self._html[-1] = self._html[-1].rstrip(characters)
            self._plain[-1] = self._plain[-1].rstrip(characters)
