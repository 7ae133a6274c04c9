"""What the search index costs to build and to ask, beside Pagefind on the same papers.

    python benchmarks/search_index.py --content FOLDER [--site OUTPUT --pagefind PROGRAM]
    python benchmarks/search_index.py --content FOLDER --times 10 --chromium PROGRAM

Reads the digests (or invents papers, see corpus.py), then times in one process each step of
the index: cutting entries into tokens, blocks, segments, document table, related papers, and
what one more day changes.  Then asks queries made of words and runs of the corpus itself,
English and Chinese, in Node.js, and with `--chromium` on a search page.  With `--site`, a
site built from the same content, and `--pagefind`, the program in npm's package
`@pagefind/linux-x64`, Pagefind indexes the site's paper pages in the same run, in its
Chinese mode.  CPU seconds are of the whole process tree.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus import Corpus, Paper
from msgspec import structs

from sitegen import search
from sitegen.content import discover
from sitegen.identity import short_hash
from sitegen.model import Text, TypesetEntry, TypesetField
from sitegen.prepare import typeset
from sitegen.reading import Rules, read_digest
from sitegen.search import Group, IndexPlan, SearchDocument, Segment
from sitegen.search.tokens import forget_words, normalise

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


def invent_papers(count: int) -> dict[str, tuple[str, TypesetEntry]]:
    """Invent so many papers: as `read_papers` would return them."""
    corpus = Corpus()
    return {
        paper.arxiv: (str(corpus.date(day)), invented_entry(paper))
        for day in range(-(-count // corpus.per_day))
        for paper in corpus.papers(day)
    }


def invented_entry(paper: Paper) -> TypesetEntry:
    """Make the entry of an invented paper, without its formulas being typeset."""
    return TypesetEntry(
        key=paper.arxiv, title=Text(paper.title), link="", arxiv=paper.arxiv, version=1, number=0,
        authors=tuple(map(Text, paper.authors)), category=paper.category,
        categories=(paper.category,), section="",
        fields=tuple(
            TypesetField(label.lower().replace(";", ""), label, Text(text))
            for label, text in paper.fields
        ),
        missing=(), raw=False,
    )  # fmt: skip


def _parts(plan: IndexPlan) -> list[Segment | Group]:
    return [*plan.segments, *plan.groups]


class Builder:
    """Builds parts of the index into a folder, each once."""

    def __init__(self, papers: dict[str, tuple[str, TypesetEntry]], folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, set[str]] = {}  # of each part, by its fingerprint
        self._facts: dict[str, bytes] = {}
        self._blocks: dict[str, list[bytes]] = {}
        self._papers = papers
        self._records: dict[str, bytes] = {}
        self.load = self._records.__getitem__

    def cut(self, date: str = "") -> None:
        """Cut the entries of a day, or all, into tokens."""
        for key, (day, entry) in self._papers.items():
            if not date or day == date:
                self._records[key] = search.encode_tokens([search.cut(entry)])

    def documents(self) -> list[SearchDocument]:
        """Make the documents of all papers."""
        return [
            SearchDocument(
                key=key,
                date=date,
                stamp=short_hash(key),
                references=((key, (0,)),),
                title=entry.title.words,
                authors="\n".join(author.words for author in entry.authors),
                categories=entry.categories or ((entry.category,) if entry.category else ()),
                tldr=(tldr.words[:300] if (tldr := entry.field("tldr")) else ""),
            )
            for key, (date, entry) in self._papers.items()
        ]

    def build_blocks(self, plan: IndexPlan) -> None:
        """Build the blocks of a plan that are not there."""
        # Repeated papers give the same block again.
        made: dict[tuple[object, ...], list[bytes]] = {}
        for segment in plan.segments:
            for block in segment.blocks:
                if block.fingerprint not in self._blocks:
                    key = tuple(document.references for document in block.documents)
                    if key not in made:
                        made[key] = search.make_block(block, self.load, self._blocks.get)
                    self._blocks[block.fingerprint] = made[key]

    def build_parts(self, parts: Sequence[Segment | Group]) -> list[bytes]:
        """Build segments or groups that are not there; return the facts of all."""
        for part in parts:
            if part.fingerprint not in self._facts:
                files = self.files[part.fingerprint] = set()

                def write(path: str, data: bytes, files: set[str] = files) -> None:
                    files.add(path)
                    self._write(path, data)

                if isinstance(part, Segment):
                    blocks = [self._blocks[block.fingerprint] for block in part.blocks]
                    facts = search.build_segment(part.fingerprint, blocks, write)
                else:
                    facts = search.build_group(part, write)
                self._facts[part.fingerprint] = facts
        return [self._facts[part.fingerprint] for part in parts]

    def build(self, plan: IndexPlan) -> set[str]:
        """Build what is not there of a plan; return all its files but the manifest."""
        parts = _parts(plan)
        self.build_blocks(plan)
        self.build_parts(parts)
        return {path for part in parts for path in self.files[part.fingerprint]}

    def keep_only(self, plan: IndexPlan) -> None:
        """Forget the parts and blocks that are not of a plan."""
        parts = {part.fingerprint for part in _parts(plan)}
        self._facts = {name: facts for name, facts in self._facts.items() if name in parts}
        lasting = plan.lasting
        self._blocks = {name: data for name, data in self._blocks.items() if name in lasting}

    def write_manifest(self, plan: IndexPlan) -> None:
        """Write the manifest of a plan."""
        facts = self.build_parts(plan.segments), self.build_parts(plan.groups)
        self._write(search.MANIFEST, search.build_manifest(*facts))

    def _write(self, path: str, data: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def repeated(documents: list[SearchDocument], times: int) -> list[SearchDocument]:
    """Return the documents so many times, each time of earlier years and with other keys."""
    found = list(documents)
    for copy in range(1, times):
        for document in documents:
            year = int(document.date[:4] or 0) - copy
            date = f"{year:04d}{document.date[4:]}" if document.date else ""
            key = f"{document.key}-{copy}"
            found.append(structs.replace(document, key=key, date=date, stamp=short_hash(key)))
    return found


def build_index(
    papers: dict[str, tuple[str, TypesetEntry]], folder: Path, days: int, times: int
) -> None:
    """Build the index of the papers into a folder, and print what each step costs.

    Args:
        papers: date and entry of each paper.
        folder: to build into.
        days: of how many of the newest days to tell what each of them changes.
        times: how often to take each paper.
    """
    builder = Builder(papers, folder)
    with timed("tokens"):
        builder.cut()
    documents = repeated(builder.documents(), times)
    plan = search.plan_index(documents)
    with timed("blocks"):
        builder.build_blocks(plan)
    with timed("segments"):
        builder.build_parts(plan.segments)
    with timed("document table, manifest"):
        builder.build_parts(plan.groups)
        builder.write_manifest(plan)
    kept: dict[str, bytes] = {}
    if times == 1:
        with timed("related papers"):
            search.relate(documents, builder.load, kept.get, kept.__setitem__)
    print(f"segments of {', '.join(str(segment.count) for segment in plan.segments)} papers")
    if days:
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            builder.folder = Path(name)
            add_days(builder, documents, days)


def add_days(builder: Builder, documents: list[SearchDocument], count: int) -> None:
    """Build the index day after day, and print how many files each of the last days changes.

    The seconds are those of cutting the day's papers and of building what changed.
    """
    dates = sorted({document.date for document in documents if document.date})[-count - 1 :]
    before: set[str] = set()
    for number, date in enumerate(dates):
        upto = [document for document in documents if document.date <= date]
        new = sum(document.date == date for document in upto)
        forget_words()  # as in a process of its own
        started = time.process_time()
        builder.cut(date)
        plan = search.plan_index(upto)
        files = builder.build(plan)
        builder.write_manifest(plan)
        seconds = time.process_time() - started
        if number:
            turn = ", the first of its month" if date[:7] != dates[number - 1][:7] else ""
            print(
                f"{date}: {new} papers, {len(files - before) + 1} files written, "
                f"{len(before - files)} removed, {seconds:.2f} CPU s{turn}"
            )
        builder.keep_only(plan)
        before = files


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
        print_spread(name, [result[key] / scale for result in report["results"]], unit)


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><main id="main">
<form id="search"><input id="search-box"><button id="search-help-open"></button></form>
<div id="search-help"></div><p id="search-status"></p><progress id="search-progress"></progress>
<p id="search-order"><select id="search-sort"><option value=""></option></select></p>
<div id="search-facets"></div><ol id="results"></ol><button id="search-more"></button></main>
<script src="search-tokens.js"></script><script src="search-index.js"></script>
<script src="search-query.js"></script><script src="search.js"></script>"""


