"""What of the configuration, the theme and the publisher's own files shapes a site.

`Setup` is made before any digest is read; `Setup.facts_for` completes it with the
library's categories.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from sitegen import __version__
from sitegen.config import Config, line_in
from sitegen.content import as_written, readable, site_path, walk
from sitegen.errors import ConfigError, ContentError
from sitegen.identity import program_hash
from sitegen.library import Library
from sitegen.model import SourceFile
from sitegen.ownpages import read_pages
from sitegen.prepare import Options, reading_rules
from sitegen.site import routes, size
from sitegen.site.aliases import lead
from sitegen.site.contexts import NavPage, Site
from sitegen.site.facts import Facts
from sitegen.site.lastbuild import hash_of
from sitegen.site.packing import check_kinds
from sitegen.site.render import Renderer
from sitegen.site.strings import Strings, load_strings
from sitegen.site.theme import Theme
from sitegen.site.topics import Topic, compile_topic
from sitegen.text import clean
from sitegen.versions import version

OWN_PAGES = "pages"


def site_strings(config: Config, theme: Theme) -> Strings:
    """Return the words of the interface in the site's language.

    Raises:
        ConfigError: the theme has none in it.
        ThemeError: a file of them is wrong.
    """
    language, known = config.tables.site.language, theme.languages()
    if language not in known:
        near = difflib.get_close_matches(language, known, 1)
        raise ConfigError(
            f"'site.language': the theme '{theme.name}' has no words in {language!r}",
            path=config.file or "",
            line=line_in(config.file, ("site", "language")),
            hint=f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known)}",
        )
    return load_strings(theme, language)


class Setup:
    """A site before its content is known.

    Raises:
        SitegenError: for a mistake in the configuration, the theme or an own page.
    """

    def __init__(self, config: Config, theme: Theme) -> None:
        self.config = config
        self.theme = theme
        tables = config.tables
        self.options = Options(
            rules=reading_rules(config),
            math=tables.math.enabled,
        )
        # Topics are judged by the same tokens.
        self.needs_tokens = tables.search.enabled or tables.papers.related or bool(tables.topics)
        self.own_pages = tuple(read_pages(own_page_files(config.content), math=tables.math.enabled))
        self.static = static_files(config.static)
        self.topics = self._topics()
        check_kinds(tables.output.compress)
        self.strings = site_strings(config, theme)
        self.site = Site(
            title=clean(tables.site.title),
            description=clean(tables.site.description),
            language=tables.site.language,
            languages=theme.languages(),
            base_url=config.base_url,
            base_path=config.base_path,
            features=self._features(),
            pages=tuple(NavPage(p.title, routes.own_page(p.slug)) for p in self.own_pages),
            generator=f"sitegen {__version__}",
            shortcuts=tables.site.shortcuts,
            interests=self._interests(),
        )
        self.renderer = Renderer(theme, self.site)
        # Everything that the frame of a page shows: it has a part in every fingerprint.
        # A set's order differs from process to process, so the features are sorted apart.
        plain = msgspec.structs.replace(self.site, features=frozenset())
        self.base = hash_of((program_hash(), version("jinja2"), plain, sorted(self.site.features)))

    def _topics(self) -> tuple[Topic, ...]:
        topics = []
        for number, topic in enumerate(self.config.tables.topics):
            try:
                made = compile_topic(
                    clean(topic.name),
                    slug=topic.slug,
                    description=clean(topic.description),
                    include=topic.include,
                    exclude=topic.exclude,
                    authors=topic.authors,
                    categories=topic.categories,
                )
            except ConfigError as error:
                file = self.config.file
                raise ConfigError(
                    error.message,
                    path=file or "",
                    line=line_in(file, ("topics",), number),
                    hint=error.hint,
                ) from error
            topics.append(made)
        return tuple(topics)

    def _features(self) -> frozenset[str]:
        tables = self.config.tables
        features = set(self.theme.features)
        if not tables.search.enabled:
            features.discard("search")
        if tables.feeds.enabled:
            features.add("feeds")
        if tables.math.enabled:
            features.add("math")
        if tables.offline.enabled and "scripts" in features:
            features.add("offline")
        return frozenset(features)

    def _interests(self) -> str:
        table = self.config.tables.interests
        if not (table.words or table.authors or table.hide):
            return ""
        return clean(json.dumps(msgspec.to_builtins(table), ensure_ascii=False, sort_keys=True))

    @property
    def fingerprint(self) -> str:
        """A hash of all but the digests that the site is made from."""
        files = [(path, _file_hash(file)) for path, file in self.static]
        theme = self.theme
        return hash_of(
            (
                self.base,
                msgspec.json.encode(self.config.tables, order="deterministic"),
                theme.templates_fingerprint,
                sorted(theme.asset_versions.items()),
                files,
                self.own_pages,
            )
        )

    def facts_for(self, library: Library) -> Facts:
        """Complete the setup with the paths of the library's categories."""
        return Facts(
            site=self.site,
            category_paths=routes.category_paths(library.categories),
            feeds=self.config.tables.feeds.enabled,
            words={"home": self.strings("nav.home")},
        )

    def warnings(
        self, slugs: Collection[str], unmatched: Iterable[str], shares: Mapping[str, int]
    ) -> tuple[str, ...]:
        """Tell what the publisher should know of the site as a whole.

        Args:
            slugs: of all digests.
            unmatched: names under `exclude` that stand in no digest.
            shares: of the site's size, see `size.shares`.
        """
        found = size.warnings(shares)
        found += [f"'{name}' under exclude stands in no digest" for name in unmatched]
        aliases = self.config.tables.aliases
        found += [
            f"the alias '{old}' leads to '{aliases[old]}', which is no digest: it is left out"
            for old in lead(aliases, slugs)[1]
        ]
        if not self.config.base_url:
            found.insert(
                0,
                "no base URL: feeds link to arXiv, and canonical links and the sitemap are "
                "left out (set site.base_url or --base-url)",
            )
        return tuple(found)


def own_page_files(roots: Sequence[Path]) -> Iterator[SourceFile]:
    """Read the files of the publisher's own pages of all content folders.

    What lies below two of the folders is read once, as digests are.

    Raises:
        ContentError: for a file that cannot be read.
    """
    of_earlier_roots: set[str] = set()
    for root in roots:
        folder = root / OWN_PAGES
        if not folder.is_dir():
            continue
        of_this_root: set[str] = set()
        for path in _files_below(folder):
            if path.suffix.lower() not in (".md", ".markdown") or not path.is_file():
                continue
            if len(roots) > 1:  # it takes several calls of the system for each file
                real = os.path.realpath(path)
                if real in of_earlier_roots:
                    continue
                of_this_root.add(real)
            yield _own_page_file(path, folder)
        of_earlier_roots |= of_this_root


def _own_page_file(path: Path, folder: Path) -> SourceFile:
    name = readable(path.relative_to(folder).as_posix())
    try:
        return SourceFile(as_written(path), name, path.read_bytes())
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror}", path=as_written(path)) from error


def static_files(folder: Path) -> tuple[tuple[str, Path], ...]:
    """List the publisher's files that are copied as they are, as (path, file).

    Raises:
        ContentError: a name can be part of no address.
    """
    if not folder.is_dir():
        return ()
    return tuple(
        (site_path(path, folder), path)
        for path in _files_below(folder)
        if path.is_file() and not path.name.startswith(".sitegen-")
    )


def _files_below(folder: Path) -> list[Path]:
    return sorted(Path(place, name) for place, _, names in walk(folder) for name in names)


def _file_hash(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=12).hexdigest()
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror}", path=as_written(path)) from error
