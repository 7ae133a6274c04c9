"""Patterns that are compiled late do what `re` does, and every one of them compiles."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import sitegen
from sitegen.patterns import _LazyPattern, lazy_pattern


def module_patterns() -> Iterator[tuple[str, _LazyPattern]]:
    for module in pkgutil.walk_packages(sitegen.__path__, "sitegen."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, _LazyPattern):
                    yield f"{module.name}.{name}", value


def test_every_pattern_of_the_program_compiles() -> None:
    found = dict(module_patterns())
    assert len(found) > 150
    for name, pattern in found.items():
        assert isinstance(pattern.pattern, str | bytes), name


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    late, usual = lazy_pattern(r"(a)(?P<b>b)?", re.IGNORECASE), re.compile(r"(a)(?P<b>b)?", re.I)
    for text in ("AB xa", "", "b"):
        assert late.findall(text) == usual.findall(text)
        assert late.sub("-", text) == usual.sub("-", text)
        assert (late.search(text) is None) == (usual.search(text) is None)
    assert late.groups == 2
    assert late.flags == usual.flags


def test_nothing_is_compiled_before_it_is_used() -> None:
    late = lazy_pattern("(")  # wrong: compiling it would raise
    with pytest.raises(re.error):
        late.search("x")
