"""What the files of a whole site must be, whatever its texts: checks of pages, feeds, scripts.

A page is read as a browser's tokeniser reads it.  The elements and attributes of the themes'
own markup are listed here; what stands in a field must be on the lists of `sitegen.text`.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from safety import problems_of

from sitegen.text import ALLOWED_CLASSES, ALLOWED_ELEMENTS, PAGE_ELEMENTS
from sitegen.text.allowed import names

BASE = "https://site.example/a/b/"
_VOID = names("meta link br hr input img col")

# The themes' own elements; anything else on a page has come out of a text.
_FRAME = names(
    "html head meta title link script body header nav main article section aside footer search"
    " form input button select option output label details summary dialog div dl dt dd ol ul li"
    " p h1 h2 h3 h4 a span time strong em caption colgroup col figure figcaption noscript"
    " table thead tbody tr th td pre code kbd svg g path rect line circle text desc mark"
    " progress"
)
_FRAME_ATTRIBUTES = names(
    "accept action as aria-controls aria-current aria-describedby aria-expanded aria-hidden"
    " aria-haspopup aria-label autocapitalize autofocus max"
    " aria-labelledby aria-pressed autocomplete charset class colspan content d datetime defer"
    " enterkeyhint for height hidden href http-equiv id lang method multiple name open placeholder"
    " preserveaspectratio property rel required role rowspan scope selected sizes spellcheck src"
    " tabindex title type value viewbox width x y x1 x2 y1 y2 rx"
)
_DATA = re.compile(r"data-[a-z0-9-]+")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<[A-Za-z/!?]|&(?:#|lt|amp)")
_GUID = r"(?:oai:arXiv\.org|digest-sitegen):[\w.:/-]+$"
# Elements of which the browser loads what an attribute names.
_LOADS = {"script": "src", "img": "src", "input": "src"}
_LOADING_LINKS = names("stylesheet icon apple-touch-icon manifest preload")


class _Page(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.open: list[str] = []
        self.problems: list[str] = []
        self.json_ld: list[str] = []
        self._in_json = False
        self._field = 0  # depth at which an open field stands

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) != len(attrs):
            self.problems.append(f"{tag} with an attribute twice: {attrs}")
        allowed = PAGE_ELEMENTS.get(tag)
        # The one template holds the buttons of lists' papers.
        is_ours = tag in _FRAME or (tag, attributes) == ("template", {"id": "list-acts"})
        if allowed is None and not is_ours:
            self.problems.append(f"element {tag} with {attrs}")
        for name, value in attributes.items():
            known = name in (allowed or ()) or name in _FRAME_ATTRIBUTES or _DATA.fullmatch(name)
            if not known:
                self.problems.append(f"attribute {name} of {tag}: {value[:60]}")
            if name in ("href", "src", "action"):
                self._address(tag, attributes, value)
        if self._field and not self._may_stand_in_field(tag, attributes):
            self.problems.append(f"in a field: {tag} with {attrs}")
        if tag == "meta" and "http-equiv" in attributes:
            moved = re.fullmatch(r"0; url=[A-Za-z0-9._/-]+", attributes.get("content", ""))
            if attributes["http-equiv"] != "Content-Security-Policy" and not moved:
                self.problems.append(f"meta {attrs}")
        if tag == "script":
            self._in_json = attributes.get("type") == "application/ld+json"
            if not self._in_json and "src" not in attributes:
                self.problems.append("an inline script")
            self.json_ld += [""] * self._in_json
        if tag not in _VOID:
            self.open.append(tag)
            if "data-field" in attributes and not self._field:
                self._field = len(self.open)

    def _may_stand_in_field(self, tag: str, attributes: dict[str, str]) -> bool:
        allowed = ALLOWED_ELEMENTS.get(tag)
        # A list of authors that is cut has the rest in an element of the theme.
        known = ALLOWED_CLASSES | {"rest"}
        return (
            allowed is not None
            and attributes.keys() <= allowed
            and attributes.get("class", "sc") in known
        )

    def _address(self, tag: str, attributes: dict[str, str], value: str) -> None:
        if re.search(r"[\s\\\x00-\x1f]", value):
            self.problems.append(f"an address with odd characters on {tag}: {value[:60]}")
        target = urlsplit(urljoin(BASE + self.url, value))
        loads = tag in _LOADS or (
            tag == "link" and bool(_LOADING_LINKS & set(attributes.get("rel", "").split()))
        )
        if loads or tag == "form":
            if target.netloc != "site.example" or urlsplit(value).scheme:
                self.problems.append(f"{tag} asks {value[:60]}")
        elif target.scheme not in ("https", "http", "mailto"):
            self.problems.append(f"{tag} leads to {value[:60]}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> does not close what is open: {self.open[-3:]}")
        if len(self.open) < self._field:
            self._field = 0

    def handle_data(self, data: str) -> None:
        if self._in_json and self.open[-1:] == ["script"]:
            self.json_ld[-1] += data

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"a comment: {data[:60]}")

    def handle_pi(self, data: str) -> None:
        self.problems.append(f"an instruction: {data[:60]}")


def problems_of_page(path: str, html: str) -> list[str]:
    """Say what is wrong with a page at `path` below the site's root."""
    page = _Page(path)
    page.feed(html)
    page.close()
    problems = page.problems
    if page.open:
        problems.append(f"left open: {page.open}")
    if not html.endswith("</html>\n") and not html.endswith("</html>"):
        problems.append(f"ends in {html[-40:]!r}")
    if html.count("Content-Security-Policy") != 1:
        problems.append("not one Content-Security-Policy")
    for text in page.json_ld:
        if "<" in text or json.loads(text)["@context"] != "https://schema.org":
            problems.append(f"JSON-LD: {text[:80]}")
    return problems


