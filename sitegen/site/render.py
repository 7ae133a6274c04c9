"""Rendering: a template's name, a page and its view in, the page's bytes out.

Knows what each template depends on, and turns every mistake in a template into a
`ThemeError` with file and line.  Knows nothing of the library or of the output folder.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import re
import traceback
from collections.abc import Callable, Mapping

import jinja2
from markupsafe import Markup

from sitegen.errors import ThemeError
from sitegen.patterns import lazy_pattern
from sitegen.site.contexts import Page, Site
from sitegen.site.environment import make_environment
from sitegen.site.strings import load_strings, strings_script
from sitegen.site.theme import Theme

# What a template names: other templates in tags and by `fixed`, assets by `asset`.
_COMMENT = lazy_pattern(r"\{#.*?#\}", re.DOTALL)
_NAMING_TAG = lazy_pattern(r"\{%[-+]?\s*(?:extends|include|from|import)\b(.*?)%\}", re.DOTALL)
_STRING = lazy_pattern(r"""["']([^"']+)["']""")
_FIXED = lazy_pattern(r"""\bfixed\(\s*["']([^"']+)["']""")
_ASSET = lazy_pattern(r"""\basset\(\s*["']([^"']+)["']""")


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
        self._environment = make_environment(theme, self.strings, site, self._versions)
        self._templates: dict[str, jinja2.Template] = {}
        self._assets: dict[str, Callable[[str], str]] = {}
        self._fixed: dict[tuple[str, str, str], Markup] = {}
        self._marks: dict[str, str] = {}
        self._sources: dict[str, str] = {}
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
        known = self._marks.get(template)
        if known is not None:
            return known
        names, assets = self._closure(template)
        digest = hashlib.blake2b(digest_size=8)
        for name in sorted(names):
            digest.update(f"{name}\n{self._source(name)}\n".encode("utf-8", "replace"))
        for asset in sorted({*assets, *self._generated}):
            digest.update(f"{asset} {self._versions.get(asset)}\n".encode())
        for key, words in sorted(self.strings.table.items()):
            digest.update(f"{key} {words}\n".encode("utf-8", "replace"))
        self._marks[template] = digest.hexdigest()
        return self._marks[template]

    def compile(self, *templates: str) -> None:
        """Compile templates, with all that they extend or include, before they are asked for."""
        for name in {name for template in templates for name in self._closure(template)[0]}:
            with contextlib.suppress(jinja2.TemplateError):  # rendering tells what is wrong
                self._environment.get_template(name)

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

    def _source(self, name: str) -> str:
        source = self._sources.get(name)
        if source is None:
            loader: jinja2.BaseLoader = self._environment.loader  # type: ignore[assignment]
            source = self._sources[name] = loader.get_source(self._environment, name)[0]
        return source

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
                source = self._source(name)
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
