from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import TODAY
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import record_decision
from wellrun.execution.models import Decision
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.measures.actions import declare_feed
from wellrun.measures.look_back import earliest_useful_date
from wellrun.measures.models import Source


def decide(world: World, **changed: Any) -> Decision:
    wanted: dict[str, Any] = {"kind": "choice", "text": "Keep course", "reason": "Four weeks are not enough to tell"}
    return record_decision(**wanted | {"unit": world.north, "by": world.lead} | changed)


def test_a_decision_says_what_and_why(world: World) -> None:
    decision = decide(world)
    assert (decision.text, decision.decided_by) == ("Keep course", "lead")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": " "}, "decision_needed"),
        ({"reason": " "}, "reason_needed"),
        ({"kind": "no_action", "reason": ""}, "reason_needed"),
    ],
)
def test_a_decision_without_words_is_refused(world: World, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        decide(world, **changed)
    assert refusal.value.code == code


def test_an_effect_that_shows_after_ten_years_is_none(world: World) -> None:
    with pytest.raises(UserError) as refusal:
        decide(world, series=world.series, look_back=date(9999, 1, 1), effect_delay_days=4_000_000)
    assert refusal.value.code == "number_out_of_range"


def test_no_action_needs_its_reason_only(world: World) -> None:
    assert decide(world, kind="no_action", text="").text == "No action"


def test_a_look_back_before_the_figures_can_show_anything_is_refused_with_the_day_from_which_they_can(
    world: World,
) -> None:
    earliest = earliest_useful_date(world.series, TODAY, 30)
    with pytest.raises(UserError) as refusal:
        decide(world, series=world.series, look_back=earliest - timedelta(days=1), effect_delay_days=30)
    assert refusal.value.code == "look_back_too_early"
    assert refusal.value.params["date"] == earliest
    assert str(earliest.year) in refusal.value.sentence
    assert decide(world, series=world.series, look_back=earliest, effect_delay_days=30).look_back == earliest


def test_after_a_feed_has_ended_a_decision_has_no_look_back(world: World) -> None:
    source = Source.objects.create(key="ended", name="Ended")
    declare_feed(source=source, measure=world.series.measure, declared_end=date(2025, 5, 1), by=SYSTEM)
    with pytest.raises(UserError) as refusal:
        decide(world, series=world.series, look_back=date(2026, 5, 1))
    assert (refusal.value.code, refusal.value.params["last"]) == ("feed_ended", date(2025, 5, 1))
    assert decide(world, series=world.series).look_back is None


def test_without_a_series_a_look_back_waits_only_for_the_day_itself(world: World) -> None:
    with pytest.raises(UserError):
        decide(world, look_back=date(2025, 10, 13))
    assert decide(world, look_back=TODAY).look_back == TODAY


def test_only_a_chair_decides(world: World) -> None:
    with pytest.raises(Refused):
        decide(world, by=world.doer)
    with pytest.raises(NotFound):
        decide(world, by=world.neighbour)
