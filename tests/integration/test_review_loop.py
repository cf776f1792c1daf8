"""The loop of a review on a real database: what the database itself refuses, and one whole way round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import NOW, a_review, a_signal, an_item, at
from tests.worlds import NEXT_WEEK, World, a_world
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.execution.actions import accept_action, complete_action
from wellrun.execution.models import Action, Decision, Escalation
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    close_review,
    defer_item,
    open_review,
    reply_to_escalation,
)
from wellrun.reviews.models import AgendaItem, ItemDeferral, Outcome, Review
from wellrun.reviews.queries import agenda, minutes, opening_actions

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

KEEP = DecisionSpec(text="Keep course", reason="Too early to tell")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()


def raw(statement: str, *values: Any) -> None:
    """Run one statement past the ORM, as somebody with a database console would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_as_kept(value) for value in values])


def _as_kept(value: Any) -> Any:
    """SQLite keeps a UUID as 32 hexadecimal digits."""
    return value.hex if hasattr(value, "hex") and connection.vendor == "sqlite" else value


def refused(statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(statement, *values)


def an_outcome(item: AgendaItem, **settled: Any) -> Outcome:
    return Outcome.objects.create(item=item, recorded_at=NOW, recorded_by="test", **settled)


def a_decision(world: World) -> Decision:
    return Decision.objects.create(
        kind="choice", text="Keep", reason="Early", unit=world.north, decided_at=NOW, decided_by="test"
    )


def test_an_item_is_not_closed_without_an_outcome_by_any_way_in(world: World) -> None:
    item = an_item(world.review)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(status="closed", closed_at=NOW)
    item.status, item.closed_at = "closed", NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()
    refused("UPDATE reviews_agendaitem SET status = 'closed', closed_at = %s WHERE id = %s", NOW, item.pk)
    refused("UPDATE reviews_agendaitem SET status = 'closed' WHERE id = %s", item.pk)
    item.refresh_from_db()
    assert item.status == "open"


def test_an_open_item_has_no_closing_outcome(world: World) -> None:
    item = an_item(world.review)
    outcome = an_outcome(item, decision=a_decision(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(closing_outcome=outcome)


def test_an_item_is_not_closed_with_the_outcome_of_another(world: World) -> None:
    item, other = an_item(world.review), an_item(world.review)
    foreign = an_outcome(other, decision=a_decision(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(status="closed", closed_at=NOW, closing_outcome=foreign)
    refused(
        "UPDATE reviews_agendaitem SET status = 'closed', closed_at = %s, closing_outcome_id = %s WHERE id = %s",
        NOW,
        foreign.pk,
        item.pk,
    )


def test_an_outcome_does_not_move_to_another_item(world: World) -> None:
    item, other = an_item(world.review), an_item(world.review)
    outcome = close_item_with(item=item, outcome=KEEP, by=world.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).update(item=other)
    refused("UPDATE reviews_outcome SET item_id = %s WHERE id = %s", other.pk, outcome.pk)


def test_an_outcome_is_exactly_one_of_three(world: World) -> None:
    item = an_item(world.review)
    call: Any = {"title": "Call", "done_when": "Held", "post": world.doer_post, "due": NOW.date()}
    action = close_item_with(item=an_item(world.review), outcome=ActionSpec(**call), by=world.lead).action
    with pytest.raises(IntegrityError), transaction.atomic():
        an_outcome(item)
    with pytest.raises(IntegrityError), transaction.atomic():
        an_outcome(item, decision=a_decision(world), action=action)


def test_a_review_does_not_close_over_an_open_item_by_any_way_in(world: World) -> None:
    an_item(world.review)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=world.review.pk).update(status="closed", closed_at=NOW)
    refused("UPDATE reviews_review SET status = 'closed', closed_at = %s WHERE id = %s", NOW, world.review.pk)


def test_a_closed_review_takes_no_open_item_by_any_way_in(world: World) -> None:
    closed = a_review(world.flow, NEXT_WEEK, status="closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        an_item(closed)
    item = an_item(world.review)
    refused("UPDATE reviews_agendaitem SET review_id = %s WHERE id = %s", closed.pk, item.pk)
    settled = an_item(world.review)
    close_item_with(item=settled, outcome=KEEP, by=world.lead)
    defer_item(item=item, by=world.lead)
    close_review(review=world.review, by=world.lead)
    refused(
        "UPDATE reviews_agendaitem SET status = 'open', closing_outcome_id = NULL, closed_at = NULL WHERE id = %s",
        settled.pk,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "stalled"},
        {"kind": "escalation"},
        {"kind": "look_back"},
        {"kind": "chat"},
        {"deferrals": 3},
        {"status": "gone"},
    ],
)
def test_an_item_that_makes_no_sense_is_refused(world: World, change: dict[str, Any]) -> None:
    item = an_item(world.review)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"done_when": ""},
        {"status": "accepted"},
        {"accepted_at": NOW},
        {"status": "done", "done_at": NOW, "accepted_at": NOW},
        {"status": "done", "done_at": NOW, "done_evidence": "Seen"},
        {"status": "countered"},
        {"status": "declined"},
        {"status": "lost"},
    ],
)
def test_an_action_in_a_state_it_cannot_be_in_is_refused(world: World, change: dict[str, Any]) -> None:
    call: Any = {"title": "Call", "done_when": "Held", "post": world.doer_post, "due": NOW.date()}
    action = close_item_with(item=an_item(world.review), outcome=ActionSpec(**call), by=world.lead).action
    assert action is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"question": ""},
        {"to_tier": None},
        {"reply_by": NOW - timedelta(days=1)},
        {"status": "answered"},
        {"status": "answered", "reply": "Yes"},
    ],
)
def test_an_escalation_in_a_state_it_cannot_be_in_is_refused(world: World, change: dict[str, Any]) -> None:
    closing = EscalationSpec(question="Who pays?")
    escalation = close_item_with(item=an_item(world.review), outcome=closing, by=world.lead).escalation
    assert escalation is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.filter(pk=escalation.pk).update(**change)


