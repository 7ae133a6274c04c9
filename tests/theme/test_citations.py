"""Citations: golden records, and the rules that hold for every one."""

import json
import re
from pathlib import Path

import pytest
from citation_samples import SAMPLES, entry

from sitegen.model import Text
from sitegen.site import citations

GOLDEN = Path(__file__).parent / "citations"


@pytest.mark.parametrize("name", SAMPLES)
def test_golden_records(name: str) -> None:
    paper, date = SAMPLES[name]
    meta = "".join(f"{key}: {value}\n" for key, value in citations.highwire_meta(paper, date))
    linked = citations.json_ld(paper, date)
    assert citations.bibtex(paper, date) == (GOLDEN / f"{name}.bib").read_text(encoding="utf-8")
    assert citations.ris(paper, date) == (GOLDEN / f"{name}.ris").read_bytes().decode()
    assert f"{meta}\n{linked}\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_574_authors_keep_their_order() -> None:
    names = tuple(f"Given{n} Family{n:03d}" for n in range(574))
    paper = entry(Text("Many hands"), names)
    in_bibtex = re.search(r"author = \{(.*)\},", citations.bibtex(paper))
    assert in_bibtex and in_bibtex[1].split(" and ") == list(names)
    in_ris = re.findall(r"^AU  - (.*)\r$", citations.ris(paper), re.MULTILINE)
    assert in_ris == [f"Family{n:03d}, Given{n}" for n in range(574)]
    meta = [value for key, value in citations.highwire_meta(paper) if key == "citation_author"]
    assert meta == list(names)
    linked = json.loads(citations.json_ld(paper))
    assert [author["name"] for author in linked["author"]] == list(names)


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Tom Pan", "Pan", "Tom"),
        ("Mitchell D. Miller", "Miller", "Mitchell D."),
        ("Ludwig van der Berg", "van der Berg", "Ludwig"),
        ("Van Nguyen", "Nguyen", "Van"),
        ("Martin King Jr.", "King", "Martin Jr."),
        ("Plato", "Plato", ""),
        ("ATLAS Collaboration", "ATLAS Collaboration", ""),
        ("Qwen Team", "Qwen Team", ""),
        ("Smith and Sons", "Smith and Sons", ""),
        ("Doe, Jane", "Doe", "Jane"),
        ("Martin Luther King, Jr.", "King", "Martin Luther Jr."),
        ("Ludwig van der Berg, Ph.D.", "van der Berg", "Ludwig Ph.D."),
        ("Rahim, Md", "Rahim", "Md"),
        ("Bo Stone (MIT)", "Stone", "Bo"),
        ("Bo Stone (MIT, A&M and Qwen Team) (USA)", "Stone", "Bo"),
        ("Stone, Bo (MIT)", "Stone", "Bo"),
        ("ATLAS Collaboration (CERN)", "ATLAS Collaboration", ""),
        ("Plato (Athens)", "Plato", ""),
        ("李 伟（清华）", "李", "伟"),
        ("Bo (Bob) Stone", "Stone", "Bo (Bob)"),
        ("(MIT)", "(MIT)", ""),
        ("李伟", "李伟", ""),
        ("李 伟", "李", "伟"),
        ("", "", ""),
    ],
)
def test_split_name(name: str, family: str, given: str) -> None:
    assert citations.split_name(name) == (family, given)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Doe, Jane", "Doe, Jane"),
        ("de la Cruz, Maria J.", "de la Cruz, Maria J."),
        ("Stone, Bo (MIT)", "Stone, Bo (MIT)"),
        ("Bo Stone (MIT)", "Bo Stone (MIT)"),
        ("Bo Stone (Qwen Team)", "Bo Stone (Qwen Team)"),
        # What BibTeX would take apart at a comma or at "and" that parts no family name.
        ("Bo Stone (MIT, USA)", "{Bo Stone (MIT, USA)}"),
        ("Bo Stone (Arts and Crafts)", "{Bo Stone (Arts and Crafts)}"),
        ("Martin King, Jr.", "{Martin King, Jr.}"),
        ("Doe, Jane, MIT", "{Doe, Jane, MIT}"),
        ("Doe,", "{Doe,}"),
        (", Jane", "{, Jane}"),
        ("Lakes Lab, Oslo", "{Lakes Lab, Oslo}"),
    ],
)
def test_braces_of_names_in_bibtex(name: str, expected: str) -> None:
    assert f"author = {{{expected}}}" in citations.bibtex(entry(Text("x"), (name,)))


def test_a_bracket_after_a_name_is_cited_as_printed_and_makes_no_key() -> None:
    paper = entry(Text("Lakes"), ("Bo Stone (Qwen Team)", "Ada Example"))
    assert citations.bibtex(paper).startswith("@misc{stone2025lakes,\n")
    assert re.findall("AU  - (.*)\r", citations.ris(paper)) == ["Stone, Bo", "Example, Ada"]
    assert ("citation_author", "Bo Stone (Qwen Team)") in citations.highwire_meta(paper)
    author = {"@type": "Person", "name": "Bo Stone (Qwen Team)"}
    assert json.loads(citations.json_ld(paper))["author"][0] == author


