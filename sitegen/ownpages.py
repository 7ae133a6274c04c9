"""The publisher's own pages: Markdown with a few lines of front matter, to safe HTML.

Pure functions from a file's bytes.  Raw HTML stays text, links lead to http, https,
mailto or the site itself, and a picture from another host becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit, urlunsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from sitegen.errors import ContentError
from sitegen.model import SourceFile

ENDINGS = (".md", ".markdown")

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)(?:^|\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off", ""})
_SCHEMES = frozenset({"", "http", "https", "mailto"})
_HAN = re.compile("[\u4e00-\u9fff]")
# Keeps headings' anchors apart from the ids of the page around them.
_ANCHOR = "s-"


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page as its author wrote it.

    `slug` is the file's path below `pages/` without its ending; `html` is safe to put
    on a page at `pages/<slug>.html`; `order` sorts the navigation, ties by title.
    """

    path: str
    slug: str
    title: str
    html: str
    lang: str
    order: int = 0
    draft: bool = False


def read_pages(files: Iterable[SourceFile], *, drafts: bool = False) -> list[OwnPage]:
    """Read all own pages, in the order of the navigation.

    Args:
        files: `name` is the path below `pages/`.
        drafts: keep those marked as drafts.

    Raises:
        ContentError: for a file that is not UTF-8 or whose front matter is wrong.
    """
    pages = [read_page(file) for file in files]
    return sorted(
        (page for page in pages if drafts or not page.draft),
        key=lambda page: (page.order, page.title, page.slug),
    )


def read_page(file: SourceFile) -> OwnPage:
    """Read one page; see `read_pages`."""
    try:
        text = file.data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise ContentError("is not UTF-8", path=file.path, hint="save it as UTF-8") from error
    facts, body = _front_matter(text, file.path)
    slug = re.sub(r"\.[^./]+$", "", file.name)
    # The page's address says how far it is from the site's root.
    html, heading = _render(body, "../" * (slug.count("/") + 1), facts.get("title", ""))
    return OwnPage(
        path=file.path,
        slug=slug,
        title=facts.get("title") or heading or slug.rsplit("/", 1)[-1].replace("-", " "),
        html=html,
        lang=facts.get("lang") or _language(body),
        order=_number(facts.get("order", "0"), file.path, text, "order"),
        draft=_switch(facts.get("draft", ""), file.path, text, "draft"),
    )


def _front_matter(text: str, path: str) -> tuple[dict[str, str], str]:
    if not re.match(r"---[ \t]*\n", text):
        return {}, text
    match = _FRONT_MATTER.match(text)
    if not match:
        raise ContentError(
            "its front matter has no end", path=path, line=1, hint="close it with a line of ---"
        )
    facts: dict[str, str] = {}
    for number, line in enumerate(match[1].split("\n"), 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        # Nested values belong to other tools that read the same file.
        if not found and not line.startswith((" ", "\t", "-")):
            raise ContentError(
                f"'{line.strip()}' is no line of front matter",
                path=path,
                line=number,
                hint="lines look like 'title: About us'",
            )
        if found:
            facts[found[1].lower()] = _unquoted(found[2])
    return facts, text[match.end() :]


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _number(value: str, path: str, text: str, key: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ContentError(
            f"'{key}' is no whole number",
            path=path,
            line=_line_of(text, key),
            hint=f"write '{key}: 2'",
        ) from None


def _switch(value: str, path: str, text: str, key: str) -> bool:
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ContentError(
        f"'{key}' is neither true nor false",
        path=path,
        line=_line_of(text, key),
        hint=f"write '{key}: true' or leave the line out",
    )


def _line_of(text: str, key: str) -> int:
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(rf"\s*{key}\s*:", line, re.IGNORECASE):
            return number
    return 1


def _language(body: str) -> str:
    return "zh" if len(_HAN.findall(body)) * 4 > len("".join(body.split())) else "en"


def _render(body: str, root: str, title: str) -> tuple[str, str]:
    """Return the body's HTML, and the text of a first-level heading that begins it.

    That heading leaves the body where it is the page's title anyway.
    """
    tokens = _markdown().parse(body, {})
    heading = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        heading = _words(tokens[1].children or ())
        if title in ("", heading):
            tokens = tokens[3:]
    _adapt(tokens, root)
    return _markdown().renderer.render(tokens, _markdown().options, {}).strip(), heading


def _adapt(tokens: Sequence[Token], root: str) -> None:
    """Set headings below the page's own, give them anchors, and turn links to this site."""
    taken: dict[str, int] = {}
    lowest = min((int(t.tag[1]) for t in tokens if t.type == "heading_open"), default=2)
    down = max(2 - lowest, 0)
    for place, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + down, 6)}"
        if token.type == "heading_open":
            anchor = _anchor(_words(tokens[place + 1].children or ()))
            taken[anchor] = taken.get(anchor, 0) + 1
            count = f"-{taken[anchor]}" if taken[anchor] > 1 else ""
            token.attrSet("id", f"{_ANCHOR}{anchor}{count}")
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _turned(str(child.attrGet("href") or ""), root))
            elif child.type == "image":
                child.attrSet("src", _turned(str(child.attrGet("src") or ""), root))


def _turned(url: str, root: str) -> str:
    """Return a link as it must stand on the page.

    A path from the site's root becomes relative, since the site may live below any base
    path; a neighbouring Markdown file becomes its page; an anchor gets its prefix.
    """
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return url
    path, fragment = parts.path, parts.fragment
    if path.startswith("/"):
        path = root + path.lstrip("/")
    own = next((ending for ending in ENDINGS if path.endswith(ending)), "")
    if own:
        path = path.removesuffix(own) + ".html"
    if fragment and (own or not path):
        fragment = _ANCHOR + fragment
    return urlunsplit(("", "", path, parts.query, fragment))


def _anchor(words: str) -> str:
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", words.lower())).strip("-") or "section"


def _words(tokens: Iterable[Token]) -> str:
    return "".join(
        token.content if token.type in ("text", "code_inline") else " "
        for token in tokens
        if token.type in ("text", "code_inline", "softbreak")
    ).strip()


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False})
    markdown.enable(["table", "strikethrough"])
    markdown.validateLink = _is_allowed  # type: ignore[method-assign]
    markdown.add_render_rule("image", _image)
    markdown.add_render_rule("td_open", _cell)
    markdown.add_render_rule("th_open", _cell)
    return markdown


def _is_allowed(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and (bool(parts.scheme) or not parts.netloc)


def _image(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture of the site's own; one from elsewhere would be a request to another host."""
    token = tokens[idx]
    if not urlsplit(str(token.attrGet("src") or "")).scheme:
        return self.image(tokens, idx, options, env)
    token.attrs = {"href": token.attrs["src"]}
    words = _words(token.children or ()) or str(token.attrs["href"])
    link = Token("link_open", "a", 1, attrs=token.attrs)
    text = Token("text", "", 0, content=words)
    return self.renderToken([link], 0, options, env) + self.text([text], 0, options, env) + "</a>"


def _cell(
    self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    """Cells are aligned by class: the Content-Security-Policy forbids inline style."""
    token = tokens[idx]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", style.replace("text-align:", "align-"))
    return self.renderToken(tokens, idx, options, env)
