from datetime import date, timedelta
from typing import Any

import pytest

from tests.execution.asking import DUE
from tests.factories import NOW, TODAY, a_review, a_signal, an_item, an_objective, at
from tests.worlds import NEXT_WEEK, World
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.execution.actions import accept_action
from wellrun.execution.models import Action, Decision, Escalation
from wellrun.execution.queries import owner_post_of
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.measures.look_back import earliest_useful_date
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    defer_item,
    schedule_review,
)
from wellrun.reviews.actions.outcomes import OutcomeSpec
from wellrun.reviews.models import AgendaItem, Outcome

KEEP = DecisionSpec(text="Keep course", reason="Four weeks are not enough to tell")


def a_call(world: World, **changed: Any) -> ActionSpec:
    wanted: dict[str, Any] = {
        "title": "Hold the 09:30 discharge call",
        "done_when": "Held ten working days running",
        "post": world.doer_post,
        "due": DUE,
    }
    return ActionSpec(**wanted | changed)


def test_a_decision_closes_an_item_with_its_signals(world: World) -> None:
    signals = [a_signal(world.series), a_signal(world.series, side="high")]
    item = an_item(world.review, series=world.series, signals=signals)
    outcome = close_item_with(item=item, outcome=KEEP, by=world.lead)
    assert (item.status, item.closing_outcome, item.closed_at) == ("closed", outcome, NOW)
    assert outcome.decision is not None
    assert (outcome.decision.series, outcome.decision.unit) == (world.series, world.north)
    assert {link.signal for link in item.signals.all()} == set(signals)


def test_an_action_is_asked_of_its_post_which_owns_it_once_accepted(world: World) -> None:
    objective = an_objective("leave-on-time", world.system, world.chief_post)
    item = an_item(world.review, series=world.series, objective=objective)
    outcome = close_item_with(item=item, outcome=a_call(world), by=world.lead)
    action = outcome.action
    assert action is not None
    assert (action.series, action.objective, action.status) == (world.series, objective, "proposed")
    assert item.next_owner == world.doer_post
    assert owner_post_of(action) is None
    assert owner_post_of(accept_action(action=action, by=world.doer)) == world.doer_post


def test_an_escalation_goes_to_the_forum_above_with_a_week_to_reply(world: World) -> None:
    item = an_item(world.review, series=world.series, facts={"points": 15}, scope_chosen="systemic")
    outcome = close_item_with(item=item, outcome=EscalationSpec(question="Who pays?"), by=world.lead)
    escalation = outcome.escalation
    assert escalation is not None
    assert (escalation.to_unit, escalation.to_tier, escalation.to_post) == (world.system, 4, None)
    # The board sits on the seventh day at nine: it has until the end of that day, which in London ends an hour early.
    assert (f"{escalation.reply_by:%Y-%m-%d %H:%M}", escalation.automatic) == ("2025-10-21 22:59", False)
    received = AgendaItem.objects.get(escalation=escalation)
    assert (received.review.forum, received.kind, received.status) == (world.board, "escalation", "open")
    assert received.review.starts_at > NOW
    assert (received.unit, received.series, received.scope_proposed) == (world.north, world.series, "systemic")
    assert received.facts["facts"] == {"points": 15}


def test_from_the_top_a_question_goes_to_the_sponsor(world: World) -> None:

    item = an_item(a_review(world.board), world.north)
    outcome = close_item_with(item=item, outcome=EscalationSpec(question="Who pays?"), by=world.chief)
    assert outcome.escalation is not None
    assert (outcome.escalation.to_post, outcome.escalation.to_tier) == (world.board.sponsor, None)
    assert not AgendaItem.objects.filter(kind="escalation").exists()


