from __future__ import annotations

import pytest

from sitegen.reading.authors import are_names, split_authors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Aye,Bob Bee", ["Ann Aye", "Bob Bee"]),
        ("Ann Aye, Bob Bee", ["Ann Aye", "Bob Bee"]),
        ("*Ann Aye*, Bob Bee*", ["Ann Aye*", "Bob Bee"]),
        ("Ann Aye, Bob Bee, Jr., Cy Dee", ["Ann Aye", "Bob Bee, Jr.", "Cy Dee"]),
        ("Ann Aye, Bob Bee and Cy Dee", ["Ann Aye", "Bob Bee", "Cy Dee"]),
        ("Ann Aye, Bob Bee, and Cy Dee", ["Ann Aye", "Bob Bee", "Cy Dee"]),
        ("Aye, Ann; Bee, Bob", ["Aye, Ann", "Bee, Bob"]),
        ("Ann Aye; Bob Bee; Cy Dee", ["Ann Aye", "Bob Bee", "Cy Dee"]),
        ("Team X,:,Ann Aye", ["Team X", "Ann Aye"]),
        ("Ann Aye (Leeds, UK), Bob Bee", ["Ann Aye (Leeds, UK)", "Bob Bee"]),
        ("Ann Aye (Leeds, Bob Bee", ["Ann Aye (Leeds", "Bob Bee"]),
        ("Sk{ý}, B", ["Sk{ý}", "B"]),
        ("The Fermi and LAT Collaborations", ["The Fermi and LAT Collaborations"]),
        ("Plato", ["Plato"]),
        ("王小明、李四，张三", ["王小明", "李四", "张三"]),
        ("Ann Aye et al.", ["Ann Aye"]),
        ("Ann Aye et.al.", ["Ann Aye"]),
        ("", []),
        ("**", []),
        ("N/A", []),
        ("Unknown", []),
        (" , ,", []),
        ("Ann O&#39;Aye, Bob Bee", ["Ann O'Aye", "Bob Bee"]),
        ("Ann M&uuml;ller, Bob Bee &amp; Cy Dee", ["Ann Müller", "Bob Bee", "Cy Dee"]),
        ("AT&T Labs, Bob Bee", ["AT&T Labs", "Bob Bee"]),
        ("['Ann Aye', \"Bob O'Bee\"]", ["Ann Aye", "Bob O'Bee"]),
        ("['Ann Aye']", ["Ann Aye"]),
        ("['']", []),
        ("Ann Aye, Bob Bee<br>", ["Ann Aye", "Bob Bee"]),
        ("Ann Aye<br/>Bob Bee", ["Ann Aye", "Bob Bee"]),
        ("\n- Ann Aye\n- Bob Bee", ["Ann Aye", "Bob Bee"]),
        ("Ann Aye, Bob Bee, and others", ["Ann Aye", "Bob Bee"]),
        ("Ann Aye and others", ["Ann Aye"]),
        ("Ann Aye, others", ["Ann Aye"]),
        ("王小明、李四等", ["王小明", "李四"]),
        ("王小明,李四等人", ["王小明", "李四"]),
    ],
)
def test_split_authors(text: str, names: list[str]) -> None:
    assert list(split_authors(text)) == names


def test_many_authors_keep_their_order() -> None:
    names = [f"Person Number{n}" for n in range(3303)]
    assert list(split_authors(",".join(names))) == names
    assert list(split_authors(", ".join(names))) == names


@pytest.mark.parametrize(
    "text", ["Ann Aye, Bob Bee", "Ann Aye et al.", "J. van der Bee, A. Cee", "王小明, 李四"]
)
def test_lines_that_can_only_be_names(text: str) -> None:
    assert are_names(text)


@pytest.mark.parametrize(
    "text",
    ["Ann Aye", "Stones, rivers", "We look, and see.", "cs.LG, cs.CV", "Deep Rivers, stones", ""],
)
def test_lines_that_may_be_something_else(text: str) -> None:
    assert not are_names(text)


def test_a_single_name_where_others_stand_in_its_place() -> None:
    assert are_names("Ann Aye", one=True)
    assert not are_names("Plato", one=True)
