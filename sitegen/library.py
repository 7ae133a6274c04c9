"""The library: all digests merged, one paper per key.

Made of heads alone, so that a build that changes little loads little text.  Knows
nothing of pages and paths.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from sitegen.identity import parse_arxiv
from sitegen.model import DigestHead, EntryHead


class Ref(NamedTuple):
    """An entry's place: index of its digest in `Library.digests`, index in the digest."""

    digest: int
    entry: int


class Paper(msgspec.Struct, frozen=True, gc=False):
    """One paper with all its entries.

    `refs` are its entries in order of date, `voices` those that its page shows: the one
    that speaks for it first, then one for each other language.  `date` is that of the
    digest that showed it first, which holds `first`, so that a later one never moves it.
    """

    key: str
    date: str
    first: Ref
    refs: tuple[Ref, ...]
    voices: tuple[Ref, ...]
    category: str
    categories: tuple[str, ...]

    @property
    def voice(self) -> Ref:
        """The entry that speaks for the paper."""
        return self.voices[0]

    @property
    def month(self) -> str:
        """The month of its date, "" for papers of undated digests."""
        return self.date[:7]


class Library(msgspec.Struct, frozen=True):
    """Every digest from the oldest to the newest (undated ones at the end), every paper.

    `papers` holds them in order of their first appearance; `categories` maps each
    category to the keys of its papers in that order; `skipped` are the files that are
    no digests.
    """

    digests: tuple[DigestHead, ...]
    papers: dict[str, Paper]
    categories: dict[str, tuple[str, ...]]
    skipped: tuple[DigestHead, ...]
    excluded: frozenset[str] = frozenset()

    def head(self, ref: Ref) -> EntryHead:
        """Return what is known of one entry."""
        return self.digests[ref.digest].entries[ref.entry]

    def shown(self, digest: int) -> list[tuple[Ref, ...]]:
        """List the papers of a digest in its own order, each once.

        Several entries of one paper in one digest stand together, the best first.
        """
        entries = self.digests[digest].entries
        groups: dict[str, list[int]] = {}
        for index, entry in enumerate(entries):
            if entry.key not in self.excluded:
                groups.setdefault(entry.key, []).append(index)
        return [
            (Ref(digest, indexes[0]),)
            if len(indexes) == 1
            else tuple(
                Ref(digest, index)
                for index in sorted(indexes, key=lambda i: (-entries[i].quality, i))
            )
            for indexes in groups.values()
        ]

    def count(self, digest: int) -> int:
        """Count the papers of a digest, as many as `shown` lists."""
        return len({entry.key for entry in self.digests[digest].entries} - self.excluded)


class SharedTexts:
    """Makes equal values of entries one object: categories, sections, keys that come again.

    Every entry that is loaded has its own; of the heads of many papers that was a fifth.
    """

    _FIELDS = ("key", "arxiv", "category", "categories", "section", "missing", "lang")

    def __init__(self) -> None:
        self._known: dict[object, object] = {}

    def share(self, head: DigestHead) -> DigestHead:
        """Let a digest's entries hold what earlier ones hold; nobody else may have it yet."""
        known = self._known
        for entry in head.entries:
            for name in self._FIELDS:
                value = getattr(entry, name)
                other = known.setdefault(value, value)
                if other is not value:
                    msgspec.structs.force_setattr(entry, name, other)
        return head


def _excluded(name: str) -> str:
    """Return the key of a paper that is to be left out: of its arXiv id, or as it stands."""
    found = parse_arxiv(name.strip())
    return (found.id if found else name.strip()).replace("/", "-")


def unmatched(library: Library, exclude: Iterable[str]) -> list[str]:
    """List the names under `exclude`, as for `merge`, that stand in no digest of its library."""
    if not library.excluded:
        return []
    there = {entry.key for digest in library.digests for entry in digest.entries}
    return [name for name in exclude if _excluded(name) not in there]


