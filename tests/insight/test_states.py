"""Two questions a series: is it a real change, and does it meet its aim?"""

from typing import Any

import pytest

from tests.factories import a_measure, a_unit, at
from tests.insight.figures import arrive, month, rows, shifted, steady
from wellrun.analytics.spc.codes import Chart
from wellrun.analytics.spc.firings import firings
from wellrun.audit.actions import SYSTEM
from wellrun.insight.actions import evaluate
from wellrun.insight.models import SeriesState, Signal
from wellrun.insight.one_series import judged_series
from wellrun.measures.actions import set_target, start_phase
from wellrun.measures.models import Series

pytestmark = pytest.mark.django_db


def state(values: list[float | None], *, aim: Any = None, counts: bool = True, **measure: Any) -> SeriesState:
    """The state of one series with these figures; `aim` a value or a band."""
    with at():
        a_measure("seen", **measure)
        a_unit("site")
        arrive(rows("seen", "site", values), counts=counts)
        series = Series.objects.get()
        if aim is not None:
            band = {"low": aim[0], "high": aim[1]} if isinstance(aim, tuple) else {"value": aim}
            set_target(series=series, **band, by=SYSTEM)
        evaluate(cause="import")
    return SeriesState.objects.get()


RISEN, FALLEN = shifted(steady(0), 44, 0.05), shifted(steady(0), 44, -0.05)

CHANGES = [
    ("up", steady(0), "none"),
    ("up", RISEN, "improving"),
    ("up", FALLEN, "worsening"),
    ("down", RISEN, "worsening"),
    ("down", FALLEN, "improving"),
    ("none", RISEN, "higher"),
    ("none", FALLEN, "lower"),
    ("up", [0.5] * 48, "none"),  # constant
    ("up", steady(0, n=9), "unknown"),  # too few
    ("up", shifted(steady(0, n=11), 10, 0.4), "unknown"),  # trial limits name no change
    ("up", [*shifted(steady(0, n=46), 44, 0.05), *steady(0)[46:48]], "none"),  # over again
]


@pytest.mark.parametrize(("direction", "values", "change"), CHANGES)
def test_is_it_a_real_change(direction: str, values: list[float | None], change: str) -> None:
    assert state(values, direction=direction).change == change


AIMS = [
    ("up", steady(0), None, "no_aim"),
    ("up", steady(0), 0.4, "meets"),
    ("up", steady(0), 0.5, "sometimes"),
    ("up", steady(0), 0.6, "short"),
    ("down", steady(0), 0.6, "meets"),
    ("down", steady(0), 0.4, "short"),
    ("up", RISEN, 0.6, "not_there_yet"),
    ("up", FALLEN, 0.6, "short"),
    ("band", steady(0), (0.4, 0.6), "meets"),
    ("band", steady(0), (0.6, 0.7), "short"),
    ("none", steady(0), 0.6, "unknown"),
    ("up", steady(0, n=9), 0.4, "unknown"),
]


@pytest.mark.parametrize(("direction", "values", "aim", "answer"), AIMS)
def test_does_it_meet_its_aim(direction: str, values: list[float | None], aim: Any, answer: str) -> None:
    assert state(values, aim=aim, direction=direction).aim == answer


RARE = [0.0, 0.0001, 0.0, 0.0, 0.0002, 0.0001] * 5


@pytest.mark.parametrize("later", [[0.0, 0.0001], [0.0003, 0.0004]], ids=["as before", "a few more"])
def test_of_cases_too_rare_for_a_period_nothing_is_told_or_signalled(later: list[float]) -> None:
    found = state(RARE + later * 5, aim=0.0001, scoring="proportion")
    assert (found.chart, found.chart_reason, found.status) == ("run", "rare_events", "ok")
    assert (found.change, found.aim, found.since) == ("unknown", "unknown", None)
    assert not Signal.objects.exists()


@pytest.mark.parametrize(("scoring", "more"), [("proportion", 0.0007), ("rate", 0.0007)])
def test_so_many_rare_cases_at_once_as_chance_does_not_bring_are_a_change(scoring: str, more: float) -> None:
    found = state([*RARE, more], scoring=scoring, direction="down")
    assert (found.chart, found.change, found.rule) == ("run", "worsening", "outside_limits")
    assert (found.centre, found.lower, found.upper) == (0.00005, None, 0.0004)
    (signal,) = Signal.objects.all()
    assert (signal.rules, signal.side, signal.began) == (["outside_limits"], "high", found.last_period)


