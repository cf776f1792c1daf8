"""What a chair does in a review, and what the page refuses."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import a_forum, a_review, an_item, an_objective
from tests.factories import at as clock_at
from tests.web.reviewing import a_rise, action_fields, at, client_of, decision_fields, facts, text_of
from tests.worlds import NEXT_WEEK, World
from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.execution.actions import accept_action
from wellrun.execution.models import Action, Decision
from wellrun.reviews.actions import EscalationSpec, close_item_with, note_drivers, open_review
from wellrun.reviews.models import AgendaItem, Outcome, Review
from wellrun.strategy.models import ObjectiveMeasure


def send(user: User, item: AgendaItem, step: str, **fields: Any) -> Any:
    return client_of(user).post(at(item, f"item_{step}"), fields)


def fresh(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.select_related("closing_outcome").get(pk=item.pk)


def test_an_action_is_asked_and_the_page_goes_on_to_what_is_left(world: World) -> None:
    item, other = a_rise(world), a_rise(world, name="other")
    client = client_of(world.lead)
    answer = client.post(at(item, "item_outcome"), action_fields(world, drivers="Transport comes late"), follow=True)
    said = text_of(answer)
    assert answer.redirect_chain == [(reverse("review", args=[world.review.pk]), 302)]
    assert "Asked of the head of discharge, due Mon 20 Oct." in said
    assert f'action="{at(other, "item_outcome")}"' in answer.content.decode()
    action = Action.objects.get()
    assert (action.post, action.due, action.series) == (world.doer_post, date(2025, 10, 20), world.series)
    settled = fresh(item)
    assert (settled.drivers, settled.scope_chosen, settled.next_owner) == (
        "Transport comes late",
        "local",
        world.doer_post,
    )


def test_an_item_does_not_close_without_an_outcome(world: World) -> None:
    item = a_rise(world)
    answer = send(world.lead, item, "outcome", drivers="Transport comes late", scope="local")
    assert answer.status_code == 422
    assert "An item closes with a decision, an action or an escalation. Choose one." in text_of(answer)
    assert "Transport comes late" in answer.content.decode()
    assert fresh(item).status == "open"
    assert not Outcome.objects.exists()


def test_a_review_does_not_close_while_an_item_is_open(world: World) -> None:
    a_rise(world)
    answer = client_of(world.lead).post(reverse("review_close", args=[world.review.pk]))
    assert answer.status_code == 409
    assert "1 item still needs an outcome, or a date when you will reach it." in text_of(answer)
    assert 'class="btn btn-later"' in answer.content.decode()
    assert Review.objects.get(pk=world.review.pk).status == "open"


def test_a_review_opens_and_closes_and_leads_to_its_minutes(world: World) -> None:
    later = a_review(world.flow, NEXT_WEEK, status="scheduled")
    item = a_rise(world, later)
    client = client_of(world.lead)
    said = text_of(client.get(reverse("review", args=[later.pk])))
    assert "Open the review to settle its items." in said
    assert "One item waits for it." in said
    assert client.post(reverse("review_open", args=[later.pk])).status_code == 302
    client.post(at(item, "item_outcome"), decision_fields())
    answer = client.post(reverse("review_close", args=[later.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("minutes", args=[later.pk]), 302)]
    assert "Decision: Keep course" in text_of(answer)
    assert client.post(reverse("review_open", args=[later.pk])).status_code == 409
    assert client.post(reverse("review_close", args=[later.pk])).status_code == 409


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"action-title": ""}, "Say what is to be done."),
        ({"action-done_when": " "}, "Say how you will know that it is done."),
        ({"action-due": ""}, "Say by which day."),
        ({"action-due": "soon"}, "Enter a valid date."),
        ({"action-due": "9999-12-31"}, "Choose a nearer day."),
        ({"action-due": "2025-10-01"}, "1 Oct 2025 has passed. Choose today or a later day."),
        ({"post": ""}, "Choose the post that will be asked."),
        ({"post": "nobody"}, "Choose one of the posts in the list."),
    ],
)
def test_an_incomplete_action_is_refused_and_keeps_what_was_typed(
    world: World, changed: dict[str, str], sentence: str
) -> None:
    item = a_rise(world)
    answer = send(world.lead, item, "outcome", **action_fields(world, drivers="Beds wait", **changed))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    kept = answer.content.decode()
    assert "Beds wait" in kept
    assert ("Hold the 09:30 discharge call" in kept) is ("action-title" not in changed)
    assert fresh(item).status == "open"
    assert fresh(item).drivers == ""


def test_a_look_back_too_early_is_refused_with_the_day_from_which_it_can_be(world: World) -> None:
    item = a_rise(world)
    answer = send(world.lead, item, "outcome", **action_fields(world, **{"action-look_back": "2025-11-01"}))
    assert answer.status_code == 422
    assert "The figures cannot show an effect before 14 Nov 2025. Choose that day or a later one." in text_of(answer)
    assert "The figures can show an effect from Fri 14 Nov 2025." in text_of(answer)
    late_enough = action_fields(world, **{"action-look_back": "2025-11-14"})
    assert send(world.lead, item, "outcome", **late_enough).status_code == 302


def test_no_action_needs_a_reason_and_no_other_words(world: World) -> None:
    item = a_rise(world)
    nothing = {"decision-kind": "no_action", "decision-text": ""}
    answer = send(world.lead, item, "outcome", **decision_fields(**nothing, **{"decision-reason": ""}))
    assert answer.status_code == 422
    assert "Say why; doing nothing needs a reason too." in text_of(answer)
    assert send(world.lead, item, "outcome", **decision_fields(**nothing)).status_code == 302
    decision = Decision.objects.get()
    assert (decision.kind, decision.reason) == ("no_action", "The winter plan starts in November")


def test_a_choice_says_what_was_chosen(world: World) -> None:
    answer = send(world.lead, a_rise(world), "outcome", **decision_fields(**{"decision-text": ""}))
    assert answer.status_code == 422
    assert "Say what was decided." in text_of(answer)


def test_an_escalation_goes_to_the_forum_above_which_is_named(world: World) -> None:
    item = a_rise(world)
    assert "A question to the System board of System, with a time to reply" in text_of(
        client_of(world.lead).get(at(item))
    )
    sent = {"outcome": "escalation", "escalation-question": "Who pays?", "escalation-reply_by": "2025-10-16T17:00"}
    assert send(world.lead, item, "outcome", **sent).status_code == 302
    outcome = fresh(item).closing_outcome
    assert outcome is not None
    assert outcome.escalation is not None
    # Five in the afternoon in London, which is an hour ahead of UTC until the end of October.
    assert f"{outcome.escalation.reply_by:%Y-%m-%d %H:%M %Z}" == "2025-10-16 16:00 UTC"
    assert AgendaItem.objects.filter(kind="escalation", review__forum=world.board).count() == 1


def test_from_the_top_the_question_goes_to_the_sponsor(world: World) -> None:
    item = an_item(a_review(world.board), world.north)
    assert "A question to the chief executive, with a time to reply" in text_of(client_of(world.chief).get(at(item)))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"escalation-question": ""}, "Say what you need from the tier above."),
        ({"escalation-reply_by": ""}, "Say by when you need the answer."),
        ({"escalation-reply_by": "2025-10-01T09:00"}, "The time to reply by has passed. Choose a later one."),
        ({"escalation-reply_by": "9999-12-31T09:00"}, "Choose a nearer day."),
        ({"escalation-reply_by": "0001-01-01T00:00"}, "The time to reply by has passed. Choose a later one."),
    ],
)
def test_an_incomplete_question_is_refused(world: World, changed: dict[str, str], sentence: str) -> None:
    sent = {"outcome": "escalation", "escalation-question": "Who pays?", "escalation-reply_by": "2025-10-16T17:00"}
    answer = send(world.lead, a_rise(world), "outcome", **(sent | changed))
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_the_answer_to_a_question_from_below_goes_back(world: World) -> None:
    asked = close_item_with(item=a_rise(world), outcome=EscalationSpec(question="Who pays?"), by=world.lead)
    above = AgendaItem.objects.get(escalation=asked.escalation)
    assert send(world.chief, above, "outcome", **decision_fields(**{"decision-text": "The system"})).status_code == 302
    assert asked.escalation is not None
    asked.escalation.refresh_from_db()
    assert asked.escalation.status == "answered"
    assert asked.escalation.reply.startswith("The system.")


def test_not_reached_moves_it_to_a_named_day(world: World) -> None:
    item = a_rise(world)
    page = text_of(client_of(world.lead).get(at(item)))
    assert "Not reached: move to Tue 21 Oct" in page
    assert "If it is not reached a second time, it goes to the System board of System by itself." in page
    answer = client_of(world.lead).post(at(item, "item_not_reached"), follow=True)
    assert "Ready to leave, North: not reached, moved to Tue 21 Oct." in text_of(answer)
    assert fresh(item).review.starts_at == NEXT_WEEK


def test_the_second_time_it_goes_up_by_itself_and_says_so(world: World) -> None:
    item = a_rise(world)
    send(world.lead, item, "not_reached")
    item = fresh(item)
    with clock_at(days=7):
        open_review(review=item.review, by=world.lead)
        page = text_of(client_of(world.lead).get(at(item)))
        assert "Not reached once already." in page
        assert "Not reached again: hand up to the System board of System" in page
        answer = client_of(world.lead).post(at(item, "item_not_reached"), follow=True)
        assert (
            "not reached a second time, so it went up by itself. Handed up to the System board of System."
            in text_of(answer)
        )
        assert "Every item has its outcome" in text_of(answer)
    outcome = fresh(item).closing_outcome
    assert outcome is not None
    assert outcome.escalation is not None
    assert outcome.escalation.automatic


def test_not_every_item_has_its_outcome_when_one_was_not_reached(world: World) -> None:
    settled, moved = a_rise(world, name="settled"), a_rise(world, name="moved")
    send(world.lead, settled, "outcome", **decision_fields())
    answer = client_of(world.lead).post(at(moved, "item_not_reached"), follow=True)
    said = "One item has its outcome: the review can be closed. Not reached and moved on: Moved, North."
    assert said in text_of(answer)
    assert "Every item has its outcome" not in text_of(answer)


def test_whoever_asked_sees_no_form_and_is_refused(world: World) -> None:
    above = world.chief
    item = a_rise(world)
    outcome = close_item_with(item=item, outcome=EscalationSpec(question="Who pays?"), by=above)
    assert outcome.escalation is not None
    address = reverse("escalation", args=[outcome.escalation.pk])
    shown = client_of(above).get(address)
    assert shown.context["form"] is None
    assert "To The System board of System" in text_of(shown)
    answer = client_of(above).post(address, {"reply": "We do"})
    assert answer.status_code == 403
    assert "You asked this question, so someone else answers it" in text_of(answer)
    waiting = AgendaItem.objects.get(escalation=outcome.escalation)
    assert [pick.value for pick in client_of(above).get(at(waiting)).context["pane"].picks] == ["escalation"]
    assert send(above, waiting, "outcome", **decision_fields()).status_code == 403


def test_an_item_moved_on_by_someone_else_is_not_settled_twice(world: World) -> None:
    item = a_rise(world)
    before = at(item, "item_outcome")
    send(world.lead, item, "not_reached")
    answer = client_of(world.lead).post(before, decision_fields(), follow=True)
    assert answer.redirect_chain == [(at(fresh(item)), 302)]
    assert "This has changed in the meantime." in text_of(answer)
    assert fresh(item).status == "open"


def test_the_second_of_two_clicks_settles_nothing_more(world: World) -> None:
    item = a_rise(world)
    assert send(world.lead, item, "outcome", **action_fields(world)).status_code == 302
    answer = send(world.lead, item, "outcome", **action_fields(world))
    assert answer.status_code == 409
    assert "This has changed in the meantime." in text_of(answer)
    assert Action.objects.count() == 1


def test_a_wrong_click_is_undone_while_the_review_sits(world: World) -> None:
    item = a_rise(world)
    send(world.lead, item, "outcome", **action_fields(world))
    assert "Open it again" in text_of(client_of(world.lead).get(at(item)))
    assert send(world.lead, item, "reopen", reason="").status_code == 422
    assert send(world.lead, item, "reopen", reason="Wrong post").status_code == 302
    assert fresh(item).status == "open"
    assert Action.objects.get().status == "cancelled"


def test_what_a_post_has_taken_on_is_not_undone(world: World) -> None:
    item = a_rise(world)
    send(world.lead, item, "outcome", **action_fields(world))
    accept_action(action=Action.objects.get(), by=world.doer)
    assert "Open it again" not in text_of(client_of(world.lead).get(at(item)))
    answer = send(world.lead, item, "reopen", reason="Wrong post")
    assert answer.status_code == 409
    assert "The post has already taken this on." in text_of(answer)


def test_answers_are_saved_without_an_outcome(world: World) -> None:
    item = a_rise(world)
    sent = {"drivers": "Beds wait", "post": str(world.doer_post.pk), "scope": "systemic", "outcome": "action"}
    answer = client_of(world.lead).post(at(item, "item_answers"), sent, follow=True)
    assert "Saved. The item still needs an outcome." in text_of(answer)
    saved = fresh(item)
    assert (saved.drivers, saved.next_owner, saved.scope_chosen, saved.status) == (
        "Beds wait",
        world.doer_post,
        "systemic",
        "open",
    )
    written = list(AuditEvent.objects.filter(subject_id=str(item.pk)).values_list("verb", flat=True))
    client_of(world.lead).post(at(item, "item_answers"), sent)
    assert list(AuditEvent.objects.filter(subject_id=str(item.pk)).values_list("verb", flat=True)) == written


def test_two_who_write_at_once_are_told_of_each_other(world: World) -> None:
    item = a_rise(world)
    seen = client_of(world.lead).get(at(item)).context["pane"].forms.questions["drivers_seen"].value()
    note_drivers(item=item, text="Transport comes late", by=world.doer)
    mine = {"drivers": "Beds wait", "drivers_seen": seen}
    client = client_of(world.lead)
    answer = client.post(at(item, "item_answers"), mine)
    assert answer.status_code == 422
    assert "Someone wrote here in the meantime: “Transport comes late”" in text_of(answer)
    assert "Beds wait" in answer.content.decode()
    both = {
        "drivers": "Beds wait, transport comes late",
        "drivers_seen": answer.context["pane"].forms.questions["drivers_seen"].value(),
    }
    assert client.post(at(item, "item_answers"), both).status_code == 302
    assert fresh(item).drivers == "Beds wait, transport comes late"


def test_who_did_not_touch_the_words_does_not_put_old_ones_back(world: World) -> None:
    item = a_rise(world)
    seen = client_of(world.lead).get(at(item)).context["pane"].forms.questions["drivers_seen"].value()
    note_drivers(item=item, text="Transport comes late", by=world.doer)
    send(world.lead, item, "outcome", **decision_fields(drivers="", drivers_seen=seen))
    assert fresh(item).drivers == "Transport comes late"


def test_the_owner_of_the_objective_is_offered_first(world: World) -> None:
    objective = an_objective("flow", world.north, world.doer_post)
    content = client_of(world.lead).get(at(a_rise(world, objective=objective))).content.decode()
    assert f'<option value="{world.doer_post.pk}" selected data-said="head of discharge">' in content
    assert "Ask head of discharge to accept" in content


def test_of_several_objectives_the_owner_is_of_the_one_it_is_to_reach(world: World) -> None:
    harmed = an_objective("safe", world.north, world.lead_post)
    reached = an_objective("flow", world.north, world.doer_post, rank=2)
    roles = []
    for objective, role in ((harmed, "balancing"), (reached, "lag")):
        ObjectiveMeasure.objects.create(objective=objective, measure=world.series.measure, role=role)
        roles.append({"objective": objective.key, "title": objective.title, "role": role})
    item = a_rise(world, objective=harmed, facts=facts(world.series, roles=roles))
    content = client_of(world.lead).get(at(item)).content.decode()
    assert f'<option value="{world.doer_post.pk}" selected' in content


def test_posts_one_does_not_see_are_not_offered(world: World) -> None:
    content = client_of(world.lead).get(at(a_rise(world))).content.decode()
    assert str(world.doer_post.pk) in content
    assert str(world.chief_post.pk) not in content
    answer = send(world.lead, a_rise(world, name="x"), "outcome", **action_fields(world, post=str(world.chief_post.pk)))
    assert answer.status_code == 422


@pytest.mark.parametrize("outcome", ["decision", "action", "escalation"])
def test_the_outcome_can_be_chosen_by_the_address(world: World, outcome: str) -> None:
    content = client_of(world.lead).get(f"{at(a_rise(world))}?outcome={outcome}").content.decode()
    assert f'name="outcome" value="{outcome}" checked' in content
    for field in ("decision-reason", "action-title", "escalation-question"):
        assert f'name="{field}"' in content


def test_what_was_typed_for_another_outcome_is_kept(world: World) -> None:
    sent = decision_fields(**{"decision-reason": "", "action-title": "Hold a call", "action-due": "2025-11-02"})
    content = send(world.lead, a_rise(world), "outcome", **sent).content.decode()
    assert 'value="Hold a call"' in content
    assert 'value="2025-11-02"' in content


def test_the_address_of_a_step_leads_to_the_item(world: World) -> None:
    item = a_rise(world)
    for step in ("outcome", "answers", "not_reached", "reopen"):
        answer = client_of(world.lead).get(at(item, f"item_{step}"))
        assert (answer.status_code, answer.headers["Location"]) == (302, at(item))


def test_an_item_of_a_review_that_does_not_sit_is_not_settled(world: World) -> None:
    item = a_rise(world, a_review(world.flow, NEXT_WEEK, status="scheduled"))
    answer = send(world.lead, item, "outcome", **decision_fields())
    assert answer.status_code == 409
    assert "This review is not open. Open it to settle its items." in text_of(answer)


def test_an_item_of_a_forum_that_has_ended_can_only_be_settled(world: World) -> None:
    forum = a_forum("old-flow", world.north, world.lead_post, retired_on=date(2025, 10, 1))
    item = a_rise(world, a_review(forum))
    assert "Not reached" not in text_of(client_of(world.lead).get(at(item)))
    answer = send(world.lead, item, "not_reached")
    assert answer.status_code == 409
    assert send(world.lead, item, "outcome", **decision_fields()).status_code == 302


def test_text_that_no_database_keeps_is_taken_without_it(world: World) -> None:
    item = a_rise(world)
    assert send(world.lead, item, "outcome", **decision_fields(**{"decision-reason": "a\x00b"})).status_code == 422
    assert send(world.lead, item, "outcome", **decision_fields(**{"decision-reason": "x" * 4001})).status_code == 422
