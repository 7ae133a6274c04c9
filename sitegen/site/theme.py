"""Themes: where templates, assets and strings lie, and which of them comes first.

A theme is a pile of layers, the most specific on top: the user's folder, the theme,
its parents.  Knows files and `theme.toml`; knows neither Jinja2 nor pages.
"""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from sitegen.config import Config, line_in
from sitegen.content import site_path
from sitegen.errors import ThemeError

DEFAULT = "default"
FEATURES = frozenset({"scripts", "search", "saved"})
_KEYS = {"name": str, "description": str, "extends": str, "features": list, "inherit": list}


class Layer(msgspec.Struct, frozen=True):
    """One folder with `templates/`, `static/` and `strings/`, each of them optional.

    `assets` are the `inherit` of all themes that extend it: it gives the static files
    that each of them names.
    """

    root: Path
    assets: tuple[tuple[str, ...], ...] = ()

    def files(self, part: str) -> dict[str, Path]:
        """Return the files below one of its folders, by their path with `/`, sorted.

        Hidden files and editors' backups are left out.
        """
        folder = self.root / part
        found = {
            site_path(path, folder): path for path in sorted(folder.rglob("*")) if path.is_file()
        }
        return {name: path for name, path in found.items() if not _is_litter(name)}


class Theme(msgspec.Struct, frozen=True):
    """A theme, found and read; plain data that worker processes can be given.

    Attributes:
        name: as given by `theme.toml`.
        features: of "scripts", "search", "saved".
        layers: most specific first.
        asset_versions: of each static file the hash that its address bears.
        templates_fingerprint: changes when any template or string file changes.
    """

    name: str
    features: frozenset[str]
    layers: tuple[Layer, ...]
    asset_versions: Mapping[str, str]
    templates_fingerprint: str

    def static_files(self) -> list[tuple[str, Path]]:
        """Return (path below the site's root, file) of every asset, sorted by path."""
        return sorted(_assets(self.layers).items())

    def template(self, name: str, start: int = 0) -> tuple[int, Path] | None:
        """Find a template: the layer and the file, looking from layer `start` downwards."""
        for level, layer in enumerate(self.layers[start:], start):
            path = layer.root / "templates" / name
            if path.is_file():
                return level, path
        return None

    def template_names(self) -> list[str]:
        """Return the names of all templates."""
        return sorted({name for layer in self.layers for name in layer.files("templates")})

    def string_files(self, language: str) -> list[Path]:
        """Return the files with the strings of a language, most general first."""
        paths = [layer.root / "strings" / f"{language}.toml" for layer in self.layers]
        paths.append(bundled_root() / DEFAULT / "strings" / f"{language}.toml")
        unique = dict.fromkeys(path for path in reversed(paths) if path.is_file())
        return list(unique)

    def languages(self) -> tuple[str, ...]:
        """Return the languages that have a file of strings."""
        roots = [layer.root for layer in self.layers] + [bundled_root() / DEFAULT]
        return tuple(sorted({path.stem for root in roots for path in root.glob("strings/*.toml")}))


def bundled_root() -> Path:
    """Return the folder of the themes that come with sitegen: in the wheel or a checkout."""
    package = Path(__file__).resolve().parents[1]
    return package / "themes" if (package / "themes").is_dir() else package.parent / "themes"


def theme_of(config: Config) -> Theme:
    """Load the theme that a configuration names, below the overrides beside it.

    Raises:
        ThemeError: see `load_theme`.
    """
    return load_theme(config.theme, user_dir=config.theme_overrides, named=config.theme_named)


