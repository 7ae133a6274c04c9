from __future__ import annotations

import random

import pytest

from sitegen.reading.sources import group_files, is_candidate, language_of


def groups(*names: str) -> dict[str, tuple[str, ...]]:
    return {group.slug: group.names for group in group_files(names)}


def test_candidates() -> None:
    assert [
        n for n in ("a.md", "a.MARKDOWN", "a.txt", "a.jsonl", "a.json", "md") if is_candidate(n)
    ] == [
        "a.md",
        "a.MARKDOWN",
        "a.txt",
        "a.jsonl",
    ]


def test_files_of_one_day_join_in_order_of_preference() -> None:
    assert groups(
        "2026-02-10.jsonl",
        "2026-02-10_AI_enhanced_English.jsonl",
        "2026-02-10_AI_enhanced_Chinese.jsonl",
        "2026-02-10.txt",
        "2026-02-10.md",
    ) == {
        "2026-02-10": (
            "2026-02-10.md",
            "2026-02-10.txt",
            "2026-02-10_AI_enhanced_Chinese.jsonl",
            "2026-02-10_AI_enhanced_English.jsonl",
            "2026-02-10.jsonl",
        )
    }


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("2025-11-14.md", "2025-11-14"),
        ("data/2025-11-14.md", "data/2025-11-14"),
        ("2025/11/14.md", "2025/11/14"),
        ("20251114.md", "20251114"),
        ("recent_2025-10-06_to_2025-10-12.md", "recent_2025-10-06_to_2025-10-12"),
        ("2025-09-21_AI_enhanced_ENGLISHl.md", "2025-09-21_AI_enhanced_ENGLISHl"),
        ("2026-08-21_report.md", "2026-08-21_report"),
        ("2026-02-10_AI_enhanced_Chinese.jsonl", "2026-02-10"),
        ("data/2026-02-10_AI_enhanced_Chinese.jsonl", "data/2026-02-10"),
        ("2026-02-10_Chinese.md", "2026-02-10_Chinese"),
        ("notes_en.md", "notes_en"),
        ("2025-10-13_database.md", "2025-10-13_database"),
    ],
)
def test_slug_of_a_file_alone(name: str, slug: str) -> None:
    assert groups(name) == {slug: (name,)}


def test_what_does_not_join() -> None:
    names = (
        "2025-10-13.md",
        "2025-10-13_database.md",
        "2025-10-13_report.md",
        "2025-10-13_AI_enhanced_ENGLISHl.md",
        "other/2025-10-13.md",
        "2025-10-14.md",
    )
    assert len(groups(*names)) == len(names)


@pytest.mark.parametrize(
    "pair",
    [
        ("2025-11-14.md", "2025-11-14.zh.md"),
        ("2025-11-14_en.md", "2025-11-14_zh-CN.md"),
        ("2025-11-14.md", "2025-11-14_zh_CN.jsonl"),
        ("2025-11-14.md", "20251114.jsonl"),
        ("2025-11-14.md", "2025-11-14.MARKDOWN"),
    ],
)
def test_languages_and_endings_join(pair: tuple[str, str]) -> None:
    assert groups(*pair) == {"2025-11-14": pair}


def test_nested_days_join() -> None:
    assert groups("2025/11/14.md", "2025/11/14_en.jsonl") == {
        "2025/11/14": ("2025/11/14.md", "2025/11/14_en.jsonl")
    }


def test_files_of_one_stem_share_a_slug_and_so_a_digest() -> None:
    assert groups("notes.md", "notes.txt") == {"notes": ("notes.md", "notes.txt")}


def test_the_order_of_names_does_not_matter() -> None:
    names = [
        f"2025-11-{day:02}{end}" for day in range(1, 9) for end in (".md", "_en.jsonl", ".jsonl")
    ]
    shuffled = random.Random(3).sample(names, len(names))
    assert group_files(names) == group_files(shuffled)


def test_language_of() -> None:
    assert language_of("2026-02-10_AI_enhanced_Chinese.jsonl") == "zh"
    assert language_of("2026-02-10_zh_CN.md") == "zh"
    assert language_of("2026-02-10_Korean.md") == "ko"
    assert language_of("2026-02-10_report.md") == ""
