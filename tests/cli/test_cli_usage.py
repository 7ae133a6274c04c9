"""The command line as people get it wrong: what it says, where, and its exit code."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import RunSitegen, plain_environment, sample_digest, sitegen_command


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
        (["build", "--jobs", "0"], "'0' is no whole number of at least 1"),
        (["build", "--jobs", "many"], "'many' is no whole number of at least 1"),
        (["build", "--content"], "expected one argument"),
        (["build", "--report", ""], "'' is no name of a file"),
        (["build", "--zip", "."], "'.' is no name of a file"),
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
        ('[content]\n\npaths = ["nowhere"]\n', "sitegen.toml:3: there is no content folder"),
        ('[site]\ntheme = "defualt"\n', "sitegen.toml:2: there is no theme 'defualt'\n  hint: did"),
        ('[output]\npath = "."\n', "sitegen.toml:2: the content"),
        (
            '[[topics]]\nname = "a"\ninclude = ["x"]\n[[topics]]\nname = "b"\n',
            "sitegen.toml:4: topic 'b' chooses nothing",
        ),
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
        (
            ["build", "--theme", "defualt"],
            "sitegen: there is no theme 'defualt'\n  hint: did you me",
        ),
        (["build", "--theme", ""], "sitegen: --theme is empty\n  hint: the default is"),
        (["build", "--base-url", "ftp://x"], "the base URL 'ftp://x' is no http or https address"),
        (["build", "--output", "content"], "lies inside the output"),
        (["build", "--output", "."], "lies inside the output"),
        (["build", "--output", "sitegen.toml"], "sitegen.toml"),
        (["build", "--report", "sitegen.toml/report.json"], "this folder cannot be made"),
        (["build", "--report", "content"], "content: cannot be written"),
        (["build", "--zip", "sitegen.toml/site.zip"], "this folder cannot be made"),
        (["build", "--zip", "content"], "content: cannot be written"),
        (["build", "--content", "sitegen.toml"], "'sitegen.toml' is no digest"),
        (["build", "--content", "x" * 300], "there is no content at 'xxx"),
        (["build", "--output", "circle"], "the output"),
        (["build", "--cache", "content"], "content: the cache cannot be made here"),
    ],
)
def test_wrong_arguments_are_told_without_a_traceback(
    run_sitegen: RunSitegen, project: Path, arguments: list[str], said: str
) -> None:
    (project / "circle").symlink_to("circle")
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


def test_two_sources_of_one_file_are_both_named(run_sitegen: RunSitegen, project: Path) -> None:
    (project / "static").mkdir()
    (project / "static/index.html").write_text("mine")
    done = run_sitegen("build")
    assert done.returncode == 2
    assert "index.html" in done.stderr
    assert "static" in done.stderr
    assert not (project / "output/index.html").exists()


def test_what_no_module_foresees_is_told_with_its_file(
    run_sitegen: RunSitegen, project: Path
) -> None:
    (project / "theme/static").mkdir(parents=True)
    (project / "theme/static/mine.css").symlink_to("/proc/self/mem")  # whose reading fails
    done = run_sitegen("build")
    assert done.returncode == 2
    assert done.stderr.startswith("sitegen: ")
    assert "Traceback" not in done.stderr
    assert "Traceback" in run_sitegen("build", "--verbose").stderr


def test_a_folder_that_is_no_cache_stays_as_it_is(run_sitegen: RunSitegen, project: Path) -> None:
    files = {".gitignore": "/output/\n", "records/2024.csv": "mine", "tokens/x": "mine"}
    for name, text in files.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text)
    done = run_sitegen("build", "--cache", ".")
    assert done.returncode == 2
    assert "the folder holds other files" in done.stderr
    assert {name: (project / name).read_text() for name in files} == files


def test_letters_that_a_terminal_lacks_are_no_error(project: Path) -> None:
    environment = plain_environment() | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    (project / "content/湖.md").write_text("no digest", "utf-8")
    done = subprocess.run(
        sitegen_command("check", "--verbose"), cwd=project, env=environment, capture_output=True,
        encoding="ascii", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1  # that file is no digest
    assert "\\u6e56.md" in done.stdout


def test_papers_can_be_left_out(run_sitegen: RunSitegen, project: Path) -> None:
    papers = [("2501.00001", "Rafts"), ("2501.00002", "Boats")]
    (project / "content/2025-01-02.md").write_text(sample_digest(papers))
    (project / "sitegen.toml").write_text('exclude = ["2501.00001", "2501.0002"]\n')
    done = run_sitegen("build")
    assert done.stdout.startswith("1 digest, 1 paper: ")
    assert "warning: '2501.0002' under exclude stands in no digest\n" in done.stderr
    assert "2501.00001" not in done.stderr
    pages = {path.name for path in (project / "output/papers").iterdir()}
    assert pages == {"2501.00002.html"}
    assert not [
        path
        for path in (project / "output").rglob("*")
        if path.is_file() and b"2501.00001" in path.read_bytes()
    ]


def test_a_static_file_is_copied(run_sitegen: RunSitegen, project: Path) -> None:
    (project / "static/logo").mkdir(parents=True)
    (project / "static/CNAME").write_text("example.org\n")
    (project / "static/logo/a.svg").write_text("<svg/>")
    assert run_sitegen("build").returncode == 0
    assert (project / "output/CNAME").read_text() == "example.org\n"
    assert (project / "output/logo/a.svg").read_text() == "<svg/>"
    (project / "static/CNAME").unlink()
    assert run_sitegen("build").returncode == 0
    assert not (project / "output/CNAME").exists()


def test_a_reader_that_stops_listening_is_no_error(project: Path) -> None:
    """As in `sitegen check --verbose | head -1`."""
    text = sample_digest([(f"2501.{number:05d}", f"Raft {number}") for number in range(1, 400)])
    (project / "content/2025-01-03.md").write_text(text.replace("*Ada Adams, Bo Brown*", ""))
    command = " ".join(map(shlex.quote, sitegen_command("check", "--verbose", "--format", "json")))
    done = subprocess.run(
        ["sh", "-c", f"{command} | head -1"],
        cwd=project, env=plain_environment(), capture_output=True, encoding="utf-8", timeout=60,
        check=True,
    )  # fmt: skip
    assert done.stdout == "{\n"
    assert done.stderr == ""
