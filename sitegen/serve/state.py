"""What the browsers that look at a served site have to know.

Shared between the thread that builds and the threads that answer requests; knows
neither builds nor HTTP.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

import msgspec
from msgspec.structs import replace


class Failure(msgspec.Struct, frozen=True):
    """Why the last build failed, for the overlay; `source` is the line itself."""

    message: str
    path: str = ""
    line: int = 0
    hint: str = ""
    source: str = ""


class Snapshot(msgspec.Struct, frozen=True):
    """The state at one moment.

    `generation` counts the builds after which every page is loaded again, `revision` those
    after which only pages are whose own file changed, `version` every change of the state.
    """

    version: int
    generation: int
    revision: int
    folder: Path
    base_path: str
    failure: Failure | None
    closed: bool

    def message(self) -> str:
        """Encode what a browser is told, as one line of JSON."""
        failure = self.failure
        return json.dumps(
            {
                "generation": self.generation,
                "revision": self.revision,
                "failure": failure
                and {
                    "message": failure.message,
                    "place": f"{failure.path}:{failure.line}" if failure.line else failure.path,
                    "source": failure.source,
                    "hint": failure.hint,
                },
            }
        )


class LiveState:
    """The current `Snapshot`, and a way to wait for the next one.

    Args:
        folder: of the built site.
        base_path: where it is served, with a slash at both ends.
    """

    def __init__(self, folder: Path, base_path: str) -> None:
        self._changed = threading.Condition()
        self._now = Snapshot(0, 0, 0, folder, base_path, None, False)

    @property
    def now(self) -> Snapshot:
        """The current state."""
        return self._now

    def built(self, folder: Path, base_path: str, *, changed: bool) -> None:
        """Note a build that went well; `changed` tells whether any file did."""
        now = self._now
        self._set(
            replace(
                now,
                generation=now.generation + changed,
                folder=folder,
                base_path=base_path,
                failure=None,
            )
        )

    def completed(self) -> None:
        """Note that what the last build left was built: most pages stand as they are."""
        self._set(replace(self._now, revision=self._now.revision + 1))

    def failed(self, failure: Failure) -> None:
        """Note a build that failed: the last good site stays."""
        self._set(replace(self._now, failure=failure))

    def close(self) -> None:
        """Let everybody who waits go."""
        self._set(replace(self._now, closed=True))

    def wait_after(self, version: int, seconds: float) -> Snapshot | None:
        """Return the state as soon as it is newer than `version`, None after `seconds`."""
        with self._changed:
            newer = self._changed.wait_for(lambda: self._now.version > version, seconds)
            return self._now if newer else None

    def _set(self, state: Snapshot) -> None:
        with self._changed:
            self._now = replace(state, version=self._now.version + 1)
            self._changed.notify_all()
