from typing import Any

import pytest

from tests.execution.asking import DUE
from tests.factories import an_item, at
from tests.worlds import World
from wellrun.execution.models import Escalation
from wellrun.lib.errors import Conflict, NotFound, UserError
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    open_review,
    reply_to_escalation,
    take_back_escalation,
)
from wellrun.reviews.models import AgendaItem


@pytest.fixture
def escalation(world: World) -> Escalation:
    item = an_item(world.review, series=world.series)
    outcome = close_item_with(item=item, outcome=EscalationSpec(question="Who pays?"), by=world.lead)
    assert outcome.escalation is not None
    return outcome.escalation


def received(escalation: Escalation) -> AgendaItem:
    return AgendaItem.objects.select_related("review__forum").get(escalation=escalation, kind="escalation")


def test_what_the_forum_above_decides_goes_back_as_the_answer(world: World, escalation: Escalation) -> None:
    item = received(escalation)
    with at(item.review.starts_at):
        open_review(review=item.review, by=world.chief)
        close_item_with(item=item, outcome=DecisionSpec(text="The system pays", reason="Cheaper"), by=world.chief)
    escalation.refresh_from_db()
    assert (escalation.status, escalation.reply) == ("answered", "The system pays. Reason: Cheaper")


def test_an_action_asked_for_above_is_an_answer_too(world: World, escalation: Escalation) -> None:
    spec: Any = {"title": "Sign the contract", "done_when": "Signed", "post": world.chief_post, "due": DUE}
    close_item_with(item=received(escalation), outcome=ActionSpec(**spec), by=world.chief)
    escalation.refresh_from_db()
    assert "Chief operating officer" in escalation.reply
    assert "20 Oct 2025: Sign the contract" in escalation.reply


def test_a_question_may_be_answered_between_sittings(world: World, escalation: Escalation) -> None:
    answered = reply_to_escalation(escalation=escalation, reply="The system pays.", by=world.chief)
    assert answered.status == "answered"
    assert answered.reply.startswith("The system pays. Reason: ")
    item = received(escalation)
    assert (item.status, item.review.status) == ("closed", "scheduled")
    with pytest.raises(Conflict):
        reply_to_escalation(escalation=answered, reply="No", by=world.chief)


def test_who_asked_does_not_answer(world: World, escalation: Escalation) -> None:
    with pytest.raises(NotFound):
        reply_to_escalation(escalation=escalation, reply="We pay", by=world.lead)


def test_an_answer_needs_words(world: World, escalation: Escalation) -> None:
    with pytest.raises(UserError) as refusal:
        reply_to_escalation(escalation=escalation, reply=" ", by=world.chief)
    assert refusal.value.code == "reply_needed"


def test_handed_on_it_stays_open_until_the_sponsor_answers_both(world: World, escalation: Escalation) -> None:
    outcome = close_item_with(item=received(escalation), outcome=EscalationSpec(question="Budget?"), by=world.chief)
    onward = outcome.escalation
    assert onward is not None
    escalation.refresh_from_db()
    assert (escalation.status, onward.continues) == ("open", escalation)
    executive = world.board.sponsor.holdings.get().user
    reply_to_escalation(escalation=onward, reply="Yes, until March", by=executive)
    escalation.refresh_from_db()
    assert (escalation.status, escalation.reply) == ("answered", "Yes, until March")


def test_taken_back_the_item_above_closes_with_no_action(world: World, escalation: Escalation) -> None:
    take_back_escalation(escalation=escalation, reason="Solved by the north itself", by=world.lead)
    item = received(escalation)
    assert (escalation.status, item.status) == ("withdrawn", "closed")
    assert item.closing_outcome is not None
    decision = item.closing_outcome.decision
    assert decision is not None
    assert (decision.kind, decision.reason, decision.decided_by) == (
        "no_action",
        "Solved by the north itself",
        "Wellrun",
    )


def test_what_was_answered_is_not_taken_back(world: World, escalation: Escalation) -> None:
    reply_to_escalation(escalation=escalation, reply="Yes", by=world.chief)
    with pytest.raises(Conflict):
        take_back_escalation(escalation=escalation, reason="Solved", by=world.lead)
