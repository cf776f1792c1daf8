"""An obligation reaches its forum before its day, goes up by itself after it, and leaves when it is met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.factories import TODAY, a_forum, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.api.schemas.sentences import sentences_of
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.execution.models import Escalation
from wellrun.jobs.clock import tick
from wellrun.jobs.obligations import raise_obligations
from wellrun.jobs.ticking import tick_words
from wellrun.lib.errors import UserError
from wellrun.reviews.actions import DecisionSpec, close_item_with, open_review
from wellrun.reviews.models import AgendaItem
from wellrun.strategy.actions import add_obligation, change_obligation, meet_obligation, retire_obligation
from wellrun.strategy.models import Obligation

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


def required(world: World, due: date = date(2025, 11, 14), **more: Any) -> Obligation:
    words = {"key": "staffing-return", "title": "Annual staffing return", "regulator": "The regulator"}
    said = {**words, "clause": "Regulation 18", "unit": world.north, "owner": world.doer_post, "due": due, **more}
    return add_obligation(**said, by=SYSTEM)


def waiting() -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(kind="obligation", status="open"))


def test_it_stands_on_the_agenda_in_its_notice_time_and_not_before(world: World) -> None:
    required(world, date(2026, 1, 5), notice_days=60)
    assert raise_obligations() == []
    with at(days=24):
        (item,) = raise_obligations()
    assert item.review.forum == world.flow
    assert item.review.starts_at.date() == date(2025, 11, 11)
    assert item.unit == world.north


def test_a_second_tick_brings_nothing(world: World) -> None:
    required(world)
    done = tick()
    assert done.obligations == 1
    assert "1 obligation brought up" in tick_words(done)
    rows = AuditEvent.objects.count()
    assert raise_obligations() == []
    assert tick().obligations == 0
    assert AuditEvent.objects.count() == rows, "nor is anything logged"


def test_it_says_what_is_required_and_who_answers_for_it(world: World) -> None:
    required(world)
    (item,) = raise_obligations()
    said = [one.text for one in sentences_of(item.facts)]
    assert said[0].startswith("Required by The regulator, Regulation 18: it is due on")
    assert said[1] == "Head of discharge answers for it. What will show that it is met is not named yet."


def test_the_room_says_so_in_words(world: World) -> None:
    required(world, evidence="A signed letter")
    (item,) = raise_obligations()
    told = text_of(client_of(world.lead).get(f"/reviews/{item.review_id}/items/{item.pk}/"))
    assert "Annual staffing return" in told
    assert "Fri 14 Nov, in 31 days" in told
    assert "A signed letter" in told
    assert "local or systemic" not in told.lower()


def test_one_that_a_forum_dealt_with_is_not_brought_up_again_until_it_is_overdue(world: World) -> None:
    required(world)
    (item,) = raise_obligations()
    with at(days=7):
        open_review(review=item.review, by=world.lead)
        close_item_with(item=item, outcome=DecisionSpec(text="Write it", reason="There is time"), by=world.lead)
        assert raise_obligations() == []
    with at(days=32):
        (again,) = raise_obligations()
    assert again.facts["overdue"] is True


def test_another_day_is_told_anew(world: World) -> None:
    one = required(world)
    (item,) = raise_obligations()
    change_obligation(obligation=one, due=date(2025, 11, 28), by=SYSTEM)
    assert raise_obligations() == []
    item.refresh_from_db()
    assert item.facts["due"] == "2025-11-28"
    change_obligation(obligation=one, due=date(2026, 6, 1), by=SYSTEM)
    raise_obligations()
    item.refresh_from_db()
    assert item.status == "closed"
    assert "It is due later now" in item.closing_outcome.decision.reason


def test_overdue_it_goes_up_one_tier_by_itself_and_once(world: World) -> None:
    required(world, date(2025, 10, 13))
    (item,) = raise_obligations()
    item.refresh_from_db()
    assert item.status == "closed"
    escalation = Escalation.objects.get()
    assert escalation.automatic
    assert escalation.to_unit == world.system
    assert "was due on" in escalation.question
    (above,) = AgendaItem.objects.filter(kind="escalation")
    assert above.review.forum == world.board
    assert raise_obligations() == []
    assert Escalation.objects.count() == 1


def test_still_overdue_it_is_asked_about_again_four_weeks_after_the_last_answer_and_not_while_one_waits(
    world: World,
) -> None:
    required(world, date(2025, 10, 13))
    raise_obligations()
    with at(days=60):
        assert raise_obligations() == [], "the forum above has not answered yet"
        above = AgendaItem.objects.get(kind="escalation")
        close_item_with(item=above, outcome=DecisionSpec(text="Send it", reason="It is ready"), by=world.chief)
    with at(days=87):
        assert raise_obligations() == []
    with at(days=88):
        assert len(raise_obligations()) == 1
        assert raise_obligations() == []
    first, second = Escalation.objects.order_by("raised_at")
    assert first.status == "answered"
    assert second.automatic
    assert "asked about before" in second.question


def test_the_room_above_says_why_it_went_up(world: World) -> None:
    required(world, date(2025, 10, 13))
    raise_obligations()
    above = AgendaItem.objects.get(kind="escalation")
    told = text_of(client_of(world.chief).get(f"/reviews/{above.review_id}/items/{above.pk}/"))
    assert "Its day passed and nothing shows that it is met, so it went up by itself." in told
    assert "not reached twice" not in told


def test_what_waits_when_its_day_passes_goes_up_but_not_out_of_an_open_sitting(world: World) -> None:
    required(world)
    (item,) = raise_obligations()
    open_review(review=item.review, by=world.lead)
    with at(days=32):
        raise_obligations()
        item.refresh_from_db()
        assert (item.status, item.facts["overdue"]) == ("open", True)
        item.review.status = "scheduled"
        item.review.opened_at = None
        item.review.save()
        raise_obligations()
    item.refresh_from_db()
    assert item.status == "closed"
    assert item.closing_outcome.escalation is not None


def test_met_it_leaves_both_agendas(world: World) -> None:
    one = required(world, date(2025, 10, 13))
    raise_obligations()
    meet_obligation(obligation=one, met_on=TODAY, met_by="The letter of the regulator", by=world.doer)
    raise_obligations()
    assert not AgendaItem.objects.filter(status="open").exists()
    escalation = Escalation.objects.get()
    assert escalation.status == "withdrawn"
    assert "The letter of the regulator" in escalation.reply
    assert raise_obligations() == []


def test_met_in_time_it_leaves_the_agenda_with_its_evidence(world: World) -> None:
    one = required(world)
    (item,) = raise_obligations()
    meet_obligation(obligation=one, met_on=TODAY, met_by="Sent", by=world.lead)
    raise_obligations()
    item.refresh_from_db()
    assert item.closing_outcome.decision.reason.endswith(": Sent")


def test_given_up_it_leaves_the_agenda(world: World) -> None:
    one = required(world)
    raise_obligations()
    retire_obligation(obligation=one, reason="The rule was withdrawn", by=SYSTEM)
    raise_obligations()
    assert waiting() == []


def test_a_forum_that_sits_too_late_is_passed_over(world: World) -> None:
    a_forum("north-yearly", world.north, world.lead_post, cadence="FREQ=YEARLY;BYMONTH=3;BYDAY=1TU", cadence_days=1)
    required(world, notice_days=100)
    (item,) = raise_obligations()
    assert item.review.forum == world.flow


def test_the_forum_of_its_measure_comes_first(world: World) -> None:
    world.board.measures.add(world.series.measure)
    required(world, measure=world.series.measure)
    (item,) = raise_obligations()
    assert item.review.forum == world.board


def test_where_no_forum_meets_nothing_is_raised(world: World) -> None:
    for forum in (world.flow, world.board):
        forum.retired_on = date(2025, 1, 2)
        forum.save()
    required(world)
    assert raise_obligations() == []


def test_who_does_not_chair_may_not_change_it_and_the_holder_of_its_post_may_say_that_it_is_met(world: World) -> None:
    one = required(world)
    with pytest.raises(UserError) as refused:
        change_obligation(obligation=one, due=date(2026, 1, 1), by=world.doer)
    assert refused.value.code == "not_permitted"
    with pytest.raises(UserError) as refused:
        meet_obligation(obligation=one, met_on=TODAY, met_by="Sent", by=world.viewer)
    assert refused.value.code == "not_permitted"
    with pytest.raises(UserError) as refused:
        meet_obligation(obligation=one, met_on=TODAY, met_by="Sent", by=world.neighbour)
    assert refused.value.code == "not_found"
    assert meet_obligation(obligation=one, met_on=TODAY, met_by="Sent", by=world.doer).met_by == "Sent"
