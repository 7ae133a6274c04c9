"""Token records and the number code: what goes in comes out."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_samples import paper

from sitegen.search.arrays import Texts, coded, copy
from sitegen.search.code import ALPHABET, BASE, LIMIT, ONE, THREE_END, TWO, TWO_END, encode
from sitegen.search.record import (
    FIELD_NAMES,
    SHIFT,
    cut,
    decode_tokens,
    encode_tokens,
    union,
    unpack,
)
from sitegen.search.tokens import tokens

_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def decode(text: str) -> list[int]:
    """Read numbers as the browser does."""
    numbers = []
    values = iter(map(_VALUES.__getitem__, text))
    for lead in values:
        if lead < ONE:
            numbers.append(lead)
        elif lead < ONE + TWO:
            numbers.append(ONE + (lead - ONE) * BASE + next(values))
        elif lead < BASE - 1:
            high = (lead - ONE - TWO) * BASE**2
            numbers.append(TWO_END + high + next(values) * BASE + next(values))
        else:
            number = 0
            for _ in range(4):
                number = number * BASE + next(values)
            numbers.append(THREE_END + number)
    return numbers


@given(st.lists(st.integers(0, LIMIT - 1)))
def test_numbers_survive_the_code(numbers: list[int]) -> None:
    text = "".join(map(encode, numbers))
    assert decode(text) == numbers
    assert set(text) <= set(ALPHABET)


@given(
    st.lists(
        st.one_of(*(st.integers(0, end - 1) for end in (60, TWO_END, THREE_END, LIMIT))), min_size=1
    )
)
def test_arrays_of_numbers_are_coded_as_each_is(numbers: list[int]) -> None:
    texts = coded(np.array(numbers, np.int64))
    assert texts.data.tobytes().decode("ascii") == "".join(map(encode, numbers))
    assert texts.sizes.tolist() == [len(encode(number)) for number in numbers]


@given(st.data())
def test_texts_are_copied_to_where_they_belong(data: st.DataObject) -> None:
    # Long ones too, since many characters are copied in steps.
    sizes = data.draw(st.lists(st.one_of(st.integers(0, 9), st.just(70_000)), max_size=9))
    order = data.draw(st.permutations(range(len(sizes))))
    texts = [bytes([65 + number]) * size for number, size in enumerate(sizes)]
    ends = dict(zip(order, accumulate(sizes[number] for number in order), strict=True))
    at = np.array([ends[number] - size for number, size in enumerate(sizes)], np.int64)
    into = np.zeros(sum(sizes), np.uint8)
    source = np.frombuffer(b"".join(texts), np.uint8)
    copy(Texts(source, np.array(sizes, np.int64)), into, at)
    assert into.tobytes() == b"".join(texts[number] for number in order)


def test_code_needs_no_escapes_in_a_script_and_ends_somewhere() -> None:
    assert not set(ALPHABET) & set('"\\ \n')
    with pytest.raises(ValueError, match="too large"):
        encode(LIMIT)


def _places(record_of: object, term: str) -> list[tuple[str, int]]:
    found = unpack(record_of)[term]  # type: ignore[arg-type]
    return [(FIELD_NAMES[at >> SHIFT], at & (1 << SHIFT) - 1) for at in found]


def test_terms_stand_in_their_fields_with_positions() -> None:
    record = cut(
        paper(
            "2601.00001", "Deep graphs", authors=["He An", "Bo Xu"],
            categories=["cs.LG", "math.ST"], motivation="Graphs matter.",
            method="We draw graphs.", translated_title="深度图", keywords="graph; lake",
            comment="12 pages",
        )
    )  # fmt: skip
    assert _places(record, "graph") == [
        ("title", 1), ("summary", 0), ("summary", 5), ("keywords", 0),
    ]  # fmt: skip
    assert _places(record, "xu") == [("authors", 4)]
    assert _places(record, "he") == [("authors", 0)]
    assert _places(record, "度图") == [("translated_title", 1)]
    assert _places(record, "page") == [("summary", 8)]
    assert _places(record, "lg") == [("category", 1)]
    assert _places(record, "260100001") == [("category", 6)]
    assert dict(zip(FIELD_NAMES, record.lengths, strict=True)) == {
        "title": 2, "authors": 4, "translated_title": 3, "tldr": 0, "summary": 6, "abstract": 0,
        "keywords": 2, "category": 5,
    }  # fmt: skip


def test_records_survive_the_cache() -> None:
    records = [cut(paper("1", "A graph", abstract="graph " * 70)), cut(paper("2", "图"))]
    assert decode_tokens(encode_tokens(records)) == records


@given(st.lists(st.text(alphabet="ab 图像-", max_size=30), min_size=1, max_size=4))
def test_every_token_of_a_text_is_in_its_record(texts: list[str]) -> None:
    record = cut(paper("1", texts[0], abstract=" ".join(texts)))
    found = sorted(
        term for term, places in unpack(record).items() for at in places if at >> SHIFT == 5
    )
    assert found == sorted(tokens(" ".join(texts)))
    assert record.lengths[5] == len(found)


def test_a_text_of_book_length_keeps_its_words() -> None:
    record = cut(paper("1", "Long", abstract=" ".join(f"w{n}" for n in range(6000))))
    assert _places(record, "w4095") == [("abstract", 4095)]
    assert _places(record, "w5999") == [("abstract", 4095)]
    assert record.lengths[5] == 6000


def test_union_counts_equal_fields_once_and_joins_others() -> None:
    chinese = cut(paper("1", "Deep graphs", tldr="深度图", abstract="Graphs are deep."))
    english = cut(paper("1", "Deep graphs", tldr="Deep graphs", abstract="Graphs are deep."))
    both = union([chinese, english])
    assert _places(both, "graph") == [("title", 1), ("tldr", 5), ("abstract", 0)]
    assert _places(both, "深度") == [("tldr", 0)]
    assert both.lengths[FIELD_NAMES.index("tldr")] == 5
    assert both.lengths[FIELD_NAMES.index("title")] == 2
    assert union([chinese]) == chinese
