from datetime import date
from typing import Any

import pytest

from tests.factories import TODAY, an_objective, at
from tests.worlds import World
from wellrun.execution.actions import end_initiative, report_on_initiative, start_initiative
from wellrun.execution.actions.prediction import Prediction
from wellrun.execution.models import Initiative
from wellrun.execution.queries import stalled_initiatives
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
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
        "predictions": [Prediction(world.series, "down", 0.03, 14)],
        "design": "Before and after, with the south site beside it",
        "by": world.lead,
    }
    if "predicted" in changed:
        wanted["predictions"] = [Prediction(world.series, *changed.pop("predicted"))]
    return start_initiative(**wanted | changed)


def test_the_prediction_is_fixed_when_it_starts(world: World, objective: Objective) -> None:
    begun = start(world, objective)
    assert begun.status == "active"
    assert begun.foremost is not None
    assert (begun.foremost.series, begun.foremost.direction, begun.foremost.change) == (world.series, "down", 0.03)
    assert start(world, objective, key="later", starts=date(2025, 11, 1)).status == "planned"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": ""}, "title_needed"),
        ({"design": " "}, "design_needed"),
        ({"starts": date(2025, 10, 13)}, "started_before_today"),
        ({"ends": TODAY}, "ends_before_it_starts"),
        ({"predictions": []}, "change_needed"),
        ({"predicted": ("down", 0, 14)}, "change_needed"),
        ({"predicted": ("down", None, 14)}, "change_needed"),
        ({"predicted": ("down", float("nan"), 14)}, "change_needed"),
        ({"predicted": ("down", float("inf"), 14)}, "change_needed"),
        ({"predicted": ("sideways", 0.03, 14)}, "change_needed"),
        ({"predicted": ("down", 0.03, -1)}, "number_out_of_range"),
        ({"predicted": ("down", 0.03, 40_000)}, "number_out_of_range"),
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


def test_the_same_figures_are_predicted_once(world: World, objective: Objective) -> None:
    twice = [Prediction(world.series, "down", 0.03, 14), Prediction(world.series, "up", 0.01, 14)]
    with pytest.raises(UserError) as refusal:
        start(world, objective, predictions=twice)
    assert refusal.value.code == "series_named_twice"


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


def test_its_owner_says_how_it_goes_and_it_is_silent_no_longer(world: World, objective: Objective) -> None:
    begun = start(world, objective)
    with at(days=28):
        assert stalled_initiatives() == []
    with at(days=29):
        assert stalled_initiatives() == [begun]
        told = report_on_initiative(initiative=begun, text="Two wards of five", by=world.doer)
        assert (told.status, [update.text for update in told.updates.all()]) == ("active", ["Two wards of five"])
        assert stalled_initiatives() == []


def test_past_its_end_it_is_stuck_however_lately_it_was_spoken_of(world: World, objective: Objective) -> None:
    begun = start(world, objective, ends=date(2025, 10, 20))
    with at(days=7):
        report_on_initiative(initiative=begun, text="Nearly there", by=world.doer)
        assert stalled_initiatives() == [begun]


def test_only_what_is_under_way_can_be_stuck(world: World, objective: Objective) -> None:
    start(world, objective, key="later", starts=date(2026, 3, 1))
    begun = start(world, objective)
    with at(days=40):
        ended = end_initiative(initiative=begun, stopped=True, text="The post was cut", by=world.lead)
        assert (ended.status, ended.updates.get().kind) == ("stopped", "stopped")
        assert stalled_initiatives() == []
        with pytest.raises(Conflict):
            report_on_initiative(initiative=begun, text="Still", by=world.doer)


@pytest.mark.parametrize(("who", "error"), [("viewer", Refused), ("deputy", None), ("lead", Refused)])
def test_who_holds_the_post_or_deputises_speaks_for_it(
    world: World, objective: Objective, who: str, error: type[Exception] | None
) -> None:
    begun = start(world, objective)
    if error is None:
        assert report_on_initiative(initiative=begun, text="On time", by=getattr(world, who)).updates.count() == 1
        return
    with pytest.raises(error):
        report_on_initiative(initiative=begun, text="On time", by=getattr(world, who))


def test_a_word_without_words_is_refused(world: World, objective: Objective) -> None:
    with pytest.raises(UserError) as refusal:
        report_on_initiative(initiative=start(world, objective), text=" ", by=world.doer)
    assert refusal.value.code == "text_needed"
