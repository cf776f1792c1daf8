"""What was stuck and is over leaves the agenda by itself, and the note says why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.execution.test_initiatives import start
from tests.factories import TODAY, a_review, an_item, an_objective, at
from tests.worlds import NEXT_WEEK, World
from wellrun.execution.actions import accept_action, report_progress
from wellrun.execution.models import Action
from wellrun.insight.facts import SilentFacts
from wellrun.insight.sentences import silent_sentence
from wellrun.jobs.follow_up import raise_stalled
from wellrun.lib.errors import Conflict, Refused
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    cancel_action,
    close_item_with,
    close_review,
    complete_action,
    end_initiative,
    open_review,
)
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.naming import title_of


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


@pytest.fixture
def silent(world: World) -> AgendaItem:
    """The item of an initiative that nobody has spoken of for thirty days."""
    initiative = start(world, an_objective("leave-on-time", world.north, world.lead_post))
    a_review(world.flow, NEXT_WEEK, status="scheduled")
    with at(days=30):
        (item,) = raise_stalled()
    assert item.initiative == initiative
    return item


def test_a_silent_initiative_comes_up_once_in_the_forum_nearest_its_figures(world: World, silent: AgendaItem) -> None:
    assert (silent.unit, silent.review.forum, silent.series) == (world.north, world.flow, world.series)
    assert title_of(silent) == "Daily discharge call"
    assert set(silent.facts) == SilentFacts.__required_keys__
    assert silent_sentence(silent.facts) == (
        "Initiative “Daily discharge call”: not spoken of since it began 30 days ago."
    )
    with at(days=31):
        assert raise_stalled() == []


def test_an_initiative_that_ends_before_it_is_discussed_leaves_with_what_came_of_it(
    world: World, silent: AgendaItem
) -> None:
    assert silent.initiative is not None
    with at(days=31):
        end_initiative(initiative=silent.initiative, stopped=False, text="All five wards hold it", by=world.doer)
    silent.refresh_from_db()
    assert silent.closing_outcome is not None
    assert silent.closing_outcome.decision is not None
    assert silent.closing_outcome.decision.reason == (
        "The initiative was finished before this was discussed: All five wards hold it"
    )


def test_the_database_refuses_an_item_about_nothing_and_a_second_one_about_the_same(
    world: World, silent: AgendaItem
) -> None:
    for initiative in (None, silent.initiative):
        with pytest.raises(IntegrityError), transaction.atomic():
            an_item(silent.review, world.north, kind="stalled", initiative=initiative)
