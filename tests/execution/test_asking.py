from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.execution.asking import DUE, ask
from tests.factories import TODAY, an_objective, at
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.execution.actions import accept_action, cancel_action, reassign_action
from wellrun.execution.models import ActionUpdate
from wellrun.execution.queries import owner_post_of
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError


def test_an_action_is_asked_of_a_post_which_owns_nothing_yet(world: World) -> None:
    action = ask(world)
    assert (action.status, action.accepted_at) == ("proposed", None)
    assert owner_post_of(action) is None
    assert [update.kind for update in action.updates.all()] == [ActionUpdate.Kind.ASKED]


def test_numbers_follow_one_another(world: World) -> None:
    assert [ask(world).number for _each in range(3)] == [1, 2, 3]


def test_asking_leaves_one_audit_row_and_the_chain_holds(world: World) -> None:
    action = ask(world)
    events = AuditEvent.objects.filter(subject_id=str(action.pk))
    assert [event.verb for event in events] == ["assign_action"]
    assert first_broken_event() is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "  "}, "title_needed"),
        ({"title": "x" * 301}, "text_too_long"),
        ({"done_when": " \n"}, "done_when_needed"),
        ({"done_when": "\x00"}, "done_when_needed"),
        ({"due": date(2025, 10, 13)}, "due_in_the_past"),
        ({"due": date(9999, 12, 31)}, "due_too_far"),
        ({"update_every_days": 0}, "number_out_of_range"),
        ({"update_every_days": 40_000}, "number_out_of_range"),
        ({"title": "\ud800"}, "title_needed"),
        ({"look_back": date(2025, 10, 19)}, "look_back_too_early"),
    ],
)
def test_what_cannot_be_followed_is_not_asked(world: World, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        ask(world, **changed)
    assert refusal.value.code == code
    assert not AuditEvent.objects.filter(verb="assign_action").exists()


def test_due_today_is_not_past(world: World) -> None:
    assert ask(world, due=TODAY).due == TODAY


def test_a_post_that_nobody_holds_can_be_asked_and_that_is_noted(world: World) -> None:
    ask(world, post=world.empty_post)
    assert AuditEvent.objects.get(verb="assign_action").data["post_has_no_holder"] is True


def test_a_retired_post_is_not_asked(world: World) -> None:
    world.empty_post.retired_on = TODAY
    world.empty_post.save()
    with pytest.raises(UserError) as refusal:
        ask(world, post=world.empty_post)
    assert refusal.value.code == "post_retired"


def test_only_a_chair_asks(world: World) -> None:
    for person in (world.doer, world.viewer):
        with pytest.raises(Refused):
            ask(world, by=person)
    for person in (world.neighbour, world.stranger):
        with pytest.raises(NotFound):
            ask(world, by=person)
    assert ask(world, by=world.chief).status == "proposed"


def test_a_post_outside_the_callers_units_does_not_exist_for_them(world: World) -> None:
    with pytest.raises(NotFound):
        ask(world, post=world.chief_post)


def test_an_action_may_serve_the_objective_of_the_unit_above(world: World) -> None:
    objective = an_objective("leave-on-time", world.system, world.chief_post)
    assert ask(world, objective=objective).objective == objective


def test_an_objective_or_series_beside_the_callers_units_does_not_exist_for_them(world: World) -> None:
    beside = an_objective("beside", world.south, world.chief_post)
    with pytest.raises(NotFound):
        ask(world, objective=beside)


def test_asking_another_post_takes_ownership_from_the_first(world: World) -> None:
    action = accept_action(action=ask(world), by=world.doer)
    assert owner_post_of(action) == world.doer_post
    moved = reassign_action(action=action, post=world.lead_post, reason="Needs the director", by=world.lead)
    assert (moved.status, moved.accepted_at, owner_post_of(moved)) == ("proposed", None, None)
    assert moved.post == world.lead_post


def test_a_cancelled_action_stays_on_record_and_is_owned_by_nobody(world: World) -> None:
    action = cancel_action(action=accept_action(action=ask(world), by=world.doer), reason="Done at once", by=world.lead)
    assert (action.status, owner_post_of(action)) == ("cancelled", None)
    with pytest.raises(Conflict) as refusal:
        cancel_action(action=action, reason="Again", by=world.lead)
    assert refusal.value.code == "already_changed"


def test_taking_back_and_asking_another_need_a_reason(world: World) -> None:
    action = ask(world)
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: cancel_action(action=action, reason=" ", by=world.lead),
        lambda: reassign_action(action=action, post=world.lead_post, reason="", by=world.lead),
    )
    for attempt in attempts:
        with pytest.raises(UserError) as refusal:
            attempt()
        assert refusal.value.code == "reason_needed"


def test_the_day_is_the_sites_day_not_greenwichs(world: World) -> None:
    half_past_midnight_in_london = datetime(2026, 6, 13, 23, 30, tzinfo=UTC)
    with at(half_past_midnight_in_london):
        with pytest.raises(UserError):
            ask(world, due=date(2026, 6, 13))
        assert ask(world, due=date(2026, 6, 14)).due == date(2026, 6, 14)


def test_due_and_number_are_said_in_the_audit_row(world: World) -> None:
    ask(world)
    data = AuditEvent.objects.get(verb="assign_action").data
    assert (data["number"], data["due"]) == (1, DUE.isoformat())
