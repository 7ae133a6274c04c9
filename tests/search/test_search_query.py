"""Queries in the browser's scripts: what finds what, and that nothing throws."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import SEEDS, shared_folder
from search_samples import Index, paper, some_papers

from sitegen.content import discover
from sitegen.model import TypesetEntry
from sitegen.prepare import typeset
from sitegen.reading import Rules, read_digest
from sitegen.search.record import FIELD_NAMES
from sitegen.search.tokens import normalise

FEW = [
    ("2026-01-05", paper("2601.00001", "Graph neural networks for molecules",
        authors=["Kaiming He", "Ada Lovelace"], categories=["cs.LG", "q-bio.BM"],
        tldr="图神经网络用于分子", abstract="A state-of-the-art method. Diffusion helps.")),
    ("2026-01-20", paper("2601.00002", "Networks of neural graphs",
        authors=["Bo Brown"], categories=["cs.CV"],
        tldr="扩散模型生成图像", abstract="We study GFN2-xTB and its cost.")),
    ("2026-02-01", paper("2602.00001", "A survey of diffusion models",
        authors=["He Kaiming"], categories=["cs.CL"],
        tldr="模型的扩散，扩散与模型", abstract="The state of the art in art.")),
    ("2026-02", paper("2602.00002", "Old habits of whales",
        authors=["José Núñez"], categories=["cs.AI"], abstract="GFN2xTB again; Schrödinger.")),
    ("", paper("x-1", "Undated graph", authors=["Li Wei"], categories=[], abstract="A note.")),
]  # fmt: skip
G, N, S, W, U = "2601.00001", "2601.00002", "2602.00001", "2602.00002", "x-1"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index(tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Index:
    ids = ["2601.00001", "2601.00012", "2512.00001", "hep-th/9901001", "math/0309136"]
    papers = [("2026-01-05", paper(arxiv, "A lake")) for arxiv in ids]
    papers.append(("2026-01-06", paper("2601.00002", "Reading 2601.00001", abstract="2601 00012")))
    return Index(tmp_path_factory.mktemp("numbered"), papers)


@pytest.fixture(scope="module")
def stemmed(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A paper for each of some words, which is its key."""
    papers = [("2026-01-05", paper(word, word)) for word in STEMMED]
    return Index(tmp_path_factory.mktemp("stemmed"), papers)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Index:
    # Enough for three segments.
    return Index(tmp_path_factory.mktemp("many"), some_papers(2500, seed=2))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("2601.00001", ["2601.00001"]),  # not the paper that names it
        ("2601.00001v3", ["2601.00001"]),
        ("2512.00001", ["2512.00001"]),
        ("2601.00003", []),
        ("2601", ["2601.00002"]),
        ("2512", []),
        ("lake 2512.00001", ["2512.00001"]),
        ("lake -2512.00001 -hep-th/9901001 -math/0309136", ["2601.00012", "2601.00001"]),
        ("title:2601.00001", ["2601.00002"]),
        ("arXiv:2512.00001", ["2512.00001"]),
        ("arXiv: 2512.00001 [cs.LG]", ["2512.00001"]),
        ("“arXiv:2512.00001v1”", ["2512.00001"]),
        ("https://arxiv.org/abs/2512.00001", ["2512.00001"]),
        ("arxiv.org/pdf/2512.00001v2.pdf", ["2512.00001"]),
        ("https://arxiv.org/html/2512.00001v2#S3", ["2512.00001"]),
        ("10.48550/arXiv.2512.00001", ["2512.00001"]),
        ("https://doi.org/10.48550/arxiv.2512.00001.", ["2512.00001"]),
        ("２５１２．００００１", ["2512.00001"]),
        ("hep-th/9901001", ["hep-th/9901001"]),
        ("https://arxiv.org/abs/hep-th/9901001v2", ["hep-th/9901001"]),
        ("math.GT/0309136", ["math/0309136"]),
        ("https://arxiv.org/abs/math.GT/0309136", ["math/0309136"]),
        ("10.48550/arXiv.math/0309136", ["math/0309136"]),
    ],
)
def test_arxiv_ids_find_their_papers(numbered: Index, query: str, keys: list[str]) -> None:
    [answer] = numbered.ask(op="answers", queries=[query])
    assert (answer["keys"], answer["relaxed"]) == (keys, False)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("graph", {G, N, U}),
        ("graphs networks", {G, N}),
        ('"neural networks"', {G}),
        ('"graph neural network"', {G}),
        ("“graph neural network”", {G}),
        ('"graph networks"', set()),
        ("graph -networks", {U}),
        ('graph -"neural networks"', {N, U}),
        ("molec*", {G}),
        ("diffusion*", {G, S}),
        ("*hales", set()),
        ("w*le", {W}),
        ("difusion~1", {G, S}),
        ("habbitz~2", {W}),
        ("author:he", {G, S}),
        ('author:"kaiming he"', {G}),
        ("author:nunez", {W}),
        ("title:diffusion", {S}),
        ("abstract:diffusion", {G}),
        ("cat:cs.LG", {G}),
        ("cat:cs.lg,cs.CV", {G, N}),
        ("cat:cs", {G, N, S, W}),
        ("cat:q-bio.BM", {G}),
        ("graph -cat:cs.CV", {G, U}),
        ("after:2026-02", {S, W}),
        ("before:2026-02", {G, N}),
        ("after:2026-01-06 before:2026-02-01", {N, W}),
        ("-after:2026-02", {G, N}),
        ("-before:2026-02", {S, W}),
        ("year:2026 graph", {G, N}),
        ("-year:2026", {U}),
        ("-year:2024,2025 graph", {G, N, U}),
        ("year:2025,2026 graph", {G, N}),
        ("year:2024,2025 graph", set()),
        ("ｇｒａｐｈ　ｃａｔ：cs.LG，cs.CV", {G, N}),
        ("ｄｉｆｕｓｉｏｎ～１", {G, S}),
        ("＂graph networks＂", set()),
        ('cat:"cs.LG, cs.CV"', {G, N}),
        ("state-of-the-art", {G, S}),
        ("GFN2-xTB", {N, W}),
        ("gfn2xtb", {N, W}),
        ("Schrodinger", {W}),
        ("扩散模型", {N}),
        ("扩散 模型", {N, S}),
        ("扩散扩散", set()),
        ('"扩散，扩散"', {S}),
        ("图像", {N}),
        ("图", {G, N}),
        ("*图", {G, N}),
        ("扩散模型*", {N}),
        ("神经网络", {G}),
        ("经网", {G}),
        ("扩散模型graph", {N}),
        ("-graph", {S, W}),
    ],
)
def test_query_finds(few: Index, query: str, keys: set[str]) -> None:
    [answer] = few.ask(op="answers", queries=[query])
    assert not answer["relaxed"]
    assert set(answer["keys"]) == keys
    assert answer["total"] == len(keys)


