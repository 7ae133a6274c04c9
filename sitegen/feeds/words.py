"""The words that feeds themselves say."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Phrases in the language of the interface; `{n}` stands for a number."""

    more_authors: str
    papers: str
    one_paper: str
    labels: Mapping[str, str]  # names of fields to what readers call them

    def count(self, papers: int) -> str:
        """Return "1,195 papers"."""
        pattern = self.one_paper if papers == 1 else self.papers
        return pattern.format(n=f"{papers:,}")
