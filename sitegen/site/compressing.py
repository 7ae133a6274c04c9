"""Compressed copies beside the site's texts, for servers that send them as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sitegen.executor import Workers
from sitegen.site.output import Outcome, stage_file
from sitegen.site.packing import compress, is_compressible

# Files of one task.
_TASK_SIZE = 200

Task = tuple[Path, Path, tuple[str, ...], tuple[str, ...]]


def compress_files(
    folder: Path,
    staging: Path,
    paths: Sequence[str],
    kinds: Sequence[str],
    workers: Workers,
) -> Iterator[list[Outcome]]:
    """Compress files that are staged or stand in the output, and stage the copies.

    Args:
        folder: the output folder.
        staging: the build's temporary folder.
        paths: the files to compress.
        kinds: of "gz" and "br".

    Yields:
        Some outcomes, one for each copy; files that are too small have none.
    """
    tasks: list[Task] = [
        (folder, staging, tuple(paths[at : at + _TASK_SIZE]), tuple(kinds))
        for at in range(0, len(paths), _TASK_SIZE)
    ]
    yield from workers.map(_compress, tasks)


def copies_of(path: str, size: int, kinds: Sequence[str]) -> list[str]:
    """Name the compressed copies that a file of this size has."""
    return [f"{path}.{kind}" for kind in kinds] if is_compressible(path, size) else []


def _compress(task: Task) -> list[Outcome]:
    folder, staging, paths, kinds = task
    outcomes = []
    for path in paths:
        staged = staging / path
        data = (staged if staged.is_file() else folder / path).read_bytes()
        for copy in copies_of(path, len(data), kinds):
            made = compress(data, copy.rpartition(".")[2])
            outcomes.append(stage_file(folder, staging, copy, made))
    return outcomes
