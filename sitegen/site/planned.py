"""A planned file: its path, a fingerprint of all that it depends on, and how to make it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import msgspec

from sitegen.errors import ConfigError
from sitegen.site.views.desk import Job

# Several times as quick as `repr`, over all papers of a site.
_encode = msgspec.msgpack.Encoder().encode


class Page(msgspec.Struct, frozen=True):
    """A planned file.

    `job` makes what has to be rendered; `chunk` names pages that need the same records;
    `origin` is what people are told when two pages want one path.
    """

    path: str
    fingerprint: str
    job: Callable[[], Job]
    chunk: str
    origin: str = ""


def fingerprint(*parts: object) -> str:
    """Hash plain values, structs among them, to 16 hex digits."""
    try:
        data = _encode(parts)
    except (TypeError, UnicodeEncodeError):  # such as the name of a file that is not UTF-8
        data = repr(parts).encode("utf-8", "replace")
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def joined_fingerprint(*parts: str) -> str:
    """Hash texts to 16 hex digits; none of them may hold a NUL."""
    joined = "\0".join(parts).encode("utf-8", "replace")
    return hashlib.blake2b(joined, digest_size=8).hexdigest()


def refuse_double_paths(pages: Iterable[Page], folder: str = "", of: str = "") -> None:
    """Raise ConfigError if two pages want one path, naming where both come from.

    So do two of which one is a file where the other needs a folder, as does `of`, which
    writes files of its own into `folder`.  Case counts for nothing, since some file
    systems fold it.
    """
    seen: dict[str, Page] = {}
    folders: dict[str, Page] = {}
    for page in pages:
        path = page.path.lower()
        other = seen.setdefault(path, page)
        if other is not page:
            raise _refused(other, page.origin or page.path, f"would both be written to {page.path}")
        # Above a known folder all are known: a page costs hardly more than one look.
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders[path] = page
    needed = [(path, page.origin or page.path) for path, page in folders.items()]
    for path, name in (*needed, (folder, of)):
        if path in seen:
            file = seen[path]
            raise _refused(
                file, name, f"cannot both be written: {file.path} would be a folder, too"
            )


def _refused(one: Page, other: str, why: str) -> ConfigError:
    names = f"{one.origin or one.path} and {other}"
    return ConfigError(f"{names} {why}", hint="rename one of them")
