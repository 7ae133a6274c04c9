"""A whole site of hostile texts: its pages, feeds, scripts and paths are as safe as any."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hostile_site import LONG, built_site
from hostile_texts import MARKUP, texts
from markupsafe import Markup
from site_rules import problems_of_feed, problems_of_file, problems_of_page, problems_of_script

from sitegen.site.contexts import FieldView
from sitegen.site.details import details_script
from sitegen.text import typeset_prose


@pytest.fixture(scope="module", params=["default", "plain"])
def hostile_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(request.param, tmp_path_factory)


def test_every_file_is_safe(hostile_site: Path) -> None:
    output = hostile_site / "output"
    files = [path for path in output.rglob("*") if path.is_file()]
    assert len(files) > 1000
    problems = [
        f"{path}: {problem}"
        for path in (file.relative_to(output).as_posix() for file in files)
        for problem in problems_of_file(path, output / path)
    ]
    assert problems == []


def test_no_two_paths_are_one_where_case_is_folded(hostile_site: Path) -> None:
    output = hostile_site / "output"
    paths = [path.relative_to(output).as_posix().lower() for path in output.rglob("*")]
    assert len(set(paths)) == len(paths)


def test_every_text_has_its_paper_and_shows_there(hostile_site: Path) -> None:
    papers = hostile_site / "output" / "papers"
    numbers = {text: number for number, (_, text) in enumerate([*texts(), *LONG], 1)}
    shown = [text for text in MARKUP.strip().split("\n") if not typeset_prose(text).html]
    assert len(shown) > 40
    for text in shown:
        html = (papers / f"2502.{numbers[text]:05d}.html").read_text("utf-8")
        for name in ("abstract", "motivation"):
            field = re.search(rf'data-field="{name}"[^>]*>(.*?)</p>', html)
            assert field, (name, text)
            assert not {"<", ">"} & set(field[1])
            # References are characters that the author meant, as far as HTML knows them.
            assert unescape(unescape(field[1])) == unescape(unescape(text))


def test_template_syntax_is_data(hostile_site: Path) -> None:
    output = hostile_site / "output"
    for path in ("index.html", "rss.xml", "feed.json", "feeds.opml", "manifest.webmanifest"):
        assert "{{ 7 * 7 }}" in (output / path).read_text("utf-8"), path


def test_the_hostile_title_stands_as_text(hostile_site: Path) -> None:
    html = (hostile_site / "output" / "about.html").read_text("utf-8")
    assert "&lt;script&gt;alert(&#39;PWNED&#39;)&lt;/script&gt; {{ 7 * 7 }}  &amp; &#34;" in html


PAGE = '<html><head><meta http-equiv="Content-Security-Policy"></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>",
        '<script src="https://evil.example/x.js"></script>',
        "<style>x</style>",
        "<iframe></iframe>",
        "<template><p>x</p></template>",
        '<p onclick="x">y</p>',
        '<p style="x">y</p>',
        '<a href="javascript:x">y</a>',
        '<a href="data:text/html,x">y</a>',
        '<a href="//evil.example\\x">y</a>',
        '<img src="https://evil.example/x.png" alt="">',
        '<link rel="stylesheet" href="//evil.example/x.css">',
        '<form action="https://evil.example/"></form>',
        '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
        '<script type="application/ld+json">{"@context":"https://schema.org","a":"<"}</script>',
        '<p data-field="tldr"><img src="x.png" alt=""></p>',
        '<p data-field="tldr"><span class="button">x</span></p>',
        "<p><b>x</p></b>",
        "<section>",
        "</body></html><p>after",
        "<!-- x -->",
        '<a href="x" href="y">twice</a>',
    ],
)
def test_the_check_of_pages_finds_what_is_wrong(body: str) -> None:
    assert problems_of_page("papers/x.html", PAGE.format(body))


def test_the_check_of_pages_passes_what_is_right() -> None:
    body = '<p data-field="tldr" lang="en"><a href="https://a.example/" rel="nofollow">x</a></p>'
    assert problems_of_page("papers/x.html", PAGE.format(body)) == []


RSS = (
    "<rss><channel><title>{}</title><item><link>{}</link><description>{}</description></item>"
    "</channel></rss>"
)


@pytest.mark.parametrize(
    "values",
    [
        ("&lt;b>", "https://a.example/", ""),
        ("x", "javascript:x", ""),
        ("x", "https://a.example/", "&lt;script>x&lt;/script>"),
        ("x", "https://a.example/", "&lt;p onclick='x'>x&lt;/p>"),
    ],
)
def test_the_check_of_feeds_finds_what_is_wrong(values: tuple[str, str, str]) -> None:
    assert problems_of_feed("rss.xml", RSS.format(*values))
    assert (
        problems_of_feed("rss.xml", RSS.format("x", "https://a.example/", "&lt;p>x&lt;/p>")) == []
    )


def test_the_check_of_scripts_finds_what_is_wrong() -> None:
    def script(html: str) -> str:
        return details_script(
            [("x", [FieldView("tldr", "", Markup(html), "en", False, True)])]
        ).decode()

    assert problems_of_script(script("<em>x</em>")) == []
    assert problems_of_script(script("<script>x</script>"))
    assert problems_of_script("alert(1); sitegen.details({});alert")
