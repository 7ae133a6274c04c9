"""Rendering: a template's name, a page and its view in, the page's bytes out.

Owns the Jinja2 environment with its globals and filters, and turns every mistake in a
template into a `ThemeError` with file and line.  Knows nothing of the library or of
the output folder.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import traceback
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import FunctionType, MethodType
from typing import Any

import jinja2
import markupsafe
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from sitegen.errors import ThemeError
from sitegen.site.contexts import Page, Site
from sitegen.site.elements import date_element, words_element
from sitegen.site.strings import Strings, load_strings, strings_script
from sitegen.site.template_functions import bar, beyond_calendar, shade, short_authors, weeks
from sitegen.site.theme import Theme

# What a browser may load and run on a page: the site's own files, nothing inline.
CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"


# What a template names: other templates in tags and by `fixed`, assets by `asset`.
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_NAMING_TAG = re.compile(r"\{%[-+]?\s*(?:extends|include|from|import)\b(.*?)%\}", re.DOTALL)
_STRING = re.compile(r"""["']([^"']+)["']""")
_FIXED = re.compile(r"""\bfixed\(\s*["']([^"']+)["']""")
_ASSET = re.compile(r"""\basset\(\s*["']([^"']+)["']""")


class Renderer:
    """Renders the pages of one site with one theme.

    It can be pickled: the copy is built anew from theme and site.

    Raises:
        ThemeError: the theme has no strings in the site's language.
    """

    def __init__(self, theme: Theme, site: Site) -> None:
        self.theme = theme
        self.site = site
        self.strings = load_strings(theme, site.language)
        self._generated = _word_files(theme, site)
        self._versions = {**theme.asset_versions, **_versions(self._generated)}
        self._environment = _environment(theme, self.strings, site, self._versions)
        self._templates: dict[str, jinja2.Template] = {}
        self._assets: dict[str, Callable[[str], str]] = {}
        self._fixed: dict[tuple[str, str, str], Markup] = {}
        self._uses: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def __reduce__(self) -> tuple[type[Renderer], tuple[Theme, Site]]:
        return Renderer, (self.theme, self.site)

    def render(self, template: str, page: Page, view: object) -> bytes:
        """Render a page, as UTF-8.

        Args:
            template: its name, such as "paper.html".
            page: the page's place, names and metadata.
            view: what the template calls `view`, a class of `contexts`.

        Raises:
            ThemeError: the template does not exist or is wrong, or uses an undefined name.
        """
        try:
            text = self._template(template).render(
                page=page, view=view, asset=self._asset(page.root), fixed=self._part(page)
            )
        except jinja2.TemplateError as error:
            raise self._explain(error, template, page.path) from error
        except ThemeError as error:
            if error.path:
                raise
            path, line = self._place(error)
            raise ThemeError(error.message, path=path, line=line, hint=error.hint) from error
        except Exception as error:  # whatever an expression in a template can raise
            path, line = self._place(error)
            text = f"{type(error).__name__}: {error}"
            hint = f"while rendering {page.path}"
            raise ThemeError(text, path=path or template, line=line, hint=hint) from error
        return text.encode("utf-8", "replace")

    def known_names(self) -> frozenset[str]:
        """Return the names that every template sees, Jinja2's own left out."""
        return frozenset(self._environment.globals) - frozenset(jinja2.defaults.DEFAULT_NAMESPACE)

    @property
    def asset_versions(self) -> Mapping[str, str]:
        """The version of every asset, of the made ones too: what follows `?v=`."""
        return self._versions

    def generated_files(self) -> dict[str, bytes]:
        """Return the assets that are made, not copied: the words for scripts, by path."""
        return dict(self._generated)

    def fingerprint(self, template: str) -> str:
        """Hash everything of the theme that a page of this template can show.

        That is the template with all that it extends or includes, the versions of the
        assets that these name, and the strings; an unrelated asset has no part in it.
        """
        names, assets = self._closure(template)
        digest = hashlib.blake2b(digest_size=8)
        for name in sorted(names):
            source = self._environment.loader.get_source(self._environment, name)  # type: ignore[union-attr]
            digest.update(f"{name}\n{source[0]}\n".encode("utf-8", "replace"))
        for asset in sorted({*assets, *self._generated}):
            digest.update(f"{asset} {self._versions.get(asset)}\n".encode())
        for key, words in sorted(self.strings.table.items()):
            digest.update(f"{key} {words}\n".encode("utf-8", "replace"))
        return digest.hexdigest()

    def _template(self, name: str) -> jinja2.Template:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self._environment.get_template(name)
            # Every page copies them; Jinja2's own chain of two is copied name by name.
            found.globals = dict(found.globals)
        return found

    def _asset(self, root: str) -> Callable[[str], str]:
        """Return the function that gives an asset's address from a page at `root`."""
        known = self._assets.get(root)
        if known is not None:
            return known
        urls = {path: f"{root}{path}?v={version}" for path, version in self._versions.items()}

        def asset(path: str) -> str:
            try:
                return urls[path]
            except KeyError:
                near = difflib.get_close_matches(path, urls, 1)
                hint = f"did you mean {near[0]!r}?" if near else ""
                raise ThemeError(f"the theme has no asset {path!r}", hint=hint) from None

        self._assets[root] = asset
        return asset

    def _part(self, page: Page) -> Callable[[str], Markup]:
        """Return the function that renders a part which is the same on pages of one kind."""

        def fixed(name: str) -> Markup:
            key = (name, page.root, page.kind)
            part = self._fixed.get(key)
            if part is None:
                bare = Page(path="", root=page.root, kind=page.kind, title="")
                text = self._template(name).render(page=bare, asset=self._asset(page.root))
                part = self._fixed[key] = Markup(text)  # noqa: S704 - rendered with autoescape
            return part

        return fixed

    def _closure(self, template: str) -> tuple[frozenset[str], frozenset[str]]:
        known = self._uses.get(template)
        if known is not None:
            return known
        names, assets, todo = set[str](), set[str](), [template]
        while todo:
            name = todo.pop()
            if name in names:
                continue
            names.add(name)
            try:
                source = self._environment.loader.get_source(self._environment, name)[0]  # type: ignore[union-attr]
            except jinja2.TemplateError as error:
                raise self._explain(error, name, "") from error
            # By pattern, since every build asks for every template: to parse them all took
            # longer than to render a new day's lists.
            source = _COMMENT.sub("", source)
            for tag in _NAMING_TAG.findall(source):
                named = [word for word in _STRING.findall(tag) if "." in word]
                todo += [self._environment.join_path(word, name) for word in named]
            todo += _FIXED.findall(source)
            assets.update(_ASSET.findall(source))
        self._uses[template] = frozenset(names), frozenset(assets)
        return self._uses[template]

    def _explain(self, error: jinja2.TemplateError, template: str, page: str) -> ThemeError:
        if isinstance(error, jinja2.TemplateSyntaxError):
            return ThemeError(
                error.message or "syntax error", path=error.filename or template, line=error.lineno
            )
        if isinstance(error, jinja2.TemplateNotFound):
            name = str(error.name)
            near = difflib.get_close_matches(name, self.theme.template_names(), 1)
            hint = f"did you mean {near[0]!r}?" if near else ""
            path, line = self._place(error)
            text = f"the theme {self.theme.name!r} has no template {name!r}"
            return ThemeError(text, path=path, line=line, hint=hint)
        path, line = self._place(error)
        hint = f"while rendering {page}; docs/themes.md lists what templates see" if page else ""
        return ThemeError(error.message or "error", path=path or template, line=line, hint=hint)

    def _place(self, error: BaseException) -> tuple[str, int]:
        """Return file and line of the template that an error went through last."""
        roots = tuple(str(layer.root) for layer in self.theme.layers)
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            if frame.filename.startswith(roots):
                return frame.filename, frame.lineno or 0
        return "", 0


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
            return path.read_text(encoding="utf-8"), str(path), lambda: True
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
_FUNCTIONS = frozenset({FunctionType, MethodType, type(cache(len))})


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


def _environment(
    theme: Theme, strings: Strings, site: Site, versions: Mapping[str, str]
) -> jinja2.Environment:
    environment = _Environment(
        loader=_Loader(theme),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
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


def _word_files(theme: Theme, site: Site) -> dict[str, bytes]:
    if "scripts" not in theme.features:
        return {}
    languages = sorted({site.language, *site.languages})
    return {
        f"js/strings-{language}.js": strings_script(load_strings(theme, language))
        for language in languages
    }


def _versions(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.blake2b(data, digest_size=5).hexdigest() for path, data in files.items()}


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
