"""Topics: lists of papers chosen by words, authors and categories (`[[topics]]`).

Words are judged by the same terms and positions as search, so that a topic finds what
the same phrase finds in the search box.  Knows neither configuration files nor pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.errors import ConfigError
from sitegen.identity import safe_part, short_hash
from sitegen.model import TypesetEntry
from sitegen.search.tokens import CJK_FIRST, placed

# A text cut into (term, position) pairs, in order; see `sitegen.search.tokens.placed`.
Terms = Sequence[tuple[str, int]]


class Phrase(NamedTuple):
    """What to look for: terms with their offsets; `prefix` for a single CJK character."""

    terms: tuple[tuple[str, int], ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A compiled topic; `slug` is its part of the path."""

    name: str
    slug: str
    description: str
    include: tuple[Phrase, ...]
    exclude: tuple[Phrase, ...]
    authors: tuple[Phrase, ...]
    categories: frozenset[str]

    @property
    def fingerprint(self) -> str:
        """A hash of what chooses its papers: the same for the same choice."""
        rules = (self.include, self.exclude, self.authors, sorted(self.categories))
        return short_hash(repr(rules), 16)


class Subject(NamedTuple):
    """What is known of a paper: its texts and its authors, each cut, and its categories."""

    texts: Sequence[Terms]
    authors: Sequence[Terms]
    categories: Sequence[str]


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
        categories=frozenset(categories),
    )
    if not (topic.include or topic.authors or topic.categories):
        raise ConfigError(
            f"topic '{name}' chooses nothing",
            hint='give it include = ["words"], authors or categories',
        )
    return topic


def matches(topic: Topic, subject: Subject) -> bool:
    """Tell whether a paper belongs to a topic.

    It does if one of the included phrases stands in one of its texts or one of the
    authors wrote it (or neither is asked for), if it is listed in one of the categories
    (or none is asked for), and if no excluded phrase stands in any of its texts.
    """
    if topic.categories and topic.categories.isdisjoint(subject.categories):
        return False
    wanted = topic.include or topic.authors
    if wanted and not (
        _any_stands(topic.include, subject.texts) or _any_stands(topic.authors, subject.authors)
    ):
        return False
    return not _any_stands(topic.exclude, subject.texts)


def subject_of(entry: TypesetEntry) -> Subject:
    """Cut an entry's title, fields and authors, as search does."""
    texts = [placed(entry.title.words)[0]]
    texts += [placed(field.text.words)[0] for field in entry.fields]
    authors = [placed(author.words, names=True)[0] for author in entry.authors]
    return Subject(texts, authors, entry.categories)


def _phrase(text: str, topic: str, *, names: bool = False) -> Phrase:
    terms, _ = placed(text, names=names)
    if not terms:
        raise ConfigError(
            f"topic '{topic}': '{text}' has no word that search keeps",
            hint="words such as 'the' and 'of' stand in every paper; name others",
        )
    single = len(terms) == 1 and len(terms[0][0]) == 1 and terms[0][0] >= CJK_FIRST
    # The last character of a CJK run is a term of its own only where a run ends; inside a
    # longer run the bigrams before it say all.
    bigrams = {(term[1], place + 1) for term, place in terms if _is_bigram(term)}
    kept = [(term, place) for term, place in terms if (term, place) not in bigrams]
    first = min(place for _, place in kept)
    return Phrase(tuple((term, place - first) for term, place in kept), single)


def _is_bigram(term: str) -> bool:
    return len(term) == 2 and term[0] >= CJK_FIRST


def _any_stands(phrases: Iterable[Phrase], texts: Sequence[Terms]) -> bool:
    return any(_stands(phrase, terms) for phrase in phrases for terms in texts)


def _stands(phrase: Phrase, terms: Terms) -> bool:
    (first, offset), *rest = phrase.terms
    if phrase.prefix:
        return any(term.startswith(first) for term, _ in terms)
    places = [place - offset for term, place in terms if term == first]
    if not places or not rest:
        return bool(places)
    found = frozenset(terms)
    return any(all((term, place + gap) in found for term, gap in rest) for place in places)
