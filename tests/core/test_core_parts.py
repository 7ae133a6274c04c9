"""Files of several parts: each comes back as it was written, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.cache import DamagedRecordError
from sitegen.parts import open_parts, write_parts

PARTS = [b"the first", b"", b"another one" * 9]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "folder" / "value.block"
    write_parts(made, PARTS)
    return made


def test_each_part_comes_back_when_it_is_asked_for(path: Path) -> None:
    parts = open_parts(path)
    assert len(parts) == len(PARTS)
    assert parts[2] == PARTS[2]
    assert parts[-1] == PARTS[-1]
    assert parts[:2] == PARTS[:2]
    assert [*parts] == PARTS


def test_a_part_is_read_from_the_file_alone(path: Path) -> None:
    parts = open_parts(path)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(PARTS[2], b"x" * len(PARTS[2])))
    assert parts[0] == PARTS[0]
    with pytest.raises(DamagedRecordError, match="damaged"):
        parts[2]


def test_a_damaged_byte_anywhere_is_noticed(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(DamagedRecordError):
            [*open_parts(path)]


def test_what_is_cut_longer_or_missing_is_damaged(path: Path) -> None:
    whole = path.read_bytes()
    for data in (*(whole[:end] for end in range(len(whole))), whole + b"x"):
        path.write_bytes(data)
        with pytest.raises(DamagedRecordError):
            open_parts(path)
    path.unlink()
    with pytest.raises(DamagedRecordError):
        open_parts(path)


def test_a_file_that_is_cut_after_it_was_opened_is_damaged(path: Path) -> None:
    parts = open_parts(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedRecordError):
        parts[2]
    path.unlink()
    with pytest.raises(DamagedRecordError):
        parts[0]
