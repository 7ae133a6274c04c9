"""How large a site is, by kind of file, against the limits of GitHub Pages.

Works on (path below the site's root, size in bytes) pairs; reads no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits:
# published sites may be no larger than 1 GB.
PAGES_BYTES = 1_000_000_000
WARN_AT = 0.8

KINDS = ("pages", "search", "feeds", "data", "assets")
_FEED_ENDINGS = (".xml", ".opml")
_HOSTING = "sitemap"
_COMPRESSED = (".gz", ".br")


def shares(files: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the bytes of each kind of file, in the order of `KINDS`."""
    totals = dict.fromkeys(KINDS, 0)
    for path, size in files:
        totals[kind_of(path)] += size
    return totals


def summary(files: int, shares: Mapping[str, int]) -> str:
    """Tell in one line how large a site is, of what GitHub Pages allows, and what takes it."""
    size = sum(shares.values())
    parts = ", ".join(f"{kind} {human(total)}" for kind, total in shares.items() if total)
    return (
        f"{files:,} file{'' if files == 1 else 's'}, {human(size)} ({parts}): "
        f"{size / PAGES_BYTES:.1%} of the {human(PAGES_BYTES)} that GitHub Pages allows"
    )


def warnings(totals: Mapping[str, int]) -> list[str]:
    """Tell a publisher whose site nears what GitHub Pages allows what to do about it.

    Args:
        totals: see `shares`.
    """
    size = sum(totals.values())
    if size < PAGES_BYTES * WARN_AT:
        return []
    parts = ", ".join(f"{kind} {human(total)}" for kind, total in totals.items() if total)
    return [
        f"the site takes {human(size)} ({parts}), {size / PAGES_BYTES:.0%} of the "
        f"{human(PAGES_BYTES)} that GitHub Pages allows: give pages to newer papers only "
        "(papers.months), or leave out data.enabled"
    ]


def kind_of(path: str) -> str:
    """Tell what kind of file a path is: one of `KINDS`."""
    for ending in _COMPRESSED:
        path = path.removesuffix(ending)
    folder = path.partition("/")[0]
    if folder in ("search", "data", "feeds"):
        return folder
    is_feed = path.endswith(_FEED_ENDINGS) and not path.startswith(_HOSTING)
    if path == "feed.json" or is_feed:
        return "feeds"
    # The scripts beside a digest hold the rest of its page.
    return "pages" if path.endswith(".html") or folder == "digests" else "assets"


def human(size: float) -> str:
    """Write a number of bytes in decimal units, as GitHub counts: "312.4 MB"."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.2f} GB"
