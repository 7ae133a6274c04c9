"""Inversion: arrays give what a loop over papers, terms and places would write."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st
from search_samples import paper, some_papers

from sitegen.search.arrays import Texts
from sitegen.search.code import encode
from sitegen.search.inversion import Inversion
from sitegen.search.order import in_order
from sitegen.search.record import EMPTY, FIELDS, SHIFT, TokenRecord, cut, cut_texts, unpack
from sitegen.search.signatures import ESCAPE, SHORT, SIGNATURES, STEP

FIELD_COUNT = len(FIELDS)


def written_out(records: Sequence[TokenRecord]) -> dict[str, tuple[int, int, str, str]]:
    """Papers, last paper, postings and positions of each term (docs/search.md, "Postings")."""
    found: dict[str, tuple[int, int, str, str]] = {}
    for number, record in enumerate(records):
        for term, places in unpack(record).items():
            papers, last, postings, positions = found.get(term, (0, -1, "", ""))
            fields = [place >> SHIFT for place in places]
            frequencies = [fields.count(field) for field in range(FIELD_COUNT)]
            vector = "".join(map(str, frequencies))
            signature = SIGNATURES.index(vector) if vector in SIGNATURES else ESCAPE
            step = (number - last - 1) * STEP
            postings += encode(step + min(signature, SHORT))
            if signature >= SHORT:
                postings += encode(signature - SHORT)
            if signature == ESCAPE:
                postings += "".join(map(encode, frequencies))
            before = -1
            for place in places:
                start = before if before >> SHIFT == place >> SHIFT else place & -1 << SHIFT
                positions += encode(place - start)
                before = place
            found[term] = papers + 1, number, postings, positions
    return found


def inverted(records: Sequence[TokenRecord]) -> dict[str, tuple[int, int, str, str]]:
    """Return the same from arrays, in three ranges, as blocks ask for them."""
    inversion = Inversion(records)
    size = len(inversion.vocabulary)
    assert inversion.vocabulary == in_order(inversion.vocabulary)
    rows: list[tuple[int, int, str, str]] = []
    for start, end in pairwise(sorted({0, size // 3, size // 2, size})):
        found = inversion.postings(start, end)
        postings = zip(map(encode, found.firsts.tolist()), cut_up(found.rests), strict=True)
        rows += zip(
            found.counts.tolist(),
            found.lasts.tolist(),
            map("".join, postings),
            cut_up(found.positions),
            strict=True,
        )
    return dict(zip(inversion.vocabulary, rows, strict=True))


def cut_up(texts: Texts) -> list[str]:
    joined = texts.data.tobytes().decode("ascii")
    bounds = pairwise(accumulate(texts.sizes.tolist(), initial=0))
    return [joined[start:end] for start, end in bounds]


TEXTS = st.lists(st.text(alphabet="ab 图像-", max_size=40), max_size=3)


@given(
    st.lists(st.lists(TEXTS, min_size=FIELD_COUNT, max_size=FIELD_COUNT).map(cut_texts), max_size=9)
)
def test_postings_are_those_of_a_loop(records: list[TokenRecord]) -> None:
    assert inverted(records) == written_out(records)


def test_many_papers_and_long_texts_take_longer_numbers() -> None:
    # Steps of one, two and three characters, and positions up to the last one.
    long = cut(paper("1", "Long", abstract="deep " + "lake " * 4200 + "deep sea deep"))
    few = [cut(entry) for _, entry in some_papers(20)]
    records = [long, *[EMPTY] * 30, *few, *[EMPTY] * 700, long, *[EMPTY] * 6000, *few, long]
    found = inverted(records)
    assert found == written_out(records)
    assert found["lake"][2].startswith(encode(SHORT) + encode(ESCAPE - SHORT) + encode(0) * 5)
    assert len(encode((30 + 20 + 700) * 4)) == 3


def test_a_term_that_stands_256_times_is_not_taken_for_none() -> None:
    # 256 in one field would be 1 in the next, were frequencies added without looking.
    texts: list[list[str]] = [[] for _ in FIELDS]
    texts[3] = ["lake " * 256]
    assert inverted([cut_texts(texts)]) == written_out([cut_texts(texts)])


def test_no_papers_have_no_terms() -> None:
    assert inverted([]) == {}
    assert inverted([EMPTY, EMPTY]) == {}
