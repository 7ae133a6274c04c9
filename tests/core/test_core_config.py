"""The configuration: what is wrong is told with file, line, key and a suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.config import load_config, load_tables
from sitegen.errors import ConfigError
from sitegen.options import Tables
from sitegen.prepare import reading_rules


def write(folder: Path, text: str) -> Path:
    file = folder / "sitegen.toml"
    file.write_text(text, "utf-8")
    return file


def refused(folder: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load_tables(write(folder, text))
    return caught.value


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_tables(write(tmp_path, "")) == Tables()


def test_unknown_keys_name_line_and_nearest_key(tmp_path: Path) -> None:
    error = refused(tmp_path, '[site]\ntitle = "x"\nbase_ulr = "https://a.example"\n')
    assert (error.line, error.message) == (3, "unknown key 'site.base_ulr'")
    assert "site.base_url" in error.hint
    error = refused(tmp_path, "\n\n[sight]\n")
    assert (error.line, error.message) == (3, "unknown key 'sight'")


def test_wrong_types_name_line_and_key(tmp_path: Path) -> None:
    error = refused(tmp_path, "[feeds]\n\nitems = 'many'\n")
    assert error.line == 3
    assert error.message == "wrong value for 'feeds.items': expected a whole number, got a string"
    error = refused(tmp_path, '[[topics]]\nname = "a"\n[[topics]]\nname = "b"\ninclude = "c"\n')
    assert "topics.include" in error.message
    assert error.line == 5
    first = '[[topics]]\nname = "a"\ninclude = ["x"]\n'
    error = refused(tmp_path, f'{first}[[topics]]\nname = "b"\ninclude = "c"\n')
    assert error.line == 6


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        ('[site]\ntheme = ""\n', "site.theme", 2),
        ('[aliases]\n"2025/11/14" = "x"\n"a.b" = 1\n', "aliases.a.b", 3),
        ('[aliases]\na = "x"\n"2025/11/14" = 1\n', "aliases.2025/11/14", 3),
        ('[reading.labels]\nabstract = ["Gist"]\n"要点" = "x"\n', "reading.labels.要点", 3),
        ("[reading]\nlabels.tldr = [1]\n", "reading.labels.tldr", 2),
        ("[content]\npaths = []\n", "content.paths", 2),
        ('[papers]\nsince = "spring"\n', "papers.since", 2),
        ('[papers]\nsince = "2025-99"\n', "papers.since", 2),
        ("[feeds]\nitems = 99999999999999999999\n", "feeds.items", 2),
        ("[feeds]\nitems = 0\n", "feeds.items", 2),
        ('[site]\nbase_url = "ftp://x.example"\n', "base URL", 2),
        ('[site]\nbase_url = "javascript:alert(1)"\n', "base URL", 2),
        ('[[topics]]\nname = "a"\n\n[[topics]]\nname = "a"\n', "stands twice", 2),
        ('title = "a\n', "not valid TOML", 1),
    ],
)
def test_wrong_values(tmp_path: Path, text: str, word: str, line: int) -> None:
    error = refused(tmp_path, text)
    assert word in error.message
    assert error.line == line
    assert str(error).startswith(f"{tmp_path / 'sitegen.toml'}:{line}: ")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('\nheaders = ["## {title} <{link}>", "{title}"]', "reading.headers", 3),
        ('[reading.labels]\ntldr = ["Gist"]\nabstract = ["gist"]', "reading.labels.abstract", 4),
        ('labels.tldr = ["!"]\nheaders = ["{title}"]', "reading.labels.tldr", 2),
    ],
)
def test_reading_that_cannot_work_names_line_and_key(
    tmp_path: Path, text: str, key: str, line: int
) -> None:
    file = write(tmp_path, f"[reading]\n{text}\n")
    with pytest.raises(ConfigError) as caught:
        reading_rules(load_config(config=file, content=[tmp_path], output=tmp_path / "o"))
    assert caught.value.message.startswith(f"wrong value for '{key}': ")
    assert (caught.value.path, caught.value.line) == (str(file), line)


@pytest.mark.parametrize(
    ("url", "base_url", "base_path"),
    [
        ("https://a.example", "https://a.example", "/"),
        ("HTTPS://A.example:8443/x//y/", "https://a.example:8443/x/y", "/x/y/"),
        (
            "https://see.example/\u6e56/a b",
            "https://see.example/%E6%B9%96/a%20b",
            "/%E6%B9%96/a%20b/",
        ),
        (
            "https://a.example/%E6%B9%96~x'\"/",
            "https://a.example/%E6%B9%96~x%27%22",
            "/%E6%B9%96~x%27%22/",
        ),
        ("http://b\u00fccher.example", "http://xn--bcher-kva.example", "/"),
        (" ", "", "/"),
    ],
)
def test_a_base_url_is_written_as_browsers_send_it(
    tmp_path: Path, url: str, base_url: str, base_path: str
) -> None:
    config = load_config(content=[tmp_path], output=tmp_path / "o", base_url=url)
    assert (config.base_url, config.base_path) == (base_url, base_path)


@pytest.mark.parametrize(
    "url",
    [
        "a.example", "ftp://a.example", "https:///x", "https://a.example:99999", "https://.a",
        "https://me@a.example", "https://a.example?x", "https://a.example/#x",
        "https://a b.example", "https://a.example/x/../y", "https://[",
    ],
)  # fmt: skip
def test_what_is_no_base_url_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="is no http or https address"):
        load_config(content=[tmp_path], output=tmp_path / "o", base_url=url)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('[output]\ncompress = ["zip"]\n', "unknown word 'zip'", 'choose from "gz", "br"'),
        ('[search]\nexport = "json"\n', "unknown word 'json'", 'choose from "lunr"'),
        ('[[topics]]\nslug = "a"\n', "a table lacks the key `name`", "docs/configuration.md"),
    ],
)
def test_what_a_key_can_be_is_told(tmp_path: Path, text: str, message: str, hint: str) -> None:
    error = refused(tmp_path, text)
    assert error.message.endswith(message)
    assert hint in error.hint


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    file = tmp_path / "sitegen.toml"
    file.write_bytes(b"[site]\ntitle = '\xff'\n")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_tables(file)


def test_paths_are_relative_to_the_file_and_the_command_line_wins(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "data").mkdir(parents=True)
    file = write(folder, '[content]\npaths = ["data"]\n[site]\nbase_url = "https://a.example/b/"\n')
    config = load_config(config=file)
    assert config.content == (folder / "data",)
    assert config.output == folder / "output"
    assert config.cache == folder / ".sitegen-cache"
    assert (config.base_url, config.base_path) == ("https://a.example/b", "/b/")
    config = load_config(config=file, base_url="", output=tmp_path / "x", jobs=3)
    assert (config.base_url, config.base_path) == ("", "/")
    assert (config.output, config.jobs) == (tmp_path / "x", 3)


def test_missing_content_and_content_inside_the_output_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no content at"):
        load_config(content=[tmp_path / "nowhere"], output=tmp_path / "o")
    (tmp_path / "o" / "content").mkdir(parents=True)
    with pytest.raises(ConfigError, match="inside the output"):
        load_config(content=[tmp_path / "o" / "content"], output=tmp_path / "o")
    with pytest.raises(ConfigError, match="inside the output"):
        load_config(content=[tmp_path / "o"], output=tmp_path / "o")
    inside = load_config(content=[tmp_path], output=tmp_path / "o")
    assert inside.content == (tmp_path,)
