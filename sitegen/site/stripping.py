"""Scripts and styles without what only their authors need: a sixth of their compressed size."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from sitegen.site.theme import bundled_root

# Comments and empty lines that fill lines, and indentation. Lines stay lines, so that no
# statement runs into the next.
_SCRIPT = re.compile(r"^[ \t]*(?://.*)?\n|^[ \t]+", re.MULTILINE)
_STYLE = re.compile(r"/\*.*?\*/|^[ \t]*\n|^[ \t]+", re.MULTILINE | re.DOTALL)
_NOTHING = re.compile(r"^\n", re.MULTILINE)

_STRIP: Mapping[str, Callable[[str], str]] = {
    ".js": lambda text: _SCRIPT.sub("", text),
    ".css": lambda text: _NOTHING.sub("", _STYLE.sub("", text)),
}


def stripped(file: Path) -> bytes | None:
    """Return what browsers need of a script or a style sheet of the themes that come with sitegen.

    Theirs hold no text that goes over lines, which would change; files of other themes may, and
    are left as they are: None.
    """
    strip = _STRIP.get(file.suffix)
    if strip is None or not file.is_relative_to(bundled_root()):
        return None
    return strip(file.read_text(encoding="utf-8")).encode()
