"""Outcomes come back on their day, stuck actions come back until somebody speaks, and nothing comes back twice."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import TODAY, an_item, at
from tests.worlds import World, a_world
from wellrun.execution.actions import accept_action, cancel_action, report_progress
from wellrun.execution.models import Action
from wellrun.insight.facts import LookBackFacts, StalledFacts
from wellrun.jobs.clock import tick
from wellrun.jobs.follow_up import raise_look_backs, raise_stalled
from wellrun.reviews.actions import ActionSpec, DecisionSpec, close_item_with, open_review
from wellrun.reviews.models import AgendaItem

pytestmark = pytest.mark.django_db

IN_A_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def world() -> Any:
    with at():
        yield a_world()


def decided(world: World, *, look_back: date | None = IN_A_WEEK) -> AgendaItem:
    """An item closed with a decision to be looked back on."""
    item = an_item(world.review, world.north, facts={"period": "2025-08-01", "measure": "ready-to-leave"})
    close_item_with(
        item=item, outcome=DecisionSpec(text="Keep course", reason="Too early", look_back=look_back), by=world.lead
    )
    return item


def asked(world: World, *, accepted: bool = True, due: int = 30, every: int = 7) -> Action:
    """An action out of an item, accepted by its post."""
    item = an_item(world.review, world.north)
    spec = ActionSpec(
        title="Second crew",
        done_when="Two crews at weekends",
        post=world.doer_post,
        due=TODAY + timedelta(days=due),
        update_every_days=every,
    )
    close_item_with(item=item, outcome=spec, by=world.lead)
    action = Action.objects.get()
    return accept_action(action=action, by=world.doer) if accepted else action


def test_a_look_back_comes_on_its_day_to_the_forum_it_came_from(world: World) -> None:
    origin = decided(world)
    with at(days=6):
        assert raise_look_backs() == []
    with at(days=7):
        (item,) = raise_look_backs()
    assert (item.kind, item.unit, item.review.forum) == ("look_back", world.north, world.flow)
    assert item.looks_back_on == origin.closing_outcome
    assert (item.facts["outcome"], item.facts["text"], item.facts["recorded_on"]) == (
        "decision",
        "Keep course",
        "2025-10-14",
    )
    assert item.facts["then"]["measure"] == "ready-to-leave"
    assert set(item.facts) == LookBackFacts.__required_keys__


def test_a_look_back_comes_once(world: World) -> None:
    decided(world)
    with at(days=8):
        assert len(raise_look_backs()) == 1
        assert raise_look_backs() == []
    with at(days=30):
        assert raise_look_backs() == []


def test_what_has_no_day_does_not_come_back(world: World) -> None:
    decided(world, look_back=None)
    with at(days=400):
        assert raise_look_backs() == []


def test_the_look_back_of_an_action_comes_unless_it_was_cancelled(world: World) -> None:
    for title in ("Second crew", "Other"):
        item = an_item(world.review, world.north)
        spec = ActionSpec(title=title, done_when="Seen", post=world.doer_post, due=TODAY, look_back=IN_A_WEEK)
        close_item_with(item=item, outcome=spec, by=world.lead)
    cancel_action(action=Action.objects.get(title="Other"), reason="Not needed", by=world.lead)
    with at(days=7):
        (item,) = raise_look_backs()
    assert (item.facts["outcome"], item.facts["text"]) == ("action", "Second crew")


def test_the_look_back_of_a_look_back_compares_with_what_was_last_known(world: World) -> None:
    decided(world)
    with at(days=7):
        (first,) = raise_look_backs()
        open_review(review=first.review, by=world.lead)
        again = DecisionSpec(text="Go on", reason="Not yet", look_back=TODAY + timedelta(days=14))
        close_item_with(item=first, outcome=again, by=world.lead)
    with at(days=14):
        (second,) = raise_look_backs()
    assert second.facts["then"] == first.facts["now"]
    assert second.looks_back_on is not None
    assert second.looks_back_on.item == first


def test_an_accepted_action_that_is_silent_for_too_long_comes_to_the_forum_that_asked(world: World) -> None:
    action = asked(world)
    with at(days=7):
        assert raise_stalled() == []
    with at(days=7.1):
        (item,) = raise_stalled()
        assert raise_stalled() == []
    assert (item.kind, item.action, item.review.forum) == ("stalled", action, world.flow)
    assert set(item.facts) == StalledFacts.__required_keys__
    assert (item.facts["silent_days"], item.facts["overdue"], item.facts["status"]) == (7, False, "accepted")


def test_an_update_keeps_it_off_the_agenda(world: World) -> None:
    action = asked(world)
    with at(days=6):
        report_progress(action=action, text="Crew hired", by=world.doer)
    with at(days=10):
        assert raise_stalled() == []


def test_an_action_nobody_answered_is_stuck_once_its_day_has_passed(world: World) -> None:
    asked(world, accepted=False, due=3, every=30)
    with at(days=3):
        assert raise_stalled() == []
    with at(days=4):
        (item,) = raise_stalled()
    assert (item.facts["status"], item.facts["overdue"]) == ("proposed", True)


def test_a_stuck_action_that_was_dealt_with_returns_after_another_round_of_silence(world: World) -> None:
    asked(world)
    with at(days=8):
        (item,) = raise_stalled()
        open_review(review=item.review, by=world.lead)
        close_item_with(item=item, outcome=DecisionSpec(text="Wait", reason="Contract"), by=world.lead)
        assert raise_stalled() == []
    with at(days=12):
        assert raise_stalled() == []
    with at(days=15.1):
        assert len(raise_stalled()) == 1


def test_an_action_without_a_forum_of_its_own_comes_to_the_nearest(world: World) -> None:
    action = asked(world)
    Action.objects.filter(pk=action.pk).update(unit=world.south)
    AgendaItem.objects.update(closing_outcome=None, status="open", closed_at=None)
    action.outcome.delete()
    with at(days=8):
        (item,) = raise_stalled()
    assert item.review.forum == world.board


def test_a_tick_schedules_and_raises_and_a_second_brings_nothing(world: World) -> None:
    decided(world)
    asked(world)
    with at(days=8):
        first = tick()
        second = tick()
    assert (first.look_backs, first.stalled) == (1, 1)
    assert first.scheduled >= 1
    assert (second.scheduled, second.look_backs, second.stalled, second.late) == (0, 0, 0, 0)
