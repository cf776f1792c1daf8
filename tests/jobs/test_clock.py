"""A demo's clock moves forward, by an administrator's hand, and what is due by then happens."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.factories import NOW, TODAY, an_item, at
from tests.worlds import World, a_world
from wellrun.access.actions import grant
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.jobs.clock import advance
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.organisation.models import SiteSetting
from wellrun.reviews.actions import DecisionSpec, close_item_with
from wellrun.reviews.models import AgendaItem, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A system with one decision to look back on in a week; the clock stands still in a file, as in a demo."""
    with at():
        world = a_world()
        look_back = DecisionSpec(text="Keep", reason="Early", look_back=TODAY + timedelta(days=7))
        close_item_with(item=an_item(world.review, world.north), outcome=look_back, by=world.lead)
    before = clock._standing_file
    clock.use_standing_file(tmp_path / "clock.json")
    clock.set_standing(tmp_path / "clock.json", NOW)
    yield world
    clock.use_standing_file(before)


def test_a_week_later_what_is_due_has_come(world: World) -> None:
    ticked = advance(ahead=timedelta(days=7), by=SYSTEM)
    assert clock.now() == NOW + timedelta(days=7)
    assert ticked.look_backs == 1
    assert AgendaItem.objects.filter(kind="look_back").count() == 1
    assert Review.objects.filter(forum=world.flow, starts_at__gt=clock.now()).exists()
    assert AuditEvent.objects.get(verb="advance_clock").data == {"days": 7.0}


def test_the_hour_stays_when_clocks_are_put_back(world: World, tmp_path: Path) -> None:
    SiteSetting.objects.update(time_zone="Europe/London")
    clock.set_standing(tmp_path / "clock.json", datetime(2025, 10, 21, 8, tzinfo=UTC))  # nine in British Summer Time
    advance(ahead=timedelta(days=7), by=SYSTEM)
    assert clock.now() == datetime(2025, 10, 28, 9, tzinfo=UTC)


def test_an_administrator_moves_it_and_nobody_else(world: World) -> None:
    grant(user=world.viewer, unit=world.system, level="administrator", by=SYSTEM)
    with pytest.raises(Refused):
        advance(ahead=timedelta(days=1), by=world.chief)
    with pytest.raises(NotFound):
        advance(ahead=timedelta(days=1), by=world.stranger)
    assert clock.now() == NOW
    advance(ahead=timedelta(days=1), by=world.viewer)
    assert clock.now() == NOW + timedelta(days=1)


def test_it_does_not_go_back(world: World) -> None:
    with pytest.raises(UserError) as refused:
        advance(ahead=timedelta(days=-1), by=SYSTEM)
    assert refused.value.code == "clock_goes_forward"


def test_a_running_clock_is_not_moved(world: World) -> None:
    clock.use_standing_file(None)
    with pytest.raises(Conflict) as refused:
        advance(ahead=timedelta(days=1), by=SYSTEM)
    assert refused.value.code == "clock_runs"
