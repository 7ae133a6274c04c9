"""Token records: one entry cut into terms, ready to be put into postings.

A record is made once, when a digest is prepared, and kept in the cache; the index is built
from records alone.  Knows entries and tokens, nothing of papers, segments or files.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import msgspec

from sitegen.model import Record, TypesetEntry
from sitegen.search.code import CODES, TWO_END, decode, encode
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

# A term's frequencies in the eight fields of a document are stored as a number into this
# table; the browser gets the table with the manifest.  The order is that of frequency (one
# character reaches 60 of them, and the first three cost nothing beside the document's
# number), so it is part of the format.  What is not here is written out behind ESCAPE.
_TABLE = """
00001000 00000100 00011000 00010000 00002000 01000000 00000200 00012000 00001100 00013000
00000300 10000100 00003000 10000200 10000000 00011100 00014000 10000300 00000400 00022000
10000400 00023000 00015000 00024000 00004000 10000500 00021000 02000000 00002200 00000500
00025000 00001200 10000600 00016000 00012200 00026000 00020000 00002100 00012100 00000600
00010100 00011200 10012200 10011100 00010200 00003300 00027000 00005000 00000001 00000002
00000010 00100000 00101000 00111000 00112000 10001100 10013300 10001000 10010000 10010100
00013300 10012300 10011200 00022200 00013200 00012300 10012100 00031000 00033000 00034000
"""
SIGNATURES: tuple[str, ...] = tuple(_TABLE.split())
ESCAPE = len(SIGNATURES)
VECTOR_END = '"'  # a character that the number code leaves out
SHIFT = 12  # places are field << SHIFT | position in the tables below
_POSITIONS = 1 << SHIFT
# By the fields of a term's places in order: (4, 4) is "00002000".
_SIGNATURE_OF_FIELDS = {
    tuple(field for field in range(len(FIELDS)) for _ in range(int(vector[field]))): number
    for number, vector in enumerate(SIGNATURES)
}
# By its frequencies in the fields as one number, 32 bits for each.
_UNIT_OF_FIELD = [1 << 32 * field for field in range(len(FIELDS))]
_SIGNATURE_OF_FREQUENCIES = {
    sum(map(_UNIT_OF_FIELD.__getitem__, fields)): number
    for fields, number in _SIGNATURE_OF_FIELDS.items()
}
# The same for two places, by `field of the first << 3 | field of the second`.
_SIGNATURE_OF_PAIR = [
    _SIGNATURE_OF_FIELDS.get((one, other), ESCAPE)
    for one in range(len(FIELDS))
    for other in range(len(FIELDS))
]
_UNIT = [_SIGNATURE_OF_FIELDS[(field,)] for field in range(len(FIELDS))]
_UNIT_OF_PLACE = bytes(unit for unit in _UNIT for _ in range(_POSITIONS))
_CODE_OF_PLACE = [encode(number) for number in range(_POSITIONS)] * len(FIELDS)


class TokenRecord(Record, frozen=True, array_like=True, gc=False):
    """The terms of one entry: three columns of equal length, and facts of its fields.

    `terms` are separated by spaces; `signatures` holds one byte a term, a number into
    `SIGNATURES` or `ESCAPE`; `positions` the coded positions of each term, separated by
    spaces, in front of them the frequencies of the eight fields where they are escaped.
    """

    terms: str
    signatures: bytes
    positions: str
    lengths: tuple[int, ...]  # terms of each field
    widths: tuple[int, ...]  # positions of each field
    marks: tuple[int, ...]  # checksum of each field's text, to tell equal ones


EMPTY = TokenRecord("", b"", "", (0,) * 8, (0,) * 8, (0,) * 8)


def cut(entry: TypesetEntry) -> TokenRecord:
    """Cut the texts of an entry into the terms of the index.

    Fields that have no index field of their own (motivation, method, result, conclusion,
    comments, …) go into `summary`.  One position stays empty between the texts of a field,
    so that no phrase reaches over the edge.
    """
    texts: list[list[str]] = [[] for _ in FIELDS]
    texts[_NUMBER["title"]].append(entry.title.words)
    texts[_NUMBER["authors"]].extend(author.words for author in entry.authors)
    for field in entry.fields:
        texts[_OWN_FIELD.get(field.name, _NUMBER["summary"])].append(field.text.words)
    texts[_NUMBER["category"]].extend(entry.categories or filter(None, [entry.category]))
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
    return _pack(terms, places, tuple(lengths), tuple(widths), tuple(marks))


def _pack(
    terms: list[str],
    places: list[int],
    lengths: tuple[int, ...],
    widths: tuple[int, ...],
    marks: tuple[int, ...],
) -> TokenRecord:
    """Group the places by term.  Most terms stand once in an entry: those go without loops."""
    counts = Counter(terms)
    last = dict(zip(terms, places, strict=True))
    once = [term for term, count in counts.items() if count == 1]
    at_once = list(map(last.__getitem__, once))
    signatures = bytearray(map(_UNIT_OF_PLACE.__getitem__, at_once))
    positions = list(map(_CODE_OF_PLACE.__getitem__, at_once))
    repeated: dict[str, list[int]] = {term: [] for term, count in counts.items() if count > 1}
    if repeated:
        for term, at in zip(terms, places, strict=True):
            if term in repeated:
                repeated[term].append(at)
        for stands in repeated.values():
            if len(stands) == 2:  # as of most of them
                first, second = stands
                field = first >> SHIFT
                signature = _SIGNATURE_OF_PAIR[field << 3 | second >> SHIFT]
                if signature != ESCAPE:
                    step = second if second >> SHIFT != field else second - first
                    signatures.append(signature)
                    positions.append(_CODE_OF_PLACE[first] + _CODE_OF_PLACE[step])
                    continue
            signature, position = _describe(stands)
            signatures.append(signature)
            positions.append(position)
        once.extend(repeated)
    return TokenRecord(
        " ".join(once), bytes(signatures), " ".join(positions), lengths, widths, marks
    )


def _describe(places: list[int]) -> tuple[int, str]:
    """Return the signature and the coded positions of a term's places, in field order.

    A position is the step from the one before, or from the beginning of the field.
    """
    before = places[0]
    field = before >> SHIFT
    end = field + 1 << SHIFT
    coded = _CODE_OF_PLACE[before]
    frequencies = unit = _UNIT_OF_FIELD[field]
    for at in places[1:]:
        if at < end:
            step = at - before
            coded += CODES[step] if step < TWO_END else encode(step)
        else:
            field = at >> SHIFT
            end = field + 1 << SHIFT
            unit = _UNIT_OF_FIELD[field]
            coded += _CODE_OF_PLACE[at]
        frequencies += unit
        before = at
    signature = _SIGNATURE_OF_FREQUENCIES.get(frequencies, ESCAPE)
    if signature == ESCAPE:
        coded = _vector(places) + VECTOR_END + coded
    return signature, coded


def _vector(places: list[int]) -> str:
    fields = [at >> SHIFT for at in places]
    return "".join(encode(fields.count(field)) for field in range(len(FIELDS)))


def unpack(record: TokenRecord) -> dict[str, list[int]]:
    """Return the places of each term: `field << SHIFT | position`, in order."""
    places: dict[str, list[int]] = {}
    for term, signature, coded in zip(
        record.terms.split(), record.signatures, record.positions.split(), strict=True
    ):
        if signature == ESCAPE:
            written, _, coded = coded.partition(VECTOR_END)
            vector = decode(written)
        else:
            vector = list(map(int, SIGNATURES[signature]))
        steps = iter(decode(coded))
        stands = places[term] = []
        for field, frequency in enumerate(vector):
            at = field << SHIFT
            for _ in range(frequency):
                at += next(steps)
                stands.append(at)
    return places


def union(records: Sequence[TokenRecord]) -> TokenRecord:
    """Join the records of a paper's entries: the document is the union of their fields.

    A field whose text is the same in a later entry (title, authors and abstract mostly are)
    counts once.
    """
    if len(records) == 1:
        return records[0]
    terms: list[str] = []
    places: list[int] = []
    widths = [0] * len(FIELDS)
    lengths = [0] * len(FIELDS)
    seen: set[tuple[int, int]] = set()
    for record in records:
        new = [mark not in seen for mark in enumerate(record.marks)]
        offsets = list(widths)
        for term, stands in unpack(record).items():
            for at in stands:
                field = at >> SHIFT
                if new[field]:
                    terms.append(term)
                    places.append(min(at + offsets[field], ((field + 1) << SHIFT) - 1))
        for field, is_new in enumerate(new):
            if is_new:
                widths[field] = min(widths[field] + record.widths[field], _POSITIONS)
                lengths[field] += record.lengths[field]
        seen.update(enumerate(record.marks))
    order = sorted(range(len(places)), key=places.__getitem__)
    return _pack(
        [terms[number] for number in order],
        [places[number] for number in order],
        tuple(lengths),
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
