"""The build: content in, site out. Each stage knows only what stands before it."""

from __future__ import annotations

import gc
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen import prepare
from sitegen.cache import Cache, DamagedRecordError
from sitegen.config import Config
from sitegen.content import Source, discover, no_digest
from sitegen.cutting import cut_tokens
from sitegen.executor import FEW_PAPERS, Workers, rare_collection
from sitegen.library import Library, SharedTexts, merge, merge_edited
from sitegen.memory import Memory
from sitegen.model import DigestHead
from sitegen.progress import Progress
from sitegen.report import Counts, PageCounts, Report, counts_of, notes
from sitegen.search import SearchDocument
from sitegen.site import compressing, output, rendering, search_files, size
from sitegen.site.font import math_font
from sitegen.site.lastbuild import LastBuild, Left, hash_of
from sitegen.site.output import Files, Output
from sitegen.site.planned import refuse_double_paths
from sitegen.site.setup import Setup
from sitegen.site.theme import theme_of
from sitegen.site.topic_papers import topic_papers
from sitegen.site.whole import SitePlan, plan_digests, plan_site

_PAPER_SIZE = 3_000  # bytes of a usual paper in a digest
_UNSEEN = (".xml", ".json", ".opml")  # feeds, data, the map of the site


def build(
    config: Config,
    *,
    full: bool = False,
    progress: Progress,
    spawn: bool = False,
    pages_first: bool = False,
    memory: Memory | None = None,
) -> Report:
    """Build the site.

    Args:
        config: what to build, and where.
        full: take nothing from the cache.
        progress: is told of every stage.
        spawn: the process has other threads, so it may not fork.
        pages_first: make first what somebody who edits looks at: where digests were edited
            since the last build of the session, their pages and those of their papers, else
            all pages.  Whatever else there is stands as the last build left it; the next
            build without this brings it up to date.
        memory: of the session's earlier builds.

    Raises:
        SitegenError: for everything that its user can mend.
    """
    with rare_collection():
        try:
            return _build(config, full, progress, spawn, pages_first, memory)
        except DamagedRecordError:
            # Only what a build needs is read, so damage shows late; nothing is written by then.
            return _build(config, True, progress, spawn, pages_first, memory)


def _build(
    config: Config,
    full: bool,
    progress: Progress,
    spawn: bool,
    pages_first: bool,
    memory: Memory | None,
) -> Report:
    cache = Cache(config.cache)
    cache.open()
    setup = Setup(config, theme_of(config))
    workers = Workers(config.jobs, config.executor, spawn=spawn)
    with output.opened(config.output) as target, workers:
        with progress.stage("discover"):
            sources = discover(config.content, (config.output, config.cache), setup.options.rules)
            options_hash = prepare.options_key(setup.options)
            reader = memory or Memory()
            keys = [reader.record_key(source, options_hash) for source in sources]
            fingerprint = setup.fingerprint
            inputs = hash_of((fingerprint, keys))
        by_source = dict(zip(sources, keys, strict=True))
        last = LastBuild(config.output, cache, forget=full)
        # The report of a build of nothing names the folders that it found nothing in.
        same = last.report_if_same(inputs, target.owned) if sources else None
        if same is not None and not (memory and memory.related is None and not pages_first):
            return msgspec.structs.replace(same, seconds=rounded(progress))

        known = memory.heads if memory and not full else {}
        heads = prepare_all(sources, keys, known, setup, cache, workers, progress, full=full)
        edited: set[str] = set()
        if memory and pages_first:
            edited = memory.edited(fingerprint, last.inputs, by_source)
        with progress.stage("merge"):
            before = memory.library(fingerprint) if memory and edited else None
            library = merge_all(setup, heads, before)
        if memory:
            memory.heads = dict(zip(keys, heads, strict=True))
            memory.merged = (fingerprint, library)
            if same is not None:  # what edits will ask for
                memory.related = relate(setup, library, cache, workers, progress).papers
                memory.remember(fingerprint, inputs, by_source)
                setup.renderer.compile("digest.html", "paper.html")
                return msgspec.structs.replace(same, seconds=rounded(progress))
            # Compressed copies would be older than their pages.
            if edited and not config.tables.output.compress:
                with progress.stage("plan"):
                    plan = plan_edited(setup, library, edited, memory.related or {})
                made = render(setup, plan, target, last, cache, workers, progress, some=False)
                made += Files(last.others(made.fingerprints), [])
                cache.keep_only(keys)
                counts = counts_of(library, config.tables.exclude)
                return write(setup, counts, made, target, last, progress, inputs="")
        left = last.standing(search_files.FOLDER) if pages_first else {}
        if memory and memory.related is not None and left and not setup.topics:
            # Words are cut by the build that brings the index up to date.
            relations = Relations({}, [], still_there(memory.related, library))
        else:
            relations = relate(setup, library, cache, workers, progress, full=full)
            if memory:
                memory.related = relations.papers
        with progress.stage("plan"):
            plan = plan_all(setup, library, relations, cache, workers)
        made = render(setup, plan, target, last, cache, workers, progress, some=bool(left))
        counts = counts_of(library, config.tables.exclude)
        # What follows needs little of this.  What it needs shares texts with all the rest and
        # lies scattered in it: no memory would go back to the system if it were not copied.
        stored = msgspec.msgpack.encode(Rest(relations.documents, counts, made))
        del heads, library, plan, relations, made, counts
        gc.collect()  # planner and statistics know each other
        rest = msgspec.msgpack.decode(stored, type=Rest)
        made = rest.made
        del stored
        if left:
            made += Files(left, [])
        elif "search" in setup.site.features:
            made += index(setup, rest.documents, target, last, cache, workers, progress, full=full)
        if config.tables.output.compress:
            made += compress(setup, made, target, last, workers, progress)

        report = write(
            setup, rest.counts, made, target, last, progress, inputs="" if left else inputs
        )
        cache.keep_only(keys)
        if memory and not left:
            memory.remember(fingerprint, inputs, by_source)
            setup.renderer.compile("digest.html", "paper.html")  # pages may come from others
        return report


