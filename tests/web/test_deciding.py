"""What a decision is about stands in its form; one beyond the forum's right is handed up with one press."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.factories import a_forum
from tests.web.reviewing import a_rise, at, client_of, decision_fields, text_of
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.execution.models import Decision, Escalation
from wellrun.reviews.actions import give_right
from wellrun.reviews.models import AgendaItem, ForumRight


def send(world: World, item: AgendaItem, **more: Any) -> Any:
    fields = decision_fields(**{"decision-about": "spend", "decision-spending": "250000"} | more)
    return client_of(world.lead).post(at(item, "item_outcome"), fields)


def rights(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.north, spending_ceiling=100_000, by=SYSTEM)
    give_right(holder=world.board, kind="spend", scope=world.system, by=SYSTEM)


def test_a_decision_beyond_the_right_is_refused_with_who_may_and_nothing_is_lost(world: World) -> None:
    rights(world)
    item = a_rise(world)
    answer = send(world, item)
    assert answer.status_code == 422
    told, content = text_of(answer), answer.content.decode()
    assert "does not reach so far" in told
    assert f"{world.board.name} may." in told
    assert "Escalate it to the" in told
    assert "Decide it here all the same" in told
    assert "Keep course" in content
    assert 'value="250000' in content
    assert not Decision.objects.exists()


def test_one_press_hands_it_up_in_the_same_words(world: World) -> None:
    rights(world)
    item = a_rise(world)
    page = client_of(world.lead).get(at(item)).content.decode()
    reply_by = page.split('name="escalation-reply_by" value="')[1].split('"')[0]
    answer = send(world, item, hand_up="1", **{"escalation-question": "", "escalation-reply_by": reply_by})
    assert answer.status_code == 302
    asked = Escalation.objects.get()
    assert asked.to_unit == world.system
    assert "Keep course" in asked.question
    assert "The winter plan starts in November" in asked.question


def test_one_press_hands_it_up_to_the_forum_that_is_named(world: World) -> None:
    council = a_forum("council", world.system, world.chief_post, tier=5, sponsor=world.chief_post)
    rights(world)
    ForumRight.objects.filter(forum=world.board).update(spending_ceiling=200_000)
    give_right(holder=council, kind="spend", scope=world.system, by=SYSTEM)
    item = a_rise(world)
    told = text_of(send(world, item))
    assert f"{council.name} may." in told
    assert f"Escalate it to the {council.name} of" in told
    assert f"Goes to the {council.name} of" in told
    page = client_of(world.lead).get(at(item)).content.decode()
    reply_by = page.split('name="escalation-reply_by" value="')[1].split('"')[0]
    send(world, item, hand_up="1", **{"escalation-question": "", "escalation-reply_by": reply_by})
    assert Escalation.objects.get().to_tier == council.tier
    assert AgendaItem.objects.get(kind="escalation").review.forum == council


def test_decided_all_the_same_the_item_and_the_minutes_say_so(world: World) -> None:
    rights(world)
    item = a_rise(world)
    assert send(world, item, **{"decision-beyond_right": "on"}).status_code == 302
    for told in (
        text_of(client_of(world.viewer).get(at(item))),
        text_of(client_of(world.viewer).get(reverse("minutes", args=[world.review.pk]))),
    ):
        assert "Spending money, 250,000 a year" in told
        assert f"beyond it: {world.board.name} may decide this" in told


def test_within_its_right_the_minutes_name_whose_it_was(world: World) -> None:
    rights(world)
    assert send(world, a_rise(world), **{"decision-spending": "99"}).status_code == 302
    told = text_of(client_of(world.viewer).get(reverse("minutes", args=[world.review.pk])))
    assert f"Decision right {world.flow.name}" in told


def test_a_missing_amount_is_asked_for_at_its_field(world: World) -> None:
    rights(world)
    answer = send(world, a_rise(world), **{"decision-spending": ""})
    assert answer.status_code == 422
    assert "Say how much money a year" in text_of(answer)
    assert "Escalate it to" not in text_of(answer)


def test_most_decisions_are_about_none_of_these_and_ask_nothing_more(world: World) -> None:
    item = a_rise(world)
    page = client_of(world.lead).get(at(item)).content.decode()
    assert '<details class="fold mt-2">' in page
    assert "decision-beyond_right" not in page
    assert client_of(world.lead).post(at(item, "item_outcome"), decision_fields()).status_code == 302
