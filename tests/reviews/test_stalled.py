"""What was stuck and is over leaves the agenda by itself, and the note says why."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import TODAY, an_item, at
from tests.worlds import World
from wellrun.execution.actions import accept_action, report_progress
from wellrun.execution.models import Action
from wellrun.jobs.follow_up import raise_stalled
from wellrun.lib.errors import Conflict, Refused
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    cancel_action,
    close_item_with,
    close_review,
    complete_action,
    open_review,
)
from wellrun.reviews.models import AgendaItem


@pytest.fixture
def stuck(world: World) -> AgendaItem:
    """The item of an action that nobody has spoken of for nine days."""
    spec: Any = {"title": "Second crew", "done_when": "Two crews", "due": TODAY + timedelta(days=30)}
    close_item_with(
        item=an_item(world.review, world.north), outcome=ActionSpec(post=world.doer_post, **spec), by=world.lead
    )
    accept_action(action=Action.objects.get(), by=world.doer)
    with at(days=9):
        (item,) = raise_stalled()
    return item


def test_done_before_it_is_discussed_it_leaves_with_its_evidence_as_the_note(world: World, stuck: AgendaItem) -> None:
    with at(days=10):
        complete_action(action=Action.objects.get(), evidence="Both crews drove on Saturday", by=world.doer)
        stuck.refresh_from_db()
        assert stuck.status == "closed"
        assert stuck.closing_outcome is not None
        decision = stuck.closing_outcome.decision
        assert decision is not None
        assert (decision.kind, decision.decided_by) == ("no_action", "Wellrun")
        assert decision.reason == "Action 1 was done before this was discussed: Both crews drove on Saturday"


def test_cancelled_before_it_is_discussed_it_leaves_with_the_reason(world: World, stuck: AgendaItem) -> None:
    with at(days=10):
        cancel_action(action=Action.objects.get(), reason="The contract ended", by=world.lead)
        stuck.refresh_from_db()
        assert stuck.closing_outcome is not None
        assert stuck.closing_outcome.decision is not None
        assert stuck.closing_outcome.decision.reason.endswith("cancelled before this was discussed: The contract ended")


def test_a_review_left_with_nothing_else_can_then_be_closed(world: World, stuck: AgendaItem) -> None:
    with at(days=14):
        open_review(review=stuck.review, by=world.lead)
        with pytest.raises(Conflict):
            close_review(review=stuck.review, by=world.lead)
        complete_action(action=Action.objects.get(), evidence="Done", by=world.doer)
        assert close_review(review=stuck.review, by=world.lead).status == "closed"


def test_a_word_alone_does_not_take_it_off(world: World, stuck: AgendaItem) -> None:
    with at(days=10):
        report_progress(action=Action.objects.get(), text="One crew so far", by=world.doer)
        stuck.refresh_from_db()
    assert stuck.status == "open"


def test_a_refused_step_leaves_it_on_the_agenda(world: World, stuck: AgendaItem) -> None:
    with at(days=10), pytest.raises(Refused):
        complete_action(action=Action.objects.get(), evidence="Done", by=world.lead)
    stuck.refresh_from_db()
    assert stuck.status == "open"


def test_what_was_discussed_keeps_the_outcome_it_was_given(world: World, stuck: AgendaItem) -> None:
    with at(days=14):
        open_review(review=stuck.review, by=world.lead)
        given = close_item_with(item=stuck, outcome=DecisionSpec(text="Wait a week", reason="Crew ill"), by=world.lead)
        complete_action(action=Action.objects.get(), evidence="Done", by=world.doer)
    stuck.refresh_from_db()
    assert stuck.closing_outcome == given


def test_what_ended_without_the_agenda_knowing_is_taken_off_by_the_next_tick(world: World, stuck: AgendaItem) -> None:
    with at(days=10):
        Action.objects.update(status="cancelled")
        assert raise_stalled() == []
    stuck.refresh_from_db()
    assert stuck.status == "closed"
