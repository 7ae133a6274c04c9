"""Bytes to text: UTF-8 first, other encodings by evidence, never half-read in silence.

Also evens out what differs between editors: line ends, byte order marks, control
characters.  Knows nothing of digests.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from sitegen.patterns import lazy_pattern

_CONTROLS = bytes(code for code in range(32) if code not in (9, 10)) + b"\x7f"
_WITHOUT_CONTROLS = bytes(32 if code in _CONTROLS else code for code in range(256))
# What JSON makes of `\alpha`, `\beta`, `\vec` and `\frac` where one backslash stands for
# two: left to whoever converts the text, since a space would hide what it was.
_LOST_BACKSLASHES = tuple(b"\a\b\v\f")
_STRAY = lazy_pattern("[\a\b\v\f](?![a-z]{2})")
_AS_SPACE = {
    code: " " for code in (*_CONTROLS, 0x85, 0x2028, 0x2029) if code not in _LOST_BACKSLASHES
}
_INVISIBLE = {0xFEFF: None, 0x200B: None, 0x2060: None}
_EVENED = {**_AS_SPACE, **_INVISIBLE}

_MAGIC = (
    b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"SQLite format 3", b"\x7fELF", b"RIFF",
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536  # bytes or characters that decide on an encoding

# An encoding of East Asia is believed where nearly all characters beyond ASCII are
# the usual ones of its language; the order tells apart what shares byte ranges.
_EAST_ASIAN: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("shift_jis", "Shift_JIS", lazy_pattern(r"[\u3041-\u30ff\u3000-\u303f\uff01-\uff5e]")),
    ("euc_kr", "EUC-KR", lazy_pattern(r"[\uac00-\ud7a3\u3000-\u303f\uff01-\uff5e]")),
    (
        "gb18030",
        "GBK",
        lazy_pattern(r"[\u4e00-\u9fa5\u3000-\u303f\uff01-\uff5e\u2010-\u2026\u00b7\u00d7]"),
    ),
)
_NEEDED = {"shift_jis": 0.45, "euc_kr": 0.97, "gb18030": 0.9}


class Decoded(NamedTuple):
    """A text with what had to be done to get it.

    Attributes:
        text: `\\n` line ends, no control characters but tabs and what may be the first
            letter of a TeX command that has lost its backslash.
        encoding: its name for people; "UTF-8" needs no word.
        broken: characters that could not be read (U+FFFD in the text).
        controls: control characters that became spaces.
        binary: this is no text at all; then `text` is empty.
    """

    text: str
    encoding: str = "UTF-8"
    broken: int = 0
    controls: int = 0
    binary: bool = False


def decode(data: bytes) -> Decoded:
    """Decode a file. Never raises; whatever is not plain UTF-8 is told in the result."""
    if data.startswith(_MAGIC):
        return Decoded("", binary=True)
    encoding, broken = "UTF-8", 0
    bom = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    clean = _is_clean(data)
    if bom.startswith(("utf-16", "utf-32")) or (not clean and _looks_wide(data)):
        name = bom or _looks_wide(data)
        text = data.decode(name, "replace")
        encoding, broken = (
            name.upper().removesuffix("-LE").removesuffix("-BE"),
            text.count("\ufffd"),
        )
        if broken * 50 > len(text):
            return Decoded("", binary=True)
    else:
        if not clean and data.count(0, 0, _SAMPLE) * 50 > min(len(data), _SAMPLE):
            return Decoded("", binary=True)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text, encoding, broken = _decode_other(data)
            if not encoding:
                return Decoded("", binary=True)
    if encoding != "UTF-8":
        clean = _is_clean(text.encode("utf-8", "replace"))
    text, controls = _even(text, clean=clean)
    return Decoded(text, encoding, broken, controls)


def _is_clean(data: bytes) -> bool:
    """Tell UTF-8 without control characters but tabs and line feeds."""
    # What needs no change is the same object: nothing is compared.
    return data.translate(_WITHOUT_CONTROLS) == data


def _looks_wide(data: bytes) -> str:
    """Recognise UTF-16 without a mark: ASCII in it has every other byte NUL."""
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 8 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 5 > half and even * 20 < odd:
        return "utf-16-le"
    if even * 5 > half and odd * 20 < even:
        return "utf-16-be"
    return ""


def _decode_other(data: bytes) -> tuple[str, str, int]:
    """Decode what is not UTF-8: (text, encoding, broken characters)."""
    replaced = data.decode("utf-8", "replace")
    broken = replaced.count("\ufffd")
    beyond_ascii = len(re.findall(r"[^\x00-\x7f\ufffd]", replaced[: _SAMPLE * 4]))
    if beyond_ascii > broken:  # UTF-8 with some bytes damaged
        return replaced, "UTF-8", broken
    for codec, name, usual in _EAST_ASIAN:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        foreign = re.findall(r"[^\x00-\x7f]", text[:_SAMPLE])
        if len(foreign) > 1 and len(usual.findall(text[:_SAMPLE])) >= len(foreign) * _NEEDED[codec]:
            return text, name, 0
    if len(data[:_SAMPLE].translate(None, _CONTROLS)) < len(data[:_SAMPLE]) * 0.98:
        return "", "", 0
    high = len(data[:_SAMPLE].translate(None, bytes(range(128))))
    if high * 3 > len(data[:_SAMPLE]):  # no language of Western Europe has so many accents
        return "", "", 0
    text = data.decode("cp1252", "replace")
    return text, "Latin-1", text.count("\ufffd")


def _even(text: str, *, clean: bool) -> tuple[str, int]:
    """Even out line ends and control characters: (text, controls replaced).

    `clean` tells that there are no control characters: looking in bytes is faster.
    """
    controls = 0
    if not clean:
        if "\r" in text:
            text = text.replace("\r\n", "\n")
            if "\n" not in text:  # the line ends of old Macs
                text = text.replace("\r", "\n")
        text, stray = _STRAY.subn(" ", text)
        known = (13, *_LOST_BACKSLASHES)
        controls = stray + sum(text.count(chr(code)) for code in _CONTROLS if code not in known)
        text = text.translate(_EVENED)
    elif "\ufeff" in text or "\u200b" in text or "\u2060" in text:
        text = text.translate(_EVENED)
    return text, controls
