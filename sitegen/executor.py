"""Where the heavy stages run: in this process, in processes of this machine, or elsewhere.

The seam is `concurrent.futures.Executor`; tasks are top-level functions of plain values,
so that any executor can run them.  Results come in the order of the tasks, whatever
finishes first, so that nothing depends on the number of jobs.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import TypeVar

from sitegen.errors import ConfigError, SitegenError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

# Tasks under way per process: enough to keep all busy, few enough to bound memory.
_AHEAD = 3
# Papers whose reading, cutting or indexing takes less time than starting processes.
FEW_PAPERS = 50
# Objects before a first look for cycles, and of each look the number before the next thorough
# one.
_COLLECTION = (50_000, 20, 20)
# How long a Dask scheduler may take to answer.
_CONNECT_SECONDS = 10.0


class Workers:
    """Runs tasks on `jobs` processes, which start when there is work for more than one.

    Args:
        jobs: number of processes; 1 runs everything in this one.
        address: of a Dask scheduler to run on instead, such as "tcp://host:8786".
        spawn: start processes anew instead of forking them, as a process with threads must.
    """

    def __init__(self, jobs: int, address: str = "", *, spawn: bool = False) -> None:
        self.jobs = jobs
        self._spawn = spawn
        self._address = address
        self._executor: Executor | None = None
        self._busy = jobs  # tasks that can run at one time
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.close()

    def map(
        self,
        function: Callable[[_Task], _Result],
        tasks: Iterable[_Task],
        *,
        light: bool = False,
    ) -> Iterator[_Result]:
        """Run a function on every task and yield the results in order.

        Args:
            function: a top-level function.
            tasks: plain values that can be pickled; an iterator is asked for a few ahead.
            light: the work does not pay for starting processes.
        """
        few = light or (isinstance(tasks, Sized) and len(tasks) < 2)
        if not self._address and (self.jobs == 1 or few):
            yield from map(function, tasks)
            return
        executor = self._start()
        waiting: deque[Future[_Result]] = deque()
        try:
            for task in tasks:
                waiting.append(executor.submit(function, task))
                if len(waiting) >= self._busy * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise SitegenError(
                "a process of the build was ended from outside",
                hint="is the machine out of memory? --jobs 1 needs the least",
            ) from error
        finally:
            for future in waiting:
                future.cancel()

    def _start(self) -> Executor:
        if self._executor is None:
            if self._address:
                self._executor, self._busy = self._stack.enter_context(_dask(self._address))
            else:
                # Forked children share what is imported; spawned ones import it again.
                forks = "fork" in multiprocessing.get_all_start_methods() and not self._spawn
                method = "fork" if forks else "spawn"
                context = multiprocessing.get_context(method)
                self._executor = self._stack.enter_context(
                    ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_start_process)
                )
        return self._executor


@contextlib.contextmanager
def rare_collection() -> Iterator[None]:
    """Look for reference cycles seldom while this lasts; processes that start in it do too.

    A build makes millions of objects that last and hardly a cycle: by Python's own thresholds
    a twentieth of its time went into looking for them.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECTION)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _start_process() -> None:
    gc.set_threshold(*_COLLECTION)
    _end_with_parent()


def _end_with_parent() -> None:
    """Let this process end when the one that started it does, however that ended.

    A build that is killed cannot tell its processes, which would wait for work for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_exit, args=(parent.sentinel,), daemon=True).start()


def _wait_and_exit(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@contextlib.contextmanager
def _dask(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError(
            "--executor needs Dask", hint="pip install 'digest-sitegen[dask]'"
        ) from error
    try:
        client = Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ConfigError(f"there is no Dask scheduler at '{address}'") from error
    with client:
        executor: Executor = client.get_executor(pure=False)
        yield executor, max(1, sum(client.nthreads().values()))
