"""A whole site's sources made of hostile texts: digests, JSON Lines, own pages, configuration.

Every text stands in every field of a paper of its own, once as a line of Markdown and once,
letter by letter, as JSON; names of files and folders and values of the configuration are
hostile, too.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import plain_environment, sitegen_command
from hostile_texts import MARKDOWN, MARKUP, MATHS, NAMES, TEMPLATES, TEX, texts

FIELDS = ("TL;DR", "Motivation", "Method", "Result", "Conclusion", "Relevance", "Abstract")
# A category has pages and a feed: those that only mean something to TeX would cost much time.
_NO_CATEGORIES = ("tex", "maths", "markdown", "address")
_JSON_FIELDS = ("tldr", "motivation", "method", "result", "conclusion")
_WORD = "Donaudampfschiff" * 400
LONG = [("long word", _WORD), ("long address", f"https://a.example/{_WORD}"), ("deep", "{" * 9000)]

FILES = [
    "<img src=x onerror=alert('PWNED')>.md",
    "\" onclick=\"alert('PWNED').md",
    "{{ 7 * 7 }}{% raw %}.md",
    "\u202egnp.exe.md",
    "line\nbreak\x1b[31m.md",
    "-rf --help.md",
    "CON.md",
    "%2e%2e%2f%2e%2e%2fescape.md",
    "..md",
    "a;b&c|d`e$f.md",
    "index.md",
    "</script><script>/alert('PWNED').md",
    "javascript:alert('PWNED')/2025-02-01.md",
    "\udcff.md",  # a byte that is no UTF-8
    "x" * 240 + ".md",
]
CONFIGURATION = {
    "title": "<script>alert('PWNED')</script> {{ 7 * 7 }} \x00\u202e & \"title\" ]]>",
    "description": "</title><img src=x onerror=alert('PWNED')> {% raw %} \x0b --> 'd'",
}
TOPIC = "\"><svg onload=alert('PWNED')> ../../{{ 7 * 7 }} \u202e"


_built: dict[str, Path] = {}


def built_site(theme: str, factory: pytest.TempPathFactory) -> Path:
    """Build the site with a theme, once for a run of tests; its output is in `output/`."""
    if theme not in _built:
        folder = factory.mktemp(f"hostile-{theme}") / "site"
        write_site(folder, theme)
        before = _outside(folder)
        run = subprocess.run(
            sitegen_command("build", "--jobs", "1", "--verbose"),
            cwd=folder, env=plain_environment(), check=True, timeout=300, capture_output=True,
        )  # fmt: skip
        told = (run.stdout + run.stderr).decode()
        moving = re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)
        assert not moving, f"the build wrote {told[moving.start() - 80 :][:100]!r} to the terminal"
        assert _outside(folder) == before, "the build wrote outside of its output"
        _built[theme] = folder
    return _built[theme]


def _outside(folder: Path) -> set[Path]:
    """List every file of a site and around it but those that a build may write."""
    own = (folder / "output", folder / ".sitegen-cache")
    return {
        path
        for path in folder.parent.rglob("*")
        if not any(path == mine or mine in path.parents for mine in own)
    }


def write_site(folder: Path, theme: str) -> None:
    """Write `sitegen.toml` and `content/` into a folder."""
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    every = [*texts(), *LONG]
    (content / "2025-01-01.md").write_bytes(_bytes(markdown_digest(every, "2501")))
    (content / "2025-01-02.jsonl").write_bytes(_bytes(json_lines(every)))
    (content / "2025-01-03.md").write_bytes(_bytes(_odd_digest()))
    for number, name in enumerate(FILES):
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_bytes(markdown_digest([(name, name)], f"24{number // 12 + 10}", number)))
    for number, (_, text) in enumerate([*_pages(), *LONG]):
        (content / "pages" / f"page-{number}.md").write_bytes(_bytes(text))
    (content / "pages" / "\" onclick=\"alert('PWNED').md").write_bytes(
        _bytes("---\ntitle: <script>alert('PWNED')</script>\u202e\n"
               "lang: \"><script>alert('PWNED')</script>\n---\n# <b>x</b> {{ 7 * 7 }}\n")
    )  # fmt: skip
    (folder / "sitegen.toml").write_text(_configuration(theme), "utf-8")


def markdown_digest(every: Sequence[tuple[str, str]], month: str, first: int = 0) -> str:
    """Write a digest in the canonical format with a text in every field of each paper."""
    lines = ["<div id=toc></div>", "", "# Table of Contents", ""]
    for number, (name, text) in enumerate(every, first + 1):
        line = " ".join(text.split()) or name
        lines += [
            f"# {line[:200]} [[Back]](#toc)",
            "",
            f"### [{number}] [{line}](https://arxiv.org/abs/{month}.{number:05d})",
            f"*{line}, {name}*",
            "",
            "Main category: cs.LG",
            "",
            *(f"{label}: {text}\n" for label in FIELDS),
            f"{line[:60]}: {line}",
            "",
        ]
    return "\n".join(lines) + "\n"


def json_lines(every: Sequence[tuple[str, str]]) -> str:
    """Write JSON Lines with a text, letter by letter, in every field of each paper."""
    records = [
        {
            "id": f"2502.{number:05d}",
            "title": text or name,
            "authors": [text, name],
            "categories": ["cs.LG"] if name.startswith(_NO_CATEGORIES) else [text[:300], "cs.LG"],
            "summary": text,
            "comment": text,
            "code_url": text,
            text[:100] or name: text,
            "AI": dict.fromkeys(_JSON_FIELDS, text),
        }
        for number, (name, text) in enumerate(every, 1)
    ]
    # Links of every kind: these papers get a key from link and title.
    records += [
        {"title": f"Linked {name}", "abs": text, "pdf": text, "summary": f"{name} is linked"}
        for name, text in every
        if name.startswith(("address", "markup"))
    ]
    records += [
        {"id": text, "title": f"Named {name}", "summary": "x"}
        for name, text in every
        if name.startswith("name")
    ]
    # Nothing but a title that a feed could show, with a link and without.
    bare = [(n, text) for n, (name, text) in enumerate(every, 1)
            if text.strip() and name.startswith(("markup", "template"))]  # fmt: skip
    records += [{"id": f"2503.{number:05d}", "title": text} for number, text in bare[::2]]
    records += [{"title": text, "summary": "x"} for _, text in bare[1::2]]
    return "\n".join(json.dumps(record) for record in records) + "\n"


def _odd_digest() -> str:
    """Write a digest whose structure is hostile: links, numbers, names of sections."""
    lines = []
    for number, text in enumerate(NAMES.split("\n") + TEMPLATES.split("\n"), 1):
        if text.strip():
            lines += [
                f"# {text}",
                f"### [{number}] [Odd paper {number}]({text})",
                f"*{text}*",
                f"Main category: {text}",
                f"TL;DR: {text}",
                f"Abstract: On {text}.",
                "",
            ]
    return "\n".join(lines)


def _pages() -> list[tuple[str, str]]:
    blocks = [MARKUP, TEX, MATHS, MARKDOWN, TEMPLATES]
    return [(block[:20], "\n\n".join(block.split("\n"))) for block in blocks]


def _configuration(theme: str) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text).replace("\x7f", "\\u007f")

    return "\n".join(
        [
            "[site]",
            f"title = {quoted(CONFIGURATION['title'])}",
            f"description = {quoted(CONFIGURATION['description'])}",
            f'theme = "{theme}"',
            'base_url = "https://site.example/a/b"',
            "[feeds]",
            "full_text = true",
            "items = 2000",
            "max_bytes = 8000000",
            "[search]",
            'export = "lunr"',
            "[interests]",
            f"words = [{quoted(TOPIC)}, 'PWNED']",
            "[[topics]]",
            f"name = {quoted(TOPIC)}",
            f"description = {quoted(TOPIC)}",
            'include = ["alert"]',
            "[aliases]",
            f'{quoted(TOPIC)} = "2025-01-01"',
            "",
        ]
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
