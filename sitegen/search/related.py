"""Related papers: for each paper up to five earlier ones that share its telling terms.

A paper is compared with papers of earlier days alone, and so are the statistics: what is
found stays the same when papers come after it, and a full build finds what an incremental
one did.  Knows token records and days, nothing of pages; its memory is the caller's.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain, groupby, islice, starmap
from math import log, sqrt
from typing import NamedTuple

import msgspec

from sitegen.model import Record
from sitegen.search.plan import SearchDocument
from sitegen.search.record import FIELD_NAMES, TokenRecord, field_terms
from sitegen.search.shelf import Load, Shelf
from sitegen.search.tokens import CJK_FIRST

VERSION = 4  # raise it when other papers are found for the same input
MOST = 5  # related papers of one
TERMS = 10  # terms of a paper's query
COMMON = 100  # a term of more papers adds to what rarer ones have found, and finds none
# Of the score that a paper would have with itself.  On a sample of 300 papers of a corpus of
# 25,000, what falls below was mostly unlike by the cosine of all words.
LEAST = 0.28
SHARED = 2  # a single word, however rare, makes no two papers alike: "scar" of skin, heart, land
# How much a term counts by its place: repeated in the abstract or once in the title, both,
# repeated often.
WEIGHTS = (1.7, 2.2, 2.6)
_SQUARES = tuple(weight * weight for weight in WEIGHTS)
_DIGITS = 6  # of a score
_ROUNDING = 10**-_DIGITS

_TITLE, _TLDR, _SUMMARY, _ABSTRACT, _KEYWORDS = (
    FIELD_NAMES.index(name) for name in ("title", "tldr", "summary", "abstract", "keywords")
)

Related = dict[str, tuple[str, ...]]


class PaperTerms(Record, frozen=True, array_like=True, gc=False):
    """The telling terms of one paper: for each of `WEIGHTS` terms separated by spaces."""

    key: str
    terms: tuple[str, str, str]


def telling_terms(key: str, record: TokenRecord) -> PaperTerms:
    """Pick the telling terms of a paper: of its title and keywords, and repeated ones.

    Terms of the abstract count, not those of a summary, which is in one language here and
    in another there; a paper without an abstract is judged by its summary.
    """
    by_abstract = record.lengths[_ABSTRACT] > 0
    fields = field_terms(record)
    times = Counter(fields[_ABSTRACT] if by_abstract else fields[_TLDR] + fields[_SUMMARY])
    # Title and keywords count two, and each time in the text one, three at most.
    weights = {term: min(times.get(term, 0) + 2, 4) for term in fields[_TITLE] + fields[_KEYWORDS]}
    for term, count in times.items():
        if count > 1 and term not in weights:
            weights[term] = min(count, 3)
    telling: tuple[list[str], list[str], list[str]] = [], [], []
    for term, weight in weights.items():
        if not (term.isdigit() or (by_abstract and term >= CJK_FIRST)):
            telling[weight - 2].append(term)
    two, three, four = map(" ".join, telling)
    return PaperTerms(key, (two, three, four))


class Wanted(NamedTuple):
    """A term that a paper is compared by."""

    share: float  # weight in the paper times idf
    term: str
    idf: float
    papers: int  # earlier ones that tell it


def compared_by(
    paper: PaperTerms, counts: Mapping[str, int], idf_of: Mapping[int, float]
) -> list[Wanted]:
    """Choose at most ten terms of a paper, those that weigh most; the rarest comes first.

    Args:
        paper: with its telling terms.
        counts: how many earlier papers tell each term.
        idf_of: the inverse document frequency of a term of so many.
    """
    rows = []
    for weight, joined in zip(WEIGHTS, paper.terms, strict=True):
        for term in joined.split():
            n = counts.get(term)
            if n:
                idf = idf_of[n]
                rows.append((weight * idf, term, idf, n))
    rows.sort(reverse=True)
    found = list(starmap(Wanted, rows[:TERMS]))
    # Of a word with hyphens the parts and the joined form are terms, which is one word in
    # common, not three: without post and hoc where posthoc stands.
    terms = f" {' '.join(wanted.term for wanted in found)} "
    alone = (w for w in found if terms.count(f" {w.term}") == 1 == terms.count(f"{w.term} "))
    return sorted(alone, key=lambda wanted: (wanted.papers, wanted.term))


class _Idf(dict[int, float]):
    """lunr's inverse document frequency of a term, by how many of the papers tell it."""

    def __init__(self, papers: int) -> None:
        super().__init__()
        self._papers = papers

    def __missing__(self, n: int) -> float:
        idf = self[n] = log(1 + abs((self._papers - n + 0.5) / (n + 0.5)))
        return idf


