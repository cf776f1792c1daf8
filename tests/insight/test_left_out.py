"""A point that somebody left out is shown and takes no part in limits, rules and signals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from tests.factories import NOW, a_measure, a_unit, at
from tests.insight.figures import arrive, month, rows, steady
from wellrun.insight.actions import evaluate
from wellrun.insight.models import SeriesState, Signal
from wellrun.insight.one_series import judged_series
from wellrun.measures.models import Exclusion, Series
from wellrun.measures.queries import panel

pytestmark = pytest.mark.django_db

ODD = 40
WITH_AN_ODD_ONE = [*steady(0)[:ODD], 0.7, *steady(0)[ODD + 1 :]]


def a_judged(values: list[float]) -> Series:
    a_measure("seen")
    a_unit("site")
    arrive(rows("seen", "site", values))
    evaluate(cause="import")
    return Series.objects.get()


def leave_out(series: Series, number: int) -> Exclusion:
    return Exclusion.objects.create(
        series=series, period=month(number), reason="The count was of two sites.", excluded_by="an", excluded_at=NOW
    )


def judge_anew(series: Series) -> None:
    evaluate(series_ids=[series.pk], cause="manual")


def told() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """All states and signals, but for the run that wrote them."""
    states = [{name: value for name, value in row.items() if name != "run_id"} for row in SeriesState.objects.values()]
    return states, list(Signal.objects.order_by("first_fired").values())


def test_a_point_left_out_keeps_its_figure_and_is_not_judged() -> None:
    with at():
        series = a_judged(WITH_AN_ODD_ONE)
        leave_out(series, ODD)
        (found,) = panel([series.pk])
    assert found.excluded[0].nonzero()[0].tolist() == [ODD]
    assert not found.judged[0, ODD]
    assert found.panel.values[0, ODD] == 0.7
    assert found.judged.sum() == 47


def test_limits_and_signals_are_those_of_the_figures_without_it() -> None:
    early = [*steady(0)[:5], 0.7, *steady(0)[6:]]
    with at():
        series = a_judged(early)
        wide = judged_series(series.pk)
        leave_out(series, 5)
        judge_anew(series)
        narrow = judged_series(series.pk)
    assert wide
    assert narrow
    assert narrow.judgement.upper[0, -1] < wide.judgement.upper[0, -1]
    assert np.isnan(narrow.judgement.values[0, 5]) or narrow.judgement.rule[0, 5] == 0


def test_it_is_judged_as_if_the_figure_had_never_come() -> None:
    gap: list[float | None] = [*WITH_AN_ODD_ONE[:ODD], None, *WITH_AN_ODD_ONE[ODD + 1 :]]
    with at():
        series = a_judged(WITH_AN_ODD_ONE)
        a_unit("other")
        arrive(rows("seen", "other", gap), name="other.csv")
        leave_out(series, ODD)
        evaluate(series_ids=list(Series.objects.values_list("pk", flat=True)), cause="manual")
    answer = ("centre", "lower", "upper", "points", "change", "run_side", "run_length", "run_start", "chart", "rule")
    own, other = SeriesState.objects.values(*answer)
    assert own == other
    told = Signal.objects.exclude(status="withdrawn").order_by("first_fired")
    signals = ("side", "first_fired", "began", "last_fired", "rules")
    assert list(told.filter(series=series).values(*signals)) == list(told.exclude(series=series).values(*signals))


def test_a_signal_that_rests_on_it_alone_is_taken_back() -> None:
    with at():
        series = a_judged(WITH_AN_ODD_ONE)
        assert [(signal.first_fired, signal.status) for signal in Signal.objects.all()] == [(month(ODD), "closed")]
        leave_out(series, ODD)
        judge_anew(series)
    assert [signal.status for signal in Signal.objects.all()] == ["withdrawn"]


def test_taken_in_again_it_gives_the_same_states_and_signals() -> None:
    with at():
        series = a_judged(WITH_AN_ODD_ONE)
        before = told()
        out = leave_out(series, ODD)
        judge_anew(series)
        assert told() != before
        Exclusion.objects.filter(pk=out.pk).update(lifted_by="an", lifted_at=NOW)
        judge_anew(series)
    assert told() == before


def test_at_an_earlier_moment_nobody_had_left_it_out() -> None:
    with at():
        series = a_judged(WITH_AN_ODD_ONE)
    with at(days=2):
        Exclusion.objects.create(
            series=series, period=month(ODD), reason="Two sites.", excluded_by="an", excluded_at=NOW + timedelta(days=2)
        )
        (then,), (now,) = panel([series.pk], as_of=NOW + timedelta(days=1)), panel([series.pk])
    assert not then.excluded.any()
    assert now.excluded.any()
