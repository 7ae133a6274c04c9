"""Rendering planned pages, in this process or in others, and staging what changed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from sitegen.cache import Cache
from sitegen.site.facts import Facts
from sitegen.site.output import Outcome, stage_file
from sitegen.site.planned import Page
from sitegen.site.render import Renderer
from sitegen.site.theme import Theme
from sitegen.site.views import Desk, Job, render_job

# Jobs of one task: enough to outweigh sending it, few enough to share out evenly.
_MOST, _LEAST = 250, 50
_TASKS = 10  # of a small site, that no process waits long for another


class Workplace(msgspec.Struct, frozen=True):
    """What a process needs to render: `token` tells builds apart in one process."""

    token: str
    facts: Facts
    theme: Theme
    cache: Path
    output: Path
    staging: Path


class RenderTask(msgspec.Struct, frozen=True):
    """Some jobs that need the same records."""

    workplace: Workplace
    jobs: tuple[Job, ...]


_desks: dict[str, Desk] = {}


def new_token() -> str:
    """Return a name that no other build of this process has."""
    return secrets.token_hex(8)


def render_tasks(workplace: Workplace, pages: Sequence[Page]) -> Iterator[RenderTask]:
    """Divide pages into tasks, those of one chunk together.

    Lists and feeds, which are planned last, come early: one takes as long as many papers, and
    what is left for the end should be short.  Two tasks of papers come before, since they are
    made at once.  Jobs are made as tasks are taken: all of them would fill the memory.
    """
    chunks: dict[str, list[Page]] = {}
    for page in pages:
        chunks.setdefault(page.chunk, []).append(page)
    whole: list[list[Page]] = []
    mixed: list[list[Page]] = [[]]
    size = min(max(len(pages) // _TASKS, _LEAST), _MOST)
    for chunk in reversed(chunks.values()):
        for start in range(0, len(chunk), size):
            part = chunk[start : start + size]
            if len(part) == size:
                whole.append(part)
                continue
            mixed[-1] += part
            if len(mixed[-1]) >= size // 3:  # among them may be lists
                mixed.append([])
    for part in (*whole[:2], *mixed, *whole[2:]):
        if part:
            yield RenderTask(workplace, tuple(page.job() for page in part))


def render_task(task: RenderTask) -> list[Outcome]:
    """Render the jobs of a task and stage the files that differ from the output's."""
    place = task.workplace
    desk = _desks.get(place.token)
    if desk is None:
        # One build at a time has a desk; its shelves would else keep the last one's text.
        _desks.clear()
        desk = Desk(place.facts, Renderer(place.theme, place.facts.site), Cache(place.cache))
        _desks[place.token] = desk
    return [
        stage_file(
            place.output,
            place.staging,
            job.path,
            render_job(desk, job),
        )
        for job in task.jobs
    ]
