from datetime import timedelta
from typing import Any

from tests.execution.asking import ask
from tests.factories import NOW, a_review, a_user, an_item, at
from tests.worlds import NEXT_WEEK, THIS_WEEK, World
from wellrun.audit.actions import SYSTEM
from wellrun.reviews.actions import EscalationSpec, add_member, close_item_with, open_review
from wellrun.reviews.queries import my_day, next_sittings, waiting_reviews


def test_a_day_holds_what_is_asked_of_ones_posts_and_the_sittings_of_today(world: World) -> None:
    action = ask(world)
    evening = a_review(world.flow, NOW.replace(hour=22, minute=30), status="scheduled")
    a_review(world.flow, NOW.replace(hour=23, minute=30), status="scheduled")  # half past midnight in London
    day = my_day(world.doer)
    assert day.waiting.to_answer == (action,)
    assert day.reviews_today == (world.review, evening)
    assert day.count == 1


def test_the_sittings_one_chairs_or_belongs_to_are_told_from_those_one_only_sees(world: World) -> None:
    add_member(forum=world.flow, user=world.viewer, by=SYSTEM)
    own = {
        who: [review.is_own for review in my_day(getattr(world, who)).reviews_today]
        for who in ("lead", "viewer", "chief")
    }
    assert own == {"lead": [True], "viewer": [True], "chief": [False]}


def test_questions_to_a_forum_wait_for_its_chair_and_its_members(world: World) -> None:
    closing = EscalationSpec(question="Who pays?")
    escalation = close_item_with(item=an_item(world.review), outcome=closing, by=world.lead).escalation
    member = a_user("member", (world.system, "contributor"))
    add_member(forum=world.board, user=member, by=SYSTEM)
    bystander = a_user("bystander", (world.system, "viewer"))
    assert my_day(world.chief).escalations == (escalation,)
    assert my_day(member).escalations == (escalation,)
    assert my_day(bystander).escalations == ()
    assert my_day(world.lead).escalations == ()


def test_a_question_to_a_post_waits_once(world: World) -> None:
    review = a_review(world.board)
    closing = EscalationSpec(question="Who pays?")
    escalation = close_item_with(item=an_item(review), outcome=closing, by=world.chief).escalation
    day = my_day(world.board.sponsor.holdings.get().user)
    assert (day.waiting.escalations, day.escalations, day.count) == ((escalation,), (), 1)


def test_a_day_costs_the_same_for_any_amount(world: World, django_assert_num_queries: Any) -> None:
    for number in range(6):
        ask(world, title=f"action {number}")
        closing = EscalationSpec(question="Who pays?")
        close_item_with(item=an_item(world.review), outcome=closing, by=world.lead)
    with django_assert_num_queries(5):
        assert len(my_day(world.chief).escalations) == 6
    with django_assert_num_queries(5):
        my_day(world.stranger)


def test_sittings_that_wait_are_open_or_due_today(world: World) -> None:
    today = NOW.date()
    assert list(waiting_reviews(world.chief, world.system, today)) == [world.review]
    with at(days=1):
        assert list(waiting_reviews(world.chief, world.system, today + timedelta(days=1))) == [world.review]
    missed = a_review(world.board, NOW - timedelta(days=3), status="scheduled")
    due = a_review(world.board, NOW + timedelta(hours=3), status="scheduled")
    found = waiting_reviews(world.chief, world.system, today)
    assert (missed in found, due in found) == (False, True)
    assert due not in waiting_reviews(world.chief, world.north, today)


def test_the_next_sitting_of_a_forum_is_the_open_one_or_the_first_to_come(world: World) -> None:
    a_review(world.flow, NEXT_WEEK, status="scheduled")
    a_review(world.board, NOW - timedelta(days=3), status="scheduled")
    coming = a_review(world.board, NOW + timedelta(days=9), status="scheduled")
    a_review(world.board, NOW + timedelta(days=40), status="scheduled")
    forums = [world.flow.pk, world.board.pk]
    assert next_sittings(world.chief, forums) == {
        world.flow.pk: ("North flow", THIS_WEEK),
        world.board.pk: ("System board", coming.starts_at),
    }
    assert set(next_sittings(world.viewer, forums)) == {world.flow.pk}
    open_review(review=coming, by=world.chief)
    with at(days=10):
        assert next_sittings(world.chief, forums)[world.board.pk][1] == coming.starts_at
