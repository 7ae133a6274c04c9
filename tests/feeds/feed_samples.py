"""Items for feeds' tests: invented papers in any number."""

from __future__ import annotations

from sitegen.feeds import Channel, FeedItem, FeedText, Words
from sitegen.site.plan_files import feed_words
from sitegen.site.strings import load_strings
from sitegen.site.theme import load_theme


def words(language: str) -> Words:
    """What feeds say themselves in a language of the default theme."""
    return feed_words(load_strings(load_theme(), language))


WORDS = words("en")
CHANNEL = Channel(
    title="Lakes & rivers",
    description="New papers every morning",
    words=WORDS,
    home="https://example.org/a/",
    url="https://example.org/a/rss.xml",
)
NO_ADDRESS = Channel(title="Lakes & rivers", description="", words=WORDS)


def paper(number: int, *, date: str = "2025-11-14", order: int = 0, words: int = 20) -> FeedItem:
    """One invented paper."""
    arxiv = f"2511.{number:05d}"
    summary = FeedText("tldr", "", "lake " * words, "en")
    abstract = FeedText("abstract", "", "river " * words * 5, "en")
    return FeedItem(
        key=arxiv,
        guid=f"oai:arXiv.org:{arxiv}",
        title=f"Lake number {number}",
        url=f"https://example.org/a/papers/{arxiv}.html",
        link=f"https://arxiv.org/abs/{arxiv}",
        day=date,
        date=date,
        order=order,
        authors=("Ada Adams", "Bo Brown"),
        categories=("cs.LG", "cs.AI"),
        summary=summary,
        full=(summary, abstract),
    )


def day(date: str, papers: int, *, first: int = 0, words: int = 20) -> list[FeedItem]:
    """All papers of one digest, in its order."""
    return [paper(first + number, date=date, order=number, words=words) for number in range(papers)]
