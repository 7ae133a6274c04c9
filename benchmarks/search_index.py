"""What the search index costs to build and to ask, beside Pagefind on the same papers.

    python benchmarks/search_index.py --content FOLDER [--site OUTPUT --pagefind PROGRAM]

Reads the digests, then times in one process each step of the index: cutting entries into
tokens, blocks, segments, document table, related papers.  Then asks queries made of words
and runs of the corpus itself, English and Chinese, in Node.js.  With `--site`, a site built
from the same content, and `--pagefind`, the program in npm's package
`@pagefind/linux-x64`, Pagefind indexes the site's paper pages in the same run, in its
Chinese mode.  CPU seconds are of the whole process tree.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sitegen import search
from sitegen.content import discover
from sitegen.identity import short_hash
from sitegen.model import TypesetEntry
from sitegen.prepare import typeset
from sitegen.reading import Rules, read_digest
from sitegen.search import SearchDocument
from sitegen.search.tokens import normalise

HERE = Path(__file__).resolve().parent
SCRIPTS = HERE.parent / "themes" / "default" / "static" / "js"


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print the CPU seconds of what is done inside."""
    before = time.process_time()
    yield
    print(f"{name:<28}{time.process_time() - before:8.2f} CPU s")


def read_papers(content: Path) -> dict[str, tuple[str, TypesetEntry]]:
    """Read all digests: the date and the first entry of each paper."""
    papers: dict[str, tuple[str, TypesetEntry]] = {}
    for source in discover([content]):
        digest = read_digest(source.slug, source.read(), Rules())
        for entry in digest.entries:
            if entry.key not in papers:
                papers[entry.key] = (digest.date, typeset(entry))
    return papers


def build_index(papers: dict[str, tuple[str, TypesetEntry]], folder: Path) -> None:
    """Build the index of the papers into a folder, and print what each step costs."""
    with timed("tokens"):
        records = {
            key: search.encode_tokens([search.cut(entry)]) for key, (_, entry) in papers.items()
        }
    documents = [
        SearchDocument(
            key=key,
            date=date,
            stamp=short_hash(key),
            references=((key, (0,)),),
            title=entry.title.words,
            authors=tuple(author.words for author in entry.authors),
            categories=entry.categories or ((entry.category,) if entry.category else ()),
            tldr=(tldr.words[:300] if (tldr := entry.field("tldr")) else ""),
        )
        for key, (date, entry) in papers.items()
    ]
    plan = search.plan_index(documents)
    load = records.__getitem__

    def write(path: str, data: bytes) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    with timed("blocks"):
        blocks = {
            block.fingerprint: search.build_block(block, load)
            for segment in plan.segments
            for block in segment.blocks
        }
    with timed("segments"):
        segments = [search.build_segment(s, blocks.__getitem__, write) for s in plan.segments]
    with timed("document table, manifest"):
        groups = [search.build_group(group, write) for group in plan.groups]
        write(search.MANIFEST, search.build_manifest(segments, groups))
    kept: dict[str, bytes] = {}
    with timed("related papers"):
        search.relate(documents, load, kept.get, kept.__setitem__)
    print(f"segments of {', '.join(str(segment.count) for segment in plan.segments)} papers")


def make_queries(papers: dict[str, tuple[str, TypesetEntry]], count: int) -> list[str]:
    """Make queries of one to three words, phrases and Chinese runs that stand in papers."""
    chance = random.Random(1)
    texts = [entry for _, entry in papers.values()]
    queries: list[str] = []
    while len(queries) < count:
        entry = chance.choice(texts)
        words = re.findall("[A-Za-z]{4,}", entry.title.words)
        summary = " ".join(field.text.words for field in entry.fields if field.name != "abstract")
        runs = re.findall("[一-鿿]{2,}", summary)
        kind = len(queries) % 4
        if kind < 2 and len(words) > 2:
            queries.append(" ".join(chance.sample(words, kind + 1)))
        elif kind == 2 and len(words) > 2:
            at = chance.randint(0, len(words) - 2)
            queries.append(" ".join(words[at : at + 2]))
        elif kind == 3 and runs:
            run = chance.choice(runs)
            length = min(len(run), chance.randint(2, 6))
            at = chance.randint(0, len(run) - length)
            queries.append(run[at : at + length])
        elif not runs:
            queries.append(" ".join(words[:2]) or "model")
    return queries


def check_runs(papers: dict[str, tuple[str, TypesetEntry]], folder: Path, count: int) -> None:
    """Ask for runs of 2 to 6 Chinese characters; count which find exactly the papers with them."""
    texts = {
        key: "\n".join(
            [normalise(entry.title.words)]
            + [normalise(author.words) for author in entry.authors]
            + [normalise(field.text.words) for field in entry.fields]
        )
        for key, (_, entry) in papers.items()
    }
    chance = random.Random(2)
    keys = list(texts)
    queries: list[str] = []
    while len(queries) < count:
        length = 2 + len(queries) % 5
        runs = re.findall(f"[一-鿿]{{{length},}}", texts[chance.choice(keys)])
        if runs:
            run = chance.choice(runs)
            at = chance.randint(0, len(run) - length)
            queries.append(run[at : at + length])
    exact = matches = 0
    for query, found in zip(queries, run_queries(folder, queries, "keys"), strict=True):
        holding = {key for key, text in texts.items() if query in text}
        exact += set(found) == holding and len(found) == len(holding)
        matches += len(holding)
    print(
        f"{exact} of {count} runs of Chinese find exactly the papers with them ({matches} in all)"
    )


def run_queries(folder: Path, queries: list[str], *options: str) -> Any:
    """Ask an index queries in Node.js; see search_queries.js."""
    done = subprocess.run(
        ["node", str(HERE / "search_queries.js"), str(folder), str(SCRIPTS), *options],
        input=json.dumps(queries), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def ask(folder: Path, queries: list[str]) -> None:
    """Ask all queries, and print bytes and milliseconds."""
    report = run_queries(folder, queries)
    print(f"scripts, compressed: {report['script'] / 1000:.1f} kB")
    for name, key, scale, unit in (
        ("first answer from cold", "first", 1000, "kB"), ("further query", "further", 1000, "kB"),
        ("script time, first", "ms", 1, "ms"), ("script time, again", "again", 1, "ms"),
    ):  # fmt: skip
        values = sorted(result[key] / scale for result in report["results"])
        middle, late = statistics.median(values), values[int(len(values) * 0.95)]
        print(f"{name:<28}median {middle:7.1f}  95 % {late:7.1f}  most {values[-1]:7.1f} {unit}")


def run_pagefind(program: str, site: Path, folder: Path) -> None:
    """Index the site's paper pages with Pagefind, and print what it costs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [program, "--site", str(site), "--glob", "papers/*.html", "--output-path", str(folder),
         "--force-language", "zh"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{'Pagefind':<28}{cpu:8.2f} CPU s, {after.ru_maxrss / 1024:.0f} MB")
    sizes(folder)


def sizes(folder: Path) -> None:
    """Print how many files a folder has, and their bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")


def main() -> None:
    """Build, ask, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--content", type=Path, required=True)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--pagefind")
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    papers = read_papers(arguments.content)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{len(papers)} papers")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "search"
        build_index(papers, folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"peak memory {peak / 1024:.0f} MB, of which {memory / 1024:.0f} MB hold the papers")
        sizes(folder)
        ask(folder, make_queries(papers, arguments.queries))
        check_runs(papers, folder, 100)
        if arguments.site and arguments.pagefind:
            run_pagefind(arguments.pagefind, arguments.site, Path(name) / "pagefind")


if __name__ == "__main__":
    main()
