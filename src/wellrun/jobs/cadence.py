"""When a standing meeting meets: an iCalendar RRULE read as wall time in the forum's own zone.

The rule is unrolled in wall time and only then given its offset, so a Tuesday at nine stays at nine across a
change of the clocks. A time that a change skips is held as much later as the clocks moved; one that happens
twice is held the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice, pairwise
from statistics import median_low
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr
from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError

_ROUNDS_LOOKED_AT = 13


def occurrences(cadence: str, first_start: datetime, zone: str, *, not_before: datetime) -> Iterator[datetime]:
    """The sittings (aware, UTC) from `not_before` on, itself included; ends when the rule does.

    Raises UserError `cadence_unreadable` when the rule or the zone is not one.
    """
    place = _zone(zone)
    rule = _rule(cadence, first_start.astimezone(place).replace(tzinfo=None))
    # A day earlier in wall time: no offset is as large, and what is too early is dropped below.
    floor = not_before.astimezone(place).replace(tzinfo=None, hour=0, minute=0)
    for wall in rule.xafter(floor, inc=True):
        moment = wall.replace(tzinfo=place).astimezone(UTC)
        if moment >= not_before:
            yield moment


def next_sittings(cadence: str, first_start: datetime, zone: str, *, now: datetime) -> list[datetime]:
    """The sittings to have in the calendar at `now`: the one that starts at this moment, if any, and the next one."""
    coming = list(islice(occurrences(cadence, first_start, zone, not_before=now), 2))
    return coming[:2] if coming and coming[0] == now else coming[:1]


def round_days(cadence: str, first_start: datetime, zone: str) -> int:
    """How long one round of the rule usually is, in days (at least 1): the low median of its first dozen gaps."""
    sittings = list(islice(occurrences(cadence, first_start, zone, not_before=first_start), _ROUNDS_LOOKED_AT))
    gaps = [(later.date() - earlier.date()).days for earlier, later in pairwise(sittings)]
    return max(1, median_low(gaps)) if gaps else 1


def _rule(cadence: str, start: datetime) -> rrule | rruleset:
    try:
        return rrulestr(cadence, dtstart=start)
    except (ValueError, TypeError) as error:
        raise UserError(
            "cadence_unreadable", _("“%(rule)s” is not a rule for when to meet.") % {"rule": cadence}, rule=cadence
        ) from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UserError("zone_unknown", _("“%(zone)s” is not a time zone.") % {"zone": name}, zone=name) from error
