"""The Jinja2 environment: where templates lie, what they may call, how they write.

Knows themes and words; neither pages nor what becomes of a mistake (`render.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

import jinja2
import markupsafe
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from sitegen.errors import ThemeError
from sitegen.site.compiled import compiled_templates
from sitegen.site.contexts import Site
from sitegen.site.elements import date_element, words_element
from sitegen.site.strings import Strings
from sitegen.site.template_functions import bar, beyond_calendar, shade, short_authors, weeks
from sitegen.site.theme import Theme

# What a browser may load and run on a page: the site's own files, nothing inline.
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"


class _Loader(jinja2.BaseLoader):
    """Looks through a theme's layers; `N:paper.html` begins at layer N."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        start, name = _split(template)
        found = self.theme.template(name, start)
        if found is None:
            raise jinja2.TemplateNotFound(name)
        path = found[1]
        try:
            return path.read_text(encoding="utf-8-sig"), str(path), lambda: True
        except UnicodeDecodeError as error:
            raise ThemeError(f"not UTF-8: {error.reason}", path=path) from error


# The part of `escape` that is written in C; any other function that escapes would do.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def _escaped(value: object) -> str:
    """Escape what a template writes, as `escape` does, without wrapping it in `Markup`.

    A page writes 150 to 400 values, and what is written is joined, never looked at again:
    the wrapping took an eighth of the time of rendering.
    """
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    return _escape_text(value) if kind is str else escape(value)  # type: ignore[arg-type]


class _Template(jinja2.Template):
    """Escapes what it writes by `_escaped`."""

    @classmethod
    def from_code(cls, *args: Any, **more: Any) -> jinja2.Template:
        template = super().from_code(*args, **more)
        template.root_render_func.__globals__["escape"] = _escaped
        return template


# What templates call that takes neither context nor environment, unless it is marked so.
_FUNCTIONS = frozenset({FunctionType, MethodType, BuiltinMethodType, type(cache(len)), Strings})


class _Context(Context):
    """Calls plain functions at once: a page makes thirty calls, and Jinja2 asks five
    questions before each.
    """

    def call(self, called: Any, /, *args: Any, **more: Any) -> Any:
        kind = type(called)
        direct = kind in _FUNCTIONS and not hasattr(called, "jinja_pass_arg")
        if not direct and kind is not Macro:
            return super().call(called, *args, **more)
        if more:  # what the compiler adds for functions that take the context
            more.pop("_block_vars", None)
            more.pop("_loop_vars", None)
        return called(*args, **more) if direct else called(self.eval_ctx, *args, **more)


class _Environment(jinja2.Environment):
    """Resolves `!paper.html`: the template of that name below the one that asks."""

    theme: Theme
    template_class = _Template
    context_class = _Context

    def join_path(self, template: str, parent: str) -> str:
        if not template.startswith("!"):
            return template
        start, name = _split(parent)
        found = self.theme.template(name, start)
        return f"{found[0] + 1 if found else 0}:{template[1:]}"


def _split(template: str) -> tuple[int, str]:
    level, colon, name = template.partition(":")
    return (int(level), name) if colon and level.isdigit() else (0, template)


def make_environment(
    theme: Theme, strings: Strings, site: Site, versions: Mapping[str, str]
) -> jinja2.Environment:
    """Make the environment of a theme's templates.

    Args:
        theme: where they lie.
        strings: the words of the interface.
        site: what every template calls `site`.
        versions: of assets, by path.
    """
    environment = _Environment(
        loader=_Loader(theme),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
        bytecode_cache=compiled_templates(strings.language),
    )
    environment.theme = theme
    # Without scripts there is no language switch that could find the marks.
    words = words_element if "scripts" in theme.features else _plain_words
    environment.globals.update(
        site=site,
        csp=Markup(CSP),  # noqa: S704 - ours; its quotes may stand in an attribute
        t=strings,
        words=cache(partial(words, strings)),
        date=cache(partial(date_element, strings)),
        authors=short_authors,
        weeks=weeks,
        bar=bar,
        shade=shade,
        largest=lambda digests: max((digest.count for digest in digests), default=0) or 1,
        beyond_calendar=beyond_calendar,
        field_label=cache(partial(_field_label, strings, words)),
        word_files=" ".join(
            f"{language}={versions[path]}"
            for language in site.languages
            if (path := f"js/strings-{language}.js") in versions
        ),
    )
    environment.filters["number"] = strings.number
    return environment


def _field_label(
    strings: Strings, words: Callable[..., Markup], name: str, label: str = ""
) -> Markup:
    """Return a field's label: the digest's own, else the theme's word for its name."""
    key = f"field.{name}"
    if label or key not in strings.table:
        return escape(label or name)
    return words(strings, key)


def _plain_words(strings: Strings, key: str, **values: object) -> Markup:
    """Return the words of a key."""
    return escape(strings(key, **values))
