"""The only door from untrusted text to HTML.

Raw text goes in; a `Text` comes out, with safe HTML and the plain form of the same parse.
This package knows TeX, Markdown and addresses, but no files, pages or configuration.
docs/text.md tells what is converted and how.
"""

from __future__ import annotations

from sitegen.model import CodeLink, Text
from sitegen.text.allowed import ALLOWED_CLASSES, ALLOWED_ELEMENTS, PAGE_ELEMENTS
from sitegen.text.characters import clean
from sitegen.text.fontset import beyond_base, math_characters
from sitegen.text.language import language_of
from sitegen.text.links import find_code_links, safe_link
from sitegen.text.typeset import (
    split_heading,
    typeset_inline,
    typeset_name,
    typeset_page,
    typeset_prose,
    typeset_summary,
)
from sitegen.versions import version

__all__ = [
    "ALLOWED_CLASSES",
    "ALLOWED_ELEMENTS",
    "FINGERPRINT",
    "PAGE_ELEMENTS",
    "CodeLink",
    "Text",
    "beyond_base",
    "clean",
    "find_code_links",
    "language_of",
    "math_characters",
    "safe_link",
    "split_heading",
    "typeset_inline",
    "typeset_name",
    "typeset_page",
    "typeset_prose",
    "typeset_summary",
]

# Counts up with every change that lets the same text come out differently.
_VERSION = 7

#: Changes when the output may: part of the key of everything stored that holds a `Text`.
FINGERPRINT = ", ".join(
    [f"text {_VERSION}", *(f"{name} {version(name)}" for name in ("math-core", "markdown-it-py"))]
)
