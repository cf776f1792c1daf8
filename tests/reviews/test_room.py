"""A review's room: everything that it says in one line each, in one query."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.factories import NOW, a_measure, a_review, a_series, a_unit, an_item, at
from tests.worlds import LAST_WEEK, NEXT_WEEK, World
from wellrun.execution.actions import accept_action, complete_action
from wellrun.insight.models import EvaluationRun, SeriesState
from wellrun.lib.errors import NotFound
from wellrun.measures.models import Feed, Series, Source
from wellrun.reviews.actions import ActionSpec, DecisionSpec, close_item_with, close_review, defer_item, reopen_item
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.queries import (
    next_sitting_of,
    opening_actions,
    review_room,
    unchanged_states,
    versions_on,
)

pytestmark = pytest.mark.integration
KEEP = DecisionSpec(text="Keep course", reason="Too early")


def a_state(series: Series, change: str = "none") -> None:
    SeriesState.objects.create(
        series=series,
        run=EvaluationRun.objects.create(cause="import", started_at=NOW),
        data_revision=0,
        version_number=1,
        status="ok",
        chart="xmr",
        profile="nhs",
        points=24,
        change=change,
        aim="no_aim",
    )


def counts(world: World) -> tuple[int, int, int]:
    found: Any = review_room(world.viewer, world.review.pk)
    return found.items_open, found.items_all, found.items_deferred


def test_items_are_counted_as_they_stand(world: World) -> None:
    assert counts(world) == (0, 0, 0)
    items = [an_item(world.review) for _number in range(3)]
    close_item_with(item=items[0], outcome=KEEP, by=world.lead)
    defer_item(item=items[1], by=world.lead)
    assert counts(world) == (1, 2, 1)


def test_the_actions_of_earlier_sittings_are_counted_as_the_opening_lists_them(world: World) -> None:
    last = a_review(world.flow, LAST_WEEK)
    spec = ActionSpec(title="Call", done_when="Held", post=world.doer_post, due=date(2025, 10, 20))
    with at(LAST_WEEK):
        done, _left, taken_back = (
            close_item_with(item=an_item(last, world.north), outcome=spec, by=world.lead) for _number in range(3)
        )
        reopen_item(item=AgendaItem.objects.get(pk=taken_back.item_id), reason="Slip", by=world.lead)
        again = AgendaItem.objects.get(pk=taken_back.item_id)
        close_item_with(item=again, outcome=KEEP, by=world.lead)
        close_review(review=last, by=world.lead)
    assert done.action is not None
    accept_action(action=done.action, by=world.doer)
    complete_action(action=done.action, evidence="Held", by=world.doer)
    found: Any = review_room(world.viewer, world.review.pk)
    opening = opening_actions(world.review)
    assert (found.done_since, found.carried_over) == (len(opening.done), len(opening.carried_over)) == (1, 1)
    earlier: Any = review_room(world.viewer, last.pk)
    assert (earlier.done_since, earlier.carried_over) == (0, 0)


def test_measures_without_change_are_those_the_forum_lists_here_and_below(world: World) -> None:
    ward = a_unit("ward", parent=world.north)
    closed = a_unit("old-ward", parent=world.north, closed=date(2025, 1, 1))
    world.flow.measures.add(world.series.measure)
    for unit in (ward, closed, world.south, world.system):
        a_state(a_series(unit, world.series.measure))
    a_state(world.series, "worsening")
    a_state(a_series(world.north, a_measure("unlisted")))
    found: Any = review_room(world.viewer, world.review.pk)
    assert found.unchanged == 1
    assert unchanged_states(world.flow.pk, world.north.pk).get().series.unit == ward


@pytest.mark.parametrize(
    ("who", "may"), [("lead", True), ("chief", True), ("doer", False), ("viewer", False)]
)  # fmt: skip
def test_it_says_whether_one_may_chair(world: World, who: str, may: bool) -> None:
    found: Any = review_room(getattr(world, who), world.review.pk)
    assert found.may_chair is may


def test_the_next_sitting_is_the_one_in_the_calendar(world: World) -> None:
    sooner = NOW.replace(hour=15)
    a_review(world.flow, sooner, status="scheduled")
    a_review(world.flow, NEXT_WEEK, status="scheduled")
    assert next_sitting_of(review_room(world.lead, world.review.pk)) == sooner


def test_without_one_it_is_the_cadences_and_deferring_agrees(world: World) -> None:
    expected = next_sitting_of(review_room(world.lead, world.review.pk))
    deferral = defer_item(item=an_item(world.review), by=world.lead)
    assert deferral.to_review is not None
    assert expected == deferral.to_review.starts_at == NEXT_WEEK


def test_a_forum_that_has_ended_sits_no_more(world: World) -> None:
    world.flow.retired_on = NOW.date()
    world.flow.save()
    assert next_sitting_of(review_room(world.lead, world.review.pk)) is None


def test_what_is_not_ones_to_see_is_not_there(world: World) -> None:
    with pytest.raises(NotFound):
        review_room(world.neighbour, world.review.pk)


def test_it_is_one_query(world: World, django_assert_num_queries: Any) -> None:
    for _number in range(5):
        an_item(world.review)
    with django_assert_num_queries(1):
        found = review_room(world.lead, world.review.pk)
        assert found.forum.unit.name
        assert found.forum.chair.title
        assert found.forum.sponsor.unit.name
        assert isinstance(next_sitting_of(found), datetime)


def test_the_definitions_come_with_the_longest_lag_of_their_feeds(world: World, django_assert_num_queries: Any) -> None:
    an_item(world.review, series=world.series)
    other = a_series(world.north, a_measure("no-feed"))
    an_item(world.review, series=other)
    an_item(world.review)
    for key, lag in (("one", 10), ("two", 40)):
        Feed.objects.create(source=Source.objects.create(key=key, name=key), measure=world.series.measure, lag_days=lag)
    with django_assert_num_queries(1):
        found: Any = versions_on(world.review)
    assert found[world.series.measure_id].feed_lag_days == 40
    assert found[other.measure_id].feed_lag_days is None
    assert len(found) == 2
