from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import codes, read, texts

from sitegen.reading import rules_from_config
from sitegen.reading.missing import is_missing, missing_values


@pytest.mark.parametrize(
    "text",
    """
    N/A|None|null|Error|-|—|...|**N/A**|(none)|Unknown.
    Error: API quota exceeded|API Error: 500|Exception: timed out
    Summary generation failed|Motivation analysis unavailable|Method extraction failed
    Failed to generate summary.|Unable to summarize|No summary available|Abstract not available
    Translation failed|Rate limit exceeded|Translation failed: timeout|Failed to parse JSON response
    Summary generation failed for this paper|Motivation not provided in the abstract
    Failed when generating background knowledge. Invalid \\escape: line 5 column 340 (char 878)
    Request failed with status code 429|Translation error occurred.
    Summary not provided by the model
    Failed to parse LLM response as JSON|Unable to summarize this article
    Failed to extract key points
    Cannot generate summary without abstract|Failed to generate a summary of this paper.
    Failed to generate the summary due to quota|Unable to extract method from the abstract
    摘要生成失败|翻译失败|无法生成摘要|暂无|暂无摘要|达到API配额限制，请明天再试|请联系管理员
    无法获取论文内容。|未能提取该论文的有效信息|翻译失败，请重试|没有数据。
    暂无摘要信息|翻译失败了|生成失败请重试|无法提取关键信息|无法总结该论文的主要内容|无法解析返回结果
    要約の生成に失敗しました|なし|エラーが発生しました
    요약 생성 실패|번역 오류가 발생했습니다|요약 생성 실패 (timeout)|없음|요약할 수 없습니다
    """.replace("\n    ", "|")
    .strip()
    .strip("|")
    .split("|"),
)
def test_placeholders_by_shape(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Errors in sums are rare.",
        "Error-driven learning helps.",
        "None of the models agree.",
        "No method is best.",
        "Failure analysis of bridges.",
        "Generation of text fails gracefully when it must.",
        "无监督学习有用。",
        "翻译质量提高了。",
        "失败案例分析。",
        "We reduce code generation error rates by half.",
        "Speech translation error correction with small models.",
        "Cuts translation error for low-resource languages.",
        "Speech translation error-correction with LLMs.",
        "Recovers text missing from scanned pages.",
        "没有数据、没有标注的学习",
        "没有翻译，只有对齐",
        "Data missing at random is handled by a new estimator.",
        "Results not found in earlier work are explained.",
        "Failed to generate valid code, models need repair.",
        "Unable to process long contexts, models drop tokens.",
        "机器翻译错误检测的新方法。",
        "日志分析异常检测的新框架",
        "无法处理长上下文。",
        "缺少可用数据集。",
        "没有数据增强也能训练",
        "翻訳に失敗する例を分析",
        "번역 오류 탐지",
        "42",
    ],
)
def test_real_text_is_not_missing(text: str) -> None:
    assert not is_missing(text)


PIECES = st.sampled_from(
    ["Error", "error: ", "API error: 500 ", "HTTP Error 404 ", "Traceback: ", "Exception: ", "N/A",
     "none", "Summary ", "failed", "is not available", "翻译", "失败", "错误：", "エラー：", "暂无",
     "该方法", " ", ".", "*", "word " * 5, "词" * 9, "é", "x" * 33]
)  # fmt: skip


@settings(max_examples=2000)
@given(st.lists(PIECES, max_size=9).map("".join), st.sampled_from([(), ("word word",)]))
def test_many_texts_are_judged_as_each_alone(text: str, extra: tuple[str, ...]) -> None:
    assert missing_values([text], extra) == ({text} if is_missing(text, extra) else set())


def digest(*values: str) -> str:
    return "\n".join(
        f"### [{n}] [T{n}](https://arxiv.org/abs/2511.0000{n})\n*A B*\n\n"
        f"TL;DR: {value}\n\nAbstract: a{n}\n"
        for n, value in enumerate(values, start=1)
    )


def test_a_text_that_three_papers_share_is_a_placeholder() -> None:
    made = read(digest("喵喵喵喵", "喵喵喵喵", "喵喵喵喵", "real words"))
    assert [e.missing for e in made.entries] == [("tldr",)] * 3 + [()]
    assert "tldr" not in texts(made.entries[0])
    assert codes(made) == ["D206"]
    assert "3 of 4" in made.diagnostics[0].message


def test_papers_alike_in_all_their_texts_are_no_failures() -> None:
    text = digest("a text", "a text", "a text", "a text")
    for n in range(1, 5):
        text = text.replace(f"Abstract: a{n}", "Abstract: an abstract")
    assert [e.missing for e in read(text).entries] == [()] * 4
    assert codes(read(text)) == []


def test_two_papers_may_share_a_text() -> None:
    assert codes(read(digest("the same", "the same", "c", "d"))) == []


def test_one_paper_thrice_shares_nothing() -> None:
    text = digest("a", "a", "a").replace("00002", "00001").replace("00003", "00001")
    assert [e.missing for e in read(text).entries] == [()] * 3


def test_a_label_that_most_papers_have_is_missing_where_it_lacks() -> None:
    text = digest("a", "b", "c").replace("TL;DR: b\n\n", "")
    assert [e.missing for e in read(text).entries] == [(), ("tldr",), ()]


def test_own_placeholders() -> None:
    rules = rules_from_config({}, placeholders=["Back  SOON"])
    assert read(digest("back soon", "x"), rules=rules).entries[0].missing == ("tldr",)


def test_an_empty_extra_field_is_left_out() -> None:
    text = digest("a").replace("TL;DR", "Comment: \n\nKeywords: N/A\n\nTL;DR")
    assert set(texts(read(text).entries[0])) == {"tldr", "abstract"}


def test_a_failed_text_of_any_summary_is_left_out() -> None:
    failure = "Failed when generating background knowledge. Invalid \\escape: line 5 column 340"
    text = digest("a").replace("TL;DR", f"Background: {failure}\n\nTL;DR")
    assert set(texts(read(text).entries[0])) == {"tldr", "abstract"}