def test_json_ld_cannot_end_its_script() -> None:
    paper = entry(Text("</script><script>alert(1)</script>\u2028"), ("<b>",))
    text = citations.json_ld(paper)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["headline"] == paper.title.raw


@pytest.mark.parametrize(
    ("arxiv", "date", "expected"),
    [
        ("2511.10440", "2025-11-14", "2025-11-14"),
        ("2511.10440", "2025-12-01", "2025-12-01"),
        ("2512.00001", "2026-01-02", "2026-01-02"),
        ("2305.00001", "2025-11-14", "2023-05"),
        ("hep-ex/0309136", "2025-11-14", "2003-09"),
        ("2511.10440", "", "2025-11"),
        ("", "2025-11-14", "2025-11-14"),
        ("", "", ""),
    ],
)
def test_date_of_publication(arxiv: str, date: str, expected: str) -> None:
    assert citations.published(entry(Text("x"), (), arxiv=arxiv), date) == expected


@pytest.mark.parametrize(
    ("arxiv", "date", "year", "day"),
    [
        ("2511.10440", "2025-11-14", "2025", "2025/11/14"),
        ("2511.10440", "2025-12-01", "2025", "2025/12/01"),
        # First submitted in the old year, in a digest of the new one.
        ("2512.24601", "2026-01-31", "2025", ""),
        ("hep-ex/0312136", "2004-01-05", "2003", ""),
        ("math/9912001", "2000-01-03", "1999", ""),
        ("2305.00001", "2025-11-14", "2023", ""),
        ("2511.10440", "", "2025", ""),
        ("", "2026-01-31", "2026", "2026/01/31"),
        ("", "2026-01", "2026", ""),
        ("", "", "", ""),
    ],
)
def test_year_is_that_of_the_first_submission(arxiv: str, date: str, year: str, day: str) -> None:
    paper = entry(Text("Lakes"), ("Ada Example",), arxiv=arxiv, link="https://example.org/x")
    assert citations.year(paper, date) == year
    record = citations.bibtex(paper, date)
    assert record.startswith(f"@misc{{example{year}lakes,")
    assert re.findall(r"year = \{(.*)\}", record) == [year] * bool(year)
    lines = citations.ris(paper, date).split("\r\n")
    rows = [line for line in lines if line.startswith(("PY", "DA"))]
    assert rows == [f"{tag}  - {value}" for tag, value in (("PY", year), ("DA", day)) if value]


@pytest.mark.parametrize("title", ["50% of {A", "x_y & z#1", r"cost $5 \& up", "}{", "a \\"])
def test_bibtex_braces_always_balance(title: str) -> None:
    record = citations.bibtex(entry(Text(title), ("A {B", "C} D")))
    bare = re.sub(r"\\[{}]", "", record)
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"(?<!\\)[%#&]", record)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("R^3: Composed lakes", r"R\textasciicircum{}3: Composed lakes"),
        ("DP^2-VL", r"{DP}\textasciicircum{}{2-VL}"),
        ("The 5^{th} lake", r"The 5\textasciicircum{}{th} lake"),
        (r"$x^2$ in M^3", r"$x^2$ in M\textasciicircum{}3"),
        (r"\(f(x)^2\), \[y^2\] and $$z^2$$", r"\(f(x)^2\), \[y^2\] and $$z^2$$"),
        (r"\ensuremath{R^{3}} at \url{example.org/~a_b}", None),
        (r"S\~ao M\^{o}n", None),
        ("L^p~spaces", r"L\textasciicircum{}p~spaces"),
        ("$L^p$~spaces, Fig.~$x$ and Fig.~1", None),
        ("About ~5 or 10~20 lakes", r"About \textasciitilde{}5 or 10\textasciitilde{}20 lakes"),
        ("2~3D lakes~BERT", r"2\textasciitilde{}{3D} lakes~{BERT}"),
        (r"Lakes~\textbf{of ~5}", r"Lakes~\textbf{of \textasciitilde{}5}"),
        ("} R^3 of ~5 {", r"R\textasciicircum{}3 of \textasciitilde{}5"),
    ],
)
def test_signs_of_a_title_are_read_by_latex_as_they_show(title: str, expected: str | None) -> None:
    record = citations.bibtex(entry(Text(title), ("Ada Example",)))
    assert f"  title = {{{title if expected is None else expected}}},\n" in record


def test_signs_of_a_name_are_read_by_latex_as_they_show() -> None:
    record = citations.bibtex(entry(Text("x"), ("A^b C~d",)))
    assert r"author = {A\textasciicircum{}b C\textasciitilde{}d}" in record
