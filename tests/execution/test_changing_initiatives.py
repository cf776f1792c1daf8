"""An initiative on its way: changed, its prediction completed and never rewritten, its hours said; all noted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.execution.test_initiatives import start
from tests.factories import TODAY, a_post, a_series, an_objective, at
from tests.worlds import World
from wellrun.execution.actions import (
    change_initiative,
    end_initiative,
    predict,
    set_hours,
    take_prediction_back,
)
from wellrun.execution.actions.prediction import Prediction
from wellrun.execution.models import Initiative, InitiativeTarget
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.strategy.models import DriverNode, Objective, PlanChange

LATER = date(2025, 11, 3)


@pytest.fixture
def objective(world: World) -> Objective:
    return an_objective("leave-on-time", world.north, world.lead_post)


def change(world: World, one: Initiative, **said: Any) -> Initiative:
    present: dict[str, Any] = {
        name: getattr(one, name) for name in ("title", "owner", "starts", "ends", "design", "idea")
    }
    return change_initiative(initiative=one, **present | {"by": world.lead} | said)


def verbs() -> list[str]:
    return list(PlanChange.objects.filter(kind="initiative").order_by("id").values_list("verb", flat=True))


def test_it_is_changed_and_the_same_again_is_no_change(world: World, objective: Objective) -> None:
    one = start(world, objective, starts=LATER)
    change(world, one)
    one = change(world, one, title="Discharge call at nine", ends=date(2026, 5, 1))
    assert (one.title, one.ends) == ("Discharge call at nine", date(2026, 5, 1))
    assert verbs() == ["start_initiative", "change_initiative"]
    assert change(world, one, starts=TODAY).status == "active"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": " "}, "title_needed"),
        ({"design": ""}, "design_needed"),
        ({"starts": date(2025, 10, 1)}, "started_before_today"),
        ({"ends": LATER}, "ends_before_it_starts"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    world: World, objective: Objective, said: dict[str, Any], code: str
) -> None:
    one = start(world, objective, starts=LATER)
    with pytest.raises(UserError) as refusal:
        change(world, one, **said)
    assert refusal.value.code == code


def test_the_day_on_which_it_began_stays(world: World, objective: Objective) -> None:
    with pytest.raises(Conflict) as refusal:
        change(world, start(world, objective), starts=LATER)
    assert refusal.value.code == "start_fixed"


def test_an_idea_is_of_the_same_objective(world: World, objective: Objective) -> None:
    other = an_objective("other", world.north, world.lead_post, rank=2)
    idea = DriverNode.objects.create(objective=other, key="call", kind="primary", text="A call")
    with pytest.raises(UserError) as refusal:
        change(world, start(world, objective), idea=idea)
    assert refusal.value.code == "idea_elsewhere"


def test_before_it_begins_predictions_come_change_and_go(world: World, objective: Objective) -> None:
    one, more = start(world, objective, starts=LATER), a_series(world.north)
    predict(initiative=one, prediction=Prediction(more, "up", 2.0, 30), by=world.lead)
    predict(initiative=one, prediction=Prediction(more, "up", 2.0, 30), by=world.lead)
    predict(initiative=one, prediction=Prediction(world.series, "down", 0.05, 20), by=world.lead)
    assert [(each.change, each.position) for each in one.targets.all()] == [(0.05, 0), (2.0, 1)]
    take_prediction_back(initiative=one, series=more, by=world.lead)
    assert verbs() == ["start_initiative", "predict", "predict", "take_prediction_back"]


def test_once_it_began_only_what_was_left_open_is_completed(world: World, objective: Objective) -> None:
    one = start(world, objective)
    for wish in (Prediction(world.series, "down", 0.05, 14), Prediction(a_series(world.north), "up", 1.0, 7)):
        with pytest.raises(Conflict) as refusal:
            predict(initiative=one, prediction=wish, by=world.lead)
        assert refusal.value.code == "prediction_fixed"
    with pytest.raises(Conflict):
        take_prediction_back(initiative=one, series=world.series, by=world.lead)
    InitiativeTarget.objects.update(change=None, delay_days=None)
    predict(initiative=one, prediction=Prediction(world.series, "down", 0.05, 14), by=world.lead)
    InitiativeTarget.objects.all().delete()
    predict(initiative=one, prediction=Prediction(world.series, "up", 0.01, 7), by=world.lead)
    assert InitiativeTarget.objects.get().direction == "up"


@pytest.mark.parametrize("wish", [("down", 0.0, 1), ("down", None, 1), ("down", float("nan"), 1), ("aside", 1.0, 1)])
def test_a_prediction_says_which_way_and_how_much(world: World, objective: Objective, wish: Any) -> None:
    with pytest.raises(UserError) as refusal:
        predict(initiative=start(world, objective), prediction=Prediction(world.series, *wish), by=world.lead)
    assert refusal.value.code == "change_needed"


def test_hours_are_said_changed_and_taken_away(world: World, objective: Objective) -> None:
    one, post = start(world, objective), a_post("ward-lead", world.north)
    for hours in (4, 4, 6):
        set_hours(initiative=one, post=post, hours_a_week=hours, by=world.lead)
    assert one.hours.get().hours_a_week == 6
    set_hours(initiative=one, post=post, hours_a_week=0, by=world.lead)
    assert not one.hours.exists()
    assert verbs()[1:] == ["set_hours"] * 3
    for hours in (-1.0, 169.0, float("nan")):
        with pytest.raises(UserError):
            set_hours(initiative=one, post=post, hours_a_week=hours, by=world.lead)


def test_what_is_over_is_not_changed(world: World, objective: Objective) -> None:
    one = start(world, objective)
    end_initiative(initiative=one, stopped=True, text="It did not help", by=world.lead)
    assert verbs()[-1] == "end_initiative"
    for do in (
        lambda: change(world, one),
        lambda: set_hours(initiative=one, post=one.owner, hours_a_week=1, by=world.lead),
    ):
        with pytest.raises(Conflict) as refusal:
            do()
        assert refusal.value.code == "already_changed"


def test_who_does_not_chair_the_unit_changes_nothing(world: World, objective: Objective) -> None:
    one = start(world, objective)
    for user, error in ((world.doer, Refused), (world.neighbour, NotFound)):
        with pytest.raises(error):
            change(world, one, by=user)
        with pytest.raises(error):
            set_hours(initiative=one, post=world.doer_post, hours_a_week=1, by=user)
        with pytest.raises(error):
            predict(initiative=one, prediction=Prediction(world.series, "up", 1.0, 7), by=user)


def test_what_a_closed_plan_began_still_ends_and_is_not_changed(world: World, objective: Objective) -> None:
    one, plan = start(world, objective), objective.plan
    plan.stage, plan.closed_on = "closed", plan.ends
    plan.save()
    with pytest.raises(Conflict) as refusal:
        set_hours(initiative=one, post=world.doer_post, hours_a_week=1, by=world.lead)
    assert refusal.value.code == "plan_closed"
    with at(days=30):
        end_initiative(initiative=one, stopped=False, text="It holds", by=world.lead)
    assert verbs() == ["start_initiative"]
