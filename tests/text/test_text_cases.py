"""Real snippets of arXiv's text from the shared data, and formulas of its digests.

They are not part of the project, so these tests say when they ran without them; the
fixtures beside hold invented cases for every rule.
"""

from __future__ import annotations

import html as html_module
import json
import re
import unicodedata

from conftest import shared_folder

from sitegen.text import typeset_prose, typeset_summary
from sitegen.text.characters import clean
from sitegen.text.delimiters import mask_formulas
from sitegen.text.mathml import typeset_formula

_DROPPED = re.compile("[\u2061-\u2064\u200b\ufe00-\ufe0f\u0332]")
_ALIKE = str.maketrans({"−": "-", "∼": "~", "⋅": "·", "∗": "*", "ˆ": "^", "˜": "~"})


def _visible(html: str) -> str:
    """Return what a reader sees, in the form in which the cases tell it."""
    words = html_module.unescape(re.sub(r"<[^>]*>", "", html))
    words = unicodedata.normalize("NFKC", _DROPPED.sub("", words)).translate(_ALIKE)
    return " ".join(words.split())


def _alternatives(html: str) -> list[str]:
    return [html_module.unescape(tex) for tex in re.findall('alttext="([^"]*)"', html)]


def test_real_snippets_show_as_they_must() -> None:
    folder = shared_folder()
    if folder is None or not (folder / "cases" / "tex.json").is_file():
        print("ran without the shared cases")
        return
    cases = json.loads((folder / "cases" / "tex.json").read_text(encoding="utf-8"))["cases"]
    assert cases
    for case in cases:
        expected = case["expected"]
        for convert in (typeset_prose, typeset_summary):
            html = convert(case["input"]).markup
            assert _visible(html) == _visible(html_module.escape(expected["visible"])), case["id"]
            assert all(part in html for part in expected.get("must_contain", [])), case["id"]
            assert not any(part in html for part in expected.get("must_not_contain", [])), case[
                "id"
            ]
            formulas = [" ".join(tex.split()) for tex in expected.get("math", [])]
            assert set(_alternatives(html)) <= set(formulas), case["id"]
            if "math" in expected:
                found = [" ".join(f.tex.split()) for f in mask_formulas(case["input"])[1]]
                assert found == formulas, case["id"]


def test_formulas_of_real_digests_become_mathml() -> None:
    folder = shared_folder()
    if folder is None or not (folder / "digests").is_dir():
        print("ran without the shared digests")
        return
    formulas = set()
    for path in sorted((folder / "digests").rglob("*.md")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if "$" in line or "\\" in line:
                formulas |= {
                    (formula.tex, formula.display) for formula in mask_formulas(clean(line))[1]
                }
    failed = [tex for tex, display in formulas if not typeset_formula(tex, display).valid]
    assert len(formulas) > 100
    assert len(failed) <= len(formulas) / 1000, failed
