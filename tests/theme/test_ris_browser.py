"""RIS made in the browser is what `citations.ris` makes, record for record and name for name.

So are the rows of BibTeX, where a list has the title with its formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from citation_samples import SAMPLES, entry

from sitegen.model import Text, TypesetEntry
from sitegen.site import citations
from sitegen.text import typeset_inline

NAMES = (
    """
Tom Pan|Mitchell D. Miller|Ludwig van der Berg|Van Nguyen|Martin King Jr.|Jr. King|A B III
Plato|ATLAS Collaboration|Collaborational Smith|Qwen Team|OpenAI  Labs|Émile-labs|Smith and Sons
Andy Andersson|A & B|Doe, Jane|Doe,|, Jane|李伟|李 伟|김 민수|山田 太郎|Maria de la Cruz|DE LA Cruz
Éand Sand|José Müller|X ✓|al Kindi|Abu al Kindi|Doe, Jane, MIT|Lakes Lab, Oslo|de la Cruz, Maria
Martin Luther King, Jr.|Ludwig van der Berg, Ph.D.|Rahim, Md|Bo Stone (MIT)|Stone, Bo (MIT)
Bo Stone (MIT, USA)|Bo Stone (A&M and Qwen Team) (USA)|Bo Stone (Qwen Team)|Plato (Athens)|(MIT)
ATLAS Collaboration (CERN)|李 伟（清华）|Bo (Bob) Stone|Stone (MIT), Bo
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

FORMULAS = [
    "No formula for 5% of R^3",
    r"Codes over $\mathbb{F}_2 \times \mathcal{S}_{n+1}$ & more",
    r"UniD$^3$ and $A^*$ at 360$^\circ$: $x^{2k} - f'(y_{ab}^{c_1})$",
    r"Bounds of $O(n \log n)$ and $\frac{a+b}{2}$ for $\mathrm{GR}(p)$, $\log(n)$",
]


@pytest.fixture(scope="module")
def page(browser: Any, seed_site: Path) -> Iterator[Any]:
    made = browser.new_page()
    made.goto((seed_site / "papers/2511.10440.html").as_uri())
    made.evaluate("() => new Promise(done => sitegen.more(done))")
    yield made
    made.close()


def saved(paper: TypesetEntry, date: str) -> dict[str, object]:
    return {
        "key": paper.key,
        "title": paper.title.words,
        "authors": [name.words for name in paper.authors],
        "category": paper.category,
        "date": date,
        "link": f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else paper.link,
    }


def in_browser(page: Any, paper: TypesetEntry, date: str) -> str:
    abstract = paper.field("abstract")
    call = "([record, abstract]) => sitegen.ris(record, abstract)"
    made: str = page.evaluate(call, [saved(paper, date), abstract.words if abstract else ""])
    return made


def rows_of_bibtex(page: Any, paper: TypesetEntry, date: str) -> tuple[list[str], list[str]]:
    """The rows that the browser makes and those that the build makes."""
    made: str = page.evaluate("(record) => sitegen.bibtex(record)", saved(paper, date))
    return made.splitlines()[1:], citations.bibtex(paper, date).splitlines()[1:]


@pytest.mark.parametrize("name", SAMPLES)
def test_golden_records(page: Any, name: str) -> None:
    paper, date = SAMPLES[name]
    assert in_browser(page, paper, date) == citations.ris(paper, date)


def test_names_are_split_alike(page: Any) -> None:
    papers = [entry(Text("x"), (name,)) for name in NAMES]
    for paper in papers:
        assert in_browser(page, paper, "") == citations.ris(paper, "")
        made, wanted = rows_of_bibtex(page, paper, "")
        assert made == wanted


@pytest.mark.parametrize("title", ["r^3: lakes", "about ~5 or 10~20", "50% of a_b & #1"])
def test_signs_are_escaped_alike(page: Any, title: str) -> None:
    made, wanted = rows_of_bibtex(page, entry(Text(title), ("A^b C~d", "E_f")), "2025-11-14")
    assert made == wanted


@pytest.mark.parametrize(
    "raw",
    [
        r"Codes over $\mathbb{F}_2 \times \mathbb{F}_4$ & more",
        "UniD$^3$: 50% of R^3",
        r"Bounds of $O(n \log n)$ for $\ell_1$ in PyTorch",
        "GraphRAG costs 5",
        "From $5 to $10: Cheap LLMs",
    ],
)
def test_titles_in_lists_keep_their_formulas(page: Any, raw: str) -> None:
    title = typeset_inline(raw)
    made = page.evaluate(
        """markup => {
            const paper = document.createElement('article');
            paper.dataset.paper = 'x';
            paper.innerHTML = `<h3 class="title" data-field="title"><a>${markup}</a></h3>`;
            return sitegen.bibtex(sitegen.record(paper));
        }""",
        title.markup,
    )
    wanted = citations.bibtex(entry(title, ()))
    assert made.splitlines()[1].rstrip(",") == wanted.splitlines()[1].rstrip(",")


