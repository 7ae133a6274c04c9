"""How fast sitegen is, and how fast others are on the same papers in the same run.

    python benchmarks/run.py                              1,000 synthetic papers, with peers
    python benchmarks/run.py --papers 10000 --rounds 3
    python benchmarks/run.py --content FOLDER             real digests
    python benchmarks/run.py --papers 250000 --rounds 1 --only everything --scenarios cold

Every round runs every scenario of every tool once, one after the other; the tables give
the median of the rounds with its range, and the ratios the median of the ratios within a
round, since a machine's speed drifts.  Writes `<out>.md`, `<out>.svg` and `<out>.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import peers
from chart import bars
from corpus import Corpus
from measure import Usage
from results import Results
from sites import EVERYTHING, PAGES_ONLY, PeerSite, Site

SCENARIOS = (
    "cold",
    "nothing changed",
    "day added",
    "digest edited",
    "template edited",
    "option changed",
    "reload",
)
TOOLS = ("pages only", "everything", "hugo", "hugo + pagefind", "pelican")


def main() -> None:
    """Run the scenarios and write the results."""
    options = _options()
    work = Path(tempfile.mkdtemp(prefix="sitegen-benchmark-", dir=options.work))
    try:
        results = measure(options, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".md").write_text(results.markdown(), "utf-8")
    options.out.with_suffix(".svg").write_text(bars(results), "utf-8")
    options.out.with_suffix(".json").write_text(json.dumps(asdict(results), indent=1), "utf-8")
    print(results.markdown())


def measure(options: argparse.Namespace, work: Path) -> Results:
    """Make the sites, run every round."""
    content = options.content
    if content is None:
        content = work / "corpus"
        Corpus(options.seed).write(content, options.papers)
    tools = peers.Tools(options.peers)
    wanted = [tool for tool in TOOLS if not options.only or tool in options.only]
    papers = list(peers.papers_of(content)) if set(wanted) - {"pages only", "everything"} else []
    newest = max((paper.date for paper in papers if len(paper.date) == 10), default="")
    old = [paper for paper in papers if paper.date != newest]
    new = [paper for paper in papers if paper.date == newest]
    made = f"{options.papers:,} synthetic papers"
    results = Results(title=options.title or (options.content.name if options.content else made))
    results.machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )

    own: dict[str, Site] = {}
    others: dict[str, PeerSite] = {}
    if "pages only" in wanted:
        own["pages only"] = Site(work / "pages", content, PAGES_ONLY)
    if "everything" in wanted:
        own["everything"] = Site(work / "everything", content, EVERYTHING)
    if "hugo" in wanted or "hugo + pagefind" in wanted:
        hugo = tools.hugo()
        others["hugo"] = PeerSite(
            work / "hugo", old, new, peers.write_hugo, peers.add_to_hugo,
            lambda site, output: peers.hugo_command(hugo, site, output),
        )  # fmt: skip
    if "pelican" in wanted:
        pelican = tools.pelican()
        others["pelican"] = PeerSite(
            work / "pelican", old, new, peers.write_pelican, peers.add_to_pelican,
            lambda site, output: peers.pelican_command(pelican, site, output),
        )  # fmt: skip
    pagefind = tools.pagefind() if "hugo + pagefind" in wanted else None

    for number in range(options.rounds):
        for name, peer in others.items():
            for scenario, usage in _peer_scenarios(peer, options.scenarios, name, pagefind):
                results.add(scenario[1], scenario[0], usage)
                _say(number, scenario[1], scenario[0], usage)
        for name, site in own.items():
            _own_scenarios(site, options.scenarios, number, name, results)
    results.versions = tools.versions()
    return results


def _own_scenarios(site: Site, wanted: list[str], number: int, name: str, results: Results) -> None:
    mark = f"round{number}"
    site.forget()
    if "cold" not in wanted:  # a change is one of a site that stands
        site.build()
    steps: list[tuple[str, Callable[[], object]]] = [
        ("cold", lambda: None),
        ("nothing changed", lambda: None),
        ("day added", site.add_day),
        ("digest edited", lambda: site.edit_digest(mark)),
        ("template edited", lambda: site.edit_template(mark)),
        ("option changed", lambda: site.change_option(mark)),
    ]
    for scenario, prepare in steps:
        if scenario in wanted:
            prepare()
            usage = site.build()
            results.add(scenario, name, usage)
            results.add_stages(scenario, name, json.loads(site.report.read_text())["seconds"])
            _say(number, scenario, name, usage)
    if "reload" in wanted:
        seconds = site.reload_seconds(f"seen{number}")
        results.add("reload", name, Usage(0.0, seconds, 0))
        _say(number, "reload", name, Usage(0.0, seconds, 0))
    if "day added" in wanted:
        site.remove_day()


def _peer_scenarios(
    peer: PeerSite, wanted: list[str], name: str, pagefind: Path | None
) -> Iterator[tuple[tuple[str, str], Usage]]:
    peer.forget()
    for scenario in ("cold", "nothing changed", "day added"):
        if scenario not in wanted:
            continue
        if scenario == "day added":
            peer.add_day()
        usage = peer.build()
        yield (name, scenario), usage
        if name == "hugo" and pagefind and scenario != "nothing changed":
            index = peers.run_pagefind(pagefind, peer.output)
            both = Usage(
                usage.cpu + index.cpu,
                usage.wall + index.wall,
                max(usage.memory, index.memory),
                usage.files + index.files,
                usage.written + index.written,
            )
            yield ("hugo + pagefind", scenario), both
    if "day added" in wanted:
        peer.remove_day()


def _say(number: int, scenario: str, tool: str, usage: Usage) -> None:
    print(
        f"{number + 1}  {scenario:<16} {tool:<16} {usage.cpu:8.2f} CPU s {usage.wall:8.2f} s "
        f"{usage.memory / 1e6:7.0f} MB {usage.files:8,} files",
        file=sys.stderr,
        flush=True,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=1000, help="of a synthetic corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--content", type=Path, help="a folder of digests instead")
    parser.add_argument("--title", default="")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], choices=TOOLS)
    parser.add_argument("--scenarios", nargs="+", default=list(SCENARIOS), choices=SCENARIOS)
    parser.add_argument("--work", type=Path, help="where to build (default: the temporary folder)")
    parser.add_argument("--peers", type=Path, default=peers.default_folder())
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/latest"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
