from datetime import date
from typing import Any

import pytest

from tests.factories import TODAY, an_objective
from tests.worlds import World
from wellrun.execution.actions import start_initiative
from wellrun.execution.models import Initiative
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.strategy.models import Objective


@pytest.fixture
def objective(world: World) -> Objective:
    return an_objective("leave-on-time", world.north, world.lead_post)


def start(world: World, objective: Objective, **changed: Any) -> Initiative:
    wanted: dict[str, Any] = {
        "key": "discharge-call",
        "title": "Daily discharge call",
        "objective": objective,
        "owner": world.doer_post,
        "starts": TODAY,
        "ends": date(2026, 3, 31),
        "target_series": world.series,
        "direction": "down",
        "predicted_change": 0.03,
        "effect_delay_days": 14,
        "design": "Before and after, with the south site beside it",
        "by": world.lead,
    }
    return start_initiative(**wanted | changed)


def test_the_prediction_is_fixed_when_it_starts(world: World, objective: Objective) -> None:
    assert start(world, objective).status == "active"
    assert start(world, objective, key="later", starts=date(2025, 11, 1)).status == "planned"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": ""}, "title_needed"),
        ({"design": " "}, "design_needed"),
        ({"starts": date(2025, 10, 13)}, "started_before_today"),
        ({"ends": TODAY}, "ends_before_it_starts"),
        ({"predicted_change": 0}, "change_needed"),
        ({"predicted_change": float("nan")}, "change_needed"),
        ({"predicted_change": float("inf")}, "change_needed"),
        ({"direction": "sideways"}, "change_needed"),
        ({"effect_delay_days": -1}, "number_out_of_range"),
        ({"effect_delay_days": 40_000}, "number_out_of_range"),
        ({"key": "a key"}, "key_unreadable"),
        ({"key": "\x00"}, "key_unreadable"),
    ],
)
def test_a_prediction_made_too_late_or_of_nothing_is_refused(
    world: World, objective: Objective, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(UserError) as refusal:
        start(world, objective, **changed)
    assert refusal.value.code == code


def test_a_key_is_given_once(world: World, objective: Objective) -> None:
    start(world, objective)
    with pytest.raises(UserError) as refusal:
        start(world, objective)
    assert refusal.value.code == "key_taken"


def test_only_a_chair_starts_one(world: World, objective: Objective) -> None:
    with pytest.raises(Refused):
        start(world, objective, by=world.doer)
    with pytest.raises(NotFound):
        start(world, objective, by=world.neighbour)
