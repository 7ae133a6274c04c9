"""The development server: files, base path, live reload, and nothing else."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.errors import SitegenError
from sitegen.serve.server import SiteServer, open_server
from sitegen.serve.state import Failure, LiveState

PAGE = "<!doctype html><html><body><p>{}</p></body></html>\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in ("index", "404", "papers/x", "pages/index"):
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(name))
    for name in ("main.js", "main.css", "rss.xml", "sw.js", "a.webmanifest", "f.woff2", "0.bin"):
        (folder / name).write_text(f"of {name}")
    (folder / ".sitegen-files").write_text("index.html\n")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def server(site: Path) -> Iterator[SiteServer]:
    server = open_server(LiveState(site, "/a/b/"), 0)
    server.start()
    yield server
    server.stop()


def get(
    server: SiteServer, path: str, method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("main.js", "text/javascript; charset=utf-8"),
        ("main.css", "text/css; charset=utf-8"),
        ("rss.xml", "application/xml; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("f.woff2", "font/woff2"),
        ("0.bin", "application/octet-stream"),
    ],
)
def test_files_have_their_type_and_are_never_kept(server: SiteServer, name: str, kind: str) -> None:
    response, body = get(server, f"/a/b/{name}")
    assert response.status == 200
    assert response.getheader("Content-Type") == kind
    assert response.getheader("Cache-Control") == "no-store"
    assert response.getheader("Content-Length") == str(len(body))


def test_pages_get_the_script_and_other_files_stay_as_they_are(server: SiteServer) -> None:
    response, page = get(server, "/a/b/papers/x.html?q=1")
    assert page.decode().startswith("<!doctype html><html><body><p>papers/x</p>")
    tag = response.getheader("ETag", "").strip('"')
    script = (
        '<script src="/__sitegen/live.js" data-generation="0" data-revision="0" '
        f'data-tag="{tag}"></script>'
    )
    assert page.count(script.encode()) == 1
    assert page.index(b"live.js") < page.index(b"</body>")
    assert get(server, "/a/b/rss.xml")[1] == b"of rss.xml"
    assert b"EventSource" in get(server, "/__sitegen/live.js")[1]
    assert b"section" in get(server, "/__sitegen/live.css")[1]


def test_the_tag_of_a_page_is_that_of_its_file(server: SiteServer, site: Path) -> None:
    def tag(path: str = "/a/b/papers/x.html") -> str:
        return get(server, path, "HEAD")[0].getheader("ETag", "")

    before = tag()
    assert before
    assert tag() == before
    assert tag("/a/b/index.html") != before
    replacement = site / "new.html"
    replacement.write_text(PAGE.format("new"))
    replacement.replace(site / "papers/x.html")
    assert tag() != before


def test_the_base_path_is_where_the_site_is(server: SiteServer) -> None:
    for path in ("/", "/a/b"):
        response, _ = get(server, path)
        assert (response.status, response.getheader("Location")) == (302, "/a/b/")
    assert b"<p>index</p>" in get(server, "/a/b/")[1]
    outside, body = get(server, "/elsewhere.html")
    assert outside.status == 404
    assert b'href="/a/b/"' in body


def test_a_folder_shows_its_index(server: SiteServer) -> None:
    response, _ = get(server, "/a/b/pages")
    assert (response.status, response.getheader("Location")) == (302, "/a/b/pages/")
    assert b"<p>pages/index</p>" in get(server, "/a/b/pages/")[1]


@pytest.mark.parametrize(
    "path",
    [
        "/a/b/missing.html",
        "/a/b/papers/",
        "/a/b/../../secret.txt",
        "/a/b/%2e%2e/secret.txt",
        "/a/b/..%2fsecret.txt",
        "/a/b/..%5csecret.txt",
        "/a/b/link.txt",
        "/a/b/.sitegen-files",
        "/a/b/%00",
        "/a/b/" + "x" * 300,
        "/__sitegen/../server.py",
        "/__sitegen/server.py",
    ],
)
def test_what_is_not_of_the_site_is_not_found(server: SiteServer, path: str) -> None:
    response, body = get(server, path)
    assert response.status == 404
    assert b"secret" not in body
    if path.startswith("/a/b/"):
        assert b"<p>404</p>" in body


def test_head_sends_no_body(server: SiteServer) -> None:
    response, body = get(server, "/a/b/index.html", "HEAD")
    assert (response.status, body) == (200, b"")
    assert int(response.getheader("Content-Length") or 0) > 0


def test_a_service_worker_of_an_earlier_visit_goes(server: SiteServer) -> None:
    response, body = get(server, "/a/b/sw.js")
    assert response.getheader("Content-Type") == "text/javascript; charset=utf-8"
    assert b"unregister" in body


def test_without_a_build_the_page_says_so(tmp_path: Path) -> None:
    state = LiveState(tmp_path / "nothing", "/")
    state.failed(Failure("broken"))
    server = open_server(state, 0)
    server.start()
    response, body = get(server, "/")
    server.stop()
    assert response.status == 404
    assert b"not built yet" in body
    assert b"live.js" in body


def test_events_tell_of_builds_and_failures(server: SiteServer, site: Path) -> None:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=10)
    connection.request("GET", "/__sitegen/events")
    response = connection.getresponse()
    assert response.getheader("Content-Type") == "text/event-stream"

    def message() -> dict[str, object]:
        line, blank = response.readline(), response.readline()
        assert line.startswith(b"data: ")
        assert blank == b"\n"
        return json.loads(line.removeprefix(b"data: "))

    assert message() == {"generation": 0, "revision": 0, "failure": None}
    server.state.failed(Failure("odd", "content/x.md", 3, "mend it", "### ["))
    assert message() == {
        "generation": 0,
        "revision": 0,
        "failure": {
            "message": "odd", "place": "content/x.md:3", "source": "### [", "hint": "mend it",
        },
    }  # fmt: skip
    server.state.built(site, "/a/b/", changed=True)
    assert message() == {"generation": 1, "revision": 0, "failure": None}
    server.state.completed()
    assert message() == {"generation": 1, "revision": 1, "failure": None}
    server.state.built(site, "/a/b/", changed=False)
    assert message()["generation"] == 1
    server.state.close()
    assert response.read() == b""
    connection.close()


def test_a_taken_port_is_an_error_or_the_next_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        state = LiveState(tmp_path, "/")
        with pytest.raises(SitegenError, match=f"port {port} is taken\n  hint: .*--port"):
            open_server(state, port)
        monkeypatch.setattr("sitegen.serve.server.DEFAULT_PORT", port)
        server = open_server(state, None)
        server.server_close()
        assert port < server.server_address[1] < port + 20
        monkeypatch.setattr("sitegen.serve.server._PORTS_TRIED", 1)
        with pytest.raises(SitegenError, match="no port from"):
            open_server(state, None)
    with pytest.raises(SitegenError, match="no port 70000"):
        open_server(state, 70000)


def test_only_this_machine_is_served(server: SiteServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.origin == f"http://127.0.0.1:{server.server_address[1]}"
