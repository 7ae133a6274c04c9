"""Topics choose the papers that search would find."""

from __future__ import annotations

import pytest

from sitegen.errors import ConfigError
from sitegen.model import Text, TypesetEntry, TypesetField
from sitegen.search.record import cut
from sitegen.site.topics import compile_topic, matches


def paper(**texts: str) -> TypesetEntry:
    title = texts.pop("title", "A state-of-the-art agent for Müller lakes")
    return TypesetEntry(
        key="1",
        title=Text(title),
        link="",
        arxiv="",
        version=0,
        number=0,
        authors=(Text("Yann LeCun"), Text("Ada Lovelace")),
        category="cs.LG",
        categories=("cs.LG", "cs.AI"),
        section="",
        fields=tuple(TypesetField(name, "", Text(text)) for name, text in texts.items()),
        missing=(),
        raw=False,
    )


PAPER = paper(tldr="本文提出大模型训练方法", abstract="We study agents. Survey of rivers")


def chosen(**rules: list[str]) -> bool:
    return matches(compile_topic("t", **rules), cut(PAPER), PAPER.categories)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("agent", True),
        ("AGENTS", True),  # stemmed and without case, as search has it
        ("agen", False),  # a word, not its beginning
        ("muller lake", True),  # accents folded
        ("state of the art", True),
        ("state-of-the-art", True),
        ("art state", False),
        ("lakes agent", False),
        ("agents survey", True),
        ("agents rivers", False),
        ("大模型", True),
        ("模", True),
        ("练方", True),
        ("型大", False),
        ("大训练", False),
        ("LeCun", False),  # an author is no word of the text
        ("cs.LG", False),
    ],
)
def test_words_and_phrases(words: str, expected: bool) -> None:
    assert chosen(include=[words]) is expected


def test_a_phrase_does_not_reach_over_the_edge_of_a_field() -> None:
    assert not chosen(include=["lakes 本文"])


def test_authors_are_whole_names_or_parts_of_one() -> None:
    assert chosen(authors=["LeCun"])
    assert chosen(authors=["yann lecun"])
    assert not chosen(authors=["LeCun Ada"])
    assert not chosen(authors=["agent"])


def test_words_or_authors_are_enough_and_categories_narrow() -> None:
    assert chosen(include=["volcano"], authors=["Lovelace"])
    assert chosen(include=["agent"], authors=["Nobody"])
    assert not chosen(include=["volcano"], authors=["Nobody"])
    assert chosen(include=["agent"], categories=["cs.AI"])
    assert not chosen(include=["agent"], categories=["cs.CL"])
    assert chosen(categories=["cs.AI", "cs.CL"])
    assert chosen(categories=[" CS.ai"])


def test_an_excluded_word_wins() -> None:
    assert not chosen(include=["agent"], exclude=["survey"])
    assert not chosen(authors=["LeCun"], exclude=["大模型"])
    assert chosen(include=["agent"], exclude=["volcano"])


def test_a_topic_that_can_choose_nothing_is_an_error() -> None:
    with pytest.raises(ConfigError, match="'the' has no word that search keeps"):
        compile_topic("t", include=["the"])
    with pytest.raises(ConfigError, match="chooses nothing"):
        compile_topic("t", exclude=["lakes"])


def test_slugs_are_safe_and_fingerprints_follow_the_rules() -> None:
    topic = compile_topic("Large Language Models", include=["lake"])
    assert topic.slug == "large-language-models"
    assert "/" not in compile_topic("../大模型", include=["lake"]).slug
    assert compile_topic("x", slug="mine", include=["lake"]).slug == "mine"
    assert topic.fingerprint == compile_topic("Other", include=["Lakes"]).fingerprint
    assert topic.fingerprint != compile_topic("Other", include=["rivers"]).fingerprint
