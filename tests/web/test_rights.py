"""Decision rights are listed, given, changed and taken away on pages, with what the check says beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import a_forum, a_plan, a_post
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import CheckRun
from wellrun.jobs.happenings import newest_event
from wellrun.jobs.model_check import check_plan
from wellrun.organisation.models import DecisionRight
from wellrun.reviews.actions import give_right
from wellrun.reviews.models import ForumRight
from wellrun.strategy.actions import draft_plan

HERE = "/u/north/strategy/rights/"


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "post": "head-of-discharge",
        "forum": "",
        "kind": "spend",
        "scope": "north",
        "spending_ceiling": "250000",
        "staffing_ceiling": "",
    } | changed


def test_the_list_says_who_may_decide_what_where_and_up_to_what(world: World) -> None:
    give_right(holder=world.doer_post, kind="spend", scope=world.north, spending_ceiling=250_000, by=SYSTEM)
    give_right(holder=world.flow, kind="staff", scope=world.north, staffing_ceiling=2.5, by=SYSTEM)
    give_right(holder=world.empty_post, kind="set_aim", scope=world.north, by=SYSTEM)
    told = text_of(client_of(world.viewer).get(HERE))
    assert "Spending money one right" in told
    assert "Head of discharge Post of North North Up to 250,000 a year" in told
    assert "Taking on staff one right" in told
    assert "North flow Forum of North North Up to 2.5 full-time equivalents" in told
    assert "Transport lead Post of North, nobody holds it" in told
    assert "Without a ceiling" in told
    assert "Nobody here may decide on starting an initiative" in told
    assert "Take away" not in told
    assert "Take away" in text_of(client_of(world.lead).get(HERE))


def test_nothing_recorded_says_what_it_is_for(world: World) -> None:
    assert "No decision right is recorded here" in text_of(client_of(world.viewer).get(HERE))


def test_it_is_given_to_a_post_or_a_forum_and_to_one_only(world: World) -> None:
    a_plan()
    lead = client_of(world.lead)
    assert lead.post(f"{HERE}new/", fields())["Location"] == HERE
    assert DecisionRight.objects.get().spending_ceiling == 250_000
    both = lead.post(f"{HERE}new/", fields(forum="north-flow"))
    assert both.status_code == 422
    assert "one of them only" in text_of(both)
    assert lead.post(f"{HERE}new/", fields(post="")).status_code == 422
    again = lead.post(f"{HERE}new/", fields())
    assert again.status_code == 409
    assert "It may decide on that there already" in text_of(again)
    chief = client_of(world.chief)
    assert chief.post("/u/system/strategy/rights/new/", fields(post="", forum="north-flow")).status_code == 302
    assert ForumRight.objects.get().forum == world.flow


def test_nobody_sets_their_own(world: World) -> None:
    answer = client_of(world.lead).post(f"{HERE}new/", fields(post="north-director"))
    assert answer.status_code == 403
    assert not DecisionRight.objects.exists()


def test_it_is_changed_and_taken_away_after_a_question(world: World) -> None:
    right = give_right(holder=world.doer_post, kind="spend", scope=world.north, by=SYSTEM)
    lead = client_of(world.lead)
    form = text_of(lead.get(f"{HERE}{right.pk}/"))
    assert "Head of discharge may decide on spending money in North: without a ceiling." in form
    sent = {"kind": "spend", "scope": "north", "spending_ceiling": "10", "staffing_ceiling": ""}
    assert lead.post(f"{HERE}{right.pk}/", sent).status_code == 302
    assert DecisionRight.objects.get().spending_ceiling == 10
    assert lead.post(f"{HERE}{right.pk}/", sent | {"spending_ceiling": "-1"}).status_code == 422
    assert "What was decided by it stays decided" in text_of(lead.get(f"{HERE}{right.pk}/remove/"))
    assert lead.post(f"{HERE}{right.pk}/remove/").status_code == 302
    assert not DecisionRight.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("doer", 403), ("neighbour", 404)])
def test_who_may_not_writes_nothing(world: World, who: str, status: int) -> None:
    right = give_right(holder=world.doer_post, kind="spend", scope=world.north, by=SYSTEM)
    client = client_of(getattr(world, who))
    for path in ("new/", f"{right.pk}/", f"{right.pk}/remove/"):
        assert client.get(HERE + path).status_code == status
        assert client.post(HERE + path, fields()).status_code == status
    assert DecisionRight.objects.count() == 1


def test_what_the_check_says_stands_beside_and_leads_to_the_form(world: World) -> None:
    plan = a_plan()
    for post in (world.chief_post, a_post("other-officer", world.system, holder=world.lead)):
        give_right(holder=post, kind="spend", scope=world.system, by=SYSTEM)
    check_plan(plan)
    chief = client_of(world.chief)
    page = chief.get("/u/system/strategy/rights/")
    told = text_of(page)
    assert "What the check says of them" in told
    assert "may both decide on spending money" in told
    assert "?kind=staff" in page.content.decode()
    gap = chief.get("/u/system/strategy/rights/?kind=staff")
    assert gap["Location"] == "/u/system/strategy/rights/new/?kind=staff"
    assert b'<option value="staff" selected>' in chief.get(gap["Location"]).content
    right = DecisionRight.objects.get(post=world.chief_post)
    known = chief.get("/u/system/strategy/rights/?post=chief-operating-officer&kind=spend&scope=system")
    assert known["Location"].startswith(f"/u/system/strategy/rights/{right.pk}/")


def test_it_is_narrowed_by_kind_and_words(world: World) -> None:
    give_right(holder=world.doer_post, kind="spend", scope=world.north, by=SYSTEM)
    give_right(holder=world.lead_post, kind="staff", scope=world.north, by=SYSTEM)
    viewer = client_of(world.viewer)
    assert "Head of discharge" not in text_of(viewer.get(f"{HERE}?kind=staff&q="))
    assert "North director" not in text_of(viewer.get(f"{HERE}?kind=&q=discharge"))
    assert "Nothing of the kind" in text_of(viewer.get(f"{HERE}?kind=&q=nobody"))


def test_a_restricted_forum_shows_its_rights_to_members_only(world: World) -> None:
    circle = a_forum("closed-circle", world.north, world.doer_post, restricted=True, members=[world.doer])
    give_right(holder=circle, kind="spend", scope=world.north, by=SYSTEM)
    assert "Closed circle" not in text_of(client_of(world.lead).get(HERE))
    assert "Closed circle" in text_of(client_of(world.doer).get(HERE))


def test_a_forum_says_what_it_and_its_chair_may_decide(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.north, spending_ceiling=5000, by=SYSTEM)
    give_right(holder=world.lead_post, kind="staff", scope=world.north, by=SYSTEM)
    told = text_of(client_of(world.viewer).get("/forums/north-flow/"))
    assert "Spending money in North: up to 5,000 a year" in told
    assert "Taking on staff in North: without a ceiling, as its chair" in told


def test_many_are_paged_and_cost_no_more_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = a_plan()
    for number in range(40):
        give_right(holder=a_post(f"post-{number}", world.north), kind="spend", scope=world.north, by=SYSTEM)
    check_plan(plan)
    lead = client_of(world.lead)
    with django_assert_max_num_queries(20):
        assert "Page 1 of 2" in text_of(lead.get(HERE))
    with django_assert_max_num_queries(20):
        lead.get(f"{HERE}new/")


def test_a_draft_is_checked_as_well_as_the_plan_in_force_when_one_is_given(world: World) -> None:
    plans = [a_plan(), draft_plan(key="p26", name="Next", starts=date(2026, 4, 1), ends=date(2027, 3, 31), by=SYSTEM)]
    for plan in plans:
        check_plan(plan)
    client_of(world.lead).post(f"{HERE}new/", fields())
    newest = newest_event()
    assert list(CheckRun.objects.values_list("last_event", flat=True)) == [newest, newest]