class Relater:
    """Finds earlier papers that are like a paper; days must be added in order."""

    def __init__(self, wanted: Iterable[str]) -> None:
        """Start empty.

        Args:
            wanted: all terms that any paper will be compared by.
        """
        # A test in C, since most terms of earlier papers are asked for by nobody.
        self._is_wanted = frozenset(wanted).__contains__
        self._keys: list[str] = []
        self._scales: list[float] = []  # by which the score of each paper is divided
        self._papers: defaultdict[str, dict[int, float]] = defaultdict(dict)

    def add(self, day: Iterable[PaperTerms]) -> None:
        """Take a day's papers as earlier ones of the days that follow."""
        for paper in day:
            number = len(self._keys)
            self._keys.append(paper.key)
            self._scales.append(_scale(paper))
            for weight, joined in zip(WEIGHTS, paper.terms, strict=True):
                for term in filter(self._is_wanted, joined.split()):
                    self._papers[term][number] = weight

    def related(self, paper: PaperTerms, query: Sequence[Wanted]) -> tuple[str, ...]:
        """Return the keys of up to five earlier papers, the most alike first.

        The score is a cosine of tf-idf vectors over the terms that the paper is compared by,
        with lunr's inverse document frequency.
        """
        rows = [(wanted.share * wanted.idf, self._papers[wanted.term]) for wanted in query]
        scores: dict[int, float] = {}
        for share, papers in rows:
            if len(papers) <= COMMON or not scores:
                for number, weight_there in papers.items():
                    scores[number] = scores.get(number, 0.0) + share * weight_there
            else:
                for number in scores.keys() & papers.keys():
                    scores[number] += share * papers[number]
        least = LEAST * sum(wanted.share * wanted.share for wanted in query) / _scale(paper)
        scales = self._scales
        near = least - _ROUNDING  # nearly all papers fall below it, so they are not divided
        # Rounded, so that a sum's order can decide nothing; among equals the newer comes first.
        found = [
            (round(score / scales[number], _DIGITS), number)
            for number, score in scores.items()
            if score >= near * scales[number]
        ]
        best = nlargest(4 * MOST, (entry for entry in found if entry[0] >= least))
        shared = min(SHARED, sum(len(joined.split()) for joined in paper.terms))
        alike = (
            self._keys[number]
            for _, number in best
            if sum(number in papers for _, papers in rows) >= shared
        )
        return tuple(islice(alike, MOST))


def _scale(paper: PaperTerms) -> float:
    squares = 0.0
    for square, joined in zip(_SQUARES, paper.terms, strict=True):
        if joined:
            squares += square * (joined.count(" ") + 1)
    return sqrt(squares) or 1.0


def relate(
    documents: Iterable[SearchDocument],
    load: Load,
    get: Callable[[str], bytes | None],
    put: Callable[[str, bytes], None],
) -> tuple[Related, set[str]]:
    """Find the related papers of all papers, computing only what is not known.

    What is found for a day is kept under a hash of the telling terms of all papers up to
    it, so a changed summary costs nothing and one more day costs a day.

    Args:
        documents: the papers; those without a date are left out.
        load: gets a digest's token records.
        get: returns what was put under a name in this or an earlier build, or None.
        put: keeps bytes under a name.

    Returns:
        The keys of related papers of each paper that has any, and the names in use: what
        was put under others may be removed.
    """
    ordered = sorted((d for d in documents if d.date), key=lambda d: (d.date, d.key))
    state = [f"{d.key} {d.date} {d.stamp}" for d in ordered]
    whole = _name("all", *state)
    kept = get(whole)
    if kept is not None:
        known_names, related = _whole_decoder.decode(kept)
        return related, {whole, *known_names}
    shelf = Shelf(load)
    days: list[bytes] = []  # as of the queries below: decoded they fill the memory
    links: list[str] = []
    names: list[str] = []
    link = str(VERSION)
    for _, papers in groupby(ordered, key=lambda document: document.date):
        same_day = list(papers)
        name = _name("terms", *(f"{d.key} {d.stamp}" for d in same_day))
        data = get(name)
        if data is None:
            data = _encoder.encode([telling_terms(d.key, shelf.record(d)) for d in same_day])
            put(name, data)
        link = _name("day", link, hashlib.blake2b(data).hexdigest())
        days.append(data)
        links.append(link)
        names += [name, link]
    known = [get(link) for link in links]
    queries, wanted = _queries(days, [data is None for data in known])
    relater = Relater(wanted)
    found: Related = {}
    is_new = None in known
    for encoded, asked, link, data in zip(days, queries, links, known, strict=True):
        day = _day_decoder.decode(encoded) if is_new else ()
        if data is None:
            pairs = zip(day, _queries_decoder.decode(asked), strict=True)
            related = {p.key: keys for p, query in pairs if (keys := relater.related(p, query))}
            put(link, _encoder.encode(related))
        else:
            related = _related_decoder.decode(data)
        found.update(related)
        relater.add(day)
    put(whole, _encoder.encode((names, found)))
    return found, {whole, *names}


def _queries(days: Sequence[bytes], asked: Sequence[bool]) -> tuple[list[bytes], set[str]]:
    """Choose what the papers of the days asked for are compared by.

    Counting comes first, so that lists of papers are made for the chosen terms alone: the
    frequent terms, which are chosen by few, stand in most papers.

    Returns:
        For each day the encoded queries of its papers, b"" where it is not asked for, and
        the terms of all queries.
    """
    if not any(asked):
        return [b""] * len(days), set()
    counts: Counter[str] = Counter()
    earlier = 0
    queries = []
    terms: set[str] = set()
    for encoded, is_asked in zip(days, asked, strict=True):
        day = _day_decoder.decode(encoded)
        if is_asked:
            idf_of = _Idf(earlier)
            of_day = [compared_by(paper, counts, idf_of) for paper in day]
            terms.update(wanted.term for query in of_day for wanted in query)
            queries.append(_encoder.encode(of_day))
        else:
            queries.append(b"")
        earlier += len(day)
        joined = " ".join(chain.from_iterable(paper.terms for paper in day))
        counts.update(joined.split())
    return queries, terms


def _name(kind: str, *parts: str) -> str:
    text = "\n".join([str(VERSION), *parts])
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10)
    return f"{kind}-{digest.hexdigest()}"


_encoder = msgspec.msgpack.Encoder()
_day_decoder = msgspec.msgpack.Decoder(tuple[PaperTerms, ...])
_queries_decoder = msgspec.msgpack.Decoder(list[list[Wanted]])
_related_decoder = msgspec.msgpack.Decoder(Related)
_whole_decoder = msgspec.msgpack.Decoder(tuple[list[str], Related])
