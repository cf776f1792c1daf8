from datetime import timedelta
from typing import Any

import pytest

from tests.execution.asking import DUE
from tests.factories import an_item, at
from tests.worlds import World
from wellrun.execution.models import Escalation
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
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
from wellrun.reviews.queries import between_sittings


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


def test_who_asked_does_not_answer_and_is_told_so_though_the_forum_above_is_not_theirs_to_see(
    world: World, escalation: Escalation
) -> None:
    with pytest.raises(Refused) as refusal:
        reply_to_escalation(escalation=escalation, reply="We pay", by=world.lead)
    assert refusal.value.code == "asker_cannot_answer"


def test_who_sees_the_question_and_not_the_forum_asked_may_not_answer_for_it(
    world: World, escalation: Escalation
) -> None:
    with pytest.raises(Refused) as refusal:
        reply_to_escalation(escalation=escalation, reply="We pay", by=world.viewer)
    assert refusal.value.code == "not_permitted"
    with pytest.raises(NotFound):
        reply_to_escalation(escalation=escalation, reply="We pay", by=world.neighbour)


def test_a_reply_due_before_the_forum_sits_is_its_chairs_to_give_between_sittings(world: World) -> None:
    item = an_item(world.review, series=world.series)
    soon = EscalationSpec(question="Who pays tonight?", reply_by=world.review.starts_at + timedelta(days=1))
    outcome = close_item_with(item=item, outcome=soon, by=world.lead)
    assert outcome.escalation is not None
    asked = outcome.escalation
    told = between_sittings([asked.pk])[asked.pk]
    assert (told.chair, told.sits_at) == (world.board.chair, received(asked).review.starts_at)
    reply_to_escalation(escalation=asked, reply="The system, for a month", by=world.chief)
    assert between_sittings([asked.pk]) == {}


def test_a_reply_that_may_wait_for_the_forum_is_the_forums(world: World, escalation: Escalation) -> None:
    assert between_sittings([escalation.pk]) == {}


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