def test_titles_in_lists_are_plain_in_ris(browser: Any, seed_site: Path) -> None:
    """As a paper's own page has them: RIS knows no TeX."""
    titles = [typeset_inline(raw) for raw in FORMULAS]
    page = browser.new_page()
    page.goto((seed_site / "digests/2025-11-14.html").as_uri())
    page.evaluate(
        """all => sitegen.store.set('saved', Object.fromEntries(all.map((markup, at) => {
            const paper = document.createElement('article');
            paper.dataset.paper = 'x' + at;
            paper.innerHTML = `<h3 class="title" data-field="title"><a>${markup}</a></h3>`;
            return ['x' + at, sitegen.record(paper)];
        })))""",
        [title.markup for title in titles],
    )
    page.goto((seed_site / "saved.html").as_uri())
    with page.expect_download() as download:
        page.click("[data-export=ris]")
    text = Path(download.value.path()).read_text("utf-8")
    page.close()
    assert set(re.findall("TI  - (.*)", text)) == {title.words for title in titles}


def test_no_title_breaks_the_braces_of_a_file(page: Any) -> None:
    record = {"key": "a", "title": "A $}{$ lake $[0, 1\\}$", "authors": []}
    made = page.evaluate("record => sitegen.bibtex(record)", record)
    assert made == "@misc{arxiva,\n  title = {A \\$\\$ lake \\$[0, 1\\$}\n}\n"


@pytest.mark.parametrize("category", ["cs.LG", "hep-th", "cond-mat.mes-hall", "Robots", "数值计算"])
def test_only_classes_of_arxiv_are_primary_classes(page: Any, category: str) -> None:
    """Digests have categories of their own, which LaTeX may not even be able to print."""
    made, wanted = rows_of_bibtex(page, entry(Text("x"), ("A B",), category=category), "")
    assert made == wanted
    is_class = category not in ("Robots", "数值计算")
    assert (f"  primaryClass = {{{category}}}," in made) == is_class


@pytest.mark.parametrize(
    "arxiv",
    ["2511.10440", "2512.00001", "math/9912001", "hep-ex/0309136", "solv-int/9312001", ""],
)
def test_dates_are_alike(page: Any, arxiv: str) -> None:
    paper = entry(Text("x"), ("A B",), arxiv=arxiv, link="" if arxiv else "https://example.org/x")
    dates = ["", "2025-11-14", "2025-12-01", "2026-01-02", "2025-11", "1994-01-03"]
    for date in dates:
        assert in_browser(page, paper, date) == citations.ris(paper, date)
        made, wanted = rows_of_bibtex(page, paper, date)
        assert made == wanted
        markdown: str = page.evaluate("(record) => sitegen.markdown(record)", saved(paper, date))
        year = citations.year(paper, date)
        assert markdown.endswith(f", A B ({year})" if year else ", A B")


def test_a_papers_page_makes_its_own_record(page: Any) -> None:
    page.click("#cite > summary")
    page.locator("#cite button").nth(4).wait_for()
    lines = page.text_content("[data-cite=ris]").splitlines()
    assert lines[:3] == [
        "TY  - UNPB",
        "TI  - Completion of partial structures using Patterson maps with the CrysFormer machine "
        "learning model",
        "AU  - Pan, Tom",
    ]
    assert lines[7:14] == [
        "PY  - 2025",
        "DA  - 2025/11/14",
        "PB  - arXiv",
        "M1  - arXiv:2511.10440",
        "DO  - 10.48550/arXiv.2511.10440",
        "UR  - https://arxiv.org/abs/2511.10440",
        "KW  - physics.bio-ph",
    ]
    assert lines[14].startswith("AB  - Protein structure determination") and lines[15] == "ER  - "
    with page.expect_download() as download:
        page.click("[data-act=get-ris]")
    assert download.value.suggested_filename == "2511.10440.ris"
    data = Path(download.value.path()).read_bytes().decode()
    assert data == "\r\n".join([*lines, ""])


def test_no_two_papers_of_a_file_have_one_key(page: Any) -> None:
    """BibTeX refuses such a file. The older paper keeps the key, whatever the order."""
    keys = ["2511.00002", "2511.00001", "2511.00003"]
    cited = ["pan2025lakes", "pan2025lakes", "pan2025moss"]
    records = [
        {
            "key": key,
            "title": "x",
            "authors": [],
            "bibtex": f"@misc{{{cite},\n  title = {{x}}\n}}\n",
        }
        for key, cite in zip(keys, cited, strict=True)
    ]
    for order in (records, records[::-1]):
        with page.expect_download() as download:
            page.evaluate("records => sitegen.exportAs('bib', records)", order)
        text = Path(download.value.path()).read_text("utf-8")
        found = dict(
            zip((one["key"] for one in order), re.findall(r"@misc\{(.*),", text), strict=True)
        )
        assert found == dict(zip(keys, ["pan2025lakes-2511.00002", *cited[1:]], strict=True))
