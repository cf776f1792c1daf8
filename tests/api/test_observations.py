"""Figures pushed: all or none, by row and column, once, within one's own units."""

from typing import Any

import pytest

from tests.api.calling import Answer, Program
from tests.api.figures import months, push
from tests.factories import a_user
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.measures.models import Observation, Receipt, Series, Source

pytestmark = pytest.mark.integration

ROWS = months([0.5 + (at % 3) / 100 for at in range(24)])


@pytest.fixture
def analyst(world: World) -> Program:
    return Program(a_user("analyst", (world.north, "analyst")))


def kept() -> int:
    return Observation.objects.count()


def test_a_push_is_taken_in_rolled_up_judged_and_signed_for(analyst: Program, world: World) -> None:
    answer = push(analyst, ROWS, source="own-files", name="leave, autumn")
    assert (answer.status, answer.body["rows_new"]) == (201, 24)
    assert answer.body["series_changed"] == Series.objects.filter(data_revision__gt=0).count()
    receipt = Receipt.objects.get()
    assert answer.body["receipt"]["id"] == str(receipt.pk)
    assert (receipt.file_name, receipt.received_by) == ("leave, autumn", "analyst")
    assert AuditEvent.objects.get(verb="ingest").actor == "analyst"
    assert Series.objects.get(unit=world.north).state.points == 24


def test_pushing_again_changes_nothing(analyst: Program) -> None:
    first, again = push(analyst, ROWS), push(analyst, ROWS)
    assert (again.status, again.body["rows_unchanged"], again.body["rows_new"]) == (201, 24, 0)
    assert again.body["series_changed"] == 0
    assert first.body["receipt"]["sha256"] == again.body["receipt"]["sha256"]


def test_a_figure_that_differs_is_a_new_revision(analyst: Program) -> None:
    push(analyst, ROWS)
    answer = push(analyst, [ROWS[3] | {"value": 0.9}])
    assert (answer.body["rows_corrected"], answer.body["rows_new"]) == (1, 0)


def test_a_dry_run_says_what_would_come_and_keeps_nothing(analyst: Program) -> None:
    answer = push(analyst, ROWS, dry_run=True)
    assert (answer.status, answer.body["receipt"], answer.body["rows_new"]) == (200, None, 24)
    assert (kept(), Receipt.objects.count(), Source.objects.count()) == (0, 0, 0)
    assert not AuditEvent.objects.filter(verb="ingest").exists()


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"measure": "nothing"}, "measure", "there is no measure “nothing”"),
        ({"unit": "nowhere"}, "unit", "there is no unit “nowhere”"),
        ({"unit": "south"}, "unit", "there is no unit “south”"),
        ({"unit": "system"}, "unit", "there is no unit “system”"),
        ({"period": "2025-13"}, "period", '"2025-13" is not a date in the calendar'),
        ({"value": 1.5}, "value", "1.5 is not between 0 and 1, as this proportion is"),
        ({"value": None, "numerator": 0, "denominator": 0}, "denominator", "0 is not allowed: a rate needs cases"),
        ({"period": "2023-01"}, "period", "north/ready-to-leave"),
    ],
)
def test_one_row_that_cannot_be_taken_keeps_all_out(
    analyst: Program, changed: dict[str, Any], column: str, sentence: str
) -> None:
    answer = push(analyst, [*ROWS[:4], ROWS[4] | changed, *ROWS[5:]])
    assert (answer.status, answer.code, kept()) == (422, "rows_refused", 0)
    (error,) = answer.body["errors"]
    assert (error["row"], error["column"]) == (5, column)
    if column != "period" or "13" in sentence:
        assert error["detail"] == sentence


def test_a_unit_outside_answers_exactly_as_one_that_there_is_not(analyst: Program) -> None:
    outside = push(analyst, [ROWS[0] | {"unit": "south"}])
    unknown = push(analyst, [ROWS[0] | {"unit": "nowhere"}])
    assert str(outside.body).replace("south", "nowhere") == str(unknown.body)


@pytest.mark.parametrize(
    "row",
    [
        {"unit": "north", "period": "2025-08", "value": 0.5},
        ROWS[0] | {"value": "0.5"},
        ROWS[0] | {"value": True},
        ROWS[0] | {"period": "8 May 2025"},
        ROWS[0] | {"valeu": 0.5},
        ROWS[0] | {"unit": "a\x00b"},
    ],
)
def test_a_row_of_another_form_is_named_by_row_and_column(analyst: Program, row: dict[str, Any]) -> None:
    answer = push(analyst, [*ROWS[1:3], row])
    assert (answer.status, answer.code, kept()) == (422, "invalid", 0)
    (error,) = answer.body["errors"]
    assert (error["row"], error["location"]) == (3, f"body.rows.2.{error['column']}")


@pytest.mark.parametrize("rows", [[], [{}] * 50_001])
def test_none_or_too_many_rows(analyst: Program, rows: list[Any]) -> None:
    assert push(analyst, rows).code == "invalid"


def test_a_source_that_is_not_on_record(analyst: Program) -> None:
    assert push(analyst, ROWS, source="nobody").body["code"] == "source_unknown"


def test_an_empty_row_takes_a_figure_back_only_when_told_to(analyst: Program, world: World) -> None:
    push(analyst, ROWS)
    empty = [ROWS[5] | {"value": None}]
    assert push(analyst, empty).body["rows_empty"] == 1
    assert Observation.objects.get(series=world.series, period="2023-06-01").value is not None
    push(analyst, empty, empty_withdraws=True)
    assert Observation.objects.get(series=world.series, period="2023-06-01").value is None


def test_a_row_to_look_at_is_taken_with_a_warning(analyst: Program) -> None:
    answer = push(analyst, [ROWS[0] | {"period": "2025-11"}])
    assert (answer.status, [warning["row"] for warning in answer.body["warnings"]]) == (201, [1])


@pytest.mark.parametrize("level", ["viewer", "contributor", "chair", "administrator"])
def test_other_levels_push_nothing(world: World, level: str) -> None:
    answer: Answer = push(Program(a_user(f"a-{level}", (world.north, level))), ROWS)
    assert (answer.status, answer.code, kept()) == (403, "not_permitted", 0)


def test_what_a_push_finds_reaches_an_agenda(analyst: Program, world: World) -> None:
    from tests.factories import an_objective

    an_objective("leave-on-time", world.system, world.chief_post, roles={"lag": world.series.measure})
    world.flow.measures.add(world.series.measure)
    push(analyst, months([0.30 + (at % 3) / 100 for at in range(24)]))
    answer = push(analyst, months([0.6] * 9, start=2025))
    items = analyst.get("/items").body["results"]
    assert [item["id"] for item in items] == answer.body["items_raised"]
    assert items[0]["sentences"][0]["about"] == "what_changed"
    assert items[0]["review"]["forum"]["key"] == "north-flow"
