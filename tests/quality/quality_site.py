"""A site with every kind of page and every state that a page can be in, for both themes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from conftest import SEEDS, plain_environment, sitegen_command

BASE_URL = "https://example.org/a/b"
DIGEST = "digests/2025-11-14.html"
PAPER = "papers/2511.10440.html"

_CONFIG = f"""\
[site]
title = "Morning papers"
description = "The day's papers, in short"
base_url = "{BASE_URL}"

[aliases]
"2025-11-14-old" = "2025-11-14"

[[topics]]
name = "Attention"
description = "Papers that attend"
include = ["attention", "diffusion"]

[interests]
words = ["attention *3", "solver"]
"""

_OWN_PAGE = """\
# Reading group

Thursdays at ten, with [the papers](https://arxiv.org) and a formula: $E = mc^2$.

## Who

| name | since |
|:--|--:|
| Ada | 2021 |

1. read
2. `talk`
"""

_CROWD = ", ".join(f"Ada{n} Example{n}" for n in range(90))

# Formulas of both kinds, lists, a crowd of authors, an old id, a paper without a summary
# and one that is not on arXiv.
_DIGEST = rf"""<div id=toc></div>

# Table of Contents

- [math.NA](#math.NA) [Total: 2]
- [hep-th](#hep-th) [Total: 2]

<div id='math.NA'></div>

# math.NA [[Back]](#toc)

### [1] [Bounds of $O(n \log n)$ for sparse $\ell_1$ problems](https://arxiv.org/abs/2511.20001)
*{_CROWD}*

Main category: math.NA

TL;DR: A bound of $\frac{{n}}{{\log n}}$ holds, and **no** other.

<details>
  <summary>Details</summary>
Motivation: 此前没有人证明 $x^2 + y^2 = z^2$ 的界。

Method: Three steps:

- cut the lake
- sum $$\sum_{{i=1}}^{{n}} x_i^2 \le \int_0^1 f(t)\,dt$$
- `solve` it

Result: It holds.

Conclusion: More lakes are needed.

</details>

Abstract: We bound $\|x\|_1$ by $$\begin{{pmatrix}} a & b \\ c & d \end{{pmatrix}} x = \lambda x .$$

### [2] [A paper without a summary](https://example.org/papers/lakes)
*Bo Brown*

Main category: math.NA

Abstract: We measure lakes.

<div id='hep-th'></div>

# hep-th [[Back]](#toc)

### [3] [An old paper](https://arxiv.org/abs/hep-th/9901001)
*José Núñez, Li Wei*

Main category: hep-th

TL;DR: 一个旧的结果，仍然成立。

<details>
  <summary>Details</summary>
Motivation: It is old.

Method: It waits.

Result: It holds.

Conclusion: It stays.

</details>

Abstract: Strings vibrate.

### [4] [The fourth paper of the day](https://arxiv.org/abs/2511.20004)
*Ada Adams*

Main category: hep-th

TL;DR: Another one.

Abstract: Strings do not vibrate.
"""

# More papers than a screen shows, in sections that are no categories, each higher than the
# theme guesses of one that is not on the screen.
_LONG_DIGEST = "<div id=toc></div>\n\n# Table of Contents\n\n" + "\n".join(
    f"# {section} [[Back]](#toc)\n"
    + "".join(
        f"""
### [{number}] [A long paper, number {number}](https://arxiv.org/abs/2512.0{number:04})
*Ada Adams*

Main category: cs.LG

TL;DR: {"".join(f"第{part}片湖水很深，河水很长。" for part in range(number, number + 16))}

Abstract: We measure lakes.
"""
        for number in range(start, start + 8)
    )
    for start, section in ((1, "Lakes"), (9, "Rivers"), (17, "Ponds"))
)

# A digest without categories, as the oldest are, that tells of a paper in another language.
_LIST = """### [The fourth paper of the day](https://arxiv.org/abs/2511.20004)
*Ada Adams*

TL;DR: 又一个结果，同样成立。

Abstract: Strings do not vibrate.

### [A new paper](https://arxiv.org/abs/2512.04002)
*Ada Adams*

TL;DR: A new result that holds, too.

Abstract: Strings do not vibrate.
"""


class Kind(NamedTuple):
    """A kind of page: where it lies, and whether the theme without scripts has it."""

    path: str
    plain: bool = True


KINDS = {
    "index": Kind("index.html"),
    "digest": Kind(DIGEST),
    "digest with formulas": Kind("digests/2025-12-01.html"),
    "long digest": Kind("digests/2025-12-03.html"),
    "digest without sections": Kind("digests/2025-12-04.html"),
    "paper": Kind(PAPER),
    "paper with formulas": Kind("papers/2511.20001.html"),
    "paper of old": Kind("papers/hep-th-9901001.html"),
    "category": Kind("categories/math.NA.html"),
    "month": Kind("categories/math.NA/2025-12.html"),
    "categories": Kind("categories/index.html"),
    "archive": Kind("archive.html"),
    "topic": Kind("topics/attention.html"),
    "own page": Kind("pages/reading.html"),
    "feeds": Kind("feeds.html"),
    "stats": Kind("stats.html"),
    "saved": Kind("saved.html", plain=False),
    "about": Kind("about.html"),
    "search": Kind("search.html?q=attention", plain=False),
    "404": Kind("404.html"),
}
# Leads on at once, so that a browser never rests on it.
REDIRECT = Kind("digests/2025-11-14-old.html")


def write_sources(folder: Path) -> None:
    """Write the configuration and the content of the site into a folder."""
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    for seed in SEEDS.glob("*.md"):
        shutil.copy(seed, content)
    (content / "2025-12-01.md").write_text(_DIGEST, encoding="utf-8")
    (content / "2025-12-03.md").write_text(_LONG_DIGEST, encoding="utf-8")
    (content / "2025-12-04.md").write_text(_LIST, encoding="utf-8")
    (content / "pages" / "reading.md").write_text(_OWN_PAGE, encoding="utf-8")
    (folder / "sitegen.toml").write_text(_CONFIG, encoding="utf-8")


def build_sites(folder: Path) -> dict[str, Path]:
    """Build the site with each theme; return theme -> folder of the site."""
    write_sources(folder)
    sites = {}
    for theme in ("default", "plain"):
        sites[theme] = folder / theme
        command = sitegen_command(
            "build", "--theme", theme, "--output", sites[theme], "--jobs", "1", "--quiet"
        )
        subprocess.run(command, cwd=folder, env=plain_environment(), check=True, timeout=120)
    return sites


# ---------------------------------------------------------------- states of pages


def _open_paper(page: Any) -> None:
    paper = page.locator(".paper").first
    paper.locator(".title a").click()
    # In the pane on wide screens, else in place.
    page.locator(".fold:visible [data-name=abstract]").first.wait_for()


def _nothing_left(page: Any) -> None:
    page.fill("#filter", "no such word")
    page.locator("#papers > .empty").wait_for()


def _titles_only(page: Any) -> None:
    page.evaluate("sitegen.setPref('density', 'titles')")


def _everything(page: Any) -> None:
    page.evaluate("sitegen.setPref('density', 'everything'); sitegen.emit('settings')")
    page.locator(".fold [data-name=abstract]").first.wait_for()


def _read_and_saved(page: Any) -> None:
    page.locator(".paper [data-act=save]").first.click()
    page.locator(".paper [data-act=read]").nth(1).click()


def _settings(page: Any) -> None:
    page.click("[data-act=settings]")
    page.locator("dialog[open]").wait_for()


def _help(page: Any) -> None:
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def _chinese(page: Any) -> None:
    page.evaluate("sitegen.setPref('lang', 'zh-Hans')")
    page.locator(".places a", has_text="归档").wait_for()


def _sheet(page: Any) -> None:
    if page.locator("[data-act=rail]").is_visible():
        page.click("[data-act=rail]")
        page.locator("#rail-more.up").wait_for()
        page.click("[data-act=chips]")


def _citation(page: Any) -> None:
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()


def _saved_paper(page: Any) -> None:
    page.evaluate(
        """sitegen.store.set('saved', {'2511.10440': {
            key: '2511.10440', title: 'A paper that was kept', authors: ['Ada', 'Bo'],
            category: 'cs.LG', date: '2025-11-14', page: 'papers/2511.10440.html',
            link: 'https://arxiv.org/abs/2511.10440', tldr: '很短。', tldrLang: 'zh',
            note: 'Read again', added: '2025-11-15T00:00:00Z'}})"""
    )
    page.evaluate("sitegen.toggleRead('2511.10440', true)")
    page.locator("#saved-list .paper").wait_for()


def _results(page: Any) -> None:
    page.locator("#results[data-state=done] [data-paper]").first.wait_for()


def _search_help(page: Any) -> None:
    page.click("#search-help-open")


def _no_results(page: Any) -> None:
    page.fill("#search-box", "zzyzx")
    page.locator("#results[data-state=done]").wait_for()


# What readers bring a page into; each follows on what the ones before it did.
STATES: dict[str, dict[str, Callable[[Any], None]]] = {
    "digest": {
        "paper open": _open_paper,
        "read and saved": _read_and_saved,
        "sheet": _sheet,
        "titles only": _titles_only,
        "everything": _everything,
        "nothing left": _nothing_left,
    },
    "digest with formulas": {"paper open": _open_paper, "Chinese": _chinese},
    "paper": {"citation": _citation, "settings": _settings},
    "paper with formulas": {"citation": _citation},
    "index": {"help": _help},
    "stats": {"tables": _citation},
    "saved": {"a paper": _saved_paper},
    "search": {"results": _results, "help": _search_help, "no results": _no_results},
}
