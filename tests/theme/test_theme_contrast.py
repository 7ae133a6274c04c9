"""The default theme's colours: 7:1 for what is read, 4.5:1 for what is small, in both schemes."""

from __future__ import annotations

import re

import pytest

from sitegen.site.theme import bundled_root

STYLE = (bundled_root() / "default/static/css/site.css").read_text("utf-8")


def colours(selector: str) -> dict[str, str]:
    start = STYLE.index(selector + " {")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLE[start : STYLE.index("}", start)]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("selector", [":root", ':root[data-scheme="dark"]'])
def test_colours_stand_out(selector: str) -> None:
    found = colours(selector)
    for ground in ("paper", "surface", "mark"):
        assert contrast(found["ink"], found[ground]) >= 7, ground
    for ground in ("paper", "surface"):
        assert contrast(found["ink-2"], found[ground]) >= 4.5, ground
        assert contrast(found["accent"], found[ground]) >= 4.5, ground


def test_the_device_and_the_switch_give_the_same_dark() -> None:
    assert colours(':root:not([data-scheme="light"])') == colours(':root[data-scheme="dark"]')
