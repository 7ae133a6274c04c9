"""What a session remembers between builds, and when it must not."""

import os
from pathlib import Path

from sitegen import prepare
from sitegen.content import Source
from sitegen.memory import Memory


def test_a_key_is_that_of_the_files_however_they_change(tmp_path: Path) -> None:
    path = tmp_path / "2025-11-14.md"
    source = Source("2025-11-14", str(tmp_path), (path.name,), (path.name,))
    memory = Memory()

    def key() -> str:
        found = memory.record_key(source, "options")
        assert found == prepare.record_key(source, source.read(), "options")
        return found

    long_ago = 1_700_000_000
    path.write_text("one")
    os.utime(path, (long_ago, long_ago))
    first = key()
    assert key() == first
    path.write_text("two")  # of the same size
    assert key() != first
    assert memory.record_key(source, "others") != memory.record_key(source, "options")


def test_a_file_that_was_just_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "2025-11-14.md"
    source = Source("2025-11-14", str(tmp_path), (path.name,), (path.name,))
    memory = Memory()
    path.write_text("one")
    time = path.stat().st_mtime_ns
    first = memory.record_key(source, "options")
    path.write_text("two")
    os.utime(path, ns=(time, time))
    assert memory.record_key(source, "options") != first


def test_a_settled_file_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "2025-11-14.md"
    source = Source("2025-11-14", str(tmp_path), (path.name,), (path.name,))
    memory = Memory()
    long_ago = 1_700_000_000
    path.write_text("one")
    os.utime(path, (long_ago, long_ago))
    first = memory.record_key(source, "options")
    path.write_text("two")
    os.utime(path, (long_ago, long_ago))  # nothing but its bytes tells the change
    assert memory.record_key(source, "options") == first
