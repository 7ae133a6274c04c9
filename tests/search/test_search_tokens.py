"""Tokens: the rules, and that Python and the browser cut every text alike."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import SEEDS, shared_folder
from search_samples import node

from sitegen.search.stemmer import stem
from sitegen.search.tokens import LONGEST, normalise, place, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Transformers are learning", ["transform", "learn"]),
        ("state-of-the-art", ["stateoftheart", "state", "art"]),
        ("GFN2-xTB", ["gfn2xtb", "gfn2", "xtb"]),
        ("扩散模型", ["扩散", "散模", "模型", "型"]),
        ("图", ["图"]),
        ("基于GNN的方法", ["基于", "于", "gnn", "的方", "方法", "法"]),
        ("学習する", ["学習", "習す", "する", "る"]),
        ("기계 학습", ["기계", "계", "학습", "습"]),
        ("Schrödinger, Erdős, Łojasiewicz, Straße", ["schroding", "erdo", "lojasiewicz", "strass"]),
        ("$H_2O$ and x^{2} by \\emph{Li}", ["h2o", "x2", "li"]),
        ("ＡＢＣ ﬁnite ½", ["abc", "finit", "1", "2"]),
        ("Гипотеза Римана: ζ(s)", ["гипотеза", "римана", "ζ", "s"]),
        ("が and ガ", ["が", "ガ"]),
        ("—", []),
        ("", []),
    ],
)
def test_text_is_cut_by_the_rules(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected
    assert node({"op": "tokens", "texts": [text]}) == [expected]


def test_names_keep_stop_words() -> None:
    assert tokens("He An") == []
    assert tokens("He An", names=True) == ["he", "an"]
    assert node({"op": "tokens", "texts": ["He An"], "names": True}) == [["he", "an"]]


def test_stop_words_and_cjk_runs_take_positions() -> None:
    terms: list[str] = []
    places: list[int] = []
    after = place("state of the art 扩散模型 graph", 10, terms, places)
    assert dict(zip(terms, places, strict=True)) == {
        "state": 10, "art": 13, "扩散": 14, "散模": 15, "模型": 16, "型": 17, "graph": 18,
    }  # fmt: skip
    assert after == 19


def test_very_long_words_are_left_out() -> None:
    assert tokens("a" * LONGEST + "b") == []
    assert len(tokens("x" * LONGEST)) == 1
    assert tokens("ab-" * 100_000 + "c")[0] == "ab"


def test_final_y_is_as_in_lunr_js() -> None:
    assert [stem(word) for word in ("key", "play", "cry", "by", "history")] == [
        "key", "play", "cri", "by", "histori",
    ]  # fmt: skip


def test_stems_are_those_of_stock_lunr_js() -> None:
    words = sorted({word for text in _real_texts() for word in normalise(text).split()})
    words = [word for word in words if word.isascii() and word.isalnum()]
    made = ["y" * n for n in range(1, 5)] + ["".join(p) for p in _letters(3000)]
    for word, (ours, theirs) in zip(
        words + made, node({"op": "stems", "words": words + made}), strict=True
    ):
        assert ours == stem(word), word
        if word in words:
            assert ours == theirs, word


def test_python_and_browser_cut_every_text_alike() -> None:
    chance = random.Random(5)
    pools = [
        "abcdefghij -‐-$_{}^~\\.,'’\"",
        "éñüøłßæœđðþıħςΣİ\u0301\u0308\u212b\ufb01½²℃ﾊﾟｶﾞ㍿",
        "扩散模型图像々〇𠀋豈が゙ガﾞー한글ᄀ",
        "".join(map(chr, range(0xA0, 0x2C00, 7))),
        "".join(map(chr, range(0x3000, 0xD7A4, 101))) + "\U0002f800\U000323af\U0001d4d7",
    ]
    texts = [
        "".join(chance.choice(chance.choice(pools)) for _ in range(chance.randint(0, 60)))
        for _ in range(3000)
    ]
    texts += _real_texts()
    for text, terms in zip(texts, node({"op": "tokens", "texts": texts}), strict=True):
        assert tokens(text) == terms, ascii(text)


def _real_texts() -> list[str]:
    folders = [SEEDS]
    shared = shared_folder()
    if shared is None:
        print("no folder of shared digests: texts of the seeds alone")
    else:
        folders.append(shared / "digests")
    files = sorted(path for folder in folders for path in Path(folder).rglob("*.md"))
    return [line for path in files[:8] for line in path.read_text("utf-8").splitlines()]


def _letters(count: int) -> list[str]:
    chance = random.Random(9)
    endings = ["ational", "iveness", "ing", "eed", "ies", "sses", "ically", "ment", "sion", "lly"]
    return [
        "".join(chance.choice("aeiouybcdlstzrn") for _ in range(chance.randint(1, 6)))
        + chance.choice(endings)
        for _ in range(count)
    ]
