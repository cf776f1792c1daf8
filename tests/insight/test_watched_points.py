"""What the watch said is kept a row a series, and read again by period."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.factories import at
from tests.insight.figures import arrive
from tests.insight.noise import week
from tests.integration.test_early_detection import a_watched_system, figures
from wellrun.analytics.calendar import Grain
from wellrun.insight import across
from wellrun.insight.actions import evaluate
from wellrun.insight.models import Signal, WatchedPoints
from wellrun.insight.subjects import subjects
from wellrun.insight.watched_points import WatchedSeries, period_of, watched_members
from wellrun.measures.models import Measure, MeasureVersion, Series

WATCHED = WatchedSeries(7, 100, np.array([0.5, np.nan, 0.01, 0.02]), np.array([0, 0, 1, -1], dtype=np.int8))


@pytest.mark.parametrize(("period", "p"), [(99, None), (100, 0.5), (101, None), (103, 0.02), (104, None)])
def test_p_of_a_period(period: int, p: float | None) -> None:
    found = WATCHED.p_at(period)
    assert found == p or (p is None and np.isnan(found))


@pytest.mark.parametrize(
    ("since", "side", "period"), [(0, 1, 102), (102, 1, 102), (103, 1, None), (101, -1, 103), (200, -1, None)]
)
def test_where_it_fired_first_since(since: int, side: int, period: int | None) -> None:
    assert WATCHED.first_fired(since, side) == period


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER])
def test_neighbouring_periods_differ_by_one(grain: Grain) -> None:
    days = {
        Grain.DAY: (date(2026, 2, 28), date(2026, 3, 1)),
        Grain.WEEK: (date(2026, 12, 31), date(2027, 1, 7)),
        Grain.MONTH: (date(2026, 12, 1), date(2027, 1, 1)),
        Grain.QUARTER: (date(2026, 10, 1), date(2027, 1, 1)),
    }[grain]
    before, after = (period_of(day, grain) for day in days)
    assert after - before == 1


@pytest.fixture
def watched(db: None) -> Any:
    a_watched_system()
    with at():
        arrive(figures())
        evaluate(cause="import")
        yield


def test_a_row_a_watched_series_from_its_first_judged_period_on(watched: Any) -> None:
    measure = Measure.objects.get(key="seen")
    rows = WatchedPoints.objects.filter(series__unit__key="site-0")
    assert [(row.series.measure_id, row.first) for row in rows] == [(measure.pk, week(12))]
    found = watched_members({measure.pk: Grain.WEEK})[measure.pk]
    mine = next(each for each in found if each.series_id == rows[0].series_id)
    for signal in Signal.objects.filter(series=rows[0].series, p_value__isnull=False):
        side = 1 if signal.side == "high" else -1
        fired = mine.first_fired(period_of(signal.first_fired, Grain.WEEK), side)
        assert fired is not None
        assert mine.p_at(fired) == pytest.approx(signal.p_value, rel=1e-5)


def test_what_is_watched_no_more_loses_its_row(watched: Any) -> None:
    MeasureVersion.objects.filter(measure__key="seen").update(early_detection=False)
    evaluate(series_ids=list(Series.objects.values_list("pk", flat=True)), cause="manual")
    assert not WatchedPoints.objects.exists()


def test_the_share_of_false_ones_needs_no_figures(watched: Any, django_assert_num_queries: Any) -> None:
    told = set(Signal.objects.values_list("pk", "q_value"))
    Signal.objects.update(q_value=None, watched_beside=None)
    series = list(Series.objects.values_list("pk", flat=True))
    judged = subjects(series)
    with django_assert_num_queries(4):  # signals, grains, watched points, what is said of the signals
        across.compare(judged)
    assert set(Signal.objects.values_list("pk", "q_value")) == told
