"""Predicted discharges that were missed, day by day on one ward: one signal, one agenda item, and where else it shows.

The baseline is 21 days (mean 40.4, limits 28.4 to 52.3). The fixed rules of the NHS alone: nothing is watched early.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tests.factories import a_forum, a_measure, a_post, a_unit, an_objective, at
from tests.insight.figures import Row, arrive
from wellrun.analytics.panel import Grain, Panel
from wellrun.analytics.spc.firings import firings, rule_words
from wellrun.analytics.spc.judge import judge
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.reviews.models import AgendaItem

BASELINE = (41, 38, 44, 40, 36, 43, 39, 42, 37, 45, 40, 38, 43, 41, 36, 44, 39, 42, 40, 37, 43)
AFTER = (42, 44, 46, 49, 51, 54, 57)
WARDS = 5
# The rules that complete on each day; on all others none does.
FIRES = {
    26: {"two_of_three"},
    27: {"outside_limits", "two_of_three", "shift"},
    28: {"outside_limits", "trend", "shift"},
}


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


def day(number: int) -> date:
    """The `number`-th day: the 28th is yesterday."""
    return date(2025, 10, 13) - timedelta(days=28 - number)


def as_usual(ward: int) -> list[float]:
    """28 days of the same variation, in another order."""
    return [float(value) for value in (BASELINE[ward * 4 :] + BASELINE[: ward * 4] + BASELINE[:7])[:28]]


def a_ward_system(*, early_detection: bool = False) -> None:
    system = a_unit("system", enterprise=True)
    for number in range(WARDS):
        a_unit(f"ward-{number}", parent=system, kind="ward")
    post = a_post("chief", system)
    how = {"grain": "day", "scoring": "count", "direction": "down", "roll_up": "none", "data_lag_days": 0}
    missed = a_measure("missed", early_detection=early_detection, **how)
    an_objective("flow", system, post, roles={"lead": missed})
    a_forum("huddle", system, post, measures=[missed])


def days(first: int, last: int, *, missing: tuple[int, ...] = (0,)) -> list[Row]:
    """The figures of the days from `first` to `last`; the wards `missing` miss more and more predicted discharges."""
    rows: list[Row] = []
    for ward in range(WARDS):
        values = [float(value) for value in BASELINE + AFTER] if ward in missing else as_usual(ward)
        rows += [("missed", f"ward-{ward}", day(at), values[at - 1]) for at in range(first, last + 1)]
    return rows


def come(rows: list[Row]) -> None:
    arrive(rows, counts=False)
    evaluate_and_raise(cause="import")


def test_mean_and_limits_of_the_baseline_and_the_days_on_which_rules_fire() -> None:
    values = np.array([BASELINE + AFTER], dtype=np.float64)
    periods = np.arange(np.datetime64(day(1)), np.datetime64(day(29)))
    panel = Panel(labels=("ward",), grain=Grain.DAY, periods=periods, values=values)
    judged = judge(panel, chart="xmr", baseline=len(BASELINE))
    centre, *limits = (float(line[0, -1]) for line in (judged.centre, judged.lower, judged.upper))
    assert (round(centre, 1), [int(limit * 10) / 10 for limit in limits]) == (40.4, [28.4, 52.3])
    fired = firings(panel, chart="xmr", baseline=len(BASELINE))
    found = {at + 1: set(rule_words(int(bits))) for at, bits in enumerate(fired.high[0]) if bits}
    assert found == FIRES
    assert not fired.low.any()


@pytest.mark.django_db
def test_no_signal_through_day_25() -> None:
    a_ward_system()
    come(days(1, 21))
    for number in range(22, 26):
        come(days(number, number))
        assert not Signal.objects.exists()
        assert not AgendaItem.objects.exists()


@pytest.mark.django_db
def test_from_day_26_one_signal_and_one_item_that_gather_all_rules() -> None:
    a_ward_system()
    come(days(1, 25))
    for number, expected in ((26, {"two_of_three"}), (27, FIRES[27]), (28, FIRES[27] | FIRES[28])):
        come(days(number, number))
        (signal,) = Signal.objects.all()
        assert (signal.first_fired, signal.last_fired) == (day(26), day(number))
        assert (signal.rules[0], set(signal.rules)) == ("two_of_three", expected)
        assert (signal.side, signal.meaning, signal.profile, signal.status) == ("high", "concern", "nhs", "open")
        assert (signal.p_value, signal.q_value, signal.chance) == (None, None, None)
        (item,) = AgendaItem.objects.all()
        assert [link.signal for link in item.signals.all()] == [signal]
    assert SeriesState.objects.get(series=signal.series).change == "worsening"


@pytest.mark.django_db
def test_one_ward_of_five_is_local() -> None:
    a_ward_system()
    come(days(1, 28))
    (signal,) = Signal.objects.all()
    assert (signal.scope, signal.scope_same, signal.scope_of) == ("local", 1, 5)
    (item,) = AgendaItem.objects.all()
    assert (item.unit.key, item.scope_proposed) == ("ward-0", "local")


@pytest.mark.django_db
def test_three_wards_of_five_are_systemic_and_one_item_of_the_whole() -> None:
    a_ward_system()
    come(days(1, 28, missing=(0, 2, 4)))
    assert set(Signal.objects.values_list("scope", "scope_same", "scope_of")) == {("systemic", 3, 5)}
    (item,) = AgendaItem.objects.all()
    assert (item.unit.key, item.scope_proposed, item.signals.count()) == ("system", "systemic", 3)


@pytest.mark.django_db
def test_watched_early_as_well_it_is_still_one_signal_and_one_item() -> None:
    a_ward_system(early_detection=True)
    come(days(1, 21))
    for number in range(22, 29):
        come(days(number, number))
        assert Signal.objects.filter(series__unit__key="ward-0").count() <= 1
    (signal,) = Signal.objects.filter(series__unit__key="ward-0")
    assert "early_detection" in signal.rules
    assert {"two_of_three", "outside_limits", "shift", "trend"} <= set(signal.rules)
    assert signal.p_value is not None
    assert AgendaItem.objects.filter(unit__key="ward-0").count() == 1
