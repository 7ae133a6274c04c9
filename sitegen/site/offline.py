"""The service worker: what a site served over http keeps for reading offline.

The scripts lie beside this module in `workers/`; only one line of data goes into them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib import resources

from sitegen.identity import short_hash

PATH = "sw.js"
_MARK = "const BUILD = {};"


def service_worker(
    *,
    own: Iterable[str],
    shell: Sequence[str],
    recent: Sequence[str],
    stamp: str,
    message: str = "This page has not been kept for reading offline.",
    home: str = "Home",
) -> bytes:
    """Make `sw.js`.

    Args:
        own: paths of the site's files; what lies beside their topmost folders is not asked
            for on behalf of this site.
        shell: paths that every visit needs, with their `?v=` where they have one:
            index, search and saved pages, styles and scripts.
        recent: the newest digests' pages and the scripts beside them.
        stamp: any text that changes when one of these files does, such as their
            fingerprints joined; a worker with a new stamp fetches them again.
        message: what a page says that is neither online nor kept.
        home: the words of its link to the index.
    """
    build = {
        "version": short_hash("\n".join((stamp, *shell, *recent)), 12),
        "own": sorted({path.partition("/")[0] for path in own}),
        "shell": list(dict.fromkeys(shell)),
        "recent": list(dict.fromkeys(recent)),
        "message": message,
        "home": home,
    }
    line = f"const BUILD = {json.dumps(build, ensure_ascii=True)};"
    return _script("offline.js").replace(_MARK, line).encode()


def no_service_worker() -> bytes:
    """Make the `sw.js` of a site that keeps nothing: it clears what an earlier one kept."""
    return _script("unregister.js").encode()


def _script(name: str) -> str:
    return (resources.files("sitegen.site") / "workers" / name).read_text("utf-8")
