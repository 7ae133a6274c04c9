"""Files for the web server and the search engines: sitemap, robots.txt, manifest.

Pure functions; paths are below the site's root.  The service worker is in `offline.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from sitegen.patterns import lazy_pattern

# https://www.sitemaps.org/protocol.html: the limit of one file.
SITEMAP_URLS = 50_000
NO_JEKYLL = b""
_PLAIN = lazy_pattern(r"[A-Za-z0-9._/-]+")


class SitemapEntry(NamedTuple):
    """A page: its path, and the day of its content ("2025-11-14", "2025-11", or "")."""

    path: str
    date: str = ""


class Icon(NamedTuple):
    """An icon of the web app: path, sizes ("192x192", "any"), media type, purpose."""

    path: str
    sizes: str
    type: str
    purpose: str = "any"


def sitemap(
    base_url: str, entries: Iterable[SitemapEntry], limit: int = SITEMAP_URLS
) -> dict[str, bytes]:
    """Make the sitemap, and where it would be too large an index of several.

    Args:
        base_url: of the site, without a slash at its end.
        entries: every page that should be found, in the order in which to list them.
        limit: of URLs in one file.

    Returns:
        Path and bytes of each file; `sitemap.xml` among them.
    """
    root = escape(base_url) + "/"
    rows = [
        f"<url><loc>{root}{_quoted(path)}</loc>{_lastmod(date)}</url>" for path, date in entries
    ]
    if len(rows) <= limit:
        return {"sitemap.xml": _urlset(rows)}
    files: dict[str, bytes] = {}
    for number, start in enumerate(range(0, len(rows), limit), 1):
        files[f"sitemap-{number}.xml"] = _urlset(rows[start : start + limit])
    parts = [f"<sitemap><loc>{root}{path}</loc></sitemap>" for path in files]
    return {"sitemap.xml": _document("sitemapindex", parts), **files}


def robots(base_url: str = "") -> bytes:
    """Allow everything, and name the sitemap where the site has an address."""
    lines = ["User-agent: *", "Allow: /"]
    if base_url:
        lines.append(f"Sitemap: {base_url}/sitemap.xml")
    return ("\n".join(lines) + "\n").encode()


def base_url_in(robots: str) -> str:
    """Return the base URL that `robots` was given."""
    found = re.search(r"^Sitemap: (.+)/sitemap\.xml$", robots, re.MULTILINE)
    return found[1] if found else ""


def web_manifest(
    *,
    name: str,
    description: str = "",
    language: str = "en",
    icons: Sequence[Icon] = (),
    color: str = "",
    background: str = "",
) -> bytes:
    """Make the web app manifest (https://www.w3.org/TR/appmanifest/), all paths relative."""
    manifest = {
        "name": name,
        "short_name": name if len(name) <= 12 else name[:12].strip(),
        "description": description,
        "lang": language,
        "dir": "ltr",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "theme_color": color,
        "background_color": background,
        "icons": [
            {"src": icon.path, "sizes": icon.sizes, "type": icon.type, "purpose": icon.purpose}
            for icon in icons
        ],
    }
    kept = {key: value for key, value in manifest.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def _quoted(path: str) -> str:
    """Write the path of a page as a part of a URL in XML."""
    if path == "index.html":
        return ""
    return path if _PLAIN.fullmatch(path) else escape(quote(path))  # nearly all are plain


@cache
def _lastmod(date: str) -> str:
    return f"<lastmod>{escape(date)}</lastmod>" if date else ""


def _urlset(rows: Sequence[str]) -> bytes:
    return _document("urlset", rows)


def _document(root: str, rows: Sequence[str]) -> bytes:
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *rows,
            f"</{root}>\n",
        ]
    ).encode()
