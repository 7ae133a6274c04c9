"""Noticing that a file has changed which a build reads.

Wraps watchdog: which folders, which events, and when a burst of them is over.  Knows
nothing of builds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
from watchdog import events
from watchdog.observers import Observer

from sitegen.errors import SitegenError

# An editor writes a file in several steps; a build begins when it has been quiet for so
# long, or in a never-ending burst after a second.
_QUIET_SECONDS = 0.05
_BURST_SECONDS = 1.0

_EVENTS: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]


class Watched(msgspec.Struct, frozen=True):
    """What a build reads.

    `trees` are folders with all below them, `beside` are folders of which only the named
    files and folders count, `ignored` are folders that the build itself writes.
    """

    trees: frozenset[Path]
    beside: frozenset[tuple[Path, str]]
    ignored: frozenset[Path]

    def concerns(self, path: Path) -> bool:
        """Tell whether a build reads this path."""
        if any(_is_below(path, folder) for folder in self.ignored):
            return False
        if (path.parent, path.name) in self.beside:
            return True
        # One may lie below another, in a folder that is hidden there.
        return any(
            _is_below(path, tree) and not any(map(_is_litter, path.relative_to(tree).parts))
            for tree in self.trees
        )


class Watcher:
    """Waits for changes of what is watched; use it as a context manager."""

    def __init__(self) -> None:
        self._observer = Observer()
        self._changed = threading.Event()
        self._last = 0.0
        self._watched: Watched | None = None
        self._stale = False

    def __enter__(self) -> Watcher:
        self._observer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._observer.stop()
        self._observer.join()

    def watch(self, watched: Watched, *, anew: bool = False) -> None:
        """Watch this instead of what was watched before.

        Args:
            watched: what counts; folders that do not exist are passed over.
            anew: look again at every folder, since one above may have gone and come back.

        Raises:
            SitegenError: if the system allows no more watches.
        """
        if watched == self._watched and not (anew or self._stale):
            return
        self._watched, self._stale = watched, False
        self._observer.unschedule_all()
        handler = _Handler(self)
        flat = {folder for folder, _ in watched.beside} - watched.trees
        folders = [(folder, True) for folder in watched.trees]
        folders += [(folder, False) for folder in flat]
        for folder, recursive in sorted(folders):
            if not folder.is_dir():
                continue
            try:
                self._observer.schedule(
                    handler, str(folder), recursive=recursive, event_filter=_EVENTS
                )
            except OSError as error:
                raise SitegenError(
                    f"cannot be watched for changes: {error.strerror}",
                    path=folder,
                    hint="on Linux, fs.inotify.max_user_watches may be too small",
                ) from error

    @property
    def has_news(self) -> bool:
        """Whether something changed that no wait has told of yet."""
        return self._changed.is_set()

    def comes(self, seconds: float) -> bool:
        """Wait for a change, and leave it to `wait`; False after `seconds` without one."""
        return self._changed.wait(seconds)

    def wait(self, seconds: float) -> bool:
        """Wait for a change and for the end of its burst; False after `seconds` without one."""
        if not self._changed.wait(seconds):
            return False
        begun = time.monotonic()
        while (now := time.monotonic()) - begun < _BURST_SECONDS:
            quiet = now - self._last
            if quiet >= _QUIET_SECONDS:
                break
            time.sleep(_QUIET_SECONDS - quiet)
        # What comes from here on belongs to the next build.
        self._changed.clear()
        return True

    def note(self, paths: Iterable[Path]) -> None:
        """Take note of an event at these paths."""
        if self._watched and any(map(self._watched.concerns, paths)):
            # A folder that came, went or moved is another one to the system.
            self._stale = self._stale or not self._watched.trees.isdisjoint(paths)
            self._last = time.monotonic()
            self._changed.set()


class _Handler(events.FileSystemEventHandler):
    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        paths = (event.src_path, event.dest_path)
        self._watcher.note([Path(str(path)) for path in paths if path])


def _is_below(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def _is_litter(name: str) -> bool:
    """Tell hidden files and what editors leave beside a file while they write it."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913"
