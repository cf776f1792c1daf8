import pytest

from tests.execution.asking import ask
from tests.factories import NOW, a_review, an_item, at
from tests.worlds import NEXT_WEEK, World
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import Conflict, NotFound, Refused
from wellrun.reviews.actions import close_review, defer_item, open_review, schedule_review
from wellrun.reviews.models import AgendaItem, Review


def test_not_reached_moves_the_item_to_the_next_dated_sitting(world: World) -> None:
    item = an_item(world.review)
    deferral = defer_item(item=item, by=world.lead)
    assert (item.status, item.deferrals, item.review.starts_at) == ("open", 1, NEXT_WEEK)
    assert (deferral.from_review, deferral.to_review) == (world.review, item.review)
    assert close_review(review=world.review, by=world.lead).status == "closed"


def test_a_sitting_already_in_the_calendar_is_used(world: World) -> None:
    sooner = schedule_review(forum=world.flow, starts_at=NOW.replace(hour=15), by=world.lead)
    assert defer_item(item=an_item(world.review), by=world.lead).to_review == sooner


def test_a_sitting_held_early_is_not_the_next(world: World) -> None:
    a_review(world.flow, NEXT_WEEK, status="closed")
    deferral = defer_item(item=an_item(world.review), by=world.lead)
    assert deferral.to_review is not None
    assert (deferral.to_review.starts_at - NEXT_WEEK).days == 7


def test_a_missed_sitting_in_the_past_is_not_the_next(world: World) -> None:
    old = a_review(world.flow, NOW.replace(day=7))
    missed = a_review(world.flow, NOW.replace(day=9), status="scheduled")
    Review.objects.filter(pk=world.review.pk).delete()
    deferral = defer_item(item=an_item(old), by=world.lead)
    assert deferral.to_review != missed
    assert deferral.to_review is not None
    assert deferral.to_review.starts_at == NEXT_WEEK


def twice(world: World, item: AgendaItem) -> None:
    defer_item(item=item, by=world.lead)
    with at(days=7):
        open_review(review=item.review, by=world.lead)
        defer_item(item=item, by=world.lead)


def test_the_second_time_it_goes_up_by_itself_and_closes_with_that(world: World) -> None:
    item = an_item(world.review, series=world.series)
    twice(world, item)
    assert (item.status, item.deferrals) == ("closed", 2)
    assert item.closing_outcome is not None
    escalation = item.closing_outcome.escalation
    assert escalation is not None
    assert (escalation.automatic, escalation.to_unit, escalation.to_tier) == (True, world.system, 4)
    assert (escalation.reply_by - escalation.raised_at).days >= 7
    assert escalation.reply_by > AgendaItem.objects.get(escalation=escalation).review.starts_at
    assert "Ready to leave, North" in escalation.question
    received = AgendaItem.objects.get(escalation=escalation)
    assert (received.kind, received.review.forum, received.review.status) == ("escalation", world.board, "scheduled")
    assert [row.to_review is None for row in item.deferral_rows.all()] == [False, True]
    with at(days=7):
        assert close_review(review=item.review, by=world.lead).status == "closed"


def test_from_the_top_the_second_time_goes_to_the_sponsor(world: World) -> None:
    first = a_review(world.board)
    item = an_item(first, world.north, kind="stalled", action=ask(world, title="Sign the contract"))
    defer_item(item=item, by=world.chief)
    with at(item.review.starts_at):
        open_review(review=item.review, by=world.chief)
        defer_item(item=item, by=world.chief)
    assert item.closing_outcome is not None
    escalation = item.closing_outcome.escalation
    assert escalation is not None
    assert (escalation.to_post, escalation.to_tier, escalation.automatic) == (world.board.sponsor, None, True)
    assert "Sign the contract" in escalation.question
    assert not AgendaItem.objects.filter(kind="escalation").exists()


def test_only_the_chair_side_defers_and_only_while_the_review_sits(world: World) -> None:
    item = an_item(world.review)
    with pytest.raises(Refused):
        defer_item(item=item, by=world.doer)
    with pytest.raises(NotFound):
        defer_item(item=item, by=world.neighbour)
    defer_item(item=item, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        defer_item(item=item, by=world.lead)
    assert refusal.value.code == "review_not_open"


def test_a_stale_page_does_not_defer_twice(world: World) -> None:
    item = an_item(world.review)
    stale = AgendaItem.objects.get(pk=item.pk)
    defer_item(item=item, by=world.lead)
    with pytest.raises(Conflict):
        defer_item(item=stale, by=world.lead)
    item.refresh_from_db()
    assert item.deferrals == 1


def test_deferring_is_logged(world: World) -> None:
    item = an_item(world.review)
    twice(world, item)
    verbs = list(AuditEvent.objects.filter(subject_id=str(item.pk)).values_list("verb", flat=True))
    assert verbs == ["defer_item", "defer_item"]
