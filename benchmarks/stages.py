"""Where a build spends its time: CPU seconds of each stage, in one process.

    python benchmarks/stages.py --content FOLDER --output FOLDER --cache FOLDER [--profile N]

The other options are those of `sitegen build`.  With `--profile N` the N functions that
took longest follow, by Python's own profiler, which makes everything slower.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.build import build
from sitegen.config import load_config
from sitegen.progress import Progress


class CpuStages(Progress):
    """Notes the CPU seconds of each stage, and what lies between the stages."""

    def __init__(self) -> None:
        super().__init__(io.StringIO(), quiet=True)
        self.cpu: dict[str, float] = {}
        self._since = time.process_time()

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Callable[[int], None]]:
        """Time a stage."""
        self._note("between stages")
        with super().stage(name, total) as step:
            yield step
        self._note(name)

    def end(self) -> None:
        """Count what follows the last stage."""
        self._note("between stages")

    def _note(self, name: str) -> None:
        now = time.process_time()
        self.cpu[name] = self.cpu.get(name, 0.0) + now - self._since
        self._since = now


def main() -> None:
    """Build once and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", type=Path)
    parser.add_argument("--content", type=Path, action="append", default=[])
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--theme")
    parser.add_argument("--base-url", default="https://example.org/site")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--profile", type=int, default=0, metavar="N")
    options = parser.parse_args()
    config = load_config(
        config=options.config,
        content=options.content,
        output=options.output,
        cache=options.cache,
        theme=options.theme,
        base_url=options.base_url,
        jobs=1,
    )
    stages = CpuStages()
    profiler = cProfile.Profile()
    if options.profile:
        profiler.enable()
    report = build(config, full=options.full, progress=stages)
    profiler.disable()
    stages.end()
    if options.profile:
        pstats.Stats(profiler, stream=sys.stdout).sort_stats("tottime").print_stats(options.profile)
    for name, seconds in stages.cpu.items():
        print(f"{name:<16}{seconds:8.2f}")
    print(f"{'all':<16}{sum(stages.cpu.values()):8.2f}")
    print(f"{report.pages.written:,} files written, {report.bytes:,} bytes")


if __name__ == "__main__":
    main()