class Rest(msgspec.Struct):
    """What the last stages need of those before them."""

    documents: list[SearchDocument]
    counts: Counts
    made: Files


def prepare_all(
    sources: Sequence[Source],
    keys: Sequence[str],
    known: Mapping[str, DigestHead],
    setup: Setup,
    cache: Cache,
    workers: Workers,
    progress: Progress,
    *,
    full: bool,
) -> list[DigestHead]:
    """Prepare the digests that have no record yet, and load the heads of all not `known`."""
    heads: dict[str, DigestHead] = {}
    shared = SharedTexts()
    if not full:
        for key in keys:
            head = known.get(key) or _load_head(cache, key, shared)
            if head is not None and cache.has_record(key):
                heads[key] = head
    tasks = [
        prepare.Task(key, source, cache.folder, setup.options)
        for key, source in zip(keys, sources, strict=True)
        if key not in heads
    ]
    # The largest first, so that no process is left with one at the end.
    sizes = {task.key: _size(task.source) for task in tasks}
    tasks.sort(key=lambda task: -sizes[task.key])
    light = sum(sizes.values()) < FEW_PAPERS * _PAPER_SIZE
    with progress.stage("read", len(tasks)) as step:
        for key in workers.map(prepare.prepare, tasks, light=light):
            head = _load_head(cache, key, shared)
            if head is None:
                raise RuntimeError(f"the record {key} was written but cannot be read")
            heads[key] = head
            step(1)
    return [heads[key] for key in keys]


def merge_all(setup: Setup, heads: Sequence[DigestHead], before: Library | None) -> Library:
    """Merge the digests, some of which may have been edited since a library of the same setup."""
    language = setup.site.language
    library = merge_edited(before, heads, language=language) if before else None
    return library or merge(heads, language=language, exclude=setup.config.tables.exclude)


def _load_head(cache: Cache, key: str, shared: SharedTexts) -> DigestHead | None:
    head = cache.head(key)
    return head and shared.share(head)


class Relations(NamedTuple):
    """What words tell of a library.

    Attributes:
        names: of the files with the tokens of each digest, {} where nothing needs them.
        documents: what the search index is made from.
        papers: for each paper the keys of those that are like it.
    """

    names: Mapping[str, str]
    documents: list[SearchDocument]
    papers: Mapping[str, Sequence[str]]


def relate(
    setup: Setup,
    library: Library,
    cache: Cache,
    workers: Workers,
    progress: Progress,
    *,
    full: bool = False,
) -> Relations:
    """Cut words, and find the papers that are like each paper where pages show them."""
    names: Mapping[str, str] = {}
    if setup.needs_tokens:
        names = cut_tokens(library, cache, workers, progress, full=full)
    with progress.stage("plan"):
        documents = search_files.documents(library, names)
        if not setup.config.tables.papers.related:
            return Relations(names, documents, {})
        return Relations(names, documents, search_files.related_papers(documents, cache))


def still_there(
    related: Mapping[str, Sequence[str]], library: Library
) -> Mapping[str, Sequence[str]]:
    """Leave out the papers that are gone."""
    papers = library.papers
    return {key: [other for other in others if other in papers] for key, others in related.items()}


def plan_all(
    setup: Setup,
    library: Library,
    relations: Relations,
    cache: Cache,
    workers: Workers,
) -> SitePlan:
    """Plan every file but those of the index, with all that pages show of other papers."""
    plan = plan_site(
        setup,
        library,
        font=math_font(library, [page.text for page in setup.own_pages], cache),
        topics=topic_papers(setup.topics, library, relations.names, cache, workers),
        related=relations.papers,
    )
    needed = search_files.FOLDER if "search" in setup.site.features else ""
    refuse_double_paths(plan.pages, folder=needed.rstrip("/"), of="the search index")
    return plan


