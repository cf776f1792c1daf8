from datetime import date
from typing import Any

import pytest

from tests.factories import a_review, an_item, at
from tests.worlds import LAST_WEEK, THIS_WEEK, World
from wellrun.execution.actions import accept_action, complete_action, report_progress
from wellrun.execution.models import Action
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    close_review,
    reopen_item,
    reply_to_escalation,
)
from wellrun.reviews.models import Review
from wellrun.reviews.queries import opening_actions


@pytest.fixture
def last(world: World) -> Review:
    return a_review(world.flow, LAST_WEEK)


def asked(world: World, review: Review, title: str, due: date = date(2025, 10, 20)) -> Action:
    spec: Any = {"title": title, "done_when": "Seen", "post": world.doer_post, "due": due}
    action = close_item_with(item=an_item(review), outcome=ActionSpec(**spec), by=world.lead).action
    assert action is not None
    return action


def test_a_sitting_opens_with_what_the_last_ones_left(world: World, last: Review) -> None:
    with at(LAST_WEEK):
        older = a_review(world.flow, LAST_WEEK.replace(month=9))
        from_earlier = asked(world, older, "From September", due=date(2025, 12, 1))
        before = accept_action(action=asked(world, older, "Done before"), by=world.doer)
        late = accept_action(action=asked(world, last, "Late", due=date(2025, 10, 10)), by=world.doer)
        done = accept_action(action=asked(world, last, "Done since"), by=world.doer)
    with at(LAST_WEEK, days=-1):
        complete_action(action=before, evidence="Seen", by=world.doer)
    with at(LAST_WEEK):
        close_review(review=older, by=world.lead)
        close_review(review=last, by=world.lead)
    with at(LAST_WEEK, days=2):
        complete_action(action=done, evidence="List in the bed meeting", by=world.doer)
        report_progress(action=late, text="Half of it", by=world.doer)
    with at(THIS_WEEK):
        opening = opening_actions(world.review)
    assert opening.since == LAST_WEEK
    assert [each.action for each in opening.carried_over] == [late, from_earlier]
    assert [each.action for each in opening.done] == [done]
    assert opening.overdue_count == 1
    assert [[update.text for update in each.updates if update.at > LAST_WEEK] for each in opening.carried_over] == [
        ["Half of it"],
        [],
    ]


def test_actions_of_this_sitting_of_others_and_those_taken_back_are_not_in_the_opening(
    world: World, last: Review
) -> None:
    asked(world, world.review, "Asked just now")
    other = a_review(world.board, LAST_WEEK)
    asked_above: Any = {"title": "Elsewhere", "done_when": "Seen", "post": world.chief_post, "due": date(2025, 11, 1)}
    close_item_with(item=an_item(other), outcome=ActionSpec(**asked_above), by=world.chief)
    item = an_item(last)
    spec: Any = {"title": "Taken back", "done_when": "Seen", "post": world.doer_post, "due": date(2025, 11, 1)}
    close_item_with(item=item, outcome=ActionSpec(**spec), by=world.lead)
    reopen_item(item=item, reason="Wrong item", by=world.lead)
    opening = opening_actions(world.review)
    assert (opening.carried_over, opening.done, opening.since) == ((), (), None)


def test_answers_from_above_are_in_the_opening(world: World, last: Review) -> None:
    with at(LAST_WEEK):
        closing = EscalationSpec(question="Who pays?")
        escalation = close_item_with(item=an_item(last), outcome=closing, by=world.lead).escalation
        assert escalation is not None
        close_review(review=last, by=world.lead)
    assert opening_actions(world.review).replies == ()
    reply_to_escalation(escalation=escalation, reply="The system pays", by=world.chief)
    (reply,) = opening_actions(world.review).replies
    assert reply.reply.startswith("The system pays.")


def test_the_first_sitting_opens_with_nothing(world: World) -> None:
    opening = opening_actions(world.review)
    assert (opening.since, opening.carried_over, opening.done, opening.replies) == (None, (), (), ())


def test_the_opening_costs_five_queries_for_any_number_of_actions(
    world: World, last: Review, django_assert_max_num_queries: Any
) -> None:
    with at(LAST_WEEK):
        actions = [asked(world, last, f"action {number}") for number in range(8)]
        close_item_with(item=an_item(last), outcome=DecisionSpec(text="Keep", reason="Early"), by=world.lead)
        close_review(review=last, by=world.lead)
    for action in actions[:4]:
        report_progress(action=accept_action(action=action, by=world.doer), text="Going well", by=world.doer)
    with django_assert_max_num_queries(5):
        opening = opening_actions(world.review)
        assert len(opening.carried_over) == 8
        assert all(each.action.post.unit.name for each in opening.carried_over)
        assert all(update.by is None or update.by.username for each in opening.carried_over for update in each.updates)


def test_a_clock_that_stands_still_hides_nothing(world: World, last: Review) -> None:
    """In a demo the sitting ends and the post answers at one moment; the next sitting still hears of it."""
    with at(LAST_WEEK):
        action = accept_action(action=asked(world, last, "Call"), by=world.doer)
        close_review(review=last, by=world.lead)
        complete_action(action=action, evidence="Ten days running", by=world.doer)
    assert [each.action for each in opening_actions(world.review).done] == [action]