def test_a_refused_outcome_leaves_the_item_open_and_nothing_behind(world: World) -> None:
    item = an_item(world.review, series=world.series)
    refused: list[tuple[OutcomeSpec, str]] = [
        (DecisionSpec(text="Keep", reason=" "), "reason_needed"),
        (DecisionSpec(kind=Decision.Kind.NO_ACTION, reason=""), "reason_needed"),
        (DecisionSpec(text="Keep", reason="Early", look_back=TODAY), "look_back_too_early"),
        (a_call(world, done_when=""), "done_when_needed"),
        (a_call(world, due=date(2025, 10, 1)), "due_in_the_past"),
        (EscalationSpec(question=""), "question_needed"),
        (EscalationSpec(question="Who?", reply_by=NOW), "reply_in_the_past"),
    ]
    for spec, code in refused:
        with pytest.raises(UserError) as refusal:
            close_item_with(item=item, outcome=spec, by=world.lead)
        assert refusal.value.code == code
    item.refresh_from_db()
    assert (item.status, Outcome.objects.count(), AgendaItem.objects.count()) == ("open", 0, 1)
    assert [model.objects.count() for model in (Decision, Action, Escalation)] == [0, 0, 0]


def test_an_item_closes_once_and_the_loser_leaves_nothing_behind(world: World) -> None:
    item = an_item(world.review)
    seen_by_another = AgendaItem.objects.get(pk=item.pk)
    close_item_with(item=item, outcome=KEEP, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        close_item_with(item=seen_by_another, outcome=a_call(world), by=world.chief)
    assert refusal.value.code == "already_changed"
    assert (Outcome.objects.count(), Action.objects.count()) == (1, 0)
    assert not AuditEvent.objects.filter(verb="assign_action").exists()
    assert first_broken_event() is None


def test_an_item_that_was_deferred_meanwhile_is_not_closed_here(world: World) -> None:
    item = an_item(world.review)
    seen_by_another = AgendaItem.objects.get(pk=item.pk)
    defer_item(item=item, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        close_item_with(item=seen_by_another, outcome=KEEP, by=world.chief)
    assert refusal.value.code in {"already_changed", "review_not_open"}


def test_items_are_settled_while_the_review_sits(world: World) -> None:
    later = schedule_review(forum=world.flow, starts_at=NEXT_WEEK, by=world.lead)
    item = an_item(later)
    with pytest.raises(Conflict) as refusal:
        close_item_with(item=item, outcome=KEEP, by=world.lead)
    assert refusal.value.code == "review_not_open"


def test_only_the_chair_side_closes(world: World) -> None:
    item = an_item(world.review)
    for person in (world.doer, world.viewer):
        with pytest.raises(Refused):
            close_item_with(item=item, outcome=KEEP, by=person)
    for person in (world.neighbour, world.stranger):
        with pytest.raises(NotFound):
            close_item_with(item=item, outcome=KEEP, by=person)
    assert close_item_with(item=item, outcome=KEEP, by=world.chief).recorded_by == "chief"


def test_closing_writes_what_was_created_and_the_closing_into_the_log(world: World) -> None:
    close_item_with(item=an_item(world.review), outcome=KEEP, by=world.lead)
    assert list(AuditEvent.objects.values_list("verb", flat=True))[-2:] == ["record_decision", "close_item"]
    assert first_broken_event() is None


def test_a_look_back_is_taken_from_the_day_on_which_figures_can_show_it(world: World) -> None:
    item = an_item(world.review, series=world.series)
    earliest = earliest_useful_date(world.series, DUE, 0)
    with pytest.raises(UserError) as refusal:
        close_item_with(item=item, outcome=a_call(world, look_back=earliest - timedelta(days=1)), by=world.lead)
    assert refusal.value.params["date"] == earliest
    outcome = close_item_with(item=item, outcome=a_call(world, look_back=earliest), by=world.lead)
    assert outcome.action is not None
    assert outcome.action.look_back == earliest


def test_the_moment_of_closing_is_the_clocks(world: World) -> None:
    with at(days=0.01):
        outcome = close_item_with(item=an_item(world.review), outcome=KEEP, by=world.lead)
    assert outcome.recorded_at > NOW