# Ask, and wait for the answer without a look at the page in between.
ASK = """text => new Promise(done => {
  document.getElementById("search-box").value = text;
  const results = document.getElementById("results");
  new MutationObserver((_, watch) => {
    if (results.dataset.state === "done") { watch.disconnect(); done(); }
  }).observe(results, { attributes: true });
  performance.mark("ask");
  setTimeout(() => document.getElementById("search").requestSubmit());
})"""
# Under what Chromium's trace has the work of scripts; what promises call comes within them.
SCRIPT_EVENTS = {
    "EvaluateScript", "EventDispatch", "FunctionCall", "RunMicrotasks", "TimerFire", "v8.compile",
}  # fmt: skip


def ask_chromium(program: str, folder: Path, queries: list[str]) -> None:
    """Ask all queries on a search page from file://, twice; print how long its scripts run.

    What is measured is the CPU time of the page's thread in scripts, with compiling the
    index's files and putting in the results; layout and painting are left out.
    """
    from playwright.sync_api import sync_playwright

    for script in SCRIPTS.glob("search*.js"):
        shutil.copy(script, folder.parent)
    (folder.parent / "search.html").write_text(PAGE, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((folder.parent / "search.html").as_uri())
        browser.start_tracing(
            page=page, categories=["devtools.timeline", "v8", "blink.user_timing"]
        )
        for query in queries:
            page.evaluate(ASK, query)
            page.evaluate(ASK, query)
        events = json.loads(browser.stop_tracing())["traceEvents"]
        browser.close()
    took = script_times(events)
    if len(took) != 2 * len(queries):
        raise SystemExit("Chromium's trace does not hold every query")
    print_spread("script time in Chromium, first", took[::2], "ms")
    print_spread("script time in Chromium, again", took[1::2], "ms")


def script_times(events: list[dict[str, Any]]) -> list[float]:
    """Add up the milliseconds of CPU in scripts after each mark of a trace."""
    marks = [event for event in events if event["name"] == "ask"]
    thread = marks[0]["pid"], marks[0]["tid"]
    own = [
        event
        for event in events
        if (event["pid"], event["tid"]) == thread and "tts" in event
        if event["name"] == "ask" or (event["name"] in SCRIPT_EVENTS and event["ph"] == "X")
    ]
    took: list[float] = []
    end = 0.0  # of the script before: one that another calls is counted with it
    for event in sorted(own, key=lambda event: (event["tts"], -event.get("tdur", 0))):
        if event["name"] == "ask":
            took.append(0.0)
        elif took and event["tts"] >= end:
            took[-1] += event.get("tdur", 0) / 1000
            end = event["tts"] + event.get("tdur", 0)
    return took


def print_spread(name: str, values: list[float], unit: str) -> None:
    """Print median, 95th percentile and maximum."""
    values = sorted(values)
    middle, late = statistics.median(values), values[int(len(values) * 0.95)]
    print(f"{name:<32}median {middle:7.1f}  95 % {late:7.1f}  most {values[-1]:7.1f} {unit}")


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
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--content", type=Path)
    source.add_argument("--papers", type=int, help="how many to invent")
    parser.add_argument("--times", type=int, default=1, help="how often to take each paper")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--pagefind")
    parser.add_argument("--chromium", help="a browser in which the queries are asked, too")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--days", type=int, default=5, help="newest days to add one by one")
    parser.add_argument("--work", type=Path, help="folder to build in")
    arguments = parser.parse_args()
    print(f"ten million steps of an empty loop: {loop_seconds():.2f} s (0.35 to 0.5 are ordinary)")
    if arguments.content:
        papers = read_papers(arguments.content)
    else:
        papers = invent_papers(arguments.papers)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{len(papers)} papers")
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=arguments.work) as name:
        folder = Path(name) / "search"
        build_index(papers, folder, arguments.days, arguments.times)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"peak memory {peak / 1024:.0f} MB, of which {memory / 1024:.0f} MB hold the papers")
        sizes(folder)
        queries = make_queries(papers, arguments.queries)
        ask(folder, queries)
        if arguments.chromium:
            ask_chromium(arguments.chromium, folder, queries)
        if arguments.times == 1:
            check_runs(papers, folder, 100)
        if arguments.site and arguments.pagefind:
            run_pagefind(arguments.pagefind, arguments.site, Path(name) / "pagefind")


def loop_seconds() -> float:
    """Tell how fast this machine is now, beside the figures of other days and machines."""
    started = time.process_time()
    step = 0
    while step < 10_000_000:
        step += 1
    return time.process_time() - started


if __name__ == "__main__":
    main()
