"""Where a watch fires, point by point, and how that agrees with its first alarm."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analytics.detection.test_detect import noise, panel_of, plain
from tests.oracle.test_detection import Rows, figures
from tests.oracle.test_detection import panel_of as panel_of_rows
from wellrun.analytics.detection.codes import Doubt, Status
from wellrun.analytics.detection.detect import detect, p_values
from wellrun.analytics.detection.firings import detection_firings
from wellrun.analytics.detection.points import Whole
from wellrun.analytics.panel import Grain, Panel
from wellrun.analytics.spc.codes import Codes

FEW = settings(max_examples=60, deadline=None)


def first_of(side: Codes) -> Whole:
    """(S,) the first period that fires, -1 for none."""
    fires = side != 0
    found: Whole = np.where(fires.any(axis=1), fires.argmax(axis=1), -1)
    return found


@FEW
@given(rows=figures(), baseline=st.sampled_from([12, 24, 30]), whole=st.booleans())
def test_the_first_firing_is_the_first_alarm(rows: Rows, baseline: int, whole: bool) -> None:
    panel = panel_of_rows([[value and round(value) for value in row] for row in rows] if whole else rows)
    watch = plain(baseline=baseline, false_alarm=0.3)
    alarms, found = detect(panel, watch), detection_firings(panel, watch)
    first = first_of(found.side)
    np.testing.assert_array_equal(first, np.where(found.doubt == Doubt.NONE, alarms.first_alarm, -1))
    np.testing.assert_array_equal(found.doubt, alarms.doubt)
    alarmed = np.flatnonzero(first >= 0)
    np.testing.assert_array_equal(found.side[alarmed, first[alarmed]], alarms.direction[alarmed])
    np.testing.assert_allclose(found.p[alarmed, first[alarmed]], alarms.p_value[alarmed])
    np.testing.assert_array_equal(found.p, p_values(panel, watch))


@FEW
@given(rows=figures(), baseline=st.sampled_from([12, 24]), cut=st.integers(1, 40), until=st.integers(1, 60))
def test_a_phase_is_judged_as_if_nothing_were_around_it(rows: Rows, baseline: int, cut: int, until: int) -> None:
    whole = panel_of_rows(rows)
    phases = np.broadcast_to(np.arange(whole.n_periods) >= cut, whole.values.shape)
    panel, watch = whole.with_phases(phases), plain(baseline=baseline, false_alarm=0.3)
    found = detection_firings(panel, watch)
    for phase in (phases, ~phases):
        alone = detection_firings(replace(whole, values=np.where(phase, whole.values, np.nan)), watch)
        for name in ("side", "p", "chance"):
            np.testing.assert_array_equal(getattr(found, name)[phase], getattr(alone, name)[phase], err_msg=name)
    before = detection_firings(panel.until(until), watch)
    np.testing.assert_array_equal(before.side, found.side[:, :until])


@pytest.mark.parametrize("cases", [None, 30])
@pytest.mark.parametrize("false_alarm", [0.3, 0.05, 0.01])
def test_a_point_fires_where_its_chance_is_within_the_promise(cases: int | None, false_alarm: float) -> None:
    random = np.random.default_rng(5)
    counts = random.binomial(30, 0.1, (300, 60)) + (np.arange(60) >= 40) * random.integers(0, 3, (300, 1))
    watch = plain(false_alarm=false_alarm)
    found = detection_firings(panel_of(counts, cases), watch)
    watched, judged = found.doubt == Doubt.NONE, ~np.isnan(found.chance)
    assert watched.mean() > 0.9
    assert judged[watched, 24:].all()
    assert not judged[~watched].any()
    assert not judged[:, :24].any()
    near = np.abs(found.chance / false_alarm - 1) < 1e-6
    np.testing.assert_array_equal((found.side != 0) & ~near, (found.chance <= false_alarm) & ~near)
    # Every point within the horizon has had less time to come as far than the horizon gives.
    assert (found.p[watched, 24:36] <= found.chance[watched, 24:36] + 1e-12).all()


def test_a_new_phase_forgets_what_was_usual() -> None:
    y = noise(seed=2)
    y[30:] += 40.0
    panel = panel_of(y)
    assert (detection_firings(panel, plain()).side[0, 30:] == 1).all()
    rebased = detection_firings(panel.rebased([panel.periods[30]]), plain(false_alarm=0.001))
    assert not rebased.side.any()
    assert np.isnan(rebased.p[0, 30:54]).all()
    assert not np.isnan(rebased.p[0, 54:]).any()


@FEW
@given(rows=figures(), until=st.integers(1, 60))
def test_a_self_starting_watch_says_of_each_point_what_it_said_when_it_came(rows: Rows, until: int) -> None:
    panel, watch = panel_of_rows(rows), plain(baseline=None, false_alarm=0.3)
    found, then = detection_firings(panel, watch), detection_firings(panel.until(until), watch)
    early, late = (detection_firings(panel, plain(baseline=n, false_alarm=0.3)) for n in (12, 24))
    young = np.cumsum(~np.isnan(panel.values), axis=1) <= 24
    for name in ("side", "p", "chance"):
        every = getattr(found, name)
        np.testing.assert_allclose(every[:, :until], getattr(then, name), rtol=1e-9, err_msg=name)
        each = np.where(young, getattr(early, name), getattr(late, name))
        np.testing.assert_allclose(every, each, rtol=1e-9, err_msg=name)


@FEW
@given(rows=figures(), whole=st.booleans())
def test_the_first_firing_of_a_self_starting_watch_is_the_first_alarm(rows: Rows, whole: bool) -> None:
    panel = panel_of_rows([[value and round(value) for value in row] for row in rows] if whole else rows)
    watch = plain(baseline=None, false_alarm=0.3)
    alarms, found = detect(panel, watch), detection_firings(panel, watch)
    first, kept = first_of(found.side), alarms.doubt == Doubt.NONE
    np.testing.assert_array_equal(first[kept], alarms.first_alarm[kept])
    alarmed = np.flatnonzero(kept & (first >= 0))
    np.testing.assert_array_equal(found.side[alarmed, first[alarmed]], alarms.direction[alarmed])
    np.testing.assert_allclose(found.p[alarmed, first[alarmed]], alarms.p_value[alarmed])
    np.testing.assert_array_equal(found.p, p_values(panel, watch))


def test_too_short_a_last_phase_and_a_constant_one_are_said() -> None:
    panel = panel_of([noise(), np.full(60, 2.5)])
    assert detection_firings(panel, plain()).status.tolist() == [Status.OK, Status.CONSTANT]
    short = detection_firings(panel.rebased([panel.periods[50]]), plain())
    assert short.status.tolist() == [Status.INSUFFICIENT_DATA] * 2
    assert not short.side.any()


def test_nothing_fires_where_no_rate_is_promised() -> None:
    y = noise(seed=2)
    y[10] += 60.0
    y[40:] += 200.0
    found = detection_firings(panel_of(y), plain())
    assert (found.status[0], found.doubt[0]) == (Status.OK, Doubt.LONG_TAILS)
    assert not found.side.any()
    assert np.isnan(found.p).all()
    assert np.isnan(found.chance).all()


def test_an_empty_panel_fires_nothing() -> None:
    empty = Panel((), Grain.MONTH, np.array([], "datetime64[D]"), np.empty((0, 0)))
    assert detection_firings(empty, plain()).side.shape == (0, 0)
