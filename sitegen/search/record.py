"""Token records: one entry cut into terms, each with its place.

A record is made once and kept in the cache; the index is built from records alone.  Knows
entries and tokens, nothing of papers, segments or files.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise

import msgspec

from sitegen.model import Record, TypesetEntry
from sitegen.search.tokens import place

# The fields of the index with their boosts, in the order of the frequency vectors.
FIELDS: dict[str, float] = {
    "title": 5,
    "authors": 3,
    "translated_title": 5,
    "tldr": 2,
    "summary": 1,
    "abstract": 1,
    "keywords": 3,
    "category": 1,
}
FIELD_NAMES = tuple(FIELDS)
_NUMBER = {name: number for number, name in enumerate(FIELDS)}
_OWN_FIELD = {
    "tldr": _NUMBER["tldr"],
    "abstract": _NUMBER["abstract"],
    "translated_title": _NUMBER["translated_title"],
    "keywords": _NUMBER["keywords"],
    "tags": _NUMBER["keywords"],
}
_SIGNS = dict.fromkeys(map(ord, "./-"))  # of an arXiv id

SHIFT = 12  # a place is field << SHIFT | position
_POSITIONS = 1 << SHIFT


class TokenRecord(Record, frozen=True, array_like=True, gc=False):
    """The terms of one entry, in the order of the fields and of their positions.

    `terms` are separated by spaces; `places` holds for each `field << SHIFT | position` as
    two bytes in the machine's order.  A term that stands twice is there twice: grouping is
    done for thousands of papers at once, when they are put into postings.
    """

    terms: str
    places: bytes
    lengths: tuple[int, ...]  # terms of each field
    widths: tuple[int, ...]  # positions of each field
    marks: tuple[int, ...]  # checksum of each field's text, to tell equal ones


EMPTY = TokenRecord("", b"", (0,) * 8, (0,) * 8, (0,) * 8)


def cut(entry: TypesetEntry) -> TokenRecord:
    """Cut the texts of an entry into the terms of the index.

    Fields that have no index field of their own (motivation, method, result, conclusion,
    comments, …) go into `summary`.  One position stays empty between the texts of a field,
    so that no phrase reaches over the edge.  Beside the categories stands the arXiv id, as
    one term: its parts would be words of every paper of the month.
    """
    texts: list[list[str]] = [[] for _ in FIELDS]
    texts[_NUMBER["title"]].append(entry.title.words)
    texts[_NUMBER["authors"]].extend(author.words for author in entry.authors)
    for field in entry.fields:
        texts[_OWN_FIELD.get(field.name, _NUMBER["summary"])].append(field.text.words)
    texts[_NUMBER["category"]].extend(entry.categories or filter(None, [entry.category]))
    if entry.arxiv:
        texts[_NUMBER["category"]].append(entry.arxiv.translate(_SIGNS))
    return cut_texts(texts)


def cut_texts(texts: Sequence[Sequence[str]]) -> TokenRecord:
    """Cut the texts of the eight fields, in the order of `FIELDS`, into one record."""
    terms: list[str] = []
    places: list[int] = []
    lengths, widths, marks = [], [], []
    for field, parts in enumerate(texts):
        base = position = field << SHIFT
        before = len(terms)
        for part in parts:
            position = place(part, position, terms, places, names=field == 1) + 1
        if position - base > _POSITIONS:
            # Beyond the table's reach: a text of book length keeps its words, and all
            # that stand after the limit share the last position.
            last = base + _POSITIONS - 1
            places[before:] = [min(at, last) for at in places[before:]]
        lengths.append(len(terms) - before)
        widths.append(min(position - base, _POSITIONS))
        marks.append(zlib.crc32("\n".join(parts).encode("utf-8", "surrogatepass")))
    return TokenRecord(
        " ".join(terms), _packed(places), tuple(lengths), tuple(widths), tuple(marks)
    )


def _packed(places: Iterable[int]) -> bytes:
    return array("H", places).tobytes()


def _places(record: TokenRecord) -> memoryview[int]:
    return memoryview(record.places).cast("H")


def unpack(record: TokenRecord) -> dict[str, list[int]]:
    """Return the places of each term: `field << SHIFT | position`, in order."""
    places: dict[str, list[int]] = {}
    for term, at in zip(record.terms.split(), _places(record), strict=True):
        places.setdefault(term, []).append(at)
    return places


def field_terms(record: TokenRecord) -> list[list[str]]:
    """Return the terms of each field, in order of position."""
    terms = record.terms.split()
    return [terms[start:end] for start, end in pairwise(accumulate(record.lengths, initial=0))]


def union(records: Sequence[TokenRecord]) -> TokenRecord:
    """Join the records of a paper's entries: the document is the union of their fields.

    A field whose text is the same in a later entry (title, authors and abstract mostly are)
    counts once.
    """
    if len(records) == 1:
        return records[0]
    terms: list[list[str]] = [[] for _ in FIELDS]
    places: list[list[int]] = [[] for _ in FIELDS]
    widths = [0] * len(FIELDS)
    seen: set[tuple[int, int]] = set()
    for record in records:
        start = 0
        at = _places(record)
        for field, found in enumerate(field_terms(record)):
            end = start + len(found)
            if (field, record.marks[field]) not in seen:
                last = (field + 1 << SHIFT) - 1
                terms[field] += found
                places[field] += [min(place + widths[field], last) for place in at[start:end]]
                widths[field] = min(widths[field] + record.widths[field], _POSITIONS)
            start = end
        seen.update(enumerate(record.marks))
    return TokenRecord(
        " ".join(chain.from_iterable(terms)),
        _packed(chain.from_iterable(places)),
        tuple(map(len, terms)),
        tuple(widths),
        records[0].marks,
    )


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[TokenRecord])


def encode_tokens(records: Sequence[TokenRecord]) -> bytes:
    """Store the records of a digest's entries, in their order."""
    return _encoder.encode(list(records))


def decode_tokens(data: bytes) -> list[TokenRecord]:
    """Load what `encode_tokens` stored.

    Raises:
        msgspec.DecodeError: the bytes are something else.
    """
    return _decoder.decode(data)
