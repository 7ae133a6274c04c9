"""A short run of the fuzzer; `fuzz_text.py --count 100000` is the long one."""

from __future__ import annotations

import pytest
from fuzz_text import findings_in, make_input


@pytest.mark.parametrize("seed", [7, 8])
def test_random_mixtures_are_only_text(seed: int) -> None:
    assert findings_in(seed, 0, 400) == []


def test_inputs_can_be_made_again_and_differ() -> None:
    made = [make_input(1, number) for number in range(100)]
    assert made == [make_input(1, number) for number in range(100)]
    assert len(set(made)) > 90
