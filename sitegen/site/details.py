"""The scripts that bring the folded fields of a digest's papers to its page.

Knows their format alone: `sitegen.details("…")` with base64 of raw deflate of the JSON
`[kinds, papers, texts]`:

* kinds: `[name, label, lang, flags]`, flags 1 for block elements and 2 for a language
  model's words;
* papers: `[key, [number of a kind, …]]`, the paper's fields in order;
* texts: the HTML of all fields of the first kind in order of papers, then of the second, ….
  It comes from `sitegen.text` and is safe; the browser puts it in as it is.

Packed, since these scripts would be a fifth of a site, and since a page that is opened
from a file may load scripts but no other file that could be compressed instead.  Texts of
a kind stand together since they are of one language, which packs better by a twentieth.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Sequence

import msgspec

from sitegen.site.contexts import FieldView

BLOCK = 1
MACHINE = 2
# Half the time of zlib's own choice, 6, for 3 % more bytes.
_LEVEL = 4
_RAW_DEFLATE = -15  # RFC 1951, without zlib's frame: what browsers call "deflate-raw"


def details_script(papers: Sequence[tuple[str, Sequence[FieldView]]]) -> bytes:
    """Make one `details-N.js` from (key of the paper, its fields in order)."""
    texts: dict[tuple[str, str, str, int], list[str]] = {}
    numbers: dict[tuple[str, str, str, int], int] = {}
    rows: list[tuple[str, list[int]]] = []
    for key, fields in papers:
        row: list[int] = []
        for field in fields:
            flags = BLOCK * field.block + MACHINE * field.machine
            kind = (field.name, field.label, field.lang, flags)
            texts.setdefault(kind, []).append(str(field.html))
            row.append(numbers.setdefault(kind, len(numbers)))
        rows.append((key, row))
    table = (list(texts), rows, [html for group in texts.values() for html in group])
    try:
        data = msgspec.json.encode(table)
    except UnicodeEncodeError:  # half a surrogate pair
        data = json.dumps(table, ensure_ascii=False).encode("utf-8", "replace")
    packed = zlib.compress(data, _LEVEL, _RAW_DEFLATE)
    return b'sitegen.details("%b");\n' % b64encode(packed)
