"""How large a site is, by kind of file, against the limits of GitHub Pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits:
# published sites may be no larger than 1 GB.
PAGES_BYTES = 1_000_000_000
WARN_AT = 0.8

_KINDS = ("pages", "search", "feeds", "data", "assets")
_FEED_ENDINGS = (".xml", ".opml")
_COMPRESSED = (".gz", ".br")


@dataclass(frozen=True, slots=True)
class Share:
    """The files of one kind."""

    kind: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Size:
    """A site's size: `shares` in a fixed order, kinds without files among them."""

    shares: tuple[Share, ...]

    @property
    def files(self) -> int:
        """All files."""
        return sum(share.files for share in self.shares)

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(share.bytes for share in self.shares)

    @property
    def warning(self) -> str:
        """What to tell a publisher whose site nears the limit; "" while it does not."""
        if self.bytes < PAGES_BYTES * WARN_AT:
            return ""
        share = self.bytes / PAGES_BYTES
        return (
            f"the site takes {human(self.bytes)}, {share:.0%} of the {human(PAGES_BYTES)} that "
            "GitHub Pages allows: limit papers' pages with papers.since or papers.months, "
            "or leave out data.enabled"
        )

    def summary(self) -> str:
        """Return one line: the total, and the share of each kind that has any."""
        parts = ", ".join(
            f"{share.kind} {human(share.bytes)} in {share.files}"
            for share in self.shares
            if share.files
        )
        return f"{human(self.bytes)} in {self.files} files ({parts})"


def measure(files: Iterable[tuple[str, int]]) -> Size:
    """Add up a site's files.

    Args:
        files: path below the site's root and size in bytes of each.
    """
    counts = dict.fromkeys(_KINDS, 0)
    totals = dict.fromkeys(_KINDS, 0)
    for path, size in files:
        kind = kind_of(path)
        counts[kind] += 1
        totals[kind] += size
    return Size(tuple(Share(kind, counts[kind], totals[kind]) for kind in _KINDS))


def kind_of(path: str) -> str:
    """Tell what kind of file a path is."""
    for ending in _COMPRESSED:
        path = path.removesuffix(ending)
    if path.startswith("search/"):
        return "search"
    if path.startswith("data/"):
        return "data"
    if path.startswith("feeds/") or path == "feed.json" or path.endswith(_FEED_ENDINGS):
        return "feeds"
    # The scripts beside a digest hold the rest of its page.
    if path.endswith(".html") or path.startswith(("digests/", "papers/", "categories/")):
        return "pages"
    return "assets"


def human(size: float) -> str:
    """Write a number of bytes in decimal units, as GitHub counts: "312.4 MB"."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.2f} GB"
