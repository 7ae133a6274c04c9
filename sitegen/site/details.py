"""The scripts that bring the folded fields of a digest's papers to its page.

Knows their format alone: `sitegen.details({key: [[name, label, lang, flags, html], …]})`
with flags 1 for block elements and 2 for a language model's words.  The HTML comes
from `sitegen.text` and is safe; the browser puts it in as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sitegen.site.contexts import FieldView

BLOCK = 1
MACHINE = 2


def details_script(papers: Sequence[tuple[str, Sequence[FieldView]]]) -> bytes:
    """Make one `details-N.js` from (key of the paper, its fields in order)."""
    table = {
        key: [
            [
                field.name,
                field.label,
                field.lang,
                BLOCK * field.block + MACHINE * field.machine,
                str(field.html),
            ]
            for field in fields
        ]
        for key, fields in papers
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    # Both are line ends to browsers older than ES2019, inside strings too.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"sitegen.details({text});\n".encode("utf-8", "replace")
