"""The configuration: `sitegen.toml` read into one checked, frozen value.

The options stand in `options`.  Nothing here reads content or writes anything.
"""

from __future__ import annotations

import datetime
import difflib
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import quote, unquote, urlsplit

import msgspec

from sitegen.errors import ConfigError
from sitegen.options import Table, Tables
from sitegen.patterns import lazy_pattern
from sitegen.reading.sources import ENDINGS, is_candidate

CONFIG_NAME = "sitegen.toml"


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """A checked configuration with its folders made absolute.

    `folder` is that of the configuration file, or the current one; `file` is None where
    there is no configuration file.
    """

    tables: Tables
    folder: Path
    file: Path | None
    content: tuple[Path, ...]
    output: Path
    cache: Path
    theme: str  # a name, or an absolute path where the configuration gives a folder
    theme_named: tuple[Path, int] | None  # file and line; None where the command line names it
    base_url: str  # as `read_base_url` returns it; "" for none
    jobs: int  # processes for the heavy stages, at least 1
    executor: str = ""  # address of a Dask scheduler, "" for processes of this machine

    @property
    def base_path(self) -> str:
        """The path of the base URL with a slash at both ends."""
        path = re.sub(r"^https?://[^/]*", "", self.base_url)
        return f"{path.rstrip('/')}/"

    @property
    def theme_overrides(self) -> Path:
        """The user's folder of templates and assets that override the theme's."""
        return self.folder / "theme"

    @property
    def static(self) -> Path:
        """The user's folder that is copied as it is."""
        return self.folder / "static"


def line_in(file: Path | None, keys: Iterable[str], item: int = 0) -> int:
    """Return the line of the configuration on which a key stands, 0 where none can be named.

    Args:
        file: the configuration.
        keys: the names that lead to it.
        item: which one of several tables of one name is meant, from 0.
    """
    try:
        text = file.read_text("utf-8-sig") if file else ""
    except (OSError, UnicodeDecodeError):
        return 0
    return _line_of(text, keys, item) if text else 0


def load_tables(file: Path) -> Tables:
    """Read and check a configuration file.

    Raises:
        ConfigError: naming file, line, key and the nearest known key.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=file) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=file, hint="save the file as UTF-8") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = re.search(r" \(at line (\d+), column \d+\)", message)
        line = int(found[1]) if found else text.count("\n") + 1
        message = re.sub(r" \(at .*\)$", "", message)
        raise ConfigError(
            f"is not valid TOML: {message}",
            path=file,
            line=line,
            hint="strings need quotes, tables look like [site]",
        ) from error
    _check_keys(data, Tables, (), text, file)
    try:
        tables = msgspec.convert(data, Tables)
    except msgspec.ValidationError as error:
        raise _type_error(error, text, file) from error
    _check_values(tables, text, file)
    return tables


def _check_keys(
    data: dict[str, Any], table: type[Table], keys: tuple[str, ...], text: str, file: Path
) -> None:
    hints = get_type_hints(table)
    for key, value in data.items():
        here = (*keys, key)
        if key not in hints:
            near = difflib.get_close_matches(key, hints, 1, 0.6)
            known = ", ".join(sorted(hints))
            raise ConfigError(
                f"unknown key '{'.'.join(here)}'",
                path=file,
                line=_line_of(text, here),
                hint=f"did you mean '{'.'.join((*keys, near[0]))}'?"
                if near
                else f"known here: {known}",
            )
        kind = hints[key]
        if isinstance(kind, type) and issubclass(kind, Table) and isinstance(value, dict):
            _check_keys(value, kind, here, text, file)
        elif get_origin(kind) is list and isinstance(value, list):
            (inner,) = get_args(kind)
            if isinstance(inner, type) and issubclass(inner, Table):
                for item in value:
                    if isinstance(item, dict):
                        _check_keys(item, inner, here, text, file)
        elif get_origin(kind) is dict and isinstance(value, dict):
            for name, named in value.items():
                try:
                    msgspec.convert(named, get_args(kind)[1])
                except msgspec.ValidationError as error:
                    # Of keys that no table knows msgspec would not tell which one it was.
                    raise _type_error(error, text, file, (*here, name)) from error


def _type_error(
    error: msgspec.ValidationError, text: str, file: Path, within: tuple[str, ...] = ()
) -> ConfigError:
    message, _, place = str(error).partition(" - at `")
    item = re.match(r"\$\.\w+\[(\d+)\]", place)
    keys = (*within, *re.findall(r"[^.$`\[\]]+", re.sub(r"\[[^\]]*\]", "", place)))
    for python, toml in _TYPE_WORDS:
        message = message.replace(python, toml)
    key = ".".join(keys) or "the file"
    choices = ", ".join(f'"{choice}"' for choice in _choices(keys) if choice)
    return ConfigError(
        f"wrong value for '{key}': {message[0].lower()}{message[1:]}",
        path=file,
        line=_line_of(text, keys, int(item[1]) if item else 0),
        hint=f"choose from {choices}" if choices else f"see docs/configuration.md for '{key}'",
    )


def _choices(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the values that a key can have, () where these are not a few words."""
    kind: Any = Tables
    for key in keys:
        if not (isinstance(kind, type) and issubclass(kind, Table)):
            return ()
        kind = get_type_hints(kind).get(key)
    if get_origin(kind) is list:
        (kind,) = get_args(kind)
    return get_args(kind) if get_origin(kind) is Literal else ()


