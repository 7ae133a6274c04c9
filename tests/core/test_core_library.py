"""Merging: one paper per key, the first good entry speaks for it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.library import Library, Ref, SharedTexts, merge, merge_edited
from sitegen.model import DigestHead, EntryHead


def entry(key: str, *, quality: int = 2, lang: str = "zh", category: str = "cs.LG",
          categories: tuple[str, ...] = ()) -> EntryHead:  # fmt: skip
    return EntryHead(
        key=key, title=f"Title of {key}", authors="A B", arxiv=key, link="",
        category=category, categories=categories or (category,), section=category,
        quality=quality, missing=(), lang=lang, raw=False, math=False,
        stamp=f"{key}{quality}{lang}",
    )  # fmt: skip


def digest(date: str, *entries: EntryHead, slug: str = "", skipped: str = "") -> DigestHead:
    return DigestHead(
        slug=slug or date, paths=(f"{slug or date}.md",), date=date, date_source="name", title="",
        entries=entries, diagnostics=(), skipped=skipped, note="", math_characters="",
        key=f"record-{slug or date}",
    )  # fmt: skip


def spoken(library: Library, key: str) -> tuple[str, int]:
    voice = library.papers[key].voice
    return library.digests[voice.digest].date, voice.entry


def test_the_first_good_entry_speaks_whatever_the_order_of_files() -> None:
    first = digest("2025-11-14", entry("1"), entry("2", quality=0))
    second = digest("2025-11-15", entry("1"), entry("2"))
    third = digest("2025-11-16", entry("2"))
    for order in ((first, second, third), (third, second, first)):
        library = merge(order)
        assert spoken(library, "1") == ("2025-11-14", 0)
        assert spoken(library, "2") == ("2025-11-15", 1)  # a placeholder never wins


def test_a_later_digest_never_moves_a_paper() -> None:
    poor = digest("2025-11-14", entry("1", quality=0))
    good = digest("2025-11-15", entry("1"))
    assert merge([poor]).papers["1"].date == "2025-11-14"
    assert merge([poor, good]).papers["1"].date == "2025-11-14"


def test_each_language_has_a_voice_and_the_sites_comes_first() -> None:
    chinese = digest("2025-11-14", entry("1", lang="zh"))
    english = digest("2025-11-15", entry("1", lang="en"))
    again = digest("2025-11-16", entry("1", lang="zh"))
    library = merge([chinese, english, again], language="en")
    assert library.papers["1"].voices == (Ref(1, 0), Ref(0, 0))
    assert merge([chinese, english], language="zh-Hans").papers["1"].voices == (
        Ref(0, 0), Ref(1, 0),
    )  # fmt: skip


def test_an_abstract_alone_gives_no_second_voice() -> None:
    library = merge([
        digest("2025-11-14", entry("1", quality=1, lang="en")),
        digest("2025-11-15", entry("1", quality=2, lang="zh")),
    ])  # fmt: skip
    assert library.papers["1"].voices == (Ref(1, 0),)


def test_undated_digests_stand_at_the_end_and_speak_last() -> None:
    library = merge([digest("", entry("1"), slug="notes"), digest("2025-11-15", entry("1"))])
    assert [head.slug for head in library.digests] == ["2025-11-15", "notes"]
    assert library.papers["1"].date == "2025-11-15"


def test_all_entries_of_a_paper_tell_its_categories_the_main_one_first() -> None:
    library = merge([
        digest("2025-11-14", entry("1", category="cs.LG")),
        digest("2025-11-15", entry("1", category="cs.AI", categories=("cs.AI", "stat.ML"))),
    ])  # fmt: skip
    assert library.papers["1"].categories == ("cs.LG", "cs.AI", "stat.ML")
    assert library.categories == {"cs.AI": ("1",), "cs.LG": ("1",), "stat.ML": ("1",)}


def test_a_paper_stands_once_on_a_digest_its_best_entry_first() -> None:
    library = merge([digest("2025-11-14", entry("1", quality=0), entry("2"), entry("1"))])
    assert library.shown(0) == [(Ref(0, 2), Ref(0, 0)), (Ref(0, 1),)]


def test_excluded_papers_and_skipped_files_are_left_out() -> None:
    library = merge(
        [digest("2025-11-14", entry("1"), entry("math-0211159")), digest("", slug="README",
                                                                         skipped="no digest")],
        exclude=["math/0211159"],
    )  # fmt: skip
    assert list(library.papers) == ["1"]
    assert library.shown(0) == [(Ref(0, 0),)]
    assert [head.slug for head in library.skipped] == ["README"]


@pytest.mark.parametrize("name", ["math.GT/0309136", "math-0309136", " math/0309136v2", "arXiv:2"])
def test_papers_are_excluded_by_any_form_of_their_id(name: str) -> None:
    library = merge([digest("2025-11-14", entry("1"), entry("math-0309136"))], exclude=[name])
    assert len(library.papers) == (2 if name == "arXiv:2" else 1)


def test_equal_values_of_entries_are_one_object() -> None:
    made = [digest(f"2025-11-{day}", entry("1"), entry("2")) for day in (14, 15)]
    stored = [msgspec.msgpack.encode(head) for head in made]
    shared = SharedTexts()
    heads = [shared.share(msgspec.msgpack.decode(data, type=DigestHead)) for data in stored]
    assert heads == made
    one, two = heads[0].entries[0], heads[1].entries[0]
    assert one.key is two.key is one.arxiv
    assert one.categories is two.categories is heads[0].entries[1].categories
    assert merge(heads).papers["1"].categories is one.categories


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from("12345"),
        quality=st.sampled_from([0, 2]),
        lang=st.sampled_from(["zh", "en"]),
        category=st.sampled_from(["cs.LG", "cs.CL", ""]),
    ),
    max_size=4,
)


@given(st.lists(ENTRIES, min_size=1, max_size=4), st.integers(0, 3), ENTRIES, st.data())
def test_a_merge_after_an_edit_gives_what_a_merge_gives(
    days: list[list[EntryHead]], place: int, other: list[EntryHead], data: st.DataObject
) -> None:
    heads = [digest(f"2025-11-1{at}", *entries) for at, entries in enumerate(days)]
    before = merge(heads, exclude=["5"])
    place %= len(days)
    if data.draw(st.booleans(), label="papers stay"):
        other = [
            msgspec.structs.replace(old, quality=data.draw(st.sampled_from([0, 2])), title="New")
            for old in days[place]
        ]
    skipped = data.draw(st.sampled_from(["", "", "binary file"]))
    heads[place] = digest(f"2025-11-1{place}", *other, skipped=skipped)
    again = merge_edited(before, heads)
    assert again is None or again == merge(heads, exclude=["5"])


def test_an_edit_of_a_text_needs_no_whole_merge() -> None:
    heads = [digest("2025-11-14", entry("1"), entry("2")), digest("2025-11-15", entry("1"))]
    gone = digest("2025-11-16", skipped="binary file")
    library = merge([*heads, gone])
    edited = digest("2025-11-14", entry("1", quality=0), entry("2"))
    again = merge_edited(library, [edited, heads[1], gone])
    assert again is not None
    assert again == merge([edited, heads[1], gone])
    assert spoken(again, "1") == ("2025-11-15", 0)
    assert merge_edited(library, heads) is None  # one is no longer there
    assert merge_edited(library, [*heads, gone, digest("2025-11-17")]) is None
    assert merge_edited(library, [heads[0], digest("2025-11-15", entry("2")), gone]) is None
