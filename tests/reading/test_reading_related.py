"""Lists of other papers' in the text of a paper, and lists of papers that look like them."""

from __future__ import annotations

import pytest
from reading_helpers import read, texts

LABELS = (
    "Authors: Ann Aye, Bob Bee\nLink: https://arxiv.org/abs/2511.9000{i}\n\nTL;DR: Short {i}.\n"
)
ITEM = "- [Pebbles {i}](https://arxiv.org/abs/2511.9000{i})\n"
RELATED = "- [Another](https://arxiv.org/abs/2511.8000{i})\n- [A Third](https://arxiv.org/abs/2511.8100{i})"


@pytest.mark.parametrize(
    "label", ["Related work:", "**Related work:**", "References:\n", "相关工作："]
)
@pytest.mark.parametrize(
    "paper",
    [
        f"**Pebbles {{i}}**\n{LABELS}",
        f"{{i}}. **Pebbles {{i}}**\n{LABELS}",
        f"Title: Pebbles {{i}}\n{LABELS}",
        f"Pebbles {{i}}\n{LABELS}",
        f"{ITEM}TL;DR: Short {{i}}.\n",
        f"{ITEM}  TL;DR: Short {{i}}.\n\n",
    ],
)
@pytest.mark.parametrize("items", [RELATED, RELATED.replace("- ", "1. ")])
def test_related_work_is_no_paper_of_the_digest(paper: str, label: str, items: str) -> None:
    for count in (2, 5):
        template = f"{paper}{label}\n{items}"
        papers = "\n\n".join(template.replace("{i}", str(i + 1)) for i in range(count))
        found = read(f"# Digest\n\n{papers}\n").entries
        assert [entry.title for entry in found] == [f"Pebbles {i + 1}" for i in range(count)]
        for number, entry in enumerate(found, 1):
            whole = "\n".join(texts(entry).values())
            for line in items.replace("{i}", str(number)).splitlines():
                assert line in whole
            assert f"Short {number}." in whole


@pytest.mark.parametrize(
    "text",
    [
        f"References:\n{RELATED}",  # they are all that the file has
        f"# Digest\n\nReferences:\n\n{RELATED}",
        f"Rafts:\n{RELATED}",
        f"Related work:\nSome words.\n{RELATED}",
        f"Rafts, see arXiv:2511.90001.\n\n# References\n\n{RELATED}",
    ],
)
def test_lists_that_belong_to_no_paper_hold_papers(text: str) -> None:
    found = read(text.replace("{i}", "1") + "\n").entries
    assert [entry.title for entry in found] == ["Another", "A Third"]


def test_a_group_of_items_without_texts_holds_papers() -> None:
    text = f"# Digest\n\n{ITEM}\nRelated work:\n{RELATED}\n".replace("{i}", "1")
    assert [entry.title for entry in read(text).entries] == ["Pebbles 1", "Another", "A Third"]


@pytest.mark.parametrize("below", ["TL;DR: Short.", "  TL;DR: Short.", "  *Ann Aye*"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_a_paper_right_below_related_work_stays_one(below: str, between: str) -> None:
    first, last = (ITEM.replace("{i}", str(i)) for i in (1, 2))
    related = RELATED.replace("{i}", "1")
    text = f"{first}  TL;DR: Short.\nRelated work:\n{related}\n{between}{last}{below}\n"
    found = read(f"# Digest\n\n{text}").entries
    assert [entry.title for entry in found] == ["Pebbles 1", "Pebbles 2"]
