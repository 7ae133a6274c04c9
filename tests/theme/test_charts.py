"""Charts: accessible, without style, and true to their numbers."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from markupsafe import Markup

from sitegen.site import charts
from sitegen.site.strings import load_strings
from sitegen.site.theme import load_theme

STRINGS = load_strings(load_theme("default"), "en")
DAYS = {"2025-12-31": 4, "2026-01-02": 8, "2026-01-03": 2}
SVG = "{http://www.w3.org/2000/svg}"


def drawings(markup: str) -> list[ET.Element]:
    found = re.findall(r"<svg.*?</svg>", markup, re.DOTALL)
    return [ET.fromstring(text) for text in found]


def middles(svg: ET.Element) -> list[float]:
    return [
        round(float(rect.attrib["x"]) + float(rect.attrib["width"]) / 2, 3)
        for rect in svg.findall("rect")
    ]


def words_of(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the cells of a table as they read, without their elements."""
    return [tuple(Markup(cell).striptags() for cell in row) for row in rows]


def test_every_chart_has_title_and_description() -> None:
    drawn = [
        charts.papers_per_day(DAYS, STRINGS).svg,
        charts.digest_calendar(DAYS, STRINGS).svg,
        charts.categories_by_month(["2025-12"], [("cs.LG", 3, [4])], STRINGS).svg,
        charts.sparkline({"2025-11": 3, "2026-01": 1}, STRINGS),
    ]
    for markup in drawn:
        assert "style=" not in markup
        for svg in drawings(markup):
            ids = svg.attrib["aria-labelledby"].split()
            told = {part.attrib["id"]: part.text for part in svg if part.tag in ("title", "desc")}
            assert list(told) == ids and all(told.values())
            assert svg.attrib["role"] == "img"


def test_days_without_a_digest_leave_a_gap() -> None:
    chart = charts.papers_per_day(DAYS, STRINGS)
    (svg,) = drawings(chart.svg)
    assert svg.attrib["viewBox"] == "0 0 4 100"
    assert middles(svg) == [0.5, 2.5, 3.5]
    assert [float(rect.attrib["height"]) for rect in svg.findall("rect")] == [50, 100, 25]
    assert words_of(chart.rows) == [("3 Jan 2026", "2"), ("2 Jan 2026", "8"), ("31 Dec 2025", "4")]
    assert (
        "14 papers from 31 December 2025 to 3 January 2026; the most, 8, on 2 January" in chart.svg
    )


def test_long_spans_are_drawn_by_week() -> None:
    (svg,) = drawings(charts.papers_per_day({"2020-01-01": 7, "2026-01-01": 7}, STRINGS).svg)
    assert svg.attrib["viewBox"].split()[2] == "314"


def test_the_line_below_tells_what_the_highest_bar_stands_for() -> None:
    def line(markup: str) -> str:
        below = str(markup).partition("</svg>")[2]
        return Markup(below.replace("><", "> <")).striptags()

    assert line(charts.papers_per_day(DAYS, STRINGS).svg) == "31 Dec 2025 up to 8 a day 3 Jan 2026"
    weeks = charts.papers_per_day({"2020-01-01": 7, "2020-01-02": 2, "2026-01-01": 7}, STRINGS)
    assert line(weeks.svg) == "1 Jan 2020 up to 9 a week 1 Jan 2026"
    months = charts.sparkline({"2025-11": 3, "2026-02": 6}, STRINGS)
    assert line(months) == "November 2025 up to 6 a month February 2026"


def test_calendar_puts_a_day_in_its_cell() -> None:
    newest, oldest = drawings(charts.digest_calendar(DAYS, STRINGS).svg)
    assert len(newest.findall("rect")) == len(oldest.findall("rect")) == 365
    told = {
        rect.findtext("title"): (rect.attrib["x"], rect.attrib["y"], rect.attrib["class"])
        for rect in newest.findall("rect")
        if rect.find("title") is not None
    }
    # 1 January 2026 is a Thursday: the second is in the first column, fifth row.
    assert told == {
        "2 January 2026: 8 papers": ("0", "48", "s5"),
        "3 January 2026: 2 papers": ("0", "60", "s2"),
    }


def test_calendar_names_the_months_of_each_year_for_both_languages() -> None:
    markup = str(charts.digest_calendar(DAYS, STRINGS).svg)
    assert markup.count('<p class="twelve" aria-hidden="true">') == 2
    assert markup.count('<span data-t="date.short_months" data-i="0">Jan</span>') == 2
    assert markup.count('<span data-t="date.short_months" data-i="11">Dec</span>') == 2


def test_stacked_bars_fill_up_to_the_largest_month() -> None:
    series = [("cs.LG", 3, [1, 2]), ("<x>", 7, [0, 2])]
    chart = charts.categories_by_month(["2025-11", "2025-12"], series, STRINGS)
    (svg,) = drawings(chart.svg)
    rects = [(r.attrib["class"], r.attrib["y"], r.attrib["height"]) for r in svg.findall("rect")]
    assert rects == [("h3", "75", "25"), ("h3", "50", "50"), ("h7", "0", "50")]
    assert "&lt;x&gt;" in chart.svg
    assert words_of(chart.rows)[0] == ("December 2025", "2", "2")


def test_nothing_to_draw() -> None:
    assert charts.papers_per_day({}, STRINGS).svg == ""
    assert charts.digest_calendar({}, STRINGS).svg == ""
    assert charts.categories_by_month([], [], STRINGS).svg == ""
    assert charts.sparkline({"2025-11": 3}, STRINGS) == ""


def test_sparkline_leaves_empty_months_empty() -> None:
    (svg,) = drawings(charts.sparkline({"2025-11": 3, "2026-02": 6}, STRINGS))
    assert middles(svg) == [0.5, 3.5]
