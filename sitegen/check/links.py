"""Following the links of a built site, without a network.

Knows files and addresses; what a page holds is read in `pages`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.check.pages import PageFacts, read_page, read_styles
from sitegen.executor import Workers
from sitegen.model import Diagnostic, Severity

# Pages that one task reads, so that a task is worth its way to another process.
_PAGES_A_TASK = 100

# Codes of `check`, explained in docs/commands.md; those of reading begin with D.
KINDS: dict[str, tuple[Severity, str]] = {
    "S101": ("error", "dead link"),
    "S102": ("warning", "missing anchor"),
    "S103": ("error", "missing asset"),
    "S104": ("error", "page is cut short"),
    "S105": ("error", "link leaves the site's folder"),
    "S106": ("warning", "anchor stands twice"),
}


class SiteProblems(msgspec.Struct, frozen=True):
    """What is wrong with a site, and how many pages and internal links were looked at."""

    diagnostics: tuple[Diagnostic, ...] = ()
    pages: int = 0
    links: int = 0


class _Task(NamedTuple):
    folder: Path
    paths: tuple[str, ...]


class _Target(NamedTuple):
    """Where an internal link leads: a path below the root ("" is above it) and an anchor."""

    path: str
    anchor: str


def check_site(folder: Path, base_url: str, workers: Workers, shown: str) -> SiteProblems:
    """Check every page and style sheet of a built site.

    Links to other hosts are not followed.  A link to the site's own base URL counts as one
    into its folder.

    Args:
        folder: of the site.
        base_url: of the site without a slash at its end, "" for none.
        workers: read the pages.
        shown: the folder as people are told it.
    """
    files = set(_files(folder))
    # Style sheets first: what a page loads is known to be one.
    paths = sorted(path for path in files if path.endswith(".css"))
    paths += sorted(path for path in files if path.endswith(".html"))
    tasks = [
        _Task(folder, tuple(paths[start : start + _PAGES_A_TASK]))
        for start in range(0, len(paths), _PAGES_A_TASK)
    ]
    anchors: dict[str, frozenset[str]] = {}
    wanted: list[tuple[str, int, str, _Target]] = []  # links to anchors of pages to come
    found: list[Diagnostic] = []
    sheets: dict[str, PageFacts] = {}  # style sheets; those that no page loads do not count
    loaded: list[str] = []
    links = 0

    def tell(code: str, path: str, line: int, detail: str) -> None:
        severity, title = KINDS[code]
        found.append(Diagnostic(f"{shown}/{path}", line, code, severity, f"{title}{detail}"))

    def follow(facts: PageFacts) -> None:
        nonlocal links
        for url, line, asset in facts.references:
            target = resolve(facts.path, url, base_url)
            if target is None:
                continue
            links += 1
            path = _file_of(target.path, files)
            if not target.path:
                tell("S105", facts.path, line, f": '{url}'")
            elif path is None:
                tell("S103" if asset else "S101", facts.path, line, f": '{url}'")
            elif path in sheets:
                loaded.append(path)
            elif target.anchor and not asset:
                wanted.append((facts.path, line, url, _Target(path, target.anchor)))

    for facts in (facts for group in workers.map(_read, tasks) for facts in group):
        if facts.path.endswith(".css"):
            sheets[facts.path] = facts
            continue
        anchors[facts.path] = facts.anchors
        if not facts.whole:
            tell("S104", facts.path, 0, ": it does not end in </html>")
        for anchor in facts.doubles:
            tell("S106", facts.path, 0, f": '{anchor}'")
        follow(facts)
    while loaded:
        if sheet := sheets.pop(loaded.pop(), None):
            follow(sheet)
    for path, line, url, target in wanted:
        if target.anchor not in anchors.get(target.path, frozenset((target.anchor,))):
            tell("S102", path, line, f": '{url}'")
    return SiteProblems(tuple(found), len(anchors), links)


def resolve(page: str, url: str, base_url: str) -> _Target | None:
    """Find where an address on a page leads within the site; None if it leads elsewhere.

    Args:
        page: path of the page below the site's root.
        url: as the page names it.
        base_url: of the site without a slash at its end, "" for none.
    """
    if base_url and (url == base_url or url.startswith((f"{base_url}/", f"{base_url}#"))):
        url = urlsplit(base_url).path.rstrip("/") + "/" + url[len(base_url) :].lstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError:
        return _Target("", "")
    if parts.scheme or parts.netloc:
        return None
    # A text fragment (#:~:text=…) names no anchor, and "#top" needs none.
    anchor = unquote(parts.fragment.partition(":~:")[0])
    anchor = "" if anchor.lower() == "top" else anchor
    path = unquote(parts.path)
    if not path:
        return _Target(page, anchor)
    if path.startswith("/"):
        base_path = unquote(urlsplit(base_url).path).rstrip("/") + "/"
        if not path.startswith(base_path):
            return _Target("", "")
        whole = path.removeprefix(base_path)
    else:
        whole = f"{page.rpartition('/')[0]}/{path}".lstrip("/")
    clean = normpath(whole) if whole else "."
    if clean == ".." or clean.startswith("../"):
        return _Target("", "")
    return _Target(f"{clean}/" if path.endswith("/") and clean != "." else clean, anchor)


def _file_of(path: str, files: set[str]) -> str | None:
    """Return the file that a server sends for a path, None if there is none."""
    if path in files:
        return path
    index = "index.html" if path == "." else f"{path.rstrip('/')}/index.html"
    return index if index in files else None


def _files(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".sitegen-")]
        below = Path(place).relative_to(folder).as_posix()
        for name in names:
            if os.path.exists(f"{place}/{name}"):  # noqa: PTH110, a link may lead nowhere
                yield name if below == "." else f"{below}/{name}"


def _read(task: _Task) -> Sequence[PageFacts]:
    facts = []
    for path in task.paths:
        text = (task.folder / path).read_text("utf-8", errors="replace")
        facts.append((read_page if path.endswith(".html") else read_styles)(path, text))
    return facts
