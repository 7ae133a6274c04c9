"""The benchmarks themselves: corpora that stay the same, measurements that add up, verdicts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def _benchmarks_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_a_corpus_is_the_same_for_one_seed_and_begins_like_a_smaller_one(tmp_path: Path) -> None:
    from corpus import Corpus

    small = Corpus(7, per_day=12).write(tmp_path / "small", 24)
    large = Corpus(7, per_day=12).write(tmp_path / "large", 36)
    other = Corpus(8, per_day=12).write(tmp_path / "other", 24)
    assert [path.name for path in small] == ["2020-01-06.md", "2020-01-07.md"]
    assert [path.name for path in large] == [*(path.name for path in small), "2020-01-08.md"]
    for one, two, three in zip(small, large, other, strict=False):
        assert one.read_bytes() == two.read_bytes()
        assert one.read_bytes() != three.read_bytes()


def test_a_corpus_is_read_as_what_it_was_written_for(tmp_path: Path) -> None:
    from corpus import REPEATED, Corpus

    from sitegen.content import discover
    from sitegen.reading import read_digest

    Corpus(1, per_day=60).write(tmp_path, 180)
    digests = [read_digest(source.slug, source.read()) for source in discover([tmp_path])]
    entries = [entry for digest in digests for entry in digest.entries]
    assert len({entry.key for entry in entries}) == 180
    repeated = 1 - 60 / len(digests[1].entries)
    assert abs(repeated - REPEATED) < 0.02
    assert not any(digest.diagnostics for digest in digests)
    assert not any(entry.missing for entry in entries)
    names = {field.name for field in entries[0].fields}
    assert names == {"tldr", "motivation", "method", "result", "conclusion", "abstract"}
    texts = [field.text for entry in entries for field in entry.fields]
    assert any("$" in text for text in texts)
    chinese = sum("\u4e00" <= entry.fields[0].text[0] <= "\u9fff" for entry in entries)
    assert 0.3 < chinese / len(entries) < 0.7


def test_the_rate_of_reading_counts_every_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import reading_rate
    from corpus import Corpus

    Corpus(1, per_day=40).write(tmp_path, 80)
    options = ["--without-hugo", "--rounds", "2"]
    monkeypatch.setattr(sys, "argv", ["reading_rate.py", str(tmp_path), *options])
    monkeypatch.setattr(reading_rate, "read_digest", lambda slug, files: read.append(slug))
    read: list[str] = []
    reading_rate.main()
    assert read == ["2020-01-06", "2020-01-07"] * 2
    said = capsys.readouterr().out
    assert said.startswith("2 digests, ") and "round 2: reading " in said


def test_days_are_weekdays_and_papers_have_numbers_of_their_own(tmp_path: Path) -> None:
    from corpus import Corpus

    corpus = Corpus(1, per_day=3)
    days = [corpus.date(day) for day in range(30)]
    assert all(day.weekday() < 5 for day in days)
    assert sorted(set(days)) == days
    papers = [paper.arxiv for day in range(30) for paper in corpus.papers(day)]
    assert len(set(papers)) == len(papers)


def test_a_command_is_measured_with_its_children_and_files(tmp_path: Path) -> None:
    from measure import run

    (tmp_path / "same.txt").write_text("same")
    (tmp_path / "old.txt").write_text("old")
    burn = "sum(range(3_000_000))"
    code = (
        f"import subprocess, sys; {burn}\n"
        f"data = bytearray(60_000_000)\n"
        f"subprocess.run([sys.executable, '-c', '{burn}'], check=True)\n"
        f"open('old.txt', 'w').write('newer'); open('new.txt', 'w').write('new')\n"
    )
    alone = run([sys.executable, "-c", burn])
    both = run([sys.executable, "-c", code], cwd=tmp_path, writes=tmp_path)
    assert both.cpu > alone.cpu
    assert both.memory > 60_000_000
    assert (both.files, both.written) == (2, 8)
    assert (alone.files, alone.written) == (0, 0)


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    from measure import run

    with pytest.raises(RuntimeError, match="no such digest"):
        run([sys.executable, "-c", "raise SystemExit('no such digest')"])


def test_ratios_are_those_of_one_round(tmp_path: Path) -> None:
    from measure import Usage
    from results import Results

    results = Results("three papers")
    for slow in (1.0, 2.0, 4.0):
        results.add("cold", "pages only", Usage(1.0 * slow, 2.0 * slow, 50_000_000, 3, 300))
        results.add("cold", "hugo", Usage(2.0 * slow, 2.0 * slow, 100_000_000, 3, 300))
    assert results.ratios("cold", "pages only", "hugo", "cpu") == [0.5, 0.5, 0.5]
    text = results.markdown()
    assert "| cold | pages only / hugo | 0.50 (0.50-0.50) | 1.00 (1.00-1.00) |" in text
    assert "| cold | pages only | 2.00 (1.00-4.00) | 4.00 (2.00-8.00) | 50 | 3 | 0.0 |" in text


def test_the_plot_holds_a_bar_for_each_tool() -> None:
    from xml.etree import ElementTree

    from chart import bars
    from measure import Usage
    from results import Results

    results = Results("a <small> corpus")
    results.add("cold", "everything", Usage(4.0, 3.0, 1))
    results.add("cold", "hugo + pagefind", Usage(8.0, 5.0, 1))
    tree = ElementTree.fromstring(bars(results))
    widths = [
        float(bar.attrib["width"])
        for bar in tree.iter("{http://www.w3.org/2000/svg}rect")
        if bar.attrib["width"] != "100%"
    ]
    assert len(widths) == 2
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)


@pytest.mark.parametrize(
    ("base", "head", "judged"),
    [
        ([10, 10, 10, 10, 10], [13.1, 13.3, 13, 14, 13.2], "slower"),
        ([10, 11, 9, 10, 10], [10.5, 11, 10, 9.5, 10.2], "same"),
        ([10, 10, 10, 10, 10], [11.5, 12, 11.8, 12.1, 12], "same"),
        ([10, 20, 9, 20, 10], [14, 10, 13, 12, 14], "noisy"),
        ([13.1, 13.3, 13, 14, 13.2], [10, 10, 10, 10, 10], "faster"),
    ],
)
def test_a_slow_down_of_30_percent_is_told_from_noise(
    base: list[float], head: list[float], judged: str
) -> None:
    from guard import verdict

    assert verdict(base, head) == judged


def test_script_time_of_a_trace_is_of_each_query_and_counts_nested_calls_once() -> None:
    from search_index import script_times

    def event(name: str, at: int, took: int = 0, thread: int = 1) -> dict[str, object]:
        phase = "I" if name == "ask" else "X"
        return {"name": name, "ph": phase, "pid": 1, "tid": thread, "tts": at, "tdur": took}

    events = [
        event("TimerFire", 5, 40),
        event("ask", 100),
        event("FunctionCall", 120, 3000),
        event("TimerFire", 110, 7000),
        event("Layout", 7200, 9000),
        event("EvaluateScript", 20000, 1000),
        event("FunctionCall", 300, 5000, thread=2),
        event("ask", 30000),
        event("RunMicrotasks", 30010, 500),
    ]
    assert script_times(events) == [8.0, 0.5]


def test_papers_taken_several_times_have_dates_and_keys_of_their_own() -> None:
    from search_index import repeated

    from sitegen.search import SearchDocument, plan_index

    dates = ["2026-01-05", "2026-02-07", ""]
    documents = [
        SearchDocument(
            key=f"p{n}", date=date, stamp="s", references=(("r", (n,)),), title="", authors=(),
            categories=(), tldr="",
        )
        for n, date in enumerate(dates)
    ]  # fmt: skip
    found = repeated(documents, 3)
    assert [document.date for document in found if document.key.startswith("p0")] == [
        "2026-01-05", "2025-01-05", "2024-01-05",
    ]  # fmt: skip
    assert len({document.key for document in found}) == 9
    assert sum(segment.count for segment in plan_index(found).segments) == 9


def test_a_change_is_measured_against_a_site_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    import run
    from measure import Usage
    from results import Results

    class Site:
        """Notes what is done to it."""

        report = Path(os.devnull)

        def __init__(self) -> None:
            self.done: list[str] = []

        def __getattr__(self, name: str) -> Callable[..., Usage]:
            def act(*_: object) -> Usage:
                self.done.append(name)
                return Usage(1.0, 1.0, 0)

            return act

    monkeypatch.setattr(run.json, "loads", lambda _: {"seconds": {}})
    site, results = Site(), Results("")
    run._own_scenarios(site, ["day added"], 0, "everything", results)
    assert site.done == ["forget", "build", "add_day", "build", "remove_day"]
