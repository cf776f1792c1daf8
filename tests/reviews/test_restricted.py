"""What a restricted forum keeps to itself, seen from every side that could leak it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.execution.asking import DUE
from tests.factories import NOW, a_forum, a_review, a_signal, a_user, an_item, at
from tests.worlds import NEXT_WEEK, THIS_WEEK, World
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import accept_action, agree_counter, answer_escalation, cancel_action
from wellrun.execution.models import Action, Decision, Escalation
from wellrun.execution.queries import actions_for, escalations_for, waiting_for_me
from wellrun.execution.visibility import visible_decisions, visible_escalations
from wellrun.insight.models import Signal
from wellrun.lib.errors import NotFound
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    add_member,
    choose_scope,
    close_item_with,
    close_review,
    defer_item,
    name_next_owner,
    note_drivers,
    open_review,
    reopen_item,
    reply_to_escalation,
    schedule_review,
    take_back_escalation,
)
from wellrun.reviews.models import AgendaItem, Forum, Review
from wellrun.reviews.queries import (
    agenda,
    forums_for,
    item_for,
    items_of_series,
    items_of_signals,
    minutes,
    my_day,
    next_sittings,
    open_item_of,
    opening_actions,
    receiver_of,
    review_for,
    reviews_for,
    waiting_reviews,
)
from wellrun.reviews.visibility import visible_items


@dataclass(frozen=True)
class Circle:
    """A restricted forum of the north with one open item about a signal, and one of each outcome."""

    forum: Forum
    review: Review
    item: AgendaItem
    signal: Signal
    member: User
    action: Action
    decision: Decision
    escalation: Escalation


@pytest.fixture
def circle(world: World) -> Circle:
    member = a_user("member", (world.north, "chair"))
    forum = a_forum(
        "mortality", world.north, world.lead_post, restricted=True, members=[member], sponsor=world.chief_post
    )
    review = a_review(forum)
    signal = a_signal(world.series)
    asked: Any = {"title": "Look at five case notes", "done_when": "Read", "post": world.doer_post, "due": DUE}
    outcomes = [
        close_item_with(item=an_item(review, series=world.series), outcome=spec, by=member)
        for spec in (
            ActionSpec(**asked),
            DecisionSpec(text="Read more notes", reason="Too few"),
            EscalationSpec(question="May we read them all?"),
        )
    ]
    action, decision, escalation = outcomes[0].action, outcomes[1].decision, outcomes[2].escalation
    assert action is not None
    assert decision is not None
    assert escalation is not None
    item = an_item(review, series=world.series, signals=[signal])
    return Circle(forum, review, item, signal, member, action, decision, escalation)


def test_members_see_all_of_it(world: World, circle: Circle) -> None:
    person = circle.member
    assert circle.forum in forums_for(person)
    assert circle.review in reviews_for(person, THIS_WEEK, NEXT_WEEK)
    assert circle.review in waiting_reviews(person, world.north, NOW.date())
    assert circle.forum.pk in next_sittings(person, [circle.forum.pk])
    assert agenda(circle.review, person).open_count == 1
    assert item_for(person, circle.item.pk) == circle.item
    assert open_item_of(person, [circle.signal.pk]) == circle.item
    assert circle.signal.pk in items_of_signals(person, [circle.signal.pk])
    assert items_of_series(person, world.series.pk).count() == 4
    assert actions_for(person).rows == (circle.action,)
    assert list(escalations_for(person)) == [circle.escalation]
    assert list(visible_decisions(person)) == [circle.decision]


@pytest.mark.parametrize("who", ["lead", "viewer", "chief", "neighbour", "stranger"])
def test_for_others_none_of_it_exists_not_even_a_count(world: World, circle: Circle, who: str) -> None:
    person = getattr(world, who)
    assert circle.forum not in forums_for(person)
    assert circle.review not in reviews_for(person, THIS_WEEK, NEXT_WEEK)
    assert circle.review not in waiting_reviews(person, world.system, NOW.date())
    assert next_sittings(person, [circle.forum.pk]) == {}
    assert open_item_of(person, [circle.signal.pk]) is None
    assert items_of_signals(person, [circle.signal.pk]) == {}
    assert items_of_series(person, world.series.pk).count() == 0
    assert actions_for(person).total == 0
    assert not visible_decisions(person).exists()
    assert circle.review not in my_day(person).reviews_today
    for read in (review_for, item_for):
        with pytest.raises(NotFound):
            read(person, circle.review.pk if read is review_for else circle.item.pk)
    with pytest.raises(NotFound):
        agenda(circle.review, person)


ATTEMPTS: dict[str, Callable[[World, Circle, User], Any]] = {
    "schedule": lambda w, c, by: schedule_review(forum=c.forum, starts_at=NEXT_WEEK, by=by),
    "open": lambda w, c, by: open_review(review=c.review, by=by),
    "close the review": lambda w, c, by: close_review(review=c.review, by=by),
    "close the item": lambda w, c, by: close_item_with(item=c.item, outcome=DecisionSpec(reason="x"), by=by),
    "defer": lambda w, c, by: defer_item(item=c.item, by=by),
    "reopen": lambda w, c, by: reopen_item(item=c.item, reason="x", by=by),
    "note": lambda w, c, by: note_drivers(item=c.item, text="x", by=by),
    "scope": lambda w, c, by: choose_scope(item=c.item, scope="local", by=by),
    "name": lambda w, c, by: name_next_owner(item=c.item, post=w.doer_post, by=by),
    "cancel": lambda w, c, by: cancel_action(action=c.action, reason="x", by=by),
    "agree": lambda w, c, by: agree_counter(action=c.action, by=by),
    "take back": lambda w, c, by: take_back_escalation(escalation=c.escalation, reason="x", by=by),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_chair_of_the_unit_who_is_no_member_finds_nothing_to_act_on(
    world: World, circle: Circle, attempt: str
) -> None:
    with pytest.raises(NotFound):
        ATTEMPTS[attempt](world, circle, world.lead)


def test_who_holds_the_post_that_was_asked_sees_that_one_action(world: World, circle: Circle) -> None:
    assert waiting_for_me(world.doer).to_answer == (circle.action,)
    assert accept_action(action=circle.action, by=world.doer).status == "accepted"
    assert items_of_series(world.doer, world.series.pk).count() == 0
    assert not visible_decisions(world.doer).exists()
    assert not escalations_for(world.doer).exists()


def test_its_question_goes_to_the_sponsor_and_to_no_open_forum(world: World, circle: Circle) -> None:
    assert circle.escalation.to_post == world.chief_post
    assert not AgendaItem.objects.filter(escalation=circle.escalation).exists()
    assert list(escalations_for(world.chief)) == [circle.escalation]
    assert not escalations_for(world.lead).exists()
    with pytest.raises(NotFound):
        answer_escalation(escalation=circle.escalation, reply="No", by=world.lead)
    assert answer_escalation(escalation=circle.escalation, reply="Yes", by=world.chief).status == "answered"


def test_a_restricted_forum_above_sees_what_is_handed_up_to_it(world: World, circle: Circle) -> None:
    reader = a_user("reader", (world.system, "chair"))
    a_forum("system-mortality", world.system, world.chief_post, tier=6, restricted=True, members=[reader])
    outcome = close_item_with(item=circle.item, outcome=EscalationSpec(question="All sites?"), by=circle.member)
    assert list(escalations_for(reader)) == [outcome.escalation]
    assert outcome.escalation not in escalations_for(world.chief)
    assert my_day(reader).escalations == (outcome.escalation,)


def opened(world: World) -> tuple[Escalation, AgendaItem]:
    """A question that the north flow asked of the board while both were open."""
    item = an_item(world.review, series=world.series)
    outcome = close_item_with(item=item, outcome=EscalationSpec(question="What of ward 7?"), by=world.lead)
    assert outcome.escalation is not None
    return outcome.escalation, AgendaItem.objects.get(escalation=outcome.escalation, kind="escalation")


def restrict(forum: Forum, *members: User) -> None:
    for member in members:
        add_member(forum=forum, user=member, by=SYSTEM)
    Forum.objects.filter(pk=forum.pk).update(restricted=True)


def a_reader(world: World) -> User:
    return a_user("reader", (world.system, "viewer"))


def test_a_forum_restricted_later_takes_what_it_asked_before_along(world: World) -> None:
    escalation, item = opened(world)
    reader = a_reader(world)
    assert item in visible_items(reader)
    restrict(world.flow, world.lead)
    assert escalation not in visible_escalations(reader)
    assert item not in visible_items(reader)
    assert agenda(item.review, reader).entries == ()
    with pytest.raises(NotFound):
        item_for(reader, item.pk)
    # The chair of the open forum that was asked still answers it, and the members of the other read the answer.
    assert escalation in visible_escalations(world.chief)
    assert [entry.item for entry in agenda(item.review, world.chief).entries] == [item]
    reply_to_escalation(escalation=escalation, reply="It closes", by=world.chief)
    assert visible_escalations(world.lead).get().reply.startswith("It closes")
    assert not visible_escalations(reader).exists()


def test_a_forum_restricted_later_takes_its_old_answers_along_but_for_who_asked(world: World) -> None:
    escalation, item = opened(world)
    reply_to_escalation(escalation=escalation, reply="It closes", by=world.chief)
    reader = a_reader(world)
    assert escalation in visible_escalations(reader)
    restrict(world.board, world.chief)
    for person in (reader, world.viewer):
        assert escalation not in visible_escalations(person)
        (told,) = minutes(world.review, person).settled
        assert told.outcome.escalation is not None
        assert (told.outcome.escalation.reply, receiver_of(told.outcome.escalation)) == ("", "")
        (entry,) = agenda(world.review, person).entries
        assert entry.item.closing_outcome is not None
        assert entry.item.closing_outcome.escalation is not None
        assert entry.item.closing_outcome.escalation.reply == ""
    for person in (world.lead, world.chief):
        assert visible_escalations(person).get().reply.startswith("It closes")
    with at(days=7):
        following = a_review(world.flow, NEXT_WEEK)
        Review.objects.filter(pk=world.review.pk).update(status="closed", closed_at=NOW)
        assert opening_actions(following, reader).replies == ()
        assert len(opening_actions(following, world.lead).replies) == 1
    assert item not in visible_items(reader)
