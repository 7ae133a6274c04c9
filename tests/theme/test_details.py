"""The scripts with the folded fields of a digest's papers."""

import json

from markupsafe import Markup

from sitegen.site.contexts import FieldView
from sitegen.site.details import details_script


def test_format() -> None:
    fields = [
        FieldView("method", "", Markup("Ein <em>Weg</em>"), "de", False, True),
        FieldView("abstract", "", Markup("<p>x</p>"), "en", True, False),
        FieldView("takeaway", "要点", Markup("y"), "zh", True, True),
    ]
    script = details_script([("2511.10440", fields), ("2511.10441", ())]).decode()
    assert script.startswith("sitegen.details(") and script.endswith(");\n")
    assert json.loads(script.removeprefix("sitegen.details(")[:-3]) == {
        "2511.10440": [
            ["method", "", "de", 2, "Ein <em>Weg</em>"],
            ["abstract", "", "en", 1, "<p>x</p>"],
            ["takeaway", "要点", "zh", 3, "y"],
        ],
        "2511.10441": [],
    }


def test_line_ends_of_old_browsers_are_escaped() -> None:
    field = FieldView("method", "", Markup("a\u2028b"), "en", False, True)
    assert b"\\u2028" in details_script([("x", [field])])
