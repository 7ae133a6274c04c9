from __future__ import annotations

import re

from reading_helpers import FIXTURES, read

from sitegen import fields, taxonomy
from sitegen.site.strings import load_strings
from sitegen.site.theme import load_theme


def test_standard_fields_come_first_to_last() -> None:
    order = [fields.display_order(name) for name in fields.STANDARD]
    assert order == sorted(order)
    assert fields.display_order("x-foo") > max(map(fields.display_order, fields.KINDS))


def test_names_fit_attributes() -> None:
    assert all(re.fullmatch("[a-z][a-z_]*", name) for name in fields.KINDS)


def test_unknown_fields_are_extras() -> None:
    kind = fields.kind_of("x-foo")
    assert (kind.group, kind.label) == ("extra", "")


def test_fields_without_a_label_have_a_word_of_the_interface() -> None:
    bare = {
        field.name
        for path in FIXTURES.glob("*.md")
        for entry in read(path.read_bytes(), path.name).entries
        for field in entry.fields
        if not field.label
    }
    assert {f"field.{name}" for name in bare} <= set(load_strings(load_theme(), "en").table)


def test_a_link_keeps_the_words_that_name_it() -> None:
    text = "### [A](https://arxiv.org/abs/2511.90001)\n[PDF](https://arxiv.org/pdf/2511.90001) | "
    (entry,) = read(f"{text}[Code:](https://github.com/a/b)\n\nTL;DR: It works.\n").entries
    assert [field.label for field in entry.fields if field.name == "code"] == ["Code"]


def test_unknown_names() -> None:
    assert fields.unknown_name("Funding Body") == "x-funding-body"
    assert fields.unknown_name("funding_body") == "x-funding-body"
    assert fields.unknown_name("C++") != fields.unknown_name("C")
    assert re.fullmatch("x-[0-9a-f]{8}", fields.unknown_name("硬件"))
    assert len(fields.unknown_name("long " * 50)) <= 42


def test_summary_names_what_a_model_says_of_a_paper() -> None:
    assert fields.SUMMARY[0] == "tldr"
    assert "abstract" not in fields.SUMMARY


def test_categories() -> None:
    assert taxonomy.category_name("cs.LG") == "Machine Learning"
    assert taxonomy.category_group("cs.LG") == "Computer Science"
    assert taxonomy.category_group("astro-ph.GA") == "Physics"
    assert taxonomy.category_name("cmp-lg") == "Computation and Language"
    assert taxonomy.category_name("数值计算") == "数值计算"
    assert taxonomy.category_group("数值计算") == ""


def test_taxonomy_is_whole() -> None:
    current = [code for code in taxonomy.CODES if "." in code]
    assert (len(current), len(taxonomy.CODES)) == (146, 184)
    assert set(taxonomy.ALIASES) | set(taxonomy.ALIASES.values()) <= set(taxonomy.CODES)
    for code, other in taxonomy.ALIASES.items():
        assert taxonomy.category_name(code).split()[0] in (
            taxonomy.category_name(other).split()[0],
            "Economics",
        )


def test_find_codes() -> None:
    assert taxonomy.find_codes("机器人学 (Robotics) [cs.RO], hep-ph; CS.lg.") == [
        "cs.RO",
        "hep-ph",
        "cs.LG",
    ]
    assert taxonomy.find_codes("stat of physics, v1.2, e.g. this") == []
