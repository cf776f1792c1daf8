"""Thresholds and p-values against what a hand reads off the table, and q-values against every rate tried."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.plain_across import plain_q
from tests.oracle.plain_early import Promise
from tests.oracle.plain_simulation import share_of_alarms
from tests.oracle.plain_thresholds import Cell
from wellrun.analytics.detection.across import q_values
from wellrun.analytics.detection.thresholds import COUNTS, NORMAL, curves

TRAITS = st.sampled_from([-0.9, -0.2, -0.05, 0.0, 0.1, 0.25, 0.7, 2.0, 5.5, 31.9, 32.0, 400.0])
SEASONS = st.sampled_from([1, 4, 7, 12])
BASELINES = st.one_of(st.sampled_from([12, 13, 24, 150, 300]), st.integers(24, 700))
POINTS = st.one_of(st.sampled_from([1, 2, 5, 12, 120, 180, 365, 366]), st.integers(1, 900))
SIZES = st.floats(0.0, 40.0, allow_nan=False)
CHANCES = st.floats(0.0001, 0.5)


@settings(max_examples=300, deadline=None)
@given(
    counts=st.booleans(),
    season=SEASONS,
    baseline=BASELINES,
    trait=TRAITS,
    point=POINTS,
    size=SIZES,
    false_alarm=CHANCES,
)
def test_limits_and_p_values_are_read_off_the_table(
    counts: bool, season: int, baseline: int, trait: float, point: int, size: float, false_alarm: float
) -> None:
    found = curves(COUNTS if counts else NORMAL, season, baseline)
    plain = Cell(counts=counts, season=season, baseline=baseline, trait=trait)
    # Among others: company must not change what is read.
    traits, sizes = np.array([3.0, trait]), np.array([1.0, size])
    np.testing.assert_allclose(found.limits(false_alarm, point, traits)[1], plain.limit(false_alarm, point), rtol=1e-9)
    np.testing.assert_allclose(found.p_values(sizes, point, traits)[1], plain.p(size, point), rtol=1e-7, atol=1e-13)


P_VALUES = st.one_of(st.none(), st.sampled_from([0.0, 0.01, 0.02, 0.04, 0.05, 0.5, 1.0]), st.floats(0.0, 1.0))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 9).flatmap(lambda n: st.lists(st.lists(P_VALUES, min_size=n, max_size=n), min_size=1, max_size=4))
)
def test_q_is_the_smallest_rate_that_picks_a_series_out(periods: list[list[float | None]]) -> None:
    p = np.array([[np.nan if each is None else each for each in period] for period in periods]).T
    found = q_values(p)
    for t, period in enumerate(periods):
        expected = [np.nan if each is None else each for each in plain_q(period)]
        np.testing.assert_allclose(found[:, t], expected, rtol=1e-12)


@pytest.mark.parametrize("kind", ["normal", "leaning", "poisson"])
@pytest.mark.parametrize("baseline", [12, 24])
def test_as_many_plain_series_alarm_as_the_table_promises(kind: str, baseline: int) -> None:
    """Of 500 series at 30 % the share is off by 2 points as a rule; independent and leaning values (autocorrelated at
    0.4) may lie a tenth of the promise to either side."""
    random = np.random.default_rng(baseline)

    def draw(n: int) -> list[float | None]:
        if kind == "poisson":
            return list(map(float, random.poisson(2, n)))
        y = random.normal(size=n)
        for t in range(1, n if kind == "leaning" else 0):
            y[t] = 0.4 * y[t - 1] + np.sqrt(1 - 0.4**2) * y[t]
        return list(map(float, y))

    promise = Promise(baseline, 0.3, 6, 1, "poisson" if kind == "poisson" else "normal")
    assert 0.21 < share_of_alarms(promise, draw, 500) < 0.39