def test_without_a_paper_that_has_all_words_some_will_do(few: Index) -> None:
    [answer] = few.ask(op="answers", queries=["whales molecules nonsense"])
    assert answer["relaxed"]
    assert set(answer["keys"]) == {G, W}


def test_order_by_date_is_newest_first_and_undated_last(few: Index) -> None:
    [answer] = few.ask(op="answers", queries=["graph"], sort="date")
    assert answer["keys"] == [N, G, U]


def test_facets_count_what_their_own_filter_would_leave(few: Index) -> None:
    [answer] = few.ask(op="answers", queries=["graph cat:cs.CV"])
    assert answer["categories"] == {"cs.LG": 1, "q-bio.BM": 1, "cs.CV": 1}
    assert answer["years"] == {"2026": 1}
    assert answer["total"] == 1


def test_facets_count_what_each_of_them_would_find(many: Index) -> None:
    queries = ["graph", "graph -token", "扩散", "image cat:cs.LG", "image year:2026"]
    steps, counts = [], []
    for query, answer in zip(queries, many.ask(op="answers", queries=queries), strict=True):
        for name, facet in (("cat", "categories"), ("year", "years")):
            for value, count in answer[facet].items():
                if f"{name}:" not in query:
                    steps.append([query, name, value])
                    counts.append(count)
    assert len(steps) > 20
    chosen = many.ask(op="toggles", steps=steps)
    assert [a["total"] for a in many.ask(op="answers", queries=chosen)] == counts


