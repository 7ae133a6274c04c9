"""Finding the files of content and putting them together to digests.

Walks folders and reads bytes; what a file says is looked at only where two have one name.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from pathlib import Path

import msgspec

from sitegen.errors import ConfigError, ContentError
from sitegen.model import Diagnostic, SourceFile
from sitegen.patterns import lazy_pattern
from sitegen.reading.reader import read_digest
from sitegen.reading.rules import DEFAULT_RULES, Rules
from sitegen.reading.sources import group_files, is_candidate

# The code of content that holds no digest, explained in docs/commands.md.
NO_DIGEST = "C101"

# Folders of a content root that hold something else than digests.
NOT_DIGESTS = frozenset({"pages", "static", "node_modules"})

# What makes a folder a site that some build wrote: the list of its files (`site.output`).
_BUILT = ".sitegen-files"

# In a file's name: controls (also those that turn text around), and surrogates, which stand
# for bytes that are no UTF-8.
_UNREADABLE = lazy_pattern(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class Source(msgspec.Struct, frozen=True):
    """The files of one digest: `names` lie below `root`; `shown` is what people are told."""

    slug: str
    root: str
    names: tuple[str, ...]
    shown: tuple[str, ...]

    def read(self) -> list[SourceFile]:
        """Read every file.

        Raises:
            ContentError: for a file that cannot be read.
        """
        files = []
        for name, shown in zip(self.names, self.shown, strict=True):
            try:
                data = Path(self.root, name).read_bytes()
            except OSError as error:
                raise ContentError(
                    f"cannot be read: {error.strerror}",
                    path=shown,
                    hint="check that the file is there and may be read",
                ) from error
            files.append(SourceFile(shown, readable(name), data))
        return files


def discover(
    roots: Iterable[Path], without: Iterable[Path] = (), rules: Rules = DEFAULT_RULES
) -> list[Source]:
    """Find every digest below some folders (or single files), in a fixed order.

    Of a digest that lies below two of them the first one counts.

    Args:
        roots: folders and files.
        without: folders that are passed over, such as the output and the cache.
        rules: how digests are read, which tells them from other files of the same name.

    Raises:
        ConfigError: if two roots hold a digest of the same name.
        ContentError: for a folder that cannot be read.
    """
    hidden = {path.resolve() for path in without}
    sources: dict[str, Source] = {}
    of_earlier_roots: set[str] = set()
    roots = list(roots)
    for root in roots:
        folder = root if root.is_dir() else root.parent
        names = sorted(candidates(folder, hidden)) if root.is_dir() else [root.name]
        of_this_root: set[str] = set()
        for group in group_files(names):
            if len(roots) > 1:  # it takes several calls of the system for each file
                files = {os.path.realpath(folder / name) for name in group.names}
                if files <= of_earlier_roots:
                    continue
                of_this_root |= files
            shown = tuple(as_written(folder / name) for name in group.names)
            source = Source(readable(group.slug), str(folder), group.names, shown)
            other = sources.setdefault(source.slug, source)
            if other is not source:
                # Every folder may have its README.
                if _holds_none(source, rules):
                    _add_aside(sources, source)
                elif _holds_none(other, rules):
                    sources[source.slug] = source
                    _add_aside(sources, other)
                else:
                    raise ConfigError(
                        f"'{other.shown[0]}' and '{shown[0]}' would both become "
                        f"digests/{source.slug}.html",
                        hint="rename one of them, or build from one content folder above both",
                    )
        of_earlier_roots |= of_this_root
    return [sources[slug] for slug in sorted(sources)]


def _holds_none(source: Source, rules: Rules) -> bool:
    return bool(read_digest(source.slug, source.read(), rules).skipped)


def _add_aside(sources: dict[str, Source], source: Source) -> None:
    """Keep what is no digest under a name that is free: it has no page, but is reported."""
    slug = next(slug for n in count(2) if (slug := f"{source.slug}-{n}") not in sources)
    sources[slug] = msgspec.structs.replace(source, slug=slug)


def candidates(folder: Path, hidden: Collection[Path] = ()) -> Iterator[str]:
    """Yield what may be digests below a folder, as paths below it with `/` between parts.

    Args and errors are those of `digest_folders`.
    """
    for place, files in digest_folders(folder, hidden):
        prefix = Path(place).relative_to(folder).as_posix()
        for name in files:
            if not name.startswith(".") and is_candidate(name):
                yield name if prefix == "." else f"{prefix}/{name}"


def digest_folders(folder: Path, hidden: Collection[Path] = ()) -> Iterator[tuple[str, list[str]]]:
    """Walk the folders that may hold digests, as (path, names of files).

    Args:
        folder: passed over in it are hidden folders, `NOT_DIGESTS` and built sites.
        hidden: resolved folders that are passed over, too.

    Raises:
        ContentError: for a folder that cannot be read: its digests would be lost.
    """
    top = True
    for place, folders, files in walk(folder):
        here = Path(place)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and not (top and name in NOT_DIGESTS)
            and (here / name).resolve() not in hidden
            and not os.path.lexists(f"{place}/{name}/{_BUILT}")
        ]
        top = False
        yield place, files


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk a folder as `os.walk` does, folders in a fixed order, and into linked folders.

    A link is followed once, and only where it leads out of the folder: what lies below it
    is found there, and no circle is run through.

    Raises:
        ContentError: for a folder that cannot be read.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # one that has just gone holds nothing
            raise ContentError(
                f"the folder cannot be read: {error.strerror}",
                path=readable(str(error.filename)),
                hint="let this user read it, or move it away",
            ) from error

    root = folder.resolve()
    followed: set[Path] = set()

    def leads_on(path: str) -> bool:
        if not os.path.islink(path):  # noqa: PTH114
            return True
        target = Path(os.path.realpath(path))
        if target.is_relative_to(root) or root.is_relative_to(target) or target in followed:
            return False
        followed.add(target)
        return True

    for place, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        folders[:] = [name for name in sorted(folders) if leads_on(f"{place}/{name}")]
        yield place, folders, files


def no_digest(roots: Iterable[Path]) -> tuple[Diagnostic, ...]:
    """Tell that none of the content folders holds a digest: a checkout of them may have failed."""
    return tuple(
        Diagnostic(
            as_written(root), 0, NO_DIGEST, "warning", "no digest found here",
            "look whether the digests were fetched; content.paths and --content name their folder",
        )
        for root in roots
    )  # fmt: skip


def as_written(path: Path) -> str:
    """Return a path as people write it: relative to the current folder where it lies below."""
    try:
        return readable(path.relative_to(Path.cwd()).as_posix())
    except ValueError:
        return readable(str(path))


def readable(name: str) -> str:
    """Return a file's name as text that is safe to show: `\\xff` for bytes that are no letter."""
    return _UNREADABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), name)


def site_path(file: Path, folder: Path) -> str:
    """Return where a file that is copied as it is stands in the site: its path below its folder.

    Raises:
        ContentError: its name holds what no list of files and no address can hold.
    """
    path = file.relative_to(folder).as_posix()
    if _UNREADABLE.search(path):
        raise ContentError(
            "a file's name holds control characters, or bytes that are not UTF-8",
            path=readable(str(file)),
            hint="give it another name: it is part of the file's address",
        )
    return path
