"""The words that feeds themselves say, in the languages of the interface."""

from __future__ import annotations

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Phrases of one language; `{}` stands for a number or a name."""

    more_authors: str
    papers: str
    one_paper: str
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    between: str = ", "

    def count(self, papers: int) -> str:
        """Return "195 papers"."""
        return self.one_paper if papers == 1 else self.papers.format(papers)


_ENGLISH = Words(
    more_authors="and {} more",
    papers="{} papers",
    one_paper="1 paper",
    labels={
        "tldr": "TL;DR",
        "motivation": "Motivation",
        "method": "Method",
        "result": "Result",
        "conclusion": "Conclusion",
        "abstract": "Abstract",
    },
)
_CHINESE = Words(
    more_authors="等 {} 位",
    papers="{} 篇论文",
    one_paper="1 篇论文",
    labels={
        "tldr": "速览",
        "motivation": "动机",
        "method": "方法",
        "result": "结果",
        "conclusion": "结论",
        "abstract": "摘要",
    },
)


def words_for(language: str) -> Words:
    """Return the phrases for a language of the interface; English for an unknown one."""
    return _CHINESE if language.split("-")[0] == "zh" else _ENGLISH
