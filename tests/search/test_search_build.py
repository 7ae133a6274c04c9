"""Plan and files of the index: where it is cut, and what changes when papers come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from search_samples import Index, document_of, paper, some_papers

from sitegen.search import (
    Block,
    SearchDocument,
    build_block,
    build_manifest,
    build_segment,
    join_blocks,
    make_block,
    plan_index,
)
from sitegen.search.block import DRAWERS, open_drawer
from sitegen.search.order import utf16
from sitegen.search.plan import BLOCK, SMALL, YEARS
from sitegen.search.segment import SHARD


def _documents(counts: dict[str, int]) -> list[SearchDocument]:
    return [
        SearchDocument(f"{date}-{number}", date, "s", ())
        for date, count in counts.items()
        for number in range(count)
    ]


def _cut(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """The first and last date of each segment, and its size."""
    plan = plan_index(_documents(counts))
    return [
        (segment.blocks[0].documents[0].date, segment.blocks[-1].documents[-1].date, segment.count)
        for segment in plan.segments
    ]


def test_segments_are_closed_months_the_closed_half_and_the_current_half() -> None:
    counts = {"2025-11-30": 900, "2026-01-03": 900, "2026-02-10": 900, "2026-02-11": 500,
              "2026-02-15": 500, "2026-02-16": 10, "2026-02-21": 10, "2026-02-27": 10}  # fmt: skip
    assert _cut(counts) == [
        ("2025-11-30", "2026-01-03", 1800), ("2026-02-10", "2026-02-15", 1900),
        ("2026-02-16", "2026-02-27", 30),
    ]  # fmt: skip
    young = plan_index(_documents(counts)).segments[-1]
    assert [len(block.documents) for block in young.blocks] == [10, 10, 10]


def test_the_day_that_closes_a_half_leaves_its_segment_as_it_was() -> None:
    counts = {"2026-01-03": 1600, "2026-02-02": 900, "2026-02-14": 900}
    before = plan_index(_documents(counts)).segments
    after = plan_index(_documents({**counts, "2026-02-16": 300})).segments
    assert len(after) == 3
    assert [part.fingerprint for part in after[:2]] == [part.fingerprint for part in before]


def test_small_segments_join_their_neighbours() -> None:
    assert _cut({"2026-01-01": 2000, "2026-02-01": 700, "2026-02-15": 800}) == [
        ("2026-01-01", "2026-01-01", 2000), ("2026-02-01", "2026-02-15", 1500),
    ]  # fmt: skip
    assert _cut({"": 5, "2024-01-01": 5, "2026-02-01": SMALL - 10}) == [("", "2026-02-01", SMALL)]


def test_years_with_many_papers_are_sealed_alone() -> None:
    counts = {"2024-05-05": YEARS, "2026-01-01": 2000, "2026-02-01": 2000}
    assert [count for *_, count in _cut(counts)] == [YEARS, 2000, 2000]


def test_blocks_have_a_limit_and_groups_are_months_and_days() -> None:
    days = {f"2026-01-{day:02d}": 300 for day in range(1, 29)}
    counts = {"": 1, **days, "2026-02": 2, "2026-02-01": 3}
    plan = plan_index(_documents(counts))
    # Ten blocks of three days, the last of one: in three blocks of about the same size.
    assert [len(block.documents) for block in plan.segments[0].blocks] == [1, 2700, 2700, 3000]
    assert max(2700, 3000) < BLOCK < 8400 / 2
    assert [len(group.documents) for group in plan.groups] == [1, 8400, 2, 3]


def test_parts_of_a_block_hold_its_papers_in_order() -> None:
    counts = {f"2026-0{month}-{day:02d}": 40 for month in (4, 5) for day in range(1, 21)}
    plan = plan_index(_documents(counts))
    divided = [b for segment in plan.segments for b in segment.blocks if b.parts]
    assert [len(block.parts) for block in divided] == [7, 2, 2, 2, 2, 2, 2, 2]
    for block in divided:
        papers = [document for part in block.parts for document in part.documents]
        assert papers == list(block.documents)
    # What the build of the day before left: three days are two and one, a month its days.
    newest = divided[-1].parts[0].fingerprint
    del counts["2026-05-20"]
    earlier = plan_index(_documents(counts))
    assert newest == earlier.segments[-1].blocks[-1].fingerprint
    closed = [b.fingerprint for segment in plan.segments[1:] for b in segment.blocks]
    later = plan_index(_documents({**counts, "2026-05-20": 40, "2026-06-01": 1}))
    assert [part.fingerprint for part in later.segments[0].blocks[-1].parts] == closed


def test_a_joined_block_is_the_block_that_is_built_at_once(tmp_path: Path) -> None:
    papers = [
        (f"2026-05-{n // 40 + 1:02d}", entry) for n, (_, entry) in enumerate(some_papers(400))
    ]
    index = Index(tmp_path, papers)
    load = index.records.__getitem__
    random.seed(3)
    for whole in [
        block for segment in plan_index(index.documents).segments for block in segment.blocks
    ]:
        built = build_block(whole, load)
        for _ in range(5):
            edges = [0, *sorted(random.sample(range(len(whole.documents)), 3)), None]
            parts = [
                build_block(Block("", whole.documents[start:end]), load)
                for start, end in pairwise(edges)
            ]
            assert join_blocks(parts) == built
    assert join_blocks([built]) == built


def test_a_block_is_joined_where_most_of_it_was_built_before(tmp_path: Path) -> None:
    index = Index(
        tmp_path, [(f"2026-05-0{n % 2 + 1}", e) for n, (_, e) in enumerate(some_papers(60))]
    )
    [block] = plan_index(index.documents).segments[0].blocks
    before, newest = block.parts
    kept = {before.fingerprint: build_block(before, index.records.__getitem__)}
    asked: list[str] = []

    def load(key: str) -> bytes:
        asked.append(key)
        return index.records[key]

    assert make_block(block, load, kept.get) == build_block(block, index.records.__getitem__)
    assert asked == [document.key for document in newest.documents]
    asked.clear()
    make_block(block, load, {}.get)
    assert asked == [document.key for document in block.documents]


class OneByOne(Sequence[bytes]):
    """A block that tells which of its parts is asked for."""

    def __init__(self, parts: Sequence[bytes], asked: list[int]) -> None:
        self._parts = parts
        self._asked = asked

    def __len__(self) -> int:
        return len(self._parts)

    def __getitem__(self, index: Any) -> Any:
        self._asked.append(index)
        return self._parts[index]


def test_a_segment_asks_for_one_drawer_of_every_block_at_a_time(tmp_path: Path) -> None:
    index = Index(
        tmp_path, [(f"2026-0{n % 3 + 1}-05", e) for n, (_, e) in enumerate(some_papers(90))]
    )
    load = index.records.__getitem__
    blocks = [
        build_block(Block("", index.documents[start : start + 30]), load) for start in (0, 30, 60)
    ]
    asked: list[int] = []
    files: dict[str, bytes] = {}
    facts = build_segment("s", [OneByOne(block, asked) for block in blocks], files.__setitem__)
    assert asked == [part for part in range(1 + DRAWERS) for _ in blocks]
    whole: dict[str, bytes] = {}
    assert build_segment("s", blocks, whole.__setitem__) == facts
    assert files == whole


def test_terms_stand_in_the_order_of_browsers(tmp_path: Path) -> None:
    # As code points the last two would change places.
    index = Index(tmp_path, [("2026-01-01", paper("1", "lake", tldr="図﨎𠀋"))])
    [segment] = plan_index(index.documents).segments
    data = build_block(segment.blocks[0], index.records.__getitem__)
    terms = [term for n in range(DRAWERS) for term in open_drawer(data, n).terms.split()]
    assert [term for term in terms if len(term) == 2 and term > "z"] == ["図﨎", "﨎𠀋"]
    assert terms == sorted(terms, key=utf16)
    assert terms.index("𠀋") < terms.index("﨎𠀋")


def test_plan_of_nothing() -> None:
    plan = plan_index([])
    assert (plan.segments, plan.groups) == ((), ())
    assert b'"count":0' in build_manifest([], [])


def test_files_depend_on_the_papers_alone(tmp_path: Path) -> None:
    papers = some_papers(400)
    one = Index(tmp_path / "one", papers).files
    random.Random(1).shuffle(papers)
    assert Index(tmp_path / "two", papers).files == one


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index(tmp_path_factory.mktemp("before"), _year())


def _year() -> list[tuple[str, msgspec.Struct]]:
    """2,000 papers of January to May, 1,680 of June's first 21 days."""
    papers = some_papers(2000)
    for number, (_, entry) in enumerate(some_papers(1680, seed=9)):
        key = f"2606.{number:05d}"
        papers.append((f"2026-06-{number // 80 + 1:02d}", msgspec.structs.replace(entry, key=key)))
    return papers


