"""The minutes of a sitting, as they are printed."""

from datetime import date
from typing import Any

from django.urls import reverse

from tests.factories import a_review
from tests.web.reviewing import a_rise, client_of, text_of
from tests.worlds import LAST_WEEK, World
from wellrun.accounts.models import User
from wellrun.execution.models import Decision
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    close_review,
    defer_item,
    note_drivers,
    reopen_item,
)
from wellrun.reviews.models import Review


def page(user: User, review: Review) -> Any:
    return client_of(user).get(reverse("minutes", args=[review.pk]))


def test_they_hold_every_outcome_with_what_belongs_to_it(world: World) -> None:
    asked, kept, handed = a_rise(world), a_rise(world, name="kept"), a_rise(world, name="handed")
    note_drivers(item=asked, text="Transport comes late", by=world.doer)
    spec = ActionSpec(title="Hold a call", done_when="Held", post=world.doer_post, due=date(2025, 10, 20))
    close_item_with(item=asked, outcome=spec, by=world.lead)
    close_item_with(item=kept, outcome=DecisionSpec(text="Keep course", reason="Too early"), by=world.lead)
    close_item_with(item=handed, outcome=EscalationSpec(question="Who pays?"), by=world.lead)
    said = text_of(page(world.viewer, world.review))
    assert "Tue 14 Oct 2025, North, chaired by the north director." in said
    assert "these minutes are not final" in said
    assert "Action 1: Hold a call Asked of Head of discharge: asked, has not answered yet Due Mon 20 Oct" in said
    assert "What is driving it Transport comes late Local or systemic local" in said
    assert "Decision: Keep course Reason Too early" in said
    assert "Escalation: Who pays? Goes to The System board of System" in said
    assert "Above the usual level for 8 months in a row, since January 2025" in said
    assert "Found by the NHS rules: seven in a row on one side of the usual level." in said
    close_review(review=world.review, by=world.lead)
    assert "Closed Tue 14 Oct, 09:00." in text_of(page(world.viewer, world.review))


def test_they_hold_what_was_not_reached_what_was_taken_back_and_what_is_open(world: World) -> None:
    moved, wrong = a_rise(world, name="moved"), a_rise(world, name="wrong")
    defer_item(item=moved, by=world.lead)
    close_item_with(item=wrong, outcome=DecisionSpec(text="Stop", reason="Slip"), by=world.lead)
    reopen_item(item=wrong, reason="Slip", by=world.lead)
    close_item_with(item=wrong, outcome=DecisionSpec(text="Go on", reason="It works"), by=world.lead)
    a_rise(world, name="left")
    said = text_of(page(world.viewer, world.review))
    assert "Moved, North: moved to Tue 21 Oct 2025." in said
    assert "Recorded first and taken back: Decided: Stop" in said
    assert "Still without an outcome Left, North" in said


def test_nothing_to_do_is_said_once_with_its_reason(world: World) -> None:
    nothing = DecisionSpec(kind=Decision.Kind.NO_ACTION, reason="It gets better by itself")
    close_item_with(item=a_rise(world), outcome=nothing, by=world.lead)
    said = text_of(page(world.viewer, world.review))
    assert "No action: It gets better by itself" in said
    assert said.count("No action") == 1
    assert said.count("It gets better by itself") == 1


def test_an_empty_sitting_teaches_what_minutes_are(world: World) -> None:
    said = text_of(page(world.viewer, world.review))
    assert "Nothing was on the agenda" in said


def test_they_cost_the_same_for_any_number_of_items(world: World, django_assert_max_num_queries: Any) -> None:
    keep = DecisionSpec(text="Keep course", reason="Too early")
    close_item_with(item=a_rise(world), outcome=keep, by=world.lead)
    client = client_of(world.viewer)
    address = reverse("minutes", args=[world.review.pk])
    client.get(address)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    for number in range(12):
        close_item_with(item=a_rise(world, name=f"more-{number}"), outcome=keep, by=world.lead)
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).status_code == 200


def test_those_of_another_unit_are_not_there(world: World) -> None:
    assert page(world.neighbour, a_review(world.flow, LAST_WEEK)).status_code == 404
