"""What came to pass under a plan, as files: whole, with scores, and of what each one sees."""

import csv
import io
from datetime import date

import pytest

from tests.api.calling import Program
from tests.factories import an_objective
from tests.web.reviewing import client_of
from tests.web.test_quarters_pages import figure
from tests.worlds import World
from wellrun.lib.errors import UserError
from wellrun.strategy.actions import agree, check_in, close_quarter, counter, propose, push_in_quarter, set_key_result
from wellrun.strategy.models import Plan, QuarterSlice
from wellrun.strategy.pushes import reached_in

RECORD = "/plans/plan-2025/record/"


@pytest.fixture
def lived(world: World) -> QuarterSlice:
    """A plan under which a part was agreed, and a quarter of two objectives was pushed, one of them closed."""
    parent = an_objective("flow", world.system, world.chief_post, roles={"lag": world.series.measure})
    one = propose(
        parent=parent, unit=world.north, post=world.lead_post, title="=Noon", contribution=0.03, by=world.chief
    )
    counter(catchball=one, title="By one", contribution=0.02, text="Noon is too early", by=world.lead)
    agree(catchball=one, key="by-one", by=world.chief)
    own = an_objective("leave-on-time", world.north, world.doer_post, rank=2, roles={"lag": world.series.measure})
    pushed = push_in_quarter(objective=own, starts=date(2025, 7, 1), title="Two wards", by=world.lead)
    result = set_key_result(pushed=pushed, series=world.series, start=0.20, aim=0.12, by=world.lead)
    for confidence in (4, 7):
        check_in(key_result=result, confidence=confidence, text="The round holds", by=world.doer)
    figure(world.series, date(2025, 9, 1), 0.14)
    close_quarter(
        pushed=pushed, learning="It takes a pharmacist", reached=reached_in(pushed), early=True, by=world.lead
    )
    push_in_quarter(objective=parent, starts=date(2025, 10, 1), title="All sites", by=world.chief)
    return pushed


def rows_of(world: World, who: str, what: str) -> list[dict[str, str]]:
    answer = client_of(getattr(world, who)).get(f"{RECORD}{what}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_every_turn_of_an_exchange_is_a_row(world: World, lived: QuarterSlice) -> None:
    rows = rows_of(world, "chief", "exchanges")
    assert [(row["number"], row["kind"], row["by"]) for row in rows] == [
        ("1", "proposed", "chief"),
        ("2", "countered", "lead"),
        ("3", "agreed", "chief"),
    ]
    assert rows[0]["title"] == "'=Noon"  # a formula stays a text
    assert (float(rows[1]["contribution"]), rows[1]["text"]) == (0.02, "Noon is too early")
    assert {(row["parent"], row["unit"], row["came_of_it"]) for row in rows} == {("flow", "north", "by-one")}


def test_a_closed_quarter_has_its_score_its_period_and_its_learning(world: World, lived: QuarterSlice) -> None:
    empty, closed = rows_of(world, "chief", "quarters")
    assert (closed["objective"], closed["measure"], closed["period"]) == (
        "leave-on-time",
        "ready-to-leave",
        "2025-09-01",
    )
    assert float(closed["score"]) == pytest.approx((0.20 - 0.14) / (0.20 - 0.12))
    assert closed["learning"] == "It takes a pharmacist"
    assert (empty["objective"], empty["push"], empty["measure"], empty["score"]) == ("flow", "All sites", "", "")


def test_how_sure_people_were_is_there_each_time(world: World, lived: QuarterSlice) -> None:
    rows = rows_of(world, "chief", "confidence")
    assert [(row["confidence"], row["by"], row["text"]) for row in rows] == [
        ("4", "doer", "The round holds"),
        ("7", "doer", "The round holds"),
    ]


def test_each_gets_what_they_see_at_any_stage(world: World, lived: QuarterSlice) -> None:
    Plan.objects.update(stage="closed")
    assert [row["objective"] for row in rows_of(world, "lead", "quarters")] == ["leave-on-time"]
    assert len(rows_of(world, "lead", "exchanges")) == 3
    assert rows_of(world, "neighbour", "exchanges") == []
    assert rows_of(world, "neighbour", "confidence") == []
    assert client_of(world.stranger).get(f"{RECORD}quarters.csv").status_code == 404
    assert client_of(world.chief).get(f"{RECORD}everything.csv").status_code == 404


def test_a_program_reads_all_quarters_of_a_plan(world: World, lived: QuarterSlice) -> None:
    body = Program(world.chief).get("/plans/plan-2025/quarters").body
    assert [(one["objective"], one["title"]) for one in body["results"]] == [
        ("flow", "All sites"),
        ("leave-on-time", "Two wards"),
    ]
    assert body["results"][1]["key_results"][0]["score"] == pytest.approx(0.75)
    assert Program(world.lead).get("/plans/plan-2025/quarters").body["count"] == 1


def test_a_closed_quarter_takes_nothing_more(world: World, lived: QuarterSlice) -> None:
    quarters = "/plans/plan-2025/objectives/leave-on-time/quarters/"
    answer = client_of(world.lead).get(f"{quarters}2025-07-01/key-results/new/")
    assert (answer.status_code, answer["Location"]) == (302, f"{quarters}#2025-07-01")
    with pytest.raises(UserError) as refusal:
        close_quarter(pushed=lived, learning="Again", reached={}, early=True, by=world.lead)
    assert refusal.value.code == "quarter_closed"
