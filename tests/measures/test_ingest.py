"""What a file must be, how its rows count, and what is remarked upon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import NOW, a_measure, a_unit, at
from tests.measures.small import Row, counted, known, month, rows, series_of, take_in, values
from wellrun.audit.models import AuditEvent
from wellrun.measures.models import Observation, QualityIssue, Receipt, Series, SupersededObservation
from wellrun.organisation.models import SiteSetting, Unit
from wellrun.tables.errors import TableErrors

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hospital() -> Unit:
    top = a_unit("system")
    a_measure("share")
    a_measure("activity", scoring="count", roll_up="sum", direction="none")
    a_measure("stay", scoring="continuous", display_unit="days", direction="down")
    return a_unit("north", parent=top)


def one(**row: Any) -> Row:
    return {"measure": "share", "unit": "north", "period": month(0), **row}


def refusals(*found: Row, **options: Any) -> tuple[str, ...]:
    with pytest.raises(TableErrors) as refusal:
        take_in(found, **options)
    assert not Observation.objects.exists()
    assert not Receipt.objects.exists()
    assert not Series.objects.exists()
    return refusal.value.lines


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (one(measure="shares", value=0.5), "column measure: there is no measure “shares”"),
        (one(measure="", value=0.5), "column measure: the measure is missing"),
        (one(unit="south", value=0.5), "column unit: there is no unit “south”"),
        (one(period=date(2024, 1, 17), value=0.5), "column period: 17 January 2024 is not the first day of a month"),
        (one(period=None, value=0.5), "column period: the period is missing"),
        (one(numerator=0, denominator=0), "column denominator: 0 is not allowed: a rate needs cases"),
        (one(numerator=1, denominator=-4), "column denominator: -4 is not allowed: a rate needs cases"),
        (one(numerator=5, denominator=4), "column numerator: 5 is above the denominator 4"),
        (one(numerator=-1, denominator=4), "column numerator: this cannot be below 0"),
        (one(value=68.9), "column value: 68.9 is not between 0 and 1"),
        (one(value=float("inf")), "column value: this is not a number"),
        (one(numerator=3), "column denominator: a numerator without a denominator says nothing"),
        (one(measure="activity", value=-1), "column value: a count cannot be below 0"),
        (one(value=0.5, stratum="x" * 81), "column stratum: a stratum has a name of 1 to 80 characters"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_taken(row: Row, line: str) -> None:
    fine = one(period=month(1), value=0.5)
    (found,) = refusals(fine, row)
    assert found.startswith(f"figures.csv, row 3, {line}")


def test_two_rows_for_one_period_name_both_lines() -> None:
    lines = refusals(one(value=0.5), one(period=month(1), value=0.5), one(value=0.6))
    assert lines == ("figures.csv, row 4, column period: row 2 already has this measure, unit and period",)


def test_every_refusal_of_a_file_is_told_at_once() -> None:
    with pytest.raises(TableErrors) as refusal:
        take_in([one(measure="shares", value=0.5), one(value=7), *rows("share", "south", *[0.5] * 100, start=-90)])
    assert refusal.value.total == 102
    assert len(refusal.value.errors) == 50
    assert "(and 101 more)" in refusal.value.sentence


def test_weeks_start_as_the_site_says() -> None:
    a_measure("weekly", grain="week")
    SiteSetting.objects.create(name="Site", week_start=6)
    take_in([one(measure="weekly", period=date(2024, 1, 7), value=0.5)])
    assert list(known("weekly", "north")) == [date(2024, 1, 7)]


def test_a_week_that_starts_on_another_day_is_refused() -> None:
    a_measure("weekly", grain="week")
    (line,) = refusals(one(measure="weekly", period=date(2024, 1, 7), value=0.5))
    assert "7 January 2024 is not the first day of a week here; that week starts on 1 January 2024" in line


def test_events_lie_on_their_own_days() -> None:
    a_measure("falls", grain="event", scoring="continuous", roll_up="none")
    take_in([one(measure="falls", period=date(2024, 1, 17), value=3.0)])
    assert list(known("falls", "north")) == [date(2024, 1, 17)]
    assert not Series.objects.filter(unit__key="system").exists()


def test_a_retired_measure_takes_no_figures_from_its_last_day_on() -> None:
    measure = a_measure("old")
    measure.retired_on = month(2)
    measure.save()
    (line,) = refusals(*rows("old", "north", 0.5, 0.5, 0.5))
    assert "row 4, column period: the measure was retired before 1 March 2024" in line


def test_a_unit_outside_the_callers_reach_does_not_exist(hospital: Unit) -> None:
    (line,) = refusals(one(value=0.5), within=[hospital.parent_id])
    assert "there is no unit “north”" in line
    take_in([one(value=0.5)], within=[hospital.pk])
    assert values("share", "north") == [0.5]


def test_the_value_is_the_numerator_over_the_denominator() -> None:
    take_in([one(numerator=2, denominator=3, value=0.667)])
    (row,) = known("share", "north").values()
    assert (row.value, row.numerator, row.denominator) == (2 / 3, 2.0, 3.0)


def test_a_count_may_come_as_numerator_alone() -> None:
    take_in([one(measure="activity", numerator=12)])
    assert values("activity", "north") == [12.0]


def test_a_value_that_rounding_explains_is_passed_over_and_another_is_remarked_upon() -> None:
    result = take_in([*counted("share", "north", (2, 3), (1, 3)), one(unit="system", numerator=1, denominator=4)])
    assert result.warnings == ()
    rounded = counted("share", "north", (2, 3), (1, 3), (1, 3), start=3)
    for row, value in zip(rounded, (0.667, 0.333, 0.334), strict=True):
        row["value"] = value
    result = take_in(rounded)
    assert [line.row for line in result.warnings] == [4]
    assert "0.334 is not the numerator over the denominator, which is 0.333333 and is kept" in str(result.warnings)
    (issue,) = result.issues
    assert (issue.kind, issue.period, issue.detail["rows"]) == ("disagrees", month(5), 1)


def test_an_issue_about_a_disagreeing_value_ends_when_the_file_agrees() -> None:
    take_in([one(numerator=1, denominator=4, value=0.5)])
    take_in([one(numerator=1, denominator=4, value=0.25)])
    assert QualityIssue.objects.get().resolved_at is not None


def test_a_numerator_above_the_denominator_of_an_open_share_is_taken_with_an_issue() -> None:
    a_measure("ratio", scoring="ratio")
    result = take_in([one(measure="ratio", numerator=5, denominator=4)])
    assert values("ratio", "north") == [1.25]
    assert result.receipt.warnings == 1
    (issue,) = result.issues
    assert (issue.kind, issue.period, issue.detail) == (
        "above_denominator",
        month(0),
        {"numerator": 5.0, "denominator": 4.0},
    )
    take_in([one(measure="ratio", numerator=4, denominator=4)])
    issue.refresh_from_db()
    assert issue.resolved_at is not None


def test_days_a_stay_may_well_be_above_the_number_of_stays() -> None:
    result = take_in([one(measure="stay", numerator=50, denominator=10)])
    assert (result.warnings, result.issues) == ((), ())


def test_figures_of_a_closed_unit_a_unit_not_open_yet_and_of_the_future_are_taken_with_a_warning() -> None:
    Unit.objects.filter(key="north").update(opened=month(1), closed=month(3))
    with at(NOW.replace(year=2024, month=4, day=2)):
        result = take_in(rows("share", "north", 0.1, 0.1, 0.1, 0.1, 0.1))
    assert [(line.row, line.sentence) for line in result.warnings] == [
        (2, "north was not open yet"),
        (5, "north was closed by then"),
        (6, "1 May 2024 lies in the future"),
        (6, "north was closed by then"),
    ]
    assert result.receipt.warnings == 4
    assert len(values("share", "north")) == 5


def test_the_receipt_counts_every_row_once() -> None:
    take_in(rows("share", "north", 0.1, 0.2, 0.3))
    receipt = take_in(rows("share", "north", 0.1, 0.25, None, 0.4, None)).receipt
    assert (receipt.rows_read, receipt.rows_new, receipt.rows_corrected) == (5, 1, 1)
    assert (receipt.rows_unchanged, receipt.rows_empty) == (1, 2)
    assert receipt.rows_derived == 0  # shares without counts cannot be pooled
    assert values("share", "north") == [0.1, 0.25, 0.3, 0.4]


def test_an_empty_row_takes_a_figure_back_only_when_asked_to() -> None:
    take_in(rows("share", "north", 0.1, 0.2))
    assert take_in(rows("share", "north", None)).changed_nothing
    result = take_in(rows("share", "north", None, 0.2, None), empty_withdraws=True)
    assert values("share", "north") == [None, 0.2]
    assert (result.receipt.rows_corrected, result.receipt.rows_empty, result.receipt.rows_unchanged) == (1, 1, 1)
    old = SupersededObservation.objects.get()
    assert (old.value, old.revision) == (0.1, 1)
    assert take_in(rows("share", "north", None), empty_withdraws=True).changed_nothing
    take_in(rows("share", "north", 0.3))
    assert known("share", "north")[month(0)].revision == 3


def test_the_same_file_again_changes_nothing_and_is_signed_for() -> None:
    first = take_in(counted("share", "north", (1, 2), (2, 3)))
    revisions = list(Series.objects.order_by("pk").values_list("data_revision", flat=True))
    again = take_in(counted("share", "north", (1, 2), (2, 3)))
    assert first.changed_series_ids.tolist() == sorted(Series.objects.values_list("pk", flat=True))
    assert again.changed_nothing
    assert again.receipt.rows_unchanged == 2
    assert list(Series.objects.order_by("pk").values_list("data_revision", flat=True)) == revisions
    assert list(AuditEvent.objects.filter(verb="ingest").values_list("subject_id", flat=True)) == [
        str(first.receipt.pk),
        str(again.receipt.pk),
    ]


def test_only_series_that_changed_count_a_revision() -> None:
    take_in(counted("share", "north", (1, 2)) + rows("activity", "north", 5))
    result = take_in(rows("activity", "north", 6))
    assert result.changed_series_ids.tolist() == sorted(
        [series_of("activity", "north").pk, series_of("activity", "system").pk]
    )
    assert series_of("share", "north").data_revision == 1
    assert series_of("activity", "system").data_revision == 2


def test_a_correction_keeps_what_was_known() -> None:
    with at(NOW):
        first = take_in(counted("share", "north", (1, 2)))
    with at(NOW, days=1):
        second = take_in(counted("share", "north", (1, 4)))
    live = known("share", "north")[month(0)]
    assert (live.value, live.revision, live.receipt_id, live.recorded_at) == (
        0.25,
        2,
        second.receipt.pk,
        NOW + timedelta(days=1),
    )
    old = SupersededObservation.objects.get(series=series_of("share", "north"))
    assert (old.value, old.revision, old.receipt_id) == (0.5, 1, first.receipt.pk)
    assert (old.recorded_at, old.superseded_at) == (NOW, NOW + timedelta(days=1))
    assert SupersededObservation.objects.get(series=series_of("share", "system")).denominator == 2.0


def test_a_clock_set_back_ends_no_row_before_it_began() -> None:
    with at(NOW):
        take_in(rows("share", "north", 0.5))
    with at(NOW, days=-1):
        take_in(rows("share", "north", 0.6))
    old = SupersededObservation.objects.get()
    assert old.superseded_at == old.recorded_at == NOW
    assert known("share", "north")[month(0)].recorded_at == NOW


def test_strata_are_series_of_their_own() -> None:
    take_in([one(numerator=1, denominator=2), one(numerator=1, denominator=4, stratum="women")])
    assert known("share", "system", "women")[month(0)].value == 0.25
    assert known("share", "system")[month(0)].value == 0.5


def test_progress_is_told_step_by_step() -> None:
    steps: list[str] = []
    take_in(counted("share", "north", (1, 2)), progress=lambda step, done, total: steps.append(step))
    assert list(dict.fromkeys(steps)) == ["check", "compare", "write", "roll_up"]


def test_a_file_without_a_row_is_signed_for_and_changes_nothing() -> None:
    result = take_in([])
    assert result.changed_nothing
    assert (result.receipt.rows_read, result.receipt.rows_empty) == (0, 0)


def test_a_file_of_empty_rows_makes_no_series() -> None:
    result = take_in(rows("share", "north", None, None))
    assert (result.receipt.rows_empty, result.changed_nothing) == (2, True)
    assert not Series.objects.exists()
