from __future__ import annotations

import pytest
from reading_helpers import codes, read, texts

from sitegen.reading.decode import decode

CHINESE = (
    "### [1] [T](https://arxiv.org/abs/2511.00001)\n*A B*\n\n"
    "TL;DR: 我们研究了石头的颜色，以及它们的重量。\n"
    "\nMethod: 称一称，看一看，再写下来。\n"
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + CHINESE.encode(), "UTF-8"),
        (CHINESE.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "UTF-16"),
        (CHINESE.encode("utf-16-le"), "UTF-16"),
        (CHINESE.encode("utf-16-be"), "UTF-16"),
        (CHINESE.encode("gbk"), "GBK"),
    ],
)
def test_chinese(data: bytes, encoding: str) -> None:
    digest = read(data)
    assert texts(digest.entries[0])["method"] == "称一称，看一看，再写下来。"
    assert codes(digest) == ([] if encoding == "UTF-8" else ["D106"])
    assert decode(data).encoding == encoding


def test_other_encodings() -> None:
    japanese = "タイトルはありませんが、ひらがなとカタカナがあります。\n"
    korean = "제목은 없지만 한글은 있습니다. 한글은 좋은 글자입니다.\n"
    french = "Étude des élèves à l'école, où l'été est très beau.\n"
    assert decode(japanese.encode("shift_jis")) == (japanese, "Shift_JIS", 0, 0, False)
    assert decode(korean.encode("euc_kr")) == (korean, "EUC-KR", 0, 0, False)
    assert decode(french.encode("latin-1")) == (french, "Latin-1", 0, 0, False)


def test_damaged_utf8_is_told_with_its_line() -> None:
    data = CHINESE.encode().replace("重".encode(), b"\xe9\x87")
    digest = read(data)
    assert codes(digest) == ["D107"]
    assert digest.diagnostics[0].line == 4
    assert "\ufffd" in texts(digest.entries[0])["tldr"]


@pytest.mark.parametrize(
    "data", [b"\0" * 100, bytes(range(256)) * 20, b"%PDF-1.7 text", b"\xff" * 9]
)
def test_binary(data: bytes) -> None:
    assert decode(data).binary
    assert codes(read(data)) == ["D105"]


def test_line_ends_and_controls() -> None:
    unix = read(CHINESE).entries
    assert read(CHINESE.replace("\n", "\r\n")).entries == unix
    assert read(CHINESE.replace("\n", "\r")).entries == unix
    digest = read(CHINESE.replace("称一称", "称\x08一\x0c称\ufeff\u200b\x85\u2028"))
    assert codes(digest) == ["D108"]
    assert texts(digest.entries[0])["method"].startswith("称 一 称")
    assert read("### [1] [a\rb](https://arxiv.org/abs/2511.00001)\n").entries[0].title == "a b"


def test_the_first_letter_of_a_command_without_its_backslash_is_kept() -> None:
    digest = read(
        "### [1] [$^\beta$-GRPO](https://arxiv.org/abs/2511.00001)\n*A B*\n\n"
        "Method: A \frac and\f\fpages\n"
    )
    assert codes(digest) == ["D108"]
    assert digest.entries[0].title == "$^\beta$-GRPO"
    assert texts(digest.entries[0]) == {"method": "A \frac and \fpages"}


def test_controls_in_other_encodings_are_spaces() -> None:
    found = decode(CHINESE.replace("A B", "A\x01B").encode("gbk"))
    assert found == (CHINESE, "GBK", 0, 1, False)


def test_form_feeds_end_no_line() -> None:
    digest = read("### [1] [T](https://arxiv.org/abs/2511.00001)\n\nMethod: a\x0bResult: b\x1cc\n")
    assert texts(digest.entries[0]) == {"method": "a Result: b c"}


def test_windows_line_ends_leave_no_spaces() -> None:
    assert decode(b"a\r\n\r\nb\rc\r\n").text == "a\n\nb c\n"
