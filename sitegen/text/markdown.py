"""Markdown in summaries, parsed by markdown-it-py; `pages` builds on it.

Walks markdown-it's tokens and writes them with the `Writer` and, for their words, with
`RunningText`; markdown-it's own HTML renderer is not used, so that only allowed elements
come out.  Formulas come masked.  Raw HTML is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sitegen.patterns import lazy_pattern
from sitegen.text.allowed import names
from sitegen.text.characters import join_lines
from sitegen.text.delimiters import unmask
from sitegen.text.links import safe_link
from sitegen.text.running import RunningText
from sitegen.text.typography import paired_quotes

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Stand in for an underscore, which is never emphasis in a summary, for a letter beside
# `**`: CommonMark takes `**（a）**是` for no emphasis, since Chinese has no spaces; and for the
# star of a product: `a*b*c`.
_UNDERSCORE, _GUARD, _STAR = "\ufdd2", "\ufdd3", "\ufdd4"

_ITEM = r"[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+\S"
_SIGNS = lazy_pattern(
    r"\*\*(?=\S)[^*\n]+\*\*"
    r"|(?<!`)`[^`\n]+`(?!`)"
    r"|^ {0,3}(?:#{1,6} +\S|```|> *\S)"
    r"|\]\(https?://"
    r"|^[ \t]*\|[^\n]*\|[ \t]*\n[ \t]*\|?[ \t]*:?-{2,}"
    rf"|^{_ITEM}[^\n]*\n+{_ITEM}",
    re.MULTILINE,
)
_BOLD = lazy_pattern(r"\*\*(?=\S)([^\n]{1,500}?)(?<=\S)\*\*")
_PRODUCT = lazy_pattern(r"(?<=[A-Za-z0-9)])\*(?=[A-Za-z0-9(])")
_BULLET = lazy_pattern(r"^([ \t]*)•[ \t]*", re.MULTILINE)

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
def parser(*, page: bool) -> MarkdownIt:
    """Return the parser of summaries, or that of pages, which knows all of CommonMark."""
    from markdown_it import MarkdownIt  # a tenth of a second that few runs need

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    made = made.enable("strikethrough") if page else made.disable(list(_NOT_IN_SUMMARIES))
    # Addresses are judged when they are written: keep them as they are until then.
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return made


def summary_to_html(masked: str, words: RunningText) -> bool:
    """Write a summary with Markdown.

    Returns:
        True if it has block elements; a single paragraph is written without its element.
    """
    masked = _BULLET.sub(r"\1- ", paired_quotes(masked)).replace("_", _UNDERSCORE)
    masked = _PRODUCT.sub(_STAR, masked)
    tokens = parser(page=False).parse(_BOLD.sub(rf"**{_GUARD}\1{_GUARD}**", masked))
    single = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    Walker(words).blocks(tokens[1:2] if single else tokens)
    return not single


class Walker:
    """Writes the tokens of a summary."""

    def __init__(self, words: RunningText) -> None:
        self.words = words
        self.writer = words.writer
        self.links: list[bool] = []  # of each open link: whether it was written as one

    def link(self, url: str) -> dict[str, str]:
        """Return the attributes of a link to `url`; none where there must be no link."""
        href = safe_link(url)
        return {"href": href, "rel": "nofollow"} if href else {}

    def heading(self, level: int, title: Token | None) -> dict[str, dict[str, str]]:
        """Return the elements that stand for a heading, each with its attributes.

        A heading of a summary is bold words: the page's own headings stay an outline.

        Args:
            level: 1 to 6.
            title: its inline token; None at its end, where only the names matter.
        """
        return {"p": {"class_": "heading"}, "strong": {}}

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Write block tokens."""
        writer = self.writer
        for place, token in enumerate(tokens):
            kind, _, side = token.type.rpartition("_")
            if token.type == "inline":
                self.inline(token.children or ())
            elif kind == "paragraph":
                if not token.hidden:
                    self._element("p", side)
                if side == "close":
                    writer.text("", "\n")
            elif kind == "heading":
                self._heading(int(token.tag[1:]), tokens[place + 1] if side == "open" else None)
            elif token.type in ("fence", "code_block"):
                writer.open("pre")
                self._code(token.content)
                writer.close("pre")
                writer.text("", "\n")
            elif token.type == "hr":
                writer.single("hr", "\n")
            elif token.tag in _ELEMENTS:
                self._element(token.tag, side, **_attributes(token))
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
                self._link(self.address(token, "href"), side)
            elif token.type == "image":
                self.image(token)
            elif token.tag in _ELEMENTS:
                self._element(token.tag, side)
            else:
                self.words.write(self._restored(token.content))

    def _element(self, name: str, side: str, **attributes: str) -> None:
        if side == "open":
            self.writer.open(name, **attributes)
        else:
            self.writer.close(name)

    def _heading(self, level: int, title: Token | None) -> None:
        elements = self.heading(level, title)
        if title:
            for name, attributes in elements.items():
                self.writer.open(name, **attributes)
        else:
            for name in reversed(elements):
                self.writer.close(name)
            self.writer.text("", "\n")

    def alone(self, tokens: Iterable[Token]) -> str:
        """Return the words of inline tokens without markup: for anchors and pictures."""
        return "".join(
            " " if token.type == "softbreak" else unmask(token.content, self.words.formulas)
            for token in tokens
            if token.type in ("text", "code_inline", "softbreak", "text_special")
        ).strip()

    def _restored(self, text: str) -> str:
        return text.replace(_UNDERSCORE, "_").replace(_GUARD, "").replace(_STAR, "*")

    def _code(self, content: str) -> None:
        self.writer.open("code")
        self.writer.text(unmask(self._restored(content), self.words.formulas))
        self.writer.close("code")

    def address(self, token: Token, name: str) -> str:
        """Return the address in an attribute of a token as its author wrote it."""
        return unmask(self._restored(str(token.attrGet(name) or "")), self.words.formulas)

    def _link(self, href: str, side: str) -> None:
        if side == "open":
            # Within a link none begins: words of a picture may hold one, and are one.
            attributes = self.link(href) if self.words.links else {}
            self.links.append(bool(attributes))
            if attributes:
                self.writer.open("a", **attributes)
                self.words.links = False
        elif self.links.pop():
            self.writer.close("a")
            self.words.links = True

    def image(self, token: Token) -> None:
        """Write an image as a link: nothing is loaded from another host."""
        source = self.address(token, "src")
        inside = not self.words.links  # of a link, which may hold no other
        if not inside:
            self._link(source, "open")
        self.inline(token.children or ())
        if not token.content:
            self.writer.text(source)
        if not inside:
            self._link("", "close")


def _attributes(token: Token) -> dict[str, str]:
    """Return the attributes of a block element; cells are aligned by class, never by style."""
    if start := token.attrGet("start"):
        return {"start": str(start)}
    if style := token.attrGet("style"):
        return {"class_": str(style).replace("text-align:", "align-")}
    return {}
