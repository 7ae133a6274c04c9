"""Titles that are no headings, below headings and beside lines of `---`."""

from __future__ import annotations

import pytest
from reading_helpers import entries, read, texts

LABELS = "**Authors:** Ann Aye, Bob Bee\n**Link:** https://arxiv.org/abs/2511.9000{i}\n"
TITLES = ("**Pebbles {i}**\n", "{i}. **Pebbles {i}**\n\n", "Title: Pebbles {i}\n", "Pebbles {i}\n")


@pytest.mark.parametrize("end", ["", "\n---", "\n===", "\n\n---", "\n\n***"])
@pytest.mark.parametrize(
    ("head", "section"),
    [("# Digest", ""), ("# Digest\n\nSome words.", ""), ("# Digest\n\n## Rafts", "Rafts")],
)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("labels", [LABELS, LABELS.replace("*", "")])
def test_a_heading_above_several_titles_is_none(
    title: str, head: str, section: str, labels: str, end: str
) -> None:
    paper = f"{title}{labels}\nTL;DR: Short {{i}}.{end}"
    for count in (1, 2, 5):
        if count == 1 and (section or title == TITLES[-1]):
            continue  # the heading may be the title, and what stands below it a remark
        papers = "\n\n".join(paper.replace("{i}", str(i + 1)) for i in range(count))
        found = read(f"{head}\n\n{papers}\n").entries
        for number, entry in enumerate(found, 1):
            assert (entry.title, entry.key) == (f"Pebbles {number}", f"2511.9000{number}")
            assert (entry.section, entry.authors) == (section, ("Ann Aye", "Bob Bee"))
            assert texts(entry) == {"tldr": f"Short {number}."}
        assert len(found) == count


@pytest.mark.parametrize("line", ["====", "--------"])
@pytest.mark.parametrize(
    "head", ["", "# Digest\n\n", "Digest\n======\n\n", "Digest\n===\n\nLakes\n---\n\n"]
)
@pytest.mark.parametrize("title", TITLES[:3])
def test_a_line_below_words_of_a_text_ends_no_paper(title: str, head: str, line: str) -> None:
    text = f"We float {{i}}.\n\nStep one\n{line}\nIt floats."
    paper = f"{title}{LABELS}\nMethod: {text}\n\nResult: Done {{i}}."
    for count in (2, 5):
        papers = "\n\n".join(paper.replace("{i}", str(i + 1)) for i in range(count))
        found = read(f"{head}{papers}\n").entries
        assert len(found) == count
        for number, entry in enumerate(found, 1):
            assert (entry.title, entry.section) == (
                f"Pebbles {number}", "Lakes" if "Lakes" in head else "",
            )  # fmt: skip
            method = text.replace("{i}", str(number))
            assert texts(entry) == {"method": method, "result": f"Done {number}."}


def test_underlined_sections_above_titles_in_bold_stay_sections() -> None:
    papers = [f"**Pebbles {i}**\n{LABELS}TL;DR: t".replace("{i}", str(i)) for i in (1, 2, 3)]
    text = (
        "Rafts\n=====\n\n{}\n\nLakes\n=====\n\nTwo papers.\n\n{}\n\n{}\n\nOutlook\n---\n\nRain.\n"
    )
    digest = read(text.format(*papers))
    assert [(entry.title, entry.section) for entry in digest.entries] == [
        ("Pebbles 1", "Rafts"), ("Pebbles 2", "Lakes"), ("Pebbles 3", "Lakes"),
    ]  # fmt: skip
    assert digest.note == "Two papers.\nOutlook\nRain."


def test_the_only_paper_below_a_heading_has_its_own_title() -> None:
    papers = [f"**Pebbles {i}**\n{LABELS}TL;DR: t".replace("{i}", str(i)) for i in (1, 2, 3)]
    text = "## Rafts\n\n{}\n\n## Lakes\n\n{}\n\n{}\n".format(*papers)
    found = read(f"# Digest\n\n{text}").entries
    assert [(entry.title, entry.section) for entry in found] == [
        ("Pebbles 1", "Rafts"), ("Pebbles 2", "Lakes"), ("Pebbles 3", "Lakes"),
    ]  # fmt: skip


def test_a_remark_in_bold_is_no_title_of_a_headed_paper() -> None:
    paper = f"## Pebbles {{i}}\n\n**They float.**\n\n{LABELS}\n**Comparison**\n\n"
    for number, entry in enumerate(entries(paper + "Unlike arXiv:2511.80001 it floats."), 1):
        assert (entry.title, entry.key) == (f"Pebbles {number}", f"2511.9000{number}")


LINK = "https://arxiv.org/abs/2511.9000{i}"
SHAPES = (
    "1. **Pebbles {i}** [PDF](LINK)\n   TLDR: t{i}",
    "**Pebbles {i}** (arXiv:2511.9000{i})\n\nTLDR: t{i}",
    "**Pebbles {i}** [PDF](LINK)\n\nTLDR: t{i}",
    "Link: LINK\nTitle: Pebbles {i}\nTLDR: t{i}",
    "> **Pebbles {i}**\n>\n> Link: LINK\n>\n> TLDR: t{i}",
    "- **Pebbles {i}**\n  - **arXiv:** [2511.9000{i}](LINK)\n  - **TLDR:** t{i}",
    "**Pebbles {i}**\n[PDF](LINK)\n\nTLDR: t{i}",
    "### {i}. Pebbles {i}\n\n**Link:** LINK\n\n**TLDR:** t{i}",
    "### Pebbles {i} (2511.9000{i})\n\nTLDR: t{i}",
)


@pytest.mark.parametrize("between", ["\n\n", "\n\n---\n\n", "\n---\n\n", "\n---\n", "\n\n===\n\n"])
@pytest.mark.parametrize(
    "head", ["", "# Digest\n\n", "# Digest\n\nWords.\n\n", "# Digest\n\n## Rafts\n\n"]
)
@pytest.mark.parametrize("shape", SHAPES)
def test_headings_and_lines_between_hide_no_paper(shape: str, head: str, between: str) -> None:
    for count in (2, 3, 7):
        papers = [shape.replace("LINK", LINK).replace("{i}", str(i + 1)) for i in range(count)]
        found = read(f"{head}{between.join(papers)}\n").entries
        assert [(entry.title, entry.key) for entry in found] == [
            (f"Pebbles {i + 1}", f"2511.9000{i + 1}") for i in range(count)
        ]
        for number, entry in enumerate(found, 1):
            assert texts(entry)["tldr"] == f"t{number}"
