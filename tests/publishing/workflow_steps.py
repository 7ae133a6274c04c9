"""Runs the `run:` steps of a workflow or an action on this machine, in their order.

What GitHub would do in `uses:` steps is given as their outputs; expressions are looked
up, never run.  pip installs from a folder of wheels, nothing from the network.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from ruamel.yaml import YAML

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def load(path: Path) -> dict[str, Any]:
    """Read a YAML file to plain dictionaries and lists, in YAML 1.2: `on` is a word."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return found


@dataclass
class Runner:
    """A machine of GitHub's, as far as the steps can tell.

    `values` maps names of expressions ("steps.pages.outputs.base_url") to texts;
    `folder` is the workspace, `temporary` lies outside of it.
    """

    folder: Path
    temporary: Path
    wheels: Path
    values: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    printed: str = ""

    def run(self, steps: list[dict[str, Any]]) -> None:
        """Run every `run:` step; a step that fails fails the test."""
        for number, step in enumerate(steps):
            if "run" not in step:
                continue
            outputs = self.temporary / f"outputs-{number}"
            outputs.touch()
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.folder,
                env=self._environment(step.get("env", {}), outputs),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=180,
                check=False,
            )
            self.printed += done.stdout + done.stderr
            assert done.returncode == 0, f"{step.get('name')}: {done.stdout}{done.stderr}"
            for line in outputs.read_text("utf-8").splitlines():
                name, _, value = line.partition("=")
                self.values[f"steps.{step.get('id')}.outputs.{name}"] = value

    def evaluate(self, text: str) -> str:
        """Fill in expressions: names, and `a || b` for the first that is not empty."""

        def value(match: re.Match[str]) -> str:
            names = match[1].split(" || ")
            unknown = [name for name in names if name not in self.values]
            assert not unknown, f"unknown expressions: {unknown}"
            return next((self.values[name] for name in names if self.values[name]), "")

        return _EXPRESSION.sub(value, text)

    def _environment(self, own: Mapping[str, str], outputs: Path) -> dict[str, str]:
        return {
            "HOME": str(self.temporary),
            "LANG": "C.UTF-8",
            "PATH": os.pathsep.join([*self.path, "/usr/local/bin", "/usr/bin", "/bin"]),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_WORKSPACE": str(self.folder),
            "RUNNER_TEMP": str(self.temporary),
            # The packages that sitegen needs are those of the environment of the tests.
            "PYTHONPATH": sysconfig.get_paths()["purelib"],
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_NO_DEPS": "1",
            "PIP_IGNORE_INSTALLED": "1",
            # pip takes this variable as the value of its option "build isolation".
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            **{name: self.evaluate(str(text)) for name, text in own.items()},
        }


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that pip can install the project from; built once for all who ask."""
    folder = tmp_path_factory.getbasetemp() / "wheels"
    if not folder.exists():
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
        command += ["--no-build-isolation", "--disable-pip-version-check", "--wheel-dir"]
        subprocess.run([*command, folder, ROOT], check=True, timeout=120)
    return folder


def make_python(folder: Path) -> Path:
    """Make a virtual environment, as setup-python gives a Python of its own."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=120)
    return folder / "bin"