@pytest.mark.parametrize(
    ("text", "name", "value", "after"),
    [
        ("", "cat", "cs.LG", "cat:cs.LG"),
        ("graph", "cat", "cs.LG", "graph cat:cs.LG"),
        ("graph cat:cs.lg", "cat", "cs.LG", "graph"),
        ("Category：cs.CV graph", "cat", "cs.LG", "cat:cs.CV,cs.LG graph"),
        ('cat:"cs.LG"  "a  b"', "cat", "cs.LG", '"a  b"'),
        ("cat:cs.CV cat:cs.LG a", "cat", "cs.LG", "cat:cs.CV a"),
        ("cat:cs a", "cat", "cs.LG", "cat:cs.LG a"),
        ("-cat:cs.LG a", "cat", "cs.CV", "-cat:cs.LG a cat:cs.CV"),
        ("year:2025 a", "year", "2026", "year:2025,2026 a"),
        ('"graph neur', "cat", "cs.LG", 'cat:cs.LG "graph neur'),
    ],
)
def test_a_facet_is_chosen_in_the_text_of_the_query(
    few: Index, text: str, name: str, value: str, after: str
) -> None:
    assert few.ask(op="toggles", steps=[[text, name, value]]) == [after]


def test_characters_that_browsers_count_twice_are_found(tmp_path: Path) -> None:
    runs = ["𠀋", "𠀋図", "𠀋𠀋", "𠀋𠀀", "𪚥𠀋𠀀"]
    papers = [("2026-01-05", paper(str(at), "lake", tldr=run)) for at, run in enumerate(runs)]
    answers = Index(tmp_path, papers).ask(op="answers", queries=runs)
    found = [set(answer["keys"]) for answer in answers]
    assert found == [{"0", "1", "2", "3", "4"}, {"1"}, {"2"}, {"3", "4"}, {"4"}]


def test_what_is_no_date_is_words(few: Index) -> None:
    answers = few.ask(op="answers", queries=["before:2026-99-99", "after:2026-13", "after:note"])
    assert [answer["total"] for answer in answers[:2]] == [0, 0]
    assert answers[2]["keys"] == [U]


def test_a_word_that_is_too_long_for_the_index_is_not_called_frequent(few: Index) -> None:
    [alone, phrase, among] = few.ask(
        op="answers", queries=["x" * 65, f'"{"x" * 65}"', f"graph {'x' * 65}"]
    )
    assert (alone["total"], alone["stopped"]) == (0, [])
    assert (phrase["total"], phrase["stopped"]) == (0, [])
    assert among["relaxed"]


def test_a_word_that_comes_again_counts_more_but_is_asked_once(few: Index) -> None:
    [twice, boosted] = few.ask(op="answers", queries=["graph whales graph", "graph^2 whales"])
    assert twice["keys"] == boosted["keys"]
    [alone] = few.ask(op="answers", queries=["nonsense nonsense"])
    assert not alone["relaxed"]


def test_of_a_very_long_text_the_first_words_are_asked_for(many: Index) -> None:
    words = " ".join(f"w{number}" for number in range(99))
    han = "".join(chr(0x4E00 + number) for number in range(600))
    short, long, run = many.ask(op="answers", queries=[words, f"graph {words} token", han])
    assert (short["cut"], long["cut"], run["cut"]) == (False, True, True)
    assert long["total"] == many.ask(op="answers", queries=["graph"])[0]["total"]
    assert len(run["loaded"]) < 150


