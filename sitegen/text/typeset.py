"""The door from raw text to `Text`: cheap tests first, the converters where they say so.

Nine texts in ten need escaping alone; `Text` does that itself, so these functions then
only clean and tell the language.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from sitegen.model import Text
from sitegen.patterns import lazy_pattern
from sitegen.text.allowed import PAGE_ELEMENTS
from sitegen.text.characters import clean, decoded, join_lines, paragraphs
from sitegen.text.delimiters import Formula, mask_formulas, unmask
from sitegen.text.language import language_of
from sitegen.text.links import has_address, without_formulas
from sitegen.text.markdown import has_markdown, summary_to_html
from sitegen.text.pages import page_to_html, split_page
from sitegen.text.running import RunningText
from sitegen.text.writer import Writer

_LONGEST_MARKDOWN = 30_000
_MEMORY = 1024
_SPACES = lazy_pattern(" {2,}")
_LINES = lazy_pattern(r"[ \t]*\n\s*")


def _is_plain(text: str) -> bool:
    """Tell whether a text holds nothing that TeX or typography would change."""
    return not (
        "\\" in text
        or "$" in text
        or "{" in text
        or "~" in text
        or "`" in text
        or "--" in text
        or "''" in text
    )


def _text(raw: str, html: str, plain: str, *, block: bool = False) -> Text:
    """Make a `Text` that holds only what does not follow from its raw form."""
    plain = _LINES.sub("\n", plain).strip() if block else plain.strip()
    if "  " in plain and "\\" in raw:  # what vanished leaves its spaces
        plain = _SPACES.sub(" ", plain)
    if not html and raw:
        raw = plain
    same = not block and html == escape(raw, quote=False)
    return Text(
        raw,
        language_of(plain),
        block,
        "" if same else html,
        "" if plain == raw else plain,
    )


def typeset_inline(raw: str, *, math: bool = True) -> Text:
    """Convert a title or a keyword: one line of phrasing content without links."""
    raw = clean(decoded(raw))
    if "\n" in raw:
        raw = join_lines(raw)
    if _is_plain(raw):
        return Text(raw, language_of(raw))
    writer = Writer()
    masked, formulas = mask_formulas(without_formulas(raw))
    RunningText(writer, formulas, links=False, math=math, display=False).write(masked)
    return _text(raw, writer.html, writer.plain)


def typeset_name(raw: str) -> Text:
    """Convert a person's name: accents and letters of TeX, no formulas, no links."""
    raw = clean(decoded(raw))
    if "\\" not in raw and "{" not in raw and "~" not in raw and "\n" not in raw:
        return Text(raw, language_of(raw))
    writer = Writer()
    RunningText(writer, links=False, names=True).write(join_lines(raw))
    return _text(raw, writer.html, writer.plain)


def typeset_prose(raw: str, *, math: bool = True) -> Text:
    """Convert an abstract, or another text of the authors: TeX, links, paragraphs.

    Hard-wrapped lines are joined.  Where blank lines make more than one paragraph the
    result is `block`.
    """
    return _prose(clean(decoded(raw)), math)


def _prose(raw: str, math: bool) -> Text:
    if _is_plain(raw) and not has_address(raw):
        if "\n" not in raw:
            return Text(raw, language_of(raw))
        raw = "\n\n".join(paragraphs(raw))
        if "\n" not in raw:
            return Text(raw, language_of(raw))
    return _marked_up(raw, math)


# A paper stands in the digests of several publishers, or of days that follow one another.
@lru_cache(maxsize=_MEMORY)
def _marked_up(raw: str, math: bool) -> Text:
    masked, formulas = mask_formulas(without_formulas(raw))
    parts = paragraphs(masked)
    made = [_paragraph(part, formulas, math) for part in parts]
    if len(made) == 1:
        return _text(join_lines(raw), *made[0])
    html = "".join(f"<p>{html}</p>" for html, _ in made)
    return _text(raw, html, "\n\n".join(plain for _, plain in made), block=True)


def _paragraph(masked: str, formulas: list[Formula], math: bool) -> tuple[str, str]:
    writer = Writer()
    RunningText(writer, formulas, math=math).write(masked)
    return writer.html, writer.plain


def typeset_summary(raw: str, *, math: bool = True) -> Text:
    """Convert a language model's text: as prose, and its Markdown where it has any."""
    raw = clean(decoded(raw))
    if not has_markdown(raw) or len(raw) > _LONGEST_MARKDOWN:
        return _prose(raw, math)
    writer = Writer()
    masked, formulas = mask_formulas(without_formulas(raw))
    block = summary_to_html(masked, RunningText(writer, formulas, math=math))
    return _text(raw, writer.html, writer.plain, block=block)


def typeset_page(markdown: str, *, root: str = "", math: bool = True) -> Text:
    """Convert a page of the publisher's own from Markdown: headings from h2, block content.

    Args:
        markdown: the page without its front matter.
        root: the relative address of the site's root from the page, such as "../"; links
            that begin with a slash are turned by it.
        math: formulas become MathML; otherwise they show their source.
    """
    raw = clean(markdown)
    writer = Writer(PAGE_ELEMENTS)
    masked, formulas = mask_formulas(raw)
    page_to_html(masked, RunningText(writer, formulas, tex=False, math=math), root)
    return _text(raw, writer.html, writer.plain, block=True)


def split_heading(markdown: str) -> tuple[str, str]:
    """Split a page of the publisher's own from the first-level heading that begins it.

    Returns:
        The heading's words without markup ("" where the page begins otherwise), and the
        Markdown of the rest.
    """
    masked, formulas = mask_formulas(clean(markdown))
    heading, rest = split_page(masked, RunningText(Writer(), formulas, tex=False))
    return heading, unmask(rest, formulas)
