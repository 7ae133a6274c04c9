"""When the stages of a build start processes."""

from __future__ import annotations

import io
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import sample_digest

from sitegen.build import build
from sitegen.config import load_config
from sitegen.executor import FEW_PAPERS
from sitegen.progress import Progress


@pytest.mark.parametrize("papers, starts", [(5, False), (FEW_PAPERS, True)])
def test_processes_start_where_there_is_work_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, papers: int, starts: bool
) -> None:
    """A day of five papers takes less time than a start of processes."""
    started = []

    def start(*arguments: Any, **options: Any) -> ProcessPoolExecutor:
        started.append(arguments)
        return ProcessPoolExecutor(*arguments, **options)

    monkeypatch.setattr("sitegen.executor.ProcessPoolExecutor", start)
    (tmp_path / "content").mkdir()
    for day in (1, 2):
        listed = [(f"2501.{day}{n:04d}", f"Boat {n} on lake {day}") for n in range(papers)]
        (tmp_path / f"content/2025-01-0{day}.md").write_text(sample_digest(listed))
    (tmp_path / "sitegen.toml").write_text('[[topics]]\nname = "Boats"\ninclude = ["boat"]\n')
    report = build(
        load_config(config=tmp_path / "sitegen.toml", jobs=2),
        progress=Progress(io.StringIO(), quiet=True),
    )
    assert report.papers == 2 * papers
    assert bool(started) is starts
