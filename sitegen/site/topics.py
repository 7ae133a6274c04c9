"""Topics: lists of papers chosen by words, authors and categories (`[[topics]]`).

Words are judged by the same terms and positions as search, so that a topic finds what
the same phrase finds in the search box.  Knows neither configuration files nor pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import msgspec

from sitegen.errors import ConfigError
from sitegen.identity import safe_part, short_hash
from sitegen.search.record import FIELD_NAMES, SHIFT, TokenRecord, unpack
from sitegen.search.tokens import CJK_FIRST, place

_AUTHORS = frozenset({FIELD_NAMES.index("authors")})
_TEXTS = frozenset(range(len(FIELD_NAMES))) - _AUTHORS - {FIELD_NAMES.index("category")}


class Phrase(NamedTuple):
    """What to look for: terms with their offsets; `prefix` for a single CJK character."""

    terms: tuple[tuple[str, int], ...]
    prefix: bool = False


class Verdict(NamedTuple):
    """Whether a topic asks for an entry, and whether it excludes it."""

    asked: bool
    excluded: bool


class Topic(msgspec.Struct, frozen=True):
    """A compiled topic; `slug` is its part of the path."""

    name: str
    slug: str
    description: str
    include: tuple[Phrase, ...]
    exclude: tuple[Phrase, ...]
    authors: tuple[Phrase, ...]
    categories: frozenset[str]  # without regard to case

    @property
    def fingerprint(self) -> str:
        """A hash of what `judge` goes by: the same for the same verdicts."""
        return short_hash(repr((self.include, self.exclude, self.authors)), 16)

    def covers(self, categories: Iterable[str]) -> bool:
        """Tell whether a paper of some categories may belong to it."""
        return not self.categories or not self.categories.isdisjoint(map(str.casefold, categories))


def compile_topic(
    name: str,
    *,
    slug: str = "",
    description: str = "",
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    authors: Iterable[str] = (),
    categories: Iterable[str] = (),
) -> Topic:
    """Make a topic of what the configuration says.

    Raises:
        ConfigError: for a topic without rules, or a word that search does not keep.
    """
    topic = Topic(
        name=name,
        slug=safe_part(slug or "-".join(name.lower().split())),
        description=description,
        include=tuple(_phrase(word, name) for word in include),
        exclude=tuple(_phrase(word, name) for word in exclude),
        authors=tuple(_phrase(word, name, names=True) for word in authors),
        categories=frozenset(code.strip().casefold() for code in categories),
    )
    if not (topic.include or topic.authors or topic.categories):
        raise ConfigError(
            f"topic '{name}' chooses nothing",
            hint='give it include = ["words"], authors or categories',
        )
    return topic


def judge(topic: Topic, record: TokenRecord) -> Verdict:
    """Judge the words and authors of one entry of a paper by a topic.

    An entry is asked for if one of the included phrases stands in one of its texts or one
    of the authors wrote it (or neither is asked for).  It is excluded if an excluded phrase
    stands in any of its texts; that is told of every entry, since it takes the whole paper
    out.  Categories are the paper's, not the entry's: see `Topic.covers`.

    Args:
        topic: what to look for.
        record: the entry's terms, as search has them.
    """

    @cache
    def places() -> dict[str, list[int]]:
        return unpack(record)

    def stands(phrases: Iterable[Phrase], fields: frozenset[int]) -> bool:
        # Most papers lack the words: told apart before anything is unpacked.
        return any(
            all(term in record.terms for term, _ in phrase.terms)
            and _stands(phrase, places(), fields)
            for phrase in phrases
        )

    asked = not (topic.include or topic.authors)
    asked = asked or stands(topic.include, _TEXTS) or stands(topic.authors, _AUTHORS)
    return Verdict(asked, stands(topic.exclude, _TEXTS))


def _phrase(text: str, topic: str, *, names: bool = False) -> Phrase:
    words: list[str] = []
    positions: list[int] = []
    place(text, 0, words, positions, names=names)
    terms = list(zip(words, positions, strict=True))
    if not terms:
        raise ConfigError(
            f"topic '{topic}': '{text}' has no word that search keeps",
            hint="words such as 'the' and 'of' stand in every paper; name others",
        )
    # The last character of a CJK run is a term of its own only where a run ends; inside a
    # longer run the bigrams before it say all.
    ends = {(term[1], at + 1) for term, at in terms if len(term) == 2 and term[0] >= CJK_FIRST}
    kept = [each for each in terms if each not in ends]
    first = min(at for _, at in kept)
    single = len(kept) == 1 and len(kept[0][0]) == 1 and kept[0][0] >= CJK_FIRST
    return Phrase(tuple((term, at - first) for term, at in kept), single)


def _stands(phrase: Phrase, places: dict[str, list[int]], fields: frozenset[int]) -> bool:
    (first, offset), *rest = phrase.terms
    if phrase.prefix:
        starts = [at for term, found in places.items() if term.startswith(first) for at in found]
    else:
        starts = [at - offset for at in places.get(first, ())]
    return any(
        start >> SHIFT in fields and all(start + gap in places.get(term, ()) for term, gap in rest)
        for start in starts
    )
