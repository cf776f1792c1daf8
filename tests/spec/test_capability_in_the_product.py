"""Four-hour performance, steady and short of 78 %: nothing to explain, one item that stands until a redesign begins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories import at
from tests.insight.figures import arrive, rows
from tests.jobs.test_capability import FIRST, SHARES, an_initiative, four_hours
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.clock import tick
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.reviews.models import AgendaItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


def test_expected_variation_that_consistently_fails(world: World) -> None:
    state = SeriesState.objects.get(series=four_hours(world))
    assert [round(100 * level, 1) for level in (state.centre, state.lower, state.upper)] == [72.2, 69.0, 75.4]
    assert (state.variation, state.assurance) == ("common_cause", "consistently_fails")
    assert (state.target_low, state.target_high) == (0.78, 0.78)


def test_the_last_month_raises_no_item_to_explain_and_one_that_stands(world: World) -> None:
    four_hours(world, months=23)
    tick()
    arrive(rows("four-hours", "north", SHARES[23:], first=FIRST + 23), counts=False, name="last-month.csv")
    evaluate_and_raise(cause="import")
    tick()
    assert not Signal.objects.exists()
    (item,) = AgendaItem.objects.all()
    assert item.kind == "not_capable"
    room = text_of(client_of(world.lead).get(f"/reviews/{item.review_id}/items/{item.pk}/"))
    assert "as it runs not capable of 78.0 %" in room.replace("\N{NO-BREAK SPACE}", " ")
    assert "Redesign needed" in room


def test_none_stands_where_an_initiative_is_linked(world: World) -> None:
    an_initiative(four_hours(world), world)
    tick()
    assert not AgendaItem.objects.exists()