_TYPE_WORDS = (
    ("Invalid enum value", "unknown word"),
    ("Object missing required field", "a table lacks the key"),
    ("`str`", "a string"),
    ("`int`", "a whole number"),
    ("`bool`", "true or false"),
    ("`array`", "a list"),
    ("`object`", "a table"),
    ("`float`", "a number"),
)


def _line_of(text: str, keys: Iterable[str], item: int = 0) -> int:
    """Find the line on which a key stands; 1 where only its absence is to blame.

    Args:
        text: of the file.
        keys: the names that lead to it.
        item: which one of several tables of one name is meant, from 0.
    """
    keys = tuple(keys)
    if not keys:
        return 1
    table: tuple[str, ...] = ()
    best = 0
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        header = re.match(r"\[\[?\s*([^\]]+?)\s*\]\]?", stripped)
        if header:
            if item and header[1] == keys[0] and stripped.startswith("[["):
                item -= 1
                table = ("",)  # of an item before it
                continue
            table = _parts(header[1])
            if table == keys[: len(table)]:
                best = max(best, number) if table != keys else number
            if table == keys:
                return number
            continue
        assigned = re.match(r"""((?:"[^"]*"|'[^']*'|[\w.\s-])+?)\s*=""", stripped)
        if assigned:
            name = table + _parts(assigned[1])
            if name == keys:
                return number
            if name == keys[: len(name)]:
                best = number
    return best or 1


def _parts(key: str) -> tuple[str, ...]:
    """Split a key as TOML writes it at the dots that stand in no quotes."""
    return tuple(part.strip("\"'") for part in re.findall(r""""[^"]*"|'[^']*'|[\w-]+""", key))


def _check_values(tables: Tables, text: str, file: Path) -> None:
    def wrong(keys: tuple[str, ...], message: str, hint: str) -> ConfigError:
        return ConfigError(
            f"wrong value for '{'.'.join(keys)}': {message}",
            path=file,
            line=_line_of(text, keys),
            hint=hint,
        )

    if not tables.site.theme:
        raise wrong(("site", "theme"), "empty", 'the default is "default"')
    if not tables.content.paths:
        raise wrong(("content", "paths"), "no folder", 'the default is ["content"]')
    if tables.papers.since and not _is_month_or_day(tables.papers.since):
        raise wrong(("papers", "since"), "not a month or day", 'write since = "2025-01"')
    if tables.papers.months < 0:
        raise wrong(("papers", "months"), "less than 0", "0 keeps the pages of all papers")
    if not 1 <= tables.feeds.items <= 1_000_000:
        raise wrong(
            ("feeds", "items"), "not from 1 to 1,000,000", "set feeds.enabled = false for no feeds"
        )
    if tables.feeds.max_bytes < 1000:
        raise wrong(("feeds", "max_bytes"), "less than 1000", "the default is 512000")
    read_base_url(tables.site.base_url, file, _line_of(text, ("site", "base_url")))
    names: set[str] = set()
    for topic in tables.topics:
        if not topic.name.strip():
            raise wrong(("topics", "name"), "empty", "give every topic a name")
        if topic.name in names:
            raise wrong(("topics", "name"), f"'{topic.name}' stands twice", "rename one of them")
        names.add(topic.name)


