"""When a standing meeting meets: an iCalendar RRULE read as wall time in the forum's own zone. Pure.

The rule is unrolled in wall time and only then given its offset, so a Tuesday at nine stays at nine across a
change of the clocks. A time that a change skips is held as much later as the clocks moved; one that happens
twice is held the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from statistics import median_low
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from wellrun.reviews.errors import cadence_ends, cadence_unreadable, zone_unknown

_ROUNDS_LOOKED_AT = 13
# A forum that does not meet once in so long is not a rhythm, and a rule that never holds must not be tried for ever.
_LONGEST_WAIT = timedelta(days=2 * 366)
_SPOKEN = re.compile(r"(RRULE:)?FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*")
# dateutil takes 0 and less, and then never gets on.
_NO_INTERVAL = re.compile(r"INTERVAL=(?![1-9]\d{0,2}(;|$))")
_LONGEST_RULE = 200


def require_rule(cadence: str, first_start: datetime, zone: str) -> None:
    """Pass when the rule goes on without end and meets again within two years.

    Raises UserError `cadence_unreadable`, `cadence_ends` or `zone_unknown`.
    """
    if re.search(r"\b(COUNT|UNTIL)=", cadence):
        raise cadence_ends(cadence)
    if len(list(islice(occurrences(cadence, first_start, zone, not_before=first_start), 2))) < 2:
        raise cadence_unreadable(cadence)


def occurrences(cadence: str, first_start: datetime, zone: str, *, not_before: datetime) -> Iterator[datetime]:
    """The sittings (aware, UTC, in order) from `not_before` on, itself included, for the two years that follow.

    Raises UserError `cadence_unreadable` or `zone_unknown`.
    """
    place = _zone(zone)
    start = first_start.astimezone(place).replace(tzinfo=None)
    # A day earlier in wall time: no offset is as large, and what is too early is dropped below.
    floor = max(start, not_before.astimezone(place).replace(tzinfo=None) - timedelta(days=1))
    for wall in _rule(cadence, start, floor + _LONGEST_WAIT).xafter(floor, inc=True):
        moment = wall.replace(tzinfo=place).astimezone(UTC)
        if moment >= not_before:
            yield moment


def next_after(cadence: str, first_start: datetime, zone: str, moment: datetime) -> datetime | None:
    """The first sitting after `moment` (aware, UTC), or None when the rule names none within two years."""
    later = (each for each in occurrences(cadence, first_start, zone, not_before=moment) if each > moment)
    return next(later, None)


def round_days(cadence: str, first_start: datetime, zone: str) -> int:
    """How long one round of the rule usually is, in days (at least 1): the low median of its first dozen gaps."""
    sittings = list(islice(occurrences(cadence, first_start, zone, not_before=first_start), _ROUNDS_LOOKED_AT))
    gaps = [(later.date() - earlier.date()).days for earlier, later in pairwise(sittings)]
    return max(1, median_low(gaps)) if gaps else 1


def _rule(cadence: str, start: datetime, until: datetime) -> rrule:
    if len(cadence) > _LONGEST_RULE or not _SPOKEN.fullmatch(cadence) or _NO_INTERVAL.search(cadence):
        raise cadence_unreadable(cadence)
    try:
        rule = rrulestr(cadence, dtstart=start)
        if not isinstance(rule, rrule):
            raise cadence_unreadable(cadence)
        return rule.replace(count=None, until=until)
    except (ValueError, TypeError) as error:
        raise cadence_unreadable(cadence) from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise zone_unknown(name) from error
