"""The interface's words: complete in every language, plurals, dates, numbers, scripts."""

import json
import re
import string
from pathlib import Path

import pytest

from sitegen.errors import ThemeError
from sitegen.fields import KINDS
from sitegen.site.elements import date_element
from sitegen.site.strings import load_strings, strings_script
from sitegen.site.theme import bundled_root, load_theme

THEME = load_theme("default")
ENGLISH = load_strings(THEME, "en")
CHINESE = load_strings(THEME, "zh-Hans")


def places(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_every_language_has_every_string() -> None:
    assert THEME.languages() == ("en", "zh-Hans")
    assert set(CHINESE.table) == set(ENGLISH.table)
    assert not [key for key, words in (ENGLISH.table | CHINESE.table).items() if not words.strip()]


def test_fields_have_their_words() -> None:
    words = {
        key.rpartition(".")[2]: word
        for key, word in ENGLISH.table.items()
        if key.startswith(("field.", "meta.label."))
    }
    assert words == {name: kind.label for name, kind in KINDS.items()}


def test_places_are_the_same_in_every_language() -> None:
    dates = {key for key in ENGLISH.table if key.startswith("date.")}
    for key in set(ENGLISH.table) - dates:
        # A singular may do without its number.
        assert places(CHINESE.table[key]) - {"n"} == places(ENGLISH.table[key]) - {"n"}, key


def test_lists_have_their_length() -> None:
    for strings in (ENGLISH, CHINESE):
        for key, length in (("months", 12), ("short_months", 12), ("weekdays", 7)):
            assert len(strings(f"date.{key}").split("|")) == length


def test_plurals_and_numbers() -> None:
    assert ENGLISH("count.papers", n=1) == "1 paper"
    assert ENGLISH("count.papers", n=25219) == "25,219 papers"
    assert CHINESE("count.papers", n=2) == "2 篇论文"


@pytest.mark.parametrize(
    ("date", "style", "english", "chinese"),
    [
        ("2025-11-14", "long", "14 November 2025", "2025年11月14日"),
        ("2025-11-14", "full", "Fri, 14 November 2025", "2025年11月14日 周五"),
        ("2025-11-02", "short", "2 Nov 2025", "2025年11月2日"),
        ("2025-11", "long", "November 2025", "2025年11月"),
        ("undated", "long", "undated", "undated"),
    ],
)
def test_dates(date: str, style: str, english: str, chinese: str) -> None:
    assert ENGLISH.date(date, style) == english
    assert CHINESE.date(date, style) == chinese


def test_a_name_that_begins_with_a_date_is_no_date() -> None:
    english = load_strings(THEME, "en")
    assert date_element(english, "2025-11-14-lakes", "near") == "2025-11-14-lakes"
    assert date_element(english, "2025-11").startswith('<time datetime="2025-11">')


def test_unknown_key_and_missing_value() -> None:
    with pytest.raises(ThemeError, match=r"nav\.serch") as caught:
        ENGLISH("nav.serch")
    assert "nav.search" in caught.value.hint
    with pytest.raises(ThemeError, match="wants 'generator'"):
        ENGLISH("foot.made", other=1)


def test_theme_overrides_single_words(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "en.toml").write_text('[nav]\nsaved = "Kept"\n')
    strings = load_strings(load_theme("default", user_dir=tmp_path), "en")
    assert strings("nav.saved") == "Kept"
    assert strings("nav.archive") == ENGLISH("nav.archive")


@pytest.mark.parametrize(
    ("words", "line", "key", "hint"),
    [
        ('[nav]\nhome = "Start"\nsavd = "Kept"\n', 3, "nav.savd", "did you mean 'nav.saved'?"),
        ('[navi]\nsaved = "Kept"\n', 2, "navi.saved", "did you mean 'nav.saved'?"),
        ('[count.papers]\none = "1"\nmany = "n"\n', 3, "count.papers.many", "did you mean"),
        ('zzz = "Kept"\n', 1, "zzz", "no template and no script names it"),
    ],
)
def test_words_that_nothing_names_are_told(
    tmp_path: Path, words: str, line: int, key: str, hint: str
) -> None:
    file = tmp_path / "strings/en.toml"
    file.parent.mkdir()
    file.write_text(words)
    with pytest.raises(ThemeError) as caught:
        load_strings(load_theme("default", user_dir=tmp_path), "en")
    assert caught.value.message == f"unknown key '{key}'"
    assert (caught.value.path, caught.value.line) == (str(file), line)
    assert caught.value.hint.startswith(hint)


def test_a_theme_may_have_words_of_its_own(tmp_path: Path) -> None:
    for name, text in (
        (
            "templates/club.html",
            '{{ t("club." ~ day) }} {{ t("nav.club") }} {{ t("nav.seats", n=2) }}',
        ),
        ("strings/en.toml", 'club.monday = "10"\nnav.club = "Club"\nnav.seats.other = "{n} seats"'),
    ):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    strings = load_strings(load_theme("default", user_dir=tmp_path), "en")
    assert (strings("club.monday"), strings("nav.club")) == ("10", "Club")
    assert strings("nav.seats", n=2) == "2 seats"


def test_strings_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings/en.toml").write_text('nav.search = "Look"\n', "utf-8-sig")
    assert load_strings(load_theme("default", user_dir=tmp_path), "en")("nav.search") == "Look"


def test_a_new_language_has_every_key(tmp_path: Path) -> None:
    file = tmp_path / "strings/de.toml"
    file.parent.mkdir()
    file.write_text("".join(f"{key} = {json.dumps(key)}\n" for key in sorted(ENGLISH.table)))
    theme = load_theme("default", user_dir=tmp_path)
    assert load_strings(theme, "de").table.keys() == ENGLISH.table.keys()
    file.write_text(file.read_text().replace('act.close = "act.close"\n', ""))
    with pytest.raises(ThemeError, match=r"lacks 'act\.close'"):
        load_strings(theme, "de")


def test_unknown_language_lists_the_known_ones() -> None:
    with pytest.raises(ThemeError) as caught:
        load_strings(THEME, "de")
    assert "en, zh-Hans" in caught.value.hint


def test_script_holds_the_words_as_json() -> None:
    script = strings_script(CHINESE).decode()
    match = re.fullmatch(
        r'\(self\.sitegenWords=self\.sitegenWords\|\|\{\}\)\["zh-Hans"\]=(.*);\n', script
    )
    words = json.loads(match[1]) if match else {}
    assert {key: CHINESE.table[key] for key in words} == words
    # Nothing is left out but what stands in heads of pages and in feeds.
    assert {key.partition(".")[0] for key in CHINESE.table if key not in words} == {"meta"}


def test_words_that_templates_and_scripts_name_exist() -> None:
    table = set(ENGLISH.table) | {key.rpartition(".")[0] for key in ENGLISH.table}
    calls = re.compile(r"""(?<![\w.])(?:t|words|S\.t)\(\s*["']([a-z_]+\.[a-z_.]+)["']""")
    marks = re.compile(r"""data-t(?:-\w+)?="([a-z_]+\.[a-z_.]+)["{]""")
    for path in sorted(bundled_root().rglob("*")):
        if path.suffix in (".html", ".js"):
            text = path.read_text(encoding="utf-8")
            named = set(calls.findall(text)) | set(marks.findall(text))
            unknown = {key for key in named if key not in table and key[-1] not in "._"}
            assert not unknown, f"{path.name}: {unknown}"
            assert not [key for key in named if key.startswith("meta.")], path.name
