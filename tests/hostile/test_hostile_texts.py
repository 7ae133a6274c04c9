"""Hostile texts are only read: nothing but allowed elements, links and characters comes out."""

from __future__ import annotations

import pytest
from hostile_texts import large_texts, texts
from safety import problems_of, problems_with

from sitegen.text import typeset_prose, typeset_summary


@pytest.mark.parametrize(("name", "text"), texts(), ids=lambda value: str(value)[:30])
def test_a_hostile_text_is_only_text(name: str, text: str) -> None:
    assert problems_with(text) == []


@pytest.mark.parametrize(("name", "text"), large_texts(), ids=lambda value: str(value)[:30])
def test_a_huge_text_is_only_text(name: str, text: str) -> None:
    assert problems_with(text, ["prose", "page"]) == []


def test_the_corpus_is_large_and_its_names_differ() -> None:
    names = [name for name, _ in [*texts(), *large_texts()]]
    assert len(names) >= 150
    assert len(set(names)) == len(names)


def test_nothing_that_looks_like_a_tag_disappears() -> None:
    for convert in (typeset_prose, typeset_summary):
        made = convert("Before <think> and <script>alert(1)</script> after **all**.")
        assert "&lt;think&gt;" in made.markup
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made.markup
        assert "<script>" in made.words


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        '<a href="javascript:x">y</a>',
        '<p onclick="x">y</p>',
        "<p>left open",
        "<em><strong>x</em></strong>",
        "<p style='x'>y</p>",
        '<span class="other">y</span>',
        "x & y",
        "x\x00",
        "\u202ex",
        '<a href="/x">y</a>',
        '<a href="https://a.b/"><a href="https://a.b/">x</a></a>',
        "<!-- x -->",
    ],
)
def test_the_check_itself_finds_what_is_wrong(html: str) -> None:
    assert problems_of(html)
