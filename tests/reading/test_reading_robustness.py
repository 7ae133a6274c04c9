"""Hostile sizes and shapes: an answer comes, in time and memory that grow with the input."""

from __future__ import annotations

import tracemalloc

import pytest
from reading_helpers import read, time_limit

N = 200_000
HEAD = "### [1] [T](https://arxiv.org/abs/2511.00001)\n*A B*\n\nMain category: cs.LG\n\n"
LINK = "https://arxiv.org/abs/2511.10208\n"
BARE = "### [1] [T](https://x.org) "

SHAPES = {
    "one line": "x" * N,
    "long title": f"### [1] [{'x' * N}](https://x.org)",
    "links in a header": "### [1] " + "[x](y) " * (N // 7),
    "brackets": "### [1] " + "](" * (N // 2),
    "open brackets": "### " + "[" * N,
    "open parentheses": "### [1] [x](" + "(" * N,
    "closed parentheses": BARE + ")" * N,
    "ticks behind a header": BARE + "`" * N,
    "anchors": "## " + "<a id=x></a>" * (N // 12),
    "open anchors": "## " + "<a " * (N // 3),
    "marks around a heading": "## " + "!" * N + "a" + "!" * N,
    "spaces in a heading": "## Paper " + " " * N + "x",
    "digits in a heading": "## " + "1" * N,
    "headings": "# x\n" * (N // 20),
    "headings with links": "## x\nhttps://arxiv.org/abs/2511.10208\n" * (N // 200),
    "labels": HEAD + "".join(f"Label {n:x} foo: bar\n\n" for n in range(N // 20)),
    "bold labels": HEAD + "".join(f"**Label {n} foo:** bar\n" for n in range(N // 20)),
    "labels in an abstract": HEAD + "Abstract: x\n" + "Label A: bar\n" * (N // 20),
    "one label again": HEAD + "Method: y\n" * (N // 20),
    "labels on a line": HEAD + "Score: 1" + " | **A:** b" * (N // 20),
    "pipes": HEAD + "Score: 1" + " | " * (N // 3),
    "details": HEAD + "<details>\n" * (N // 20),
    "details on a line": HEAD + "<details>" * (N // 9),
    "summaries": HEAD + "<summary>" * (N // 9),
    "wrappers": HEAD + "<div>" * (N // 5),
    "stars": HEAD + "*" * N,
    "quotes": HEAD + "> " * N,
    "colons": HEAD + ":" * N,
    "authors": BARE + "\n*" + "A B, " * (N // 5) + "*",
    "authors in parentheses": BARE + "\n*" + "A (B, " * (N // 5) + "*",
    "authors and authors": BARE + "\n*" + "A and " * (N // 5) + "*",
    "contents": "- [a](#b) [Total: 3]\n" * (N // 20),
    "navigation": HEAD + "[a](#b)" * (N // 7) + "x",
    "items": "- [a](https://arxiv.org/abs/2511.10208)\n" * (N // 100),
    "cells": "|" * N,
    "carriage returns": "a\rb" * (N // 3),
    "bold lines": LINK + "**a b**\n" * (N // 8),
    "bold labels within a line": HEAD + "**Score:** 1" + " **Method:** b" * (N // 14),
    "paragraphs": ("a b\nhttps://x.org/a\n\n" * (N // 20)),
    "titles behind labels": LINK + "Title: a\nLink: b\n" * (N // 17),
    "rules": HEAD + "---\n" * (N // 4),
    "code": HEAD + "```a\n" * (N // 5),
    "definitions": LINK + "[a]: b\n" * (N // 14) + "[a][a]" * (N // 12),
    "rows of HTML": LINK + "<tr>\n" * (N // 5),
    "cells of HTML": LINK + "<tr>" + "<td>" * (N // 4),
    "links of HTML": LINK + '<a href="' * (N // 9),
    "open links of HTML": LINK + "<a href='x'>" * (N // 12),
    "titles of details": LINK + "<details><summary>a" * (N // 19),
    "paragraphs of HTML": LINK + "<p>a" * (N // 4),
    "quotation of all": "> " + LINK + "> a\n" * (N // 4),
    "underlines": LINK + "a\n---\n\n" * (N // 7),
    "wiki links": "### [[" + "a|" * (N // 2),
    "names": BARE.strip() + "\n" + "Ann Aye, " * (N // 9),
    "identifiers in a heading": "## 2511.10208 " * (N // 14),
    "rows of labels": HEAD + "| Method | b |\n" * (N // 15),
    "front matter": "---\n" + "a: b\n" * (N // 20),
}


@pytest.mark.parametrize("name", SHAPES)
def test_hostile_shapes_get_an_answer(name: str) -> None:
    with time_limit(30):
        read(SHAPES[name])


def test_nested_json_gets_an_answer() -> None:
    with time_limit(30):
        digest = read("[" * N + "\n" + '{"a":' * N, "2025-11-14.jsonl")
    assert digest.skipped


def test_a_hundred_thousand_labels() -> None:
    text = HEAD + "".join(f"**Label {n} foo:** bar\n" for n in range(100_000))
    with time_limit(60):
        (entry,) = read(text).entries
    assert len(entry.fields) == 100_000


def test_fifty_megabytes_of_one_line() -> None:
    data = HEAD.encode() + b"Abstract: " + b"word " * 10_000_000
    with time_limit(60):
        (entry,) = read(data).entries
    assert len(entry.fields[0].text) == 49_999_999


def test_memory_grows_with_the_input() -> None:
    data = (HEAD + "Abstract: " + "word " * 400_000).encode()
    tracemalloc.start()
    read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * len(data)


def test_diagnostics_are_told_twenty_times_at_most() -> None:
    digest = read("### [1] [T](https://arxiv.org/abs/2511.00001)\n" * 500)
    assert len(digest.entries) == 500
    assert len(digest.diagnostics) <= 21 * 4
    assert any("more in this file" in p.message for p in digest.diagnostics)