def plan_edited(
    setup: Setup,
    library: Library,
    keys: Collection[str],
    related: Mapping[str, Sequence[str]],
) -> SitePlan:
    """Plan the own pages of some digests, by the keys of their records, and of their papers."""
    places = {place for place, head in enumerate(library.digests) if head.key in keys}
    return plan_digests(setup, library, places, related=related)


def render(
    setup: Setup,
    plan: SitePlan,
    target: Output,
    last: LastBuild,
    cache: Cache,
    workers: Workers,
    progress: Progress,
    *,
    some: bool,
) -> Files:
    """Render the pages that do not stand as they would be, and stage what changed.

    With `some`, files that no browser shows may stand as the last build left them.
    """
    made = Files({page.path: page.fingerprint for page in plan.pages}, [])
    todo = []
    for page in plan.pages:
        if last.stands(page.path, page.fingerprint):
            continue
        if some and page.path.endswith(_UNSEEN) and (before := last.left(page.path)):
            made.fingerprints[page.path] = before
        else:
            todo.append(page)
    workplace = rendering.Workplace(
        token=rendering.new_token(),
        facts=plan.facts,
        theme=setup.theme,
        cache=cache.folder,
        output=target.folder,
        staging=target.staging,
    )
    with progress.stage("render", len(todo)) as step:
        tasks = rendering.render_tasks(workplace, todo)
        for outcomes in workers.map(rendering.render_task, tasks, light=len(todo) < 600):
            made.add(outcomes)
            step(len(outcomes))
    return made


def index(
    setup: Setup,
    documents: Sequence[SearchDocument],
    target: Output,
    last: LastBuild,
    cache: Cache,
    workers: Workers,
    progress: Progress,
    *,
    full: bool,
) -> Files:
    """Build what changed of the search index, and stage it."""
    if full:
        search_files.forget(cache)
    place = search_files.Place(cache.folder, target.folder, target.staging)
    export = setup.config.tables.search.export == "lunr"
    with progress.stage("search") as step:
        return search_files.build_index(documents, place, workers, last.stands, step, export=export)


def compress(
    setup: Setup,
    made: Files,
    target: Output,
    last: LastBuild,
    workers: Workers,
    progress: Progress,
) -> Files:
    """Compress what changed, or whose compressed copies do not stand as they would be."""
    kinds = setup.config.tables.output.compress
    copies = Files({}, [])
    changed = set(made.changed)
    todo = []
    for path, mark in made.fingerprints.items():
        names = compressing.copies_of(path, last.size(path), kinds)
        known = path not in changed and last.stands(path, mark)
        if known and all(last.stands(name, mark) for name in names):
            copies.fingerprints.update(dict.fromkeys(names, mark))
        else:
            todo.append(path)
    with progress.stage("compress", len(todo)) as step:
        for outcomes in compressing.compress_files(
            target.folder, target.staging, todo, kinds, workers
        ):
            for outcome in outcomes:
                mark = made.fingerprints[outcome.path.rpartition(".")[0]]
                copies.fingerprints[outcome.path] = mark
            copies.add(outcomes)
            step(len(outcomes))
    return copies


def write(
    setup: Setup,
    counts: Counts,
    made: Files,
    target: Output,
    last: LastBuild,
    progress: Progress,
    *,
    inputs: str,
) -> Report:
    """Put what was staged in its place, remove what is stale, and keep how all was left.

    `inputs` is the hash of what all of it was made from, "" if something is left for later.
    """
    with progress.stage("write", len(made.changed)):
        removed = target.commit(made.fingerprints, made.changed)
        files = last.look(made.fingerprints, made.changed)
    written = PageCounts(len(made.changed), len(files) - len(made.changed), removed)
    report = report_of(setup, counts, files, written, progress)
    last.remember(inputs, files, report)
    return report


def report_of(
    setup: Setup,
    counts: Counts,
    files: dict[str, Left],
    pages: PageCounts,
    progress: Progress,
) -> Report:
    """Sum a build up."""
    shares = size.shares((path, left.size) for path, left in files.items())
    return Report(
        digests=counts.digests,
        papers=counts.papers,
        entries=counts.entries,
        pages=pages,
        bytes=sum(shares.values()),
        files=len(files),
        seconds=rounded(progress),
        skipped=counts.skipped,
        diagnostics=() if counts.digests else notes(no_digest(setup.config.content)),
        warnings=setup.warnings({row.slug for row in counts.digests}, counts.unmatched, shares),
        shares=shares,
    )


def rounded(progress: Progress) -> dict[str, float]:
    """Return the seconds of each stage, to the millisecond."""
    return {name: round(seconds, 3) for name, seconds in progress.seconds.items()}


def _size(source: Source) -> int:
    total = 0
    for name in source.names:
        try:
            total += Path(source.root, name).stat().st_size
        except OSError:
            continue  # reading it will tell
    return total
