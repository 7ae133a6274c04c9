"""Templates are compiled once on a machine, and what is kept of them cannot do harm."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from sitegen.site import compiled
from sitegen.site.compiled import CompiledTemplates
from sitegen.usercache import UserCache


def environment(folder: Path | None, language: str = "en") -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.DictLoader({"page": "{{ 1 + 1 }} {{ name }}"}),
        autoescape=True,
        bytecode_cache=CompiledTemplates(language, UserCache(folder, 400)),
    )


def render(place: jinja2.Environment) -> str:
    return place.get_template("page").render(name="<x>")


class NoCompiler(jinja2.Environment):
    def _generate(self, *args: object, **more: object) -> str:
        raise AssertionError("it was compiled again")


def without_compiler(folder: Path) -> jinja2.Environment:
    place = environment(folder)
    place.__class__ = NoCompiler
    return place


def test_another_process_finds_the_code(tmp_path: Path) -> None:
    assert render(environment(tmp_path)) == "2 &lt;x&gt;"
    assert render(without_compiler(tmp_path)) == "2 &lt;x&gt;"


def test_code_of_another_version_or_language_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(environment(tmp_path))
    assert len(list(tmp_path.iterdir())) == 1
    render(environment(tmp_path, "zh-Hans"))
    assert len(list(tmp_path.iterdir())) == 2
    monkeypatch.setattr(compiled, "program_hash", lambda: "another")
    with pytest.raises(AssertionError, match="compiled again"):
        render(without_compiler(tmp_path))
    render(environment(tmp_path))
    assert len(list(tmp_path.iterdir())) == 2  # it took the place of the old


@pytest.mark.parametrize("place", [0, 1, 15, 16, 40, 90, -1])
@pytest.mark.parametrize("cut", [True, False])
def test_damaged_code_is_made_anew(tmp_path: Path, place: int, cut: bool) -> None:
    render(environment(tmp_path))
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[place] ^= 0x55
    file.write_bytes(whole[:place] if cut else damaged)
    assert render(environment(tmp_path)) == "2 &lt;x&gt;"
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_to_is_no_failure(tmp_path: Path) -> None:
    assert render(environment(tmp_path / "gone")) == "2 &lt;x&gt;"
    assert render(environment(None)) == "2 &lt;x&gt;"
