"""RSS: every rule of the validator, what a real parser reads, and hostile text."""

from __future__ import annotations

from xml.etree import ElementTree

import feedparser
import pytest
from feed_rules import CONTENT, DC, rss_problems
from feed_samples import CHANNEL, NO_ADDRESS, WORDS, day, paper, words
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.feeds import Channel, DigestItem, FeedText, Limits, digests_rss, rss
from sitegen.fields import KINDS

HOSTILE = [
    "<script>alert(1)</script>",
    "]]><script>alert(1)</script><![CDATA[",
    "a]]>b",
    "<![CDATA[x]]>",
    "<!-- comment --> <?php echo 1 ?> <!DOCTYPE x>",
    "&lt;b&gt; &amp; &#60;img src=x onerror=alert(1)&#62; &nbsp;",
    "notes&notes, a&lt b, &copy2",
    "x<y and y>z & so on; <br/></title>",
    "\"quotes\" and 'more' {{ template }} {% raw %}",
    "nul\x00 bell\x07 escape\x1b \x7f\x85 \ufffe \uffff \ud800",
    "right \u202e to left \u2066 isolates",
    "$x^2 < y$ \\textbf{bold} 中文 한국어 ひらがな 𝔸",
    "w" * 5000,
    "",
]


def channel_of(data: bytes) -> ElementTree.Element:
    channel = ElementTree.fromstring(data).find("channel")
    assert channel is not None
    return channel


def test_a_feed_keeps_every_rule() -> None:
    items = day("2025-11-14", 30) + day("2025-11-13", 30, first=50)
    assert rss_problems(rss(CHANNEL, items, Limits()), CHANNEL.url) == []
    full = rss(CHANNEL, items, Limits(full_text=True))
    assert rss_problems(full, CHANNEL.url) == []
    assert channel_of(full).find(f"item/{CONTENT}encoded") is not None


def test_a_site_without_an_address_has_no_self_link() -> None:
    data = rss(NO_ADDRESS, day("2025-11-14", 3), Limits())
    assert rss_problems(data, "") == []
    assert b'rel="self"' not in data


def test_an_empty_feed_is_valid() -> None:
    assert rss_problems(rss(CHANNEL, [], Limits()), CHANNEL.url) == []


def test_feedparser_reads_what_went_in() -> None:
    items = [replace(paper(1), title="Lakes & <rivers> of x<y"), paper(2, order=1)]
    found = feedparser.parse(rss(CHANNEL, items, Limits(full_text=True)))
    assert not found.bozo
    assert found.feed.title == CHANNEL.title
    assert found.feed.link == CHANNEL.home
    assert found.feed.updated == "Fri, 14 Nov 2025 02:00:00 +0000"
    first, second = found.entries
    assert first.id == items[0].guid
    assert first.guidislink is False
    assert first.link == items[0].url
    assert first.title.replace("\u2060", "") == items[0].title
    assert [author.name for author in first.authors] == list(items[0].authors)
    assert [tag.term for tag in first.tags] == list(items[0].categories)
    assert tuple(first.published_parsed)[:6] == (2025, 11, 14, 2, 0, 0)
    assert tuple(second.published_parsed)[:6] == (2025, 11, 14, 1, 59, 59)
    assert "lake lake" in first.summary
    assert "Ada Adams, Bo Brown" in first.summary
    assert "https://arxiv.org/abs/2511.00001" in first.summary
    assert "river river" in first.content[0].value


@pytest.mark.parametrize("title", ["R&D of Q&A", "a < b & c > d", "CC&QA: x", "AT&T"])
def test_titles_that_nobody_takes_for_html_stay_as_they_are(title: str) -> None:
    data = rss(CHANNEL, [replace(paper(1), title=title)], Limits())
    assert channel_of(data).findtext("item/title") == title
    assert rss_problems(data, CHANNEL.url) == []


def test_the_description_names_some_authors_and_creators_all() -> None:
    names = tuple(f"Author {number}" for number in range(574))
    item = channel_of(rss(CHANNEL, [replace(paper(1), authors=names)], Limits())).find("item")
    assert item is not None
    assert [creator.text for creator in item.findall(f"{DC}creator")] == list(names)
    assert "Author 19 and 554 more" in item.findtext("description", "")


def test_another_language_is_marked() -> None:
    chinese = replace(paper(1), summary=FeedText("tldr", "", "湖泊很深\n\n河流很长", "zh"))
    data = rss(CHANNEL, [chinese], Limits()).decode()
    assert '<p lang="zh">湖泊很深</p><p lang="zh">河流很长</p>' in data
    in_chinese = replace(CHANNEL, language="zh-Hans")
    assert "<p>湖泊很深</p>" in rss(in_chinese, [chinese], Limits()).decode()


