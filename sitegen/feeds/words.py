"""The words that feeds themselves say, in the languages of the interface."""

from __future__ import annotations

import msgspec

from sitegen.fields import KINDS


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
    labels={name: kind.label for name, kind in KINDS.items()},
)
_CHINESE = Words(
    more_authors="等 {} 位",
    papers="{} 篇论文",
    one_paper="1 篇论文",
    labels={
        "tldr": "速览",
        "summary": "总结",
        "task": "任务",
        "background": "背景",
        "motivation": "动机",
        "problem": "问题",
        "data": "数据",
        "method": "方法",
        "contributions": "贡献",
        "experiments": "实验",
        "result": "结果",
        "conclusion": "结论",
        "limitations": "局限",
        "abstract": "摘要",
        "translated_title": "标题译文",
        "translated_abstract": "摘要译文",
        "translated_conclusion": "结论译文",
        "score": "评分",
        "tags": "标签",
        "keywords": "关键词",
        "topics": "主题",
        "subjects": "学科分类",
        "comment": "备注",
        "journal": "期刊",
        "venue": "会议或期刊",
        "doi": "DOI",
        "affiliations": "机构",
        "published": "发表日期",
        "updated": "更新日期",
        "read_time": "阅读时间",
        "source": "来源",
        "code": "代码",
        "links": "链接",
        "recommendation": "推荐理由",
        "ai_abstract": "AI 摘要",
        "ai_comment": "AI 点评",
        "figures": "图表",
        "other": "其他",
    },
)


def words_for(language: str) -> Words:
    """Return the phrases for a language of the interface; English for an unknown one."""
    return _CHINESE if language.split("-")[0] == "zh" else _ENGLISH
