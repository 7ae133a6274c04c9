"""What holds for every text: no header is passed over, no words are lost, nothing raises."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_helpers import FIXTURES, read, time_limit

from sitegen.model import Digest, SourceFile
from sitegen.reading import group_files, read_digest
from sitegen.reading.diagnostics import KINDS

SETTINGS = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))

JUNK = st.text(
    alphabet="abc XYZ甲乙.,:：*_|<>[]()#-`$\\/1é~@&;\u3000\u200b\t'\"!+=%^{}", max_size=14
)
STARTS = st.sampled_from(
    [
        "",
        "TL;DR: ",
        "Motivation: ",
        "**方法：** ",
        "> **Result:** ",
        "- Conclusion: ",
        "Keywords: ",
        "Foo Bar: ",
        "**Odd label**: ",
        "Score: ",
        "Tags: ",
        "> ",
        "- ",
        "1. ",
        "*",
        "_",
        "**",
        "`",
        "Authors: ",
        "Main category: ",
        "Title: ",
        "Link: ",
        "Categories: ",
        "[a](b) ",
        " ",
        "<div>",
        "<small>",
        "<p>",
        "<think>",
        "Abstract: ",
        "图1：",
        "【动机】",
        "  ",
        "\t",
        "\\",
        "</details>",
        "<details>",
        "<summary>",
    ]
)
LINE = st.tuples(STARTS, JUNK, st.booleans(), JUNK)
TITLE = JUNK.filter(lambda text: "](" not in text and text.strip("*[]_! \t\u3000\u200b") != "")
STRUCTURE = st.sampled_from(
    ["<details>", "  <summary>Details</summary>", "</details>", "", "", "---", "*A B, C D*",
     "# cs.LG [[Back]](#toc)", "<div id='cs.LG'></div>"]
)  # fmt: skip
DOCUMENT = st.lists(st.one_of(LINE, LINE, TITLE, STRUCTURE), max_size=22)


def words_of(digest: Digest) -> str:
    parts = [digest.note, digest.title]
    for entry in digest.entries:
        parts += [entry.title, entry.link, entry.category, entry.section]
        parts += [*entry.authors, *entry.categories]
        parts += [text for field in entry.fields for text in (field.label, field.text)]
    return "\n".join(parts)


@SETTINGS
@given(DOCUMENT)
def test_every_header_is_an_entry_and_every_line_ends_in_a_field(items: list[object]) -> None:
    lines: list[str] = []
    headers: list[int] = []
    marks: list[tuple[int, str]] = []
    for place, item in enumerate(items, start=1):
        if isinstance(item, tuple):
            start, before, last, after = item
            mark = f"q{place}z"  # a word to find again
            lines.append(start + (f"{before} {mark}" if last else f"{mark} {before}") + f" {after}")
            marks.append((place, mark))
        elif is_structure(item):
            lines.append(str(item))
        else:
            lines.append(f"### [{place}] [{item}](https://arxiv.org/abs/2511.{place:05d})")
            headers.append(place)
    digest = read("\n".join(lines))
    found = {entry.line for entry in digest.entries}
    assert set(headers) <= found
    words = words_of(digest)
    for line, mark in marks:
        if headers and line > headers[0]:
            assert mark in words, lines[line - 1]


def is_structure(item: object) -> bool:
    return item == "" or bool(re.match(r"<|  <|---|\*A B|# cs", str(item)))


@SETTINGS
@given(st.binary(max_size=300), st.sampled_from([".md", ".txt", ".jsonl"]))
def test_bytes_never_raise(data: bytes, ending: str) -> None:
    digest = read(data, "2025-11-14" + ending)
    assert all(problem.code in KINDS for problem in digest.diagnostics)


@SETTINGS
@given(st.text(max_size=400))
def test_text_never_raises(text: str) -> None:
    read(text)
    read('{"title": "T", "id": "2511.00001", "AI": {"tldr": ' + repr(text) + "}}", "a.jsonl")


NAMES = st.text(alphabet="20251-14_abenzhCIES./", max_size=24).map(lambda stem: f"{stem}.md")
FILES = sorted(FIXTURES.glob("*.md"))


@SETTINGS
@given(
    st.sampled_from(FILES),
    st.lists(
        st.tuples(st.sampled_from(["cut", "double", "swap", "drop", "glue"]), st.integers(0, 200)),
        max_size=5,
    ),
    st.sampled_from(["utf-8", "utf-16", "gbk", "latin-1", "utf-8-sig"]),
)
def test_mutations_never_raise(path: Path, changes: list[tuple[str, int]], encoding: str) -> None:
    lines = path.read_text("utf-8").split("\n")
    for change, number in changes:
        place = number % max(1, len(lines) - 1)
        if change == "cut":
            lines = lines[: place + 1]
        elif change == "double":
            lines[place:place] = [lines[place]] * 3
        elif change == "swap" and len(lines) > 1:
            lines[place], lines[place + 1] = lines[place + 1], lines[place]
        elif change == "drop" and len(lines) > 1:
            del lines[place]
        elif change == "glue" and len(lines) > 1:
            lines[place : place + 2] = [lines[place] + lines[place + 1]]
    text = "\n".join(lines)
    headers = [
        number
        for number, line in enumerate(lines, 1)
        if re.match(r"### \[\d+\] \[[^\]]+\]\(http\S+\)$", line)
    ]
    with time_limit(20):
        digest = read(text.encode(encoding, "replace"))
    if encoding in ("utf-8", "utf-16", "utf-8-sig"):
        assert set(headers) <= {entry.line for entry in digest.entries}


@SETTINGS
@given(
    st.lists(
        st.text(alphabet="20251-14_abenzhCIES./", max_size=24).map(lambda s: s + ".md"),
        max_size=12,
        unique=True,
    )
)
def test_no_two_groups_share_a_slug_and_no_file_is_lost(names: list[str]) -> None:
    groups = group_files(names)
    assert len({group.slug for group in groups}) == len(groups)
    assert sorted(name for group in groups for name in group.names) == sorted(names)


@SETTINGS
@given(st.lists(st.sampled_from([path.read_bytes() for path in FILES]), min_size=2, max_size=3))
def test_joining_keeps_every_paper(datas: list[bytes]) -> None:
    files = [SourceFile(str(n), "2025-11-14.md", data) for n, data in enumerate(datas)]
    alone = {e.key for f in files for e in read_digest("x", [f]).entries}
    assert {e.key for e in read_digest("x", files).entries} == alone