def test_rare_counts_without_exposure_flood_too() -> None:
    found = state([0.0, 1.0, 0.0, 0.0, 2.0, 1.0] * 5 + [300.0], counts=False, scoring="count", direction="down")
    assert (found.chart, found.chart_reason, found.change) == ("run", "rare_events", "worsening")
    assert Signal.objects.get().rules == ["outside_limits"]


def test_of_rare_cases_a_watch_tells_what_rules_cannot() -> None:
    cases = [0, 1, 0, 0, 2, 1, 0, 1, 0, 0, 0, 1, 1, 0, 2, 0, 0, 0, 1, 0, 1, 0, 0, 3, 0, 0, 1, 0, 2, 0, 0, 1, 4, 4, 4]
    found = state([count / 10_000 for count in cases], scoring="proportion", direction="down", early_detection=True)
    assert (found.chart, found.watched, found.rule, found.change) == ("run", True, "early_detection", "worsening")
    assert Signal.objects.get().rules == ["early_detection"]


def test_a_constant_series_shows_no_change_and_has_no_limits_to_compare_an_aim_with() -> None:
    found = state([0.5] * 48, aim=0.4, counts=False, scoring="continuous")
    assert (found.status, found.change, found.aim, found.lower) == ("constant", "none", "unknown", None)


def test_since_is_where_the_points_in_a_row_that_are_marked_alike_began() -> None:
    found = state(FALLEN)
    assert (found.since, found.rule, found.variation) == (month(44), "outside_limits", "concern_low")
    assert (found.run_side, found.run_length, found.run_start) == ("low", 4, month(44))


def test_since_is_not_where_a_signal_began_that_the_figures_left_in_between() -> None:
    values = shifted(steady(0), 42, -0.05, 43)
    found = state(shifted(values, 46, -0.05))
    assert Signal.objects.filter(status="open").get().began == month(42)
    assert found.since == month(46)


def test_without_a_change_there_is_no_since() -> None:
    assert state(steady(0)).since is None


def test_the_spark_is_the_last_24_periods_with_gaps_shown() -> None:
    values: list[float | None] = list(steady(0))
    values[46] = None
    spark = state(values).spark
    assert len(spark) == 24
    assert spark[0][0] == month(24).isoformat()
    assert spark[-2] == [month(46).isoformat(), None, "missing"]
    assert spark[-1] == [month(47).isoformat(), 0.494, "common_cause"]


def test_a_run_does_not_reach_over_a_gap_or_into_another_phase() -> None:
    values: list[float | None] = list(FALLEN)
    values[45] = None
    assert state(values).run_length == 2
    series = Series.objects.get()
    with at():
        start_phase(series=series, start=month(47), reason="Sensors", by=SYSTEM)
        evaluate(cause="import")
    found = SeriesState.objects.get()
    assert (found.phase_start, found.run_length, found.status) == (month(47), 0, "insufficient_data")


def test_the_newest_judged_figure_is_the_value_with_its_own_period() -> None:
    found = state(steady(0, n=30))
    assert (found.last_period, found.first_period, found.points) == (month(29), month(0), 30)
    assert (found.value, found.numerator, found.denominator) == (0.498, 4980.0, 10_000.0)
    assert (found.chart, found.profile, found.version_number) == ("pp", "nhs", 1)


def test_a_new_aim_is_answered_without_new_figures() -> None:
    assert state(steady(0)).aim == "no_aim"
    with at():
        set_target(series=Series.objects.get(), value=0.6, by=SYSTEM)
        assert evaluate(cause="manual").series == 1
    assert SeriesState.objects.get().aim == "short"


CHARTS = [
    ("proportion", "pp", "spread_beyond_chance"),
    ("ratio", "xmr", "not_counted_cases"),
    ("rate", "up", "rate_beyond_chance"),
]


@pytest.mark.parametrize(("scoring", "chart", "reason"), CHARTS)
def test_only_counted_cases_are_judged_as_proportions(scoring: str, chart: str, reason: str) -> None:
    found = state(steady(0), scoring=scoring)
    assert (found.chart, found.chart_reason) == (chart, reason)


def test_the_page_and_the_signals_of_a_ratio_use_the_chart_of_its_state() -> None:
    found = state(RISEN, scoring="ratio", direction="up")
    judged = judged_series(found.series_id)
    assert judged is not None
    assert judged.judgement.chart[0] == Chart.XMR
    (opened,) = Signal.objects.filter(status="open")
    fired = firings(judged.panel.panel, chart="xmr")
    assert opened.first_fired == judged.panel.panel.dates[0, int(fired.high[0].argmax())].astype(object)