def merge(
    heads: Iterable[DigestHead], *, language: str = "en", exclude: Collection[str] = ()
) -> Library:
    """Merge digests to a library.

    Args:
        heads: every digest, in any order.
        language: of the site; its entries speak before those in other languages.
        exclude: keys or arXiv ids of papers to leave out.
    """
    excluded = frozenset(map(_excluded, exclude))
    digests: list[DigestHead] = []
    skipped: list[DigestHead] = []
    for head in heads:
        (skipped if head.skipped else digests).append(head)
    digests.sort(key=lambda head: (not head.date, head.date, head.slug))
    skipped.sort(key=lambda head: head.slug)

    refs: dict[str, list[Ref]] = {}
    for digest_index, digest in enumerate(digests):
        for entry_index, entry in enumerate(digest.entries):
            if entry.key not in excluded:
                refs.setdefault(entry.key, []).append(Ref(digest_index, entry_index))

    papers: dict[str, Paper] = {}
    by_category: dict[str, list[str]] = {}
    for key, found in refs.items():
        paper = _paper(key, found, digests, language.split("-")[0])
        papers[key] = paper
        for code in paper.categories:
            by_category.setdefault(code, []).append(key)
    return Library(
        digests=tuple(digests),
        papers=papers,
        categories={code: tuple(by_category[code]) for code in sorted(by_category)},
        skipped=tuple(skipped),
        excluded=excluded,
    )


def merge_edited(
    library: Library, heads: Iterable[DigestHead], *, language: str = "en"
) -> Library | None:
    """Merge once more after edits that leave every paper in its digests and categories.

    Args:
        library: that came of the last merge.
        heads: every digest; those that were not edited are the same objects as before.
        language: as for `merge`.

    Returns:
        What `merge` would give, in time that grows with the edited digests; None where an
        edit changed more.
    """
    language = language.split("-")[0]
    places = {head.slug: place for place, head in enumerate(library.digests)}
    skipped = {head.slug: head for head in library.skipped}
    digests = list(library.digests)
    edited: list[DigestHead] = []
    total = 0
    for head in heads:
        total += 1
        place = places.get(head.slug)
        before = skipped.get(head.slug) if place is None else digests[place]
        if head is before:
            continue
        if place is None or before is None or head.skipped or head.date != before.date:
            return None
        if [entry.key for entry in head.entries] != [entry.key for entry in before.entries]:
            return None
        digests[place] = head
        edited.append(head)
    if total != len(digests) + len(skipped):
        return None
    papers = dict(library.papers)
    for key in {entry.key for head in edited for entry in head.entries}:
        if (old := papers.get(key)) is None:  # one that is left out
            continue
        paper = _paper(key, old.refs, digests, language)
        if (paper.category, paper.categories) != (old.category, old.categories):
            return None
        papers[key] = paper
    return replace(library, digests=tuple(digests), papers=papers)


def _paper(key: str, found: Sequence[Ref], digests: Sequence[DigestHead], language: str) -> Paper:
    refs = tuple(found)
    voices = refs if len(refs) == 1 else speaks_for(refs, digests, language)
    voice = digests[voices[0].digest].entries[voices[0].entry]
    codes = dict.fromkeys(
        (voice.category, *voice.categories) if voice.category else voice.categories
    )
    if len(found) > 1:
        # A crawl knows cross-lists that the Markdown of the same paper dropped.
        for ref in found:
            codes.update(dict.fromkeys(digests[ref.digest].entries[ref.entry].categories))
    categories = tuple(codes)
    # Undated digests stand behind all others, so the first entry is dated if any is.
    first = found[0]
    return Paper(
        key=key,
        date=digests[first.digest].date,
        first=first,
        refs=refs,
        voices=voices,
        category=voice.category or next(iter(codes), ""),
        # The same object where it is equal, as of most papers.
        categories=voice.categories if categories == voice.categories else categories,
    )


def speaks_for(
    found: Sequence[Ref], digests: Sequence[DigestHead], language: str
) -> tuple[Ref, ...]:
    """Choose the entries that a paper's page shows, the one that speaks for it first.

    The first entry of the best quality (a summary before an abstract before nothing) in
    the site's language, else in any; then the first with a summary of each other
    language.  A placeholder has no quality, so it never wins over text.
    """
    entries = [(ref, digests[ref.digest].entries[ref.entry]) for ref in found]
    best = max(entry.quality for _, entry in entries)
    good = [(ref, entry) for ref, entry in entries if entry.quality == best]
    own = [(ref, entry) for ref, entry in good if entry.lang == language]
    first, first_entry = (own or good)[0]
    voices = {first_entry.lang: first}
    if best == 2:
        for ref, entry in good:
            voices.setdefault(entry.lang, ref)
    return tuple(voices.values())
