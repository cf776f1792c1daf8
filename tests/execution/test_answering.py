from datetime import date

import pytest

from tests.execution.asking import DUE, ask
from tests.factories import at
from tests.worlds import World
from wellrun.access.actions import grant
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.execution.actions import (
    accept_action,
    agree_counter,
    counter_action,
    decline_action,
    insist,
    reassign_action,
)
from wellrun.execution.models import Action
from wellrun.execution.queries import owner_post_of
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.organisation.actions import hold_post

LATER = date(2025, 10, 27)


def test_the_holder_accepts_and_the_post_owns_it_from_then_on(world: World) -> None:
    action = accept_action(action=ask(world), by=world.doer)
    assert action.status == "accepted"
    assert owner_post_of(action) == world.doer_post


def test_a_deputy_answers_for_the_post(world: World) -> None:
    assert accept_action(action=ask(world), by=world.deputy).status == "accepted"


def test_nobody_else_answers_not_even_the_chair(world: World) -> None:
    action = ask(world)
    for person in (world.lead, world.chief, world.viewer):
        with pytest.raises(Refused) as refusal:
            accept_action(action=action, by=person)
        assert refusal.value.code == "not_the_holder"
    for person in (world.neighbour, world.stranger):
        with pytest.raises(NotFound):
            accept_action(action=action, by=person)
    action.refresh_from_db()
    assert action.status == "proposed"


def test_a_post_grants_nothing_by_itself(world: World) -> None:
    hold_post(post=world.doer_post, user=world.viewer, starts=date(2025, 10, 1), deputy=True, by=SYSTEM)
    hold_post(post=world.doer_post, user=world.stranger, starts=date(2025, 10, 1), deputy=True, by=SYSTEM)
    with pytest.raises(Refused) as refusal:
        accept_action(action=ask(world), by=world.viewer)
    assert refusal.value.code == "not_permitted"
    with pytest.raises(NotFound):
        accept_action(action=ask(world), by=world.stranger)


def test_who_left_the_post_no_longer_answers(world: World) -> None:
    action = ask(world)
    hold_post(post=world.doer_post, user=world.lead, starts=date(2025, 10, 14), by=SYSTEM)
    with pytest.raises(Refused):
        accept_action(action=action, by=world.doer)
    assert accept_action(action=action, by=world.lead).status == "accepted"


def test_a_counter_names_a_date_and_gives_no_ownership(world: World) -> None:
    action = counter_action(action=ask(world), due=LATER, text="The room is free from then", by=world.doer)
    assert (action.status, action.due, action.countered_due) == ("countered", DUE, LATER)
    assert owner_post_of(action) is None


def test_agreeing_to_the_counter_is_acceptance_by_the_countered_date(world: World) -> None:
    action = counter_action(action=ask(world), due=LATER, text="The room is free from then", by=world.doer)
    agreed = agree_counter(action=action, by=world.lead)
    assert (agreed.status, agreed.due, agreed.countered_due) == ("accepted", LATER, None)
    assert owner_post_of(agreed) == world.doer_post
    assert [update.kind for update in agreed.updates.all()] == ["asked", "countered", "agreed"]


def test_only_the_chair_agrees_or_insists(world: World) -> None:
    action = counter_action(action=ask(world), due=LATER, text="Later", by=world.doer)
    with pytest.raises(Refused):
        agree_counter(action=action, by=world.doer)
    with pytest.raises(Refused):
        insist(action=action, text="Now", by=world.doer)


@pytest.mark.parametrize("answer", ["counter", "decline"])
def test_insisting_asks_the_same_post_again_for_the_same_day(world: World, answer: str) -> None:
    action = ask(world)
    if answer == "counter":
        counter_action(action=action, due=LATER, text="Later", by=world.doer)
    else:
        decline_action(action=action, reason="No people", by=world.doer)
    asked = insist(action=action, text="Winter starts on the 21st", by=world.lead)
    assert (asked.status, asked.due, asked.countered_due, asked.decline_reason) == ("proposed", DUE, None, "")
    assert accept_action(action=asked, by=world.doer).due == DUE


def test_insisting_on_a_day_that_has_passed_is_refused(world: World) -> None:
    action = decline_action(action=ask(world), reason="No people", by=world.doer)
    with at(days=10), pytest.raises(UserError) as refusal:
        insist(action=action, text="Now", by=world.lead)
    assert refusal.value.code == "due_in_the_past"


def test_declining_needs_a_reason(world: World) -> None:
    with pytest.raises(UserError) as refusal:
        decline_action(action=ask(world), reason=" ", by=world.doer)
    assert refusal.value.code == "reason_needed"


@pytest.mark.parametrize(
    ("due", "text", "code"),
    [
        (LATER, "", "reason_needed"),
        (date(2025, 10, 13), "Yesterday", "due_in_the_past"),
        (DUE, "The same day", "same_date"),
        (date(9999, 12, 31), "Some day", "due_too_far"),
    ],
)
def test_a_counter_without_sense_is_refused(world: World, due: date, text: str, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        counter_action(action=ask(world), due=due, text=text, by=world.doer)
    assert refusal.value.code == code


def test_answering_twice_is_a_conflict_that_changes_and_logs_nothing(world: World) -> None:
    action = ask(world)
    seen_by_deputy = Action.objects.get(pk=action.pk)
    decline_action(action=action, reason="No people", by=world.doer)
    with pytest.raises(Conflict) as refusal:
        accept_action(action=seen_by_deputy, by=world.deputy)
    assert (refusal.value.code, refusal.value.params["state"]) == ("already_changed", "declined")
    assert not AuditEvent.objects.filter(verb="accept_action").exists()


def test_nobody_accepts_another_day_than_the_one_they_read(world: World) -> None:
    action = ask(world)
    as_read = Action.objects.get(pk=action.pk)
    reassign_action(action=action, post=world.doer_post, due=date(2025, 10, 15), reason="Sooner", by=world.lead)
    with pytest.raises(Conflict):
        accept_action(action=as_read, by=world.doer)


def test_contributing_where_the_action_lies_is_enough(world: World) -> None:
    """A system post may be asked for work at a site by a chair who sees both."""
    grant(user=world.doer, unit=world.south, level="contributor", by=SYSTEM)
    action = ask(world, unit=world.south, by=world.chief)
    assert accept_action(action=action, by=world.doer).status == "accepted"


def test_work_about_the_unit_above_is_seen_by_the_unit_whose_post_is_asked(world: World) -> None:
    action = ask(world, unit=world.system, by=world.chief)
    assert accept_action(action=action, by=world.doer).status == "accepted"
