"""`sitegen init`: the files that a new site begins with.

Writes what is not there and leaves everything that is.  Knows nothing of the command
line: it returns what it did.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from sitegen import __version__
from sitegen.config import CONFIG_NAME
from sitegen.content import candidates, readable
from sitegen.errors import ContentError, OutputError
from sitegen.reading.dates import date_of_name
from sitegen.reading.sources import is_candidate

# Where pipelines of this kind put their digests, the likeliest first; "." is the folder
# itself.
_USUAL_FOLDERS = ("content", "data", "digests", "daily", "summaries", "reports", ".")
_SAMPLE = "content/2025-01-01.md"


def init(folder: Path) -> list[str]:
    """Write a configuration, a sample digest, a `.gitignore` and a workflow.

    Where the folder already holds digests, the configuration names their folder and no
    sample is written.

    Returns:
        A line for each file: "wrote sitegen.toml" or "left .gitignore as it is".

    Raises:
        OutputError: if a file cannot be written, or a file stands where a folder must be.
    """
    found = find_digests(folder)
    files = {
        CONFIG_NAME: _filled("sitegen.toml", folder, found or "content"),
        ".gitignore": _filled("gitignore", folder, ""),
        ".github/workflows/pages.yml": _filled("pages.yml", folder, ""),
    }
    if not found:
        files[_SAMPLE] = _filled("digest.md", folder, "")
    ignored = files[".gitignore"]
    # All folders before any file: what cannot be done whole is not begun.
    for name in files:
        _make_folder((folder / name).parent)
    done = [_write(folder / name, name, text) for name, text in files.items()]
    if "left .gitignore as it is" in done:
        rules = [line for line in ignored.splitlines() if line.startswith("/")]
        done.append(f"add to .gitignore, if it is not there: {' '.join(rules)}")
    if found:
        done.append(f"found digests in {found}/" if found != "." else "found digests here")
    return done


def find_digests(folder: Path) -> str:
    """Return the first of the usual folders that holds digests, or "".

    In `content/` any text counts, elsewhere only a file whose path names a date, as the
    reader finds it: `2025/11/14.md`, `arxiv-2025-11-14.md`.
    """
    for name in _USUAL_FOLDERS:
        names = _texts(folder / name, deep=name != ".")
        if any(name == "content" or date_of_name(file) for file in names):
            return name
    return ""


def _texts(place: Path, *, deep: bool) -> Iterator[str]:
    """Yield the texts that a build would read, as paths below the folder."""
    if not place.is_dir():
        return
    if not deep:  # below the folder itself lies everything, such as a built site's data
        yield from (p.name for p in place.iterdir() if is_candidate(p.name) and p.is_file())
        return
    try:
        yield from (name for name in candidates(place) if (place / name).is_file())
    except ContentError:  # it may belong to something else, such as a database
        return


def _filled(name: str, folder: Path, paths: str) -> str:
    text = (resources.files("sitegen.scaffold") / name).read_text("utf-8")
    title = re.sub(r"[-_]+", " ", readable(folder.resolve().name)).strip() or "arXiv digest"
    # JSON's strings are TOML's basic strings.
    return (
        text.replace('"@TITLE@"', json.dumps(title, ensure_ascii=False))
        .replace("@PATHS@", json.dumps(paths))
        .replace("@VERSION@", __version__)
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        blocking = (p for p in (folder, *folder.parents) if os.path.lexists(p) and not p.is_dir())
        raise OutputError(
            "is no folder, but files must be written into one of that name",
            path=next(blocking, folder),
            hint="move it away, or choose another folder",
        ) from error
    except OSError as error:
        raise _not_written(folder, error) from error


def _write(path: Path, name: str, text: str) -> str:
    try:
        # "x" never overwrites, also not what appears between looking and writing.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return f"left {name} as it is"
    except OSError as error:
        raise _not_written(path, error) from error
    return f"wrote {name}"


def _not_written(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot be written: {error.strerror}",
        path=path,
        hint="choose a folder that you may write to",
    )