def _is_month_or_day(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
        return False
    try:
        datetime.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        return False
    return True


def read_base_url(url: str, path: Path | str = "", line: int = 0) -> str:
    """Return the base URL as it stands in pages: without a slash at its end, in ASCII.

    Names of hosts in other letters become Punycode, other characters of the path are
    percent-encoded, as browsers send both.

    Raises:
        ConfigError: unless the URL is empty or an http(s) URL without query.
    """
    if not url.strip():
        return ""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port that is none; a host's UnicodeError is one too
        parts, host, port = urlsplit(""), "", ""
    folders = parts.path.split("/")
    odd = parts.username or parts.query or parts.fragment or ".." in folders
    if odd or parts.scheme not in ("http", "https") or not _HOST(host):
        raise ConfigError(
            f"the base URL '{url}' is no http or https address",
            path=path,
            line=line,
            hint='it looks like "https://name.github.io/my-digests"',
        )
    way = "".join(f"/{quote(unquote(part), safe='')}" for part in folders if part not in ("", "."))
    return f"{parts.scheme}://{host}{port}{way}"


_HOST = lazy_pattern(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?").fullmatch


def load_config(
    *,
    config: Path | None = None,
    content: Iterable[Path] = (),
    output: Path | None = None,
    base_url: str | None = None,
    theme: str | None = None,
    jobs: int = 0,
    cache: Path | None = None,
    executor: str = "",
) -> Config:
    """Put configuration file, command line and defaults together.

    Paths of the file are relative to its folder, paths of the command line to the
    current one.  Without `config`, `sitegen.toml` of the current folder counts, if any.

    Raises:
        ConfigError: for anything that is wrong in either.
    """
    here = Path.cwd()
    file = config or here / CONFIG_NAME
    if config is None and not file.exists():
        file_or_none, tables, folder = None, Tables(), here
    else:
        if not file.is_file():
            raise ConfigError(
                "there is no such configuration file", path=file, hint="sitegen init writes one"
            )
        file_or_none, tables = file, load_tables(file)
        folder = file.resolve().parent
    given = tuple(content)
    for path in given:
        # os.path: a name that is too long, or in a folder that may not be entered, is not there.
        if not os.path.exists(path):  # noqa: PTH110
            raise ConfigError(f"there is no content at '{path}'", hint="see --content")
        if not path.is_dir() and not is_candidate(path.name):
            raise ConfigError(
                f"'{path}' is no digest", hint=f"their names end in {', '.join(ENDINGS)}"
            )
    roots = tuple(p.absolute() for p in given) or tuple(folder / p for p in tables.content.paths)
    for root in roots:
        if not os.path.exists(root):  # noqa: PTH110
            raise ConfigError(
                f"there is no content folder '{root}'",
                path=file_or_none or "",
                line=line_in(file_or_none, ("content", "paths")),
                hint="make it, name another with --content, or begin with 'sitegen init'",
            )
    target = output.absolute() if output is not None else folder / tables.output.path
    _refuse_overlap(roots, target, file_or_none if output is None else None)
    if theme == "":
        raise ConfigError("--theme is empty", hint='the default is "default"')
    named = None
    if theme is None and file_or_none:
        named = file_or_none, line_in(file_or_none, ("site", "theme"))
    name = theme if theme is not None else tables.site.theme
    base = here if theme is not None else folder
    if "/" in name or os.sep in name or (base / name / "theme.toml").is_file():
        name = str((base / name).absolute())
    url = read_base_url(tables.site.base_url if base_url is None else base_url)
    return Config(
        tables=tables,
        folder=folder,
        file=file_or_none,
        content=roots,
        output=target,
        cache=cache.absolute() if cache is not None else folder / ".sitegen-cache",
        theme=name,
        theme_named=named,
        base_url=url,
        jobs=jobs
        if jobs > 0
        else len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
        executor=executor,
    )


def _refuse_overlap(roots: Iterable[Path], output: Path, named_by: Path | None) -> None:
    try:
        target = output.resolve()
        reals = {root: root.resolve() for root in roots}
    except (RuntimeError, ValueError) as error:  # links that lead in a circle, a NUL
        raise ConfigError(f"the output '{output}' cannot be a folder: {error}") from error
    for root, real in reals.items():
        if real == target or target in real.parents:
            raise ConfigError(
                f"the content '{root}' lies inside the output '{output}'",
                path=named_by or "",
                line=line_in(named_by, ("output", "path")),
                hint="a build owns its output folder: choose another with --output",
            )
