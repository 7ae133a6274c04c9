"""What a build lets go of before its last stages: memory of a large site is bounded by it."""

from __future__ import annotations

import gc
import io
from pathlib import Path
from typing import Any

import pytest
from conftest import sample_digest

from sitegen.build import build
from sitegen.config import load_config
from sitegen.library import Library
from sitegen.memory import Memory
from sitegen.progress import Progress
from sitegen.site import search_files
from sitegen.site.plan import Planner


@pytest.mark.parametrize("memory", [None, Memory()], ids=["once", "session"])
def test_library_and_plan_are_gone_when_the_index_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: Memory | None
) -> None:
    made = search_files.build_index
    alive: list[object] = []
    titles: list[str] = []

    def build_index(documents: Any, *arguments: Any, **more: Any) -> Any:
        alive.extend(o for o in gc.get_objects() if isinstance(o, Library | Planner))
        titles.extend(document.title for document in documents)
        return made(documents, *arguments, **more)

    monkeypatch.setattr(search_files, "build_index", build_index)
    content = tmp_path / "content"
    content.mkdir()
    (content / "2025-11-14.md").write_text(sample_digest([("2511.00001", "A graph")]))
    config = load_config(content=[content], output=tmp_path / "output", cache=tmp_path / "cache",
                         jobs=1)  # fmt: skip
    build(config, progress=Progress(io.StringIO(), quiet=True), memory=memory)
    assert titles == ["A graph"]
    # A session keeps the library, whose heads it keeps anyway, for the next edit.
    kept = [memory.merged[1]] if memory and memory.merged else []
    assert [id(one) for one in alive] == [id(one) for one in kept]