def problems_of_feed(path: str, text: str) -> list[str]:
    """Say what is wrong with an XML or JSON feed: its form, and the HTML that it carries."""
    parts: list[str] = []
    titles: list[str] = []
    links: list[str] = []
    if path.endswith(".json"):
        for item in json.loads(text)["items"]:
            parts += [item["content_html"]] if "content_html" in item else []
            links += [item[name] for name in ("url", "external_url", "id") if name in item]
    else:
        channel = next(ElementTree.fromstring(text).iter("channel"))
        for element in channel.iter():
            name = element.tag.rpartition("}")[2]
            if name == "title" or element in channel.findall("description"):
                titles.append(element.text or "")
            elif name in ("description", "encoded"):
                parts.append(element.text or "")
            elif name == "link":
                links.append(element.text or element.get("href", ""))
    problems = [
        problem
        for part in parts
        for problem in problems_of(re.sub(r' lang="[a-z-]+"', "", part))
        if "a character" not in problem  # told for the whole file
    ]
    bad = [link for link in links if not re.match(rf"https?://[^\s\"'<>\\]+$|{_GUID}", link)]
    # Readers differ in what they take for HTML: a title may not look like it.
    problems += [f"a tag in the title {title[:60]}" for title in titles if _TAG.search(title)]
    return problems + [f"leads to {link[:60]}" for link in bad]


def problems_of_script(text: str) -> list[str]:
    """Say what is wrong with a script of data: a call with JSON, and safe HTML in it."""
    call = re.fullmatch(r"([\w.]+)\((.*)\);?\n?", text, re.DOTALL)
    if not call:
        return [f"no call: {text[:60]}"]
    values = json.loads(f"[{call[2]}]")
    if call[1] != "sitegen.details":
        return []
    _, _, texts = json.loads(zlib.decompress(b64decode(values[0]), wbits=-15))
    return [f"{html[:60]}: {problem}" for html in texts for problem in problems_of(html)]


def problems_of_file(path: str, file: Path) -> list[str]:
    """Say what is wrong with one file of a site; `path` is below the site's root."""
    parts = path.split("/")
    safe = all(re.fullmatch(r"[A-Za-z0-9._-]{1,80}", part) for part in parts) and ".." not in parts
    problems = [] if safe else ["an unsafe path"]
    if file.suffix in (".png", ".woff2", ".zip"):
        return problems
    text = file.read_text("utf-8")
    if _ILLEGAL.search(text):
        problems.append(f"a character that XML forbids: {_around(_ILLEGAL, text)}")
    if _REORDERING.search(text):
        problems.append(f"a character that turns text around: {_around(_REORDERING, text)}")
    if file.suffix == ".html":
        problems += problems_of_page(path, text)
    elif path in ("rss.xml", "feed.json") or path.startswith("feeds/"):
        problems += problems_of_feed(path, text)
    elif file.suffix in (".xml", ".opml", ".svg"):
        ElementTree.fromstring(text)
    elif file.suffix in (".json", ".webmanifest"):
        json.loads(text)
    elif path.startswith(("search/", "digests/")):
        problems += problems_of_script(text)
    return problems


def _around(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match
    return repr(text[max(0, match.start() - 60) : match.end() + 20])
