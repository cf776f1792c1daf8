"""The first questions answered together, and with the outcome: all of it or none."""

from datetime import date

import pytest

from tests.factories import an_item
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.reviews.actions import ActionSpec, Answers, DecisionSpec, answer_questions, settle_item
from wellrun.reviews.models import AgendaItem


def verbs(item: AgendaItem) -> list[str]:
    return list(AuditEvent.objects.filter(subject_id=str(item.pk)).values_list("verb", flat=True))


def test_what_was_answered_is_written_and_the_rest_left_alone(world: World) -> None:
    item = an_item(world.review, scope_chosen="local")
    answer_questions(item=item, answers=Answers(drivers="Beds wait", post=world.doer_post), by=world.lead)
    assert (item.drivers, item.next_owner, item.scope_chosen) == ("Beds wait", world.doer_post, "local")
    assert verbs(item) == ["note_drivers", "name_next_owner"]


def test_saying_the_same_again_writes_nothing(world: World) -> None:
    item = an_item(world.review, scope_chosen="local", next_owner=world.doer_post)
    answer_questions(item=item, answers=Answers(scope="local", post=world.doer_post), by=world.lead)
    assert verbs(item) == []


def test_answers_and_outcome_stand_or_fall_together(world: World) -> None:
    item = an_item(world.review)
    nothing_asked = ActionSpec(title="", done_when="Held", post=world.doer_post, due=date(2025, 10, 20))
    with pytest.raises(UserError) as refusal:
        settle_item(item=item, answers=Answers(drivers="Beds wait"), outcome=nothing_asked, by=world.lead)
    assert refusal.value.code == "title_needed"
    item = AgendaItem.objects.get(pk=item.pk)
    assert (item.drivers, item.status) == ("", "open")
    assert verbs(item) == []
    keep = DecisionSpec(text="Keep course", reason="Too early")
    settle_item(item=item, answers=Answers(drivers="Beds wait", scope="local"), outcome=keep, by=world.lead)
    item.refresh_from_db()
    assert (item.drivers, item.scope_chosen, item.status) == ("Beds wait", "local", "closed")
    assert verbs(item) == ["note_drivers", "choose_scope", "close_item"]


def test_a_contributor_notes_what_drives_it_and_no_more(world: World) -> None:
    item = an_item(world.review)
    answer_questions(item=item, answers=Answers(drivers="Beds wait"), by=world.doer)
    with pytest.raises(Refused):
        answer_questions(item=item, answers=Answers(drivers="More", scope="local"), by=world.doer)
    assert AgendaItem.objects.get(pk=item.pk).drivers == "Beds wait"
    with pytest.raises(NotFound):
        answer_questions(item=item, answers=Answers(drivers="More"), by=world.neighbour)
