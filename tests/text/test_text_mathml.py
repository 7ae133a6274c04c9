"""What the converter of formulas returns is checked, whatever it is."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from sitegen.text import mathml
from sitegen.text.mathml import typeset_formula


class _Converter:
    def __init__(self, markup: str) -> None:
        self.markup = markup

    def convert_with_local_state(self, latex: str, *, displaystyle: bool) -> str:
        return self.markup


@pytest.fixture(autouse=True)
def no_memory() -> Iterator[None]:
    typeset_formula.cache_clear()
    yield
    typeset_formula.cache_clear()


@pytest.mark.parametrize(
    "markup",
    [
        "<math><script>x</script></math>",
        "<math><mrow><img src='x'/></mrow></math>",
        "<math><merror><mtext>x</mtext></merror></math>",
        "<math><math><mi>x</mi></math></math>",
        "<math><mi>\\foo</mi></math>",
        "<math><mi>x</math>",
        "<math><mi>&undefined;</mi></math>",
        "<math>" + "<mi>x</mi>" * 10_000 + "</math>",
    ],
)
def test_what_is_not_allowed_shows_the_source(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathml, "_converter", lambda: _Converter(markup))
    made = typeset_formula("a<b")
    assert made == ('<code class="tex">a&lt;b</code>', "a<b", False)


def test_attributes_that_are_not_allowed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    markup = (
        '<math id="x" onclick="x"><mi onclick="x" style="color:red" href="javascript:x"'
        ' class="evil" mathvariant="normal">x</mi><mo lspace="0; x">+</mo></math>'
    )
    monkeypatch.setattr(mathml, "_converter", lambda: _Converter(markup))
    assert typeset_formula("x+").html == (
        '<math alttext="x+"><mi mathvariant="normal">x</mi><mo>+</mo></math>'
    )


def test_a_link_within_a_formula_is_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    markup = '<math><mtext><a href="#x">(1)</a></mtext></math>'
    monkeypatch.setattr(mathml, "_converter", lambda: _Converter(markup))
    assert typeset_formula("x+").html == '<math alttext="x+"><mtext>(1)</mtext></math>'


@pytest.mark.parametrize(
    "tex",
    [
        "(" * 40,
        "[a" * 40,
        r"\{" * 40,
        r"\sin (" * 40,
        r"\bigl/" * 40,
        r"\langle x " * 40,
        "⟨x" * 40,
        "{(}a" * 40,
        "(" * 40 + "x^{" + ")" * 40 + "}",
        "(" * 40 + "&" + ")" * 40,
        ")" * 40 + "(" * 40,
    ],
)
def test_brackets_that_nothing_closes_take_no_time(tex: str) -> None:
    started = time.process_time()
    made = typeset_formula(tex)
    assert time.process_time() - started < 1
    assert not made.valid


@pytest.mark.parametrize(
    "tex",
    [
        "(" * 40 + "x" + ")" * 40,
        "[0, 1) " * 40,
        r"\langle x \rangle \lfloor y \rfloor \lvert z \rvert " * 12,
        r"\left( \bigl( x \bigr) \right) " * 20,
        r"\begin{matrix} " + r"(a & b) \\ " * 5 + r"\end{matrix}",
        "{(a)}" * 40,
    ],
)
def test_brackets_that_close_are_set(tex: str) -> None:
    assert typeset_formula(tex).valid
