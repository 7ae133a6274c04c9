"""Feeds of built sites: valid, complete, and the same whatever else changes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import jsonschema
import listparser
import pytest
from conftest import SEEDS, RunSitegen, sample_digest, shared_folder
from feed_rules import html_problems, rss_problems
from feed_samples import WORDS

from sitegen import feeds
from sitegen.model import SourceFile
from sitegen.prepare import typeset
from sitegen.reading import DEFAULT_RULES, read_digest

BASE = "https://example.org/a/b"
SCHEMA = json.loads(Path(__file__).with_name("jsonfeed-1.1.schema.json").read_text("utf-8"))
CONFIG = """
[[topics]]
name = "Deep water"
include = ["lake"]
exclude = ["river delta"]
"""


def rss_files(site: Path) -> list[Path]:
    return [site / "rss.xml", *sorted((site / "feeds").rglob("*.xml"))]


def facts(site: Path) -> dict[str, tuple[str, str]]:
    """Id of each item of the main feed: its date and its title."""
    found = feedparser.parse((site / "rss.xml").read_bytes())
    assert not found.bozo
    return {entry.id: (entry.published, entry.title) for entry in found.entries}


def test_feeds_of_the_seeds_keep_every_rule(seed_site: Path) -> None:
    files = rss_files(seed_site)
    assert len(files) == 8  # all, digests, six categories
    for file in files:
        path = file.relative_to(seed_site).as_posix()
        assert rss_problems(file.read_bytes(), f"{BASE}/{path}") == [], path


def test_feeds_of_the_seeds_hold_the_ten_papers(seed_site: Path) -> None:
    found = feedparser.parse((seed_site / "rss.xml").read_bytes())
    assert [entry.published_parsed[2] for entry in found.entries] == [19] * 5 + [14] * 5
    for entry in found.entries:
        path = entry.link.removeprefix(f"{BASE}/")
        assert (seed_site / path).is_file()
        assert entry.authors
        assert entry.summary
    digests = feedparser.parse((seed_site / "feeds/digests.xml").read_bytes())
    assert [entry.title for entry in digests.entries] == [
        "2025-11-19: 5 papers",
        "2025-11-14: 5 papers",
    ]
    links = re.findall('href="([^"]+)"', digests.entries[0].summary)
    assert sorted(links) == sorted(entry.link for entry in found.entries[:5])


def test_the_json_feed_of_the_seeds(seed_site: Path) -> None:
    feed: dict[str, Any] = json.loads((seed_site / "feed.json").read_bytes())
    jsonschema.Draft202012Validator(SCHEMA).validate(feed)
    assert feed["feed_url"] == f"{BASE}/feed.json"
    ids = [entry.id for entry in feedparser.parse((seed_site / "rss.xml").read_bytes()).entries]
    assert [item["id"] for item in feed["items"]] == ids
    assert all(html_problems(item["content_html"]) == [] for item in feed["items"])


def test_the_opml_lists_every_rss_feed(seed_site: Path) -> None:
    found = listparser.parse((seed_site / "feeds.opml").read_bytes())
    assert not found.bozo
    addresses = {
        f"{BASE}/{file.relative_to(seed_site).as_posix()}" for file in rss_files(seed_site)
    }
    assert {feed.url for feed in found.feeds} == addresses
    outlines = ElementTree.fromstring((seed_site / "feeds.opml").read_bytes()).iter("outline")
    homes = {each.get("xmlUrl"): each.get("htmlUrl", "") for each in outlines if each.get("xmlUrl")}
    assert homes[f"{BASE}/feeds/cs.LG.xml"] == f"{BASE}/categories/cs.LG.html"
    for home in homes.values():
        assert (seed_site / (home.removeprefix(f"{BASE}/") or "index.html")).is_file()


def test_the_page_of_feeds_links_them_all(seed_site: Path) -> None:
    html = (seed_site / "feeds.html").read_text("utf-8")
    for file in [*rss_files(seed_site), seed_site / "feed.json", seed_site / "feeds.opml"]:
        assert f'href="{file.relative_to(seed_site).as_posix()}"' in html


def test_every_page_announces_a_feed_that_is_there(seed_site: Path) -> None:
    for page in seed_site.rglob("*.html"):
        links = re.findall(r'<link [^>]*rel="alternate"[^>]*>', page.read_text("utf-8"))
        assert links, page
        for link in links:
            (href,) = re.findall('href="([^"]+)"', link)
            if page.name == "404.html":  # its links must not depend on its depth
                assert href == "/a/b/rss.xml"
                continue
            assert (page.parent / href).is_file(), (page, href)
    page = (seed_site / "categories" / "cs.LG.html").read_text("utf-8")
    first = re.findall(r'<link [^>]*rel="alternate"[^>]*>', page)[0]
    assert "../feeds/cs.LG.xml" in first


def announced(page: Path) -> list[tuple[str, str, str]]:
    """List the (address, type, title) of the feeds that a page names."""
    links = re.findall(r'<link [^>]*rel="alternate"[^>]*>', page.read_text("utf-8"))
    return [
        (found["href"], found["type"], found["title"])
        for found in (dict(re.findall(r'(\w+)="([^"]*)"', link)) for link in links)
    ]


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_index_and_archive_announce_their_own_feeds(
    run_sitegen: RunSitegen, project: Path, theme: str
) -> None:
    rss, json_type = "application/rss+xml", "application/feed+json"
    build(run_sitegen, project, "--theme", theme)
    everything = ("rss.xml", rss, "arXiv digest")
    assert announced(project / "output" / "index.html") == [
        everything,
        ("feed.json", json_type, "arXiv digest (JSON Feed)"),
    ]
    assert announced(project / "output" / "archive.html") == [
        ("feeds/digests.xml", rss, "arXiv digest: digests"),
        everything,
    ]
    with (project / "sitegen.toml").open("a") as config:
        config.write("[feeds]\nenabled = false\n")
    done = run_sitegen("build", "--quiet", "--jobs", "1", "--theme", theme, cwd=project)
    assert done.returncode == 0, done.stderr
    for page in ("index.html", "archive.html"):
        assert announced(project / "output" / page) == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    content = folder / "content"
    content.mkdir(parents=True)
    for day in (12, 13):
        papers = [(f"2511.{day}00{n}", f"lake {n} of day {day}") for n in range(1, 4)]
        (content / f"2025-11-{day}.md").write_text(sample_digest(papers))
    (folder / "sitegen.toml").write_text(CONFIG)
    return folder


def build(run_sitegen: RunSitegen, project: Path, *options: str) -> dict[str, tuple[str, str]]:
    done = run_sitegen("build", "--quiet", "--jobs", "1", *options, cwd=project)
    assert done.returncode == 0, done.stderr
    return facts(project / "output")


def test_ids_and_dates_last(run_sitegen: RunSitegen, project: Path) -> None:
    before = build(run_sitegen, project, "--base-url", BASE)
    assert len(before) == 6
    assert build(run_sitegen, project, "--base-url", "https://other.example") == before
    assert build(run_sitegen, project) == before
    assert build(run_sitegen, project, "--theme", "plain") == before
    # A later digest, with one paper that was there before and one that is new.
    again = [("2511.12001", "lake 1 of day 12"), ("2511.15001", "river 1")]
    (project / "content" / "2025-11-15.md").write_text(sample_digest(again))
    after = build(run_sitegen, project, "--base-url", BASE)
    assert len(after) == 7
    assert {key: after[key] for key in before} == before
    # An older digest, found later.
    (project / "content" / "2025-10-01.md").write_text(sample_digest([("2510.00001", "pond")]))
    assert build(run_sitegen, project).items() >= after.items()


def test_all_digests_of_the_newest_day_stand_whole_in_every_feed(
    run_sitegen: RunSitegen, project: Path
) -> None:
    with (project / "sitegen.toml").open("a") as config:
        config.write("[feeds]\nitems = 4\n")
    # The first repeats a paper of three days before; the others are later ones of its day.
    again = [("2511.15001", "lake 1"), ("2511.12002", "lake 2 of day 12")]
    for name, papers in (
        ("2025-11-15", again),
        ("2025-11-15-b", [("2511.15002", "lake 2"), ("2511.15003", "lake 3")]),
        ("2025-11-15-c", [("2511.15004", "lake 4")]),
    ):
        (project / "content" / f"{name}.md").write_text(sample_digest(papers))
    build(run_sitegen, project, "--base-url", BASE)
    for path in ("rss.xml", "feeds/cs.LG.xml", "feeds/topics/deep-water.xml"):
        data = (project / "output" / path).read_bytes()
        assert rss_problems(data, f"{BASE}/{path}") == []
        ids = [entry.id.removeprefix("oai:arXiv.org:") for entry in feedparser.parse(data).entries]
        new = [f"2511.1500{number}" for number in (1, 2, 3, 4)]
        assert ids == [*new, "2511.12002"]  # which keeps its own day
    path = "feeds/digests.xml"
    data = (project / "output" / path).read_bytes()
    assert rss_problems(data, f"{BASE}/{path}") == []
    titles = [entry.title.partition(":")[0] for entry in feedparser.parse(data).entries]
    assert titles[:4] == ["2025-11-15", "2025-11-15-b", "2025-11-15-c", "2025-11-13"]


def test_a_paper_that_a_digest_without_a_day_showed_first_has_that_of_the_next(
    run_sitegen: RunSitegen, project: Path
) -> None:
    before = build(run_sitegen, project)
    # Dated by its papers' numbers, and only to the month.
    old = [(f"2510.0000{number}", f"pond {number}") for number in range(1, 9)]
    text = sample_digest([*old, ("2511.12001", "lake 1 of day 12")])
    (project / "content" / "reading-list.md").write_text(text)
    assert build(run_sitegen, project) == before


def test_a_topic_has_a_feed_and_a_page(run_sitegen: RunSitegen, project: Path) -> None:
    more = [("2511.16001", "lake of the river delta"), ("2511.16002", "deep lakes")]
    (project / "content" / "2025-11-16.md").write_text(sample_digest(more))
    build(run_sitegen, project, "--base-url", BASE)
    file = project / "output" / "feeds" / "topics" / "deep-water.xml"
    assert rss_problems(file.read_bytes(), f"{BASE}/feeds/topics/deep-water.xml") == []
    found = feedparser.parse(file.read_bytes())
    assert found.feed.description == "New papers in Deep water, with short summaries"
    titles = [entry.title for entry in found.entries]
    assert titles[0] == "deep lakes"
    assert len(titles) == 7
    page = (project / "output" / "topics" / "deep-water.html").read_text("utf-8")
    assert 'content="New papers in Deep water, with short summaries"' in page
    assert 'data-paper="2511.16002"' in page
    assert 'data-paper="2511.16001"' not in page
    assert 'href="topics/deep-water.html"' in (project / "output/index.html").read_text("utf-8")


def test_a_hostile_digest_makes_valid_feeds(run_sitegen: RunSitegen, project: Path) -> None:
    titles = [
        "<script>alert(1)</script> ]]> &lt;b&gt;",
        "{{ site }} {% raw %} $x<y$ $",
        "\u202eright to left \x0b \x1b[31m \ufffe",
        "]]>]]><![CDATA[<img src=x onerror=alert(1)>",
    ]
    papers = [(f"2511.1700{n}", title) for n, title in enumerate(titles, 1)]
    (project / "content" / "2025-11-17.md").write_text(
        sample_digest(papers, "cs.<script>]]>"), "utf-8"
    )
    build(run_sitegen, project, "--base-url", BASE)
    site = project / "output"
    for file in rss_files(site):
        path = file.relative_to(site).as_posix()
        assert rss_problems(file.read_bytes(), f"{BASE}/{path}") == [], path
    assert not listparser.parse((site / "feeds.opml").read_bytes()).bozo
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads((site / "feed.json").read_bytes()))


def test_undated_digests_stay_out(run_sitegen: RunSitegen, project: Path) -> None:
    before = build(run_sitegen, project)
    text = sample_digest([("math/0211159", "an old pond")])
    (project / "content" / "reading-list.md").write_text(text)
    assert build(run_sitegen, project) == before


def real_digests() -> list[Path]:
    """The seeds, and real digests of many dialects where there are some."""
    shared = shared_folder()
    if shared is None:
        print("feeds are held against the seeds alone: there are no real digests beside them")
        return sorted(SEEDS.glob("*.md"))
    files = [path for path in (shared / "digests").rglob("*.md") if path.name != "SOURCES.md"]
    return [*sorted(SEEDS.glob("*.md")), *sorted(files, key=lambda path: path.stat().st_size)[:20]]


@pytest.mark.parametrize("path", real_digests(), ids=lambda path: path.stem)
def test_real_digests_make_valid_feeds(path: Path) -> None:
    source = SourceFile(path.name, path.name, path.read_bytes())
    digest = read_digest(path.stem, [source], DEFAULT_RULES)
    entries = {entry.key: typeset(entry) for entry in digest.entries}
    items = [
        feeds.from_entry(
            entry, date="2025-11-14", order=order, full_text=True,
            url=f"{BASE}/papers/{entry.key}.html",
        )
        for order, entry in enumerate(entries.values())
    ]  # fmt: skip
    channel = feeds.Channel("Real", "", WORDS, f"{BASE}/", f"{BASE}/rss.xml")
    limits = feeds.Limits(max_bytes=10_000_000, full_text=True)
    data = feeds.rss(channel, items, limits)
    assert rss_problems(data, channel.url) == []
    found = feedparser.parse(data)
    assert not found.bozo
    assert [entry.id for entry in found.entries] == [item.guid for item in items]
    jsonschema.Draft202012Validator(SCHEMA).validate(
        json.loads(feeds.json_feed(channel, items, limits))
    )
