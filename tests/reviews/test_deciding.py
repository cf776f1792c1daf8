"""A decision says what it is about, and is held against what its forum and the chair may decide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import a_forum, an_item, at
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.execution.models import Decision
from wellrun.lib.errors import UserError
from wellrun.reviews.actions import DecisionSpec, EscalationSpec, close_item_with, give_right
from wellrun.reviews.deciding import Matter, require_right
from wellrun.reviews.models import AgendaItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


def decide(world: World, **said: object) -> Decision:
    spec = DecisionSpec(text="Open six beds", reason="The ward is full", **said)  # type: ignore[arg-type]
    decision = close_item_with(item=an_item(world.review, world.north), outcome=spec, by=world.lead).decision
    assert decision is not None
    return decision


def refused(world: World, **said: object) -> UserError:
    with pytest.raises(UserError) as refusal:
        decide(world, **said)
    assert not Decision.objects.exists()
    assert not AgendaItem.objects.filter(status="closed").exists()
    return refusal.value


def test_within_the_right_of_the_forum_or_its_chair_it_says_whose_right_it_was(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.north, spending_ceiling=100_000, by=SYSTEM)
    give_right(holder=world.lead_post, kind="move_capacity", scope=world.north, by=SYSTEM)
    spent = decide(world, about="spend", spending=100_000)
    assert (spent.about, spent.spending, spent.beyond_right, spent.right_holder) == (
        "spend",
        100_000,
        False,
        world.flow.name,
    )
    assert decide(world, about="move_capacity").right_holder == world.lead_post.title


def test_beyond_a_ceiling_it_is_refused_with_the_forum_that_may(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.north, spending_ceiling=100_000, by=SYSTEM)
    give_right(holder=world.board, kind="spend", scope=world.system, spending_ceiling=1_000_000, by=SYSTEM)
    error = refused(world, about="spend", spending=100_001)
    assert error.code == "beyond_right"
    assert error.params == {"holder": world.board.name}
    assert "does not reach so far" in error.sentence
    assert f"{world.board.name} may." in error.sentence


def test_a_refusal_asks_once_where_the_unit_stands(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.north, spending_ceiling=100_000, by=SYSTEM)
    give_right(holder=world.board, kind="spend", scope=world.system, by=SYSTEM)
    matter = Matter("spend", world.north.pk, spending=100_001)
    with CaptureQueriesContext(connection) as asked, pytest.raises(UserError):
        require_right(world.flow, matter, knowingly=False)
    places = [one["sql"] for one in asked.captured_queries if 'FROM "organisation_unitclosure" WHERE' in one["sql"]]
    assert len([one for one in places if "reviews_forum" not in one]) == 1, places


def test_what_is_handed_up_reaches_the_forum_that_may_and_not_only_the_next_tier(world: World) -> None:
    council = a_forum("council", world.system, world.chief_post, tier=5, sponsor=world.chief_post)
    give_right(holder=world.flow, kind="spend", scope=world.north, spending_ceiling=100_000, by=SYSTEM)
    give_right(holder=world.board, kind="spend", scope=world.system, spending_ceiling=200_000, by=SYSTEM)
    give_right(holder=council, kind="spend", scope=world.system, by=SYSTEM)
    assert refused(world, about="spend", spending=250_000).params == {"holder": council.name}
    for spending, forum in ((250_000, council), (150_000, world.board), (None, world.board)):
        asked = EscalationSpec(question="May we open six beds?", about="spend", spending=spending)
        close_item_with(item=an_item(world.review, world.north), outcome=asked, by=world.lead)
        came_up = AgendaItem.objects.filter(kind="escalation", review__forum=forum).count()
        assert came_up == (2 if spending is None else 1)


def test_where_no_forum_above_may_it_is_asked_one_tier_up(world: World) -> None:
    asked = EscalationSpec(question="May we take on two nurses?", about="staff", staffing=2)
    made = close_item_with(item=an_item(world.review, world.north), outcome=asked, by=world.lead).escalation
    assert made is not None
    assert made.to_tier == world.board.tier


def test_without_any_right_a_post_that_has_it_is_named_else_nobody(world: World) -> None:
    assert refused(world, about="staff", staffing=2).sentence.endswith("Nobody is on record who may.")
    give_right(holder=world.doer_post, kind="staff", scope=world.north, staffing_ceiling=3, by=SYSTEM)
    error = refused(world, about="staff", staffing=2)
    assert error.sentence.endswith(f"{world.doer_post.title} may.")
    assert "Neither" in error.sentence


def test_it_may_be_decided_all_the_same_and_the_record_says_so(world: World) -> None:
    give_right(holder=world.board, kind="spend", scope=world.system, by=SYSTEM)
    made = decide(world, about="spend", spending=5, beyond_right=True)
    assert made.beyond_right
    assert made.right_holder == world.board.name
    kept = AuditEvent.objects.get(verb="record_decision").data
    assert kept["about"] == "spend"
    assert kept["beyond_right"] is True


def test_where_the_right_has_a_ceiling_the_amount_is_asked_for(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.north, spending_ceiling=100, by=SYSTEM)
    give_right(holder=world.flow, kind="staff", scope=world.north, staffing_ceiling=1, by=SYSTEM)
    assert refused(world, about="spend").code == "spending_needed"
    assert refused(world, about="staff").code == "staffing_needed"
    give_right(holder=world.lead_post, kind="spend", scope=world.north, by=SYSTEM)
    assert decide(world, about="spend").spending is None


def test_what_is_about_nothing_of_the_kind_and_no_action_ask_for_no_right(world: World) -> None:
    assert not decide(world).about
    assert not decide(world, kind=Decision.Kind.NO_ACTION, about="spend").beyond_right


def test_an_amount_below_zero_is_refused(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.north, by=SYSTEM)
    assert refused(world, about="spend", spending=-1).code == "amount_negative"
    assert refused(world, about="lunch").code == "kind_unknown"


def test_an_amount_alone_is_refused(world: World) -> None:
    assert refused(world, spending=5).code == "kind_needed"


def test_a_right_in_another_place_does_not_count(world: World) -> None:
    give_right(holder=world.flow, kind="spend", scope=world.south, by=SYSTEM)
    assert refused(world, about="spend", spending=5).code == "beyond_right"
