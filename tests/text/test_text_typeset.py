"""What the converters promise beside the rules: empty fields, blocks, languages, switches."""

from __future__ import annotations

import re

import pytest

from sitegen import text
from sitegen.model import Text
from sitegen.text.mathml import LONGEST, typeset_formula


@pytest.mark.parametrize("convert", [text.typeset_inline, text.typeset_prose, text.typeset_summary])
def test_a_plain_text_holds_nothing_twice(convert: object) -> None:
    made = convert("Deep & <shallow> water")  # type: ignore[operator]
    assert (made.html, made.plain, made.block) == ("", "", False)
    assert made.markup == "Deep &amp; &lt;shallow&gt; water"
    assert made.words == "Deep & <shallow> water"


def test_a_plain_form_that_is_the_raw_text_is_not_stored() -> None:
    made = text.typeset_prose("See https://a.example/b")
    assert made.html
    assert made.plain == ""
    assert made.words == "See https://a.example/b"


def test_html_that_follows_from_escaping_is_not_stored() -> None:
    made = text.typeset_prose("about ~5 & {class}")
    assert (made.html, made.plain) == ("", "")
    assert made.markup == "about ~5 &amp; {class}"


def test_paragraphs_and_lists_are_blocks_and_single_paragraphs_are_not() -> None:
    assert text.typeset_prose("one\n\ntwo").block
    assert not text.typeset_prose("one\ntwo").block
    assert text.typeset_summary("- a\n- b").block
    assert not text.typeset_summary("**a**").block
    assert text.typeset_page("a").block


def test_formulas_show_their_source_where_maths_is_switched_off() -> None:
    for convert in (text.typeset_inline, text.typeset_prose, text.typeset_summary):
        made = convert(r"Let $x^2 < 3$ and **\emph{y}** be.", math=False)
        assert "<math" not in made.markup
        assert "<code" not in made.markup
        assert "$x^2 &lt; 3$" in made.markup
        assert "<em>y</em>" in made.markup


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("Deep water", "en"),
        ("Tiefe Gewässer – “naïve”", "en"),
        ("深水模型", "zh"),
        ("本文提出 DeepWaterFormer，一种用于湖泊的 Transformer 模型", "zh"),
        ("We write 湖 for a lake, as the old maps of the whole region always did", "en"),
        ("湖の深さを測るモデル", "ja"),
        ("深水モデルの学習とその応用", "ja"),
        ("论文讨论了の的用法，以及湖泊的深度与水温之间的各种关系和规律", "zh"),
        ("호수의 깊이를 재는 모델", "ko"),
        ("", "en"),
        ("12.5% ± 3", "en"),
    ],
)
def test_the_language_follows_from_the_characters(raw: str, language: str) -> None:
    assert text.typeset_prose(raw).lang == language


def test_a_name_has_accents_but_no_formulas_and_no_contractions() -> None:
    assert text.typeset_name(r"Pawe{\l} Mi\'s") == Text(
        r"Pawe{\l} Mi\'s", html="Paweł Miś", plain="Paweł Miś"
    )
    assert text.typeset_name("Erd\\H{o}s~P.").words == "Erdős P."
    assert text.typeset_name("A$x$").markup == "A$x$"


def test_forbidden_characters_never_get_out() -> None:
    made = text.typeset_prose("a\x00b\u202ec\ud800d\ud83d\ude00e\ufdd00\ufdd1f")
    assert made.raw == made.words == "abc\ufffdd😀e0f"


def test_a_backslash_that_became_a_control_character_comes_back() -> None:
    assert text.typeset_inline("$\x08eta$ and \x0crac{a}{b}, \text{x}").words == "β and a/b, x"
    assert text.typeset_inline("$\x07lpha\x0barepsilon$").words == "αε"


def test_a_form_feed_of_its_own_is_a_space() -> None:
    assert text.typeset_prose("the\x0cend and\x0bso on").words == "the end and so on"


def test_a_stack_of_marks_is_cut() -> None:
    assert text.typeset_inline("e" + "\u0323" * 50).words == "e" + "\u0323" * 4


def test_alternative_text_is_the_source_of_a_formula() -> None:
    html = text.typeset_prose("so $a <\n b'$ holds").markup
    assert re.findall('alttext="([^"]*)"', html) == ["a &lt; b&#x27;"]


def test_the_fingerprint_names_what_has_a_part_in_the_output() -> None:
    for name in ("math-core ", "markdown-it-py "):
        assert name in text.FINGERPRINT


def test_a_deep_formula_shows_its_source() -> None:
    for tex in (
        r"\sqrt{" * 41 + "x" + "}" * 41,
        r"\sqrt" * 60 + "x",
        r"\frac1" * 130 + "x",
        r"\left(" * 41 + r"\right)" * 41,
        "x^{" * 41 + "y" + "}" * 41,
        "{" * 900 + "}" * 900,
    ):
        html = text.typeset_prose(f"\\[{tex}\\]").markup
        assert "<math" not in html, tex[:20]
        assert tex[:10] in html


def test_a_formula_may_be_long_but_not_too_long() -> None:
    assert typeset_formula("x" * LONGEST).valid
    assert not typeset_formula("x" * (LONGEST + 1)).valid
