"""Print how large a built site is, by kind of file, and what its feeds hold.

    python benchmarks/site_size.py OUTPUT

The tables are Markdown, as they stand in docs/publishing.md.  Bytes are those of the
files, without what a file system adds.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from sitegen.site.output import owned_files
from sitegen.site.size import KINDS, PAGES_BYTES, human, kind_of


def size_table(output: Path) -> Iterator[str]:
    """Yield the rows of all kinds of files, with bytes for each paper."""
    sizes = {path: (output / path).stat().st_size for path in owned_files(output)}
    papers = sum(path.startswith("papers/") for path in sizes)
    yield f"{papers:,} papers in {len(sizes):,} files"
    yield ""
    yield "| kind | files | bytes | a paper |"
    yield "|---|---|---|---|"
    for kind in (*KINDS, "all"):
        found = [size for path, size in sizes.items() if kind in ("all", kind_of(path))]
        total = sum(found)
        yield f"| {kind} | {len(found):,} | {human(total)} | {human(total / max(papers, 1))} |"
    yield ""
    yield f"{sum(sizes.values()) / PAGES_BYTES:.0%} of what GitHub Pages allows."


def feed_table(output: Path) -> Iterator[str]:
    """Yield the rows of the feeds: the largest of each kind."""
    yield "| feed | items | bytes |"
    yield "|---|---|---|"
    categories = [
        path for path in sorted((output / "feeds").glob("*.xml")) if path.name != "digests.xml"
    ]
    for path in (output / "rss.xml", output / "feeds" / "digests.xml"):
        yield f"| `{path.relative_to(output).as_posix()}` | {items_of(path)} | {human_of(path)} |"
    json_feed = output / "feed.json"
    count = len(json.loads(json_feed.read_bytes())["items"])
    yield f"| `feed.json` | {count} | {human_of(json_feed)} |"
    if categories:
        largest = max(categories, key=lambda path: path.stat().st_size)
        yield (
            f"| the largest of {len(categories)} categories, `{largest.name}` "
            f"| {items_of(largest)} | {human_of(largest)} |"
        )


def items_of(path: Path) -> int:
    """Count the items of an RSS feed."""
    return len(re.findall(b"<item>", path.read_bytes()))


def human_of(path: Path) -> str:
    """Return a file's size for people."""
    return human(path.stat().st_size)


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="the folder of a built site")
    output = parser.parse_args().output
    print("\n".join([*size_table(output), "", *feed_table(output)]))


if __name__ == "__main__":
    main()
