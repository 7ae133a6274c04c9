"""The service worker in a browser: what it keeps, and that a new build shows at once."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served, until
from playwright.sync_api import Error

from sitegen.site.offline import no_service_worker, service_worker

BASE = "/a/b/"
SHELL = ["index.html", "search.html", "css/site.css?v=1", "js/site.js?v=1", "search/manifest.js"]
OWN = [
    *SHELL[:2],
    "css/site.css",
    "js/site.js",
    "search/manifest.js",
    "digests/a",
    "papers/a",
    "é &/a",
]
REGISTER = 'navigator.serviceWorker.register(document.documentElement.dataset.root + "sw.js");'


def write_build(folder: Path, build: int, *, worker: bytes | None = None) -> None:
    """Write a small site: every page says which build it is of."""

    def page(name: str, root: str = "") -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<!doctype html><html lang="en" data-root="{root}"><meta charset="utf-8">'
            f"<title>{name}</title><p>{name} of build {build}</p>"
            f'<script src="{root}search/manifest.js"></script>'
            f'<script src="{root}js/site.js?v={build}"></script></html>'
        )

    for name in ("index.html", "search.html"):
        page(name)
    for name in ("digests/new.html", "digests/old.html", "papers/1.html", "papers/2.html"):
        page(name, "../")
    for name, text in {
        "css/site.css": "p { color: black }",
        "js/site.js": REGISTER,
        "search/manifest.js": f"window.shard = 'search/{build}abc.js';",
        f"search/{build}abc.js": f"window.found = {build};",
        "rss.xml": f"<rss>{build}</rss>",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    shell = [path.replace("v=1", f"v={build}") for path in SHELL]
    (folder / "sw.js").write_bytes(
        worker
        or service_worker(own=OWN, shell=shell, recent=["digests/new.html"], stamp=str(build))
    )
    # Old files without a word on caching: browsers take them for fresh for a good while.
    for path in folder.rglob("*"):
        os.utime(path, (0, 1_700_000_000 + build * 1000))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_build(tmp_path / "site", 1)
    return tmp_path / "site"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def settle(page: Any) -> None:
    """Wait until the newest worker is at work."""
    page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            await registration.update();
            const busy = registration.installing || registration.waiting;
            if (busy) await new Promise((done) => busy.addEventListener("statechange", () => {
                if (busy.state === "activated") done();
            }));
            if (!navigator.serviceWorker.controller) await new Promise((done) =>
                navigator.serviceWorker.addEventListener("controllerchange", done));
        }"""
    )


def kept(page: Any) -> list[str]:
    """Names of all caches of the origin."""
    found: list[str] = page.evaluate("caches.keys()")
    return sorted(found)


def test_the_page_that_a_reader_comes_to_first_is_kept(seed_site: Path, page: Any) -> None:
    """It was loaded before there was a worker."""
    with served(seed_site, BASE) as root:
        page.goto(f"{root}papers/2511.10440.html")
        title = page.inner_text("h1")
        until(page, "async () => Boolean(await caches.match(location.href))")
    page.reload()
    assert page.inner_text("h1") == title


def load_shard(page: Any) -> int:
    """Load the shard that the manifest names, as search does."""
    found: int = page.evaluate(
        """() => new Promise((done, failed) => {
            const script = document.createElement("script");
            script.src = document.documentElement.dataset.root + window.shard;
            script.onload = () => done(window.found);
            script.onerror = () => failed(new Error("no shard"));
            document.head.append(script);
        })"""
    )
    return found


def test_shell_newest_digests_and_what_was_read_are_there_offline(site: Path, page: Any) -> None:
    with served(site, BASE) as root:
        page.goto(f"{root}index.html")
        settle(page)
        page.goto(f"{root}papers/1.html")
        page.goto(f"{root}search.html")
        assert load_shard(page) == 1
    for path, text in (
        ("index.html", "index.html of build 1"),
        ("", "index.html of build 1"),
        ("search.html?q=lakes", "search.html of build 1"),
        ("digests/new.html", "digests/new.html of build 1"),
        ("papers/1.html", "papers/1.html of build 1"),
        ("papers/2.html", "This page has not been kept for reading offline."),
    ):
        page.goto(root + path)
        assert text in page.inner_text("body")
    page.goto(f"{root}search.html?q=lakes")
    assert load_shard(page) == 1


