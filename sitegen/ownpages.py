"""The publisher's own pages: Markdown with a few lines of front matter.

Pure functions from a file's bytes; the Markdown is converted by `sitegen.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from sitegen import text as door
from sitegen.errors import ContentError
from sitegen.model import SourceFile, Text
from sitegen.patterns import lazy_pattern

_FRONT_MATTER = lazy_pattern(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE = lazy_pattern(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off", ""})


class OwnPage(msgspec.Struct, frozen=True):
    """A page as its author wrote it.

    `slug` is the file's path below `pages/` without its ending; the links of `text` are
    those of a page at `pages/<slug>.html`; `order` sorts the navigation, ties by title.
    """

    path: str
    slug: str
    title: str
    text: Text
    order: int = 0
    draft: bool = False


def read_pages(
    files: Iterable[SourceFile], *, drafts: bool = False, math: bool = True
) -> list[OwnPage]:
    """Read all own pages, in the order of the navigation.

    Args:
        files: `name` is the path below `pages/`.
        drafts: keep those marked as drafts.
        math: formulas become MathML; otherwise they show their source.

    Raises:
        ContentError: for a file that is not UTF-8 or whose front matter is wrong.
    """
    pages = [read_page(file, math=math) for file in files]
    return sorted(
        (page for page in pages if drafts or not page.draft),
        key=lambda page: (page.order, page.title, page.slug),
    )


def read_page(file: SourceFile, *, math: bool = True) -> OwnPage:
    """Read one page; see `read_pages`."""
    try:
        source = file.data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise ContentError("is not UTF-8", path=file.path, hint="save it as UTF-8") from error
    facts, body = _front_matter(source, file.path)
    slug = re.sub(r"\.[^./]+$", "", file.name)
    heading, rest = door.split_heading(body)
    title = door.clean(facts.get("title", ""))
    if title in ("", heading):  # the heading is the page's title anyway
        body = rest
    # The page's address says how far it is from the site's root.
    text = door.typeset_page(body, root="../" * (slug.count("/") + 1), math=math)
    return OwnPage(
        path=file.path,
        slug=slug,
        title=title or heading or slug.rsplit("/", 1)[-1].replace("-", " "),
        text=replace(text, lang=facts["lang"]) if facts.get("lang") else text,
        order=_number(facts.get("order", "0"), file.path, source, "order"),
        draft=_switch(facts.get("draft", ""), file.path, source, "draft"),
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
