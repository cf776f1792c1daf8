"""Heaping against its plain twin."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.plain_heaping import plain_heaping
from wellrun.analytics.heaping import heaping

# Quarters and a threshold among them: exact in binary, so that ties fall alike in both.
QUARTERS = st.integers(-40, 40).map(lambda n: n / 4)


@given(st.lists(QUARTERS | st.just(float("nan")), max_size=60), QUARTERS, st.booleans())
def test_counts_and_verdict_are_those_of_the_plain_loop(values: list[float], threshold: float, above: bool) -> None:
    found = heaping(np.array(values, dtype=np.float64), threshold, inside_is_above=above)
    plain = plain_heaping(values, threshold, above)
    assert (found.outside, found.inside, found.beyond, found.is_heaped) == plain
