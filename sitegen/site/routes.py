"""Where everything stands: the one place that makes URLs.

Paths are relative to the site's root, always with `/`; a page reaches them through
`root_of(its own path)`.
"""

from __future__ import annotations

from collections.abc import Collection

from sitegen.identity import safe_path, unique_parts

INDEX = "index.html"
ARCHIVE = "archive.html"
CATEGORIES = "categories/index.html"
SEARCH = "search.html"
SAVED = "saved.html"
STATS = "stats.html"
ABOUT = "about.html"
FEEDS = "feeds.html"
NOT_FOUND = "404.html"
RSS = "rss.xml"
JSON_FEED = "feed.json"
OPML = "feeds.opml"
MATH_FONT = "fonts/math.woff2"  # css/math.css asks for it
DIGESTS_FEED = "feeds/digests.xml"

# Names that something else has taken among the categories' pages and feeds.
_RESERVED_CATEGORIES = frozenset({"index", "digests", "topics"})


def root_of(path: str) -> str:
    """Return the way from a page up to the site's root: "", "../", "../../"."""
    return "../" * path.count("/")


def url_for(key: str) -> str:
    """Return the path of a paper's page."""
    return f"papers/{key}.html"


def digest_paths(slugs: Collection[str]) -> dict[str, str]:
    """Return the safe path of each digest, without folder and ending."""
    return unique_parts(slugs)


def category_paths(codes: Collection[str]) -> dict[str, str]:
    """Return the safe path of each category, without folder and ending.

    A `/` in a category's name is part of the name, not of the path.
    """
    return unique_parts(codes, reserved=_RESERVED_CATEGORIES, parts=False)


def digest_page(path: str) -> str:
    """Return the page of a digest."""
    return f"digests/{path}.html"


def details_script(path: str, number: int) -> str:
    """Return the script that holds the details of some papers of a digest."""
    return f"digests/{path}/details-{number}.js"


def category_page(path: str) -> str:
    """Return the page with a category's newest papers."""
    return f"categories/{path}.html"


def month_page(path: str, month: str, part: int = 1) -> str:
    """Return a page of a category's month; `month` is "2025-11" or "undated"."""
    return f"categories/{path}/{month}{'' if part == 1 else f'-{part}'}.html"


def category_feed(path: str) -> str:
    """Return the feed of a category."""
    return f"feeds/{path}.xml"


def topic_page(slug: str) -> str:
    """Return the page of a topic."""
    return f"topics/{slug}.html"


def topic_feed(slug: str) -> str:
    """Return the feed of a topic."""
    return f"feeds/topics/{slug}.xml"


def own_page(slug: str) -> str:
    """Return a page of the publisher's own."""
    return f"pages/{safe_path(slug)}.html"
