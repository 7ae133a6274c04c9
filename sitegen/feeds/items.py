"""What a feed is made of: its channel, its items, and the dates and ids that last.

Plain text throughout: readers drop MathML, so TeX stays TeX (or Unicode), and the
HTML of an item is made from plain text where it is written.  Must not know of files,
configuration or routes: URLs are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from datetime import date as date_type

import msgspec

from sitegen.feeds.words import Words
from sitegen.model import Text, TypesetEntry
from sitegen.patterns import lazy_pattern

# A digest's items are dated from two o'clock downwards, one second apart: late enough
# for two hours of seconds, early enough never to lie ahead of the reader's clock.
_HOUR = 2
_SECONDS = _HOUR * 3600
_DAY = lazy_pattern(r"\d{4}-\d{2}-\d{2}")
# XML 1.0, section 2.2: every character that a document must not hold.
_ILLEGAL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Channel(msgspec.Struct, frozen=True):
    """What a feed says of itself.

    `home` and `url` are absolute, `url` being the feed's own address; both are empty on
    a site without a base URL.  `language` is that of the interface ("en", "zh-Hans"), and
    of `words`.
    """

    title: str
    description: str
    words: Words
    home: str = ""
    url: str = ""
    language: str = "en"


class Limits(msgspec.Struct, frozen=True):
    """How much a feed holds: items, bytes of the file, and whether papers come whole."""

    items: int = 500
    max_bytes: int = 512_000
    full_text: bool = False


class FeedText(msgspec.Struct, frozen=True):
    """A plain text with the name of its field ("tldr", "method", …) and its language."""

    name: str
    label: str  # as the digest printed it; "" for standard fields
    text: str
    lang: str


class FeedItem(msgspec.Struct, frozen=True):
    """One paper in a feed: all of it plain text.

    `date` is the day of the digest that showed the paper first; with `order`, its place
    among all papers of that day from 0, it gives the item's time.  `day` is the day whose
    digests it comes with, since feeds hold whole days: `date`, or the newest day of a
    feed for a paper that came again on it.  `url` is absolute: the paper's page, or arXiv
    where the site has no base URL; `link` is arXiv's address, or the paper's own.  `full`
    is empty unless the feed carries the full text.
    """

    key: str
    guid: str
    title: str
    url: str
    link: str
    day: str
    date: str
    order: int
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: FeedText | None
    full: tuple[FeedText, ...] = ()

    @property
    def moment(self) -> datetime:
        """When the paper came out, as far as feeds are concerned."""
        return moment(self.date, self.order)


class DigestItem(msgspec.Struct, frozen=True):
    """One digest in the feed of digests: (category, its papers as (title, absolute URL))."""

    slug: str
    date: str
    order: int  # among the digests of its day, from 0
    label: str  # the digest's own title, or its date
    url: str  # absolute, "" on a site without a base URL
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def guid(self) -> str:
        """An id that survives a change of domain."""
        return f"digest-sitegen:digest:{self.slug}"

    @property
    def count(self) -> int:
        """How many papers it lists."""
        return sum(len(papers) for _, papers in self.groups)

    @property
    def moment(self) -> datetime:
        """When the digest came out, as far as feeds are concerned."""
        return moment(self.date, self.order)


def from_entry(
    entry: TypesetEntry,
    *,
    date: str,
    order: int,
    day: str = "",
    url: str = "",
    categories: tuple[str, ...] | None = None,
    full_text: bool = False,
) -> FeedItem:
    """Make a feed's item of the entry that speaks for a paper.

    Args:
        entry: with the fields of lists, or whole where `full_text` is set.
        date: the day of the paper's first digest ("2025-11-14"); see `is_day`.
        order: the paper's place among all papers of that day, from 0.
        day: whose digests it comes with, where that is another one.
        url: absolute URL of the paper's page; empty to link to arXiv.
        categories: where other entries of the paper know more than this one.
        full_text: take over every field.
    """
    link = f"https://arxiv.org/abs/{entry.arxiv}" if entry.arxiv else entry.link
    lead = entry.lead()
    texts = [
        FeedText(field.name, legal(field.label), legal(field.text.words), field.text.lang)
        for field in entry.fields
        if full_text or field is lead
    ]
    return FeedItem(
        key=entry.key,
        guid=paper_guid(entry.arxiv, entry.key),
        title=" ".join(legal(entry.title.words).split()),
        url=url or link,
        link=link,
        day=day or date,
        date=date,
        order=order,
        authors=tuple(_line(author) for author in entry.authors),
        categories=tuple(map(legal, entry.categories if categories is None else categories)),
        summary=next((text for text in texts if lead and text.name == lead.name), None),
        full=tuple(texts) if full_text else (),
    )


def paper_guid(arxiv: str, key: str) -> str:
    """Return a paper's id in feeds: arXiv's own OAI identifier where it has one.

    It depends neither on the site's address nor on the day, so that no reader sees a
    paper twice.  Papers from elsewhere get one from their key.
    """
    return f"oai:arXiv.org:{arxiv}" if arxiv else f"digest-sitegen:paper:{key}"


def is_day(date: str) -> bool:
    """Tell whether a digest's date is a day, so that it can be in feeds."""
    if not _DAY.fullmatch(date):
        return False
    try:
        date_type.fromisoformat(date)
    except ValueError:
        return False
    return True


def moment(date: str, order: int) -> datetime:
    """Return the time of the item at a place of a day: a second earlier for each place.

    Items beyond the 7,200th of a day share its midnight.
    """
    day = datetime(int(date[:4]), int(date[5:7]), int(date[8:10]), tzinfo=UTC)
    return day + timedelta(seconds=max(_SECONDS - order, 0))


def first_orders(digests: Iterable[tuple[str, int]]) -> list[int]:
    """Return the order of the first paper of each digest among all papers of its day.

    So no two items of a day share a time, whichever feed they stand in.

    Args:
        digests: date and number of entries of each digest, in the library's order.
    """
    taken: dict[str, int] = {}
    firsts = []
    for date, entries in digests:
        firsts.append(taken.get(date, 0))
        taken[date] = firsts[-1] + entries
    return firsts


def legal(text: str) -> str:
    """Remove the characters that XML forbids."""
    return _ILLEGAL.sub("", text)


def _line(text: Text) -> str:
    return " ".join(legal(text.words).split())
