"""What people say of a series through the API: the same rules as on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calling import Program
from tests.factories import a_user, an_item
from tests.insight.figures import arrive, month, rows, shifted, steady
from tests.web.planned import a_planned_world
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import propose_baseline
from wellrun.measures.models import Series
from wellrun.reviews.models import Forum, ForumMember

START = str(month(30))


@pytest.fixture
def series(world: World) -> Series:
    a_planned_world(world)
    arrive(rows("seen", "north", shifted(steady(0), 30, 0.05)), name="again.csv")
    evaluate_and_raise(cause="import")
    return Series.objects.get(unit=world.north, measure__key="seen")


@pytest.fixture
def analyst(world: World) -> Program:
    return Program(a_user("analyst", (world.system, "analyst")))


@pytest.fixture
def outsider(world: World) -> Program:
    return Program(a_user("outsider", (world.system, "chair")))


def asked(program: Program, series: Series, **changed: Any) -> Any:
    said = {"start": START, "changed_on": START, "reason": "A new assessment unit."} | changed
    return program.post(f"/series/{series.uid}/baselines", **said)


def test_a_baseline_is_proposed_and_approved_by_another(series: Series, analyst: Program, outsider: Program) -> None:
    made = asked(analyst, series)
    assert (made.status, made.body["status"], made.body["origin"]) == (201, "proposed", "person")
    own = analyst.post(f"/baselines/{made.body['id']}/approve", reason="")
    assert (own.status, own.body["code"]) == (403, "own_proposal")
    done = outsider.post(f"/baselines/{made.body['id']}/approve", reason="Seen").body
    assert (done["status"], done["decided_by"], done["decision_reason"]) == ("approved", "outsider", "Seen")
    (phase,) = analyst.get(f"/series/{series.uid}").body["phases"]
    assert (phase["start"], phase["reason"]) == (START, "A new assessment unit.")
    assert analyst.get(f"/series/{series.uid}/baselines").body["results"] == [done]


def test_the_owners_line_and_a_wrong_start_are_refused(series: Series, analyst: Program, world: World) -> None:
    made = asked(analyst, series).body
    in_line = Program(world.lead).post(f"/baselines/{made['id']}/decline", reason="No")
    assert (in_line.status, in_line.body["code"]) == (403, "in_owners_line")
    late = asked(analyst, series, start=str(month(45)), changed_on=str(month(45)))
    assert (late.status, late.body["code"]) == (400, "baseline_too_few")
    assert analyst.post(f"/baselines/{made['id']}/withdraw").body["status"] == "withdrawn"


def test_a_point_is_left_out_and_taken_in_again(series: Series, analyst: Program) -> None:
    made = analyst.post(f"/series/{series.uid}/exclusions", period=str(month(5)), reason="Two sites")
    assert made.status == 201
    points = analyst.get(f"/series/{series.uid}/points?limits=true").body["results"]
    assert [(point["period"], point["mark"]["point"]) for point in points if not point["judged"]] == [
        (str(month(5)), "missing")
    ]
    assert analyst.get(f"/series/{series.uid}/exclusions").body["count"] == 1
    lifted = analyst.post(f"/exclusions/{made.body['id']}/lift").body
    assert lifted["lifted_by"] == "analyst"
    assert analyst.get(f"/series/{series.uid}/exclusions").body["count"] == 0
    assert analyst.get(f"/series/{series.uid}/exclusions?all=true").body["count"] == 1


def test_an_event_is_noted_and_withdrawn(series: Series, analyst: Program, world: World) -> None:
    made = analyst.post(f"/series/{series.uid}/events", starts_on="2025-03-05", text="A strike", every_measure=True)
    assert (made.status, made.body["unit"], made.body["measure"]) == (201, "north", None)
    assert analyst.get(f"/series/{series.uid}/events").body["results"] == [made.body]
    late = analyst.post(f"/series/{series.uid}/events", starts_on="2026-03-05", text="Not yet")
    assert (late.status, late.body["code"]) == (400, "event_ahead")
    assert analyst.post(f"/events/{made.body['id']}/withdraw").body["withdrawn_by"] == "analyst"
    assert analyst.get(f"/series/{series.uid}/events").body["count"] == 0


def test_what_is_outside_is_not_there(series: Series, analyst: Program, world: World) -> None:
    neighbour = Program(world.neighbour)
    for name in ("events", "exclusions", "baselines"):
        assert neighbour.get(f"/series/{series.uid}/{name}").status == 404
    made = asked(analyst, series).body
    assert neighbour.post(f"/baselines/{made['id']}/approve", reason="").status == 404


def test_the_item_of_a_restricted_forum_is_told_to_its_members_only(
    series: Series, analyst: Program, outsider: Program, world: World
) -> None:
    item = an_item(world.review, world.north, series=series)
    evidence = {"item": str(item.pk), "review": str(item.review_id)}
    start = month(30)
    propose_baseline(
        series=series, start=start, changed_on=start, reason="Moved", origin="review", evidence=evidence, by=SYSTEM
    )
    address = f"/series/{series.uid}/baselines"
    assert analyst.get(address).body["results"][0]["evidence"] == evidence
    Forum.objects.filter(pk=world.review.forum_id).update(restricted=True)
    ForumMember.objects.create(forum=world.review.forum, user=User.objects.get(username="outsider"))
    assert analyst.get(address).body["results"][0]["evidence"] == {}
    assert outsider.get(address).body["results"][0]["evidence"] == evidence
