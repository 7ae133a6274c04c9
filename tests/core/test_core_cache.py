"""The cache: whatever is damaged is as if it were not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.cache import Cache, Shelf
from sitegen.errors import OutputError
from sitegen.model import DigestHead, Text, TypesetEntry

HEAD = DigestHead("s", ("s.md",), "2025-11-14", "name", "", (), (), "", "", "", "k")
ENTRY = TypesetEntry(
    "1", Text("A title"), "", "1", 0, 1, (), "cs.LG", ("cs.LG",), "cs.LG", (), (), False
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache(tmp_path / "cache")
    made.open()
    made.write_record("k", HEAD, [ENTRY], [ENTRY, ENTRY])
    return made


def test_each_section_comes_back(cache: Cache) -> None:
    assert cache.has_record("k")
    assert cache.head("k") == HEAD
    assert [*cache.entries("k", "cards")] == [ENTRY]
    assert [*cache.entries("k", "body")] == [ENTRY, ENTRY]
    assert not cache.has_record("other")
    assert cache.head("other") is None


def test_a_damaged_byte_anywhere_is_noticed(cache: Cache) -> None:
    path = cache.record_path("k")
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        sections = [cache.read_section("k", name) for name in ("head", "cards", "body")]
        assert None in sections
    path.write_bytes(whole[:-1])
    assert not cache.has_record("k")


def test_a_record_of_another_shape_is_ignored(cache: Cache) -> None:
    cache.record_path("k").write_bytes(b"something else entirely")
    assert not cache.has_record("k")
    assert cache.head("k") is None
    with pytest.raises(OutputError, match="damaged"):
        Shelf(cache, "body", 2)["k"]


@given(st.binary(max_size=64))
def test_any_bytes_load_as_nothing(data: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        Path(folder, "value").write_bytes(data)
        assert Cache(Path(folder)).load("value", dict[str, int]) is None


def test_values_of_another_type_are_ignored(cache: Cache) -> None:
    cache.store("deep/value", {"a": 1})
    assert cache.load("deep/value", dict[str, int]) == {"a": 1}
    assert cache.load("deep/value", list[str]) is None


def test_only_wanted_records_are_kept(cache: Cache) -> None:
    cache.write_record("l", HEAD, [], [])
    cache.keep_only(["l"])
    assert not cache.has_record("k")
    assert cache.has_record("l")


def test_tokens_are_whole_or_told(cache: Cache) -> None:
    cache.store_tokens("k-1", b"tokens")
    cache.store_tokens("k-2", b"others")
    assert cache.has_tokens("k-1") and cache.tokens("k-1") == b"tokens"
    path = cache.folder / "tokens" / "k-1"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(OutputError, match="damaged"):
        cache.tokens("k-1")
    cache.keep_tokens(["k-2"])
    assert not cache.has_tokens("k-1") and cache.tokens("k-2") == b"others"
