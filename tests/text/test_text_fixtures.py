"""Every rule of conversion, as input, HTML and plain form in `fixtures/*.txt`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen import text

FIXTURES = Path(__file__).parent / "fixtures"
_CASE = re.compile(r"^(\S[^\n]*)\n\.\n(.*?)\n\.\n(.*?)\n\.\n(.*?)\n\.$", re.MULTILINE | re.DOTALL)


def _cases() -> list[tuple[str, str, str, str, str]]:
    cases = []
    for path in sorted(FIXTURES.glob("*.txt")):
        content = path.read_text(encoding="utf-8")
        converter = re.search(r"^# Converter: (\w+)$", content, re.MULTILINE)
        assert converter, path
        cases += [(converter[1], *match.groups()) for match in _CASE.finditer(content)]
    return cases


@pytest.mark.parametrize(
    ("converter", "title", "raw", "html", "plain"), _cases(), ids=lambda value: str(value)[:40]
)
def test_a_text_comes_out_as_its_fixture_says(
    converter: str, title: str, raw: str, html: str, plain: str
) -> None:
    made = getattr(text, converter)(raw)
    assert made.markup == html
    assert made.words == plain


def test_no_case_of_a_fixture_is_passed_over() -> None:
    lines = [
        line
        for path in FIXTURES.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert lines.count(".") == 4 * len(_cases())
    assert len(_cases()) > 100
