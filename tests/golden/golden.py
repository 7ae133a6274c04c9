"""The golden site: what the site of the two seeds must be, as text in this folder.

`site/` holds one page of each kind and the feeds, whole, so that a change shows in a
review; `files.txt` names every file, with a hash where its bytes are ours to fix.
Run as a program (`./dev golden`), this writes both anew.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parents[1] / "content"
BASE_URL = "https://example.org/a/b"

# One of each kind, or two.
WHOLE = (
    "404.html", "about.html", "archive.html", "categories/cs.LG.html",
    "categories/cs.LG/2025-11.html", "categories/index.html", "data/index.json",
    "digests/2025-11-19.html", "feed.json", "feeds.html", "feeds.opml", "feeds/digests.xml",
    "index.html", "manifest.webmanifest", "papers/2511.10208.html", "papers/2511.10440.html",
    "robots.txt", "rss.xml", "saved.html", "search.html", "sitemap.xml", "stats.html",
)  # fmt: skip

# The theme's assets have tests of their own; the font's bytes belong to its tools, and
# the service worker names the hashes of all the others.
_NAME_ONLY = re.compile(r"(?:css|js|img|fonts?)/.*|sw\.js|.*\.woff2")
_HASH = re.compile(rb"(?<=\?v=)[0-9a-f]{6,}|(?<=[a-z]=)[0-9a-f]{10}(?=[ \"])")


def snapshot(site: Path) -> tuple[dict[str, str], str]:
    """Return the texts of the pages kept whole, and the list of all files.

    Hashes of assets in addresses are blanked, since a theme's style may change without
    its pages.
    """
    whole: dict[str, str] = {}
    lines = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name.startswith(".sitegen"):
            continue
        data = _HASH.sub(b"HASH", path.read_bytes())
        if name in WHOLE:
            whole[name] = data.decode("utf-8")
            lines.append(f"{name} whole")
        elif _NAME_ONLY.fullmatch(name):
            lines.append(f"{name} -")
        else:
            lines.append(f"{name} {hashlib.blake2b(data, digest_size=6).hexdigest()}")
    return whole, "\n".join(lines) + "\n"


def main() -> None:
    """Build the seeds and write the golden files anew."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "sitegen", "build", "--content", SEEDS, "--output", "site",
             "--base-url", BASE_URL, "--quiet"],
            cwd=folder, check=True,
        )  # fmt: skip
        whole, files = snapshot(Path(folder, "site"))
    shutil.rmtree(HERE / "site", ignore_errors=True)
    for name, text in whole.items():
        path = HERE / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    (HERE / "files.txt").write_text(files, "utf-8", newline="")


if __name__ == "__main__":
    main()
