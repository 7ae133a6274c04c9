"""The link checker, on small sites with one thing wrong in each."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.check.links import check_site, resolve
from sitegen.check.pages import read_page, read_styles
from sitegen.executor import Workers

PAGE = "<!doctype html>\n<html><head>{head}</head><body>\n{body}\n</body></html>\n"


def make_site(folder: Path, **pages: str) -> Path:
    """Write pages by name (`papers__x` is papers/x.html) from their bodies."""
    for name, body in pages.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(head="", body=body))
    return folder


def problems(folder: Path, base_url: str = "") -> list[tuple[str, int, str]]:
    with Workers(1) as workers:
        site = check_site(folder, base_url, workers, "output")
    return [(found.path, found.line, found.message) for found in site.diagnostics]


def test_a_whole_site_has_no_problems(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        index='<a href="papers/x.html#abstract">x</a> <a href="papers/">all</a> <a href="#">up</a>'
        ' <a href="https://elsewhere.invalid/none.html">out</a> <a href="mailto:a@b.invalid">m</a>'
        ' <img src="data/a%20b.png" alt=""> <a href="#top">top</a> <a href="?q=1#:~:text=x">q</a>',
        papers__x='<h2 id="abstract">A</h2> <a href="../index.html">home</a> <a href=".">all</a>',
        papers__index='<a href="x.html?v=1">x</a> <a href="../">home</a>',
    )
    (site / "data").mkdir()
    (site / "data/a b.png").write_bytes(b"png")
    assert problems(site) == []
    with Workers(1) as workers:
        found = check_site(site, "", workers, "output")
    assert (found.pages, found.links) == (3, 10)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="papers/y.html">y</a>', "dead link: 'papers/y.html'"),
        ('<a href="papers/x.html#none">x</a>', "missing anchor: 'papers/x.html#none'"),
        ('<a href="#none">x</a>', "missing anchor: '#none'"),
        ('<img src="a.png" alt="">', "missing asset: 'a.png'"),
        ('<img srcset="a.png 1x, b.png 2x" alt="">', "missing asset: 'a.png'"),
        ('<script src="a.js?v=1"></script>', "missing asset: 'a.js?v=1'"),
        ('<link rel="stylesheet" href="a.css">', "missing asset: 'a.css'"),
        ('<link rel="alternate" href="rss.xml">', "dead link: 'rss.xml'"),
        ('<meta http-equiv="refresh" content="0; url=new.html">', "dead link: 'new.html'"),
        ('<a href="../up.html">up</a>', "link leaves the site's folder: '../up.html'"),
        ('<a href="/index.html">root</a>', "link leaves the site's folder: '/index.html'"),
        ('<a href="http://[oops">odd</a>', "link leaves the site's folder: 'http://[oops'"),
        ('<i id="a"></i><i id="a"></i>', "anchor stands twice: 'a'"),
    ],
)
def test_each_problem_is_found(tmp_path: Path, body: str, message: str) -> None:
    site = make_site(tmp_path, index=f"\n{body}", papers__x="x")
    # The base URL makes "/index.html" a link out of the site.
    found = problems(site, "https://example.org/a/b")
    line = 0 if "twice" in message else 4
    assert ("output/index.html", line, message) in found


def test_a_base_url_with_an_encoded_path_is_the_site_itself(tmp_path: Path) -> None:
    site = make_site(
        tmp_path, index='<a href="/%E6%B9%96/x.html">x</a> <a href="/x.html">no</a>', x=""
    )
    found = problems(site, "https://example.org/%E6%B9%96")
    assert [message for _, _, message in found] == ["link leaves the site's folder: '/x.html'"]


def test_a_page_that_was_cut_short_is_found(tmp_path: Path) -> None:
    site = make_site(tmp_path, index="x")
    (site / "index.html").write_text("<!doctype html><html><body>x</bo")
    assert problems(site) == [
        ("output/index.html", 0, "page is cut short: it does not end in </html>")
    ]


def test_style_sheets_that_pages_load_name_files_too(tmp_path: Path) -> None:
    site = make_site(tmp_path, index="x")
    (site / "index.html").write_text('<link rel="stylesheet" href="static/main.css?v=1"></html>')
    (site / "static").mkdir()
    (site / "static/here.woff2").write_bytes(b"font")
    (site / "static/main.css").write_text(
        "/* url(old.png)\n*/ @import 'base.css';\n"
        'a { background: url("no.svg") }\n@font-face { src: url(here.woff2?v=1) }\n'
    )
    (site / "static/unused.css").write_text("a { background: url(none.svg) }")
    assert problems(site) == [
        ("output/static/main.css", 2, "missing asset: 'base.css'"),
        ("output/static/main.css", 3, "missing asset: 'no.svg'"),
    ]
    (site / "static/base.css").write_text("b { background: url(no.svg) }")
    assert ("output/static/base.css", 1, "missing asset: 'no.svg'") in problems(site)


@pytest.mark.parametrize(
    ("page", "url", "path", "anchor"),
    [
        ("papers/x.html", "y.html", "papers/y.html", ""),
        ("papers/x.html", "../index.html#a%20b", "index.html", "a b"),
        ("papers/x.html", "", "papers/x.html", ""),
        ("404.html", "/a/b/index.html", "index.html", ""),
        ("index.html", "https://example.org/a/b/papers/x.html", "papers/x.html", ""),
        ("index.html", "https://example.org/a/b", ".", ""),
        ("index.html", "https://example.org/a/b#x", ".", "x"),
        ("index.html", "/a/", "", ""),
        ("papers/x.html", "../../x.html", "", ""),
    ],
)
def test_addresses_resolve_as_in_a_browser(page: str, url: str, path: str, anchor: str) -> None:
    assert resolve(page, url, "https://example.org/a/b") == (path, anchor)


@pytest.mark.parametrize(
    "url", ["https://example.org/a/bc", "//example.org/a/b/", "mailto:x@y.invalid", "data:,x"]
)
def test_other_addresses_are_not_followed(url: str) -> None:
    assert resolve("index.html", url, "https://example.org/a/b") is None


def test_what_a_page_says() -> None:
    facts = read_page(
        "x.html", '<html>\n<a name="old"></a><p id="p"><a\nhref="y.html">y</a></html>\n \n'
    )
    assert facts.anchors == {"old", "p"}
    assert facts.references == (("y.html", 2, False),)
    assert facts.whole
    assert read_styles("x.css", "a{b:url( 'c d.png' )}").references == (("c d.png", 1, True),)


def test_markup_that_the_parser_refuses_and_links_to_nowhere_are_no_failure(tmp_path: Path) -> None:
    site = make_site(tmp_path, index='<![foo bar]> <a href="none.html">x</a>')
    (site / "gone.html").symlink_to("nowhere")
    assert [message for _, _, message in problems(site)] == ["dead link: 'none.html'"]
