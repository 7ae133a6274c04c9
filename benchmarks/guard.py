"""Is this checkout slower than another revision?  Tells 30 % apart from noise, fails never.

    python benchmarks/guard.py --against HEAD^

Builds a small synthetic site with both revisions in turn, each in a process of its own.
The CPU seconds of a build are divided by those of a fixed workload in the same process
just before and after it, so that a machine that is slow for a moment is slow for both.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.3  # a median ratio from here on is a slow-down
DAYS, PER_DAY = 3, 100

Costs = dict[str, float]  # of a build, in fixed workloads, by stage


def fixed_workload() -> float:
    """Do a fixed piece of work like that of a build; return its CPU seconds."""
    begun = time.process_time()
    for _ in range(3):
        table = {str(number): number * number for number in range(60_000)}
        words = sorted(table, key=len)
        " ".join(words).replace("1", "one").split(" ")
    return time.process_time() - begun


def build_once(work: Path) -> Costs:
    """Build from nothing, then with a day more; return what each stage cost."""
    # Imported here, since the revision under test is on the path of this process alone.
    from stages import CpuStages

    from sitegen.build import build
    from sitegen.config import load_config

    content, newest = work / "content", work / "newest"
    costs: Costs = {}
    for name in ("cold", "day added"):
        config = load_config(
            content=[content], output=work / "output", cache=work / "cache", jobs=1
        )
        before = fixed_workload()
        stages = CpuStages()
        build(config, progress=stages)
        stages.end()
        fixed = (before + fixed_workload()) / 2
        costs[name] = sum(stages.cpu.values()) / fixed
        if name == "cold":
            costs |= {f"cold: {stage}": cpu / fixed for stage, cpu in stages.cpu.items()}
            for path in newest.iterdir():
                shutil.copy(path, content / path.name)
    return costs


def verdict(base: Sequence[float], head: Sequence[float]) -> str:
    """Judge the costs of some rounds: "slower", "faster", "same" or "noisy".

    Rounds are pairs.  It is a slow-down where the median ratio reaches `LIMIT` and all
    rounds but one in four agree that it is slower; where they do not, it is noise.
    """
    ratios = sorted(one / other for one, other in zip(head, base, strict=True))
    middle = median(ratios)
    if middle < 1:
        return "faster" if middle <= 1 / LIMIT and ratios[-1 - len(ratios) // 4] < 1 else "same"
    if middle < LIMIT:
        return "same"
    return "slower" if ratios[len(ratios) // 4] > 1 else "noisy"


def compare(against: str, rounds: int) -> dict[str, tuple[list[float], list[float]]]:
    """Build with both revisions in turn; return the costs of each part, base and head."""
    from corpus import Corpus

    with tempfile.TemporaryDirectory(prefix="sitegen-guard-") as name:
        work = Path(name)
        archive = subprocess.run(
            ["git", "archive", against, "sitegen", "themes"],
            cwd=ROOT, check=True, capture_output=True,
        ).stdout  # fmt: skip
        base = work / "base"
        base.mkdir()
        subprocess.run(["tar", "-x", "-C", base], input=archive, check=True)
        corpus = Corpus(per_day=PER_DAY)
        paths = corpus.write(work / "corpus", DAYS * PER_DAY)
        found: dict[str, tuple[list[float], list[float]]] = {}
        for _ in range(rounds):
            for place, root in enumerate((base, ROOT)):
                site = work / "site"
                shutil.rmtree(site, ignore_errors=True)
                for path in paths:
                    folder = site / ("newest" if path == paths[-1] else "content")
                    folder.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, folder / path.name)
                for part, cost in _in_process(root, site).items():
                    found.setdefault(part, ([], []))[place].append(cost)
    return {part: costs for part, costs in found.items() if len(costs[0]) == len(costs[1])}


def _in_process(root: Path, site: Path) -> Costs:
    path = os.pathsep.join((str(root), str(Path(__file__).parent)))
    done = subprocess.run(
        [sys.executable, __file__, "--once", site],
        env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        check=True,
        stdout=subprocess.PIPE,
    )
    costs: Costs = json.loads(done.stdout)
    return costs


def main() -> None:
    """Compare and print; the exit code is 0 whatever was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", default="HEAD^", help="the revision to compare with")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(build_once(options.once)))
        return
    known = ["git", "cat-file", "-e", f"{options.against}^{{commit}}"]
    if subprocess.run(known, cwd=ROOT, check=False, stderr=subprocess.DEVNULL).returncode:
        print(f"there is no {options.against} to compare with")
        return
    print(f"{'':<24}{'before':>8}{'now':>8}  ratio (range), in fixed workloads")
    for part, (base, head) in compare(options.against, options.rounds).items():
        ratios = [one / max(other, 1e-9) for one, other in zip(head, base, strict=True)]
        judged = verdict(base, head) if min(median(base), median(head)) > 0.5 else "too short"
        print(
            f"{part:<24}{median(base):8.2f}{median(head):8.2f}  {median(ratios):.2f} "
            f"({min(ratios):.2f}-{max(ratios):.2f})  {judged}"
        )
        if judged == "slower":
            # GitHub shows such a line on the change; the check stays green.
            print(
                f"::warning::{part} takes {median(ratios):.2f} times as long as {options.against}"
            )


if __name__ == "__main__":
    main()
