"""Building on a Dask cluster: the same bytes as in one process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RunSitegen, sample_digest
from distributed import LocalCluster

from sitegen.errors import ConfigError
from sitegen.executor import Workers
from sitegen.site.output import LIST_NAME


def _site(folder: Path) -> dict[str, bytes]:
    paths = (folder / LIST_NAME).read_text("utf-8").split()
    return {path: (folder / path).read_bytes() for path in paths}


@pytest.fixture
def scheduler() -> Iterator[str]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        silence_logs=50,
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.filterwarnings("default")  # Dask's own affair
def test_a_cluster_of_two_workers_gets_the_same_bytes(
    scheduler: str, run_sitegen: RunSitegen, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    for day in (3, 4, 5):
        papers = [(f"2511.{day}{n:04d}", f"Boat {day}-{n} on lakes") for n in range(40)]
        (content / f"2025-11-{day:02d}.md").write_text(sample_digest(papers))
    here = run_sitegen("build", "--output", "here", "--cache", "c1", "--jobs", "1")
    assert here.returncode == 0, here.stderr
    there = run_sitegen("build", "--output", "there", "--cache", "c2", "--executor", scheduler)
    assert there.returncode == 0, there.stderr
    assert _site(tmp_path / "there") == _site(tmp_path / "here")


def test_a_scheduler_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.executor._CONNECT_SECONDS", 0.5)
    with Workers(1, "tcp://127.0.0.1:9") as workers, pytest.raises(ConfigError) as caught:
        list(workers.map(len, ["one", "two"]))
    assert "there is no Dask scheduler at 'tcp://127.0.0.1:9'" in str(caught.value)