def test_a_new_build_shows_at_once_and_replaces_the_old(site: Path, page: Any) -> None:
    with served(site, BASE) as root:
        page.goto(f"{root}index.html")
        settle(page)
        page.goto(f"{root}papers/1.html")
        page.goto(f"{root}index.html")
        page.goto(f"{root}search.html")
        assert load_shard(page) == 1
        (old_shell,) = [name for name in kept(page) if ":shell:" in name]
        write_build(site, 2)
        (site / "search" / "1abc.js").unlink()
        page.goto(f"{root}search.html")
        assert "search.html of build 2" in page.inner_text("body")
        assert load_shard(page) == 2
        settle(page)
        assert old_shell not in kept(page)
    # Offline afterwards: the shell is the new build's, also where the old one was read.
    for path, text in (
        ("index.html", "index.html of build 2"),
        ("digests/new.html", "digests/new.html of build 2"),
        ("papers/1.html", "papers/1.html of build 1"),
    ):
        page.goto(root + path)
        assert text in page.inner_text("body")
    page.goto(f"{root}search.html")
    assert load_shard(page) == 2


def test_a_folder_and_its_index_are_one_page(site: Path, page: Any) -> None:
    """What was read last under either address is what both show offline."""
    with served(site, BASE) as root:
        page.goto(root)
        settle(page)
        page.goto(root)
        for build, read, other in ((2, "index.html", ""), (3, "", "index.html")):
            index = site / "index.html"
            index.write_text(index.read_text().replace(f"build {build - 1}", f"build {build}"))
            page.goto(root + read)
            assert f"of build {build}" in page.inner_text("body")
            page.context.set_offline(True)
            for path in (other, read):
                page.goto(root + path)
                assert f"index.html of build {build}" in page.inner_text("body")
            page.context.set_offline(False)


def test_a_site_beside_its_own_files_is_left_alone(site: Path, page: Any) -> None:
    """As where `NAME.github.io/` is the site and `NAME.github.io/other/` is somebody's else."""
    for name in ("other/index.html", "é &/note.html"):
        (site / name).parent.mkdir()
        (site / name).write_text(f'<!doctype html><meta charset="utf-8"><p>{name}</p>')
    with served(site, BASE) as root:
        page.goto(f"{root}index.html")
        settle(page)
        page.goto(f"{root}other/index.html")
        page.goto(f"{root}%C3%A9%20&/note.html")
        page.goto(f"{root}%FF/note.html")
    page.goto(f"{root}%C3%A9%20&/note.html")
    assert page.inner_text("p") == "é &/note.html"
    with pytest.raises(Error, match="CONNECTION_REFUSED"):
        page.goto(f"{root}other/index.html")


def test_files_of_the_index_that_are_read_again_outlast_others(site: Path, page: Any) -> None:
    """The columns, say, without which no query can be answered."""
    (site / "search/new.js").write_text("")
    load = "name => fetch(`search/${name}.js`, { cache: 'no-store' }).then((got) => got.ok)"
    until_kept = """async () => {
        const cache = await caches.open("sitegen:/a/b/:search");
        const names = async () => (await cache.keys()).map((key) => key.url.split("/").pop());
        const pause = () => new Promise((done) => setTimeout(done, 20));
        while ((await names()).pop() !== "NAME.js" || (await names()).length > 400) await pause();
    }"""
    with served(site, BASE) as root:
        page.goto(f"{root}index.html")
        settle(page)
        page.evaluate(load, "1abc")
        page.evaluate(until_kept.replace("NAME", "1abc"))
        page.evaluate(
            """async () => {
                const cache = await caches.open("sitegen:/a/b/:search");
                for (let n = 0; n < 399; n++)
                    await cache.put(`search/${n}.js`, new Response("", { headers: { n } }));
            }"""
        )
        page.evaluate(load, "1abc")
        page.evaluate(until_kept.replace("NAME", "1abc"))
        page.evaluate(load, "new")
        page.evaluate(until_kept.replace("NAME", "new"))
    assert page.evaluate(load, "1abc")
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate(load, "0")


