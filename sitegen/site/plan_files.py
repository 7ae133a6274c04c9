"""The plan of what is not a page: feeds, assets, hosting files, data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from sitegen import feeds
from sitegen.feeds import Channel, DigestItem, Limits, Outline
from sitegen.identity import short_hash
from sitegen.site import routes
from sitegen.site.plan import Page, Planner, fingerprint
from sitegen.site.views.desk import Job
from sitegen.site.views.files import DigestsFeedArgs, FeedArgs, FeedEntry


class FeedPlanner:
    """Plans every feed of a site.

    Args:
        planner: of the pages.
        limits: of each feed.
        words: gives words of the interface.
    """

    def __init__(self, planner: Planner, limits: Limits, words: Callable[..., str]) -> None:
        self.planner = planner
        self.limits = limits
        self.words = words
        library = planner.library
        self._orders = feeds.first_orders(
            (digest.date, len(digest.entries)) for digest in library.digests
        )
        # Keys of all papers that feeds may hold, newest first, each digest whole.
        self.everything = [
            key
            for index in range(len(library.digests) - 1, -1, -1)
            for key in self._first_shown(index)
        ]

    def _first_shown(self, index: int) -> list[str]:
        digest = self.planner.library.digests[index]
        if not feeds.is_day(digest.date):
            return []
        papers = self.planner.library.papers
        return [
            key
            for refs in self.planner.shown[index]
            if papers[key := digest.entries[refs[0].entry].key].first.digest == index
        ]

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
            keys: newest first, as many as there are.
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
        """Take keys until the limit is passed by a whole digest."""
        library = self.planner.library
        entries: list[FeedEntry] = []
        marks: list[str] = []
        current = -1
        for key in keys:
            paper = library.papers[key]
            if paper.first.digest != current:
                if len(entries) > self.limits.items:
                    break
                current = paper.first.digest
            digest = library.digests[paper.first.digest]
            entries.append(
                FeedEntry(
                    record=library.digests[paper.voice.digest].key,
                    index=paper.voice.entry,
                    digest=digest.slug,
                    date=paper.date,
                    order=self._orders[paper.first.digest] + paper.first.entry,
                    categories=paper.categories,
                )
            )
            marks.append(library.head(paper.voice).stamp)
        return tuple(entries), marks

    def in_feed_order(self, keys: Sequence[str]) -> list[str]:
        """Sort keys newest first, those of one digest together; papers without a day go."""
        papers = self.planner.library.papers
        chosen = [key for key in keys if feeds.is_day(papers[key].date)]
        chosen.sort(key=lambda key: papers[key].first.entry)
        return sorted(chosen, key=lambda key: papers[key].first.digest, reverse=True)

    def digests_feed(self) -> Page:
        """Plan the feed with one item a digest."""
        planner, facts = self.planner, self.planner.facts
        ranks: list[int] = []
        of_day: Counter[str] = Counter()
        for fact in planner.digests:
            ranks.append(of_day[fact.date])
            of_day[fact.date] += 1
        newest = [i for i, fact in enumerate(planner.digests) if feeds.is_day(fact.date)]
        items = [
            self._digest_item(index, ranks[index])
            for index in newest[: -self.limits.items - 1 : -1]
        ]
        path = routes.DIGESTS_FEED
        channel = Channel(
            title=self.words("meta.digests_feed", site=facts.site.title),
            description=self.words("meta.digests_feed_about"),
            home=facts.absolute(routes.ARCHIVE),
            url=facts.absolute(path),
            language=facts.site.language,
        )
        args = DigestsFeedArgs(channel, self.limits, tuple(items))
        return Page(
            path,
            fingerprint(planner.base, args),
            partial(Job, "digests-rss", path, args),
            "feeds",
            "the feed of digests",
        )

    def _digest_item(self, index: int, order: int) -> DigestItem:
        planner, facts = self.planner, self.planner.facts
        digest = planner.library.digests[index]
        groups: dict[str, list[tuple[str, str]]] = {}
        for refs in planner.shown[index]:
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
