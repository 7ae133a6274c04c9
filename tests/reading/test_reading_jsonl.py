from __future__ import annotations

import json
from typing import Any

from reading_helpers import codes, read, texts

from sitegen.model import Digest, SourceFile
from sitegen.reading import group_files, read_digest

DAY = "2026-02-10"
AI = {"tldr": "短", "motivation": "因", "method": "法", "result": "果", "conclusion": "终"}


def record(number: int, **more: Any) -> str:
    base = {
        "id": f"2602.0000{number}",
        "categories": ["cs.GR", "cs.LG"],
        "pdf": f"https://arxiv.org/pdf/2602.0000{number}",
        "abs": f"https://arxiv.org/abs/2602.0000{number}",
        "authors": ["Ann Aye", "Bob Bee"],
        "title": f"Title {number}",
        "comment": None,
        "summary": f"Abstract {number}",
    }
    return json.dumps({**base, **more}) + "\n"


def markdown(*numbers: int) -> str:
    return "".join(
        f"### [{n}] [Title {n}](https://arxiv.org/abs/2602.0000{n})\n*Ann Aye,Bob Bee*\n\n"
        f"Main category: cs.GR\n\nTL;DR: 摘{n}\n\nAbstract: From Markdown {n}\n\n"
        for n in numbers
    )


def joined(files: dict[str, str]) -> Digest:
    (group,) = group_files(list(files))
    return read_digest(
        group.slug, [SourceFile(name, name, files[name].encode()) for name in group.names]
    )


def test_a_record_is_an_entry() -> None:
    digest = read(
        record(1, AI=AI, comment="5 pages", code_url="https://x.org"),
        "2026-02-10_AI_enhanced_Chinese.jsonl",
    )
    (entry,) = digest.entries
    assert (entry.key, entry.title, entry.link) == (
        "2602.00001",
        "Title 1",
        "https://arxiv.org/abs/2602.00001",
    )
    assert entry.authors == ("Ann Aye", "Bob Bee")
    assert (entry.category, entry.categories, entry.section) == (
        "cs.GR",
        ("cs.GR", "cs.LG"),
        "cs.GR",
    )
    assert texts(entry) == {
        **AI,
        "abstract": "Abstract 1",
        "comment": "5 pages",
        "code": "https://x.org",
    }
    assert [f.name for f in entry.fields][:6] == [*AI, "abstract"]
    assert (entry.raw, entry.missing, digest.date) == (False, (), "2026-02-10")


def test_failed_summaries_are_missing() -> None:
    failed = dict.fromkeys(AI, "Summary generation failed")
    (entry,) = read(record(1, AI=failed), "2026-02-10.jsonl").entries
    assert entry.missing == tuple(AI)
    assert not entry.raw


def test_a_raw_crawl_is_marked_and_misses_nothing() -> None:
    (entry,) = read(record(1), "2026-02-10.jsonl").entries
    assert entry.raw
    assert entry.missing == ()


def test_lines_that_are_no_papers_are_told() -> None:
    text = record(1) + "{cut\n" + '"text"\n' + "{}\n" + "\n" + record(2)
    digest = read(text, "2026-02-10.jsonl")
    assert [e.key for e in digest.entries] == ["2602.00001", "2602.00002"]
    assert [(p.line, p.code) for p in digest.diagnostics] == [(2, "D301"), (3, "D302"), (4, "D302")]


def test_a_file_of_other_records_is_no_digest() -> None:
    digest = read('{"a": 1}\n' * 100, "2026-02-10.jsonl")
    assert digest.skipped
    assert codes(digest).count("D302") == 21  # twenty, and how many more


def test_odd_values_do_not_raise() -> None:
    odd = (
        '{"title": 5, "id": [], "authors": {"a": 1}, "categories": 7, "AI": []}\n'
        '{"title": "T", "url": "https://x.org", "authors": "A B, C D", "AI": {"tldr": ["a", 1]},'
        ' "other": {"k": [null, true]}}\n'
    )
    digest = read(odd, "2026-02-10.jsonl")
    assert digest.entries[-1].authors == ("A B", "C D")
    assert texts(digest.entries[-1])["tldr"] == "a, 1"


def test_markdown_and_json_lines_of_a_day_join() -> None:
    digest = joined(
        {
            "2026-02-10.md": markdown(1, 2),
            "2026-02-10_AI_enhanced_Chinese.jsonl": record(1, AI=AI, comment="c")
            + record(3, AI=AI),
            "2026-02-10.jsonl": record(1) + record(2) + record(4),
        }
    )
    assert (digest.slug, len(digest.paths)) == ("2026-02-10", 3)
    assert [e.key[-1] for e in digest.entries] == ["1", "2", "3", "4"]
    first, second, third, fourth = digest.entries
    assert texts(first) == {
        **AI,
        "tldr": "摘1",  # the Markdown speaks first
        "abstract": "From Markdown 1",
        "comment": "c",
    }
    assert first.categories == second.categories == ("cs.GR", "cs.LG")
    assert not first.raw and not second.raw and not third.raw
    assert fourth.raw
    assert texts(fourth) == {"abstract": "Abstract 4"}
    assert codes(digest) == ["D304", "D303"]