def test_a_store_that_fails_keeps_no_page_from_its_reader(site: Path, page: Any) -> None:
    """Browsers answer so when their own files are damaged: as if there were no worker."""
    with served(site, BASE) as root:
        page.goto(f"{root}index.html")
        settle(page)
        page.context.service_workers[0].evaluate(
            """() => {
                const fail = () => Promise.reject(new Error("Unexpected internal error."));
                CacheStorage.prototype.open = CacheStorage.prototype.match = fail;
            }"""
        )
        for path in ("digests/old.html", "papers/1.html"):
            page.goto(f"{root}{path}")
            assert page.inner_text("p") == f"{path} of build 1"
        assert load_shard(page) == 1


def test_documents_for_programs_are_never_kept(site: Path, page: Any) -> None:
    with served(site, BASE) as root:
        page.goto(f"{root}index.html")
        settle(page)
        assert page.evaluate("fetch('rss.xml').then((answer) => answer.text())") == "<rss>1</rss>"
    # Past the browser's own cache, which no worker governs.
    again = "fetch('rss.xml', { cache: 'no-store' }).then(() => 'kept', () => 'gone')"
    assert page.evaluate(again) == "gone"


def test_switched_off_it_forgets_its_own_and_goes(site: Path, page: Any) -> None:
    with served(site, BASE) as root:
        page.goto(f"{root}index.html")
        settle(page)
        page.evaluate("caches.open('sitegen:/another/site/:read')")
        assert len(kept(page)) > 1
        write_build(site, 2, worker=no_service_worker())
        (site / "js" / "site.js").write_text("")
        page.goto(f"{root}index.html?again")
        page.evaluate(
            "navigator.serviceWorker.getRegistration().then((found) => found && found.update())"
        )
        page.evaluate(
            """async () => {
                while ((await navigator.serviceWorker.getRegistrations()).length)
                    await new Promise((done) => setTimeout(done, 50));
            }"""
        )
        assert kept(page) == ["sitegen:/another/site/:read"]


def test_the_worker_follows_from_its_arguments_alone() -> None:
    facts = {"own": OWN, "shell": SHELL, "recent": ["digests/new.html"]}
    assert service_worker(**facts, stamp="1") == service_worker(**facts, stamp="1")  # type: ignore[arg-type]
    assert service_worker(**facts, stamp="1") != service_worker(**facts, stamp="2")  # type: ignore[arg-type]


def test_no_text_ends_the_worker_s_data() -> None:
    message = '</script>"; alert(1); //\u2028 ${x} `'
    script = service_worker(own=[], shell=[], recent=[], stamp="", message=message).decode()
    (line,) = [line for line in script.split("\n") if line.startswith("const BUILD")]
    assert line.isascii()
    assert line.endswith("};")


def test_all_styles_and_scripts_of_what_is_kept_are_kept(seed_site: Path) -> None:
    script = (seed_site / "sw.js").read_text("utf-8")
    (line,) = re.findall(r"^const BUILD = (.*);$", script, re.MULTILINE)
    build = json.loads(line)
    kept = {*build["shell"], *build["recent"]} | {"search/manifest.js"}  # which search keeps
    pages = [path for path in kept if path.endswith(".html")]
    assert {"index.html", "digests/2025-11-19.html", "digests/2025-11-14.html"} <= {*pages}
    for path in pages:
        html = (seed_site / path).read_text("utf-8")
        urls = re.findall(r'<(?:script|link rel="stylesheet")[^>]* (?:src|href)="([^"]+)"', html)
        assert urls
        for url in urls:
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), url)) in kept


def test_a_real_site_is_read_and_searched_offline(seed_site: Path, page: Any) -> None:
    def search() -> list[str]:
        page.goto(f"{root}search.html?q=CrysFormer")
        page.wait_for_selector('#results[data-state="done"]')
        found = page.locator("#results [data-paper]").evaluate_all(
            "all => all.map((each) => each.dataset.paper)"
        )
        return list(found)

    problems: list[str] = []
    with served(seed_site, BASE) as root:
        page.goto(root)
        settle(page)
        assert search() == ["2511.10440"]
        page.on("pageerror", lambda error: problems.append(str(error)))
    assert search() == ["2511.10440"]
    page.goto(f"{root}digests/2025-11-19.html")
    assert page.locator("[data-paper]").count() == 5
    page.goto(f"{root}papers/2511.14651.html")
    assert page.locator("article[data-paper]").count() == 0
    assert problems == []
