"""The errors that a user can cause: one base class, told in one way.

Everything that a person can get wrong raises a `SitegenError` (or becomes a
`Diagnostic`, where the build can go on).  The command line prints `str(error)`
and ends with exit code 2; no other module prints or exits.
"""

from __future__ import annotations

from pathlib import Path


class SitegenError(Exception):
    """A mistake that its author can mend, with the place and a hint.

    Args:
        message: what is wrong, one sentence without a full stop.
        path: the file it stands in, if there is one.
        line: 1-based line in that file; 0 where no line can be named.
        hint: what to do about it; empty where the message says it all.
    """

    def __init__(
        self, message: str, *, path: Path | str = "", line: int = 0, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = str(path)
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else ""
        place = place or (f"{self.path}: " if self.path else "")
        return f"{place}{self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


class ConfigError(SitegenError):
    """The configuration or the command line is wrong (exit code 2)."""


class ContentError(SitegenError):
    """The content cannot be used at all, such as a folder that does not exist."""


class ThemeError(SitegenError):
    """A theme, a template or a string file is wrong."""


class OutputError(SitegenError):
    """The output folder cannot be written, is locked, or holds foreign files."""
