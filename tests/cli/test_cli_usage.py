"""The command line as people get it wrong: what it says, where, and its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import RunSitegen, sample_digest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a digest and a configuration."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/2025-01-02.md").write_text(sample_digest([("2501.00001", "Rafts")]))
    (tmp_path / "sitegen.toml").write_text('[site]\ntitle = "Lakes"\n')
    return tmp_path


def test_help_names_every_command(run_sitegen: RunSitegen) -> None:
    for arguments in ([], ["--help"]):
        done = run_sitegen(*arguments)
        assert done.returncode == 0
        for name in ("init", "build", "serve", "check", "clean"):
            assert name in done.stdout


def test_version(run_sitegen: RunSitegen) -> None:
    done = run_sitegen("--version")
    assert (done.returncode, done.stdout[:8]) == (0, "sitegen ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "did you mean 'build'?"),
        (["build", "--fulll"], "did you mean '--full'?"),
        (["build", "--outptu", "x"], "did you mean '--output'?"),
        (["serve", "--prot=9"], "did you mean '--port'?"),
        (["check", "--format", "jsno"], "json"),
        (["build", "--jobs", "0"], "must be at least 1"),
        (["build", "--content"], "expected one argument"),
    ],
)
def test_wrong_usage_suggests(run_sitegen: RunSitegen, arguments: list[str], said: str) -> None:
    done = run_sitegen(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[site]\ntitel = "x"\n', "sitegen.toml:2: unknown key 'site.titel'\n  hint: did you"),
        ("[feed]\nitems = 3\n", "sitegen.toml:1: unknown key 'feed'\n  hint: did you mean 'fee"),
        ("[feeds]\n\nitems = 'many'\n", "sitegen.toml:3: wrong value for 'feeds.items'"),
        ("[site]\ntitle = x\n", "sitegen.toml:2: is not valid TOML"),
        ('[content]\npaths = ["nowhere"]\n', "nowhere"),
        ('[output]\npath = "."\n', "lies inside the output"),
    ],
)  # fmt: skip
def test_wrong_configuration_names_the_place(
    run_sitegen: RunSitegen, project: Path, text: str, said: str
) -> None:
    (project / "sitegen.toml").write_text(text)
    done = run_sitegen("build")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--content", "nowhere"], "there is no content at 'nowhere'"),
        (["build", "--config", "none.toml"], "none.toml: there is no such configuration file"),
        (["build", "--theme", "defualt"], "did you mean 'default'?"),
        (["build", "--base-url", "ftp://x"], "the base URL 'ftp://x' is no http or https address"),
        (["build", "--output", "content"], "lies inside the output"),
        (["build", "--output", "."], "lies inside the output"),
        (["build", "--output", "sitegen.toml"], "sitegen.toml"),
    ],
)
def test_wrong_arguments_are_told_without_a_traceback(
    run_sitegen: RunSitegen, project: Path, arguments: list[str], said: str
) -> None:
    done = run_sitegen(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_verbose_shows_the_traceback(run_sitegen: RunSitegen, project: Path) -> None:
    done = run_sitegen("build", "--theme", "none", "--verbose")
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_a_template_of_the_user_with_a_mistake_names_file_and_line(
    run_sitegen: RunSitegen, project: Path
) -> None:
    (project / "theme/templates").mkdir(parents=True)
    (project / "theme/templates/paper.html").write_text("<p>\n{% if %}\n")
    done = run_sitegen("build")
    assert done.returncode == 2
    assert "theme/templates/paper.html:2: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "output/index.html").exists()
