"""The fast search for changes against its plain twin, and against ruptures where both answer the same question."""

import numpy as np
import ruptures
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.oracle.plain_segments import PlainAnswer, first_point, plain_best, plain_find, plain_floor
from tests.oracle.plain_steadying import Value, plain_season, plain_tempered
from wellrun.analytics.panel import Floats, Grain, Panel, period_range
from wellrun.analytics.segments.best import best_of
from wellrun.analytics.segments.changes import Changes, Status
from wellrun.analytics.segments.criterion import least_variance
from wellrun.analytics.segments.find import find_changes
from wellrun.analytics.segments.fits import Shape, Sums, fit
from wellrun.analytics.segments.outliers import tempered
from wellrun.analytics.segments.partition import best_partitions
from wellrun.analytics.segments.season import SEASON_LENGTH, seasonal_effects

FLOOR = np.full(1, 1e-300)


@st.composite
def figures(draw: st.DrawFn, lengths: list[int], rounded: bool = True) -> list[Value]:
    """Noise with a step, a kink, a season, spikes, a constant stretch; ties; some points missing."""
    n = draw(st.sampled_from(lengths))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    y = rng.normal(size=n)
    kinds = draw(
        st.sets(st.sampled_from(["step", "kink", "season", "spike", "flat", "leaning", "rounded"]), max_size=3)
    )
    when = np.arange(n)
    y += 3.0 * ("step" in kinds) * (when >= n // 2)
    y += 0.5 * ("kink" in kinds) * np.maximum(when - n // 2, 0)
    y += 4.0 * ("season" in kinds) * np.sin(2 * np.pi * when / draw(st.sampled_from([4, 7, 12])))
    if "leaning" in kinds:
        y = np.cumsum(y)
    if "spike" in kinds:
        y[rng.integers(0, n, 2)] += 30.0
    if "flat" in kinds:
        y[: draw(st.sampled_from([n // 2, 2 * n // 3, n]))] = 2.0
    if "rounded" in kinds and rounded:
        y = np.rint(y)
    missing = rng.random(n) < draw(st.sampled_from([0.0, 0.0, 0.1, 0.4]))
    return [None if gone else float(value) for value, gone in zip(y, missing, strict=True)]


def column(values: list[Value]) -> Floats:
    """(T, 2): the series, and another one beside it that must not matter."""
    mine = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.stack([mine, np.arange(len(mine), dtype=np.float64) ** 2], axis=1)


@settings(max_examples=200, deadline=None)
@given(figures([1, 2, 3, 6, 7, 8, 13, 30]))
def test_points_are_drawn_in_to_three_spreads(values: list[Value]) -> None:
    expected = column(plain_tempered(values))[:, 0]
    np.testing.assert_allclose(tempered(column(values))[:, 0], expected, rtol=1e-12, atol=1e-12)


@settings(max_examples=200, deadline=None)
@given(figures([11, 12, 20, 21, 36, 37, 50]), st.sampled_from([4, 7, 12]))
def test_the_season_is_the_median_distance_to_a_whole_season(values: list[Value], length: int) -> None:
    plain = plain_season(values, length)
    effects, has_season = seasonal_effects(column(values), length)
    assert has_season[0] == (plain is not None)
    np.testing.assert_allclose(effects[:, 0], plain or np.zeros(len(values)), atol=1e-9)


@settings(max_examples=200, deadline=None)
@given(figures([12, 30]))
def test_the_least_variance_is_that_of_rounding(values: list[Value]) -> None:
    assume(any(value is not None for value in values))
    np.testing.assert_allclose(least_variance(column(values))[0], plain_floor(values), rtol=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(14, 24), st.booleans())
def test_the_best_of_all_partitions_is_found(seed: int, n: int, gaps: bool) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=n) + rng.choice([0, 2, 5]) * (np.arange(n) >= rng.integers(5, n - 4))
    values += rng.choice([0, 0.4]) * np.arange(n)
    if gaps:
        values[rng.choice(np.arange(1, n - 1), 2, replace=False)] = np.nan
    points = [None if np.isnan(value) else value for value in values.tolist()]
    plain = plain_best(points, most=2, floor=1e-300).best
    y = values[:, None]
    found = best_of(y, Sums.of(y), FLOOR, most_changes=2)
    edges = found.edges[1:-1, 0].tolist()
    # Within a gap every cut is as good as another: both are moved to the first point after it.
    assert [first_point(points, cut) for cut in edges if cut < n] == [first_point(points, cut) for cut in plain.cuts]
    assert found.has_lines[0] == (plain.shape == "lines")
    np.testing.assert_allclose(found.misfit[0], plain.misfit, rtol=1e-7, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(figures([11, 12, 13, 21, 28, 36]), st.sampled_from([Grain.QUARTER, Grain.DAY, Grain.MONTH, Grain.WEEK]))
def test_a_whole_answer(values: list[Value], grain: Grain) -> None:
    most = 2 if len(values) < 24 else 1
    y = column(values).T
    periods = period_range("2015-01-01", "2024-12-31", grain)[: len(values)]
    found = find_changes(Panel(("mine", "other"), grain, periods, y), most_changes=most)
    plain = plain_find(values, SEASON_LENGTH.get(grain), most)
    assert Status(found.status[0]).word == plain.status
    assert found.n[0] == sum(value is not None for value in values)
    assert found.has_season[0] == (plain.effects is not None)
    assert found.n_drawn_in[0] == plain.n_drawn_in
    if plain.is_clear:
        assert_changes(found, plain, values)


def assert_changes(found: Changes, plain: PlainAnswer, values: list[Value]) -> None:
    best, mine = plain.best, found.of(0)
    if best is None:
        assert not mine.size
        return
    dates = [first_point(values, cut) for cut in best.cuts]
    assert found.has_lines[0] == (best.shape == "lines")
    assert found.index[mine].tolist() == dates
    np.testing.assert_allclose(found.after[mine], [best.at(t) for t in dates], rtol=1e-7, atol=1e-7)
    ends = [max(t for t in range(cut) if values[t] is not None) for cut in best.cuts]
    np.testing.assert_allclose(found.before[mine], [best.at(t) for t in ends], rtol=1e-7, atol=1e-7)
    for name, slopes in (("slope_before", best.stretches[:-1]), ("slope_after", best.stretches[1:])):
        np.testing.assert_allclose(getattr(found, name)[mine], [each.slope for each in slopes], rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(found.support[mine], plain.support, rtol=1e-5, atol=1e-9)
    present = [t for t, value in enumerate(values) if value is not None]
    effects = plain.effects or [0.0] * len(values)
    expected = [best.at(t) + effects[t] for t in present]
    np.testing.assert_allclose(found.fitted[0, present], expected, rtol=1e-7, atol=1e-7)
    assert np.isnan(found.fitted[0, : present[0]]).all()
    assert np.isnan(found.fitted[0, present[-1] + 1 :]).all()


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
