"""`sitegen init`: the files that a new site begins with.

Writes what is not there and leaves everything that is.  Knows nothing of the command
line: it returns what it did.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

from sitegen import __version__
from sitegen.config import CONFIG_NAME
from sitegen.content import readable
from sitegen.errors import OutputError
from sitegen.patterns import lazy_pattern

# Where pipelines of this kind put their digests, the likeliest first; "." is the folder
# itself.
_USUAL_FOLDERS = ("content", "data", "digests", "daily", "summaries", "reports", ".")
_DATED = lazy_pattern(r"(?:19|20)\d{2}[-_.]?[01]\d[-_.]?[0-3]\d.*\.(?:md|markdown|txt|jsonl)")
_TEXT = lazy_pattern(r".+\.(?:md|markdown|txt|jsonl)")
_SAMPLE = "content/2025-01-01.md"


def init(folder: Path) -> list[str]:
    """Write a configuration, a sample digest, a `.gitignore` and a workflow.

    Where the folder already holds digests, the configuration names their folder and no
    sample is written.

    Returns:
        A line for each file: "wrote sitegen.toml" or "left .gitignore as it is".

    Raises:
        OutputError: if a file cannot be written.
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
    done = [_write(folder / name, name, text) for name, text in files.items()]
    if "left .gitignore as it is" in done:
        rules = [line for line in ignored.splitlines() if line.startswith("/")]
        done.append(f"add to .gitignore, if it is not there: {' '.join(rules)}")
    if found:
        done.append(f"found digests in {found}/" if found != "." else "found digests here")
    return done


def find_digests(folder: Path) -> str:
    """Return the first of the usual folders that holds digests, or "".

    In `content/` any text counts, elsewhere only a file named by a day.
    """
    for name in _USUAL_FOLDERS:
        place = folder / name
        if place.is_dir():
            # Below the folder itself lies everything, such as a built site's data.
            files = place.iterdir() if name == "." else place.rglob("*")
            rule = _TEXT if name == "content" else _DATED
            if any(rule.fullmatch(path.name) and path.is_file() for path in files):
                return name
    return ""


def _filled(name: str, folder: Path, paths: str) -> str:
    text = (resources.files("sitegen.scaffold") / name).read_text("utf-8")
    title = re.sub(r"[-_]+", " ", readable(folder.resolve().name)).strip() or "arXiv digest"
    # JSON's strings are TOML's basic strings.
    return (
        text.replace('"@TITLE@"', json.dumps(title, ensure_ascii=False))
        .replace("@PATHS@", json.dumps(paths))
        .replace("@VERSION@", __version__)
    )


def _write(path: Path, name: str, text: str) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x" never overwrites, also not what appears between looking and writing.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return f"left {name} as it is"
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}",
            path=path,
            hint="choose a folder that you may write to",
        ) from error
    return f"wrote {name}"
