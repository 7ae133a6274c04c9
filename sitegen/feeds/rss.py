"""RSS 2.0 by the RSS Board's profile (https://www.rssboard.org/rss-profile).

`description` before `content:encoded`, authors as `dc:creator` (`author` must be an
e-mail address), four-digit years, titles without anything that reads as HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape, unescape

from sitegen.feeds.items import Channel, DigestItem, FeedItem, Limits, legal, moment
from sitegen.feeds.markup import absolute, digest_html, full_html, summary_html
from sitegen.feeds.selection import Detail, select
from sitegen.feeds.words import Words
from sitegen.patterns import lazy_pattern

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
# Where a site has no address of its own, its channel points to where the papers are.
_NO_HOME = "https://arxiv.org/"
# What a reader that takes titles for HTML would see as a tag.
_TAG = lazy_pattern(r"<(?=[A-Za-z/!?])")
_WORD_JOINER = "\u2060"
# Any date takes the same room in the channel.
_SOME_DAY = moment("2000-01-01", 0)


def rss(channel: Channel, items: Iterable[FeedItem], limits: Limits) -> bytes:
    """Write a feed of papers.

    Args:
        channel: what the feed says of itself.
        items: in the order that `select` takes; pulled as far as needed.
        limits: see `select`.

    Returns:
        The document as UTF-8.
    """
    words = channel.words

    def render(item: FeedItem, detail: Detail) -> bytes:
        return _paper(item, detail, words, channel.language).encode()

    room = limits.max_bytes - len(_document(channel, _SOME_DAY, []))
    chosen = select(items, Limits(limits.items, room, limits.full_text), render)
    newest = max((each.item.moment for each in chosen), default=None)
    return _document(channel, newest, [each.data for each in chosen])


def digests_rss(channel: Channel, items: Iterable[DigestItem], limits: Limits) -> bytes:
    """Write a feed with one item for each digest: its papers by category, with links.

    The newest digest always stands in it, with numbers alone where its list is too large.

    Args:
        channel: what the feed says of itself.
        items: newest first; pulled as far as needed.
        limits: of digests and bytes.
    """
    words = channel.words
    room = limits.max_bytes - len(_document(channel, _SOME_DAY, []))
    newest: datetime | None = None
    parts: list[bytes] = []
    for item in items:
        part = _digest(item, words, linked=True).encode()
        if not parts and len(part) > room:
            part = _digest(item, words, linked=False).encode()
        elif len(part) > room or len(parts) >= limits.items:
            break
        newest = newest or item.moment
        parts.append(part)
        room -= len(part)
    return _document(channel, newest, parts)


def plain_title(title: str) -> str:
    """Return a title that no reader takes for HTML.

    A word joiner, which is not seen, stands behind every `<` and `&` that would begin a
    tag or a character reference if the title were read as HTML.
    """
    title = _TAG.sub(f"<{_WORD_JOINER}", legal(title))
    # HTML knows references without a semicolon too, such as the one in "a&notes".
    return title if unescape(title) == title else title.replace("&", f"&{_WORD_JOINER}")


def _document(channel: Channel, newest: datetime | None, parts: list[bytes]) -> bytes:
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<rss version="2.0" {_NAMESPACES}>',
        "<channel>",
        f"<title>{_text(plain_title(channel.title))}</title>",
        f"<link>{_text(absolute(channel.home) or _NO_HOME)}</link>",
        f"<description>{_text(plain_title(channel.description or channel.title))}</description>",
        f"<language>{_text(channel.language)}</language>",
        "<generator>sitegen</generator>",
        "<docs>https://www.rssboard.org/rss-specification</docs>",
    ]
    if channel.url:
        head.append(
            f'<atom:link href="{_text(absolute(channel.url))}" '
            'rel="self" type="application/rss+xml"/>'
        )
    if newest:
        head.append(f"<lastBuildDate>{format_datetime(newest)}</lastBuildDate>")
    return b"".join(["\n".join(head).encode(), b"\n", *parts, b"</channel>\n</rss>\n"])


def _paper(item: FeedItem, detail: Detail, words: Words, language: str) -> str:
    parts = [f"<item><title>{_text(plain_title(item.title))}</title>"]
    url = absolute(item.url)
    if url:
        parts.append(f"<link>{_text(url)}</link>")
    parts.append(f'<guid isPermaLink="false">{_text(item.guid)}</guid>')
    parts.append(f"<pubDate>{format_datetime(item.moment)}</pubDate>")
    if detail is not Detail.LINK:
        parts += [f"<dc:creator>{_text(name)}</dc:creator>" for name in item.authors]
        parts += [f"<category>{_text(code)}</category>" for code in item.categories]
        html = summary_html(item, words, language)
        if html:
            parts.append(f"<description>{_cdata(html)}</description>")
    if detail is Detail.FULL and item.full:
        html = full_html(item, words, language)
        parts.append(f"<content:encoded>{_cdata(html)}</content:encoded>")
    parts.append("</item>\n")
    return "".join(parts)


def _digest(item: DigestItem, words: Words, *, linked: bool) -> str:
    title = plain_title(f"{item.label}: {words.count(item.count)}")
    link = f"<link>{_text(absolute(item.url))}</link>" if item.url else ""
    return (
        f"<item><title>{_text(title)}</title>{link}"
        f'<guid isPermaLink="false">{_text(item.guid)}</guid>'
        f"<pubDate>{format_datetime(item.moment)}</pubDate>"
        f"<description>{_cdata(digest_html(item, linked=linked))}</description></item>\n"
    )


def _text(text: str) -> str:
    return escape(legal(text))


def _cdata(html: str) -> str:
    # The markup holds no "]]>": every ">" of a text is escaped, and none of its own
    # follows a bracket.
    return f"<![CDATA[{legal(html)}]]>"
