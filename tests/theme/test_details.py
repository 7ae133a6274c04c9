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
    script = details_script([("2511.10440", fields), ("2511.10441", ())])
    assert unpacked(script) == {
        "2511.10440": [
            ["method", "", "de", 2, "Ein <em>Weg</em>"],
            ["abstract", "", "en", 1, "<p>x</p>"],
            ["takeaway", "要点", "zh", 3, "y"],
        ],
        "2511.10441": [],
    }


def test_no_text_can_end_the_script() -> None:
    text = Markup('a\u2028"); alert(1)</script>\ud800')
    field = FieldView("method", "", text, "en", False, True)
    assert unpacked(details_script([("x", [field])]))["x"][0][4] == text.replace("\ud800", "?")
