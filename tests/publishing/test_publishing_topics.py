"""Topics choose the papers that search would find."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from conftest import sample_digest

from sitegen.build import build
from sitegen.config import load_config
from sitegen.errors import ConfigError
from sitegen.model import Text, TypesetEntry, TypesetField
from sitegen.progress import Progress
from sitegen.search.record import cut
from sitegen.site.topics import compile_topic, judge


def paper(**texts: str) -> TypesetEntry:
    title = texts.pop("title", "A state-of-the-art agent for Müller lakes")
    return TypesetEntry(
        key="1",
        title=Text(title),
        link="",
        arxiv="",
        version=0,
        number=0,
        authors=(Text("Yann LeCun"), Text("Ada Lovelace")),
        category="cs.LG",
        categories=("cs.LG", "cs.AI"),
        section="",
        fields=tuple(TypesetField(name, "", Text(text)) for name, text in texts.items()),
        missing=(),
        raw=False,
    )


PAPER = paper(tldr="本文提出大模型训练方法", abstract="We study agents. Survey of rivers")


def chosen(**rules: list[str]) -> bool:
    topic = compile_topic("t", **rules)
    verdict = judge(topic, cut(PAPER))
    return topic.covers(PAPER.categories) and verdict.asked and not verdict.excluded


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("agent", True),
        ("AGENTS", True),  # stemmed and without case, as search has it
        ("agen", False),  # a word, not its beginning
        ("muller lake", True),  # accents folded
        ("state of the art", True),
        ("state-of-the-art", True),
        ("art state", False),
        ("lakes agent", False),
        ("agents survey", True),
        ("agents rivers", False),
        ("大模型", True),
        ("模", True),
        ("练方", True),
        ("型大", False),
        ("大训练", False),
        ("LeCun", False),  # an author is no word of the text
        ("cs.LG", False),
    ],
)
def test_words_and_phrases(words: str, expected: bool) -> None:
    assert chosen(include=[words]) is expected


def test_a_phrase_does_not_reach_over_the_edge_of_a_field() -> None:
    assert not chosen(include=["lakes 本文"])


def test_authors_are_whole_names_or_parts_of_one() -> None:
    assert chosen(authors=["LeCun"])
    assert chosen(authors=["yann lecun"])
    assert not chosen(authors=["LeCun Ada"])
    assert not chosen(authors=["agent"])


def test_words_or_authors_are_enough_and_categories_narrow() -> None:
    assert chosen(include=["volcano"], authors=["Lovelace"])
    assert chosen(include=["agent"], authors=["Nobody"])
    assert not chosen(include=["volcano"], authors=["Nobody"])
    assert chosen(include=["agent"], categories=["cs.AI"])
    assert not chosen(include=["agent"], categories=["cs.CL"])
    assert chosen(categories=["cs.AI", "cs.CL"])
    assert chosen(categories=[" CS.ai"])


def test_an_excluded_word_wins() -> None:
    assert not chosen(include=["agent"], exclude=["survey"])
    assert not chosen(authors=["LeCun"], exclude=["大模型"])
    assert chosen(include=["agent"], exclude=["volcano"])


def test_a_topic_that_can_choose_nothing_is_an_error() -> None:
    with pytest.raises(ConfigError, match="'the' has no word that search keeps"):
        compile_topic("t", include=["the"])
    with pytest.raises(ConfigError, match="chooses nothing"):
        compile_topic("t", exclude=["lakes"])


def test_slugs_are_safe_and_fingerprints_follow_the_rules() -> None:
    topic = compile_topic("Large Language Models", include=["lake"])
    assert topic.slug == "large-language-models"
    assert "/" not in compile_topic("../大模型", include=["lake"]).slug
    assert compile_topic("x", slug="mine", include=["lake"]).slug == "mine"
    assert topic.fingerprint == compile_topic("Other", include=["Lakes"]).fingerprint
    assert topic.fingerprint != compile_topic("Other", include=["rivers"]).fingerprint


def site_with(folder: Path, rules: str, files: dict[str, str]) -> Path:
    """Build a site with one topic `t`; a second call adds to the same folder."""
    (folder / "content").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "content" / name).write_text(text, "utf-8")
    (folder / "sitegen.toml").write_text(f'[[topics]]\nname = "t"\n{rules}\n', "utf-8")
    config = load_config(config=folder / "sitegen.toml", output=folder / "o",
                         cache=folder / "c", jobs=1)  # fmt: skip
    build(config, progress=Progress(io.StringIO(), quiet=True))
    return folder / "o"


def listed(site: Path, page: str = "topics/t.html") -> set[str]:
    return set(re.findall('data-paper="([^"]+)"', (site / page).read_text("utf-8")))


def crawled(number: int, tldr: str, *categories: str) -> str:
    paper = {
        "id": f"2501.0000{number}",
        "categories": categories,
        "abs": f"https://arxiv.org/abs/2501.0000{number}",
        "authors": ["Ada Adams"],
        "title": f"On {number}",
        "summary": "We look at it.",
        "AI": dict.fromkeys(("tldr", "motivation", "method", "result", "conclusion"), tldr),
    }
    return json.dumps(paper) + "\n"


def test_an_excluded_word_wins_in_whichever_language_it_stands(tmp_path: Path) -> None:
    chinese = "".join(
        f"### [{n}] [On {n}](https://arxiv.org/abs/2501.0000{n})\n*Ada Adams*\n\n"
        f"Main category: cs.CL\n\nTL;DR: 大语言模型的{word}\n\nMotivation: 大语言模型\n\n"
        for n, word in ((1, "方法"), (2, "方法"), (3, "综述"))
    )
    english = (
        crawled(1, "A survey of large language models", "cs.CL")
        + crawled(2, "A method for large language models", "cs.CL")
        + crawled(3, "A method for large language models", "cs.CL")
    )
    files = {
        "2025-01-01_AI_enhanced_Chinese.md": chinese,
        "2025-01-01_AI_enhanced_English.jsonl": english,
    }
    include = 'include = ["large language model", "大语言模型"]'
    site = site_with(tmp_path, include, files)
    assert listed(site) == {"2501.00001", "2501.00002", "2501.00003"}
    site = site_with(tmp_path, f'{include}\nexclude = ["survey"]', {})
    assert listed(site) == {"2501.00002", "2501.00003"}
    site = site_with(tmp_path, f'{include}\nexclude = ["survey", "综述"]', {})
    assert listed(site) == {"2501.00002"}


def test_categories_are_those_of_the_paper_whichever_digest_knows_them(tmp_path: Path) -> None:
    files = {
        "2025-01-01.md": sample_digest([("2501.00001", "On 1"), ("2501.00002", "On 2")]),
        "2025-01-02.jsonl": crawled(1, "In short", "cs.LG", "q-bio.BM"),
    }
    site = site_with(tmp_path, 'categories = ["q-bio.BM"]', files)
    assert "2501.00001" in (site / "feeds/q-bio.BM.xml").read_text("utf-8")
    assert listed(site) == listed(site, "categories/q-bio.BM.html") == {"2501.00001"}
    # Words are judged once for both topics, categories for each.
    site = site_with(tmp_path, 'categories = ["cs.LG"]', {})
    assert listed(site) == {"2501.00001", "2501.00002"}
