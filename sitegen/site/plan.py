"""The plan of digests, papers and categories, each page with its fingerprint.

Works on the library's heads alone.  A page's job is made only when the page has to be
rendered, so that planning costs little where little changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property, partial

from markupsafe import Markup
from msgspec.structs import replace

from sitegen.library import Library, Paper, Ref
from sitegen.model import DigestHead
from sitegen.site import routes
from sitegen.site.facts import DigestFact, Facts, Neighbour
from sitegen.site.planned import Page, fingerprint, joined_fingerprint
from sitegen.site.views.desk import Job
from sitegen.site.views.lists import CategoryArgs, DigestArgs, Shown
from sitegen.site.views.papers import PaperArgs

NEWEST = 200  # papers on a category's own page
MONTH_PART = 500  # papers on one page of a month
PER_DETAIL = 50  # papers in one details script
UNDATED = "undated"

# The anchor, title and category (or "") of a digest's section, and its entries.
SectionPlan = tuple[str, str, str, list[Ref]]


class Planner:
    """Plans the pages of digests, papers and categories of one library.

    Args:
        library: the merged digests.
        facts: what all views know.
        base: hash of the version, the site's facts and the options that every page shows.
        templates: the fingerprint of a template, by its name.
        related: the keys of the papers that are like a paper, by its key.
        redirected: tells whether a paper is too old for a page of its own.
    """

    def __init__(
        self,
        library: Library,
        facts: Facts,
        *,
        base: str,
        templates: Callable[[str], str],
        related: Callable[[str], Sequence[str]] = lambda key: (),
        redirected: Callable[[Paper], bool] = lambda paper: False,
    ) -> None:
        self.library = library
        self.facts = facts
        self.base = base
        self.templates = templates
        self.related = related
        self.redirected = redirected
        # Draws a category's papers by month; only asked when its page is rendered.
        self.chart_of: Callable[[str], Markup] = lambda code: Markup("")
        paths = routes.digest_paths([digest.slug for digest in library.digests])
        self._shown: dict[int, list[tuple[Ref, ...]]] = {}
        self.digests = [
            DigestFact(
                slug=digest.slug,
                path=paths[digest.slug],
                label=_label(digest),
                date=digest.date,
                estimated=digest.date_source == "estimated",
                count=library.count(index),
            )
            for index, digest in enumerate(library.digests)
        ]

    @cached_property
    def newest_first(self) -> dict[str, list[str]]:
        """Papers of each category from the newest day to the oldest.

        Each day in the order of its digest; papers without a date at the end.
        """
        papers = self.library.papers
        return {
            code: sorted(found, key=lambda key: papers[key].date, reverse=True)
            for code, found in self.library.categories.items()
        }

    def shown(self, index: int) -> list[tuple[Ref, ...]]:
        """List the papers of a digest as `Library.shown` does, once made."""
        shown = self._shown.get(index)
        if shown is None:
            shown = self._shown[index] = self.library.shown(index)
        return shown

    def pages(self) -> list[Page]:
        """Plan all pages of digests, papers and categories."""
        everything = range(len(self.digests))
        return [*self._digests(everything), *self._papers(self.library.papers), *self._categories()]

    def own_pages(self, digests: Collection[int]) -> list[Page]:
        """Plan the pages of some digests and of their papers alone."""
        papers = self.library.papers
        keys = {
            entry.key: None
            for index in sorted(digests)
            for entry in self.library.digests[index].entries
            if entry.key in papers
        }
        return [*self._digests(digests), *self._papers(keys)]

    def shown_entry(self, ref: Ref, date: str) -> Shown:
        """Name an entry as a list shows it."""
        return (self.library.digests[ref.digest].key, ref.entry, date)

    def shown_paper(self, key: str) -> Shown:
        """Name the entry that speaks for a paper."""
        paper = self.library.papers[key]
        return self.shown_entry(paper.voice, paper.date)

    def stamp(self, key: str) -> tuple[str, str, str, str | None]:
        """Return what changes when a paper looks different on a list."""
        paper = self.library.papers[key]
        head = self.library.head(paper.voice)
        return key, head.stamp, paper.date, self._moved(head.category)

    def _moved(self, code: str) -> str | None:
        """Return the path of a category's page where that is not its name, else "".

        It moves when another category comes that differs only in case; None without a page.
        """
        place = self.facts.category_paths.get(code)
        return "" if place == code else place

    # ------------------------------------------------------------ digests

    def _digests(self, wanted: Collection[int]) -> list[Page]:
        pages: list[Page] = []
        months: dict[str, tuple[DigestFact, ...]] = {}  # the digests so far, by month
        excluded = sorted(self.library.excluded)
        place = self.facts.category_paths
        for index, fact in enumerate(self.digests):
            month: tuple[DigestFact, ...] = ()
            if len(fact.date) == 10:
                month = (*months.get(fact.date[:7], ()), fact)
                months[fact.date[:7]] = month
            if index not in wanted:
                continue
            digest = self.library.digests[index]
            shown = self.shown(index)
            previous = self.digests[index - 1] if index else None
            following = self.digests[index + 1] if index + 1 < len(self.digests) else None
            # The stamp is a hash of the files, so that no entry has to be looked at.
            here = self._leading_here(index)
            content = (digest.stamp, excluded, len(here))
            parts = (len(shown) + PER_DETAIL - 1) // PER_DETAIL
            scripts = (
                tuple(routes.details_script(fact.path, part + 1) for part in range(parts))
                if "scripts" in self.facts.site.features
                else ()
            )
            titles = dict.fromkeys(entry.section or entry.category for entry in digest.entries)
            codes = dict.fromkeys(entry.category for entry in digest.entries)
            pages.append(
                Page(
                    path=routes.digest_page(fact.path),
                    fingerprint=fingerprint(
                        self.base,
                        self.templates("digest.html"),
                        fact,
                        previous,
                        following,
                        month,
                        content,
                        [place.get(title) for title in titles],
                        [self._moved(code) for code in codes],
                    ),
                    job=partial(self._digest_job, index, scripts, previous, following, month),
                    chunk=digest.key,
                    origin=digest.paths[0],
                )
            )
            pages += [
                Page(
                    path=script,
                    fingerprint=fingerprint(self.base, content, part),
                    job=partial(self._details_job, index, part, script),
                    chunk=digest.key,
                    origin=digest.paths[0],
                )
                for part, script in enumerate(scripts)
            ]
        return pages

    def _leading_here(self, index: int) -> frozenset[str]:
        """Name the papers that are too old for pages of their own and came in this digest."""
        library = self.library
        papers = (library.papers[library.head(refs[0]).key] for refs in self.shown(index))
        return frozenset(
            paper.key for paper in papers if paper.first.digest == index and self.redirected(paper)
        )

    def _details_job(self, index: int, part: int, script: str) -> Job:
        order = [ref for section in self._sections(index) for ref in section[3]]
        by_first = {refs[0]: refs for refs in self.shown(index)}
        rows = tuple(
            (self.library.digests[index].key, tuple(ref.entry for ref in by_first[ref]))
            for ref in order[part * PER_DETAIL : (part + 1) * PER_DETAIL]
        )
        return Job("details", script, rows)

    def _sections(self, index: int) -> list[SectionPlan]:
        """Divide a digest's papers into (anchor, title, category, entries)."""
        entries = self.library.digests[index].entries
        groups: dict[str, list[Ref]] = {}
        for refs in self.shown(index):
            entry = entries[refs[0].entry]
            groups.setdefault(entry.section or entry.category, []).append(refs[0])
        sections: list[SectionPlan] = []
        for number, (title, found) in enumerate(groups.items(), 1):
            code = title if title in self.facts.category_paths else ""
            anchor = self.facts.category_paths[code] if code else f"section-{number}"
            sections.append((anchor, title, code, found))
        return sections

    def _digest_job(
        self,
        index: int,
        scripts: tuple[str, ...],
        previous: DigestFact | None,
        following: DigestFact | None,
        month: tuple[DigestFact, ...],
    ) -> Job:
        digest = self.library.digests[index]
        fact = self.digests[index]
        args = DigestArgs(
            digest=fact,
            sections=tuple(
                (anchor, title, code, tuple(self.shown_entry(ref, digest.date) for ref in refs))
                for anchor, title, code, refs in self._sections(index)
            ),
            details=scripts,
            per_detail=PER_DETAIL,
            note=digest.note,
            missing=sum(digest.entries[refs[0].entry].quality < 2 for refs in self.shown(index)),
            previous=previous,
            next=following,
            month=month,
            files=digest.names,
            math=any(entry.math for entry in digest.entries),
            leading_here=self._leading_here(index),
        )
        return Job("digest", routes.digest_page(fact.path), args)

    # ------------------------------------------------------------ papers

    def _papers(self, wanted: Collection[str]) -> list[Page]:
        library = self.library
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        last: dict[str, str] = {}
        for key, paper in library.papers.items():
            other = last.get(paper.category)
            if other is not None:
                before[key] = other
                after[other] = key
            last[paper.category] = key
        template = self.templates("paper.html")
        redirect = self.templates("redirect.html")
        place = self.facts.category_paths
        # Marks are made once and joined for each paper: planning 25,000 papers took twice as
        # long where each paper's mark was made of values.  A neighbour's is the stamp of all
        # its text, which is at hand.
        around = {
            key: (before.get(key), after.get(key), *self.related(key))
            for key in wanted
            if not self.redirected(library.papers[key])
        }
        named = {
            key: f"{(paper := library.papers[key]).key} {library.head(paper.voice).stamp} "
            f"{paper.date} {paper.category} {self._moved(paper.category)}"
            for key in {key for keys in around.values() for key in keys if key is not None}
        }
        shown = [repr(fact.shown) for fact in self.digests]
        listed: dict[tuple[str, ...], str] = {}
        pages: list[Page] = []
        job_of = self._paper_job  # one object for all papers
        for key in wanted:
            paper = library.papers[key]
            path = routes.url_for(key)
            near = around.get(key)
            if near is None:
                target = f"{routes.digest_page(self.digests[paper.first.digest].path)}#p-{key}"
                pages.append(
                    Page(
                        path,
                        fingerprint(self.base, redirect, target),
                        partial(Job, "redirect", path, target),
                        "redirects",
                        f"paper {key}",
                    )
                )
                continue
            codes = listed.get(paper.categories)
            if codes is None:
                codes = repr([(code, place[code]) for code in paper.categories])
                listed[paper.categories] = codes
            mark = joined_fingerprint(
                self.base,
                template,
                *(library.head(voice).stamp for voice in paper.voices),
                paper.date,
                codes,
                *(shown[index] for index in dict.fromkeys(ref.digest for ref in paper.refs)),
                *(named[other] if other is not None else "" for other in near),
            )
            pages.append(
                Page(
                    path,
                    mark,
                    partial(job_of, key, near),
                    library.digests[paper.voice.digest].key,
                    f"paper {key}",
                )
            )
        return pages

    def _paper_job(self, key: str, around: tuple[str | None, ...]) -> Job:
        paper = self.library.papers[key]
        named = [self._neighbour(other) for other in around]
        args = PaperArgs(
            voices=tuple(
                (self.library.digests[voice.digest].key, voice.entry) for voice in paper.voices
            ),
            date=paper.date,
            categories=paper.categories,
            appearances=tuple(
                self.digests[index] for index in dict.fromkeys(ref.digest for ref in paper.refs)
            ),
            previous=named[0],
            next=named[1],
            related=tuple(other for other in named[2:] if other is not None),
        )
        return Job("paper", routes.url_for(key), args)

    def _neighbour(self, key: str | None) -> Neighbour | None:
        if key is None:
            return None
        paper = self.library.papers[key]
        head = self.library.head(paper.voice)
        return Neighbour(key, head.title, paper.date, paper.category, head.names)

    # ------------------------------------------------------------ categories

    def _categories(self) -> list[Page]:
        pages: list[Page] = []
        for code, keys in self.newest_first.items():
            place = self.facts.category_paths[code]
            months: dict[str, list[str]] = {}
            for key in keys:
                months.setdefault(self.library.papers[key].month or UNDATED, []).append(key)
            counts = tuple((month, len(found)) for month, found in months.items())
            args = CategoryArgs(code=code, total=len(keys), papers=(), months=counts)
            pages.append(
                self._category_page(
                    "category",
                    routes.category_page(place),
                    args,
                    keys[:NEWEST],
                    f"lists-{len(pages) % 8}",
                )
            )
            dated = sorted(month for month in months if month != UNDATED)
            for month, found in months.items():
                at = dated.index(month) if month in dated else -1
                # Filled from the oldest paper on, so that older pages do not shift.
                chunks = _chunks(found[::-1], MONTH_PART)
                for part, chunk in enumerate(chunks, 1):
                    args = CategoryArgs(
                        code=code,
                        total=len(chunk),
                        papers=(),
                        month=month,
                        part=part,
                        parts=len(chunks),
                        before=dated[at - 1] if at > 0 else "",
                        after=dated[at + 1] if 0 <= at < len(dated) - 1 else "",
                    )
                    pages.append(
                        self._category_page(
                            "month",
                            routes.month_page(place, month, part),
                            args,
                            chunk[::-1],
                            f"month-{month}",
                        )
                    )
        return pages

    def _category_page(
        self, view: str, path: str, args: CategoryArgs, keys: Sequence[str], chunk: str
    ) -> Page:
        return Page(
            path=path,
            fingerprint=fingerprint(
                self.base, self.templates(f"{view}.html"), args, [self.stamp(k) for k in keys]
            ),
            job=partial(self._category_job, view, path, args, keys),
            chunk=chunk,
            origin=f"category {args.code!r}",
        )

    def _category_job(self, view: str, path: str, args: CategoryArgs, keys: Sequence[str]) -> Job:
        chart = Markup("") if args.month else self.chart_of(args.code)
        papers = tuple(map(self.shown_paper, keys))
        return Job(view, path, replace(args, papers=papers, chart=chart))


def _chunks(keys: list[str], size: int) -> list[list[str]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]


def _label(digest: DigestHead) -> str:
    """Name a digest by its date if its file name says nothing else, else by its title."""
    name = digest.slug.rsplit("/", 1)[-1]
    if digest.date in (name, digest.slug.replace("/", "-")):
        return digest.date
    return digest.title or name
