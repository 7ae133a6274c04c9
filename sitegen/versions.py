"""Versions of installed packages: part of the keys of whatever they have made.

`importlib.metadata` tells them, too, and takes a twentieth of a second to import.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_ENDING = ".dist-info"


def version(name: str) -> str:
    """Return the version of an installed package.

    It is taken from the name of the folder that every installer makes, `{name}-{version}.dist-info`
    (https://packaging.python.org/en/latest/specifications/recording-installed-packages/).

    Args:
        name: as the package index spells it.

    Raises:
        importlib.metadata.PackageNotFoundError: it is not installed.
    """
    found = _installed().get(_normalise(name))
    if found is None:  # such as a package inside of an archive
        from importlib import metadata

        found = metadata.version(name)
    return found


@cache
def _installed() -> dict[str, str]:
    versions: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = [entry.name for entry in Path(folder or ".").iterdir()]
        except OSError:
            continue
        for name in sorted(names):
            if name.endswith(_ENDING):
                package, _, number = name.removesuffix(_ENDING).rpartition("-")
                versions.setdefault(_normalise(package), number)
    return versions


def _normalise(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
