"""What HTML from `sitegen.text` must be: checks that hostile tests and the fuzzer share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from xml.etree import ElementTree

from sitegen.text import (
    ALLOWED_CLASSES,
    ALLOWED_ELEMENTS,
    PAGE_ELEMENTS,
    find_code_links,
    safe_link,
    typeset_inline,
    typeset_name,
    typeset_page,
    typeset_prose,
    typeset_summary,
)

CONVERTERS = {
    "inline": typeset_inline,
    "name": typeset_name,
    "prose": typeset_prose,
    "summary": typeset_summary,
    "page": typeset_page,
}
_VOID = frozenset({"br", "hr", "img"})
_BLOCKS = frozenset({"p", "ul", "ol", "li", "blockquote", "pre", "table", "hr", "h2", "h3", "h4"})
# XML 1.0, section 2.2, and the controls that reorder the text around them.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HREF = re.compile(r"https?://[^\s\"'<>`\\]+")
_RELATIVE = re.compile(r"(?!//)[^\s\"'<>`\\:]*")
_MAIL = re.compile(r"mailto:[^\s\"'<>`\\:]+")


class _Elements(HTMLParser):
    """Collects the elements as a browser's tokeniser would see them, and their nesting."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag == "a" and "a" in self.open:
            self.problems.append("a link within a link")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> does not close what is open")

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"a comment: {data[:40]}")

    def handle_decl(self, decl: str) -> None:
        self.problems.append(f"a declaration: {decl[:40]}")

    def handle_pi(self, data: str) -> None:
        self.problems.append(f"an instruction: {data[:40]}")


def problems_of(html: str, *, page: bool = False) -> list[str]:
    """Say what is wrong with converted HTML; nothing, if all is well.

    Args:
        html: the HTML of one text.
        page: it is a page of the publisher's own, with relative links and pictures.
    """
    parser = _Elements()
    parser.feed(html)
    parser.close()
    problems = list(parser.problems)
    if parser.open:
        problems.append(f"left open: {parser.open}")
    for tag, attributes in parser.seen:
        allowed = (PAGE_ELEMENTS if page else ALLOWED_ELEMENTS).get(tag)
        if allowed is None:
            problems.append(f"element {tag}")
            continue
        problems += [f"attribute {name} of {tag}" for name in attributes if name not in allowed]
        if (attributes.get("class") or "sc") not in ALLOWED_CLASSES:
            problems.append(f"class {attributes['class']}")
        href = attributes.get("href")
        if href is not None and not (
            _HREF.fullmatch(href) or (page and (_RELATIVE.fullmatch(href) or _MAIL.fullmatch(href)))
        ):
            problems.append(f"link to {href[:60]}")
        source = attributes.get("src")
        if source is not None and not _RELATIVE.fullmatch(source):
            problems.append(f"picture from {source[:60]}")
    if _ILLEGAL.search(html):
        problems.append("a character that XML forbids")
    if _REORDERING.search(html):
        problems.append("a character that turns the text around")
    try:
        ElementTree.fromstring(f"<x>{re.sub('<(br|hr|img [^>]*)>', '', html)}</x>")
    except ElementTree.ParseError as error:
        problems.append(f"broken XML: {error}")
    return problems


def problems_with(text: str, ways: Sequence[str] = tuple(CONVERTERS)) -> list[str]:
    """Convert a text in each of the ways and say what is wrong with the results."""
    problems = []
    for name in ways:
        made = CONVERTERS[name](text)
        found = problems_of(made.markup, page=name == "page")
        if _ILLEGAL.search(made.words + made.raw) or _REORDERING.search(made.words + made.raw):
            found.append("a forbidden character in the plain form")
        tags = set(re.findall(r"<([a-z][a-z0-9]*)", made.markup))
        if not made.block and tags & _BLOCKS:
            found.append("block elements in what says that it has none")
        if name in ("inline", "name") and "a" in tags:
            found.append("a link in a title")
        problems += [f"{name}: {problem}" for problem in found]
    links = [link.url for link in find_code_links(text)]
    links += [link for link in [safe_link(text)] if link]
    problems += [f"unsafe link: {link[:80]}" for link in links if not _HREF.fullmatch(link)]
    return problems
