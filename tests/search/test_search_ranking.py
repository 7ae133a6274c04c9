"""Ranking: the sharded index scores as lunr.py and stock lunr.js do over the same terms."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import pytest
from lunr.index import Index as LunrIndex
from lunr.query import Query, QueryPresence
from search_samples import Index, node, some_papers

from sitegen.errors import SitegenError
from sitegen.search import SearchDocument, export_lunr
from sitegen.search.record import FIELD_NAMES
from sitegen.search.tokens import CJK_FIRST

PAPERS = 2000
QUERIES = 320


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index(tmp_path_factory.mktemp("index"), some_papers(PAPERS))


@pytest.fixture(scope="module")
def exported(index: Index) -> Path:
    path = index.folder / "lunr.json"
    path.write_bytes(export_lunr(index.documents, index.records.__getitem__))
    return path


def make_queries(terms: list[str]) -> list[list[dict[str, Any]]]:
    """Make lists of clauses of all kinds from the index's terms."""
    chance = random.Random(4)
    words = [term for term in terms if term < CJK_FIRST and len(term) > 4]
    signs = [term for term in terms if term >= CJK_FIRST and len(term) == 2]
    queries = []
    for _ in range(QUERIES):
        clauses = []
        for number in range(chance.randint(1, 3)):
            word = chance.choice(words)
            term = chance.choice(
                [word, word, word, chance.choice(signs), chance.choice(signs), word[:4] + "*",
                 "*" + word[2:], word[:2] + "*" + word[-2:], "near"]
            )  # fmt: skip
            near = term == "near"
            clauses.append(
                {
                    "term": word if near else term,
                    "edits": chance.choice([1, 1, 1, 2]) if near else 0,
                    "fields": chance.choice(
                        [list(FIELD_NAMES), chance.sample(FIELD_NAMES, chance.randint(1, 3))]
                    ),
                    "boost": chance.choice([1, 1, 1, 2, 10]),
                    "presence": chance.choice([1, 1, 2, 3] if number else [1, 2]),
                }
            )
        queries.append(clauses)
    return queries


def test_scores_and_order_are_lunrs(index: Index, exported: Path) -> None:
    oracle = LunrIndex.load(exported.read_text())
    queries = make_queries(sorted(oracle.inverted_index))
    answers = index.ask(op="clauses", lunr=str(exported), queries=queries)
    found = 0
    for clauses, (ours, stock) in zip(queries, answers, strict=True):
        query = Query(oracle.fields)
        for clause in clauses:
            query.clause(
                clause["term"],
                fields=clause["fields"],
                boost=clause["boost"],
                presence=QueryPresence(clause["presence"]),
                use_pipeline=False,
                edit_distance=clause["edits"],
            )
        theirs = {result["ref"]: result["score"] for result in oracle.query(query)}
        scores = dict(map(tuple, ours))
        assert differ(scores, theirs) < 1e-12, clauses
        assert differ(scores, dict(map(tuple, stock))) < 1e-12, clauses
        in_order = [scores[key] for key in theirs]
        assert all(a >= b - 1e-9 for a, b in pairwise(in_order)), clauses
        found += bool(ours)
    assert found > QUERIES / 2


def differ(ours: dict[str, float], theirs: dict[str, float]) -> float:
    """Return the largest relative difference of two sets of scores; infinite for other papers."""
    if ours.keys() != theirs.keys():
        return inf
    return max((abs(ours[key] - score) / max(score, 1) for key, score in theirs.items()), default=0)


def test_export_answers_english_and_cut_chinese_in_stock_lunr_js(
    index: Index, exported: Path
) -> None:
    english = ["graph networks", "diffusing", "title:robots +learning", "transforms -images"]
    chinese = ["扩散", "+模型 +扩散", "学习 图像"]
    stock = node({"op": "lunr", "lunr": str(exported), "queries": english + chinese})
    oracle = LunrIndex.load(exported.read_text())
    for text, found in zip(english + chinese, stock, strict=True):
        theirs = {result["ref"]: result["score"] for result in oracle.search(text)}
        assert found, text
        assert differ(dict(map(tuple, found)), theirs) < 1e-12, text


def test_export_is_a_serialised_lunr_index_and_the_same_each_time(
    index: Index, exported: Path
) -> None:
    tree = json.loads(exported.read_bytes())
    assert tree["fields"] == list(FIELD_NAMES)
    assert tree["pipeline"] == ["stemmer"]
    assert export_lunr(index.documents, index.records.__getitem__) == exported.read_bytes()


def test_export_of_too_many_papers_is_a_clear_error() -> None:
    many = [SearchDocument(str(number), "", "", ()) for number in range(5001)]
    with pytest.raises(SitegenError, match=r"up to 5000 papers, and there are 5001"):
        export_lunr(many, lambda key: b"")
