"""Every template renders, safely, in every theme and language; mistakes name their place."""

import html.parser
import pickle
import re
from functools import cache
from pathlib import Path

import pytest
from markupsafe import Markup
from theme_samples import (
    ALL_FEATURES,
    HOSTILE,
    EmptyView,
    OwnPageView,
    Page,
    card,
    digest_view,
    pages,
    paper_view,
    site,
)

from sitegen.errors import ThemeError
from sitegen.site.environment import CSP
from sitegen.site.render import Renderer
from sitegen.site.template_functions import bar, shade, short_authors, weeks
from sitegen.site.theme import bundled_root, load_theme

THEMES = ("default", "plain")
VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


@cache
def renderer(
    theme: str = "default", language: str = "en", base: str = "https://example.org/d"
) -> Renderer:
    loaded = load_theme(theme)
    features = ALL_FEATURES - {"scripts", "search", "saved", "offline"} | loaded.features
    return Renderer(loaded, site(language, features, base))


class Checker(html.parser.HTMLParser):
    """Collects what a page must not have, and that its elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.papers: list[tuple[str, str]] = []
        self.fields: list[str] = []
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.problems.append(f"{tag} {name}={value}")
            if name in ("src", "href", "action"):
                self.urls.append(value or "")
        if tag in ("style", "base", "iframe", "object"):
            self.problems.append(tag)
        if tag == "script" and "src" not in values and values.get("type") != "application/ld+json":
            self.problems.append("inline script")
        if "id" in values:
            self.ids.append(values["id"] or "")
        if "data-paper" in values:
            self.papers.append((tag, values["data-paper"] or ""))
        if "data-field" in values and len(self.papers) == 1:
            self.fields.append(values["data-field"] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()


def check(text: str) -> Checker:
    checker = Checker()
    checker.feed(text)
    checker.close()
    return checker


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_page_is_whole_and_safe(theme: str, language: str) -> None:
    made = renderer(theme, language)
    for template, page, view in pages(made.strings):
        if template == "saved.html" and "saved" not in made.theme.features:
            continue
        text = made.render(template, page, view).decode()
        found = check(text)
        assert text.startswith("<!DOCTYPE html>"), template
        assert text.rstrip().endswith("</html>"), template
        assert found.open == [] and found.problems == [], (template, found.problems)
        assert len(found.ids) == len(set(found.ids)), template
        assert f'<meta http-equiv="Content-Security-Policy" content="{CSP}">' in text
        assert f'<html lang="{language}"' in text
        assert "<script>alert" not in text
        assert "data:" not in text
        local = [url for url in found.urls if "://" not in url]
        assert not [url for url in local if url.startswith("//") or "javascript" in url]
        if template not in ("404.html",):
            assert not [url for url in local if url.startswith("/")], template


def test_every_template_has_a_sample() -> None:
    made = renderer()
    sampled = {template for template, _, _ in pages(made.strings)} | {"base.html", "search.html"}
    names = {name for name in made.theme.template_names() if "/" not in name}
    assert names <= sampled


def test_assets_are_relative_and_bear_their_version() -> None:
    made = renderer()
    text = made.render("paper.html", *sample(made, "paper.html")).decode()
    version = made.theme.asset_versions["css/site.css"]
    assert f'href="../css/site.css?v={version}"' in text
    assert text.index("css/site.css") < text.index("js/scheme.js") < text.index("<body>")


def sample(made: Renderer, template: str) -> tuple[Page, object]:
    return next((page, view) for name, page, view in pages(made.strings) if name == template)


def test_papers_page_has_its_marks_once() -> None:
    made = renderer()
    found = check(made.render("paper.html", *sample(made, "paper.html")).decode())
    assert found.papers[0] == ("article", "2511.00001")
    assert found.fields == [
        "title", "authors", "tldr", "motivation", "method", "result", "conclusion", "abstract",
        "translated_abstract", "takeaway",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_every_field_of_a_papers_page_bears_its_language(theme: str) -> None:
    made = renderer(theme)
    text = made.render("paper.html", *sample(made, "paper.html")).decode()
    fields = re.findall(r"<[^>]* data-field=[^>]*>", text)
    assert fields and all(re.search(' lang="[a-z]', tag) for tag in fields), fields
    related = re.findall(r'<li data-paper="[^"]+">(<[^>]*>)', text)
    assert related and all('data-field="title"' in tag for tag in related)


@pytest.mark.parametrize("theme", THEMES)
def test_lists_mark_the_root_of_each_paper(theme: str) -> None:
    made = renderer(theme)
    page, view = sample(made, "digest.html")
    text = made.render("digest.html", page, view).decode()
    papers = check(text).papers
    assert [key for _, key in papers] == [
        "2511.00001",
        "2511.00002",
        "2511.00003",
        "2511.00004",
        "2511.00005",
    ]
    assert "Author Number573" in text


def test_hostile_words_are_escaped_everywhere() -> None:
    made = renderer()
    view = paper_view(
        "../", card=card("../", authors=(HOSTILE,)), bibtex=HOSTILE, keywords=(HOSTILE,)
    )
    page = Page(
        "papers/x.html", "../", "paper", HOSTILE, HOSTILE, meta=(("citation_title", HOSTILE),)
    )
    text = made.render("paper.html", page, view).decode()
    assert "alert(" in text and "<script>alert" not in text
    assert check(text).problems == []


def test_frame_has_no_dates_or_counts() -> None:
    made = renderer()
    empty = Page("saved.html", "", "page", "x")
    text = made.render("base.html", empty, EmptyView()).decode()
    body = text[text.index("<body") :]
    assert not re.search(r"\d{4}|<time", re.sub(r"\?v=\w+|<svg.*?</svg>", "", body))


def test_404_without_base_url_has_no_links() -> None:
    made = renderer(base="")
    text = made.render("404.html", Page("404.html", "", "404", "x"), EmptyView()).decode()
    assert not check(text).urls
    assert text.rstrip().endswith("</html>")


def test_without_scripts_search_and_feeds_nothing_names_them() -> None:
    made = Renderer(load_theme("plain"), site(features=frozenset()))
    for template, page, view in pages(made.strings):
        if template in ("saved.html", "feeds.html"):
            continue
        text = made.render(template, page, view).decode()
        assert ".js" not in text and "search.html?q=cat" not in text, template
        assert 'href="feeds.html"' not in text and 'href="../feeds.html"' not in text


def test_dates_and_numbers_follow_the_language() -> None:
    made = renderer(language="zh-Hans")
    text = made.render("digest.html", *sample(made, "digest.html")).decode()
    assert '<time datetime="2025-11-14" data-date="full">2025年11月14日 周五</time>' in text


def test_renderer_survives_pickling() -> None:
    made = renderer()
    page, view = sample(made, "paper.html")
    copy = pickle.loads(pickle.dumps(made))
    assert copy.render("paper.html", page, view) == made.render("paper.html", page, view)


def test_generated_files_are_the_words_for_scripts() -> None:
    assert set(renderer().generated_files()) == {"js/strings-en.js", "js/strings-zh-Hans.js"}
    assert renderer("plain").generated_files() == {}


# ---------------------------------------------------------------- overrides and mistakes


def user_theme(tmp_path: Path, files: dict[str, str]) -> Renderer:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Renderer(load_theme("default", user_dir=tmp_path), site())


def test_override_extends_what_it_overrides(tmp_path: Path) -> None:
    text = '{% extends "!paper.html" %}{% block footer %}<p>mine</p>{{ super() }}{% endblock %}'
    made = user_theme(tmp_path, {"templates/paper.html": text})
    shown = made.render("paper.html", *sample(made, "paper.html")).decode()
    assert "<p>mine</p>" in shown and 'data-paper="2511.00001"' in shown


def test_byte_order_mark_of_a_template_is_in_no_page(tmp_path: Path) -> None:
    base = (bundled_root() / "default/templates/base.html").read_text("utf-8")
    made = user_theme(tmp_path, {"templates/base.html": f"\ufeff{base}"})
    page, view = sample(made, "about.html")
    assert made.render("about.html", page, view).startswith(b"<!DOCTYPE html>")


def test_override_of_a_part_is_seen_by_the_theme(tmp_path: Path) -> None:
    made = user_theme(
        tmp_path, {"templates/parts/footer.html": "<footer>ours {{ site.title }}</footer>"}
    )
    shown = made.render("paper.html", *sample(made, "paper.html")).decode()
    assert "<footer>ours Morning &lt;Papers&gt;</footer>" in shown


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("one\n{% if %}\n", "Expected an expression", 2),
        ("one\n\n{{ view.tittle }}\n", "no attribute 'tittle'", 3),
        ("{{ nothing.here }}\n", "'nothing' is undefined", 1),
        ("\n{{ 1 + 'a' }}\n", "TypeError", 2),
        ("\n{{ asset('css/sit.css') }}\n", "no asset 'css/sit.css'", 2),
        ("{{ t('nav.serch') }}\n", "no string 'nav.serch'", 1),
        ("\n{% include 'parts/heade.html' %}\n", "no template 'parts/heade.html'", 2),
    ],
)
def test_mistakes_in_a_template_name_file_and_line(
    tmp_path: Path, text: str, message: str, line: int
) -> None:
    made = user_theme(tmp_path, {"templates/paper.html": text})
    with pytest.raises(ThemeError) as caught:
        made.render("paper.html", *sample(made, "paper.html"))
    assert message in caught.value.message
    assert caught.value.path == str(tmp_path / "templates" / "paper.html")
    assert caught.value.line == line


def test_unknown_template_suggests() -> None:
    made = renderer()
    with pytest.raises(ThemeError) as caught:
        made.render("papr.html", Page("x.html", "", "x", "x"), EmptyView())
    assert caught.value.hint == "did you mean 'paper.html'?"


# ---------------------------------------------------------------- fingerprints


def test_fingerprint_covers_what_a_template_uses_and_no_more(tmp_path: Path) -> None:
    before = {name: renderer().fingerprint(name) for name in ("paper.html", "digest.html")}

    def after(files: dict[str, str]) -> dict[str, bool]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        made = user_theme(folder, files)
        return {name: made.fingerprint(name) != old for name, old in before.items()}

    root = bundled_root() / "default"
    cards = (root / "templates/parts/cards.html").read_text(encoding="utf-8")
    assert after({"static/js/digest.js": "x"}) == {"paper.html": False, "digest.html": True}
    assert after({"static/img/other.svg": "x"}) == {"paper.html": False, "digest.html": False}
    assert after({"static/css/site.css": "x"}) == {"paper.html": True, "digest.html": True}
    assert after({"templates/parts/cards.html": cards + " "})["digest.html"]
    assert after({"templates/parts/header.html": "x"}) == {"paper.html": True, "digest.html": True}
    assert after({"templates/stats.html": "x"}) == {"paper.html": False, "digest.html": False}


# ---------------------------------------------------------------- small functions


def test_short_authors_keep_order_and_count_the_rest() -> None:
    names = [f"Author Number{n}" for n in range(574)]
    shown, rest, more = short_authors(names)
    assert (shown + rest).split(", ") == names
    assert more == 574 - len(shown.split(", ")) and len(shown) <= 84
    assert short_authors(["A", "B"]) == ("A, B", "", 0)
    assert short_authors(["x" * 60, "y" * 60]) == (f"{'x' * 60}, {'y' * 60}", "", 0)
    assert short_authors([]) == ("", "", 0)
    assert short_authors(["Ada, Jr.", "B"])[0].split(", ") == ["Ada,\u00a0Jr.", "B"]


def test_weeks_begin_on_monday() -> None:
    view = digest_view("../")
    rows = weeks(view.month)
    assert rows[0][:5] == [None, None, None, None, None] and rows[0][5] == (1, None)
    assert [cell for row in rows for cell in row if cell and cell[1]] == [
        (3, view.month[0]),
        (14, view.month[1]),
    ]
    assert all(len(row) == 7 for row in rows)
    assert weeks(()) == []


def test_bar_and_shade_stay_in_range() -> None:
    assert 'width="100"' in bar(7.5) and 'width="0"' in bar(-1)
    assert [shade(n, 10) for n in (0, 1, 3, 5, 8, 10)] == [0, 1, 2, 3, 4, 5]
    assert shade(3, 0) == 1


def test_links_of_the_frame_follow_the_depth_of_the_page() -> None:
    made = renderer()
    for root in ("../../", "", "../"):
        text = made.render(
            "page.html", Page("x.html", root, "page", "x"), OwnPageView(Markup("x"), "en")
        ).decode()
        assert f'class="brand" href="{root}index.html"' in text
