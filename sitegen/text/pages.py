"""Pages of the publisher's own: Markdown with headings, links within the site and pictures.

Knows how links lead from one page of a site to the next, but no files and no front matter.
Formulas come masked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from sitegen.identity import safe_part
from sitegen.patterns import lazy_pattern
from sitegen.text.links import safe_link
from sitegen.text.markdown import Walker, parser
from sitegen.text.running import RunningText

if TYPE_CHECKING:
    from markdown_it.token import Token

#: How the names of the files end that become pages.
ENDINGS = (".md", ".markdown")

# Keeps headings' anchors apart from the ids of the page around them.
_ANCHOR = "s-"
_MAIL = lazy_pattern(
    r"mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?:\?[\w=&%.+-]*)?", re.ASCII | re.IGNORECASE
)
# What stands unquoted in a relative link: no colon, which could make a scheme.
_KEPT = "/%~!$&()*+,;=@"


def page_to_html(masked: str, words: RunningText, root: str) -> None:
    """Write a page; its headings begin at h2.

    Args:
        masked: Markdown.
        words: writes it; its writer must know `PAGE_ELEMENTS`.
        root: the relative address of the site's root from the page, such as "../".
    """
    tokens = parser(page=True).parse(masked)
    top = any(token.tag == "h1" for token in tokens)
    _PageWalker(words, root, down=int(top)).blocks(tokens)


def split_page(masked: str, words: RunningText) -> tuple[str, str]:
    """Split off the first-level heading that begins a page: (its words, the rest)."""
    tokens = parser(page=True).parse(masked)
    if not tokens or tokens[0].tag != "h1" or not tokens[0].map:
        return "", masked
    title = Walker(words).alone(tokens[1].children or ())
    return title, "\n".join(masked.split("\n")[tokens[0].map[1] :])


def page_link(url: str, root: str) -> str:
    """Return a link as it must stand on a page, or "" where it must not.

    A path from the site's root becomes relative, since the site may live below any base
    path; a neighbouring Markdown file becomes its page; an anchor gets its prefix.  Other
    hosts are reached by http, https and mailto alone.
    """
    if safe := safe_link(url) or (url if _MAIL.fullmatch(url) else ""):
        return safe
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not url.strip():
        return ""
    path, fragment = parts.path, parts.fragment
    if path.startswith("/"):
        path = root + path.lstrip("/")
    own = path.lower().endswith(ENDINGS)
    if own:
        path = _page_of(path)
    if fragment and (own or not path):
        fragment = _ANCHOR + fragment
    return urlunsplit(
        ("", "", *(quote(part, safe=_KEPT) for part in (path, parts.query, fragment)))
    )


def _page_of(path: str) -> str:
    """Return where the page of a linked file stands: by the names that its route has, too."""
    *folders, name = (part for part in unquote(path).split("/") if part)
    up = (".", "..")
    return "/".join(
        [
            *(part if part in up else safe_part(part) for part in folders),
            safe_part(name.rpartition(".")[0]) + ".html",
        ]
    )


def _anchor(words: str) -> str:
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", words.lower())).strip("-") or "section"


class _PageWalker(Walker):
    """Writes the tokens of a page."""

    def __init__(self, words: RunningText, root: str, *, down: int) -> None:
        super().__init__(words)
        self._root = root
        self._down = down
        self._taken: dict[str, int] = {}

    def link(self, url: str) -> dict[str, str]:
        href = page_link(url, self._root)
        return {"href": href} if href else {}

    def heading(self, level: int, title: Token | None) -> dict[str, dict[str, str]]:
        name = f"h{min(6, level + self._down)}"
        if title is None:
            return {name: {}}
        anchor = _anchor(self.alone(title.children or ()))
        self._taken[anchor] = count = self._taken.get(anchor, 0) + 1
        return {name: {"id": f"{_ANCHOR}{anchor}" + (f"-{count}" if count > 1 else "")}}

    def image(self, token: Token) -> None:
        """Show a picture of the site's own; one from elsewhere would ask another host."""
        source = page_link(self.address(token, "src"), self._root)
        if not source or urlsplit(source).scheme:
            super().image(token)
            return
        words = self.alone(token.children or ())
        self.writer.single("img", words, src=source, alt=words)
