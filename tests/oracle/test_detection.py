"""The fast detection against its plain twin, and what must hold of any series."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle import plain_detection as plain
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.groups import groups
from wellrun.analytics.detection.watching import Watch, watch_for
from wellrun.analytics.detection.words import notes
from wellrun.analytics.panel import Grain, Panel, period_range

Rows = list[list[float | None]]
FEW = settings(max_examples=60, deadline=None)


@st.composite
def figures(draw: st.DrawFn, *, whole: bool = False, most: int = 30, gaps: bool = True) -> Rows:
    """A few series over the same months: noise or ties, some with a step, some points missing."""
    n = draw(st.sampled_from([11, 12, 13, 24, 25, 31, 44, 60]))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows = []
    for kind in draw(st.lists(st.sampled_from(["noise", "ties", "constant", "step", "late"]), min_size=1, max_size=3)):
        y = random.normal(most / 2, most / 6, n)
        if kind == "step":
            y[n // 2 :] += most / 3
        if kind == "constant":
            y[:] = 3.0
        if kind == "late":
            y[: n - 3] = 4.0
        if whole or kind == "ties":
            y = np.clip(np.rint(y), 0, most)
        missing = random.random(n) < (draw(st.sampled_from([0.0, 0.1, 0.5])) if gaps else 0.0)
        rows.append([None if gone else float(value) for value, gone in zip(y, missing, strict=True)])
    return rows


def panel_of(rows: Rows, sizes: Rows | None = None, grain: Grain = Grain.MONTH) -> Panel:
    wide = np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=np.float64)
    periods = period_range("2015-01-01", "2024-12-01", grain)[: wide.shape[1]]
    labels = tuple(f"series {i}" for i in range(len(rows)))
    if sizes is None:
        return Panel(labels, grain, periods, wide)
    cases = np.array([[np.nan if value is None else value for value in row] for row in sizes], dtype=np.float64)
    cases = np.where(np.isnan(wide), np.nan, cases)
    values = np.divide(wide, cases, out=np.full(wide.shape, np.nan), where=cases > 0)
    return Panel(labels, grain, periods, values, numerators=wide, denominators=cases)


def sizes_by_series(panel: Panel, watch: Watch) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    with np.errstate(all="ignore"):
        for group in groups(panel, watch, Detection.empty(panel, watch)):
            for column, row in enumerate(group.rows.tolist()):
                found[row] = group.statistic().size[:, column].tolist()
    return found


def assert_as_plain(panel: Panel, watch: Watch, points: list[list[plain.Point]], family: str) -> None:
    for row, sizes in sizes_by_series(panel, watch).items():
        judged = plain.judged_points(points[row], watch.baseline, watch.season_length, family)
        expected = [each.size for each in judged]
        padded = expected + [np.nan] * (len(sizes) - len(expected))
        # Near certainty the last bits of a probability move its score; beyond 5 nobody reads them.
        np.testing.assert_allclose(np.minimum(sizes, 5), np.minimum(padded, 5), rtol=1e-3, atol=1e-3)


@FEW
@given(rows=figures(), baseline=st.sampled_from([12, 17, 24, 30]), season=st.sampled_from(["none", "monthly"]))
def test_measured_values(rows: Rows, baseline: int, season: str) -> None:
    watch = watch_for(Grain.MONTH, baseline=baseline, season=season, family="normal")
    points = [plain.points_of(row, None, watch.season_length) for row in rows]
    assert_as_plain(panel_of(rows), watch, points, "normal")


@FEW
@given(rows=figures(whole=True), baseline=st.sampled_from([12, 24]), seed=st.integers(0, 99))
def test_values_with_denominators(rows: Rows, baseline: int, seed: int) -> None:
    cases = np.random.default_rng(seed).integers(30, 90, (len(rows), len(rows[0]))).astype(float).tolist()
    watch = watch_for(Grain.MONTH, baseline=baseline, season="none", family="normal")
    points = [plain.points_of(row, mine, 1) for row, mine in zip(rows, cases, strict=True)]
    assert_as_plain(panel_of(rows, cases), watch, points, "normal")


MOSTS = st.sampled_from([4, 12, 150])
SEASONS = st.sampled_from(["none", "monthly"])


@FEW
@given(data=st.data(), most=MOSTS, baseline=st.sampled_from([12, 24]), season=SEASONS)
def test_counts(data: st.DataObject, most: int, baseline: int, season: str) -> None:
    rows = data.draw(figures(whole=True, most=most))
    watch = watch_for(Grain.MONTH, baseline=baseline, season=season, family="poisson")
    points = [plain.points_of(row, None, watch.season_length) for row in rows]
    assert_as_plain(panel_of(rows), watch, points, "poisson")


@FEW
@given(data=st.data(), most=MOSTS, season=SEASONS, seed=st.integers(0, 99))
def test_counts_over_exposure(data: st.DataObject, most: int, season: str, seed: int) -> None:
    rows = data.draw(figures(whole=True, most=most))
    exposure = np.random.default_rng(seed).uniform(0.5, 9, (len(rows), len(rows[0]))).tolist()
    watch = watch_for(Grain.MONTH, season=season, family="poisson")
    points = [plain.points_of(row, mine, watch.season_length) for row, mine in zip(rows, exposure, strict=True)]
    assert_as_plain(panel_of(rows, exposure), watch, points, "poisson")


@FEW
@given(data=st.data(), most=MOSTS, baseline=st.sampled_from([12, 24]), season=SEASONS, seed=st.integers(0, 99))
def test_cases_out_of_cases(data: st.DataObject, most: int, baseline: int, season: str, seed: int) -> None:
    rows = data.draw(figures(whole=True, most=most))
    spare = np.random.default_rng(seed).integers(0, 9 + most // 2, (len(rows), len(rows[0]))).astype(float).tolist()
    cases = [[each + most for each in row] for row in spare]
    watch = watch_for(Grain.MONTH, baseline=baseline, season=season, family="binomial")
    points = [plain.points_of(row, mine, watch.season_length) for row, mine in zip(rows, cases, strict=True)]
    assert_as_plain(panel_of(rows, cases), watch, points, "binomial")


@FEW
@given(rows=figures(), baseline=st.sampled_from([12, 24]), until=st.integers(0, 60), whole=st.booleans())
def test_what_comes_later_changes_no_alarm(rows: Rows, baseline: int, until: int, whole: bool) -> None:
    panel = panel_of([[value and round(value) for value in row] for row in rows] if whole else rows)
    watch = watch_for(Grain.MONTH, baseline=baseline, season="none", false_alarm=0.3)
    now, before = detect(panel, watch), detect(panel.until(until), watch)
    known = now.first_alarm < min(until, panel.n_periods)
    np.testing.assert_array_equal(before.first_alarm, np.where(known, now.first_alarm, -1))
    alarmed = before.first_alarm >= 0
    for name in ("direction", "arm", "change_at", "family"):
        np.testing.assert_array_equal(getattr(before, name)[alarmed], getattr(now, name)[alarmed], err_msg=name)
    # Sums over another number of series are added up in another order: the last digit may differ.
    for name in ("p_value", "size_sd"):
        np.testing.assert_allclose(getattr(before, name)[alarmed], getattr(now, name)[alarmed], rtol=1e-12)


@FEW
@given(rows=figures(), until=st.sampled_from([0, 12, 13, 18, 23, 24, 25, 26, 30, 45, 60]), whole=st.booleans())
def test_nor_one_of_a_watch_that_starts_by_itself(rows: Rows, until: int, whole: bool) -> None:
    panel = panel_of([[value and round(value) for value in row] for row in rows] if whole else rows)
    watch = watch_for(Grain.MONTH, baseline=None, season="none", false_alarm=0.3)
    now, before = detect(panel, watch), detect(panel.until(until), watch)
    known = now.first_alarm < min(until, panel.n_periods)
    np.testing.assert_array_equal(before.first_alarm, np.where(known, now.first_alarm, -1))
    alarmed = np.flatnonzero(before.first_alarm >= 0)
    for name in ("direction", "arm", "change_at", "family", "doubt", "baseline"):
        np.testing.assert_array_equal(getattr(before, name)[alarmed], getattr(now, name)[alarmed], err_msg=name)
    for name in ("p_value", "size_sd"):
        np.testing.assert_allclose(getattr(before, name)[alarmed], getattr(now, name)[alarmed], rtol=1e-9)
    for row in alarmed.tolist():
        assert notes(before, row, "up") == notes(now, row, "up")


@FEW
@given(
    rows=figures(),
    until=st.sampled_from([0, 13, 20, 24, 25, 26, 45, 60]),
    baseline=st.sampled_from([None, 24]),
)
def test_with_a_false_discovery_rate_neither(rows: Rows, until: int, baseline: int | None) -> None:
    panel = panel_of(rows)
    watch = watch_for(Grain.MONTH, baseline=baseline, season="none", fdr=0.2)
    now, before = detect(panel, watch), detect(panel.until(until), watch)
    known = now.first_alarm < min(until, panel.n_periods)
    np.testing.assert_array_equal(before.first_alarm, np.where(known, now.first_alarm, -1))


@FEW
@given(rows=figures(), baseline=st.sampled_from([12, 24]))
def test_company_and_scale_change_nothing(rows: Rows, baseline: int) -> None:
    watch = watch_for(Grain.MONTH, baseline=baseline, season="none", false_alarm=0.3, family="normal")
    panel = panel_of(rows)
    together = detect(panel, watch)
    for row in range(panel.n_series):
        assert detect(panel.take([row]), watch).first_alarm[0] == together.first_alarm[row]
    turned = detect(panel_of([[value and -4.0 * value for value in row] for row in rows]), watch)
    np.testing.assert_array_equal(turned.first_alarm, together.first_alarm)
    np.testing.assert_array_equal(turned.direction, -together.direction)
    assert not (together.first_alarm[together.status != 0] >= 0).any()
