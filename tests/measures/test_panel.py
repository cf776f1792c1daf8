"""Panels: labels, periods, stretches, who reported."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from tests.factories import NOW, a_measure, a_unit, at
from tests.measures.small import counted, month, rows, series_of, take_in
from wellrun.analytics.calendar import Grain
from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions import add_version, start_phase
from wellrun.measures.models import Measure, Series
from wellrun.measures.queries import SeriesPanel, panel
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hospital() -> Unit:
    top = a_unit("system")
    a_measure("share")
    a_measure("activity", scoring="count", roll_up="sum")
    a_unit("south", parent=top)
    return a_unit("north", parent=top)


def only(*series: Series) -> SeriesPanel:
    (found,) = panel([one.pk for one in series])
    return found


def test_figures_stand_where_they_belong_and_an_absent_period_is_a_missing_one() -> None:
    take_in(counted("share", "north", (1, 2), (1, 4), None, (3, 4)))
    found = only(series_of("share", "north"))
    assert found.panel.labels == ("share/north/total",)
    assert found.panel.grain is Grain.MONTH
    assert found.panel.periods.tolist() == [month(n) for n in range(4)]
    np.testing.assert_equal(found.panel.values, [[0.5, 0.25, np.nan, 0.75]])
    np.testing.assert_equal(found.panel.numerators, [[1, 1, np.nan, 3]])
    assert found.judged.tolist() == [[True, True, False, True]]
    assert found.reporting.tolist() == found.expected.tolist() == [[-1] * 4]


def test_counts_come_without_denominators() -> None:
    take_in(rows("activity", "north", 5))
    found = only(series_of("activity", "north"))
    assert found.panel.numerators is found.panel.denominators is None


def test_rolled_up_points_know_who_reported_and_which_are_hollow() -> None:
    take_in(rows("activity", "north", 5, 5, 5) + rows("activity", "south", 5, 5))
    found = only(series_of("activity", "system"))
    assert found.panel.values.tolist() == [[10, 10, 5]]
    assert found.reporting.tolist() == [[2, 2, 1]]
    assert found.expected.tolist() == [[2, 2, 2]]
    assert found.judged.tolist() == [[True, True, False]]


def test_one_panel_a_grain_with_series_by_id() -> None:
    a_measure("weekly", grain="week")
    take_in(
        rows("activity", "north", 5)
        + rows("activity", "south", 5)
        + [{"measure": "weekly", "unit": "north", "period": date(2024, 1, 1), "value": 0.5}]
    )
    ids = [series.pk for series in Series.objects.order_by("-pk")]
    weeks, months = panel(ids)
    assert [each.panel.grain for each in (weeks, months)] == [Grain.WEEK, Grain.MONTH]
    assert months.series_ids.tolist() == sorted(months.series_ids.tolist())
    assert len(months.series_ids) == 3


def test_a_series_without_figures_is_left_out() -> None:
    take_in(rows("activity", "north", 5))
    take_in(rows("activity", "north", None), empty_withdraws=True)
    assert panel([series_of("activity", "north").pk]) == []
    assert panel([]) == []


def test_versions_and_phases_make_stretches_that_keep_their_names() -> None:
    take_in(rows("activity", "north", *[5.0] * 8))
    north = series_of("activity", "north")
    late = start_phase(series=north, start=month(6), reason="New ward", by=SYSTEM)
    assert only(north).panel.phases.tolist() == [[0, 0, 0, 0, 0, 0, 1, 1]]
    add_version(measure=Measure.objects.get(key="activity"), effective_from=month(2), name="Activity", by=SYSTEM)
    early = start_phase(series=north, start=month(4), reason="New clinic", by=SYSTEM)
    found = only(north)
    assert found.panel.phases.tolist() == [[0, 0, 1, 1, 2, 2, 3, 3]]
    assert found.version_number.tolist() == [[1, 1, 2, 2, 2, 2, 2, 2]]
    assert found.phase_number.tolist() == [[0, 0, 0, 0, early.number, early.number, late.number, late.number]]


def test_a_stretch_that_begins_before_the_first_figure_is_the_first() -> None:
    take_in(rows("activity", "north", 5.0, 5.0, start=3))
    start_phase(series=series_of("activity", "north"), start=month(1), reason="New ward", by=SYSTEM)
    assert only(series_of("activity", "north")).panel.phases.tolist() == [[0, 0]]


def test_events_are_columns_with_their_own_dates() -> None:
    a_measure("falls", grain="event", scoring="continuous", roll_up="none")
    days = [date(2024, 1, 3), date(2024, 1, 20), date(2024, 3, 9)]
    lines = [{"measure": "falls", "unit": "north", "period": day, "value": n} for n, day in enumerate(days)]
    take_in([*lines, {"measure": "falls", "unit": "south", "period": days[1], "value": 7}])
    south = series_of("falls", "south")
    start_phase(series=series_of("falls", "north"), start=days[1], reason="New mats", by=SYSTEM)
    found = only(series_of("falls", "north"), south)
    np.testing.assert_equal(found.panel.values, [[0, 1, 2], [7, np.nan, np.nan]])
    assert found.panel.event_dates is not None
    assert found.panel.event_dates[0].tolist() == days
    assert found.panel.phases[0].tolist() == [0, 1, 1]
    assert found.judged.tolist() == [[True, True, True], [True, False, False]]


def test_observations_are_read_by_one_statement_however_many_there_are(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    take_in(rows("activity", "north", *[5.0] * 60, start=-48) + rows("activity", "south", *[5.0] * 60, start=-48))
    ids = list(Series.objects.values_list("pk", flat=True))
    with django_assert_num_queries(7):  # type: ignore[operator]
        panel(ids)
    with django_assert_num_queries(7):  # type: ignore[operator]
        panel(ids[:1])


def test_a_moment_between_two_imports_shows_the_first() -> None:
    with at(NOW):
        take_in(rows("activity", "north", 5))
    with at(NOW, days=2):
        take_in(rows("activity", "north", 6, 7))
    ids = [series_of("activity", "north").pk]
    (then,) = panel(ids, as_of=NOW.replace(day=NOW.day + 1))
    assert then.panel.values.tolist() == [[5]]


def test_the_number_of_a_phase_is_that_of_its_day_however_late() -> None:
    a_measure("daily", grain="day")
    with at(datetime(2059, 10, 1, tzinfo=UTC)):
        take_in(
            [{"measure": "daily", "unit": "north", "period": date(2059, 9, day), "value": 0.5} for day in range(15, 25)]
        )
        series = series_of("daily", "north")
        start_phase(series=series, start=date(2059, 9, 20), reason="Counted anew.", by=SYSTEM)
    assert only(series).phase_number.tolist() == [[0] * 5 + [32_769] * 5]
