"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from sitegen.feeds.items import Channel, FeedItem, Limits, legal
from sitegen.feeds.markup import absolute, full_html, summary_html
from sitegen.feeds.selection import Detail, select
from sitegen.feeds.words import Words

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, items: Iterable[FeedItem], limits: Limits) -> bytes:
    """Write a JSON Feed of papers; see `rss` for the arguments.

    Returns:
        The document as UTF-8.
    """
    words = channel.words

    def render(item: FeedItem, detail: Detail) -> bytes:
        return _dump(_paper(item, detail, words, channel.language))

    head = {
        "version": _VERSION,
        "title": legal(channel.title),
        "home_page_url": absolute(channel.home),
        "feed_url": absolute(channel.url),
        "description": legal(channel.description),
        "language": channel.language,
    }
    start = _dump({name: value for name, value in head.items() if value})[:-1] + b',"items":[\n'
    end = b"\n]}\n"
    # A comma and a line feed follow every item but the last.
    room = limits.max_bytes - len(start) - len(end)
    chosen = select(
        items,
        Limits(limits.items, room, limits.full_text),
        lambda item, detail: render(item, detail) + b",\n",
    )
    return start + b"".join(each.data for each in chosen)[:-2] + end


def _paper(item: FeedItem, detail: Detail, words: Words, language: str) -> dict[str, Any]:
    paper: dict[str, Any] = {"id": item.guid, "title": legal(item.title)}
    url, link = absolute(item.url), absolute(item.link)
    if url:
        paper["url"] = url
    if link and link != url:
        paper["external_url"] = link
    paper["date_published"] = item.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if detail is Detail.LINK:
        return {**paper, "content_text": legal(item.title)}
    if item.summary:
        paper["summary"] = item.summary.text
        paper["language"] = item.summary.lang
    html = full_html(item, words, language) if detail is Detail.FULL else ""
    html = html or summary_html(item, words, language)
    paper["content_html"] = legal(html) or escape(legal(item.title))
    if item.authors:
        paper["authors"] = [{"name": legal(name)} for name in item.authors]
    if item.categories:
        paper["tags"] = [legal(code) for code in item.categories]
    return paper


def _dump(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
