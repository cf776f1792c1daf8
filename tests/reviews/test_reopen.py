from typing import Any

import pytest

from tests.execution.asking import DUE
from tests.factories import TODAY, an_item
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.execution.actions import accept_action
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    close_review,
    reopen_item,
    reply_to_escalation,
)
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.queries import look_backs_due, minutes

KEEP = DecisionSpec(text="Keep course", reason="Too early")
WRONG = "Wrong item"


def a_call(world: World) -> ActionSpec:
    wanted: Any = {"title": "Hold the call", "done_when": "Held", "post": world.doer_post, "due": DUE}
    return ActionSpec(**wanted)


def test_a_wrong_click_is_mended_and_stays_on_record(world: World) -> None:
    item = an_item(world.review)
    wrong = close_item_with(item=item, outcome=KEEP, by=world.lead)
    assert reopen_item(item=item, reason=WRONG, by=world.lead).status == "open"
    assert list(item.outcomes.all()) == [wrong]
    assert wrong.decision is not None
    wrong.decision.refresh_from_db()
    assert wrong.decision.taken_back_at is not None
    event = AuditEvent.objects.get(verb="reopen_item")
    assert event.data == {"outcome": str(wrong.pk), "reason": WRONG}
    right = close_item_with(item=item, outcome=a_call(world), by=world.lead)
    (entry,) = minutes(world.review).settled
    assert (entry.outcome, entry.taken_back) == (right, (wrong,))


def test_an_action_nobody_accepted_is_cancelled_with_the_reason(world: World) -> None:
    item = an_item(world.review)
    action = close_item_with(item=item, outcome=a_call(world), by=world.lead).action
    assert action is not None
    reopen_item(item=item, reason=WRONG, by=world.lead)
    action.refresh_from_db()
    assert action.status == "cancelled"
    last = action.updates.last()
    assert last is not None
    assert last.text == WRONG


def test_what_a_post_has_taken_on_is_not_undone_behind_its_back(world: World) -> None:
    item = an_item(world.review)
    action = close_item_with(item=item, outcome=a_call(world), by=world.lead).action
    assert action is not None
    accept_action(action=action, by=world.doer)
    with pytest.raises(Conflict) as refusal:
        reopen_item(item=item, reason=WRONG, by=world.lead)
    assert refusal.value.code == "already_accepted"
    item.refresh_from_db()
    assert item.status == "closed"


def test_an_unanswered_question_is_taken_back_an_answered_one_is_not(world: World) -> None:
    item, other = an_item(world.review), an_item(world.review)
    first = close_item_with(item=item, outcome=EscalationSpec(question="Who pays?"), by=world.lead).escalation
    second = close_item_with(item=other, outcome=EscalationSpec(question="Who drives?"), by=world.lead).escalation
    assert first is not None
    assert second is not None
    reopen_item(item=item, reason=WRONG, by=world.lead)
    first.refresh_from_db()
    assert first.status == "withdrawn"
    assert AgendaItem.objects.get(escalation=first, kind="escalation").status == "closed"
    reply_to_escalation(escalation=second, reply="The taxi", by=world.chief)
    with pytest.raises(Conflict) as refusal:
        reopen_item(item=other, reason=WRONG, by=world.lead)
    assert refusal.value.code == "already_answered"


def test_an_answer_that_has_gone_down_is_not_called_back(world: World) -> None:
    closing = EscalationSpec(question="Who pays?")
    escalation = close_item_with(item=an_item(world.review), outcome=closing, by=world.lead).escalation
    item = AgendaItem.objects.get(escalation=escalation, kind="escalation")
    item.review.status = "open"
    item.review.save()
    close_item_with(item=item, outcome=KEEP, by=world.chief)
    with pytest.raises(Conflict) as refusal:
        reopen_item(item=item, reason=WRONG, by=world.chief)
    assert refusal.value.code == "already_answered"


def test_undoing_ends_with_the_review_and_belongs_to_the_chair(world: World) -> None:
    item = an_item(world.review)
    close_item_with(item=item, outcome=KEEP, by=world.lead)
    with pytest.raises(Refused):
        reopen_item(item=item, reason=WRONG, by=world.doer)
    with pytest.raises(NotFound):
        reopen_item(item=item, reason=WRONG, by=world.neighbour)
    with pytest.raises(UserError) as refusal:
        reopen_item(item=item, reason="", by=world.lead)
    assert refusal.value.code == "reason_needed"
    close_review(review=world.review, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        reopen_item(item=item, reason=WRONG, by=world.lead)
    assert refusal.value.code == "review_closed"


def test_an_open_item_is_not_reopened(world: World) -> None:
    with pytest.raises(Conflict) as refusal:
        reopen_item(item=an_item(world.review), reason=WRONG, by=world.lead)
    assert refusal.value.code == "already_changed"


def test_what_was_taken_back_is_not_looked_back_on(world: World) -> None:
    item = an_item(world.review)
    with_date = DecisionSpec(text="Keep course", reason="Too early", look_back=TODAY)
    outcome = close_item_with(item=item, outcome=with_date, by=world.lead)
    assert list(look_backs_due(TODAY)) == [outcome]
    reopen_item(item=item, reason=WRONG, by=world.lead)
    assert list(look_backs_due(TODAY)) == []