def test_stop_words_alone_are_told(few: Index) -> None:
    [answer] = few.ask(op="answers", queries=["the of"])
    assert answer["stopped"] == ["the", "of"]


def test_an_unfinished_word_is_a_beginning_only_while_it_is_typed(few: Index) -> None:
    [typed] = few.ask(op="answers", queries=["mole"], typing=True)
    [asked] = few.ask(op="answers", queries=["mole"])
    assert (typed["keys"], typed["opened"]) == ([G], ["mole"])
    assert asked["keys"] == []


_STEMMED = """
generation simulation optimization efficiency attention similarity robustness regularization
learning networks studies bayesian efficiently probabilistic quantization dependency
"""
STEMMED = _STEMMED.split()


@pytest.mark.parametrize(
    "beginning", ["generat", "simulat", "optimizat", "efficien", "attenti", "similari", "studi"]
)
def test_a_beginning_that_is_longer_than_its_word_s_stem_finds_the_word(
    stemmed: Index, beginning: str
) -> None:
    """The index holds `gener` for `generation`."""
    keys = {word for word in STEMMED if word.startswith(beginning)}
    [asked] = stemmed.ask(op="answers", queries=[f"{beginning}*"])
    [typed] = stemmed.ask(op="answers", queries=[beginning], typing=True)
    assert set(asked["keys"]) == set(typed["keys"]) == keys


def test_hardly_a_beginning_misses_its_own_word(stemmed: Index) -> None:
    beginnings = [(word, word[:end]) for word in STEMMED for end in range(3, len(word) + 1)]
    asked = stemmed.ask(op="answers", queries=[f"{beginning}*" for _, beginning in beginnings])
    typed = stemmed.ask(
        op="answers", queries=[beginning for _, beginning in beginnings], typing=True
    )
    missed = {
        beginning
        for (word, beginning), *answers in zip(beginnings, asked, typed, strict=True)
        if not all(word in answer["keys"] for answer in answers)
    }
    assert missed <= {"efficientl", "probabilisti"}  # of no suffix that is tried


def test_nothing_that_is_typed_throws(few: Index) -> None:
    chance = random.Random(8)
    pieces = ['"', "-", "+", "*", "~", "~1", "^", "^2", ":", "foo:", "author:", "cat:", "cat:,",
              "after:x", "before:2026-99-99", "year:", "graph", "图", "扩散", " ", "\\", "(", "]",
              "\u0000", "\ud83d\ude00", "the", "a-b-", "--", "'", "<b>", "${x}",
              "constructor"]  # fmt: skip
    queries = [
        "".join(chance.choice(pieces) for _ in range(chance.randint(1, 8))) for _ in range(1500)
    ]
    queries += ["foo: bar", "a^b", "-", '"', "__proto__", "x" * 5000, "图" * 500, "a-" * 2000]
    answers = few.ask(op="answers", queries=queries)
    assert len(answers) == len(queries)


def _text(entry: TypesetEntry) -> str:
    parts = [entry.title.words, *(author.words for author in entry.authors)]
    parts += [field.text.words for field in entry.fields]
    return "\n".join(map(normalise, parts))


def test_runs_of_chinese_find_exactly_the_papers_that_hold_them(many: Index) -> None:
    check_runs(many)


def test_runs_of_chinese_in_real_digests_find_exactly_their_papers(tmp_path: Path) -> None:
    folder = shared_folder()
    if folder is None:
        print("no folder of shared digests: papers of the seeds alone")
    papers: dict[str, tuple[str, TypesetEntry]] = {}
    for source in discover([folder / "digests" if folder else SEEDS]):
        digest = read_digest(source.slug, source.read(), Rules())
        for entry in digest.entries[:60]:
            papers.setdefault(entry.key, (digest.date, typeset(entry)))
    check_runs(Index(tmp_path, list(papers.values())))


