"""The signals that wait for an item, with everything needed to place them; a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wellrun.insight.briefing import Briefing
from wellrun.insight.models import EvaluationRun, Signal
from wellrun.insight.siblings import Family
from wellrun.jobs.alarm_budget import Budgets
from wellrun.jobs.answers import Answers
from wellrun.jobs.folding import Waiting
from wellrun.jobs.recency import Recency, recency_of
from wellrun.jobs.rooms import Rooms
from wellrun.lib import clock
from wellrun.measures.models import Series
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import Forum
from wellrun.strategy.queries import RoleRow, roles_in_force

# What these find may be long past: the figures were there before anybody looked, or looked by these rules.
_TELLS_OLD = (EvaluationRun.Cause.FIRST_LOAD, EvaluationRun.Cause.JUDGING)


@dataclass(frozen=True, slots=True)
class Docket:
    """Signals without an item, the series of their parents by family, and what is known of all of them."""

    signals: Sequence[Signal]
    parents: Mapping[Family, Series]
    briefing: Briefing
    rooms: Rooms
    answers: Answers
    recency: Recency
    budgets: Budgets

    def waiting(self) -> list[list[Waiting[Signal]]]:
        """The signals that bear on an objective and that no closed item has dealt with, by measure and stratum.

        Of a series that has ended nothing is asked any more.
        """
        families: dict[tuple[UUID, str], list[Waiting[Signal]]] = defaultdict(list)
        for signal in self.signals:
            if self.briefing.roles(signal.series_id) and self.answers.is_new(signal) and not self._has_ended(signal):
                families[signal.series.measure_id, signal.series.stratum].append(self._waiting(signal))
        return list(families.values())

    def forum_for(self, signal: Signal) -> Forum | None:
        """Where an item on the signal's own unit goes."""
        return self._route(signal, self.briefing.distances[signal.series.unit_id])

    def forum_above(self, signal: Signal) -> Forum | None:
        """Where an item on the whole of the parent goes; None when the parent is not one's own."""
        parent = signal.series.unit.parent
        if parent is None or parent.membership != Unit.Membership.MEMBER:
            return None
        own = self.briefing.distances[signal.series.unit_id]
        return self._route(signal, {unit_id: depth - 1 for unit_id, depth in own.items() if depth})

    def role_of(self, signal: Signal, series: Series | None) -> RoleRow:
        """The foremost role toward an objective: of the series an item speaks of, else of the signal's own."""
        roles = self.briefing.roles(series.pk) if series else []
        return (roles or self.briefing.roles(signal.series_id))[0]

    def _route(self, signal: Signal, distances: Mapping[UUID, int]) -> Forum | None:
        roles = self.briefing.roles(signal.series_id)
        return self.rooms.route(
            distances,
            measure_id=signal.series.measure_id,
            domains=[signal.series.measure.domain, *(role.domain for role in roles)],
            grain=self._grain(signal),
        )

    def _waiting(self, signal: Signal) -> Waiting[Signal]:
        family = family_of(signal)
        parent = self.parents.get(family) if family else None
        return Waiting(
            signal=signal,
            series_id=signal.series_id,
            side=signal.side,
            unit=signal.series.unit_id,
            parent=signal.series.unit.parent_id,
            parent_series=parent.pk if parent else None,
            began=self.recency.number(signal.series.measure_id, signal.began),
            is_old=self._is_old(signal),
            scope=signal.scope,
            rest_moved=signal.scope_parent,
            may_lift=self.forum_above(signal) is not None,
        )

    def _is_old(self, signal: Signal) -> bool:
        state = self.briefing.state(signal.series_id)
        if signal.found_in.cause not in _TELLS_OLD or state is None or state.last_period is None:
            return False
        return self.recency.is_old(signal.series.measure_id, signal.first_fired, state.last_period)

    def _has_ended(self, signal: Signal) -> bool:
        state = self.briefing.state(signal.series_id)
        return state is not None and self.recency.has_ended(signal.series.measure_id, state.last_period)

    def _grain(self, signal: Signal) -> str:
        return self.briefing.versions[signal.series.measure_id].grain


def read_docket() -> Docket:
    """Everything that waits now."""
    signals = _waiting_signals()
    parents = _parents_of(signals)
    series_ids = {signal.series_id for signal in signals} | {series.pk for series in parents.values()}
    briefing = Briefing(series_ids)
    rooms = Rooms()
    answers, recency = Answers(series_ids), recency_of(briefing.versions)
    return Docket(signals, parents, briefing, rooms, answers, recency, Budgets(rooms))


def family_of(signal: Signal) -> Family | None:
    """The series of the same measure in the units beside the signal's."""
    series = signal.series
    parent_id = series.unit.parent_id
    return None if parent_id is None else Family(series.measure_id, series.stratum, parent_id)


def _waiting_signals() -> list[Signal]:
    today = clock.today(site_zone())
    still_there = Q(series__unit__closed__isnull=True) | Q(series__unit__closed__gt=today)
    rows = Signal.objects.filter(
        still_there,
        status=Signal.Status.OPEN,
        item_link__isnull=True,
        series__unit__membership=Unit.Membership.MEMBER,
        series__measure_id__in={role.measure_id for role in roles_in_force()},
    )
    related = rows.select_related("series__measure", "series__unit__parent", "found_in")
    return list(related.order_by("first_fired", "series_id", "side"))


def _parents_of(signals: Sequence[Signal]) -> dict[Family, Series]:
    families = {family for signal in signals if (family := family_of(signal))}
    rows = Series.objects.filter(
        measure_id__in={family.measure_id for family in families}, unit_id__in={family.parent_id for family in families}
    )
    found = {Family(row.measure_id, row.stratum, row.unit_id): row for row in rows.select_related("unit", "measure")}
    return {family: row for family, row in found.items() if family in families}
