"""The build: content in, site out. Each stage knows only what stands before it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sitegen import __version__, prepare
from sitegen.cache import Cache
from sitegen.config import Config
from sitegen.content import Source, discover
from sitegen.executor import Workers
from sitegen.library import Library, merge
from sitegen.model import DigestHead
from sitegen.progress import Progress
from sitegen.report import PageCounts, Report, digest_rows, skipped_rows
from sitegen.site import compressing, rendering, search_files
from sitegen.site import output as output_folder
from sitegen.site.facts import Facts
from sitegen.site.font import math_font
from sitegen.site.output import Files, Output
from sitegen.site.plan import Page, refuse_double_paths
from sitegen.site.setup import Setup
from sitegen.site.theme import load_theme
from sitegen.site.topic_papers import topic_papers
from sitegen.site.whole import plan_site


class Left(msgspec.Struct, array_like=True):
    """What a build left of one file: the fingerprint of its page, its size and time."""

    fingerprint: str
    size: int
    mtime_ns: int


class State(msgspec.Struct):
    """What the last build into an output folder left there.

    `inputs` is a hash of all that it was made from; where it is the same again and no
    file was touched, there is nothing to do.
    """

    inputs: str
    files: dict[str, Left]
    report: Report


def build(config: Config, *, full: bool = False, progress: Progress, spawn: bool = False) -> Report:
    """Build the site.

    Args:
        config: what to build, and where.
        full: take nothing from the cache.
        progress: is told of every stage.
        spawn: the process has other threads, so it may not fork.

    Raises:
        SitegenError: for everything that its user can mend.
    """
    cache = Cache(config.cache)
    cache.open()
    theme = load_theme(config.theme, user_dir=config.theme_overrides)
    with (
        output_folder.opened(config.output) as output,
        Workers(config.jobs, config.executor, spawn=spawn) as workers,
    ):
        with progress.stage("discover"):
            sources = discover(config.content, (config.output, config.cache))
            setup = Setup(config, theme)
            keys = record_keys(sources, prepare.options_key(setup.options))
            inputs = _hash((__version__, setup.fingerprint, keys))
        state_name = f"outputs/{_hash(str(config.output))}.state"
        state = None if full else cache.load(state_name, State)
        if state is not None and state.inputs == inputs and is_untouched(output, state):
            return unchanged_report(state, progress)
        heads = prepare_all(sources, keys, setup, cache, workers, progress, full=full)
        with progress.stage("merge"):
            library = merge(heads, language=setup.site_language, exclude=config.tables.exclude)
        with progress.stage("plan"):
            topics = topic_papers(setup.topics, library, cache, workers)
            font = math_font(library, cache)
            plan = plan_site(setup, library, font=font, topics=topics)
            pages = plan.pages
            refuse_double_paths(pages)
        known = state.files if state is not None else {}
        with progress.stage("compare"):
            todo = [
                page
                for page in pages
                if not _stands(output.folder, page.path, page.fingerprint, known)
            ]
        changed = render(setup, plan.facts, output, cache, workers, todo, progress)
        marks = {page.path: page.fingerprint for page in pages}
        if "search" in plan.facts.site.features:
            index = build_search(library, output, cache, workers, known, progress)
            marks |= index.fingerprints
            changed += index.changed
        kinds = config.tables.output.compress
        if kinds:
            with progress.stage("compress"):
                copies = compress(output, workers, marks, changed, known, kinds)
                marks |= copies.fingerprints
                changed += copies.changed
        with progress.stage("write", len(changed)):
            removed = output.commit(marks, changed)
            files = {path: left_of(output.folder, path, mark) for path, mark in marks.items()}
        report = Report(
            digests=digest_rows(library),
            papers=len(library.papers),
            entries=sum(len(digest.entries) for digest in library.digests),
            pages=PageCounts(len(changed), len(files) - len(changed), removed),
            bytes=sum(left.size for left in files.values()),
            files=len(files),
            seconds=rounded(progress),
            skipped=skipped_rows(library),
            warnings=setup.warnings(files_sizes(files)),
            shares=setup.shares(files_sizes(files)),
        )
        cache.store(state_name, State(inputs, files, report))
        cache.keep_only(keys)
        return report


def record_keys(sources: Sequence[Source], options_hash: str) -> list[str]:
    """Hash the files of every digest together with the options that shape its record."""
    return [prepare.record_key(source, source.read(), options_hash) for source in sources]


def prepare_all(
    sources: Sequence[Source],
    keys: Sequence[str],
    setup: Setup,
    cache: Cache,
    workers: Workers,
    progress: Progress,
    *,
    full: bool,
) -> list[DigestHead]:
    """Prepare the digests that have no record yet, and load the heads of all."""
    tasks = dict(zip(keys, sources, strict=True))
    heads: dict[str, DigestHead] = {}
    if not full:
        for key in keys:
            head = cache.head(key) if cache.has_record(key) else None
            if head is not None:
                heads[key] = head
    missing = [
        prepare.Task(key, source, cache.folder, setup.options)
        for key, source in tasks.items()
        if key not in heads
    ]
    # The largest first, so that no process is left with one at the end.
    missing.sort(key=lambda task: -sum(_size(task.source.root, n) for n in task.source.names))
    with progress.stage("read", len(missing)) as step:
        for key in workers.map(prepare.prepare, missing):
            head = cache.head(key)
            if head is None:
                raise RuntimeError(f"the record {key} was written but cannot be read")
            heads[key] = head
            step(1)
    return [heads[key] for key in keys]


def render(
    setup: Setup,
    facts: Facts,
    output: Output,
    cache: Cache,
    workers: Workers,
    pages: Sequence[Page],
    progress: Progress,
) -> list[str]:
    """Render pages and stage those whose bytes changed; return the paths of these."""
    workplace = rendering.Workplace(
        token=rendering.new_token(),
        facts=facts,
        theme=setup.theme,
        cache=cache.folder,
        output=output.folder,
        staging=output.staging,
    )
    changed: list[str] = []
    with progress.stage("render", len(pages)) as step:
        tasks = rendering.render_tasks(workplace, pages)
        for outcomes in workers.map(rendering.render_task, tasks, light=len(pages) < 600):
            changed += [outcome.path for outcome in outcomes if outcome.changed]
            step(len(outcomes))
    return changed


def build_search(
    library: Library,
    output: Output,
    cache: Cache,
    workers: Workers,
    known: dict[str, Left],
    progress: Progress,
) -> Files:
    """Build what changed of the search index, and stage it."""

    def is_left(path: str, fingerprint: str) -> bool:
        return _stands(output.folder, path, fingerprint, known)

    place = search_files.Place(cache.folder, output.folder, output.staging)
    with progress.stage("search") as step:
        documents = search_files.documents(library)
        return search_files.build_index(documents, place, workers, is_left, step)


def compress(
    output: Output,
    workers: Workers,
    marks: dict[str, str],
    changed: Sequence[str],
    known: dict[str, Left],
    kinds: Sequence[str],
) -> Files:
    """Compress what changed, or whose copies do not stand as they were left."""
    again = set(changed)
    standing: dict[str, str] = {}
    for path, mark in marks.items():
        left = known.get(path)
        if path in again or left is None or left.fingerprint != mark:
            again.add(path)
            continue
        copies = compressing.copies_of(path, left.size, kinds)
        if all(_stands(output.folder, copy, mark, known) for copy in copies):
            standing |= dict.fromkeys(copies, mark)
        else:
            again.add(path)
    outcomes = compressing.compress_files(
        output.folder, output.staging, sorted(again), kinds, workers
    )
    made = {outcome.path: marks[outcome.path.rpartition(".")[0]] for outcome in outcomes}
    return Files(standing | made, [outcome.path for outcome in outcomes if outcome.changed])


def _stands(folder: Path, path: str, fingerprint: str, known: dict[str, Left]) -> bool:
    """Tell whether a file stands as the last build left it, and would be the same."""
    left = known.get(path)
    if left is None or left.fingerprint != fingerprint:
        return False
    return _is_as_left(f"{folder}/{path}", left)


def is_untouched(output: Output, state: State) -> bool:
    """Tell whether every file of the last build stands as it was left."""
    if output.owned != state.files.keys():
        return False
    folder = output.folder
    return all(_is_as_left(f"{folder}/{path}", left) for path, left in state.files.items())


def _is_as_left(path: str, left: Left) -> bool:
    try:
        found = os.stat(path)  # noqa: PTH116 - called for every file of a site
    except OSError:
        return False
    return found.st_size == left.size and found.st_mtime_ns == left.mtime_ns


def left_of(folder: Path, path: str, fingerprint: str) -> Left:
    """Note how a file stands now."""
    found = os.stat(f"{folder}/{path}")  # noqa: PTH116 - called for every file
    return Left(fingerprint, found.st_size, found.st_mtime_ns)


def files_sizes(files: dict[str, Left]) -> list[tuple[str, int]]:
    """List path and size of every file."""
    return [(path, left.size) for path, left in files.items()]


def unchanged_report(state: State, progress: Progress) -> Report:
    """Return the last build's report as that of a build that changed nothing."""
    return msgspec.structs.replace(
        state.report,
        pages=PageCounts(0, len(state.files), 0),
        seconds=rounded(progress),
    )


def rounded(progress: Progress) -> dict[str, float]:
    """Return the seconds of each stage, to the millisecond."""
    return {name: round(seconds, 3) for name, seconds in progress.seconds.items()}


def _hash(value: object) -> str:
    return hashlib.blake2b(repr(value).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _size(root: str, name: str) -> int:
    try:
        return Path(root, name).stat().st_size
    except OSError:
        return 0
