"""How strong a change found early must be before a forum hears of it.

A forum says how many false alarms a month it accepts over everything it looks at. With N series watched, of which
each raises a false alarm within a year with probability p, it hears of N p / 12 of them a month; so p is the budget
times twelve over N, and never more than what the watch itself promises. Periods do not matter: a yearly probability
is one of days as of months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from wellrun.analytics.spc.codes import Rule
from wellrun.insight.early import FALSE_ALARM
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.rooms import Rooms
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Unit, UnitClosure
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import Forum
from wellrun.strategy.queries import roles_at, roles_in_force

MONTHS_A_YEAR = 12
_EARLY = [Rule.EARLY_DETECTION.word]


def at_most(false_alarms_a_month: float, n_watched: int) -> float:
    """The yearly false-alarm probability up to which a forum with that budget hears of a signal found early."""
    return min(FALSE_ALARM, false_alarms_a_month * MONTHS_A_YEAR / n_watched) if n_watched else FALSE_ALARM


def is_early_alone(signal: Signal) -> bool:
    """Whether only early detection has fired for it so far."""
    return list(signal.rules) == _EARLY


@dataclass(slots=True)
class Budgets:
    """What every forum hears of. Read when the first signal asks, and then once: five statements."""

    rooms: Rooms
    _watched: Mapping[UUID, int] | None = field(default=None, init=False)

    def at_most(self, forum: Forum) -> float:
        """The yearly false-alarm probability up to which the forum hears of a signal found early."""
        if self._watched is None:
            self._watched = watched_by_forum(self.rooms)
        return at_most(forum.false_alarms_a_month, self._watched.get(forum.pk, 0))

    def hears(self, forum: Forum, signals: Iterable[Signal]) -> bool:
        """Whether one of the signals is of a fixed rule, or strong enough for the forum."""
        return any(not is_early_alone(each) or (each.chance or 0.0) <= self.at_most(forum) for each in signals)


def watched_by_forum(rooms: Rooms, within: UUID | None = None) -> Counter[UUID]:
    """By forum, how many series of member units are watched whose changes would come to it; five statements.

    `within`: only those of this unit and below, which are all that a forum there can be told of.
    """
    today = clock.today(site_zone())
    still_there = Q(series__unit__closed__isnull=True) | Q(series__unit__closed__gt=today)
    states = SeriesState.objects.filter(still_there, watched=True, series__unit__membership=Unit.Membership.MEMBER)
    if within is not None:
        states = states.filter(series__unit__in=UnitClosure.objects.filter(ancestor=within).values("descendant_id"))
    rows = list(
        states.order_by()
        .values_list("series__measure_id", "series__measure__domain", "series__unit_id")
        .annotate(n=Count("pk"))
    )
    return _routed(rooms, rows)


def _routed(rooms: Rooms, rows: list[tuple[UUID, str, UUID, int]]) -> Counter[UUID]:
    found: Counter[UUID] = Counter()
    if not rows:
        return found
    roles = roles_in_force({measure_id for measure_id, *_rest in rows})
    current = MeasureVersion.objects.filter(current=True, measure_id__in={row[0] for row in rows})
    grains: dict[UUID, str] = dict(current.values_list("measure_id", "grain"))
    distances: dict[UUID, dict[UUID, int]] = {}
    closures: Any = UnitClosure.objects.filter(descendant_id__in={row[2] for row in rows})
    for unit_id, above, depth in closures.values_list("descendant_id", "ancestor_id", "depth"):
        distances.setdefault(unit_id, {})[above] = depth
    for measure_id, domain, unit_id, n in rows:
        own = [role for role in roles_at(roles, distances[unit_id]) if role.measure_id == measure_id]
        if own:
            forum = rooms.route(
                distances[unit_id],
                measure_id=measure_id,
                domains=[domain, *(role.domain for role in own)],
                grain=grains[measure_id],
            )
            if forum is not None:
                found[forum.pk] += n
    return found
