from typing import Any

from tests.execution.asking import DUE
from tests.factories import an_item
from tests.worlds import World
from wellrun.reviews.actions import ActionSpec, DecisionSpec, EscalationSpec, close_item_with, close_review, defer_item
from wellrun.reviews.queries import minutes, receiver_of

KEEP = DecisionSpec(text="Keep course", reason="Too early")


def test_minutes_tell_outcomes_deferrals_and_what_is_open(world: World) -> None:
    first, second = an_item(world.review, series=world.series), an_item(world.review)
    call: Any = {"title": "Hold the call", "done_when": "Held", "post": world.doer_post, "due": DUE}
    asked = close_item_with(item=second, outcome=ActionSpec(**call), by=world.lead)
    decided = close_item_with(item=first, outcome=KEEP, by=world.lead)
    later = an_item(world.review, series=world.series)
    defer_item(item=later, by=world.lead)
    still = an_item(world.review, series=world.series)
    told = minutes(world.review)
    assert {entry.outcome for entry in told.settled} == {asked, decided}
    assert [entry.title for entry in told.settled if entry.outcome == decided] == ["Ready to leave, North"]
    (deferred,) = told.deferred
    assert (deferred.item, deferred.deferral.to_review) == (later, later.review)
    assert told.still_open == ("Ready to leave, North",)
    close_item_with(item=still, outcome=KEEP, by=world.lead)
    close_review(review=world.review, by=world.lead)
    assert minutes(world.review).still_open == ()


def test_minutes_cost_seven_queries_for_any_number_of_items(world: World, django_assert_num_queries: Any) -> None:
    def fill() -> None:
        close_item_with(item=an_item(world.review, series=world.series), outcome=KEEP, by=world.lead)
        close_item_with(item=an_item(world.review), outcome=EscalationSpec(question="Who?"), by=world.lead)
        defer_item(item=an_item(world.review, series=world.series), by=world.lead)

    fill()
    with django_assert_num_queries(7):
        minutes(world.review)
    for _each in range(4):
        fill()
    with django_assert_num_queries(7):
        told = minutes(world.review)
        assert (len(told.settled), len(told.deferred)) == (10, 5)
        handed_up = [entry.outcome.escalation for entry in told.settled if entry.outcome.escalation]
        assert [receiver_of(each) for each in handed_up] == ["System board"] * 5


def test_minutes_follow_the_agenda_not_the_clock(world: World) -> None:
    stalled, harm = an_item(world.review), an_item(world.review, kind="balancing", series=world.series)
    for item in (stalled, harm):
        close_item_with(item=item, outcome=KEEP, by=world.lead)
    assert [entry.item for entry in minutes(world.review).settled] == [harm, stalled]
