"""The dense number code of the index: whole numbers as printable characters.

Small numbers, by far the most frequent, take one character; a shard stays a string that
needs no escapes.  Knows numbers only.  The browser's half is `search-index.js`.
"""

from __future__ import annotations

ALPHABET = "".join(chr(n) for n in range(0x21, 0x7F) if chr(n) not in '"\\')
BASE = len(ALPHABET)  # 92
ONE = 60  # numbers below take one character
TWO = 88 - ONE  # leading characters of two-character numbers
_THREE = 3
TWO_END = ONE + TWO * BASE
THREE_END = TWO_END + _THREE * BASE**2
LIMIT = THREE_END + BASE**4


def _encode(number: int) -> str:
    if number < ONE:
        return ALPHABET[number]
    if number < TWO_END:
        high, low = divmod(number - ONE, BASE)
        return ALPHABET[ONE + high] + ALPHABET[low]
    if number < THREE_END:
        high, rest = divmod(number - TWO_END, BASE**2)
        return ALPHABET[ONE + TWO + high] + ALPHABET[rest // BASE] + ALPHABET[rest % BASE]
    if number >= LIMIT:
        raise ValueError(f"number too large for the code: {number}")
    number -= THREE_END
    digits = ""
    for _ in range(4):
        number, digit = divmod(number, BASE)
        digits = ALPHABET[digit] + digits
    return ALPHABET[BASE - 1] + digits


CODES: tuple[str, ...] = tuple(map(_encode, range(TWO_END)))


def encode(number: int) -> str:
    """Write a number from 0 to `LIMIT` - 1 as one, two, three or five characters."""
    return CODES[number] if number < TWO_END else _encode(number)
