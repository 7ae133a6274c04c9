"""What the tests use of npm: installed from tests/package.json where it is missing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from filelock import FileLock

HERE = Path(__file__).parent
_MODULES = HERE / "node_modules"


def npm_packages() -> Path:
    """Return the folder of the node modules that tests/package.json names, at its versions."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    if _installed() != wanted:
        _MODULES.mkdir(exist_ok=True)
        # Tests run side by side, and one installation serves all of them.
        with FileLock(_MODULES / ".lock"):
            if _installed() != wanted:
                _install()
    return _MODULES


def _installed() -> dict[str, str]:
    """Return the versions of what is there of tests/package.json."""
    names = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    files = {name: _MODULES / name / "package.json" for name in names}
    return {
        name: json.loads(file.read_text("utf-8"))["version"]
        for name, file in files.items()
        if file.is_file()
    }


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("some tests need Node.js with npm: apt-get install nodejs npm")
    # No lock file: it would name the host of the registry that it was made with.
    options = ("--no-package-lock", "--no-audit", "--no-fund", "--silent")
    subprocess.run(
        [npm, "install", *options], cwd=HERE, stdin=subprocess.DEVNULL, check=True, timeout=300
    )


if __name__ == "__main__":
    npm_packages()