def test_a_day_more_leaves_sealed_segments_and_closed_days_alone(
    before: Index, tmp_path: Path
) -> None:
    day = [
        ("2026-06-22", msgspec.structs.replace(entry, key=f"2606.2{number:04d}"))
        for number, (_, entry) in enumerate(some_papers(30, seed=4))
    ]
    after = Index(tmp_path, before.papers + day)
    gone = before.files.keys() - after.files.keys()
    new = after.files.keys() - before.files.keys()
    changed = {
        path
        for path in before.files.keys() & after.files
        if before.files[path] != after.files[path]
    }
    assert changed == {"manifest.js"}
    assert len({path.split("/")[0] for path in gone}) == 1  # the young segment
    assert len({path.split("/")[0] for path in new}) == 2  # its successor, and a day's group
    assert len(new) < 30


def test_a_changed_paper_moves_its_segment_and_group_only(before: Index, tmp_path: Path) -> None:
    papers = list(before.papers)
    date, entry = papers[0]
    papers[0] = (date, msgspec.structs.replace(entry, title=paper("x", "Another title").title))
    after = Index(tmp_path, papers)
    folders = {path.split("/")[0] for path in before.files}
    kept = {path.split("/")[0] for path in after.files}
    assert len(folders - kept) == len(kept - folders) == 2


