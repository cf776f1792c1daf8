"""Icons and days between events against their plain twins."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.plain_icons import plain_assurance, plain_point, plain_variation
from tests.oracle.plain_other_charts import plain_days_between
from wellrun.analytics.panel import Grain, Panel
from wellrun.analytics.spc.codes import Assurance, Direction, Point, Variation
from wellrun.analytics.spc.gaps import with_days_between
from wellrun.analytics.spc.icons import assurance_of, band_points, points_of, variation_of

NUMBER = st.sampled_from([np.nan, 1.0, 2.0, 3.0, 4.0])
SIDE, WAY = st.sampled_from([-1, 0, 1]), st.sampled_from(list(Direction))


@settings(max_examples=300, deadline=None)
@given(SIDE, WAY, st.sampled_from([1.0, 2.0, 3.0, 4.0]), NUMBER, NUMBER, NUMBER)
def test_what_a_marked_point_says(
    side: int, way: Direction, value: float, centre: float, low: float, high: float
) -> None:
    sides, ways = np.array([[side]], dtype=np.int8), np.array([way], dtype=np.int8)
    found = points_of(sides, ways)
    if way is Direction.BAND:
        found = band_points(sides, np.array([[value]]), np.array([[centre]]), np.array([[low, high]]))
    expected = plain_point(side, way.word, value, centre, (low, high))
    assert Point(found[0, 0]).word == expected
    assert Variation(variation_of(found[:, 0], sides[:, 0])[0]).word == plain_variation(expected, side)


@settings(max_examples=300, deadline=None)
@given(NUMBER, NUMBER, NUMBER, NUMBER, WAY)
def test_how_a_target_lies_to_the_limits(
    lower: float, upper: float, first: float, second: float, way: Direction
) -> None:
    lower, upper = (upper, lower) if lower > upper else (lower, upper)
    first, second = (second, first) if first > second else (first, second)
    found = assurance_of(
        np.array([lower]), np.array([upper]), np.array([[first, second]]), np.array([way], dtype=np.int8)
    )
    assert Assurance(found[0]).word == plain_assurance(lower, upper, (first, second), way.word)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 60), max_size=8), min_size=1, max_size=3), st.one_of(st.none(), st.integers(0, 90))
)
def test_days_between_events(series: list[list[int]], as_of: int | None) -> None:
    longest = max(len(days) for days in series)
    dates = np.full((len(series), longest), np.datetime64("NaT"), dtype="datetime64[D]")
    start = np.datetime64("2024-01-01")
    for i, days in enumerate(series):
        dates[i, : len(days)] = start + np.array(sorted(days), dtype=np.int64)
    values = np.where(np.isnat(dates), np.nan, 1.0)
    labels = tuple(f"s{i}" for i in range(len(series)))
    periods = start + np.arange(longest)
    panel = Panel(labels, Grain.EVENT, periods, values, event_dates=dates)
    found, still_open = with_days_between(panel, as_of=None if as_of is None else start + as_of)
    for i, days in enumerate(series):
        plain = plain_days_between(sorted(days), as_of)
        got = found.values[i]
        np.testing.assert_array_equal(got[: len(plain)], [np.nan if each is None else each for each in plain])
        assert np.isnan(got[len(plain) :]).all()
        assert still_open[i].sum() == (len(plain) > len(days))
