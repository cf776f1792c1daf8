"""Questions handed up: the list, one of them, and its answer."""

from typing import Any

from tests.factories import TODAY, a_review, an_item, at
from tests.web.reviewing import a_rise, client_of, text_of
from tests.web.test_review_room import a_state
from tests.worlds import World
from wellrun.execution.models import Escalation
from wellrun.organisation.models import Holding
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


def test_who_asked_is_said_by_post_and_reads_the_answer_and_who_gave_it(world: World) -> None:
    escalation = hand_up(world)
    address = f"/escalations/{escalation.pk}/"
    assert "Asked by North director" in text_of(client_of(world.viewer).get(address))
    sent = client_of(world.lead).post(address, {"reply": "We pay."})
    assert sent.status_code == 403
    assert "You asked this question" in text_of(sent)
    client_of(world.chief).post(address, {"reply": "The system pays."})
    answered = text_of(client_of(world.lead).get(address))
    assert "Answer The system pays." in answered
    assert "Said by Chief operating officer" in answered


def test_a_reply_due_before_the_forum_sits_says_that_its_chair_answers(world: World) -> None:
    item = an_item(world.review, series=world.series)
    soon = {"outcome": "escalation", "escalation-question": "Who pays tonight?"}
    form = client_of(world.lead).get(f"/reviews/{world.review.pk}/items/{item.pk}/")
    assert "A reply due before that is given by its chair, the chief operating officer." in text_of(form)
    sent = client_of(world.lead).post(
        f"/reviews/{world.review.pk}/items/{item.pk}/outcome/",
        {**soon, "escalation-reply_by": "2025-10-15T12:00"},
        follow=True,
    )
    assert "The chief operating officer, between sittings" in text_of(sent)
    escalation = Escalation.objects.get()
    for person in (world.lead, world.chief):
        page = text_of(client_of(person).get(f"/escalations/{escalation.pk}/"))
        assert "Who answers The chief operating officer, between sittings" in page


def test_the_figures_it_is_about_are_named_with_their_unit_and_how_far_they_reach(world: World) -> None:
    escalation = hand_up(world)
    page = client_of(world.lead).get(f"/escalations/{escalation.pk}/")
    assert "Figures Ready to leave, North: no figures yet" in text_of(page)
    a_state(world.series)
    page = client_of(world.lead).get(f"/escalations/{escalation.pk}/")
    assert "Figures Ready to leave, North: figures up to August 2025" in text_of(page)
    assert "/u/north/measures/ready-to-leave/" in page.content.decode()


def test_where_the_chair_is_vacant_the_form_the_head_and_the_question_say_so(world: World) -> None:
    item = a_rise(world)
    lead = client_of(world.lead)
    address = f"/reviews/{world.review.pk}/items/{item.pk}/"
    assert "Nobody holds the post of its chair" not in text_of(lead.get(address))
    Holding.objects.filter(post__in=[world.chief_post, world.lead_post]).update(ends=TODAY)
    page = text_of(lead.get(address))
    assert "Nobody holds the post of its chair, the chief operating officer: nobody is told of the question" in page
    assert "Nobody holds the post of its chair, the north director." in page
    assert "North director, held by nobody" in text_of(lead.get("/u/north/reviews/"))


def test_from_the_top_the_form_says_that_nobody_is_the_sponsor(world: World) -> None:
    review = a_review(world.board)
    item = an_item(review, world.system)
    Holding.objects.filter(post=world.board.sponsor).update(ends=TODAY)
    page = text_of(client_of(world.chief).get(f"/reviews/{review.pk}/items/{item.pk}/"))
    assert "Nobody holds the post of chief executive: nobody can answer until somebody does." in page
