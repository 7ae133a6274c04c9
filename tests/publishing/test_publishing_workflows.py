"""Workflows and the action: valid, careful, and their steps do what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SEEDS
from workflow_steps import Runner, load, make_python, wheels

from sitegen.init import init

__all__ = ["wheels"]  # a fixture

ACTION = ROOT / "action.yml"
SCAFFOLD = ROOT / "sitegen" / "scaffold" / "pages.yml"
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), SCAFFOLD]
# The newest major version of each in November 2026.
FIRST_CURRENT = {
    "actions/cache": 6,
    "actions/checkout": 7,
    "actions/configure-pages": 6,
    "actions/deploy-pages": 5,
    "actions/setup-python": 7,
    "actions/upload-pages-artifact": 5,
}


_STRANGER = re.compile(
    r"\b(?:pip3?|pipx|uvx?|poetry)\s+(?:install|add|run|tool)\s[^\n`]*?(?<![\w./-])sitegen(?![\w./-])"
)


def jobs_of(path: Path) -> list[dict[str, Any]]:
    return list(load(path)["jobs"].values())


def steps_of(path: Path) -> list[dict[str, Any]]:
    if path == ACTION:
        return list(load(path)["runs"]["steps"])
    return [step for job in jobs_of(path) for step in job["steps"]]


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_every_file_keeps_its_schema(path: Path) -> None:
    kind = "actions" if path == ACTION else "workflows"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            f"vendor.github-{kind}",
            path,
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_actions_are_current_and_github_s_own(path: Path) -> None:
    used = [step["uses"] for step in steps_of(path) if "uses" in step]
    for name, _, version in (use.partition("@v") for use in used if use != "./"):
        assert int(version) >= FIRST_CURRENT[name]


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_the_guides_show_current_actions(path: Path) -> None:
    for name, version in re.findall(r"uses: (actions/[\w-]+)@v(\d+)", path.read_text("utf-8")):
        assert int(version) >= FIRST_CURRENT[name]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_checkout_leaves_no_token_behind(path: Path) -> None:
    for step in steps_of(path):
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_no_expression_is_pasted_into_a_shell(path: Path) -> None:
    for step in steps_of(path):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_permissions_are_the_least(path: Path) -> None:
    assert load(path)["permissions"] == {"contents": "read"}
    assert load(path)["concurrency"]["group"]
    for job in jobs_of(path):
        assert job["timeout-minutes"] <= 60
        writes = {name for name, right in job.get("permissions", {}).items() if right == "write"}
        deploys = any("deploy-pages" in step.get("uses", "") for step in job["steps"])
        uses_action = any(step.get("uses") == "./" for step in job["steps"])
        assert writes == ({"pages", "id-token"} if deploys or uses_action else set())


def test_nothing_installs_the_stranger_of_that_name() -> None:
    texts = [*WORKFLOWS, ACTION, ROOT / "README.md", ROOT / "dev", *(ROOT / "docs").glob("*.md")]
    for path in texts:
        if path.is_file():
            assert not _STRANGER.search(path.read_text("utf-8")), path


@pytest.fixture
def runner(tmp_path: Path, wheels: Path) -> Iterator[Runner]:
    workspace, temporary = tmp_path / "my-digests", tmp_path / "runner"
    workspace.mkdir()
    temporary.mkdir()
    yield Runner(workspace, temporary, wheels)


def test_the_steps_of_init_s_workflow_build_a_site(runner: Runner) -> None:
    init(runner.folder)
    workflow = load(runner.folder / ".github/workflows/pages.yml")
    build = workflow["jobs"]["build"]
    runner.path = [str(make_python(runner.temporary / "python"))]
    runner.values["steps.pages.outputs.base_url"] = "https://name.github.io/my-digests"
    runner.run(build["steps"])
    (upload,) = [s for s in build["steps"] if "upload-pages-artifact" in s.get("uses", "")]
    site = runner.folder / upload["with"]["path"]
    assert (site / "index.html").is_file()
    assert (site / "papers" / "2501.00000.html").is_file()
    assert b"https://name.github.io/my-digests/rss.xml" in (site / "rss.xml").read_bytes()
    # What the workflow keeps for its next run is what the build left.
    (cache,) = [s for s in build["steps"] if "actions/cache" in s.get("uses", "")]
    for path in cache["with"]["path"].split():
        assert (runner.folder / path).is_dir()
    runner.printed = ""
    runner.run(build["steps"])
    assert " 0 pages written" in runner.printed


def test_the_steps_of_the_action_build_a_site_from_its_own_checkout(runner: Runner) -> None:
    action = load(ACTION)
    (runner.folder / "my content").mkdir()
    for seed in SEEDS.glob("*.md"):
        (runner.folder / "my content" / seed.name).write_bytes(seed.read_bytes())
    (runner.folder / "more").mkdir()
    (runner.folder / "more" / "2025-12-01.md").write_bytes((SEEDS / "2025-11-14.md").read_bytes())
    inputs = {name: str(about["default"]) for name, about in action["inputs"].items()}
    inputs |= {"content": "my content\nmore\n", "arguments": "--quiet --jobs 1"}
    runner.values = {f"inputs.{name}": value for name, value in inputs.items()} | {
        "github.action_path": str(ROOT),
        "steps.python.outputs.python-path": sys.executable,
        "steps.pages.outputs.base_url": "https://example.org",
    }
    runner.run(action["runs"]["steps"])
    site = runner.folder / runner.evaluate(action["outputs"]["output"]["value"])
    assert (site / "digests" / "2025-11-19.html").is_file()
    assert (site / "digests" / "2025-12-01.html").is_file()
    assert b"https://example.org/rss.xml" in (site / "rss.xml").read_bytes()
    assert (runner.folder / ".sitegen-cache").is_dir()
    assert runner.values["steps.key.outputs.packages"]


def test_nothing_in_an_input_is_run_and_none_of_its_lines_is_lost(runner: Runner) -> None:
    action = load(ACTION)
    inputs = {name: str(about["default"]) for name, about in action["inputs"].items()}
    inputs |= {"content": "$(touch hit)\n`touch hit`", "arguments": "; touch hit\n  --jobs\n1\n"}
    inputs["output"] = "a; b"
    runner.values = {f"inputs.{name}": value for name, value in inputs.items()} | {
        "steps.pages.outputs.base_url": "https://example.org",
    }
    fake = runner.temporary / "sitegen" / "bin" / "sitegen"
    fake.parent.mkdir(parents=True)
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > arguments\n')
    fake.chmod(0o755)
    (build,) = [s for s in action["runs"]["steps"] if s.get("name") == "Build the site"]
    runner.run([build])
    assert (runner.folder / "arguments").read_text().splitlines() == [
        "build", "--output", "a; b", "--base-url", "https://example.org",
        "--cache", ".sitegen-cache", "--content", "$(touch hit)", "--content", "`touch hit`",
        ";", "touch", "hit", "--jobs", "1",
    ]  # fmt: skip
    assert not (runner.folder / "hit").exists()
