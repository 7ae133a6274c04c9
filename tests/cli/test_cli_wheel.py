"""The wheel: complete in itself, with every dependency declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from conftest import ROOT, plain_environment


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-q",
         "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT],
        check=True, timeout=300, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    (found,) = folder.glob("digest_sitegen-*.whl")
    return found


def test_the_wheel_carries_code_themes_and_what_they_read(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("sitegen", "sitegen"), ("themes", "sitegen/themes")):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" in names
    assert not [name for name in names if name.startswith(("tests", "content", "output"))]


def test_a_site_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    python = home / "bin/python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python,
         "install", "-q", "--no-index", "--no-deps", wheel],
        check=True, timeout=300, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    # Dependencies come from this environment, so that nothing is asked from the network;
    # what an editable install adds to it does not.
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    site = tmp_path / "site"
    site.mkdir()
    environment = plain_environment() | {"PYTHONPATH": ""}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [home / "bin/sitegen", *arguments], cwd=site, env=environment, check=True,
            capture_output=True, encoding="utf-8", timeout=120,
        )  # fmt: skip

    where = subprocess.run(
        [python, "-c", "import sitegen; print(sitegen.__file__)"],
        cwd=site, env=environment, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert where.stdout.startswith(str(home))
    run("init")
    assert {path.name for path in site.iterdir()} >= {"sitegen.toml", "content", ".gitignore"}
    assert (site / ".github/workflows/pages.yml").is_file()
    done = run("build")
    assert done.stdout.startswith("1 digest, ")
    assert (site / "output/index.html").read_text("utf-8").rstrip().endswith("</html>")
    assert list((site / "output/papers").glob("*.html"))
    run("check")


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = {_name(text) for text in project["dependencies"] + extras["dask"]}
    owners = packages_distributions()
    for path in (ROOT / "sitegen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for name in {name.partition(".")[0] for name in names}:
                if name == "sitegen" or name in sys.stdlib_module_names:
                    continue
                found = {_name(owner) for owner in owners.get(name, [name])}
                # MarkupSafe is a part of what Jinja2 promises.
                assert found & (declared | {"markupsafe"}), f"{path.name} imports {name}"


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match[0]).lower()
