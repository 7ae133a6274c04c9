"""The HTTP server of `sitegen serve`: a folder at a base path, plus live reload.

Serves files and tells browsers of changes; knows nothing of building and watching.
"""

from __future__ import annotations

import contextlib
import errno
import html
import mimetypes
import os
import shutil
import socketserver
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote

from sitegen.errors import SitegenError
from sitegen.serve.state import LiveState, Snapshot

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
_PORTS_TRIED = 20
_HEARTBEAT_SECONDS = 15.0

# What live reload needs stands beside the site, whatever its base path.
LIVE_PREFIX = "/__sitegen/"
_ASSETS = Path(__file__).parent / "assets"

# The types that a site needs, since those of the system differ from one to the next.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}

# A service worker would show yesterday's pages while somebody edits today's; this one
# takes the place of any that an earlier visit installed, and goes.
_NO_WORKER = b"""\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", () => self.registration.unregister());
"""

_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{text}</p></body>
</html>
"""


class SiteServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """A server on the loopback interface; `start` runs it in a thread of its own."""

    daemon_threads = True
    # On Windows this would let two servers share one port.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 64

    def __init__(self, state: LiveState, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.state = state
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)

    @property
    def origin(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"http://{HOST}:{self.server_address[1]}"

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def stop(self) -> None:
        """End every connection and free the port."""
        self.state.close()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent about browsers that hang up; tell of anything else as usual."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def open_server(state: LiveState, port: int | None) -> SiteServer:
    """Open a server on a port, or on the first free one from 8000 on where none is given.

    Raises:
        SitegenError: if the port is taken or may not be used.
    """
    wanted = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED)
    reason = ""
    for number in wanted:
        try:
            return SiteServer(state, number)
        except OverflowError as error:
            raise SitegenError(f"there is no port {number}", hint="ports end at 65535") from error
        except OSError as error:
            reason = "is taken" if error.errno == errno.EADDRINUSE else f"fails: {error.strerror}"
    if port is None:
        raise SitegenError(
            f"no port from {DEFAULT_PORT} to {DEFAULT_PORT + _PORTS_TRIED - 1} is free",
            hint="name one with --port",
        )
    raise SitegenError(
        f"port {port} {reason}", hint="name another with --port, or leave it out for a free one"
    )


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: SiteServer
    _state: Snapshot
    server_version = "sitegen"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Keep the terminal for what builds say."""

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        # The state from before the file is read: at worst a page is loaded once too often.
        state = self._state = self.server.state.now
        if path.startswith(LIVE_PREFIX):
            self._answer_live(path.removeprefix(LIVE_PREFIX), with_body)
        elif path + "/" == state.base_path or (path == "/" and state.base_path != "/"):
            self._redirect(state.base_path)
        elif path.startswith(state.base_path):
            self._answer_file(path.removeprefix(state.base_path), with_body)
        else:
            text = f'This site lives at <a href="{state.base_path}">{state.base_path}</a>.'
            self._answer_page(HTTPStatus.NOT_FOUND, "Not found", text, with_body)

    # -------------------------------------------------------------- files

    def _answer_file(self, path: str, with_body: bool) -> None:
        state = self._state
        found = _find(state.folder, path)
        if found is not None and found.is_dir():
            if path and not path.endswith("/"):
                self._redirect(f"{state.base_path}{path.strip('/')}/")
                return
            found = found / "index.html"
        if path == "sw.js":
            self._send(HTTPStatus.OK, _TYPES[".js"], _NO_WORKER, with_body)
            return
        status = HTTPStatus.OK
        if found is None or not found.is_file():
            status, found = HTTPStatus.NOT_FOUND, state.folder / "404.html"
        kind = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0]
        try:
            file = found.open("rb")
        except OSError:
            title = "The site is not built yet" if state.failure else "Not found"
            self._answer_page(HTTPStatus.NOT_FOUND, title, "", with_body)
            return
        with file:
            if found.suffix == ".html":
                tag = _tag(file)
                page = self._with_script(file.read(), tag)
                self._send(status, _TYPES[".html"], page, with_body, tag)
            else:
                self._send_file(status, kind or "application/octet-stream", file, with_body)

    def _answer_page(self, status: HTTPStatus, title: str, text: str, with_body: bool) -> None:
        page = _PAGE.format(title=html.escape(title), text=text).encode()
        self._send(status, _TYPES[".html"], self._with_script(page), with_body)

    def _with_script(self, page: bytes, tag: str = "") -> bytes:
        """Put the script of live reload before the end of the page's body.

        It is a file of the same origin, so that the page's Content-Security-Policy holds.
        """
        state = self._state
        script = (
            f'<script src="{LIVE_PREFIX}live.js" data-generation="{state.generation}" '
            f'data-revision="{state.revision}" data-tag="{tag}"></script>\n'
        )
        head, end, tail = page.rpartition(b"</body>")
        return head + script.encode() + end + tail if end else page + script.encode()

    # -------------------------------------------------------------- live reload

    def _answer_live(self, name: str, with_body: bool) -> None:
        if name == "events":
            self._send_events()
        elif name in ("live.js", "live.css"):
            with (_ASSETS / name).open("rb") as file:
                self._send_file(HTTPStatus.OK, _TYPES[Path(name).suffix], file, with_body)
        else:
            self._answer_page(HTTPStatus.NOT_FOUND, "Not found", "", with_body)

    def _send_events(self) -> None:
        """Send the state now and at every change, as server-sent events.

        The format is that of https://html.spec.whatwg.org/multipage/server-sent-events.html
        """
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        state = self._state
        with contextlib.suppress(ConnectionError):
            while not state.closed:
                self.wfile.write(f"data: {state.message()}\n\n".encode())
                self.wfile.flush()
                while (newer := self._next_state(state.version)) is None:
                    # A comment that nobody reads finds out whether the browser has gone.
                    self.wfile.write(b":\n\n")
                    self.wfile.flush()
                state = newer

    def _next_state(self, version: int) -> Snapshot | None:
        return self.server.state.wait_after(version, _HEARTBEAT_SECONDS)

    # -------------------------------------------------------------- answers

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(unquote(path)))
        self.send_header("Content-Length", "0")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def _send(
        self, status: HTTPStatus, kind: str, body: bytes, with_body: bool, tag: str = ""
    ) -> None:
        self._send_head(status, kind, len(body), tag)
        if with_body:
            self.wfile.write(body)

    def _send_file(self, status: HTTPStatus, kind: str, file: BinaryIO, with_body: bool) -> None:
        self._send_head(status, kind, os.fstat(file.fileno()).st_size)
        if with_body:
            shutil.copyfileobj(file, self.wfile)

    def _send_head(self, status: HTTPStatus, kind: str, length: int, tag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        if tag:
            self.send_header("ETag", f'"{tag}"')
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()


def _tag(file: BinaryIO) -> str:
    """Name a state of a file: builds replace whole files."""
    found = os.fstat(file.fileno())
    return f"{found.st_mtime_ns:x}-{found.st_ino:x}"


def _find(folder: Path, path: str) -> Path | None:
    """Find what an address means in the site's folder, None for what is not to be seen.

    Nothing outside of the folder, also not by a symbolic link, and none of the files that
    the build keeps for itself.
    """
    parts = [part for part in unquote(path).split("/") if part]
    if any(part == ".." or "\\" in part or part.startswith(".sitegen") for part in parts):
        return None
    try:
        root = folder.resolve()
        found = root.joinpath(*parts).resolve()
        inside = found == root or root in found.parents
        return found if inside and found.exists() else None
    except (OSError, ValueError):  # a name too long, a zero byte
        return None
