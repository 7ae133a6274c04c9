"""`docs/digest-format.md` names every field and every dialect, and its examples are read."""

from __future__ import annotations

import re
import textwrap
import tomllib

from reading_helpers import FIXTURES, ROOT, codes, read, texts

from sitegen import fields
from sitegen.reading import rules_from_config

DOCS = (ROOT / "docs" / "digest-format.md").read_text("utf-8")


def example(start: str) -> str:
    """The indented block of the docs that begins with a text."""
    block = re.search(
        rf"(?:^    .*\n|^\n)*^    {re.escape(start)}.*\n(?:^    .*\n|^\n)*", DOCS, re.M
    )
    assert block is not None
    return textwrap.dedent(block[0]).strip("\n") + "\n"


def test_every_field_is_named() -> None:
    assert [name for name in fields.KINDS if f"`{name}`" not in DOCS] == []


def test_every_fixture_has_a_row() -> None:
    rows = re.findall(r"^\| [^|]+ \| `([a-z-]+)` \|", DOCS, re.M)
    assert sorted(rows) == sorted(path.stem for path in FIXTURES.glob("*.md"))


def test_the_canonical_example_is_read_whole() -> None:
    digest = read(example("<div id=toc>").replace("…", "words"))
    (entry,) = digest.entries
    assert entry.authors == ("Ada Pebble", "Bo Stone")
    # one text in every field is fine: it is one paper
    assert tuple(texts(entry)) == fields.STANDARD
    assert codes(digest) == []


def test_the_json_lines_example_is_read() -> None:
    line = example('{"id"').replace("\n", " ")
    (entry,) = read(line.replace("…", "words") + "\n", "2026-02-10.jsonl").entries
    assert entry.categories == ("cs.LG", "cs.AI")
    assert texts(entry)["comment"] == "12 pages"


def test_the_configuration_example_works() -> None:
    reading = tomllib.loads(example("[reading]"))["reading"]
    rules = rules_from_config(reading["labels"], reading["headers"], reading["placeholders"])
    text = (
        "■ 7 | A Title | https://example.org\nWritten by: A B, C D\nIn brief: words\n\n资助：moon\n"
    )
    (entry,) = read(text, rules=rules).entries
    assert (entry.number, entry.title, entry.authors) == (7, "A Title", ("A B", "C D"))
    assert texts(entry) == {"tldr": "words", "x-funding": "moon"}