def test_what_failed_in_one_file_comes_from_the_other() -> None:
    digest = joined(
        {
            "2026-02-10.md": markdown(1).replace("摘1", "Error"),
            "2026-02-10_AI_enhanced_Chinese.jsonl": record(1, AI=AI),
        }
    )
    assert texts(digest.entries[0])["tldr"] == "短"
    assert digest.entries[0].missing == ()


SUMMARISED = "2026-02-10_AI_enhanced_Chinese.jsonl"
BARE = "### [{n}] [Title {n}](https://arxiv.org/abs/2602.0000{n})\n\n"


def problems(files: dict[str, str]) -> list[str]:
    found = joined(files).diagnostics
    return [f"{p.path}:{p.line} {p.code} {p.message}" for p in found]


def test_what_one_file_lacks_is_no_problem_where_another_has_it() -> None:
    failed = markdown(1, 2).replace("摘2", "Summary generation failed")
    whole = record(1, AI=AI) + record(2, AI=AI)
    for name in (SUMMARISED, "2026-02-10.jsonl"):
        assert problems({"2026-02-10.md": failed, name: whole}) == []
    assert problems({"2026-02-10.md": failed, "2026-02-10.txt": markdown(1, 2)}) == []
    nobody = record(1, AI=AI, authors=[]) + record(2, authors=[])
    assert problems({"2026-02-10.md": markdown(1, 2), SUMMARISED: nobody}) == []
    bare = BARE.format(n=1) + BARE.format(n=2)
    assert problems({"2026-02-10.md": bare, SUMMARISED: whole}) == []


def test_what_all_files_of_a_day_lack_is_told_once() -> None:
    failed = markdown(1, 2).replace("摘2", "Summary generation failed")
    told = "2026-02-10.md:10 D206 1 of 2 papers lack a part of their summary"
    assert problems({"2026-02-10.md": failed}) == [told]
    lacking = record(1, AI=AI) + record(2, AI={**AI, "tldr": "N/A"})
    assert problems({"2026-02-10.md": failed, SUMMARISED: lacking}) == [told]
    assert problems({"2026-02-10.md": failed, "2026-02-10.txt": failed}) == [told]
    # of a paper that the Markdown lacks, or a field that it never has
    third = record(1, AI=AI) + record(3, authors=[], AI={**AI, "method": "Error"})
    assert problems({"2026-02-10.md": markdown(1), SUMMARISED: third}) == [
        f"{SUMMARISED}:0 D304 1 of 2 papers stand in this file alone",
        f"{SUMMARISED}:2 D205 no authors for “Title 3”",
        f"{SUMMARISED}:2 D206 1 of 1 papers lack a part of their summary",
    ]
    lacking = record(1, AI=AI) + record(2, AI={**AI, "method": "Error"})
    (told,) = problems({"2026-02-10.md": markdown(1, 2), SUMMARISED: lacking})
    assert told == "2026-02-10.md:10 D206 1 of 2 papers lack a part of their summary"


def test_each_language_of_a_day_is_judged_alone() -> None:
    english = record(1, AI=dict.fromkeys(AI, "words of it"))
    failed = record(1, AI={**AI, "tldr": "Error"}, authors=[])
    name = "2026-02-10_AI_enhanced_English.jsonl"
    told = f"{SUMMARISED}:1 D206 1 of 1 papers lack a part of their summary"
    # authors are those of the paper in any language
    assert problems({SUMMARISED: failed, name: english}) == [told]


def test_a_second_language_is_an_entry_of_the_same_key_behind_the_first() -> None:
    english = {name: f"English {name}" for name in AI}
    digest = joined(
        {
            "2026-02-10.md": markdown(1, 2),
            "2026-02-10_AI_enhanced_Chinese.jsonl": record(1, AI=AI) + record(2, AI=AI),
            "2026-02-10_AI_enhanced_English.jsonl": record(1, AI=english) + record(2, AI=english),
        }
    )
    assert [(e.key[-1], texts(e)["tldr"]) for e in digest.entries] == [
        ("1", "摘1"),
        ("1", "English tldr"),
        ("2", "摘2"),
        ("2", "English tldr"),
    ]
    assert {e.section for e in digest.entries} == {"cs.GR"}
    assert texts(digest.entries[0])["method"] == "法"


def test_text_beside_markdown_adds_nothing_twice() -> None:
    one = joined({"2026-02-10.md": markdown(1, 2)})
    two = joined({"2026-02-10.md": markdown(1, 2), "2026-02-10.txt": markdown(1, 2)})
    assert two.entries == one.entries


def test_a_paper_twice_in_the_first_file_keeps_both_entries() -> None:
    digest = joined(
        {
            "2026-02-10.md": markdown(1, 1),
            "2026-02-10_AI_enhanced_Chinese.jsonl": record(1, AI=AI),
        }
    )
    assert [e.key for e in digest.entries] == ["2602.00001"] * 2
    assert all(e.categories == ("cs.GR", "cs.LG") for e in digest.entries)
