"""The rules that feeds are held to: those of the W3C's validator that feeds of this kind break.

Each rule is named as the validator names its message.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"

# RFC 822 as amended by RFC 1123, section 5.2.14: a year of four digits.
_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d{2}:\d{2}:\d{2} (?:GMT|[+-]\d{4})"
)
_ELEMENTS = {"p", "br", "a", "h4", "ul", "li"}
_ATTRIBUTES = {"href", "lang"}


class _Html(HTMLParser):
    """Collects what a reader that takes a text for HTML would find in it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.markup: list[str] = []
        self.urls: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.markup.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.urls += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self.markup.append(tag)

    def handle_entityref(self, name: str) -> None:
        # "R&D" is no reference, "a&notes" is one: HTML knows some without a semicolon.
        if unescape(f"&{name}") != f"&{name}" or unescape(f"&{name};") != f"&{name};":
            self.markup.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.markup.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.markup.append("<!--")

    def handle_decl(self, decl: str) -> None:
        self.markup.append("<!")

    def unknown_decl(self, data: str) -> None:
        self.markup.append("<![")

    def handle_pi(self, data: str) -> None:
        self.markup.append("<?")


def html_problems(html: str) -> list[str]:
    """Name what must not be in an item's HTML."""
    found = _Html(html)
    problems = [
        f"element {tag}" for tag in found.markup if not tag.startswith("&") and tag not in _ELEMENTS
    ]
    problems += [f"attribute {name}" for name in found.attributes - _ATTRIBUTES]
    for url in found.urls:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            problems.append(f"ContainsRelRef: {url}")
    return problems


def rss_problems(data: bytes, location: str) -> list[str]:
    """Name every rule that an RSS document breaks.

    Args:
        data: the document.
        location: where it is published, "" for a site without an address.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ["NotUTF8"]
    problems = []
    if not text.startswith('<?xml version="1.0" encoding="UTF-8"?>'):
        problems.append("NotUTF8: not declared")
    channel = ElementTree.fromstring(data).find("channel")
    assert channel is not None
    problems += _channel_problems(channel, location)
    guids: set[str] = set()
    dates: set[str] = set()
    moments = [parsedate_to_datetime(date.text or "") for date in channel.iterfind("item/pubDate")]
    if moments != sorted(moments, reverse=True):
        problems.append("items are not newest first")
    for item in channel.findall("item"):
        guid, date = item.find("guid"), item.findtext("pubDate", "")
        if guid is None or not (guid.text or "").strip():
            problems.append("MissingGuid")
        elif guid.get("isPermaLink") != "false":
            problems.append(f"guid {guid.text} is no permalink but says so")
        else:
            problems += [f"DuplicateGuid: {guid.text}"] if guid.text in guids else []
            guids.add(guid.text or "")
        problems += _date_problems(date)
        problems += [f"DuplicateUpdated: {date}"] if date in dates else []
        dates.add(date)
        problems += _item_problems(item)
    return problems


def _channel_problems(channel: ElementTree.Element, location: str) -> list[str]:
    needed = ("title", "link", "description")
    problems = [
        f"channel without {name}" for name in needed if not channel.findtext(name, "").strip()
    ]
    own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if location and not own:
        problems.append("MissingAtomSelfLink")
    if own and own != [location]:
        problems.append(f"SelfDoesntMatchLocation: {own}")
    if channel.find("item") is not None:
        built = channel.findtext("lastBuildDate", "")
        problems += _date_problems(built)
        newest = channel.findtext("item/pubDate", "")
        if built != newest:
            problems.append(f"lastBuildDate {built} is not that of the newest item, {newest}")
    return problems


def _item_problems(item: ElementTree.Element) -> list[str]:
    problems = []
    names = [child.tag for child in item]
    content = f"{CONTENT}encoded"
    if content in names and names.index("description") > names.index(content):
        problems.append("NeedDescriptionBeforeContent")
    title = item.findtext("title", "")
    if _Html(title).markup:
        problems.append(f"ContainsHTML: {title!r}")
    if not title.strip():
        problems.append("item without a title")
    if "author" in names:
        problems.append("author must be an e-mail address")
    if len(names) - names.count("category") - names.count(f"{DC}creator") != len(
        set(names) - {"category", f"{DC}creator"}
    ):
        problems.append("an element stands twice")
    link = item.findtext("link")
    if link is not None and urlsplit(link).scheme not in ("http", "https"):
        problems.append(f"InvalidFullLink: {link}")
    for name in ("description", content):
        problems += html_problems(item.findtext(name, ""))
    return problems


def _date_problems(date: str) -> list[str]:
    if not _DATE.fullmatch(date):
        return [f"ProblematicalRFC822Date: {date}"]
    weekday = parsedate_to_datetime(date).strftime("%a")
    return [] if date.startswith(weekday) else [f"IncorrectDOW: {date}"]
