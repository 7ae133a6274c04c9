"""The labels that digests print, for each field: data to read and to extend.

A label is compared after `labels.normalise`: lower case, no markup, no emoji, spaces
for `_` and `-`.  A name that begins with `@` is not a field but a part of the entry
itself (its title, authors, category, link).
"""

from __future__ import annotations

import re


def phrases(text: str) -> tuple[str, ...]:
    """Split a list of phrases with `,` or `;` between them."""
    return tuple(phrase for part in re.split("[,;]", text) if (phrase := " ".join(part.split())))


TITLE, AUTHORS, CATEGORY, CATEGORIES, LINK = (
    "@title",
    "@authors",
    "@category",
    "@categories",
    "@link",
)

# field: English; Chinese; Japanese; Korean
ALIASES: dict[str, str] = {
    "tldr": """
        tldr, tl dr, one sentence summary, one line summary, in one sentence, in short,
        short summary, brief summary, brief, ai tldr, key takeaway, takeaway, core idea,
        in a nutshell, gist, at a glance, quick summary, key idea, main idea, elevator pitch,
        one sentence takeaway, tldr summary, tl dr summary, one line takeaway;
        一句话要点, 一句话总结,
        一句话结论, 一句话摘要, 一句话概括, 一句话简介, 一句话, 太长不看, 简述, 速览,
        一句話總結, 核心要点, 核心思想, 中文总结;
        どんなもの, 一言でいうと, 一言要約, 一行要約, 一文要約, 要点, ひとことで, ひとこと要約;
        한 줄 요약, 한줄 요약, 한 문장 요약, 요점, 핵심 요약
    """,
    "summary": """
        summary, ai summary, detailed summary text, overview, synopsis, key summary,
        paper summary, detailed summary, executive summary, summary of the paper;
        核心内容, 主要内容, 详细总结, 内容摘要, 中文概要,
        总结, 概要, 概述, 论文总结, 总结概要, 内容概述, 總結, 内容总结, ai 总结, 简介;
        要約, 概略, まとめ, 論文要約; 요약, 개요, 정리, 핵심 내용, 논문 요약, 주요 내용
    """,
    "task": "task, task definition; 任务, 任務, 任务定义; タスク, 課題; 과제, 작업",
    "background": """
        background, background knowledge, context, introduction; 背景, 研究背景, 背景知识, 背景知識;
        背景情報; 배경, 연구 배경, 배경 지식
    """,
    "motivation": """
        motivation, research motivation, objective, objectives, goal, purpose, aim, why it matters;
        动机, 動機, 研究动机, 研究動機, 研究目的, 目的, 研究目标, 动机与目标;
        研究の動機, 狙い; 동기, 연구 동기, 연구 목적, 목적, 목표
    """,
    "problem": """
        problem, problem statement, research problem, research question, research
        questions, challenge,
        challenges; 问题, 研究问题, 問題, 研究問題, 解决的问题, 挑战;
        問題設定, 研究課題; 문제, 문제 정의, 연구 문제
    """,
    "data": """
        data, dataset, datasets; 数据, 数据集, 資料集, 實驗資料; データ, データセット; 데이터,
        데이터셋
    """,
    "method": """
        method, methods, methodology, approach, proposed method, technique, key method;
        方法, 主要方法, 研究方法, 技术方法, 方法论, 核心方法, 方法概述, 技术路线;
        手法, 提案手法, アプローチ, 研究手法; 방법, 방법론, 연구 방법, 접근 방식, 접근법, 제안 방법
    """,
    "contributions": """
        contributions, contribution, key contributions, main contributions, key contribution,
        innovation, innovations, novelty, highlights, key points, key innovation, key insight,
        key insights, insights, core contribution, core contributions, technical contributions;
        贡献, 主要贡献, 创新点, 主要创新点, 核心贡献, 亮点, 創新點, 貢獻, 关键创新, 要点总结;
        貢献, 主な貢献, 新規性; 기여, 주요 기여, 기여점, 공헌
    """,
    "experiments": """
        experiments, experiment, evaluation, experimental setup, validation;
        实验, 实验 / 验证, 实验验证, 实验设置, 評估, 评估, 实验设计; 実験, 評価; 실험, 평가
    """,
    "result": """
        result, results, main results, key results, findings, key findings, main findings,
        experimental results, results and findings;
        结果, 主要结果, 实验结果, 关键结果, 研究结果, 主要发现, 結果, 實驗結果, 关键发现, 研究发现;
        実験結果, 主な結果; 결과, 주요 결과, 실험 결과, 연구 결과
    """,
    "conclusion": """
        conclusion, conclusions, concluding remarks, significance, implications;
        结论, 結論, 主要结论, 研究结论, 结论与意义, 意义; 結び, まとめと結論; 결론, 결론 및 의의,
        의의
    """,
    "limitations": """
        limitations, limitation, limitations and future work, weaknesses, future work;
        局限, 局限性, 局限 / 后续问题, 不足, 局限与未来工作, 限制, 未来工作;
        限界, 課題と限界, 制限事項; 한계, 한계점, 제한점
    """,
    "abstract": """
        abstract, original abstract, paper abstract, english abstract, abstract text;
        摘要, 原文摘要, 英文摘要, 英文原始摘要, 原始摘要, 论文摘要, 论文原文摘要;
        アブストラクト, 抄録, 原文アブストラクト; 초록, 원문 초록, 논문 초록, 영문 초록
    """,
    "translated_title": """
        translated title, title translation, chinese title, title zh, title cn, title translated;
        中文标题, 标题翻译, 译题, 题目翻译, 中文題目, 中文题目, 标题中文, 译名;
        日本語タイトル, 邦題, タイトル訳; 한국어 제목, 번역 제목, 제목 번역
    """,
    "translated_abstract": """
        translated abstract, abstract translation, chinese abstract, abstract zh, abstract cn,
        abstract in chinese, abstract in japanese, abstract in korean, translated summary,
        translation;
        中文摘要, 摘要翻译, 摘要 中文, 中文翻译, 摘要译文, 译文, 翻译, 摘要翻譯, 中文摘要翻译;
        日本語要旨, 要旨訳, 要旨, 日本語アブストラクト, 和訳; 한국어 초록, 초록 번역, 번역,
        번역된 초록
    """,
    "translated_conclusion": """
        translated conclusion, conclusion translation, conclusion zh; 结论翻译, 中文结论; 結論訳;
        결론 번역
    """,
    "score": """
        score, relevance, relevance score, interest score, recommendation score, rating, similarity,
        match score, importance, priority, overall score, final score, llm score;
        得分, 评分, 分数, 相关性, 相关度, 相关性评分, 相關性, 推荐指数, 推荐评分, 重要性, 评级,
        兴趣分数;
        スコア, 関連度, 評価スコア, 重要度; 점수, 관련도, 관련성, 평점, 중요도
    """,
    "tags": """
        tags, tag, labels, hashtags; 标签, 標籤, 副标签, 分级; タグ, ラベル; 태그, 라벨
    """,
    "keywords": """
        keywords, keyword, key words, key terms, index terms; 关键词, 关键字, 關鍵詞, 關鍵字;
        キーワード; 키워드, 핵심어, 주요 단어
    """,
    "topics": """
        topics, topic, matched topics, research area, research areas, field, domain;
        主题, 匹配主题, 研究领域, 领域, 主題, 研究方向; トピック, 分野, 研究分野; 주제, 분야,
        연구 분야
    """,
    "comment": """
        comment, comments, author comments, arxiv comment, arxiv comments;
        备注, 评论, 作者备注, 注释, 備註, 论文备注; コメント, 備考; 코멘트, 비고, 논평
    """,
    "journal": """
        journal, journal ref, journal reference, publication, published in;
        期刊, 期刊引用, 发表期刊, 期刊信息; 掲載誌, ジャーナル; 저널, 학술지
    """,
    "venue": """
        venue, conference, accepted at; 会议, 发表会议, 會議, 会议 / 期刊; 会議, 学会; 학회,
        학술대회
    """,
    "doi": "doi",
    "affiliations": """
        affiliations, affiliation, institutions, institution, organization, organizations;
        机构, 单位, 作者单位, 机构信息, 研究机构, 機構; 所属, 所属機関, 機関; 소속, 기관
    """,
    "published": """
        published, publish date, publication date, published date, date, submitted, submission date,
        published on, release date, posted, posted on, submitted on, published at, created;
        提交于, 发布于, 公布日期, 发布,
        发布日期, 发布时间, 发表日期, 发表时间, 日期, 提交日期, 提交时间, 發布日期, 时间;
        公開日, 投稿日, 日付, 発表日, 発行日; 등록일, 게시일, 발행일, 날짜, 제출일, 공개일
    """,
    "updated": """
        updated, last updated, update date; 更新日期, 更新时间, 最近更新; 更新日; 업데이트, 수정일
    """,
    "read_time": "read time, reading time; 阅读时间, 阅读时长, 閱讀時間; 読了時間; 읽는 시간",
    "source": "source, sources, data source; 来源, 數據來源, 來源, 论文来源; 出典, ソース; 출처",
    "code": """
        code, code url, github, code link, repository, repo, open source, source code, project,
        project page, code / project, code availability;
        代码, 代码链接, 开源, 代码地址, 项目主页, 项目地址, 項目主頁, 開源, 代码仓库, 开源代码;
        コード, ソースコード, プロジェクト; 코드, 코드 링크, 프로젝트, 소스 코드
    """,
    "links": """
        links, full text, free full text, resources, related links, project links;
        免费全文, 全文, 相关链接, 资源; リンク集, 関連リンク; 관련 링크, 전문
    """,
    "recommendation": """
        recommendation, why, selection reason, reason, recommendation reason, relevance
        reason, rationale,
        why relevant, why read, relevance explanation;
        推荐, 推荐理由, 相关性说明, 选择理由, 入选理由, 推荐原因, 推薦理由, 建议精读, 推荐语,
        相关理由;
        推薦, 選定理由, おすすめ理由; 추천, 추천 이유, 선정 이유
    """,
    "ai_abstract": "ai abstract, ai generated abstract; ai 摘要, ai摘要; ai 要旨; ai 초록",
    "ai_comment": """
        ai comment, ai comments, ai review, ai commentary, ai analysis, commentary,
        analysis;
        ai 评论, ai评论, ai 点评, 点评, ai 解读, 解读, 分析, 評論, 启发; ai コメント, 考察, 解説;
        ai 코멘트, 해설, 분석, 시사점
    """,
    "figures": """
        key figures, figures, figure, images; 关键图, 图, 图表, 关键图表; 図, 図表; 그림, 주요 그림
    """,
    TITLE: """
        title, paper title, original title, english title, title en;
        标题, 论文题目, 原标题, 英文题目, 原题, 论文标题, 题目, 英文标题, 標題;
        タイトル,
        題名, 論文タイトル; 제목, 논문 제목
    """,
    AUTHORS: """
        authors, author, authored by, author list, written by, by;
        作者, 论文作者, 作者列表, 全部作者;
        著者, 著者名, 投稿者, 執筆者; 저자, 작성자, 논문 저자, 저자 목록
    """,
    CATEGORY: """
        main category, primary category, category, primary subject, main subject, primary
        class, subject;
        主分类, 分类, 主类别, 类别, 主要分类, 主類別, 分類, 主学科;
        主カテゴリ, カテゴリ, カテゴリー, 主分類; 주 카테고리, 카테고리, 분류, 주 분류
    """,
    CATEGORIES: """
        categories, all categories, subjects, arxiv categories, cross list, cross lists,
        subject areas;
        所有分类, 全部分类, 分类列表, arxiv 分类, 学科分类; 全カテゴリ; 모든 카테고리, 카테고리 목록
    """,
    LINK: """
        link, url, arxiv, arxiv link, arxiv url, arxiv id, paper link, paper url, paper,
        pdf, pdf link,
        pdf url, abs, abs link, html, abstract link, paper id, read paper, arxiv abs, arxiv pdf,
        id, identifier, paper page, source url, full paper, view paper, abs url, html url,
        html link, arxiv page, entry id, arxiv no, download, download pdf, read more,
        url pdf, url abs;
        链接, 论文链接, 原文链接, 地址, 论文地址, pdf链接, pdf 链接, arxiv链接, arxiv 链接, 原文,
        鏈接, 論文連結, arxiv编号, 论文, 论文id, 论文编号, arxiv 编号, arxiv号, 论文url, 论文网址,
        原文地址, 下载链接, pdf下载, pdf 下载, 連結, 網址, 链接地址, 论文页面, 下载;
        リンク, 論文リンク, 論文, 論文url, 論文id, 原論文; 링크, 논문 링크, 논문, 논문 url, 원문,
        원문 링크, 논문 id, 다운로드
    """,
}