def test_a_feed_stays_below_its_bytes() -> None:
    items = day("2025-11-14", 100) + day("2025-11-13", 100, first=200)
    whole = rss(CHANNEL, items, Limits())
    less = rss(CHANNEL, items, Limits(max_bytes=len(whole) - 1))
    assert len(channel_of(whole).findall("item")) == 200
    assert len(channel_of(less).findall("item")) == 100
    # Links of the newest digest alone, and still all of them.
    small = rss(CHANNEL, items, Limits(max_bytes=len(less) // 2))
    assert len(small) <= len(less) // 2
    assert len(channel_of(small).findall("item")) == 100
    assert channel_of(small).find("item/description") is None
    assert rss_problems(small, CHANNEL.url) == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_field_is_named_as_programs_name_it(language: str) -> None:
    texts = tuple(FeedText(name, "", "x", "en") for name in KINDS)
    channel = replace(CHANNEL, language=language, words=words(language))
    data = rss(channel, [replace(paper(1), full=texts)], Limits(full_text=True)).decode()
    assert data.count("</h4>") == len(KINDS)
    assert not [name for name in KINDS if f">{name}</h4>" in data]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    hostile = replace(
        paper(1),
        title=text or "x",
        authors=(text, "Bo"),
        categories=(text,),
        summary=FeedText("tldr", "", text, "en"),
        full=(FeedText("tldr", "", text, "en"), FeedText("other", text, text, 'xx"')),
    )
    channel = Channel(text or "x", text, WORDS, CHANNEL.home, CHANNEL.url)
    data = rss(channel, [hostile], Limits(full_text=True))
    assert rss_problems(data, CHANNEL.url) == []
    assert not feedparser.parse(data).bozo


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org/x", "papers/1.html", "http://[", ""],
)
def test_a_link_that_is_no_address_is_left_out(url: str) -> None:
    data = rss(CHANNEL, [replace(paper(1), url=url, link=url)], Limits())
    item = channel_of(data).find("item")
    assert item is not None
    assert item.find("link") is None
    assert "href" not in item.findtext("description", "")


@given(st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_makes_a_valid_feed(text: str, other: str) -> None:
    item = replace(
        paper(1),
        title=f"x {text}",
        url=f"https://example.org/{other}",
        authors=(other,),
        categories=(other,),
        summary=FeedText("tldr", other, text, "en"),
        full=(FeedText(other, other, text, "en"),),
    )
    data = rss(replace(CHANNEL, title=f"x{other}"), [item], Limits(full_text=True))
    assert rss_problems(data, CHANNEL.url) == []


def digest(day_: int, papers: int = 3) -> DigestItem:
    date = f"2025-11-{day_:02d}"
    rows = tuple((f"Lake <{n}> & more", f"https://example.org/{n}.html") for n in range(papers))
    return DigestItem(
        slug=date,
        date=date,
        order=0,
        label=date,
        url=f"https://example.org/digests/{date}.html",
        groups=(("cs.LG", rows), ("math.NA", rows[:1])),
    )


def test_the_feed_of_digests_lists_papers_by_category() -> None:
    data = digests_rss(CHANNEL, [digest(14), digest(13, 1)], Limits())
    assert rss_problems(data, CHANNEL.url) == []
    found = feedparser.parse(data)
    assert not found.bozo
    assert [entry.title for entry in found.entries] == [
        "2025-11-14: 4 papers",
        "2025-11-13: 2 papers",
    ]
    assert found.entries[0].id == "digest-sitegen:digest:2025-11-14"
    assert "<h4>cs.LG (3)</h4>" in found.entries[0].summary
    assert 'href="https://example.org/2.html"' in found.entries[0].summary
    assert "Lake &lt;2&gt; &amp; more" in found.entries[0].summary


def test_the_newest_digest_stands_in_the_feed_of_digests_however_large() -> None:
    items = [digest(14, 400), digest(13)]
    data = digests_rss(CHANNEL, items, Limits(max_bytes=3000))
    assert rss_problems(data, CHANNEL.url) == []
    (first, *_) = feedparser.parse(data).entries
    assert first.title == "2025-11-14: 401 papers"
    assert "<li>cs.LG: 400</li>" in first.summary
    assert len(data) <= 3000
    assert len(feedparser.parse(digests_rss(CHANNEL, items, Limits(items=1))).entries) == 1
