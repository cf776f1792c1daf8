"""A tick at the start, and then one a minute past every hour of the site's zone, until told to stop."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.factories import NOW, at
from wellrun.jobs import heartbeat
from wellrun.jobs.clock import Tick
from wellrun.jobs.heartbeat import Heartbeat, beat, next_hour, tick_once
from wellrun.lib import clock


class Passing:
    """A stop that lets the time it was to wait pass at once, and says stop after so many waits."""

    def __init__(self, waits: int) -> None:
        self.left = waits
        self.waited: list[float] = []

    def wait(self, timeout: float) -> bool:
        self.waited.append(timeout)
        self.left -= 1
        assert clock._frozen is not None
        clock._frozen += timedelta(seconds=timeout)
        return self.left < 0


@pytest.mark.parametrize(
    ("now", "zone", "then"),
    [
        ("2025-10-14T08:00:00", "Europe/London", "2025-10-14T08:01:00"),
        ("2025-10-14T08:01:00", "Europe/London", "2025-10-14T09:01:00"),
        ("2025-10-14T22:59:30", "Europe/London", "2025-10-14T23:01:00"),  # 00:01 in London
        ("2025-10-14T18:00:00", "Asia/Kolkata", "2025-10-14T18:31:00"),  # 00:01 in India, at half past
        ("2025-10-26T00:30:00", "Europe/London", "2025-10-26T01:01:00"),  # the night in which an hour comes twice
    ],
)
def test_the_next_one_is_due_a_minute_past_the_hour_of_the_site(now: str, zone: str, then: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_hour(moment, ZoneInfo(zone)) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_every_hour_it_ticks_and_never_waits_long_in_one_go() -> None:
    ticked: list[datetime] = []

    def once() -> datetime:
        ticked.append(clock.now())
        return next_hour(clock.now(), UTC)

    with at():
        stop = Passing(waits=30)
        beat(stop, once)
    assert ticked[:4] == [NOW, *(NOW + timedelta(hours=hours, minutes=1) for hours in range(3))]
    assert max(stop.waited) == 300


def test_told_to_stop_it_ticks_no_more() -> None:
    ticked: list[datetime] = []

    def once() -> datetime:
        ticked.append(clock.now())
        return clock.now() + timedelta(seconds=1)

    with at():
        beat(Passing(waits=0), once)
    assert ticked == [NOW]


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[None]:
    before = clock._standing_file
    clock.use_standing_file(tmp_path / "clock.json")
    clock.set_standing(tmp_path / "clock.json", NOW)
    yield
    clock.use_standing_file(before)


@pytest.mark.django_db
def test_where_the_clock_stands_it_ticks_once_and_the_clock_still_stands(standing: None) -> None:
    assert tick_once() is None
    assert clock.now() == NOW


@pytest.mark.django_db
def test_each_tick_is_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with at(), caplog.at_level(logging.INFO, logger="wellrun.tick"):
        assert tick_once() == NOW + timedelta(minutes=1)
    assert caplog.messages == ["Tick: nothing fell due."]


@pytest.mark.django_db
def test_a_tick_that_breaks_is_logged_and_does_not_end_the_beating(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Tick:
        raise RuntimeError("no disk")

    monkeypatch.setattr(heartbeat, "tick_alone", broken)
    with at():
        assert tick_once() == NOW + timedelta(minutes=1)
    assert caplog.messages == ["The tick failed; the next one makes up for it."]


def test_it_ends_when_the_server_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "_tick_and_let_go", lambda: clock.now() + timedelta(hours=1))
    beating = Heartbeat()
    beating.start()
    beating.stop()
    assert not beating._thread.is_alive()
