"""Markdown in summaries and on the publisher's own pages, parsed by markdown-it-py.

Walks markdown-it's tokens and writes them with the `Writer` and, for their words, with
`RunningText`; markdown-it's own HTML renderer is not used, so that only allowed elements
come out.  Formulas come masked.  Raw HTML is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sitegen.text.allowed import names
from sitegen.text.characters import join_lines
from sitegen.text.delimiters import unmask
from sitegen.text.links import safe_link
from sitegen.text.running import RunningText
from sitegen.text.typography import paired_quotes

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Stand in for an underscore, which is never emphasis in a summary, and for a letter beside
# `**`: CommonMark takes `**（a）**是` for no emphasis, since Chinese has no spaces.
_UNDERSCORE, _GUARD = "\ufdd2", "\ufdd3"

_ITEM = r"[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+\S"
_SIGNS = re.compile(
    r"\*\*(?=\S)[^*\n]+\*\*"
    r"|(?<!`)`[^`\n]+`(?!`)"
    r"|^ {0,3}(?:#{1,6} +\S|```|> *\S)"
    r"|\]\(https?://"
    r"|^[ \t]*\|[^\n]*\|[ \t]*\n[ \t]*\|?[ \t]*:?-{2,}"
    rf"|^{_ITEM}[^\n]*\n+{_ITEM}",
    re.MULTILINE,
)
_BOLD = re.compile(r"\*\*(?=\S)([^\n]{1,500}?)(?<=\S)\*\*")
_BULLET = re.compile(r"^([ \t]*)•[ \t]*", re.MULTILINE)
_RELATIVE = re.compile(r"(?!//)[\w./~%-]*(?:\?[\w=&%.+~-]*)?(?:#[\w.%~-]*)?", re.ASCII)

# markdown-it's names of the elements that are written as they are.
_ELEMENTS = names("blockquote ul ol li table thead tbody tr th td em strong s")
_ENDS_LINE = frozenset(["li", "tr", "blockquote"])
# Constructs that a language model's prose may look like without meaning them.
_NOT_IN_SUMMARIES = names("escape entity autolink html_inline html_block code reference lheading")


def has_markdown(text: str) -> bool:
    """Tell whether a text has Markdown: emphasis, code, a list of two lines, a heading, a table."""
    if "**" in text or "`" in text or "\n" in text or "](" in text or text[:1] == "#":
        return bool(_SIGNS.search(text))
    return False


@cache
def _parser(*, page: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # a tenth of a second that few runs need

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    parser = parser.enable("strikethrough") if page else parser.disable(list(_NOT_IN_SUMMARIES))
    # Addresses are judged when they are written: keep them as they are until then.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def summary_to_html(masked: str, words: RunningText) -> bool:
    """Write a summary with Markdown.

    Returns:
        True if it has block elements; a single paragraph is written without its element.
    """
    masked = _BULLET.sub(r"\1- ", paired_quotes(masked)).replace("_", _UNDERSCORE)
    tokens = _parser(page=False).parse(_BOLD.sub(rf"**{_GUARD}\1{_GUARD}**", masked))
    single = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    walker = _Walker(words, _untrusted_link, heading=_bold_paragraph)
    walker.blocks(tokens[1:2] if single else tokens)
    return not single


def page_to_html(masked: str, words: RunningText) -> None:
    """Write a page of the publisher's own; its headings begin at h2, links may be relative."""
    tokens = _parser(page=True).parse(masked)
    top = any(token.tag == "h1" for token in tokens)
    _Walker(words, _page_link, heading=lambda level: (f"h{min(6, level + top)}",)).blocks(tokens)


def _bold_paragraph(_: int) -> tuple[str, ...]:
    """Set a heading of a summary as bold words: the page's own headings stay an outline."""
    return ("p", "strong")


def _untrusted_link(url: str) -> dict[str, str]:
    href = safe_link(url)
    return {"href": href, "rel": "nofollow"} if href else {}


def _page_link(url: str) -> dict[str, str]:
    href = safe_link(url) or (url if _RELATIVE.fullmatch(url) else "")
    return {"href": href} if href else {}


class _Walker:
    """Writes tokens."""

    def __init__(
        self,
        words: RunningText,
        link: Callable[[str], dict[str, str]],
        heading: Callable[[int], tuple[str, ...]],
    ) -> None:
        self.words = words
        self.writer = words.writer
        self.link = link
        self.heading = heading
        self.links: list[bool] = []  # of each open link: whether it was written as one

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Write block tokens."""
        writer = self.writer
        for token in tokens:
            kind, _, side = token.type.rpartition("_")
            if token.type == "inline":
                self.inline(token.children or ())
            elif kind == "paragraph":
                if not token.hidden:
                    self._element("p", side)
                if side == "close":
                    writer.text("", "\n")
            elif kind == "heading":
                self._heading(self.heading(int(token.tag[1:])), side)
            elif token.type in ("fence", "code_block"):
                writer.open("pre")
                self._code(token.content)
                writer.close("pre")
                writer.text("", "\n")
            elif token.type == "hr":
                writer.single("hr", "\n")
            elif token.tag in _ELEMENTS:
                start = token.attrGet("start") if side == "open" else None
                self._element(token.tag, side, **({"start": str(start)} if start else {}))
                if side == "close":
                    writer.text("", "\n" if token.tag in _ENDS_LINE else " ")

    def inline(self, tokens: Sequence[Token]) -> None:
        """Write inline tokens."""
        for token in tokens:
            kind, _, side = token.type.rpartition("_")
            if token.type == "text":
                self.words.write(join_lines(self._restored(token.content)))
            elif token.type == "softbreak":
                self.writer.text("\n", " ")
            elif token.type == "hardbreak":
                self.writer.single("br", "\n")
            elif token.type == "code_inline":
                self._code(token.content)
            elif kind == "link":
                self._link(str(token.attrGet("href") or ""), side)
            elif token.type == "image":
                self._image(token)
            elif token.tag in _ELEMENTS:
                self._element(token.tag, side)
            else:
                self.words.write(self._restored(token.content))

    def _element(self, name: str, side: str, **attributes: str) -> None:
        if side == "open":
            self.writer.open(name, **attributes)
        else:
            self.writer.close(name)

    def _heading(self, names: tuple[str, ...], side: str) -> None:
        if side == "open":
            for name in names:
                self.writer.open(name, **({"class_": "heading"} if name == "p" else {}))
        else:
            for name in reversed(names):
                self.writer.close(name)
            self.writer.text("", "\n")

    def _restored(self, text: str) -> str:
        return text.replace(_UNDERSCORE, "_").replace(_GUARD, "")

    def _code(self, content: str) -> None:
        self.writer.open("code")
        self.writer.text(unmask(self._restored(content), self.words.formulas))
        self.writer.close("code")

    def _link(self, href: str, side: str) -> None:
        if side == "open":
            attributes = self.link(unmask(self._restored(href), self.words.formulas))
            self.links.append(bool(attributes))
            if attributes:
                self.writer.open("a", **attributes)
                self.words.links = False
        elif self.links.pop():
            self.writer.close("a")
            self.words.links = True

    def _image(self, token: Token) -> None:
        """Write an image as a link: nothing is loaded from another host."""
        source = str(token.attrGet("src") or "")
        inside = not self.words.links  # of a link, which may hold no other
        if not inside:
            self._link(source, "open")
        self.inline(token.children or ())
        if not token.content:
            self.writer.text(self._restored(source))
        if not inside:
            self._link("", "close")