# Symbols that stand for a label where no words do: `👥 A, B`.
SYMBOLS: dict[str, str] = {
    **dict.fromkeys("👥👤✍🧑👨👩🖊", AUTHORS),
    **dict.fromkeys("🔗🌐", LINK),
    **dict.fromkeys("📅🗓📆", "published"),
    **dict.fromkeys("🏷🔖", "tags"),
    **dict.fromkeys("⭐🌟", "score"),
    **dict.fromkeys("💻", "code"),
    **dict.fromkeys("🏛🏫🏢", "affiliations"),
}

# A label of this list ends an abstract wherever it stands at a line's start: templates
# print it after the abstract, and no abstract begins a line with it.
AFTER_ABSTRACT = frozenset(
    {"translated_title", "translated_abstract", "translated_conclusion", "figures"}
)

# Labels that authors' own structured abstracts have.
STRUCTURE = frozenset(
    phrases("""
        background, motivation, problem, data, method, experiments, result, conclusion, limitations
    """)
)

# Labels that no prose begins a line with by chance, once its colon is there; any other
# plain label needs an empty line before it.
PLAIN_LABELS = frozenset(
    phrases("""
        tldr, motivation, method, result, conclusion, abstract, translated_abstract,
        translated_title, translated_conclusion, ai_abstract, ai_comment, keywords,
        @authors, @category, @categories, @title
    """)
)

