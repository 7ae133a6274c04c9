"""The language of a site: one of the theme's, or one that the publisher brings."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest
from conftest import RunSitegen, sample_digest

from sitegen.site.strings import load_strings
from sitegen.site.theme import load_theme


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/2025-01-02.md").write_text(sample_digest([("2501.02001", "Rafts")]))
    return tmp_path


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("language", "hint"),
    [("de", "it has en, zh-Hans"), ("zh-hans", "did you mean 'zh-Hans'?"), ("../en", "it has")],
)
def test_a_language_without_words_is_told(
    run_sitegen: RunSitegen, project: Path, command: str, language: str, hint: str
) -> None:
    (project / "sitegen.toml").write_text(f'[site]\nlanguage = "{language}"\n')
    done = run_sitegen(command)
    assert done.returncode == 2
    assert f"sitegen.toml:2: 'site.language': the theme 'default' has no words in '{language}'" in (
        done.stderr
    )
    assert f"hint: {hint}" in done.stderr
    assert not (project / "output").exists()


def test_a_site_speaks_the_language_that_its_publisher_brings(
    run_sitegen: RunSitegen, project: Path
) -> None:
    english = load_strings(load_theme(), "en").table
    words = {key: f"{text}°" if "|" not in text else text for key, text in english.items()}
    file = project / "theme/strings/de.toml"
    file.parent.mkdir(parents=True)
    file.write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in words.items()))
    settings = '[site]\nlanguage = "de"\n[feeds]\nfull_text = true\n'
    (project / "sitegen.toml").write_text(settings)
    done = run_sitegen("build", "--base-url", "https://example.org/a")
    assert done.returncode == 0, done.stderr
    page = (project / "output/digests/2025-01-02.html").read_text("utf-8")
    assert '<html lang="de"' in page
    assert ">1 paper°<" in page
    assert (project / "output/js/strings-de.js").is_file()
    feed = feedparser.parse((project / "output/rss.xml").read_bytes())
    assert feed.feed.language == "de"
    assert "<h4>Abstract°</h4>" in feed.entries[0].content[0].value
    digests = feedparser.parse((project / "output/feeds/digests.xml").read_bytes())
    assert digests.entries[0].title.endswith(": 1 paper°")
