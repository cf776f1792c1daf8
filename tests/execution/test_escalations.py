from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOW, TODAY, a_user
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import answer_escalation, escalate, withdraw_escalation
from wellrun.execution.models import Escalation
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.organisation.actions import hold_post

SOON = NOW + timedelta(days=1)


def hand_up(world: World, **changed: Any) -> Escalation:
    wanted: dict[str, Any] = {
        "question": "Who pays for weekend transport?",
        "from_unit": world.north,
        "from_tier": 3,
        "to_unit": world.system,
        "to_tier": 4,
        "reply_by": SOON,
        "by": world.lead,
    }
    return escalate(**wanted | changed)


def test_a_question_goes_up_without_the_asker_seeing_that_unit(world: World) -> None:
    escalation = hand_up(world)
    assert (escalation.status, escalation.raised_by, escalation.automatic) == ("open", "lead", False)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"question": "  "}, "question_needed"),
        ({"reply_by": NOW}, "reply_in_the_past"),
        ({"to_tier": 3}, "not_above"),
        ({"to_tier": None}, "not_above"),
    ],
)
def test_a_question_that_goes_nowhere_is_refused(world: World, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        hand_up(world, **changed)
    assert refusal.value.code == code


def test_a_question_is_not_handed_sideways(world: World) -> None:
    with pytest.raises(UserError) as refusal:
        hand_up(world, to_unit=world.south)
    assert refusal.value.code == "not_above"


def test_the_chair_above_answers(world: World) -> None:
    answered = answer_escalation(escalation=hand_up(world), reply="The system does, from November", by=world.chief)
    assert (answered.status, answered.replied_by, answered.replied_at) == ("answered", "chief", NOW)


def test_below_nobody_answers_their_own_question(world: World) -> None:
    escalation = hand_up(world)
    with pytest.raises(NotFound):
        answer_escalation(escalation=escalation, reply="We do", by=world.lead)
    with pytest.raises(NotFound):
        answer_escalation(escalation=escalation, reply="We do", by=world.neighbour)


def test_a_question_to_a_post_is_answered_by_its_holder(world: World) -> None:
    sponsor = world.board.sponsor
    escalation = hand_up(world, from_unit=world.system, from_tier=4, to_tier=None, to_post=sponsor, by=world.chief)
    with pytest.raises(Refused) as refusal:
        answer_escalation(escalation=escalation, reply="Yes", by=world.chief)
    assert refusal.value.code == "not_the_holder"
    second = a_user("second", (world.system, "contributor"))
    hold_post(post=sponsor, user=second, starts=TODAY, deputy=True, by=SYSTEM)
    assert answer_escalation(escalation=escalation, reply="Yes", by=second).status == "answered"


def test_whoever_asked_does_not_answer_even_as_the_chair_above(world: World) -> None:
    escalation = hand_up(world, by=world.chief)
    with pytest.raises(Refused) as refusal:
        answer_escalation(escalation=escalation, reply="Yes", by=world.chief)
    assert refusal.value.code == "asker_cannot_answer"
    second = a_user("second", (world.system, "chair"))
    assert answer_escalation(escalation=escalation, reply="Yes", by=second).status == "answered"


def test_whoever_asked_first_does_not_answer_what_was_handed_on(world: World) -> None:
    first = hand_up(world, by=world.chief)
    second = a_user("second", (world.system, "chair"))
    onward = hand_up(world, from_unit=world.system, from_tier=4, to_tier=5, continues=first, by=second)
    for asker in (world.chief, second):
        with pytest.raises(Refused) as refusal:
            answer_escalation(escalation=onward, reply="Yes", by=asker)
        assert refusal.value.code == "asker_cannot_answer"


def test_nobody_asked_what_went_up_by_itself(world: World) -> None:
    escalation = hand_up(world, automatic=True, by=world.chief)
    assert answer_escalation(escalation=escalation, reply="Yes", by=world.chief).status == "answered"


def test_an_answer_needs_words_and_is_given_once(world: World) -> None:
    escalation = hand_up(world)
    with pytest.raises(UserError) as refusal:
        answer_escalation(escalation=escalation, reply="", by=world.chief)
    assert refusal.value.code == "reply_needed"
    answer_escalation(escalation=escalation, reply="Yes", by=world.chief)
    with pytest.raises(Conflict) as conflict:
        answer_escalation(escalation=escalation, reply="No", by=world.chief)
    assert conflict.value.code == "already_changed"
    assert Escalation.objects.get().reply == "Yes"


def test_an_answer_goes_down_to_all_who_handed_the_question_on(world: World) -> None:
    first = hand_up(world)
    second = hand_up(world, from_unit=world.system, from_tier=4, to_tier=5, continues=first, by=world.chief)
    answer_escalation(escalation=second, reply="Yes, until March", by=a_user("second", (world.system, "chair")))
    first.refresh_from_db()
    assert (first.status, first.reply) == ("answered", "Yes, until March")


def test_a_question_is_taken_back_by_the_side_that_asked(world: World) -> None:
    escalation = hand_up(world)
    with pytest.raises(Refused):
        withdraw_escalation(escalation=escalation, reason="Solved", by=world.doer)
    withdrawn = withdraw_escalation(escalation=escalation, reason="Solved locally", by=world.lead)
    assert (withdrawn.status, withdrawn.reply) == ("withdrawn", "Solved locally")
    with pytest.raises(Conflict):
        answer_escalation(escalation=escalation, reply="Yes", by=world.chief)