@pytest.mark.parametrize("change", [{"reason": ""}, {"text": ""}, {"kind": "shrug"}])
def test_a_decision_without_words_is_refused(world: World, change: dict[str, Any]) -> None:
    decision = a_decision(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**change)


def test_a_deferral_moves_on(world: World) -> None:
    item = an_item(world.review)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemDeferral.objects.create(item=item, from_review=world.review, to_review=world.review, at=NOW, by="test")


def test_once_round_from_a_signal_to_work_that_is_done_and_an_answer_from_above(world: World) -> None:
    signal = a_signal(world.series)
    worse = an_item(world.review, series=world.series, signals=[signal])
    costly, unreached = an_item(world.review), an_item(world.review, series=world.series)
    assert agenda(world.review, world.lead).open_count == 3

    call: Any = {
        "title": "Hold the 09:30 discharge call",
        "done_when": "Held ten working days running",
        "post": world.doer_post,
        "due": date(2025, 10, 17),
    }
    action = close_item_with(item=worse, outcome=ActionSpec(**call), by=world.lead).action
    question = close_item_with(item=costly, outcome=EscalationSpec(question="Who pays?"), by=world.lead).escalation
    defer_item(item=unreached, by=world.lead)
    assert action is not None
    assert question is not None
    close_review(review=world.review, by=world.lead)
    assert [len(part) for part in (minutes(world.review).settled, minutes(world.review).deferred)] == [2, 1]

    with at(days=3):
        complete_action(action=accept_action(action=action, by=world.doer), evidence="In the list", by=world.doer)
        reply_to_escalation(escalation=question, reply="The system does", by=world.chief)

    with at(NEXT_WEEK):
        unreached.refresh_from_db()
        following = open_review(review=unreached.review, by=world.lead)
        opening = opening_actions(following)
        assert [each.action for each in opening.done] == [action]
        assert [each.pk for each in opening.replies] == [question.pk]
        defer_item(item=unreached, by=world.lead)
        close_review(review=following, by=world.lead)
    assert unreached.closing_outcome is not None
    assert unreached.closing_outcome.escalation is not None
    assert unreached.closing_outcome.escalation.automatic
    assert first_broken_event() is None
    assert AuditEvent.objects.filter(verb="close_item").count() == 3
