"""Figures of the units above: sums, coverage, and what a change of who reports does."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import a_measure, a_series, a_unit, at
from tests.measures.small import (
    Row,
    a_source,
    counted,
    coverage,
    hollow,
    known,
    month,
    phases,
    rows,
    series_of,
    take_in,
    values,
)
from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions import start_phase
from wellrun.measures.models import Feed, Measure, Observation, Phase, SupersededObservation
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db

KEYS = ("a", "b", "c")


@pytest.fixture(autouse=True)
def trusts() -> dict[str, Unit]:
    """A system of three trusts in a region, beside a trust of another system."""
    region = a_unit("region")
    system, other = a_unit("system", parent=region), a_unit("other", parent=region)
    a_measure("share")
    a_measure("activity", scoring="count", roll_up="sum", direction="none")
    made = {key: a_unit(key, parent=system, name=f"Trust {key.upper()}") for key in KEYS}
    return {**made, "z": a_unit("z", parent=other, name="Trust Z"), "system": system, "region": region}


def close(key: str, number: int, successor: Unit | None = None) -> None:
    Unit.objects.filter(key=key).update(closed=month(number), successor=successor)


def every(*values: float | None, keys: tuple[str, ...] = KEYS) -> list[dict[str, object]]:
    return [row for key in keys for row in rows("activity", key, *values)]


def test_rates_pool_their_counts_and_are_not_averaged() -> None:
    take_in(counted("share", "a", (1, 10)) + counted("share", "b", (90, 100)))
    row = known("share", "system")[month(0)]
    assert (row.numerator, row.denominator, row.value) == (91, 110, 91 / 110)
    assert (row.reporting, row.expected, row.revision, row.judged) == (2, 2, 1, True)
    assert series_of("share", "system").derived
    assert not series_of("share", "a").derived


def test_counts_are_summed() -> None:
    take_in(every(5) + rows("activity", "z", 7))
    assert values("activity", "system") == [15]
    assert values("activity", "region") == [22]
    assert known("activity", "system")[month(0)].numerator is None


def test_a_measure_that_does_not_add_up_gives_its_parents_nothing() -> None:
    a_measure("median", scoring="continuous", roll_up="none")
    take_in(rows("median", "a", 5))
    assert not Observation.objects.filter(series__unit__key="system").exists()


def test_a_share_without_counts_cannot_be_pooled_and_is_not_waited_for() -> None:
    take_in(rows("share", "a", 0.5) + counted("share", "b", (1, 4)))
    assert values("share", "system") == [0.25]
    assert coverage("share", "system") == [(1, 1)]


def test_a_missing_trust_shows_in_the_coverage() -> None:
    take_in(every(5, 5, keys=("a", "b")) + rows("activity", "c", 5))
    assert values("activity", "system") == [15, 10]
    assert coverage("activity", "system") == [(3, 3), (2, 3)]


def test_a_trust_is_waited_for_from_its_first_figure_on() -> None:
    take_in(every(5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5, start=1))
    assert coverage("activity", "system") == [(2, 2), (3, 3), (2, 3)]


def test_beyond_the_end_of_the_feed_nobody_is_waited_for() -> None:
    Feed.objects.create(source=a_source(), measure=Measure.objects.get(key="activity"), declared_end=month(1))
    take_in(every(5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5))
    assert coverage("activity", "system") == [(3, 3), (2, 3), (2, 2)]


def test_a_trust_that_sends_nothing_but_zeros_of_an_activity_does_not_report() -> None:
    take_in(every(5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 0, 0, 0, 0))
    assert values("activity", "system") == [10] * 4
    assert coverage("activity", "system") == [(2, 2)] * 4
    assert (phases("activity", "system"), hollow("activity", "system")) == ([], [])
    assert values("activity", "c") == [0] * 4


def test_a_trust_reports_an_activity_from_its_first_figure_above_zero_on() -> None:
    take_in(every(5, 5, 5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 0, 0, 7, 0, 7))
    assert coverage("activity", "system") == [(2, 2), (2, 2), (3, 3), (3, 3), (3, 3), (2, 3)]
    assert [reason for _, _, reason in phases("activity", "system")] == ["Who reports changed: Trust C joined."]


def test_a_correction_may_move_the_beginning_of_an_activity_both_ways() -> None:
    take_in(every(5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 0, 0, 7, 7))
    take_in(rows("activity", "c", 3))
    assert coverage("activity", "system") == [(3, 3)] * 4
    take_in(rows("activity", "c", 0) + rows("activity", "c", 0, start=2))
    assert coverage("activity", "system") == [(2, 2), (2, 2), (2, 2), (3, 3)]


def test_units_of_which_none_has_an_activity_give_their_parent_no_figure() -> None:
    take_in(every(0, 0))
    assert not Observation.objects.filter(series__unit__key="system").exists()


def test_a_result_of_zero_is_a_report() -> None:
    a_measure("falls", scoring="count", roll_up="sum", direction="down")
    take_in(rows("falls", "a", 3, 3) + rows("falls", "b", 0, 0))
    assert coverage("falls", "system") == [(2, 2)] * 2


def test_a_closed_trust_is_not_waited_for() -> None:
    close("c", 1)
    take_in(every(5, 5, keys=("a", "b")) + rows("activity", "c", 5))
    assert coverage("activity", "system") == [(3, 3), (2, 2)]


def test_a_trust_is_not_waited_for_before_it_opens() -> None:
    Unit.objects.filter(key="c").update(opened=month(2))
    take_in(every(5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5))  # a figure from before, by mistake
    assert coverage("activity", "system") == [(3, 3), (2, 2), (2, 3)]


def test_the_place_of_a_closed_trust_is_its_successors_before_that_reports(trusts: dict[str, Unit]) -> None:
    close("c", 1, trusts["b"])
    take_in(every(5, 5, 5, keys=("a",)) + rows("activity", "c", 5) + rows("activity", "b", 9, start=2))
    assert coverage("activity", "system") == [(2, 2), (1, 2), (2, 2)]


def test_a_merger_inside_begins_no_phase_above_and_one_in_the_successor(trusts: dict[str, Unit]) -> None:
    close("c", 3, trusts["b"])
    take_in(every(5, 5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5, 5, 5))
    assert phases("activity", "system") == []
    assert hollow("activity", "system") == []
    assert coverage("activity", "system") == [(3, 3)] * 3 + [(2, 2)] * 2
    ((start, kind, reason),) = phases("activity", "b")
    assert (start, kind) == (month(3), "merger")
    assert reason == "Trust B took over Trust C, whose figures are in it from here on."


def test_what_a_merged_trust_still_sends_counts_with_its_successor(trusts: dict[str, Unit]) -> None:
    close("c", 2, trusts["b"])
    take_in(every(5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5, 5, 1))
    assert values("activity", "system") == [15, 15, 11]
    assert coverage("activity", "system") == [(3, 3), (3, 3), (2, 2)]
    assert hollow("activity", "system") == []


def test_a_merger_from_outside_begins_a_phase_at_once(trusts: dict[str, Unit]) -> None:
    close("z", 2, trusts["b"])
    take_in(every(5, 5, 9) + rows("activity", "z", 4, 4))
    ((start, kind, reason),) = phases("activity", "system")
    assert (start, kind) == (month(2), "merger")
    assert "Trust B took over Trust Z" in reason
    assert phases("activity", "region") == []
    assert hollow("activity", "system") == []


def test_a_chain_of_mergers_ends_at_the_last(trusts: dict[str, Unit]) -> None:
    close("c", 1, trusts["b"])
    close("b", 2, trusts["a"])
    take_in(every(5, 5, 5, 5, keys=("a",)) + rows("activity", "b", 5, 5) + rows("activity", "c", 5))
    assert coverage("activity", "system") == [(3, 3), (2, 2), (1, 1), (1, 1)]
    assert phases("activity", "system") == []
    assert [start for start, _, _ in phases("activity", "a")] == [month(2)]
    assert [start for start, _, _ in phases("activity", "b")] == [month(1)]


def test_a_ring_of_successors_does_not_trap_the_roll_up(trusts: dict[str, Unit]) -> None:
    close("c", 1, trusts["b"])
    close("b", 1, trusts["c"])
    take_in(every(5, 5))
    assert values("activity", "system") == [15, 15]


def test_a_departure_of_three_periods_begins_a_phase() -> None:
    take_in(every(5, 5, 5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5, 5, 5))
    ((start, kind, reason),) = phases("activity", "system")
    assert (start, kind, reason) == (month(3), "reporting", "Who reports changed: Trust C stopped.")
    assert hollow("activity", "system") == []
    assert Phase.objects.get(series__unit__key="system").derived


def test_a_departure_of_two_periods_is_hollow_and_no_phase() -> None:
    take_in(every(5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5, None, None, 5))
    assert phases("activity", "system") == []
    assert hollow("activity", "system") == [month(1), month(2)]


def daily(key: str, days: range) -> list[Row]:
    return [{"measure": "daily", "unit": key, "period": date(2024, 1, 1 + day), "value": 5.0} for day in days]


@pytest.mark.parametrize("at_once", [True, False])
def test_of_days_a_departure_begins_a_phase_when_it_has_lasted_a_week(at_once: bool) -> None:
    a_measure("daily", scoring="count", roll_up="sum", direction="none", grain="day")
    stayed = daily("a", range(20)) + daily("b", range(20)) + daily("c", range(5))
    files = [stayed] if at_once else [[row for row in stayed if row["period"].day == day + 1] for day in range(20)]
    take_in(daily("a", range(11)) + daily("b", range(11)) + daily("c", range(5)))
    assert (phases("daily", "system"), len(hollow("daily", "system"))) == ([], 6)
    for number, found in enumerate(files):
        take_in(found, name=f"{number}.csv")
    assert [start for start, _, _ in phases("daily", "system")] == [date(2024, 1, 6)]
    assert hollow("daily", "system") == []
    take_in(daily("c", range(5, 20)))
    assert phases("daily", "system") == []


def test_the_newest_points_of_a_departure_are_hollow_until_it_has_lasted() -> None:
    take_in(every(5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5))
    assert hollow("activity", "system") == [month(1), month(2)]
    result = take_in([*rows("activity", "a", 5, start=3), *rows("activity", "b", 5, start=3)])
    assert hollow("activity", "system") == []
    assert [start for start, _, _ in phases("activity", "system")] == [month(1)]
    assert result.receipt.rows_derived == 2 * 3  # in system and region: one new, two that are judged now


def test_absent_periods_neither_make_nor_break_a_departure() -> None:
    take_in(
        [row for key in ("a", "b") for row in rows("activity", key, 5, 5, None, None, 5, 5)] + rows("activity", "c", 5)
    )
    assert [start for start, _, _ in phases("activity", "system")] == [month(1)]


def test_one_who_joins_and_one_who_stops_are_named() -> None:
    take_in(every(5, 5, 5, 5, keys=("a",)) + rows("activity", "b", 5) + rows("activity", "c", 5, 5, 5, start=1))
    ((_, _, reason),) = phases("activity", "system")
    assert reason == "Who reports changed: Trust C joined, Trust B stopped."


def test_many_names_are_counted() -> None:
    system = Unit.objects.get(key="system")
    more = [a_unit(f"d{number}", parent=system, name=f"Trust D{number}").key for number in range(5)]
    take_in(every(5, 5, 5, 5, keys=("a",)) + [row for key in more for row in rows("activity", key, 5, 5, 5, start=1)])
    ((_, _, reason),) = phases("activity", "system")
    assert reason == "Who reports changed: Trust D0, Trust D1, Trust D2 and 2 others joined."


def test_a_correction_withdraws_a_phase_that_it_undoes() -> None:
    take_in(every(5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5))
    before = series_of("activity", "system").data_revision
    result = take_in(rows("activity", "c", 5, 5, 5, 5))
    assert phases("activity", "system") == []
    assert coverage("activity", "system") == [(3, 3)] * 4
    assert series_of("activity", "system").pk in result.changed_series_ids
    assert series_of("activity", "system").data_revision == before + 1


def test_a_phase_keeps_its_number_whatever_is_found_before_it() -> None:
    take_in(every(*[5] * 9, keys=("a", "b")) + rows("activity", "c", *[5] * 3, start=6))
    (late,) = Phase.objects.filter(series__unit__key="system")
    take_in(rows("activity", "c", *[5] * 3))
    starts = dict(Phase.objects.filter(series__unit__key="system").values_list("start", "number"))
    assert list(starts) == [month(3), month(6)]
    assert starts[month(6)] == late.number
    assert starts[month(3)] == late.number - 3


def test_a_declared_reason_comes_before_the_one_that_was_found_on_its_day() -> None:
    take_in(every(5, 5, 5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5, 5, 5))
    series, found = series_of("activity", "system"), "Who reports changed: Trust C stopped."
    start_phase(series=series, start=month(3), reason="Counted anew.", reason_kind="definition", by=SYSTEM)
    both = (month(3), "definition", f"Counted anew. Also: {found}")
    assert phases("activity", "system") == [both]
    take_in(rows("activity", "c", 5, 5, 5, 5, 5, 5))
    assert phases("activity", "system") == [(month(3), "definition", "Counted anew.")]
    assert not Phase.objects.get(series=series).derived


def test_what_is_found_on_the_day_of_a_declared_phase_is_named_after_it() -> None:
    take_in(every(5, 5, 5, 5, 5))
    start_phase(series=series_of("activity", "system"), start=month(5), reason="Counted anew.", by=SYSTEM)
    take_in([row for key in ("a", "b") for row in rows("activity", key, 5, 5, 5, start=5)])
    ((_, kind, reason),) = phases("activity", "system")
    assert (kind, reason) == ("process", "Counted anew. Also: Who reports changed: Trust C stopped.")


def test_a_phase_that_a_person_began_stands() -> None:
    take_in(every(5, 5, 5, 5))
    Phase.objects.create(
        series=series_of("activity", "system"),
        number=1,
        start=month(1),
        reason_kind="process",
        reason="New ward",
        created_at="2025-01-01T00:00Z",
    )
    take_in(rows("activity", "a", 6))
    assert [reason for _, _, reason in phases("activity", "system")] == ["New ward"]


def test_who_reports_for_itself_is_not_rolled_up_and_stands_for_all_beneath_it() -> None:
    take_in(every(5) + rows("activity", "system", 100) + rows("activity", "z", 7))
    assert values("activity", "system") == [100]
    assert values("activity", "region") == [107]
    assert coverage("activity", "region") == [(2, 2)]


def test_one_that_begins_to_report_for_itself_gives_up_its_rolled_up_figures() -> None:
    take_in(every(5, 5, 5, 5, keys=("a", "b")) + rows("activity", "c", 5))
    assert Phase.objects.filter(series__unit__key="system").count() == 1
    take_in(rows("activity", "system", 100, start=1))
    assert values("activity", "system") == [None, 100, None, None]
    assert coverage("activity", "system") == [(None, None)] * 4
    assert not series_of("activity", "system").derived
    assert values("activity", "region") == [None, 100, None, None]
    assert Phase.objects.filter(series__unit__key="system").count() == 0
    assert SupersededObservation.objects.filter(series__unit__key="system").count() == 4


def test_a_series_made_for_an_aim_is_rolled_up_until_it_has_figures() -> None:
    a_series(Unit.objects.get(key="system"), Measure.objects.get(key="activity"))
    take_in(every(5))
    assert values("activity", "system") == [15]
    assert values("activity", "region") == [15]
    assert series_of("activity", "system").derived


def test_a_figure_taken_back_takes_the_rolled_up_one_along() -> None:
    take_in(rows("activity", "a", 5, 5))
    take_in(rows("activity", "a", None), empty_withdraws=True)
    row = known("activity", "system")[month(0)]
    assert (row.value, row.reporting, row.revision, row.judged) == (None, 0, 2, False)
    take_in(rows("activity", "a", 6))
    assert known("activity", "system")[month(0)].value == 6


def test_one_new_month_writes_that_month_only() -> None:
    with at():
        take_in(every(*[5] * 12))
        result = take_in([row for key in KEYS for row in rows("activity", key, 6, start=12)])
    assert (result.receipt.rows_new, result.receipt.rows_derived) == (3, 2)
    assert SupersededObservation.objects.count() == 0
    assert values("activity", "region") == [15] * 12 + [18]
