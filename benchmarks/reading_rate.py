"""How fast digests are read, in turn with Hugo on the same papers.

    python benchmarks/reading_rate.py FOLDER                 with Hugo, three rounds
    python benchmarks/reading_rate.py FOLDER --without-hugo

Reading is what turns the files of the digests into entries: decoding, finding headers and
fields, links, authors.  Not in it: the disk, and the conversion of text (`text_rate.py`).
Hugo makes pages with the fields alone: no metadata, no citations, no neighbours.  One
process each, CPU seconds, one after the other in each round, since a machine's speed drifts.

On a virtual machine that shares its processor, CPU seconds count what others take, too.  So
each digest's least time is added up as well: what reading itself needs, whatever disturbs
a round as a whole.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import peers
from measure import run

from sitegen.content import discover
from sitegen.executor import rare_collection
from sitegen.model import SourceFile
from sitegen.reading import read_digest

_Digests = list[tuple[str, list[SourceFile]]]


def reading_seconds(digests: _Digests) -> list[float]:
    """Read every digest once; return the CPU seconds that each took."""
    seconds = []
    with rare_collection():  # as in a build
        for slug, files in digests:
            begun = time.process_time()
            read_digest(slug, files)
            seconds.append(time.process_time() - begun)
    return seconds


def main() -> None:
    """Measure in rounds and print each, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("content", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-hugo", action="store_true")
    parser.add_argument("--work", type=Path, help="where Hugo's site is made")
    parser.add_argument("--peers", type=Path, default=peers.default_folder())
    options = parser.parse_args()
    digests = [(source.slug, source.read()) for source in discover([options.content])]
    size = sum(len(file.data) for _, files in digests for file in files)
    print(f"{len(digests):,} digests, {size / 1e6:.1f} MB")

    work = Path(tempfile.mkdtemp(prefix="sitegen-benchmark-", dir=options.work))
    try:
        command = None if options.without_hugo else _bare_hugo(options, work)
        rounds, seconds, shares = [], [], []
        for number in range(options.rounds):
            rounds.append(reading_seconds(digests))
            seconds.append(sum(rounds[-1]))
            line = f"round {number + 1}: reading {seconds[-1]:.2f} CPU s"
            if command:
                shutil.rmtree(work / "output", ignore_errors=True)
                hugo = run(command, cwd=work, writes=work / "output").cpu
                shares.append(seconds[-1] / hugo)
                line += f", Hugo {hugo:.2f} CPU s, ratio {shares[-1]:.3f}"
            print(line, flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"median: reading {statistics.median(seconds):.2f} CPU s", end="")
    print(f", ratio {statistics.median(shares):.3f}" if shares else "")
    least = sum(map(min, zip(*rounds, strict=True)))
    print(f"least of each digest, added up: reading {least:.2f} CPU s")


def _bare_hugo(options: argparse.Namespace, work: Path) -> list[str | Path]:
    papers = list(peers.papers_of(options.content))
    peers.write_hugo(work / "hugo", papers, peers.HUGO_BARE)
    print(f"{len(papers):,} papers")
    return peers.hugo_command(peers.Tools(options.peers).hugo(), work / "hugo", work / "output")


if __name__ == "__main__":
    main()
