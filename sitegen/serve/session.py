"""One run of `sitegen serve`, from the first build to Ctrl-C.

Puts configuration, build, server and watcher together; each of them is a function or
an object that stands on its own.
"""

from __future__ import annotations

import contextlib
import linecache
import os
import signal
import threading
import traceback
import webbrowser
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import FrameType

import msgspec

from sitegen.config import CONFIG_NAME, Config
from sitegen.content import digest_folders, walk
from sitegen.errors import ContentError, SitegenError
from sitegen.serve.server import open_server
from sitegen.serve.state import Failure, LiveState
from sitegen.serve.watch import Watched, Watcher
from sitegen.site.setup import OWN_PAGES
from sitegen.site.theme import load_theme

# Windows lets a waiting thread notice Ctrl-C only when its wait is over.
_WAIT_SECONDS = 0.5
_PAUSE_SECONDS = 1.0  # in which browsers load a page of hundreds of papers


def serve(
    load: Callable[[], Config],
    build: Callable[[Config, bool], bool],
    *,
    say: Callable[[str], None],
    port: int | None = None,
    open_browser: bool = False,
) -> None:
    """Build a site, serve it on 127.0.0.1, and build again whenever its sources change.

    Returns when the process gets SIGINT (Ctrl-C) or SIGTERM.  A build that fails is told
    on the terminal and in the browser, while the last good site stays.

    Args:
        load: reads the configuration; called again before every build.
        build: makes the site and tells whether any of its files changed.  Its second
            argument is whether to leave what no page shows for later: pages are shown as
            soon as they are there.  It runs in the main thread while others answer
            requests, so it may not fork.
        say: shows a line to the person at the terminal.
        port: to listen on; None takes the first free one from 8000 on.
        open_browser: show the site in the person's browser.

    Raises:
        SitegenError: if the configuration cannot be read at the start, or no port be had.
    """
    config = load()
    state = LiveState(config.output, config.base_path)
    server = open_server(state, port)
    with _until_stopped(), contextlib.ExitStack() as stack:
        server.start()
        stack.callback(server.stop)
        session = _Session(load, build, say, stack.enter_context(Watcher()), state)
        session.rebuild(pause=0)
        address = server.origin + state.now.base_path
        say(f"serving {address} (Ctrl-C ends)")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        while True:
            if session.watcher.wait(_WAIT_SECONDS):
                session.rebuild(_PAUSE_SECONDS)


class _Session(msgspec.Struct, frozen=True):
    load: Callable[[], Config]
    build: Callable[[Config, bool], bool]
    say: Callable[[str], None]
    watcher: Watcher
    state: LiveState

    def rebuild(self, pause: float) -> None:
        """Read the configuration and build; note how that went.

        Args:
            pause: seconds between pages and the rest, in which browsers get the pages: a
                build beside that makes them wait.
        """
        try:
            config = self.load()
            # Before the build, so that no change during it is missed.
            self.watcher.watch(_watched(config), anew=self.state.now.failure is not None)
            self._show(config, changed=self.build(config, True))
            # The rest takes longer than the pages; a change that waits would change it again.
            if not self.watcher.comes(pause) and self.build(config, False):
                if self.watcher.has_news:  # it may have found any page changed once more
                    self._show(config, changed=True)
                else:
                    self.state.completed()
        except SitegenError as error:
            self.say(f"error: {error}")
            self.state.failed(_failure(error))
        except Exception as error:  # a session outlives a bug that one build runs into
            self.say("".join(traceback.format_exception(error)).rstrip())
            self.state.failed(Failure(f"{type(error).__name__}: {error}", hint="see the terminal"))

    def _show(self, config: Config, *, changed: bool) -> None:
        if config.base_path != self.state.now.base_path:
            self.say(f"the site is now at {config.base_path}")
        self.state.built(config.output, config.base_path, changed=changed)


def _failure(error: SitegenError) -> Failure:
    linecache.checkcache(error.path)
    source = linecache.getline(error.path, error.line).strip() if error.line else ""
    return Failure(error.message, error.path, error.line, error.hint, source)


def _watched(config: Config) -> Watched:
    """List what a build of this configuration reads, with links resolved as events have them."""
    trees = {config.theme_overrides, config.static, *_theme_folders(config)}
    trees |= {path for path in config.content if path.is_dir()}
    # Named in the folder above, a folder is noticed when it comes into being.
    beside = {config.file or config.folder / CONFIG_NAME, config.theme_overrides, config.static}
    beside |= set(config.content)
    ignored = frozenset({config.output.resolve(), config.cache.resolve()})
    for path in _linked(config, ignored):
        if path.is_dir():
            trees.add(path)
        else:
            beside.add(Path(os.path.realpath(path)))  # also of a link to itself
    return Watched(
        trees=frozenset(path.resolve() for path in trees),
        beside=frozenset((path.parent.resolve(), path.name) for path in beside),
        ignored=ignored,
    )


def _linked(config: Config, ignored: Collection[Path]) -> Iterator[Path]:
    """Find the links that a build follows; the system tells nothing beyond them."""
    folders = [config.static, *(root / OWN_PAGES for root in config.content)]
    walks: list[Iterator[tuple[str, list[str]]]] = [
        *(((place, names) for place, _, names in walk(folder)) for folder in folders),
        *(digest_folders(root, ignored) for root in config.content),
    ]
    yield from filter(Path.is_symlink, config.content)
    for found in walks:
        # The build tells of a folder that cannot be read, or a root that is a file.
        with contextlib.suppress(ContentError):
            for place, names in found:
                paths = (place, *(f"{place}/{name}" for name in names))
                yield from map(Path, filter(os.path.islink, paths))


def _theme_folders(config: Config) -> set[Path]:
    try:
        return {layer.root for layer in load_theme(config.theme).layers}
    except SitegenError:  # the build tells of it; where it is a folder, that can be mended
        return {Path(config.theme)} if Path(config.theme).is_absolute() else set()


@contextlib.contextmanager
def _until_stopped() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the block instead of the process."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
