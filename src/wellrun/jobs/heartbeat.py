"""A tick when a server starts, and then every hour: what makes a site move without anybody's hand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from threading import Event, Thread
from typing import Protocol

from django.db import connections

from wellrun.jobs.clock import Tick
from wellrun.jobs.ticking import tick_alone, tick_words
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone

log = logging.getLogger("wellrun.tick")

# A machine that slept, or whose clock was set, is noticed within this time; a thread's own wait stops with it.
_LONGEST_WAIT = timedelta(minutes=5)
_PATIENCE_SECONDS = 5.0


class Stop(Protocol):
    """What ends the beating: `threading.Event`, or a test's stand-in that lets the time pass."""

    def wait(self, timeout: float) -> bool:
        """Wait so many seconds; True once it has ended."""


class Heartbeat:
    """A thread that ticks beside the serving of pages. One a process; together they tick once."""

    def __init__(self) -> None:
        self._stop = Event()
        self._thread = Thread(target=beat, args=(self._stop,), name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin, without waiting for the first tick."""
        self._thread.start()

    def stop(self) -> None:
        """End; a tick that takes longer than a moment is cut off, and the next one makes up for it."""
        self._stop.set()
        self._thread.join(_PATIENCE_SECONDS)


def beat(stop: Stop, once: Callable[[], datetime | None] | None = None) -> None:
    """Tick now and at every next hour, until told to stop; where the clock stands, now only."""
    once = once or _tick_and_let_go
    due = once()
    while due is not None:
        waits = max(due - clock.now(), timedelta(0))
        if stop.wait(min(waits, _LONGEST_WAIT).total_seconds()):
            return
        if clock.now() >= due:
            due = once()


def next_hour(now: datetime, zone: tzinfo) -> datetime:
    """One minute past the coming full hour of `zone`, so that a new day begins there at 00:01."""
    local = now.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    ahead = timedelta(minutes=1) - past
    return now + (ahead if ahead > timedelta(0) else ahead + timedelta(hours=1))


def tick_once() -> datetime | None:
    """Tick, say so in one line, and answer when the next one is due: None where the clock stands.

    A tick that fails is logged with its traceback and tried again in an hour: it must not end the beating.
    """
    stands = clock.standing_at() is not None
    zone: tzinfo = UTC
    try:
        zone = site_zone()
        done = tick_alone()
        if done is not None and not (stands and done == Tick(0, 0, 0, 0)):
            log.info("Tick: %s.", tick_words(done))
    except Exception:
        log.exception("The tick failed; the next one makes up for it.")
    return None if stands else next_hour(clock.now(), zone)


def _tick_and_let_go() -> datetime | None:
    """Tick on a connection of this thread's own, which nothing else would close."""
    try:
        return tick_once()
    finally:
        connections.close_all()
