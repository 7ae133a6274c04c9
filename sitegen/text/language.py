"""The language of a text by its own characters.

Knows four answers, those that fonts and line breaking in this field depend on:
`en`, `zh`, `ja`, `ko`.  A text in another language of Latin letters counts as `en`.
"""

from __future__ import annotations

from sitegen.patterns import lazy_pattern

_WIDE = lazy_pattern("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_KANA = lazy_pattern("[\u3041-\u30fa]")
_HANGUL = lazy_pattern("[\uac00-\ud7af]")
_KANA_OR_HANGUL = lazy_pattern("[\u3041-\u30fa\uac00-\ud7af]")

# How much of a text is looked at; what follows rarely changes the language.
_SAMPLE = 600
# A text with one wide character to this many others is written in their language: names
# of models and methods stay in Latin letters, and a letter says less than a Han character.
_OTHERS_PER_WIDE = 7
# Kana or Hangul make the language if they are this share of the wide characters:
# Japanese text has at least a third kana, Chinese text quotes a の at most.
_SHARE = 5


def language_of(text: str) -> str:
    """Return the BCP 47 tag of the language a text is written in.

    Args:
        text: plain text; markup and formulas in it count as Latin letters.
    """
    if text.isascii():
        return "en"
    sample = text[:_SAMPLE]
    # A wide character takes three bytes: this counts them (and wide punctuation) quickly.
    wide = (len(sample.encode("utf-8", "replace")) - len(sample)) // 2
    if wide * (_OTHERS_PER_WIDE + 1) < len(sample) - sample.count(" "):
        return "en"
    if not _KANA_OR_HANGUL.search(sample):
        return "zh" if _WIDE.search(sample) else "en"
    wide = len(_WIDE.findall(sample))
    if len(_HANGUL.findall(sample)) * 2 > wide:
        return "ko"
    return "ja" if len(_KANA.findall(sample)) * _SHARE > wide else "zh"
