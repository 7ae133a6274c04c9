"""Papers made up of words, and the index of them, for the tests of search."""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import random
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from npm_packages import npm_packages

from sitegen import search
from sitegen.model import Text, TypesetEntry, TypesetField
from sitegen.search import SearchDocument

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "themes" / "default" / "static" / "js"

_WORDS = """
graph neural network diffus transform atten token model learn train data image vision
language agent reason plan robot optim gradient kernel bayes infer sample noise signal
quantum energy molecul protein crystal climate ocean galaxy particle tensor sparse dense
lattice spectral entropy latent prompt retriev memory policy reward safety align audio
speech medical cell genome market fairness privacy attack robust certif logic proof
"""
_ROOTS = _WORDS.split()
_ENDINGS = ["", "s", "ing", "ed", "er", "ation", "al", "ity", "ly", "ness"]
_HAN = (
    "模型扩散图像学习网络数据语言推理训练优化方法结果提出基于实验生成检测分割强化知识蒸馏注意力"
    "机制评估基准任务性能框架多模态视觉文本代理规划安全隐私鲁棒性理论分析量子计算分子蛋白质晶体"
)
_AUTHORS = ["Kaiming He", "Ada Lovelace", "An Wang", "Øystein Åse", "José Núñez", "Li Wei", "Bo Xu"]
_CATEGORIES = ["cs.LG", "cs.CV", "cs.CL", "math.ST", "quant-ph"]


def paper(
    key: str,
    title: str,
    *,
    authors: Sequence[str] = ("Ada Lovelace",),
    categories: Sequence[str] = ("cs.LG",),
    **fields: str,
) -> TypesetEntry:
    """Make an entry whose texts are plain."""
    return TypesetEntry(
        key=key,
        title=Text(title),
        link=f"https://arxiv.org/abs/{key}",
        arxiv=key,
        version=1,
        number=0,
        authors=tuple(map(Text, authors)),
        category=categories[0] if categories else "",
        categories=tuple(categories),
        section="",
        fields=tuple(TypesetField(name, "", Text(text)) for name, text in fields.items()),
        missing=(),
        raw=False,
    )


def some_papers(count: int, seed: int = 1) -> list[tuple[str, TypesetEntry]]:
    """Make (date, entry) pairs of random English and Chinese text, the same for one seed."""
    chance = random.Random(seed)

    def words(least: int, most: int) -> str:
        # Squared, so that a few words are frequent and most are not.
        return " ".join(
            _ROOTS[int(len(_ROOTS) * chance.random() ** 2)]
            + ("-" + chance.choice(_ROOTS) if chance.random() < 0.05 else "")
            + chance.choice(_ENDINGS)
            for _ in range(chance.randint(least, most))
        )

    def han(least: int, most: int) -> str:
        return "，".join(
            "".join(
                _HAN[int(len(_HAN) * chance.random() ** 1.5)] for _ in range(chance.randint(2, 9))
            )
            for _ in range(chance.randint(least, most))
        )

    made = []
    for number in range(count):
        month, day = number * 5 // count, number * 97 // count % 28
        date = f"2026-{month + 1:02d}-{day + 1:02d}"
        entry = paper(
            f"26{month + 1:02d}.{number:05d}",
            words(3, 9).capitalize(),
            authors=chance.sample(_AUTHORS, chance.randint(1, 4)),
            categories=chance.sample(_CATEGORIES, chance.randint(1, 2)),
            tldr=han(1, 3),
            motivation=han(1, 4),
            result=han(0, 3) + words(0, 3),
            abstract=words(8, 20),
        )
        made.append((date, entry))
    return made


class Index:
    """An index of papers on disk, with what it was made of."""

    def __init__(self, folder: Path, papers: Sequence[tuple[str, TypesetEntry]]) -> None:
        self.folder = folder
        self.papers = list(papers)
        self.records = {
            entry.key: search.encode_tokens([search.cut(entry)]) for _, entry in self.papers
        }
        self.documents = [document_of(date, entry) for date, entry in self.papers]
        self.files: dict[str, bytes] = {}
        self.build()

    def build(self) -> None:
        plan = search.plan_index(self.documents)
        load = self.records.__getitem__
        blocks = {
            block.fingerprint: search.build_block(block, load)
            for segment in plan.segments
            for block in segment.blocks
        }
        write = self.files.__setitem__
        segments = [
            search.build_segment(
                segment.fingerprint, [blocks[block.fingerprint] for block in segment.blocks], write
            )
            for segment in plan.segments
        ]
        groups = [search.build_group(group, write) for group in plan.groups]
        write(search.MANIFEST, search.build_manifest(segments, groups))
        for path, data in self.files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def ask(self, **request: Any) -> Any:
        """Have the theme's scripts do something with this index; see harness.js."""
        return node({"index": str(self.folder), **request})


def document_of(date: str, entry: TypesetEntry) -> SearchDocument:
    """The document of a paper with one entry; its record is stored under the paper's key."""
    tldr = entry.field("tldr")
    return SearchDocument(
        key=entry.key,
        date=date,
        stamp=str(hash_of(entry)),
        references=((entry.key, (0,)),),
        title=entry.title.words,
        authors="\n".join(author.words for author in entry.authors),
        categories=entry.categories,
        tldr=tldr.words if tldr else "",
    )


def hash_of(entry: TypesetEntry) -> str:
    """A stamp: equal for equal entries, in any process."""
    return hashlib.blake2b(msgspec.msgpack.encode(entry), digest_size=8).hexdigest()


@functools.cache
def _harness() -> subprocess.Popen[str]:
    """Start harness.js, once for a whole run: a start takes longer than most answers."""
    process = subprocess.Popen(
        ["node", "--max-old-space-size=2000", HERE / "harness.js", SCRIPTS, npm_packages()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(process.__exit__, None, None, None)  # closes its input, which ends it
    return process


def node(request: dict[str, Any]) -> Any:
    """Have harness.js answer a request."""
    process = _harness()
    assert process.stdin and process.stdout
    limit = threading.Timer(300, process.kill)  # only so that what hangs comes to an end
    limit.start()
    try:
        print(json.dumps(request), file=process.stdin, flush=True)
        said = json.loads(process.stdout.readline())
    finally:
        limit.cancel()
    assert "error" not in said, said["error"]
    return said["answer"]