def load_theme(
    name_or_path: str | Path = DEFAULT,
    *,
    user_dir: Path | None = None,
    named: tuple[Path, int] | None = None,
) -> Theme:
    """Find a theme and read what a build must know of it.

    Args:
        name_or_path: a bundled theme's name, or the folder of another.
        user_dir: the folder with the user's overrides; may be missing.
        named: the file that names the theme and the line of it, for messages.

    Raises:
        ThemeError: the theme or a parent of it does not exist, or a `theme.toml` is wrong.
    """
    root = _find(name_or_path, named)
    facts = _read_facts(root)
    layers = [Layer(user_dir)] if user_dir is not None and user_dir.is_dir() else []
    layers.append(Layer(root))
    features = facts.get("features")
    seen = {root}
    inherited: tuple[tuple[str, ...], ...] = ()
    child, parent_name = root, facts.get("extends", "")
    while parent_name:
        told_by = child / "theme.toml"
        parent = _find(parent_name, (told_by, line_in(told_by, ("extends",))))
        if parent in seen:
            raise ThemeError(f"the theme extends itself by {parent_name!r}", path=root)
        seen.add(parent)
        wanted = _read_facts(child).get("inherit", ["*"])
        inherited = (*inherited, tuple(wanted))
        layers.append(Layer(parent, inherited))
        parent_facts = _read_facts(parent)
        features = parent_facts.get("features") if features is None else features
        child, parent_name = parent, parent_facts.get("extends", "")
    found = tuple(layers)
    return Theme(
        name=facts.get("name", root.name),
        features=frozenset(features or ()),
        layers=found,
        asset_versions={name: _hash([path]) for name, path in sorted(_assets(found).items())},
        templates_fingerprint=_hash(_text_files(found)),
    )


def _find(name_or_path: str | Path, named: tuple[Path, int] | None) -> Path:
    bundled = bundled_root()
    names = sorted(path.parent.name for path in bundled.glob("*/theme.toml"))
    if str(name_or_path) in names:
        return bundled / name_or_path
    file, line = named or ("", 0)
    path = Path(file).parent / name_or_path
    if path.is_dir():
        if (path / "theme.toml").is_file():
            return path.resolve()
        raise ThemeError(
            "the theme has no theme.toml",
            path=path,
            hint='one with `extends = "default"` is enough',
        )
    near = difflib.get_close_matches(str(name_or_path), names, 1)
    raise ThemeError(
        f"there is no theme {str(name_or_path)!r}",
        path=file,
        line=line,
        hint=f"did you mean {near[0]!r}?" if near else f"bundled themes: {', '.join(names)}",
    )


def _read_facts(root: Path) -> dict[str, Any]:
    path = root / "theme.toml"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(f"not valid TOML: {error}", path=path) from error
    for key, value in facts.items():
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(_KEYS)}"
            raise ThemeError(
                f"unknown key {key!r}", path=path, line=line_in(path, (key,)), hint=hint
            )
        texts = all(isinstance(item, str) for item in value) if isinstance(value, list) else True
        if not isinstance(value, _KEYS[key]) or not texts:
            kind = "a list of texts" if _KEYS[key] is list else "a text"
            raise ThemeError(f"{key} must be {kind}", path=path, line=line_in(path, (key,)))
    unknown = sorted(set(facts.get("features", ())) - FEATURES)
    if unknown:
        hint = f"known features: {', '.join(sorted(FEATURES))}"
        line = line_in(path, ("features",))
        raise ThemeError(f"unknown feature {unknown[0]!r}", path=path, line=line, hint=hint)
    return facts


def _assets(layers: tuple[Layer, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for layer in reversed(layers):
        found |= {
            name: path
            for name, path in layer.files("static").items()
            if all(any(fnmatchcase(name, one) for one in patterns) for patterns in layer.assets)
        }
    return found


def _text_files(layers: tuple[Layer, ...]) -> Iterator[Path]:
    for layer in layers:
        yield from layer.files("templates").values()
        yield from layer.files("strings").values()
    yield from Layer(bundled_root() / DEFAULT).files("strings").values()


def _hash(paths: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.blake2b(digest_size=5)
    for path in paths:
        data = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") for part in parts) or name.endswith(("~", ".orig", ".bak"))
