"""The plan of what is not a page: feeds, assets, hosting files, data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from sitegen import feeds
from sitegen.feeds import Channel, DigestItem, Limits, Outline, Words
from sitegen.fields import KINDS
from sitegen.identity import short_hash
from sitegen.library import Ref
from sitegen.site import routes
from sitegen.site.plan import Planner
from sitegen.site.planned import Page, fingerprint
from sitegen.site.strings import Strings
from sitegen.site.views.desk import Job
from sitegen.site.views.files import DigestsFeedArgs, FeedArgs, FeedEntry


def feed_words(strings: Strings) -> Words:
    """Take what feeds say themselves from the words of the interface."""
    table = strings.table
    labels = {name: table.get(f"field.{name}") or table[f"meta.label.{name}"] for name in KINDS}
    return Words(
        more_authors=table["meta.more_authors"],
        papers=table["count.papers.other"],
        one_paper=table["count.papers.one"],
        labels=labels,
    )


class FeedPlanner:
    """Plans every feed of a site.

    Args:
        planner: of the pages.
        limits: of each feed.
        words: of the interface.
    """

    def __init__(self, planner: Planner, limits: Limits, words: Strings) -> None:
        self.planner = planner
        self.limits = limits
        self.words = words
        self._feed_words = feed_words(words)
        library = planner.library
        self._orders = feeds.first_orders(
            (digest.date, len(digest.entries)) for digest in library.digests
        )
        days = [digest.date if feeds.is_day(digest.date) else "" for digest in library.digests]
        # Of each paper that feeds may hold the first entry that came on a day.
        self._first: dict[str, Ref] = {}
        self._spans: dict[str, tuple[str, str]] = {}  # the first and the last day
        for key, paper in library.papers.items():
            dated = [ref for ref in paper.refs if days[ref.digest]]
            if dated:
                self._first[key] = dated[0]
                self._spans[key] = (days[dated[0].digest], days[dated[-1].digest])
        self._day_of = days

    def papers_feed(
        self,
        path: str,
        title: str,
        description: str,
        home: str,
        keys: Iterable[str],
        *,
        kind: str = "rss",
    ) -> Page:
        """Plan a feed of papers.

        Args:
            path: of the feed.
            title: of its channel.
            description: of its channel.
            home: path of the page that it belongs to.
            keys: of its papers in the library's order; those without a day stay out.
            kind: "rss" or "json-feed".
        """
        facts = self.planner.facts
        entries, marks = self._candidates(keys)
        channel = Channel(
            title=title,
            description=description,
            home=facts.absolute(home),
            url=facts.absolute(path),
            language=facts.site.language,
            words=self._feed_words,
        )
        args = FeedArgs(channel, self.limits, entries)
        return Page(
            path,
            fingerprint(self.planner.base, args, marks),
            partial(Job, kind, path, args),
            "feeds",
            f"the feed '{title}'",
        )

    def _candidates(self, keys: Iterable[str]) -> tuple[tuple[FeedEntry, ...], list[str]]:
        """Take the papers of whole days, the newest first, until the limit is passed."""
        library = self.planner.library
        entries: list[FeedEntry] = []
        marks: list[str] = []
        for day, of_day in self._days(keys):
            if len(entries) > self.limits.items:
                break
            for key in of_day:
                paper = library.papers[key]
                first = self._first[key]
                entries.append(
                    FeedEntry(
                        record=library.digests[paper.voice.digest].key,
                        index=paper.voice.entry,
                        day=day,
                        date=self._day_of[first.digest],
                        order=self._orders[first.digest] + first.entry,
                        categories=paper.categories,
                    )
                )
                marks.append(library.head(paper.voice).stamp)
        return tuple(entries), marks

    def _days(self, keys: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Divide papers by the day that showed them first, the newest day first.

        The newest holds all that its digests show, also what came on an earlier day.
        """
        spans = [(key, *self._spans[key]) for key in keys if key in self._spans]
        newest = max((last for _, _, last in spans), default="")
        days: defaultdict[str, list[str]] = defaultdict(list)
        for key, first, last in spans:
            days[newest if last == newest else first].append(key)
        return sorted(days.items(), reverse=True)

    def digests_feed(self) -> Page:
        """Plan the feed with one item a digest."""
        planner, facts = self.planner, self.planner.facts
        ranks: list[int] = []
        of_day: Counter[str] = Counter()
        for fact in planner.digests:
            ranks.append(of_day[fact.date])
            of_day[fact.date] += 1
        dated = [i for i, fact in enumerate(planner.digests) if feeds.is_day(fact.date)]
        # By their time: within a day the first digest is the newest.
        dated.sort(key=lambda index: planner.digests[index].date, reverse=True)
        dated = dated[: self.limits.items]
        path = routes.DIGESTS_FEED
        channel = Channel(
            title=self.words("meta.digests_feed", site=facts.site.title),
            description=self.words("meta.digests_feed_about"),
            home=facts.absolute(routes.ARCHIVE),
            url=facts.absolute(path),
            language=facts.site.language,
            words=self._feed_words,
        )
        # The key is a hash of the files, so that no title has to be looked at.
        marks = [(planner.digests[i], planner.library.digests[i].key, ranks[i]) for i in dated]
        excluded = sorted(planner.library.excluded)

        def job() -> Job:
            items = tuple(self._digest_item(index, ranks[index]) for index in dated)
            return Job("digests-rss", path, DigestsFeedArgs(channel, self.limits, items))

        return Page(
            path,
            fingerprint(planner.base, channel, self.limits, marks, excluded),
            job,
            "feeds",
            "the feed of digests",
        )

    def _digest_item(self, index: int, order: int) -> DigestItem:
        planner, facts = self.planner, self.planner.facts
        digest = planner.library.digests[index]
        groups: dict[str, list[tuple[str, str]]] = {}
        for refs in planner.shown(index):
            head = digest.entries[refs[0].entry]
            arxiv = f"https://arxiv.org/abs/{head.arxiv}" if head.arxiv else head.link
            url = facts.absolute(routes.url_for(head.key)) or arxiv
            groups.setdefault(head.section or head.category, []).append((head.title, url))
        fact = planner.digests[index]
        return DigestItem(
            slug=fact.slug,
            date=fact.date,
            order=order,
            label=fact.label,
            url=facts.absolute(routes.digest_page(fact.path)),
            groups=tuple((name, tuple(papers)) for name, papers in groups.items()),
        )


def opml_page(title: str, groups: Sequence[tuple[str, Sequence[Outline]]]) -> Page:
    """Plan the list of all feeds for feed readers."""
    return given_page(routes.OPML, feeds.opml(title, groups), "the list of feeds")


def given_page(path: str, data: bytes, origin: str) -> Page:
    """Plan a file whose bytes are known."""
    mark = fingerprint(short_hash(data.decode("latin-1"), 32))
    return Page(path, mark, partial(Job, "bytes", path, data), "files", origin)


def copied_page(path: str, source: Path) -> Page:
    """Plan a copy of a file."""
    data = source.read_bytes()
    mark = fingerprint(short_hash(data.decode("latin-1"), 32))
    return Page(path, mark, partial(Job, "file", path, str(source)), "files", str(source))
