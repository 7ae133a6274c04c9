"""`sitegen init`: what it writes, and that it never overwrites."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sitegen import __version__
from sitegen.config import load_config, load_tables
from sitegen.errors import OutputError
from sitegen.init import find_digests, init
from sitegen.model import SourceFile
from sitegen.reading import read_digest
from sitegen.site.output import LIST_NAME

FILES = [
    ".github/workflows/pages.yml",
    ".gitignore",
    "content/2025-01-01.md",
    "sitegen.toml",
]


def tree(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_an_empty_folder_gets_all_that_a_site_needs(tmp_path: Path) -> None:
    done = init(tmp_path / "new" / "my-digests")
    assert tree(tmp_path / "new" / "my-digests") == FILES
    assert sorted(done) == sorted(f"wrote {name}" for name in FILES)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    init(tmp_path)
    for name in FILES:
        (tmp_path / name).write_text("mine")
    done = init(tmp_path)
    assert {(tmp_path / name).read_text() for name in FILES} == {"mine"}
    assert "left sitegen.toml as it is" in done
    assert "add to .gitignore, if it is not there: /output/ /.sitegen-cache/" in done


def test_digests_that_are_there_are_found(tmp_path: Path) -> None:
    (tmp_path / "data" / "2025").mkdir(parents=True)
    (tmp_path / "data" / "2025" / "2025-11-14.md").write_text("x")
    done = init(tmp_path)
    assert not (tmp_path / "content").exists()
    assert load_tables(tmp_path / "sitegen.toml").content.paths == ["data"]
    assert done[-1] == "found digests in data/"


@pytest.mark.parametrize(
    "name",
    [
        "2025/11/14.md",
        "2025/2025-11.jsonl",
        "recent_2025-10-06_to_2025-10-12.md",
        "arxiv-2025-01-01.md",
    ],
)
def test_every_name_that_the_reader_dates_is_found(tmp_path: Path, name: str) -> None:
    file = tmp_path / "data" / name
    file.parent.mkdir(parents=True)
    file.write_text("x")
    assert find_digests(tmp_path) == "data"


@pytest.mark.parametrize(
    "name",
    [
        "content/pages/about.md",
        "content/static/notes.txt",
        "content/.drafts/a.md",
        "data/pages/2025-11-14.md",
        "data/2025/11/14.csv",
        "data/old/2025-11-14.md",
        "2025/11/14.md",
    ],
)
def test_what_a_build_reads_no_digests_from_holds_none(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text("x")
    if file.parent.name == "old":
        (file.parent / LIST_NAME).write_text("")
    assert find_digests(tmp_path) == ""


@pytest.mark.parametrize("name", ["content", ".github", ""])
def test_a_file_where_a_folder_must_be_is_named_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "site"
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("mine")
    with pytest.raises(OutputError, match="is no folder") as caught:
        init(folder)
    assert caught.value.path == str(folder / name)
    assert caught.value.hint
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / name]


def test_digests_at_the_root_are_found_and_a_readme_is_none(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x")
    assert find_digests(tmp_path) == ""
    (tmp_path / "2025-11-14.md").write_text("x")
    assert find_digests(tmp_path) == "."


def test_content_that_is_no_digest_by_name_gets_no_sample(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "morning.md").write_text("x")
    init(tmp_path)
    assert tree(tmp_path / "content") == ["morning.md"]


def test_the_configuration_is_the_default_but_for_its_title(tmp_path: Path) -> None:
    folder = tmp_path / 'lakes-and_"rivers"'
    init(folder)
    made = load_tables(folder / "sitegen.toml")
    assert made.site.title == 'lakes and "rivers"'
    config = load_config(config=folder / "sitegen.toml")
    assert config.content == (folder / "content",)
    plain = load_config(content=[folder / "content"]).tables
    assert (made.feeds, made.data, made.offline, made.papers) == (
        plain.feeds,
        plain.data,
        plain.offline,
        plain.papers,
    )


def test_what_the_configuration_shows_can_be_switched_on(tmp_path: Path) -> None:
    init(tmp_path)
    file = tmp_path / "sitegen.toml"
    text = re.sub(r"^# (\[|\w+ = )", r"\1", file.read_text(), flags=re.MULTILINE)
    tables = tomllib.loads(text)
    assert {"base_url", "language", "theme"} <= set(tables["site"])
    file.write_text(text)
    made = load_tables(file)
    assert made.topics[0].include == ["protein structure", "AlphaFold"]
    assert made.papers.months == 24
    assert (made.feeds.items, made.feeds.max_bytes) == (500, 512_000)


def test_the_sample_is_read_whole(tmp_path: Path) -> None:
    init(tmp_path)
    name = "2025-01-01.md"
    data = (tmp_path / "content" / name).read_bytes()
    digest = read_digest("2025-01-01", [SourceFile(name, name, data)])
    assert digest.date == "2025-01-01"
    assert not digest.diagnostics
    first, second = digest.entries
    assert [field.name for field in first.fields] == [
        "tldr",
        "motivation",
        "method",
        "result",
        "conclusion",
        "abstract",
    ]
    assert first.authors == ("Ada Example", "Grace Sample")
    assert second.category == "physics.soc-ph"
    # arXiv's numbers begin with 1: nobody's paper bears these.
    assert {first.arxiv, second.arxiv} == {"2501.00000", "2502.00000"}


def test_the_workflow_installs_this_version(tmp_path: Path) -> None:
    init(tmp_path)
    workflow = (tmp_path / ".github/workflows/pages.yml").read_text()
    assert f'"digest-sitegen~={__version__}"' in workflow
    assert "@VERSION@" not in workflow


def test_a_folder_whose_name_is_no_utf_8_gets_a_whole_configuration(tmp_path: Path) -> None:
    folder = tmp_path / "d\udcff"
    init(folder)
    assert load_tables(folder / "sitegen.toml").site.title == r"d\udcff"
