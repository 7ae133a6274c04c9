from __future__ import annotations

import msgspec
import pytest
from reading_helpers import codes, read, texts

from sitegen.reading import DEFAULT_RULES, Rules, rules_from_config

PAPER = "### [1] [T](https://arxiv.org/abs/2511.00001)\n*A B*\n\n"


def test_own_labels() -> None:
    rules = rules_from_config(
        {"tldr": ["In a Sentence"], "authors": ["Schreiber"], "money": ["Funding", "资助"]}
    )
    text = "### [1] [T](https://arxiv.org/abs/2511.00001)\n"
    text += "**Schreiber:** A B, C D\n\nIn a sentence: x\n\n资助：y\n"
    (entry,) = read(text, rules=rules).entries
    assert entry.authors == ("A B", "C D")
    assert texts(entry) == {"tldr": "x", "x-money": "y"}


def test_own_labels_are_not_unknown() -> None:
    rules = rules_from_config({"funding": ["Funding", "Paid by", "资助"]})
    text = "\n\n".join((PAPER.strip(), "**Funding:** x", "**Site:** y", "资助：z", "Abstract: a"))
    named = read(text, rules=rules)
    assert [p.message for p in named.diagnostics] == ["unknown label “Site”, once"]
    assert texts(named.entries[0])["x-funding"] == "x\n\nz"
    assert codes(read(text)) == ["D209"] * 3
    record = '{"id": "2511.00001", "title": "T", "authors": ["A B"], "paid_by": "x", "site": "y"}'
    named = read(record, "2025-11-14.jsonl", rules)
    assert [p.message for p in named.diagnostics] == ["unknown label “site”, once"]
    aside = rules_from_config({"other": ["Aside"]})  # text without a label is told all the same
    assert codes(read(PAPER + "Words.\n\n**Aside:** x", rules=aside)) == ["D208"]


def test_own_headers() -> None:
    rules = rules_from_config({}, headers=["■ {number} {title} @ {link}"])
    digest = read(
        "■ 1 One @ 1 @ https://x.org/1\nTL;DR: a\n■ 2 Two @ https://x.org/2\nTL;DR: b\n",
        rules=rules,
    )
    assert [(e.number, e.title, e.link) for e in digest.entries] == [
        (1, "One @ 1", "https://x.org/1"),
        (2, "Two", "https://x.org/2"),
    ]
    assert [texts(e)["tldr"] for e in digest.entries] == ["a", "b"]


def test_own_headers_in_a_block_of_code_are_code() -> None:
    rules = rules_from_config({}, headers=["■ {number} {title} @ {link}"])
    code = "```\n■ 2 Two @ https://x.org/2\n```"
    (entry,) = read(f"■ 1 One @ https://x.org/1\nMethod: a\n\n{code}\n", rules=rules).entries
    assert texts(entry)["method"] == f"a\n\n{code}"


@pytest.mark.parametrize(
    ("labels", "headers", "message"),
    [
        ({"tldr": ["!!"]}, [], "no letters"),
        ({"tldr": ["Brief"], "method": ["brief"]}, [], "two fields"),
        ({}, ["{title}"], "text before"),
        ({}, ["## {nonsense}"], "not one of"),
    ],
)
def test_rules_that_cannot_work(
    labels: dict[str, list[str]], headers: list[str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        rules_from_config(labels, headers)


def test_rules_are_plain_data_for_a_cache_key() -> None:
    rules = rules_from_config({"method": ["B", "A"]}, ["# {title}"], ["x"])
    same = rules_from_config({"method": ["A", "B"]}, ["# {title}"], ["x"])
    assert hash(rules) == hash(same)
    assert rules == same != DEFAULT_RULES
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(rules), type=Rules) == rules


def test_rules_do_not_leak_into_each_other() -> None:
    text = PAPER + "Quux: x\n"
    rules = rules_from_config({"tldr": ["quux"]})
    assert texts(read(text, rules=rules).entries[0]) == {"tldr": "x"}
    assert texts(read(text).entries[0]) == {"x-quux": "x"}
