"""The fast search for changes against its plain twin, and against ruptures where both answer the same question."""

import numpy as np
import ruptures
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.plain_segments import plain_changes
from wellrun.analytics.segments.best import best_of
from wellrun.analytics.segments.fits import Shape, Sums, fit
from wellrun.analytics.segments.partition import best_partitions

FLOOR = np.full(1, 1e-300)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(14, 24), st.booleans())
def test_the_best_of_all_partitions_is_found(seed: int, n: int, gaps: bool) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=n) + rng.choice([0, 2, 5]) * (np.arange(n) >= rng.integers(5, n - 4))
    values += rng.choice([0, 0.4]) * np.arange(n)
    if gaps:
        values[rng.choice(np.arange(1, n - 1), 2, replace=False)] = np.nan
    shape, cuts, misfit = plain_changes(values.tolist(), most=2)
    y = values[:, None]
    found = best_of(y, Sums.of(y), FLOOR, most_changes=2)
    edges = found.edges[1:-1, 0]
    present = np.append(~np.isnan(values), True)
    # Within a gap every cut is as good as another: both are moved to the first point after it.
    first_after = [int(np.flatnonzero(present[edge:])[0]) + int(edge) for edge in edges if edge < n]
    assert first_after == [int(np.flatnonzero(present[cut:])[0]) + cut for cut in cuts]
    assert found.has_lines[0] == (shape == "lines")
    np.testing.assert_allclose(found.misfit[0], misfit, rtol=1e-7, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 60), st.integers(1, 3))
def test_levels_lie_where_the_dynamic_programme_of_ruptures_puts_them(seed: int, n: int, k: int) -> None:
    values = np.random.default_rng(seed).normal(size=n)
    peer = ruptures.Dynp(model="l2", min_size=5, jump=1).fit(values).predict(n_bkps=k)
    sums = Sums.of(values[:, None])
    ours = best_partitions(sums, Shape.LEVELS, k)[k]

    def squares(edges: list[int]) -> float:
        places = np.array(edges)[:, None]
        return float(((values - fit(sums, places, Shape.LEVELS).values(n)[:, 0]) ** 2).sum())

    np.testing.assert_allclose(squares(ours[:, 0].tolist()), squares([0, *peer]), rtol=1e-10)
