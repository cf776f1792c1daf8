"""Exchanges on pages: asked, answered otherwise, agreed; who sees them, and what a late answer is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.factories import NOW, a_series, a_unit, a_user, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.models import Level
from wellrun.audit.actions import SYSTEM
from wellrun.measures.models import Target
from wellrun.organisation.actions import hold_post
from wellrun.organisation.models import Post
from wellrun.strategy.actions import counter, give_role, propose, retire_objective, withdraw
from wellrun.strategy.models import Catchball, Objective, Plan

ASK = {
    "unit": "north",
    "post": "head-of-discharge",
    "title": "Leave by noon",
    "contribution": "3",
    "text": "You have most",
}


@pytest.fixture
def parent(world: World) -> Objective:
    """An objective of the system whose result is to fall from 20 to 12 %: a gap of 8 points."""
    series = a_series(world.system, world.series.measure)
    Target.objects.create(series=series, value=0.12, baseline=0.20, by_date=date(2026, 3, 31), created_at=NOW)
    return an_objective("leave-on-time", world.system, world.chief_post, roles={"lag": world.series.measure})


@pytest.fixture
def asked(world: World, parent: Objective) -> Catchball:
    return propose(
        parent=parent,
        unit=world.north,
        post=world.doer_post,
        title="Leave by noon",
        contribution=0.03,
        text="You have most of them",
        by=world.chief,
    )


def address(one: Catchball) -> str:
    return f"/plans/plan-2025/catchball/{one.pk}/"


OFFER = "/plans/plan-2025/objectives/leave-on-time/catchball/"
LIST = "/plans/plan-2025/catchball/"


def test_asked_with_the_gap_and_what_is_left_of_it_in_sight(world: World, parent: Objective) -> None:
    chief = client_of(world.chief)
    page = text_of(chief.get(OFFER))
    assert "from 20.0 % to 12.0 %: a gap of 8.0 percentage points." in page
    assert "Of the gap of 8.0 percentage points, 8.0 percentage points is left." in page
    answer = chief.post(OFFER, ASK, follow=True)
    one = Catchball.objects.get()
    assert answer.redirect_chain[0][0] == address(one)
    assert one.turns.get().contribution == pytest.approx(0.03)
    assert "The head of discharge is asked." in text_of(answer)
    left = text_of(chief.get(OFFER))
    assert "5.0 percentage points is left." in left


def test_an_address_fills_the_form_in_and_leads_on_to_one_that_is_open(world: World, parent: Objective) -> None:
    chief = client_of(world.chief)
    body = chief.get(f"{OFFER}?unit=north&post=head-of-discharge&title=Go+home&contribution=2").content.decode()
    assert '<option value="north" selected>' in body
    assert '<option value="head-of-discharge" selected>' in body
    assert 'value="Go home"' in body
    chief.post(OFFER, ASK)
    answer = chief.get(f"{OFFER}?unit=north")
    assert (answer.status_code, answer["Location"]) == (302, address(Catchball.objects.get()))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": " "}, "Say what the unit would reach."),
        ({"unit": ""}, "Choose the unit that is asked."),
        ({"unit": "nowhere"}, "Choose a unit you see."),
        ({"unit": "system"}, "Choose a unit you see."),
        ({"post": ""}, "Choose the post that answers."),
        ({"contribution": "-1"}, "from 0 up."),
        ({"contribution": "much"}, "Enter a number."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    world: World, parent: Objective, changed: dict[str, str], told: str
) -> None:
    answer = client_of(world.chief).post(OFFER, ASK | changed)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "You have most" in answer.content.decode()
    assert not Catchball.objects.exists()


def test_who_does_not_chair_the_unit_of_the_objective_asks_nobody(world: World, parent: Objective) -> None:
    viewer = a_user("onlooker", (world.system, Level.VIEWER))
    assert "Ask a unit to take on a part" not in text_of(client_of(viewer).get(OFFER))
    assert client_of(viewer).post(OFFER, ASK).status_code == 403
    assert client_of(world.lead).get(OFFER).status_code == 404  # sees the north, not the system's own
    assert client_of(world.lead).post(OFFER, ASK).status_code == 404


def test_the_post_that_was_asked_sees_title_gap_and_aim_of_what_is_above_it(world: World, asked: Catchball) -> None:
    page = client_of(world.doer).get(address(asked))
    said = text_of(page)
    assert "Waits for you" in said
    assert "Leave on time" in said
    assert "from 20.0 % to 12.0 %: a gap of 8.0 percentage points." in said
    assert "3.0 percentage points of the gap" in said
    assert "Chief operating officer Asked," in said
    assert "Taken on" not in said
    assert "is left" not in said
    assert OFFER not in page.content.decode()


def test_agreed_with_one_press_it_is_an_objective_of_the_unit(world: World, asked: Catchball) -> None:
    answer = client_of(world.doer).post(address(asked), {"verb": "agree", "to_turn": "1"}, follow=True)
    child = Objective.objects.get(key="leave-by-noon")
    assert (child.unit, child.owner) == (world.north, world.doer_post)
    assert child.parent_links.get().amount == pytest.approx(0.03)
    said = text_of(answer)
    assert "Agreed: “Leave by noon” is now an objective of North." in said
    assert "“Leave by noon” came of it" in said
    assert "Waits for you" not in said


def test_answered_otherwise_it_goes_back_with_what_differs(world: World, asked: Catchball) -> None:
    words = {
        "verb": "counter",
        "to_turn": "1",
        "title": "Leave by two",
        "contribution": "2",
        "text": "Noon is too early",
    }
    said = text_of(client_of(world.doer).post(address(asked), words, follow=True))
    assert "Before: “Leave by noon”." in said
    assert "1.0 percentage points less than before (3.0 percentage points)." in said
    assert "Noon is too early" in said
    assert "Waits for you" not in said
    assert "since today it waits for whoever asked" in said
    chief = client_of(world.chief)
    assert "Waits for you" in text_of(chief.get(address(asked)))
    again = {"verb": "propose", "to_turn": "2", "title": "Leave by one", "contribution": "2.5", "text": ""}
    assert "Asked again." in text_of(chief.post(address(asked), again, follow=True))
    client_of(world.lead).post(address(asked), {"verb": "agree", "to_turn": "3"})
    assert Objective.objects.get(key="leave-by-one").parent_links.get().amount == pytest.approx(0.025)


def test_a_counter_without_a_reason_keeps_what_was_typed(world: World, asked: Catchball) -> None:
    words = {"verb": "counter", "to_turn": "1", "title": "Leave by two", "contribution": "2", "text": " "}
    answer = client_of(world.doer).post(address(asked), words)
    assert answer.status_code == 422
    assert "Say why, so that the other side can answer." in text_of(answer)
    assert 'value="Leave by two"' in answer.content.decode()
    assert asked.turns.count() == 1


def test_the_second_answer_is_told_whose_turn_it_is_and_keeps_its_words(world: World, asked: Catchball) -> None:
    counter(catchball=asked, title="Leave by two", contribution=0.02, text="Too early", by=world.lead)
    words = {"verb": "counter", "to_turn": "1", "title": "Leave by three", "text": "Only then"}
    late = client_of(world.doer).post(address(asked), words)
    assert late.status_code == 409
    said = text_of(late)
    assert "Somebody else was quicker" in said
    assert "What you wrote was not sent: “Only then”" in said
    assert "it waits for whoever asked" in said
    agreed = client_of(world.doer).post(address(asked), {"verb": "agree"})
    assert agreed.status_code == 409
    assert "You spoke last: the other side answers now." in text_of(agreed)
    assert not Objective.objects.filter(unit=world.north).exists()


def test_nobody_agrees_to_words_they_did_not_see(world: World, asked: Catchball, parent: Objective) -> None:
    withdraw(catchball=asked, by=world.chief)
    propose(
        parent=parent, unit=world.north, post=world.doer_post, title="Leave by ten", contribution=0.06, by=world.chief
    )
    late = client_of(world.doer).post(address(asked), {"verb": "agree", "to_turn": "1", "text": "With pleasure"})
    assert late.status_code == 409
    body = late.content.decode()
    assert 'name="to_turn" value="3"' in body  # what is sent next answers what now stands there
    assert "With pleasure" in body
    assert "Leave by ten" in body


def test_taken_back_and_asked_again(world: World, asked: Catchball) -> None:
    chief = client_of(world.chief)
    chief.post(address(asked), {"verb": "withdraw", "to_turn": "1", "text": "Not this year"})
    said = text_of(chief.get(address(asked)))
    assert "Taken back today." in said
    assert "Not this year" in said
    assert "Waits for you" not in text_of(client_of(world.doer).get(address(asked)))
    chief.post(
        address(asked), {"verb": "propose", "to_turn": "2", "title": "Leave by noon", "contribution": "1", "text": ""}
    )
    assert "Waits for you" in text_of(client_of(world.doer).get(address(asked)))


def test_who_sees_the_unit_reads_and_who_is_outside_finds_nothing(world: World, asked: Catchball) -> None:
    page = client_of(world.viewer).get(address(asked))
    assert page.status_code == 200
    assert "Waits for you" not in text_of(page)
    assert client_of(world.viewer).post(address(asked), {"verb": "agree"}).status_code == 403
    for outside in (world.neighbour, world.stranger):
        assert client_of(outside).get(address(asked)).status_code == 404
        assert client_of(outside).post(address(asked), {"verb": "agree"}).status_code == 404
    assert client_of(world.doer).post(address(asked), {"verb": "shout"}).status_code == 404
    assert client_of(world.doer).get(f"/plans/other/catchball/{asked.pk}/").status_code == 404


def test_a_post_elsewhere_that_was_asked_answers(world: World, parent: Objective) -> None:
    """The post is of the south, the unit asked the north: it sees the exchange, and of the north nothing else."""
    hold_post(post=world.empty_post, user=world.neighbour, starts=date(2025, 1, 1), by=SYSTEM)
    one = propose(parent=parent, unit=world.north, post=world.empty_post, title="Carry them", by=world.chief)
    client = client_of(world.neighbour)
    assert "Waits for you" in text_of(client.get(address(one)))
    assert client.post(address(one), {"verb": "agree", "to_turn": "1"}).status_code == 302
    assert "How much of the gap is not said." not in text_of(client.get(address(one)))


def test_a_closed_plan_and_a_retired_objective_take_no_answers(
    world: World, asked: Catchball, parent: Objective
) -> None:
    retire_objective(objective=parent, by=world.chief)
    assert "Waits for you" not in text_of(client_of(world.doer).get(address(asked)))
    assert client_of(world.doer).post(address(asked), {"verb": "agree"}).status_code == 409
    Plan.objects.filter(pk=parent.plan_id).update(stage="closed")
    late = client_of(world.doer).post(address(asked), {"verb": "counter", "title": "x", "text": "y"})
    assert late.status_code == 409
    assert "is closed and is kept as it was" in text_of(late)


def test_the_list_says_what_is_still_open_and_what_waits_for_you(
    world: World, asked: Catchball, parent: Objective
) -> None:
    propose(parent=parent, unit=world.south, post=world.lead_post, title="Leave by ten", by=world.chief)
    assert "Two of two are still open." in text_of(client_of(world.chief).get(LIST))
    mine = text_of(client_of(world.doer).get(LIST))
    assert "One of one is still open. One waits for you." in mine
    assert "Leave by ten" not in mine
    assert "Nothing here" in text_of(client_of(world.doer).get(f"{LIST}?show=settled"))
    assert "Leave by noon" in text_of(client_of(world.doer).get(f"{LIST}?show=waiting"))
    of_south = text_of(client_of(world.chief).get(f"{LIST}?unit=south"))
    assert "Leave by ten" in of_south
    assert "Leave by noon" not in of_south


def test_my_day_shows_it_to_the_post_asked_and_to_who_asked_when_it_comes_back(world: World, asked: Catchball) -> None:
    link = address(asked)
    day = client_of(world.doer).get("/u/north/day/")
    assert link in day.content.decode()
    assert "One thing waits for your answer." in text_of(day)
    assert "North is asked to take on a part of “Leave on time”, and you answer as head of discharge." in text_of(day)
    assert link not in client_of(world.lead).get("/u/north/day/").content.decode()
    assert link not in client_of(world.chief).get("/u/system/day/").content.decode()
    counter(catchball=asked, title="Leave by two", by=world.doer)
    assert link not in client_of(world.doer).get("/u/north/day/").content.decode()
    back = text_of(client_of(world.chief).get("/u/system/day/"))
    assert "North answered otherwise to what you asked of “Leave on time”." in back


def test_where_nobody_holds_the_post_it_waits_for_who_chairs_the_unit(world: World, parent: Objective) -> None:
    one = propose(parent=parent, unit=world.north, post=world.empty_post, title="Carry them", by=world.chief)
    day = client_of(world.lead).get("/u/north/day/")
    assert address(one) in day.content.decode()
    assert "Nobody holds the post that answers, so you do." in text_of(day)
    assert "Nobody holds the post now, so who chairs North answers." in text_of(client_of(world.lead).get(address(one)))
    for other, unit in ((world.chief, "system"), (world.doer, "north"), (world.neighbour, "south")):
        assert address(one) not in client_of(other).get(f"/u/{unit}/day/").content.decode()


def test_the_same_queries_for_one_and_for_many(
    world: World, asked: Catchball, parent: Objective, django_assert_max_num_queries: Any
) -> None:
    for at in range(30):
        unit = a_unit(f"ward-{at}", parent=world.north, kind="ward")
        propose(parent=parent, unit=unit, post=world.doer_post, title=f"Part {at}", contribution=0.001, by=world.chief)
    chief, doer = client_of(world.chief), client_of(world.doer)
    for client, path in ((chief, LIST), (chief, OFFER), (chief, address(asked)), (doer, address(asked)), (doer, LIST)):
        client.get(path)
        with django_assert_max_num_queries(20):
            client.get(path)
    doer.get("/u/north/day/")
    with django_assert_max_num_queries(20):
        doer.get("/u/north/day/")


def test_only_units_below_and_posts_that_are_there_are_offered(world: World, parent: Objective) -> None:
    Post.objects.filter(pk=world.empty_post.pk).update(retired_on=date(2025, 9, 1))
    body = client_of(world.chief).get(OFFER).content.decode()
    assert '<option value="north">' in body
    assert '<option value="head-of-discharge">' in body
    assert 'value="transport-lead"' not in body
    beside = an_objective("leave-early", world.north, world.lead_post, rank=2)
    a_unit("ward-4", parent=world.north, kind="ward")
    below = client_of(world.chief).get(f"/plans/plan-2025/objectives/{beside.key}/catchball/").content.decode()
    assert '<option value="ward-4">' in below
    assert '<option value="south">' not in below


def test_an_amount_of_a_gap_that_is_not_known_is_said_as_one(world: World) -> None:
    """Typed in percentage points, as the figures of the result are shown; without a result, none can be said."""
    objective = an_objective("calm-wards", world.system, world.chief_post, rank=2)
    address_of = "/plans/plan-2025/objectives/calm-wards/catchball/"
    chief = client_of(world.chief)
    assert "The gap is not known: the objective has no result yet" in text_of(chief.get(address_of))
    refused = chief.post(address_of, ASK)
    assert refused.status_code == 422
    assert "its gap is not known, so no amount of it can be said" in text_of(refused)
    give_role(objective=objective, measure=world.series.measure, role="lag", by=SYSTEM)
    assert "from 80 % to 82 %, and not 0.02. The gap is not known" in text_of(chief.get(address_of))
    said = text_of(chief.post(address_of, ASK, follow=True))
    assert Catchball.objects.get().turns.get().contribution == pytest.approx(0.03)
    assert "3.0 percentage points of a gap that is not known" in said
    assert "gap not known" in text_of(chief.get(LIST))


def test_more_than_the_gap_is_told(world: World, asked: Catchball) -> None:
    over = {"verb": "counter", "to_turn": "1", "title": "All of it", "contribution": "9", "text": "We can"}
    client_of(world.doer).post(address(asked), over)
    assert "More than there is by 1.0 percentage points" in text_of(client_of(world.chief).get(address(asked)))


def test_a_unit_leads_to_its_exchanges_in_every_open_plan(world: World, asked: Catchball) -> None:
    chief = client_of(world.chief)
    link = f"{LIST}?show=all&amp;unit=north"
    assert link in chief.get("/u/north/strategy/").content.decode()
    other = Plan.objects.create(key="plan-2026", name="Next year", starts=date(2026, 4, 1), ends=date(2027, 3, 31))
    following = chief.get(f"/plans/{other.key}/catchball/?unit=north")
    assert "has 1 exchange" in text_of(following)
    assert link in following.content.decode()
    assert "has 1 exchange" not in text_of(client_of(world.neighbour).get(f"/plans/{other.key}/catchball/"))
