"""Sitemap, robots.txt and the web app manifest."""

from __future__ import annotations

import json
from urllib.parse import urljoin
from xml.etree import ElementTree

from sitegen.site.hosting import Icon, SitemapEntry, robots, sitemap, web_manifest

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/a/b"


def addresses(data: bytes) -> list[str]:
    return [loc.text or "" for loc in ElementTree.fromstring(data).iter(f"{SPACE}loc")]


def test_a_sitemap_names_every_page_with_its_day() -> None:
    entries = [
        SitemapEntry("index.html"),
        SitemapEntry("papers/2511.10440.html", "2025-11-14"),
        SitemapEntry("pages/a&b c.html"),
    ]
    files = sitemap(BASE, entries)
    assert list(files) == ["sitemap.xml"]
    assert addresses(files["sitemap.xml"]) == [
        f"{BASE}/",
        f"{BASE}/papers/2511.10440.html",
        f"{BASE}/pages/a%26b%20c.html",
    ]
    root = ElementTree.fromstring(files["sitemap.xml"])
    assert [day.text for day in root.iter(f"{SPACE}lastmod")] == ["2025-11-14"]


def test_beyond_the_limit_an_index_names_the_parts() -> None:
    entries = [SitemapEntry(f"papers/{number}.html") for number in range(50_001)]
    files = sitemap(BASE, entries)
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert ElementTree.fromstring(files["sitemap.xml"]).tag == f"{SPACE}sitemapindex"
    assert addresses(files["sitemap.xml"]) == [f"{BASE}/sitemap-1.xml", f"{BASE}/sitemap-2.xml"]
    assert len(addresses(files["sitemap-1.xml"])) == 50_000
    assert addresses(files["sitemap-2.xml"]) == [f"{BASE}/papers/50000.html"]
    assert list(sitemap(BASE, entries[:50_000])) == ["sitemap.xml"]


def test_robots_names_the_sitemap_only_where_there_is_one() -> None:
    assert robots(BASE).decode().splitlines()[-1] == f"Sitemap: {BASE}/sitemap.xml"
    assert "Sitemap" not in robots().decode()
    assert "Disallow: /" not in robots().decode()


def test_the_manifest_works_below_any_base_path() -> None:
    manifest = json.loads(
        web_manifest(
            name='Lakes & "rivers" 湖', language="en", icons=[Icon("i.svg", "any", "image/svg+xml")]
        )
    )
    assert manifest["name"] == 'Lakes & "rivers" 湖'
    assert len(manifest["short_name"]) <= 12
    here = f"{BASE}/manifest.webmanifest"
    assert urljoin(here, manifest["start_url"]) == urljoin(here, manifest["scope"]) == f"{BASE}/"
    assert urljoin(here, manifest["icons"][0]["src"]) == f"{BASE}/i.svg"
    assert "description" not in manifest
