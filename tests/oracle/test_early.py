"""A whole detection against its plain twin: standing, routing, first alarm, p-value, change, and one watch a phase."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.plain_across import plain_q
from tests.oracle.plain_change import plain_change
from tests.oracle.plain_early import PlainWatch, Promise, plain_watch
from tests.oracle.test_detection import Rows, panel_of
from wellrun.analytics.detection.change import change_before
from wellrun.analytics.detection.codes import Arm, Doubt, Family, Status
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.firings import detection_firings
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.watching import Watch, watch_for
from wellrun.analytics.panel import Grain

FEW = settings(max_examples=80, deadline=None)
# The fast normal quantile is right to 1e-6 of itself, far out to 1e-3 (`test_detection`).
NEAR = 2e-3


@st.composite
def watched(draw: st.DrawFn) -> tuple[Rows, Rows | None]:
    """Series of one kind over the same periods: counts, cases out of cases, rates, measured; quiet, changed, odd."""
    n = draw(st.sampled_from([11, 12, 13, 24, 25, 31, 44, 60]))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    kind = draw(st.sampled_from(["measured", "counts", "cases", "mostly", "exposure", "broken"]))
    rows, sizes = [], []
    for change in draw(st.lists(st.sampled_from([0, 0, 1, 3, "spike", "flat", "wild", "odd"]), min_size=1, max_size=4)):
        level = np.where(np.arange(n) >= n // 2, 1.0 + (change if change in (1, 3) else 0) / 2, 1.0)
        size = random.integers(30, 60, n).astype(float)
        size = random.uniform(0.3, 3, n) if kind == "exposure" else size + 0.5 * (kind == "broken")
        mean = draw(st.sampled_from([0.4, 3.0, 12.0])) * level * (random.gamma(0.5, 2, n) if change == "wild" else 1)
        y = random.normal(10 * level, 1) if kind == "measured" else random.poisson(mean).astype(float)
        if change == "flat":
            y[: n - 4] = 2.0
        if change == "spike":
            y[n - 3] += 9.0
        if change == "odd":
            y[n - 5 : n - 2] = [-1.0, 3.5, 200.0]
        y = np.maximum(size - y, 0) if kind == "mostly" else y
        missing = random.random(n) < draw(st.sampled_from([0.0, 0.0, 0.1, 0.5]))
        rows.append([None if gone else float(value) for value, gone in zip(y, missing, strict=True)])
        sizes.append([None if random.random() < 0.02 else 0.0 if random.random() < 0.02 else float(s) for s in size])
    return rows, None if kind in ("measured", "counts") else sizes


def of_rows(rows: Rows, sizes: Rows | None, promise: Promise) -> list[PlainWatch]:
    return [plain_watch(row, None if sizes is None else sizes[i], promise) for i, row in enumerate(rows)]


def promised(watch: Watch) -> Promise:
    return Promise(watch.baseline, watch.false_alarm, watch.horizon, watch.season_length, watch.family.word)


def assert_standing(found: Detection, i: int, plain: PlainWatch) -> None:
    assert Status(found.status[i]).word == plain.status
    assert Family(found.family[i]).word == plain.family
    # A doubt is looked for where there is something to judge.
    assert found.baseline[i] == plain.promise.baseline
    if len(plain.points) > plain.promise.baseline:
        assert Doubt(found.doubt[i]).word == (plain.doubt or "none")
    assert found.n[i] == len(plain.points)
    assert found.last[i] == (plain.points[-1].period if plain.points else -1)
    assert found.n_judged[i] == len(plain.judged)


def assert_alarm(found: Detection, i: int, plain: PlainWatch, t: int) -> None:
    """What is said of an alarm at the judged point t."""
    assert found.first_alarm[i] == plain.period(t)
    judged = plain.judged[t]
    if abs(judged.spike - judged.slow) > NEAR:
        assert found.arm[i] == (Arm.SHEWHART if judged.spiked else Arm.EWMA)
        assert found.direction[i] == plain.side(t)
    expected = plain.p(t) if plain.promised or found.watch.fdr else np.nan
    np.testing.assert_allclose(found.p_value[i], expected, rtol=0.03, atol=1e-9)
    change = plain.change(t)
    start = next(s for s in range(t + 1) if plain.period(s) == found.change_at[i])
    best = min(change.explained)
    assert change.explained[start] <= best + NEAR * max(best, 1)
    if start == change.start:
        np.testing.assert_allclose(found.size_sd[i], change.size_sd, rtol=1e-3, atol=1e-3)


@FEW
@given(
    made=watched(),
    baseline=st.sampled_from([12, 17, 24, 30]),
    season=st.sampled_from(["none", "monthly"]),
    false_alarm=st.sampled_from([0.01, 0.05, 0.4]),
    horizon=st.sampled_from([None, 1, 30, 500]),
)
def test_the_first_alarm(
    made: tuple[Rows, Rows | None], baseline: int, season: str, false_alarm: float, horizon: int | None
) -> None:
    watch = watch_for(Grain.MONTH, baseline=baseline, season=season, false_alarm=false_alarm, horizon=horizon)
    found = detect(panel_of(*made), watch)
    for i, plain in enumerate(of_rows(*made, promised(watch))):
        assert_standing(found, i, plain)
        alarms = [t for t, size in enumerate(plain.sizes) if size >= plain.limit]
        close = any(abs(size - plain.limit) <= NEAR for size in plain.sizes)
        if close and found.first_alarm[i] != (plain.period(alarms[0]) if alarms else -1):
            continue
        if alarms:
            assert_alarm(found, i, plain, alarms[0])
        else:
            assert (found.first_alarm[i], found.direction[i], found.change_at[i]) == (-1, 0, -1)
            furthest = plain.furthest if plain.promised else np.nan
            np.testing.assert_allclose(found.p_value[i], furthest, rtol=0.03, atol=1e-9)
        assert np.isnan(found.q_value[i])


@FEW
@given(made=watched(), season=st.sampled_from(["none", "monthly"]), false_alarm=st.sampled_from([0.01, 0.05, 0.4]))
def test_within_24_points_it_starts_by_itself_and_keeps_what_it_said(
    made: tuple[Rows, Rows | None], season: str, false_alarm: float
) -> None:
    watch = watch_for(Grain.MONTH, baseline=None, season=season, false_alarm=false_alarm)
    found = detect(panel_of(*made), watch)
    whole = promised(watch)
    short = whole if season == "monthly" else whole._replace(baseline=12)
    youngest = of_rows([first_points(row, sizes_of(made, i)) for i, row in enumerate(made[0])], made[1], short)
    for i, n in enumerate(found.n.tolist()):
        alone = of_rows([made[0][i]], sizes_of(made, i), whole)[0] if n > 24 else youngest[i]
        if any(abs(size - each.limit) <= NEAR for each in (alone, youngest[i]) for size in each.sizes):
            continue
        young = [t for t, size in enumerate(youngest[i].sizes) if size >= youngest[i].limit]
        if n > 24 and young:
            assert found.baseline[i] == 12
            assert Family(found.family[i]).word == youngest[i].family
            assert Doubt(found.doubt[i]).word == (youngest[i].doubt or "none")
            assert_alarm(found, i, youngest[i], young[0])
            continue
        assert_standing(found, i, alone)
        alarms = [t for t, size in enumerate(alone.sizes) if size >= alone.limit]
        if alarms:
            assert_alarm(found, i, alone, alarms[0])
        else:
            assert found.first_alarm[i] == -1
            furthest = alone.furthest if alone.promised else np.nan
            np.testing.assert_allclose(found.p_value[i], furthest, rtol=0.03, atol=1e-9)


def sizes_of(made: tuple[Rows, Rows | None], i: int) -> Rows | None:
    return None if made[1] is None else [made[1][i]]


def first_points(row: list[float | None], sizes: Rows | None) -> list[float | None]:
    """What was there when the series had 24 points."""
    there = [value is not None and (sizes is None or bool(sizes[0][t])) for t, value in enumerate(row)]
    return [value if sum(there[: t + 1]) <= 24 else None for t, value in enumerate(row)]


@FEW
@given(made=watched(), rate=st.sampled_from([0.05, 0.3]), baseline=st.sampled_from([12, 24]))
def test_with_a_false_discovery_rate(made: tuple[Rows, Rows | None], rate: float, baseline: int) -> None:
    watch = watch_for(Grain.MONTH, baseline=baseline, season="none", fdr=rate)
    panel = panel_of(*made)
    found = detect(panel, watch)
    plain = of_rows(*made, promised(watch))
    p: list[list[float | None]] = [[None] * len(plain) for _ in range(panel.n_periods)]
    for i, each in enumerate(plain):
        for t in range(len(each.judged)):
            p[each.period(t)][i] = None if each.doubt else each.p(t)
    q = [plain_q(period) for period in p]
    for i, each in enumerate(plain):
        assert_standing(found, i, each)
        mine = [] if each.doubt else [q[each.period(t)][i] for t in range(len(each.judged))]
        if any(abs(one - rate) <= 0.03 * rate for one in mine):
            continue
        alarms = [t for t, one in enumerate(mine) if one <= rate]
        if alarms:
            assert_alarm(found, i, each, alarms[0])
        else:
            assert found.first_alarm[i] == -1
        if mine:
            expected = mine[alarms[0]] if alarms else mine[-1]
            np.testing.assert_allclose(found.q_value[i], expected, rtol=0.03, atol=1e-9)


@FEW
@given(made=watched(), baseline=st.sampled_from([12, 24]), cuts=st.sets(st.integers(1, 59), max_size=2))
def test_every_phase_is_watched_by_itself(made: tuple[Rows, Rows | None], baseline: int, cuts: set[int]) -> None:
    watch = watch_for(Grain.MONTH, baseline=baseline, season="none", false_alarm=0.2)
    rows, sizes = made
    panel = panel_of(rows, sizes)
    phases = np.array([[sum(t >= cut for cut in cuts) for t in range(panel.n_periods)]] * len(rows), dtype=np.int16)
    fired = detection_firings(panel.with_phases(phases), watch)
    for phase in np.unique(phases).tolist():
        inside = phases[0] == phase
        mine = [[value if here else None for value, here in zip(row, inside, strict=True)] for row in rows]
        for i, plain in enumerate(of_rows(mine, sizes, promised(watch))):
            at = [plain.period(t) for t in range(len(plain.judged))]
            assert not fired.side[i][inside & ~np.isin(np.arange(panel.n_periods), at)].any()
            if phase == phases[0, -1]:
                assert Status(fired.status[i]).word == plain.status
            for t, period in enumerate(at):
                np.testing.assert_allclose(fired.p[i, period], plain.p(t), rtol=0.03, atol=1e-9)
                np.testing.assert_allclose(fired.chance[i, period], plain.chance(t), rtol=0.03, atol=1e-9)
                judged = plain.judged[t]
                if min(abs(judged.size - plain.limit), abs(judged.spike - judged.slow)) > NEAR:
                    assert fired.side[i, period] == (
                        plain.side(t) if judged.size >= plain.limit and not plain.doubt else 0
                    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([-2.0, -0.5, 0.0, 0.3, 1.0, 4.0]), min_size=1, max_size=30), st.integers(0, 99))
def test_the_start_of_a_change_leaves_the_least_squares(scores: list[float], seed: int) -> None:
    deviations = np.random.default_rng(seed).normal(size=len(scores))
    later = np.array([*scores, 50.0, 50.0])[:, None]
    found = change_before(later, np.append(deviations, [9.0, 9.0])[:, None], np.array([len(scores) - 1]))
    plain = plain_change(scores, deviations.tolist())
    start = int(found.start[0])
    np.testing.assert_allclose(plain.explained[start], min(plain.explained), atol=1e-9)
    np.testing.assert_allclose(found.size_sd[0], deviations[start:].mean(), rtol=1e-9, atol=1e-12)
