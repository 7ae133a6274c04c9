"""Helpers of the reading tests: digests from text, and their entries as plain data."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sitegen.model import Digest, Entry, SourceFile
from sitegen.reading import DEFAULT_RULES, Rules, read_digest

FIXTURES = Path(__file__).parent / "fixtures"
ROOT = Path(__file__).parents[2]

LINKED = "## [Paper {i}](https://arxiv.org/abs/2511.9000{i})\n"
BYLINE = f"{LINKED}*Ann Aye, Bob Bee*\n\n"


def read(text: str | bytes, name: str = "2025-11-14.md", rules: Rules = DEFAULT_RULES) -> Digest:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return read_digest(name.rsplit(".", 1)[0], [SourceFile(name, name, data)], rules)


def entries(paper: str, count: int = 3) -> tuple[Entry, ...]:
    """Read a digest of the same template a few times over; `{i}` is the paper's number."""
    papers = (paper.replace("{i}", str(number)) for number in range(1, count + 1))
    return read("# Digest\n\n" + "\n\n".join(papers) + "\n").entries


def codes(digest: Digest) -> list[str]:
    return [problem.code for problem in digest.diagnostics]


def texts(entry: Entry) -> dict[str, str]:
    return {field.name: field.text for field in entry.fields}


def as_data(digest: Digest) -> dict[str, Any]:
    """Everything that a reader of the fixture's expectation should see."""
    return {
        "date": f"{digest.date} ({digest.date_source})",
        "title": digest.title,
        "note": digest.note,
        "diagnostics": [f"{p.line}: {p.code} {p.message}" for p in digest.diagnostics],
        "entries": [
            {
                "key": entry.key,
                "line": entry.line,
                "number": entry.number,
                "title": entry.title,
                "link": entry.link,
                "authors": list(entry.authors),
                "categories": list(entry.categories),
                "section": entry.section,
                "fields": {
                    field.name + (f" <{field.label}>" if field.label else ""): field.text
                    for field in entry.fields
                },
                "missing": list(entry.missing),
            }
            for entry in digest.entries
        ],
    }


def shared() -> Path | None:
    """The folder of real digests, where this machine has it; else tests run without."""
    place = Path(os.environ.get("SITEGEN_SHARED", ROOT.parent / "shared"))
    if place.is_dir():
        return place
    print(f"no shared digests in {place}: this test ran without them")
    return None


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Interrupt what hangs; generous, since it only tells a hang from an answer."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"no answer in {seconds} seconds of CPU time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
