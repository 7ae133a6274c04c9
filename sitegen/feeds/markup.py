"""The HTML inside feeds' items, made from plain text by escaping alone.

Every URL in it is absolute, every text escaped; it holds no class, style or script.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlsplit

from sitegen.feeds.items import DigestItem, FeedItem, FeedText
from sitegen.feeds.words import Words
from sitegen.patterns import lazy_pattern

# URLs of plain letters, as nearly all are: nothing in them needs encoding.
_PLAIN_URL = lazy_pattern(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9/._~-]*)?")
# An author line beyond this is cut; `dc:creator` still names everybody.
_AUTHORS = 20


def summary_html(item: FeedItem, words: Words, language: str) -> str:
    """Return the TL;DR, a line of authors, and a link to arXiv where the item's goes elsewhere."""
    parts = [_paragraphs(item.summary, language)] if item.summary else []
    if item.authors:
        shown = ", ".join(item.authors[:_AUTHORS])
        if len(item.authors) > _AUTHORS:
            shown += " " + words.more_authors.format(n=len(item.authors) - _AUTHORS)
        parts.append(f"<p>{escape(shown)}</p>")
    if item.link and item.link != item.url:
        name = item.guid.removeprefix("oai:") if item.guid.startswith("oai:") else item.link
        name = name.replace("arXiv.org:", "arXiv:")
        parts.append(f"<p>{_link(item.link, name)}</p>")
    return "".join(parts)


def full_html(item: FeedItem, words: Words, language: str) -> str:
    """Return every field under its label."""
    parts = []
    for text in item.full:
        label = text.label or words.labels.get(text.name, text.name)
        parts.append(f"<h4>{escape(label)}</h4>{_paragraphs(text, language)}")
    return "".join(parts)


def digest_html(item: DigestItem, *, linked: bool) -> str:
    """Return a digest's papers by category, or only how many there are of each."""
    parts = []
    for category, papers in item.groups:
        if not linked:
            parts.append(f"<li>{escape(category)}: {len(papers)}</li>")
            continue
        rows = "".join(f"<li>{_link(url, title)}</li>" for title, url in papers)
        parts.append(f"<h4>{escape(category)} ({len(papers)})</h4><ul>{rows}</ul>")
    return "".join(parts) if linked else f"<ul>{''.join(parts)}</ul>"


def absolute(url: str) -> str:
    """Return an http(s) URL with everything encoded that a URL may not hold, else ""."""
    if _PLAIN_URL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=-._~")


def _link(url: str, name: str) -> str:
    target = absolute(url)
    return f'<a href="{escape(target)}">{escape(name)}</a>' if target else escape(name)


def _paragraphs(text: FeedText, language: str) -> str:
    start = "<p>" if text.lang == language.split("-")[0] else f'<p lang="{escape(text.lang)}">'
    paragraphs = [part.strip() for part in text.text.split("\n\n")]
    return "".join(
        f"{start}{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs if part
    )
