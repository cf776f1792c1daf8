"""Early detection against a real database: one signal a change, the same however the figures came."""

from __future__ import annotations

import random
from itertools import groupby
from typing import Any

import pytest

from tests.factories import a_measure, a_unit, at
from tests.insight.figures import Row, arrive
from tests.insight.noise import chance, drifted, week, weekly
from tests.integration.test_evaluation import _in_a_discarded_database, all_told
from wellrun.insight.actions import evaluate
from wellrun.insight.models import SeriesState, Signal
from wellrun.measures.models import MeasureVersion, Series

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

WEEKS, SITES = 48, 6


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


def a_watched_system(*, early_detection: bool = True) -> None:
    """A system of sites and one reference unit, with a measure that is watched early and one that is not."""
    system = a_unit("system", enterprise=True)
    for number in range(SITES):
        a_unit(f"site-{number}", parent=system)
    a_unit("elsewhere", parent=system, membership="reference")
    a_measure("seen", grain="week", early_detection=early_detection)
    a_measure("waits", grain="week")


def figures() -> list[Row]:
    """Some sites drift; site 1 so little that no rule sees it, and the watch does in the newest two weeks."""
    drifts = {0: (40, -0.02), 2: (44, -0.022), 4: (36, 0.02)}
    alone = drifted(84, 38, -0.012)
    found: list[Row] = []
    for site in range(SITES):
        start, size = drifts.get(site, (WEEKS, 0.0))
        for measure in ("seen", "waits"):
            found += weekly(measure, f"site-{site}", alone if site == 1 else drifted(site, start, size))
    return found + weekly("seen", "elsewhere", drifted(9, 40, -0.03))


def at_once() -> Any:
    a_watched_system()
    arrive(figures())
    evaluate(cause="import")
    return all_told()


def found_early() -> list[Signal]:
    return [each for each in Signal.objects.exclude(status="withdrawn") if "early_detection" in each.rules]


def test_a_change_is_one_signal_of_both() -> None:
    at_once()
    for series in Series.objects.filter(measure__key="seen"):
        by_side = Signal.objects.filter(series=series, status="open").values_list("side", flat=True)
        assert len(by_side) == len(set(by_side))
    both = [each for each in found_early() if set(each.rules) > {"early_detection"}]
    assert both


def test_only_measures_that_ask_for_it_are_watched() -> None:
    at_once()
    assert {each.series.measure.key for each in found_early()} == {"seen"}
    assert not SeriesState.objects.filter(series__measure__key="waits", watched=True).exists()
    plain = Signal.objects.filter(series__measure__key="waits")
    assert set(plain.values_list("p_value", "q_value", "chance", "watched_beside")) == {(None, None, None, None)}


def test_a_signal_of_rules_alone_states_no_probability() -> None:
    at_once()
    alone = [each for each in Signal.objects.all() if "early_detection" not in each.rules]
    assert {(each.p_value, each.q_value, each.chance) for each in alone} <= {(None, None, None)}


def test_signals_found_early_say_how_likely_and_among_how_many() -> None:
    at_once()
    members = [each for each in found_early() if each.series.unit.membership == "member"]
    assert members
    for signal in members:
        assert signal.chance is not None
        assert signal.chance <= 0.05
        assert signal.p_value is not None
        assert signal.q_value is not None
        assert 0 < signal.p_value <= signal.q_value <= 1
        assert signal.watched_beside == SITES + 1  # with the system, without what lies elsewhere
    (other,) = [each for each in found_early() if each.series.unit.key == "elsewhere"]
    assert other.p_value is not None
    assert other.q_value is None


def test_week_by_week_finds_what_is_found_at_once() -> None:
    expected = _in_a_discarded_database(at_once)
    a_watched_system()
    for _period, group in groupby(sorted(figures(), key=lambda row: row[2]), key=lambda row: row[2]):
        arrive(group)
        evaluate(cause="import")
    assert all_told() == expected
    assert not Signal.objects.filter(status="withdrawn").exists()


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_and_split_files_find_what_is_found_at_once(seed: int) -> None:
    expected = _in_a_discarded_database(at_once)
    a_watched_system()
    shuffled = figures()
    random.Random(seed).shuffle(shuffled)
    for start in range(0, len(shuffled), 150):
        arrive(shuffled[start : start + 150])
        evaluate(cause="import")
    assert all_told() == expected


def test_parts_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _in_a_discarded_database(at_once)
    monkeypatch.setattr("wellrun.insight.subjects.parts.__defaults__", (2,))
    assert at_once() == expected


def test_what_arrives_for_one_series_moves_the_share_of_another() -> None:
    at_once()
    signal = next(each for each in found_early() if each.series.unit.key == "site-0")
    arrive(weekly("seen", "site-5", [None] * (WEEKS - 20), first=20), withdraw=True)
    assert signal.series_id not in _judged_by(evaluate(cause="import"))
    after = Signal.objects.get(pk=signal.pk)
    # The system began a new stretch, and is watched again from its 13th point on.
    assert (signal.watched_beside, after.watched_beside) == (SITES + 1, SITES)
    assert after.p_value == signal.p_value
    assert after.q_value != signal.q_value


def test_judged_again_nothing_changes() -> None:
    at_once()
    before = list(Signal.objects.order_by("pk").values())
    evaluate(series_ids=list(Series.objects.values_list("pk", flat=True)), cause="manual")
    assert list(Signal.objects.order_by("pk").values()) == before


def test_switched_off_only_the_rules_are_left() -> None:
    at_once()
    MeasureVersion.objects.filter(measure__key="seen").update(early_detection=False)
    evaluate(series_ids=list(Series.objects.values_list("pk", flat=True)), cause="manual")
    assert found_early() == []
    told = Signal.objects.exclude(status="withdrawn").values_list("p_value", "q_value", "chance", "watched_beside")
    assert set(told) == {(None, None, None, None)}


def test_a_change_found_early_is_a_change_on_the_card() -> None:
    at_once()
    signal = Signal.objects.get(series__unit__key="site-1", series__measure__key="seen")
    assert (signal.rules, signal.first_fired, signal.last_fired) == (["early_detection"], week(46), week(47))
    state = SeriesState.objects.get(series=signal.series)
    assert (state.rule, state.change, state.since) == ("early_detection", "worsening", week(46))
    assert not Signal.objects.filter(series__unit__key="site-1", series__measure__key="waits").exists()


def _judged_by(found: Any) -> set[int]:
    return set(SeriesState.objects.filter(run=found.run).values_list("series_id", flat=True))


def test_without_noise_there_is_nothing_to_compare() -> None:
    a_watched_system()
    arrive(weekly("seen", "site-0", chance(0, 12)))
    evaluate(cause="import")
    assert not SeriesState.objects.filter(watched=True).exists()
