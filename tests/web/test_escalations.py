"""Questions handed up: the list, one of them, and its answer."""

from typing import Any

from tests.factories import an_item, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.execution.models import Escalation
from wellrun.reviews.actions import EscalationSpec, close_item_with


def hand_up(world: World, question: str = "Who pays for weekends?") -> Escalation:
    item = an_item(world.review, series=world.series)
    escalation = close_item_with(item=item, outcome=EscalationSpec(question=question), by=world.lead).escalation
    assert escalation is not None
    return escalation


def test_questions_from_and_to_a_unit_are_listed_open_ones_first(world: World) -> None:
    first = hand_up(world, "First asked?")
    hand_up(world, "Then asked?")
    client_of(world.chief).post(f"/escalations/{first.pk}/", {"reply": "The system pays."})
    for unit, who in (("north", world.viewer), ("system", world.chief)):
        said = text_of(client_of(who).get(f"/u/{unit}/escalations/"))
        assert said.index("Then asked?") < said.index("First asked?")
        assert "The system pays." in said
    assert "Nothing has been handed up" in text_of(client_of(world.neighbour).get("/u/south/escalations/"))


def test_one_question_says_where_it_waits_and_is_answered_there(world: World) -> None:
    escalation = hand_up(world)
    answer = client_of(world.chief).get(f"/escalations/{escalation.pk}/")
    assert "On the agenda of System board" in text_of(answer)
    assert "Asked in North flow" in text_of(answer)
    assert "Send the answer" in text_of(answer)
    sent = client_of(world.chief).post(f"/escalations/{escalation.pk}/", {"reply": "The system pays."}, follow=True)
    assert "Answer The system pays." in text_of(sent)
    assert "Send the answer" not in text_of(sent)


def test_who_may_not_answer_finds_no_form_and_who_sees_nothing_finds_nothing(world: World) -> None:
    escalation = hand_up(world)
    for who in (world.lead, world.viewer):
        assert "Send the answer" not in text_of(client_of(who).get(f"/escalations/{escalation.pk}/"))
    assert client_of(world.neighbour).get(f"/escalations/{escalation.pk}/").status_code == 404
    client_of(world.viewer).post(f"/escalations/{escalation.pk}/", {"reply": "No."})
    escalation.refresh_from_db()
    assert escalation.status == "open"


def test_an_answer_without_words_is_refused_where_it_was_typed(world: World) -> None:
    escalation = hand_up(world)
    answer = client_of(world.chief).post(f"/escalations/{escalation.pk}/", {"reply": "  "})
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()


def test_a_reply_that_has_not_come_in_time_is_overdue(world: World) -> None:
    escalation = hand_up(world)
    with at(days=60):
        assert "and has not come." in text_of(client_of(world.chief).get(f"/escalations/{escalation.pk}/"))
        assert "overdue" in text_of(client_of(world.chief).get("/u/system/escalations/"))


def test_who_does_not_see_the_forum_above_finds_no_link_to_it(world: World) -> None:
    escalation = hand_up(world)
    content = client_of(world.viewer).get(f"/escalations/{escalation.pk}/").content.decode()
    assert 'href="/u/system/' not in content
    assert "On the agenda of" not in content


def test_the_list_costs_the_same_for_any_number(world: World, django_assert_max_num_queries: Any) -> None:
    hand_up(world)
    client = client_of(world.chief)
    client.get("/u/system/escalations/")
    with django_assert_max_num_queries(9) as few:
        client.get("/u/system/escalations/")
    for number in range(8):
        hand_up(world, f"Question {number}?")
    with django_assert_max_num_queries(len(few)):
        client.get("/u/system/escalations/")
