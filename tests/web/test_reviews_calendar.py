"""The forums around a unit, their sittings to come and past."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import NOW, TODAY, a_forum, a_post, a_review, a_unit, a_user, an_item
from tests.web.reviewing import client_of, text_of
from tests.worlds import LAST_WEEK, NEXT_WEEK, World
from wellrun.accounts.models import User
from wellrun.reviews.models import Forum, Review


def page(user: User, unit: str = "north", show: str = "") -> Any:
    return client_of(user).get(reverse("reviews", args=[unit]) + (f"?show={show}" if show else ""))


def test_a_forum_says_when_it_meets_who_chairs_and_what_waits(world: World) -> None:
    an_item(world.review)
    said = text_of(page(world.viewer))
    assert "North flow" in said
    assert "Every Tuesday at 09:00. Tier 3, site" in said
    assert "North director" in said
    assert "today, 09:00 1 item without an outcome Open now" in said
    assert "One review sits today: North flow." in said


def test_a_past_sitting_with_items_left_comes_first_and_is_said_first(world: World) -> None:
    missed = a_review(world.flow, LAST_WEEK, status="scheduled")
    an_item(missed)
    an_item(missed)
    said = text_of(page(world.lead))
    assert "One sitting is overdue, with two items without an outcome." in said
    assert said.index("Overdue: items without an outcome") < said.index("Every Tuesday")
    assert "North, Tue 7 Oct, 09:00: 2 items without an outcome" in said


def test_a_past_sitting_with_nothing_left_is_not_overdue(world: World) -> None:
    a_review(world.flow, LAST_WEEK, status="scheduled")
    assert "Nothing is overdue." in text_of(page(world.lead))


def test_forums_above_show_only_to_who_sees_them(world: World) -> None:
    assert "System board" in text_of(page(world.chief))
    assert "System board" not in text_of(page(world.viewer))


def test_forums_of_a_sibling_are_not_listed(world: World) -> None:
    a_forum("south-flow", world.south, world.chief_post)
    assert "South flow" not in text_of(page(world.chief, "north"))
    assert "South flow" in text_of(page(world.chief, "system"))


def test_a_restricted_forum_shows_to_its_members_only(world: World) -> None:
    member = a_user("member", (world.north, "chair"))
    forum = a_forum("mortality", world.north, world.lead_post, restricted=True, members=[member])
    a_review(forum, NEXT_WEEK, status="scheduled")
    assert "Mortality" not in text_of(page(world.lead))
    said = text_of(page(member))
    assert "Mortality" in said
    assert "Members only" in said


def test_a_unit_without_forums_says_what_a_forum_is_for(world: World) -> None:
    ward = a_unit("ward", parent=world.south)
    sister = a_user("sister", (ward, "contributor"))
    assert "What really changes in this unit goes to a forum above your units." in text_of(page(sister, "ward"))
    Forum.objects.update(retired_on=TODAY)
    said = text_of(page(sister, "ward"))
    assert "No forum meets here yet" in said
    assert "A forum is a standing meeting with a rhythm" in said


def test_past_sittings_lead_to_their_minutes_a_page_at_a_time(world: World) -> None:
    assert "No sitting has been closed yet" in text_of(page(world.viewer, show="past"))
    for week in range(1, 31):
        a_review(world.flow, NOW - timedelta(weeks=week), status="closed")
    first = page(world.viewer, show="past")
    assert first.content.decode().count("/minutes/") == 25
    assert "Page 1 of 2" in text_of(first)
    second = page(world.viewer, show="past&page=2")
    assert second.content.decode().count("/minutes/") == 5


def test_what_is_outside_is_not_there(world: World) -> None:
    assert page(world.neighbour).status_code == 404


def test_a_forum_that_no_longer_meets_is_not_listed(world: World) -> None:
    world.flow.retired_on = NOW.date()
    world.flow.save()
    assert "North flow" not in text_of(page(world.viewer))


@pytest.mark.parametrize("show", ["", "past"])
def test_the_page_costs_the_same_for_any_number_of_forums(
    world: World, show: str, django_assert_max_num_queries: Any
) -> None:
    client = client_of(world.chief)
    a_review(world.flow, LAST_WEEK, status="closed")
    address = reverse("reviews", args=["system"]) + f"?show={show}"
    client.get(address)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    for number in range(12):
        forum = a_forum(f"forum-{number}", world.south, a_post(f"post-{number}", world.south))
        an_item(a_review(forum, datetime(2025, 10, 1 + number, 10, 0, tzinfo=UTC), status="scheduled"))
        a_review(forum, NEXT_WEEK, status="scheduled")
        a_review(forum, LAST_WEEK - timedelta(days=number), status="closed")
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).status_code == 200
    assert Review.objects.count() > 36