def test_shards_are_classic_scripts_of_limited_size(before: Index) -> None:
    for path, data in before.files.items():
        text = data.decode()
        assert text.startswith(f'sitegenPart("{path.removesuffix(".js")}",'), path
        assert text.endswith(")\n")
        if path.split("/")[-1].startswith("t"):
            assert len(data) < 2 * SHARD, path
    assert all(len(part) < 80 for path in before.files for part in path.split("/"))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    evil = 'x"]);alert(1)//</script><!--\u2028\\ {{7*7}}'
    index = Index(
        tmp_path,
        [("2026-01-01", paper("2601.00001", f"graph {evil}", authors=[evil], tldr=evil))],
    )
    [answer] = index.ask(op="answers", queries=["graph alert"])
    assert answer["keys"] == ["2601.00001"]


def test_papers_in_two_languages_are_found_by_either(tmp_path: Path) -> None:
    from sitegen import search

    index = Index(tmp_path, [("2026-01-01", paper("1", "Graphs", tldr="图网络"))])
    index.records["1"] = search.encode_tokens(
        [search.cut(paper("1", "Graphs", tldr=text)) for text in ("图网络", "networks", "penguins")]
    )
    document = document_of(*index.papers[0])
    index.documents = [msgspec.structs.replace(document, references=(("1", (0, 1)),))]
    index.build()
    found = [
        a["total"] for a in index.ask(op="answers", queries=["图网络", "networks", "penguins"])
    ]
    assert found == [1, 1, 0]
