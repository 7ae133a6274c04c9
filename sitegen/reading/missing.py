"""Missing values: placeholders of failed summaries, error texts, empty fields.

Two ways to know one: by its shape, and by its repetition over different papers of one
digest, which tells the failures of tools that nobody has seen yet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sitegen.patterns import lazy_pattern
from sitegen.reading.aliases import phrases

_EXACT = frozenset(
    phrases("""
        none, null, nil, n/a, na, nan, n.a, error, failed, tbd, todo, unknown, unavailable, missing,
        not available, not provided, not applicable, no data, no abstract, no summary, empty,
        undefined, pending, skipped, {}, [], -, --, ---, –, —, …;
        无, 暂无, 空, 未知, 错误, 失败, 缺失, 无法获取, 未提供, 暂缺, 无内容, 无摘要,
        暂无摘要, 暂无内容, 無, 暫無;
        なし, 無し, 不明, エラー, 該当なし, 未取得, 없음, 해당 없음, 오류, 실패, 알 수 없음, 미제공
    """)
)

# Longer texts say something of the paper, even where they begin like a failure.
_LONGEST_ERROR, _LONGEST_ASCII, _LONGEST_OTHER = 400, 90, 32

_ERROR = lazy_pattern(
    r"(?:\w+ ){0,3}(?:error|exception|traceback)(?: code)? ?[:：]|(?:http )?error \d{3}\b|错误[:：]"
    r"|エラー[:：]|오류[:：]|failed when generating (?:\w+ ){0,2}\w+[.:]",
    re.IGNORECASE,
)

_TASK = r"""(?:\w+\ ){0,5}
    (?:generation|extraction|summari[sz]ation|translation|analysis|processing|request|parsing
      |enhancement|call|summary)"""
_TEXT = r"""(?:tl;?dr|\w*\ ?(?:abstract|summary|motivation|methods?|results?|conclusion|background
    |data|content|text|translation|analysis|reason|recommendation))\ (?:is\ |are\ |was\ )?"""

# What a summariser says where it has failed, in the languages of digests; matched at the
# start of a short text.  A text of the paper may begin so, too ("Translation error
# correction …"): the words end there, or go on as messages do.
_ENGLISH = lazy_pattern(
    rf"""
    (?:
        {_TASK}\ (?:has\ |was\ |is\ )?(?:failed|unavailable|not\ available|timed\ out|skipped)
        | (?:failed|unable|could\ not|cannot|can't)\ (?:to\ )?(?:be\ )?
            (?:generated?|extract(?:ed)?|summari[sz]ed?|translated?|parsed?|analy[sz]ed?
              |process(?:ed)?|get|fetch(?:ed)?|retrieved?)
            (?:\ (?:a|an|the|this|its|any|all|of|for|from|as|valid|enough|sufficient|structured|key
                  |llm|ai|model|api|arxiv|english|chinese|tl;?dr|abstracts?|summary|summaries
                  |motivation|methods?|results?|conclusions?|contents?|texts?|titles?|tags|points
                  |details|data|papers?|articles?|pages?|pdf|translations?|analysis|responses?
                  |outputs?|requests?|information|metadata|json)){{0,8}}
        | {_TEXT}(?:not\ (?:available|provided|found|generated|applicable)|unavailable|pending)
        | (?:\w+\ ){{0,3}}(?:api\ )?(?:quota|rate\ limit)\ (?:is\ |was\ |has\ been\ )?
            (?:exceeded|reached)
    )
    (?:
        $ | \ ?[.:;,!(\[] | \ [–—-]\ | \ \d
        | \ (?:due|because|after|for|from|please|yet|again|and|while|without|using|based)\b
        | \ with\ (?:status|code|http|error|timeout) | \ (?:of|on|by)\ (?:the|this|arxiv)\b
        | \ (?:in|at)\ (?:the|this|a|all|time|present|moment)\b
    )
    | {_TASK}\ error(?:\ occurred|$|[.:(]|\ [–—-]\ )
    | {_TEXT}missing(?:$|[.:(]|\ [–—-]\ )
    | no\ (?:\w+\ ){{0,3}}(?:available|provided|found|generated)$
    """,
    re.VERBOSE,
)
_OTHER = lazy_pattern(
    r"""
    (?:
        [^\s，。]{0,8}(?:翻译|生成|总结|摘要|分析|解析|处理|请求|提取|获取|调用)(?:结果)?
            (?:失败|出错|错误|异常|超时|不可用)
        | (?:无法|未能|不能)(?:生成|获取|提取|总结|解析|翻译|处理)
            (?:出|到|该|此|本|这篇|论文|文章|原文|有效|相关|关键|主要|模型|返回|的|中文|英文|任何|其)*
            (?:摘要|总结|内容|数据|翻译|信息|结果|请求|文本|全文|论文|文章|回复|响应|动机|方法|结论
              |pdf|tl;?dr|json)*
        | (?:要約|翻訳|生成|解析|抽出|取得)(?:の生成|処理)?に失敗(?:しました\w*|した)?
    )(?:$|\W|了|请|因)
    | (?:暂无|没有|无可用的?|缺少)(?:可用的?)?(?:摘要|总结|内容|数据|翻译|信息)+
        (?:$|[。.！!；;：:（(\s])
    | (?:요약|번역|생성|분석|추출|처리)(?:\ ?생성)?(?:에|을|를)?\ ?(?:실패|오류)
        (?:가\ 발생\w*|했\w*|하였\w*|함)?(?:$|[^\w\s]|\ [(\[–—-])
    | 达到\ ?api\ ?配额 | api\ ?(?:配额|调用|请求|限额)\S{0,10}(?:超|失败|耗尽|达到|限制)
    | 请联系管理员
    | (?:要約|翻訳|生成|抽出)(?:を生成)?できません(?:でした)? | エラーが発生
    | (?:요약|번역|생성)(?:을|를)?\ ?(?:생성)?할\ 수\ 없
    """,
    re.VERBOSE,
)


def is_missing(text: str, extra: Collection[str] = ()) -> bool:
    """Tell by its shape whether a value is missing.

    Args:
        text: the value.
        extra: further placeholders, lower case, from `Rules.placeholders`.
    """
    size = len(text)
    if size > _LONGEST_ERROR:
        return False
    plain = text.isascii()
    short = size <= (_LONGEST_ASCII if plain else _LONGEST_OTHER)
    if not short and not extra and text[:5].lower() not in _STARTS:
        return False
    words = " ".join(text.lower().strip(" \t\n*_`'\"“”()（）").split())
    bare = words.rstrip(".。!！")
    if not bare or bare in _EXACT or words in extra or bare in extra:
        return True
    if _ERROR.match(words):
        return True
    return short and (_ENGLISH if plain else _OTHER).match(bare) is not None


def missing_values(texts: Iterable[str], extra: Collection[str] = ()) -> set[str]:
    """Find the values that are missing by their shape.

    Args:
        texts: the values.
        extra: as for `is_missing`.

    Returns:
        The texts for which `is_missing` holds.
    """
    if not extra:
        # Of a hundred texts one is left for a closer look; no error's start is Han.
        texts = [
            text
            for text in texts
            if len(text) <= _LONGEST_OTHER
            or (
                text < _FIRST_HAN
                and (
                    text[:5].lower() in _STARTS or (len(text) <= _LONGEST_ASCII and text.isascii())
                )
            )
        ]
    return {text for text in texts if is_missing(text, extra)}


_FIRST_HAN = "\u2e80"  # or kana, hangul: a longer text that begins with one is not ASCII
_STARTS = frozenset({"error", "excep", "faile", "trace", "api e", "http "})  # of longer error texts


def repeated_values(values: dict[str, set[str]]) -> set[str]:
    """Find the values that too many different papers share to be about any of them.

    Args:
        values: text of a summary -> keys of the papers that have it.

    Returns:
        The texts that three papers or more share.
    """
    return {text for text, keys in values.items() if len(keys) > 2}
