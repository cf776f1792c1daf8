"""Waves fitted to a block of series at once against least squares one series at a time."""

import numpy as np
import pytest

from tests.oracle.plain_year import plain_year
from wellrun.analytics.calendar import Grain
from wellrun.analytics.segments.year import YEAR, fit_with_year


@pytest.mark.parametrize("seed", range(5))
def test_levels_lines_and_waves_at_once(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = 130
    y = random.normal(size=(n, 6)).cumsum(axis=0)
    y[random.random((n, 6)) < 0.1] = np.nan
    cuts = np.sort(random.choice(np.arange(10, n - 10), (6, 2)), axis=1)
    edges = np.array([[0, *cut, n] for cut in cuts]).T
    edges[2, 0] = n
    lines, waves = random.random(6) < 0.5, random.integers(0, 4, 6)
    _, fitted = fit_with_year(y, edges, lines, waves, Grain.WEEK)
    for r in range(6):
        expected = plain_year(y[:, r], edges[:, r].tolist(), bool(lines[r]), int(waves[r]), YEAR[Grain.WEEK])
        known = ~np.isnan(y[:, r])
        np.testing.assert_allclose(fitted[known, r], expected[known], rtol=1e-6, atol=1e-6)