# Headings of tables of contents and of the list of papers as a whole: no sections.
CONTENTS = frozenset(
    phrases("""
        table of contents, contents, toc, index, papers, paper list, all papers, today's papers;
        目录, 目錄, 目录 / contents, 论文列表, 论文总结, 今日论文, 论文;
        目次, もくじ, 論文一覧; 목차, 논문 목록
    """)
)

# Lines above a list of other papers in the text of one.
RELATED = frozenset(
    phrases("""
        related work, related works, prior work, previous work, references, builds on, baselines;
        相关工作, 相關工作, 前人工作, 参考文献, 參考文獻; 関連研究, 先行研究;
        관련 연구, 선행 연구, 참고문헌
    """)
)

# Words on links that lead back or onward.
NAVIGATION = frozenset(
    phrases("""
        back, top, toc, up, home, pdf, html, abs, arxiv, link, url, code, github, paper, papers,
        📄, 论文pdf, 下载, abstract, arxiv link, pdf link, arxiv pdf, arxiv abs, download, doi,
        huggingface, hugging face, semantic scholar, openreview, ar5iv, source, read, view,
        kimi, rel, cool, alphaxiv, hf, project, page, website, details, full text, read more, 返回,
        返回目录, 返回顶部, 回到目录, 原文, 链接, 论文, 代码, 详情, 戻る, 목차로
    """)
)

# Summaries of <details> that say nothing.
EMPTY_SUMMARIES = frozenset(
    phrases("""
        details, detail, more, show more, click to expand, expand, read more, more details,
        more info, 详情, 详细, 更多信息, 更多, 展开, 点击展开, 详细信息, 展开详情, 查看详情, 詳細,
        詳細を見る, もっと見る, 자세히, 상세, 더 보기, 상세 정보, 자세히 보기
    """)
)
