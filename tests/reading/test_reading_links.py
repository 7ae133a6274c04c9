from __future__ import annotations

import pytest

from sitegen.reading.links import Target, arxiv_ids_in, first_link, target_of


@pytest.mark.parametrize(
    ("link", "arxiv", "version"),
    [
        ("https://arxiv.org/abs/2511.00001", "2511.00001", 0),
        ("http://arxiv.org/pdf/2511.00001v3.pdf", "2511.00001", 3),
        ("https://arxiv.org/abs/math.GT/0309136", "math/0309136", 0),
        ("https://papers.cool/arxiv/2511.00001", "2511.00001", 0),
        ("https://huggingface.co/papers/2511.00001", "2511.00001", 0),
        ("https://doi.org/10.48550/arXiv.2511.00001", "2511.00001", 0),
        ("2511.00001v2", "2511.00001", 2),
    ],
)
def test_arxiv_in_any_form(link: str, arxiv: str, version: int) -> None:
    address = f"https://arxiv.org/abs/{arxiv}" + (f"v{version}" if version else "")
    assert target_of(link) == Target(address, arxiv, version)


@pytest.mark.parametrize(
    "link",
    ["https://example.org/2511.00001", "https://arxiv.org/abs/2513.00001", "notes/a.md", ""],
)
def test_other_links_stay(link: str) -> None:
    assert target_of(link) == Target(link)


def test_first_link() -> None:
    assert first_link("see [PDF](https://x.org/a), https://y.org") == "https://x.org/a"
    assert first_link("at https://y.org/b.") == "https://y.org/b"
    assert first_link(" `2511.00001` ") == "2511.00001"
    assert first_link("nothing") == ""


def test_arxiv_ids_in_text() -> None:
    text = "https://arxiv.org/abs/2511.00001v2, arXiv: 2511.00002 and 2511.00003"
    assert arxiv_ids_in(text) == {"2511.00001", "2511.00002"}
