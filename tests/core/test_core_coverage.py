"""Coverage: what the site holds, and what is missing, counted openly."""

from __future__ import annotations

from sitegen.coverage import CoverageMonth, DigestFacts, EntryFacts, coverage
from sitegen.model import Diagnostic


def day(date: str, *keys: str, without: str = "", raw: str = "", **more: object) -> DigestFacts:
    entries = tuple(EntryFacts(key, key not in without, key in raw) for key in keys)
    return DigestFacts(date, (f"{date}.md",), entries, (), **more)  # type: ignore[arg-type]


def test_months_count_new_papers_repeats_and_missing_summaries() -> None:
    covered = coverage(
        [
            day("2025-10-31", "a", "b", without="b"),
            day("2025-11-03", "b", "c", "c"),
            day("", "d", without="d"),
        ]
    )
    assert covered.months == (
        CoverageMonth("2025-11", 1, 1, 1, 0, ()),
        CoverageMonth("2025-10", 1, 2, 0, 1, ()),
        CoverageMonth("", 1, 1, 0, 1, ()),
    )
    assert (covered.digests, covered.entries, covered.papers, covered.missing) == (3, 6, 4, 2)


def test_weekdays_without_a_digest_are_gaps_and_weekends_are_none() -> None:
    # 2025-11-14 is a Friday.
    covered = coverage([day("2025-11-13", "a"), day("2025-11-19", "b")])
    assert covered.months[0].gaps == ("2025-11-14", "2025-11-17", "2025-11-18")


def test_months_without_a_digest_are_rows_with_their_gaps() -> None:
    covered = coverage([day("2025-09-30", "a"), day("2025-12-01", "b"), day("", "c")])
    months = [(row.month, row.digests, row.papers, len(row.gaps)) for row in covered.months]
    assert months == [
        ("2025-12", 1, 1, 0), ("2025-11", 0, 0, 20), ("2025-10", 0, 0, 23), ("2025-09", 1, 1, 0),
        ("", 1, 1, 0),
    ]  # fmt: skip
    assert covered.months[1].gaps[::19] == ("2025-11-03", "2025-11-28")


def test_a_paper_twice_in_a_digest_is_one_and_has_the_summary_of_either() -> None:
    twice = DigestFacts(
        "2025-11-14", ("x.md",), (EntryFacts("a", False, False), EntryFacts("a", True, False)), ()
    )
    covered = coverage([twice])
    assert (covered.entries, covered.papers, covered.missing) == (2, 1, 0)
    assert covered.months[0].repeated == 0


def test_papers_that_only_a_raw_crawl_has() -> None:
    covered = coverage([day("2025-11-14", "a", "b", raw="ab"), day("2025-11-15", "b")])
    assert covered.raw_only == 1


def test_skipped_files_and_wrong_totals_are_named() -> None:
    note = Diagnostic("x.md", 4, "D201", "warning", "the table says 3, 2 are there", "")
    wrong = DigestFacts("2025-11-14", ("x.md",), (), (note,))
    covered = coverage([wrong, day("", skipped="no paper in it")])
    assert covered.disagreements == (("x.md:4", "the table says 3, 2 are there"),)
    assert covered.skipped == ((".md", "no paper in it"),)
    assert covered.digests == 1


def test_nothing_is_covered_by_nothing() -> None:
    assert coverage([]).months == ()
