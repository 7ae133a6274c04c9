"""Related papers: what is like what, from earlier days alone, and what a change costs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from search_samples import document_of, paper, some_papers

from sitegen import search
from sitegen.model import TypesetEntry
from sitegen.search import SearchDocument
from sitegen.search.related import Related

Papers = Sequence[tuple[str, TypesetEntry]]


class Memory:
    """A cache in memory that counts what is asked of it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.loaded: list[str] = []
        self.put: list[str] = []

    def relate(self, papers: Papers) -> Related:
        self.loaded.clear()
        self.put.clear()
        records = {entry.key: search.encode_tokens([search.cut(entry)]) for _, entry in papers}

        def load(key: str) -> bytes:
            self.loaded.append(key)
            return records[key]

        def put(name: str, data: bytes) -> None:
            self.put.append(name)
            self.kept[name] = data

        found, names = search.relate(self.documents(papers), load, self.kept.get, put)
        assert names <= self.kept.keys()
        return found

    def documents(self, papers: Papers) -> list[SearchDocument]:
        return [document_of(date, entry) for date, entry in papers]


WHALES = "Whale song spectrograms reveal migration. Spectrograms of whale song are long."
LAKES = "Sediment cores of alpine lakes show floods. Alpine lakes keep sediment for ages."


def _few() -> list[tuple[str, TypesetEntry]]:
    filler = [(date, entry) for date, entry in some_papers(60) if date < "2026-02"]
    return [
        *filler,
        ("2026-02-01", paper("whales-1", "Whale song in spectrograms", abstract=WHALES)),
        ("2026-02-01", paper("lakes-1", "Sediment of alpine lakes", abstract=LAKES)),
        ("2026-02-02", paper("whales-2", "Whale spectrograms and song", abstract=WHALES)),
        ("2026-02-02", paper("whales-3", "More whale song spectrograms", abstract=WHALES)),
        ("2026-02-03", paper("lakes-2", "Alpine lakes and their sediment", abstract=LAKES)),
        ("", paper("whales-0", "Whale song in spectrograms", abstract=WHALES)),
    ]


def test_papers_are_related_to_earlier_ones_with_their_terms() -> None:
    found = Memory().relate(_few())
    assert found["whales-2"] == ("whales-1",)
    assert found["whales-3"] == ("whales-1",)  # nothing of its own day
    assert found["lakes-2"] == ("lakes-1",)
    assert "whales-1" not in found
    assert "whales-0" not in found


def test_one_word_in_common_makes_no_papers_alike() -> None:
    papers = [
        *_few(),
        ("2026-02-04", paper("scar-1", "Glacier scars", abstract="Scars of a glacier.")),
        ("2026-02-05", paper("scar-2", "Cardiac scars", abstract="Scars of cardiac tissue.")),
        ("2026-02-06", paper("scar-3", "Scars of a glacier", abstract="Glacier scars.")),
    ]
    found = Memory().relate(papers)
    assert "scar-2" not in found
    assert found["scar-3"] == ("scar-1",)


def test_a_word_with_hyphens_is_one_word_in_common() -> None:
    papers = [
        *_few(),
        ("2026-02-04", paper("hoc-1", "Post-hoc glaciers", abstract="Post-hoc glaciers melt.")),
        ("2026-02-05", paper("hoc-2", "Post-hoc tissue", abstract="Post-hoc tissue heals.")),
        ("2026-02-06", paper("hoc-3", "Post-hoc glaciers", abstract="Glaciers, post-hoc.")),
    ]
    found = Memory().relate(papers)
    assert "hoc-2" not in found
    assert found["hoc-3"] == ("hoc-1",)


def test_days_that_come_after_change_nothing() -> None:
    papers = some_papers(300)
    whole = Memory().relate(papers)
    dates = sorted({date for date, _ in papers})
    half = Memory().relate([p for p in papers if p[0] <= dates[len(dates) // 2]])
    assert half
    assert half.items() <= whole.items()


def test_incremental_is_as_full_and_reads_one_day() -> None:
    papers = some_papers(300)
    last = max(date for date, _ in papers)
    memory = Memory()
    memory.relate([p for p in papers if p[0] < last])
    assert memory.relate(papers) == Memory().relate(papers)
    assert set(memory.loaded) == {entry.key for date, entry in papers if date == last}
    assert memory.relate(papers) == Memory().relate(papers)
    assert memory.loaded == []
    assert memory.put == []


def test_a_changed_summary_of_an_old_paper_costs_a_day() -> None:
    papers = some_papers(200)
    memory = Memory()
    found = memory.relate(papers)
    date, entry = papers[0]
    fields = tuple(f for f in entry.fields if f.name != "tldr")
    papers[0] = (date, msgspec.structs.replace(entry, fields=fields))
    assert memory.relate(papers) == found
    assert len(memory.put) == 2  # that day's terms and the whole


@pytest.mark.parametrize("text", ["", "图网络的方法，图网络的结果，图网络"])
def test_papers_without_an_abstract_are_judged_by_their_summary(text: str) -> None:
    papers = [
        *some_papers(40),
        ("2026-07-01", paper("a", "", tldr=text)),
        ("2026-07-02", paper("b", "", tldr=text)),
    ]
    assert Memory().relate(papers).get("b", ()) == (("a",) if text else ())