def check_runs(index: Index) -> None:
    """Ask for a hundred runs that stand in an index's papers."""
    chance = random.Random(3)
    texts = {entry.key: _text(entry) for _, entry in index.papers}
    runs = sorted({run for text in texts.values() for run in re.findall("[一-鿿]{2,}", text)})
    queries = []
    while len(queries) < 100:
        run = chance.choice(runs)
        length = chance.randint(1, min(6, len(run)))
        start = chance.randint(0, len(run) - length)
        queries.append(run[start : start + length])
    for query, answer in zip(queries, index.ask(op="answers", queries=queries), strict=True):
        assert set(answer["keys"]) == {key for key, text in texts.items() if query in text}, query


def test_phrases_and_words_find_exactly_the_papers_that_hold_them(many: Index) -> None:
    chance = random.Random(6)
    texts = {
        key: [re.sub("[^a-z]+", " ", part) for part in text.split("\n")]
        for key, text in ((entry.key, _text(entry)) for _, entry in many.papers)
    }
    parts = [part.split() for text in texts.values() for part in text if "-" not in part]
    queries = []
    while len(queries) < 60:
        part = chance.choice(parts)
        if len(part) > 3:
            at = chance.randint(0, len(part) - 3)
            queries.append(part[at : at + 3])
    answers = many.ask(op="answers", queries=[f'"{" ".join(query)}"' for query in queries])
    for query, answer in zip(queries, answers, strict=True):
        literal = {
            key
            for key, text in texts.items()
            if any(f" {' '.join(query)} " in f" {p} " for p in text)
        }
        # Stems find other forms of the words as well; no paper with these is missed.
        assert literal <= set(answer["keys"]), query
        assert answer["total"] == len(answer["keys"])


def test_a_query_reads_few_files(many: Index) -> None:
    assert len({path.split("/")[0] for path in many.files}) > 4
    for answer in many.ask(op="answers", queries=["graph", "扩散", "-graph"], limit=10):
        shards = [name for name in answer["loaded"] if re.search(r"/[tp]\d+$", name)]
        assert len(shards) <= 3
    [near] = many.ask(op="answers", queries=["*raph"], limit=10)
    assert any(name.endswith("/words") for name in near["loaded"])


@pytest.mark.parametrize(
    ("query", "sort", "fields"),
    [("title:graph", "", {"title"}), ("author:lovelace", "", {"authors"}),
     ("扩散", "", {"tldr", "summary"}), ("graph -author:lovelace", "date", set()),
     ("zzzzz", "", set()), ("cat:cs.LG", "", set())],
)  # fmt: skip
def test_lengths_are_read_of_fields_in_which_a_term_stands(
    many: Index, query: str, sort: str, fields: set[str]
) -> None:
    [answer] = many.ask(op="answers", queries=[query], sort=sort, limit=10)
    read = {re.search(r"/l(\d)$", name) for name in answer["loaded"]} - {None}
    assert {FIELD_NAMES[int(found[1])] for found in read if found} == fields


def test_a_beginning_that_is_too_wide_is_refused(tmp_path: Path) -> None:
    papers: list[tuple[str, Any]] = [
        (f"2026-01-{day + 1:02d}", paper(f"2601.{day:05d}", "A title",
            abstract=" ".join(f"a{day}x{number}" for number in range(3000))))
        for day in range(28)
    ]  # fmt: skip
    index = Index(tmp_path, papers)
    wide, pattern, near, narrow = index.ask(
        op="answers", queries=["a*", "a*9", "a1x1234~2", "a7x29*"]
    )
    assert wide == pattern == {"error": "wide"}
    assert near["total"] == 28
    assert narrow["keys"] == ["2601.00007"]
