"""The publisher's own pages: front matter, links, and nothing that runs."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from conftest import RunSitegen, sample_digest
from fontTools.ttLib import TTFont

from sitegen.errors import ContentError
from sitegen.model import SourceFile
from sitegen.ownpages import OwnPage, read_page, read_pages
from sitegen.site.setup import own_page_files


def page(text: str, name: str = "contact.md") -> OwnPage:
    return read_page(SourceFile(f"content/pages/{name}", name, text.encode()))


def test_front_matter_names_the_page() -> None:
    found = page(
        '---\ntitle: "About: us"\norder: 3\ndraft: true\nlayout: other\n---\nHello *you*\n'
    )
    assert (found.title, found.order, found.draft) == ("About: us", 3, True)
    assert found.text.markup == "<p>Hello <em>you</em></p>"


def test_without_front_matter_the_heading_is_the_title() -> None:
    found = page("# Who *we* are\n\nText\n\n## More\n")
    assert found.title == "Who we are"
    assert found.text.markup == '<p>Text</p><h2 id="s-more">More</h2>'
    assert page("Text", "who-we-are.md").title == "who we are"


@pytest.mark.parametrize("front", ["---\n---", "--- \n---  ", "---\n\n---", "---\n# none\n---"])
def test_front_matter_may_be_empty(front: str) -> None:
    for text in (f"{front}\nHello\n", f"{front}\n\nHello"):
        found = page(text)
        assert (found.title, found.text.markup) == ("contact", "<p>Hello</p>")
    assert page(front).text.markup == ""


def test_headings_stand_below_the_title() -> None:
    found = page("---\ntitle: About\n---\n# One\n\n## Two\n\n# One\n")
    assert found.text.markup == (
        '<h2 id="s-one">One</h2><h3 id="s-two">Two</h3><h2 id="s-one-2">One</h2>'
    )


def test_navigation_is_sorted_and_drafts_stay_out() -> None:
    files = [
        SourceFile("b.md", "b.md", b"---\ntitle: B\norder: 1\n---\n"),
        SourceFile("a.md", "a.md", b"---\ntitle: A\norder: 2\n---\n"),
        SourceFile("c.md", "c.md", b"---\ntitle: C\ndraft: yes\n---\n"),
        SourceFile("d.md", "d.md", b"---\ntitle: D\norder: 1\n---\n"),
    ]
    assert [found.title for found in read_pages(files)] == ["B", "D", "A"]
    assert [found.title for found in read_pages(files, drafts=True)] == ["C", "B", "D", "A"]


@pytest.mark.parametrize(
    ("target", "link"),
    [
        ("/feeds.html", "../feeds.html"),
        ("/papers/1.html#abstract", "../papers/1.html#abstract"),
        ("other.md", "other.html"),
        ("other.md#a-part", "other.html#s-a-part"),
        ("other.md?print=1#a-part", "other.html?print=1#s-a-part"),
        ("./other.MD", "./other.html"),
        ("/pages/team//other.md", "../pages/team/other.html"),
        ("常见问题.md", "029f62cd.html"),
        ("%E5%B8%B8%E8%A7%81%E9%97%AE%E9%A2%98.md", "029f62cd.html"),
        ("my%20faq.md#money", "my-faq-e5890cef.html#s-money"),
        ("<my faq.md>", "my-faq-e5890cef.html"),
        ("%2F%2Fexample.org/x.md", "example.org/x.html"),
        ("#a-part", "#s-a-part"),
        ("https://example.org/x?a=1#b", "https://example.org/x?a=1#b"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links_lead_where_they_should_below_any_base_path(target: str, link: str) -> None:
    assert page(f"[x]({target})").text.markup == f'<p><a href="{link}">x</a></p>'


def test_links_between_pages_of_any_name_are_alive(tmp_path: Path, run_sitegen: RunSitegen) -> None:
    pages = {
        "about.md": "[a](常见问题.md#费用) [b](my%20faq.md#money) [c](团队/100%25.md) [d](nul.md)",
        "常见问题.md": "# 常见问题\n\n## 费用\n\n[a](about.md) [b](/pages/my%20faq.md)",
        "my faq.md": "# FAQ\n\n## Money\n\n[a](./常见问题.md)",
        "团队/100%.md": "[a](../about.md) [b](../my%20faq.md#money) [c](../团队/x.html/y.md)",
        "团队/x.html/y.md": "[a](../../常见问题.md)",
        "nul.md": "[a](团队/../my%20faq.md)",
    }
    for name, text in pages.items():
        file = tmp_path / "content" / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / "content/2025-01-02.md").write_text(sample_digest([("2501.02001", "Rafts")]))
    assert run_sitegen("build").returncode == 0
    checked = run_sitegen("check")
    assert checked.returncode == 0, checked.stdout


def test_a_nested_page_knows_how_deep_it_lies() -> None:
    assert 'href="../../feeds.html"' in page("[x](/feeds.html)", "team/contact.md").text.markup


def test_pictures_of_other_hosts_become_links() -> None:
    assert page("![Lake](https://example.org/l.png)").text.markup == (
        '<p><a href="https://example.org/l.png">Lake</a></p>'
    )
    assert 'src="../logo.png"' in page("![Logo](/logo.png)").text.markup


def test_tables_are_aligned_without_style() -> None:
    html = page("| a | b |\n|:-:|--:|\n| 1 | 2 |\n").text.markup
    assert 'class="align-center"' in html
    assert "style=" not in html


def test_formulas_are_set_and_the_words_are_plain() -> None:
    text = "Let $x^2$ *be* | there\n"
    found = page(text).text
    assert '<math alttext="x^2">' in found.markup
    assert found.words == "Let x^2 be | there"
    off = read_page(SourceFile("a.md", "a.md", text.encode()), math=False).text
    assert "<math" not in off.markup
    assert "$x^2$" in off.markup


def test_a_formula_brings_the_font_to_a_site_that_has_no_other(
    tmp_path: Path, run_sitegen: RunSitegen
) -> None:
    pages = tmp_path / "content" / "pages"
    pages.mkdir(parents=True)
    (pages / "faq.md").write_text(r"The *cost* is $\aleph_0$.", "utf-8")
    assert run_sitegen("build").returncode == 0
    html = (tmp_path / "output" / "pages" / "faq.html").read_text("utf-8")
    assert "css/math.css" in html
    assert 'content="The cost is ℵ_0."' in html
    with TTFont(tmp_path / "output" / "fonts" / "math.woff2") as font:
        assert ord("ℵ") in font.getBestCmap()


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//example.org/x)",
    "[x](\\\\example.org\\x)",
    "![x](data:image/svg+xml;base64,AAAA)",
    "![x](//example.org/x.png)",
    '[x](https://example.org/"onmouseover="alert(1))',
    '![x" onerror="alert(1)](/a.png)',
    "# <b>x</b> onclick=alert(1)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<https://example.org/<script>>",
    "{{ config }} {% raw %}",
    "```html\n<script>alert(1)</script>\n```",
]
_ELEMENTS = {"p", "a", "img", "h2", "pre", "code"}
_ATTRIBUTES = {"href", "src", "alt", "id", "class", "title"}


class _Tags(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ELEMENTS
        for name, value in attrs:
            assert name in _ATTRIBUTES
            target = urlsplit(urljoin("https://site.example/pages/x.html", value or ""))
            if name == "href":
                assert target.scheme == "https", value
            if name == "src":
                assert target.netloc == "site.example", value


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    parser = _Tags()
    parser.feed(page(f"---\ntitle: x\n---\n{text}").text.markup)
    parser.close()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: x\norder: first\n---\n", 3, "'order' is no whole number"),
        ("---\ndraft: perhaps\n---\n", 2, "'draft' is neither true nor false"),
        ("---\ntitle: x\nand more\n---\n", 3, "'and more' is no line of front matter"),
        ("---\ntitle: x\n", 1, "its front matter has no end"),
    ],
)
def test_mistakes_name_their_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as raised:
        page(text)
    assert str(raised.value).startswith(f"content/pages/contact.md:{line}: {message}")


def test_other_encodings_are_reported() -> None:
    with pytest.raises(ContentError, match="is not UTF-8"):
        read_page(SourceFile("a.md", "a.md", "Größe".encode("latin-1")))


def test_a_page_below_two_content_folders_is_read_once(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages/about.md").write_text("About")
    (tmp_path / "link").symlink_to(content)
    (tmp_path / "more/pages").mkdir(parents=True)
    (tmp_path / "more/pages/news.md").write_text("News")
    (tmp_path / "more/pages/copy.md").symlink_to(content / "pages/about.md")

    def names(*roots: str) -> list[str]:
        return [file.name for file in own_page_files([tmp_path / root for root in roots])]

    assert names("content", "content") == ["about.md"]
    assert names("link", "content", "more") == ["about.md", "news.md"]
    # Two names in one folder are two pages, as they are with a single folder.
    (content / "pages/too.md").symlink_to("about.md")
    assert names("content") == names("content", "link") == ["about.md", "too.md"]


def test_the_language_is_that_of_the_text() -> None:
    assert page("这个网站收集每天的论文").text.lang == "zh"
    assert page("This site collects papers").text.lang == "en"
    assert page("---\nlang: ja\n---\nThis").text.lang == "ja"
