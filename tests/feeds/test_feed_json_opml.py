"""JSON Feed against its schema, OPML through a real parser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import listparser
import pytest
from feed_rules import html_problems
from feed_samples import CHANNEL, NO_ADDRESS, day, paper
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.feeds import FeedText, Limits, Outline, json_feed, opml

SCHEMA = json.loads(Path(__file__).with_name("jsonfeed-1.1.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
JSON_CHANNEL = replace(CHANNEL, url="https://example.org/a/feed.json")


def feed_of(data: bytes) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads(data)
    VALIDATOR.validate(feed)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    for item in feed["items"]:
        assert html_problems(item.get("content_html", "")) == []
    return feed


def test_a_json_feed_keeps_its_schema_and_its_content() -> None:
    feed = feed_of(json_feed(JSON_CHANNEL, day("2025-11-14", 3), Limits()))
    assert feed["feed_url"] == JSON_CHANNEL.url
    assert feed["home_page_url"] == CHANNEL.home
    first, second, _ = feed["items"]
    assert first["id"] == "oai:arXiv.org:2511.00000"
    assert first["url"] == "https://example.org/a/papers/2511.00000.html"
    assert first["external_url"] == "https://arxiv.org/abs/2511.00000"
    assert first["date_published"] == "2025-11-14T02:00:00Z"
    assert second["date_published"] == "2025-11-14T01:59:59Z"
    assert first["authors"] == [{"name": "Ada Adams"}, {"name": "Bo Brown"}]
    assert first["tags"] == ["cs.LG", "cs.AI"]
    assert first["summary"].startswith("lake lake")
    assert "river" not in first["content_html"]


def test_full_text_holds_every_field() -> None:
    feed = feed_of(json_feed(JSON_CHANNEL, day("2025-11-14", 3), Limits(full_text=True)))
    assert "<h4>Abstract</h4><p>river" in feed["items"][0]["content_html"]


def test_without_an_address_there_is_none() -> None:
    feed = feed_of(json_feed(NO_ADDRESS, day("2025-11-14", 3), Limits()))
    assert "feed_url" not in feed
    assert "home_page_url" not in feed


def test_limits_hold_to_the_byte() -> None:
    items = day("2025-11-14", 40) + day("2025-11-13", 40, first=100)
    whole = json_feed(JSON_CHANNEL, items, Limits())
    assert len(feed_of(whole)["items"]) == 80
    assert (
        len(feed_of(json_feed(JSON_CHANNEL, items, Limits(max_bytes=len(whole) - 2)))["items"])
        == 40
    )
    links = json_feed(JSON_CHANNEL, items, Limits(max_bytes=len(whole) // 3))
    assert len(links) <= len(whole) // 3
    assert len(feed_of(links)["items"]) == 40
    assert feed_of(links)["items"][0]["content_text"] == "Lake number 0"


def test_an_empty_feed_is_valid() -> None:
    assert feed_of(json_feed(JSON_CHANNEL, [], Limits()))["items"] == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "papers/1.html", "http://[", ""])
def test_a_link_that_is_no_address_is_left_out(url: str) -> None:
    item = replace(paper(1), url=url, link=url)
    (found,) = feed_of(json_feed(JSON_CHANNEL, [item], Limits()))["items"]
    assert not {"url", "external_url"} & set(found)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_makes_a_valid_json_feed(text: str) -> None:
    field = FeedText("tldr", text, text, "en")
    item = replace(
        paper(1), title=text, authors=(text,), categories=(text,), summary=field, full=(field,)
    )
    feed_of(json_feed(JSON_CHANNEL, [item], Limits(full_text=True)))


def test_opml_is_read_by_a_real_parser() -> None:
    groups = [
        ("", [Outline("Everything & more", "https://example.org/rss.xml", "https://example.org/")]),
        ("Categories", [Outline('A <b> "c"', "https://example.org/feeds/a.xml")]),
        ("Topics", []),
    ]
    data = opml("Lakes & rivers\x00", groups)
    found = listparser.parse(data)
    assert not found.bozo
    assert found.meta.title == "Lakes & rivers"
    assert [(feed.title, feed.url) for feed in found.feeds] == [
        ("Everything & more", "https://example.org/rss.xml"),
        ('A <b> "c"', "https://example.org/feeds/a.xml"),
    ]
    assert found.feeds[1].categories == [["Categories"]]
    assert b"Topics" not in data
