"""The scripts with the folded fields of a digest's papers."""

import json
import re
import zlib
from base64 import b64decode
from typing import Any

from markupsafe import Markup

from sitegen.site.contexts import FieldView
from sitegen.site.details import details_script


def unpacked(script: bytes) -> Any:
    match = re.fullmatch(rb'sitegen\.details\("([A-Za-z0-9+/=]*)"\);\n', script)
    assert match
    return json.loads(zlib.decompress(b64decode(match[1]), wbits=-15))


def test_format() -> None:
    fields = [
        FieldView("method", "", Markup("Ein <em>Weg</em>"), "de", False, True),
        FieldView("abstract", "", Markup("<p>x</p>"), "en", True, False),
        FieldView("takeaway", "要点", Markup("y"), "zh", True, True),
    ]
    others = [
        FieldView("abstract", "", Markup("<p>z</p>"), "en", True, False),
        FieldView("method", "", Markup("A way"), "en", False, True),
        FieldView("method", "", Markup("Noch einer"), "de", False, True),
    ]
    script = details_script([("2511.10440", fields), ("2511.10441", ()), ("2511.10442", others)])
    assert unpacked(script) == [
        [
            ["method", "", "de", 2],
            ["abstract", "", "en", 1],
            ["takeaway", "要点", "zh", 3],
            ["method", "", "en", 2],
        ],
        [["2511.10440", [0, 1, 2]], ["2511.10441", []], ["2511.10442", [1, 3, 0]]],
        ["Ein <em>Weg</em>", "Noch einer", "<p>x</p>", "<p>z</p>", "y", "A way"],
    ]


def test_no_text_can_end_the_script() -> None:
    text = Markup('a\u2028"); alert(1)</script>\ud800')
    field = FieldView("method", "", text, "en", False, True)
    assert unpacked(details_script([("x", [field])]))[2] == [text.replace("\ud800", "?")]
