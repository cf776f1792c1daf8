"""What a forum hears of from early detection: its budget in words, what it was not told, and who may change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from tests.factories import a_forum, a_review, a_unit, a_user, an_item, at
from tests.jobs.test_alarm_budget import a_forum_that_watches, come, early, figures
from tests.web.reviewing import client_of, text_of
from wellrun.access.models import Level
from wellrun.insight.models import Signal
from wellrun.jobs.agenda import Raised
from wellrun.jobs.upkeep import refresh_items
from wellrun.reviews.models import AgendaItem, Forum, Review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Iterator[None]:
    with at():
        yield


def a_user_of(forum: Forum, level: Level) -> Any:
    return a_user(str(level.value), (forum.unit, level))


def test_the_budget_in_words_and_what_was_not_raised() -> None:
    forum = a_forum_that_watches(budget=0.005)
    come(figures())
    said = text_of(client_of(a_user_of(forum, Level.VIEWER)).get("/forums/flow/"))
    assert "in the 5 series watched for it when, of series that did not change, at most 1 in 83" in said
    assert "at most about one false alarm in 200 months" in said
    assert "Seen, not raised" in said
    assert "Site 0 " in said
    assert "Who chairs or administers it may change it." in said


def test_the_card_says_that_it_is_seen_and_not_raised() -> None:
    forum = a_forum_that_watches(budget=0.001)
    come(figures())
    said = text_of(client_of(a_user_of(forum, Level.VIEWER)).get("/u/site-0/measures/seen/"))
    assert "Found early: lower than its usual course since the week of 29 September 2025" in said
    assert "No rule of its chart fires yet. In a year, about 1 in 220 series" in said
    assert "It is seen, not raised: the flow hears of stronger changes only." in said
    assert "NHS rules and early detection" in said
    assert "Found early, in the week of 29 September 2025, before any fixed rule fired" in said
    assert "Among the 5 series of the measure watched then" in said


def test_my_day_and_the_item_say_found_early() -> None:
    forum = a_forum_that_watches()
    come(figures())
    chair = a_user_of(forum, Level.CHAIR)
    day = text_of(client_of(chair).get("/u/system/day/"))
    assert "found early" in day
    assert "by early detection, not by the NHS rules" in day
    item = AgendaItem.objects.get()
    said = text_of(client_of(chair).get(f"/reviews/{item.review_id}/items/{item.pk}/"))
    assert "Judged by the NHS rules and early detection, from 48 figures." in said
    assert "No rule of its chart fires yet. In a year, about 1 in" in said
    assert "Found early: lower than its usual course" in said
    assert "with probability" not in said


def test_beside_fixed_rules_no_rate_is_told() -> None:
    forum = a_forum_that_watches()
    rows = [row for row in figures() if row[1] != "site-0"]
    come([*rows, *[(m, "site-0", day, 0.5 if at < 47 else 0.4) for at, (m, _u, day, _v) in enumerate(rows[:48])]])
    assert not Signal.objects.filter(chance__isnull=False).exists()
    said = text_of(client_of(a_user_of(forum, Level.VIEWER)).get("/u/site-0/measures/seen/"))
    for word in ("In a year, about", "probability", "false alarm"):
        assert word not in said


def test_once_a_fixed_rule_joins_the_probabilities_go_and_it_is_said_why() -> None:
    forum = a_forum_that_watches()
    come(figures())
    chair = client_of(a_user_of(forum, Level.CHAIR))
    item = AgendaItem.objects.get()
    path, room = f"/api/v1/signals/{early().pk}", f"/reviews/{item.review_id}/items/{item.pk}/"
    told = chair.get(path).json()
    assert told["finder"] == "early_detection"
    assert None not in [told[name] for name in ("p_value", "q_value", "chance", "watched")]
    assert "found by early detection, not by the NHS rules" in text_of(chair.get(room))
    Signal.objects.filter(pk=early().pk).update(rules=["early_detection", "shift"])
    refresh_items()
    told = chair.get(path).json()
    assert told["finder"] == "early_detection_then_rules"
    assert {told[name] for name in ("p_value", "q_value", "chance", "watched")} == {None}
    card, said = text_of(chair.get("/u/site-0/measures/seen/")), text_of(chair.get(room))
    for each in (card, said):
        assert "Found by early detection, then by the NHS rules (seven in a row on one side" in each
        assert "In a year, about" not in each
        assert "with probability" not in each
    assert "Fixed rules promise no rate of false alarms, so no probability is shown beside them any more." in card


def test_another_budget_raises_at_once_what_it_now_hears_of() -> None:
    forum = a_forum_that_watches(budget=0)
    come(figures())
    client = client_of(a_user_of(forum, Level.CHAIR))
    assert "a change found early reaches it once a fixed rule fires as well" in text_of(client.get("/forums/flow/"))
    answer = client.post("/forums/flow/", {"false_alarms_a_month": "1"}, follow=True)
    assert "The alarm budget is set; 1 item was raised." in text_of(answer)
    assert AgendaItem.objects.get().signals.get().signal == early()
    again = client.post("/forums/flow/", {"false_alarms_a_month": "1"}, follow=True)
    assert "The alarm budget is set." in text_of(again)


@pytest.mark.parametrize("wrong", ["", "many", "-1", "1000", "nan", "inf"])
def test_what_is_no_budget_is_refused_and_stays_typed(wrong: str) -> None:
    forum = a_forum_that_watches()
    answer = client_of(a_user_of(forum, Level.ADMINISTRATOR)).post("/forums/flow/", {"false_alarms_a_month": wrong})
    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.content.decode() or not wrong
    assert Forum.objects.get().false_alarms_a_month == 1


def test_who_sees_it_and_who_changes_it() -> None:
    forum = a_forum_that_watches()
    assert (
        client_of(a_user_of(forum, Level.ANALYST)).post("/forums/flow/", {"false_alarms_a_month": "2"}).status_code
        == 403
    )
    stranger = a_user("stranger", (a_unit("far"), Level.CHAIR))
    assert client_of(stranger).get("/forums/flow/").status_code == 404
    Forum.objects.update(restricted=True)
    assert client_of(a_user_of(forum, Level.CHAIR)).get("/forums/flow/").status_code == 404


def test_the_review_leads_to_it_and_it_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    forum = a_forum_that_watches(budget=0.001, sites=5)
    come(figures())
    client = client_of(a_user_of(forum, Level.CHAIR))
    review = Review.objects.filter(forum=forum).order_by("starts_at").first()
    assert review is not None
    assert 'href="/forums/flow/"' in client.get(f"/reviews/{review.pk}/").content.decode()
    client.get("/forums/flow/")
    with django_assert_max_num_queries(20):
        client.get("/forums/flow/")


@pytest.mark.parametrize("budget", [0.0, 0.001, 100.0])
def test_every_budget_can_be_told(budget: float) -> None:
    forum = a_forum_that_watches(budget=budget)
    come(figures())
    client = client_of(a_user_of(forum, Level.CHAIR))
    assert client.get("/forums/flow/").status_code == 200
    refused = client.post("/forums/flow/", {"false_alarms_a_month": "5e-324"})
    assert (refused.status_code, Forum.objects.get().false_alarms_a_month) == (422, budget)


def test_what_is_raised_in_other_forums_meanwhile_is_not_counted() -> None:
    forum = a_forum_that_watches(budget=0)
    come(figures())
    hidden = a_forum("panel", forum.unit, forum.chair, restricted=True)
    series = early().series
    raised = Raised(items=[an_item(a_review(hidden), series.unit, series=series)])
    with mock.patch("wellrun.web.views.forum.change_alarm_budget", return_value=raised):
        answer = client_of(a_user_of(forum, Level.CHAIR)).post(
            "/forums/flow/", {"false_alarms_a_month": "1"}, follow=True
        )
    assert "The alarm budget is set." in text_of(answer)


def test_who_may_not_change_it_is_told_so_before_anything_about_the_number() -> None:
    viewer = client_of(a_user_of(a_forum_that_watches(budget=0.005), Level.VIEWER))
    for sent in ({}, {"false_alarms_a_month": "many"}, {"false_alarms_a_month": "1"}):
        assert viewer.post("/forums/flow/", sent).status_code == 403
