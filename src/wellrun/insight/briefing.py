"""The facts of many series at once, in a fixed number of statements: what items and pages say of a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wellrun.insight.bounds import natural_bounds, within
from wellrun.insight.facts import (
    DataFacts,
    Display,
    EarlyFacts,
    LinkedFacts,
    OldChange,
    RoleFacts,
    ScopeFacts,
    SignalFacts,
    StateFacts,
    UnitFacts,
)
from wellrun.insight.found_by import Finder, finder_of
from wellrun.insight.models import SeriesState, Signal
from wellrun.insight.queries import roles_beside
from wellrun.measures.models import MeasureVersion, Observation, Series
from wellrun.organisation.queries import units_above
from wellrun.strategy.queries import RoleRow, roles_at, roles_in_force

_MOVED = ("improving", "worsening", "higher", "lower")


class Briefing:
    """Everything worth knowing of some series, read once; the rest is looking up. Four statements, or three.

    `series`: the ids, or a query of the series, whose annotations they keep. `has_beside`: among them are all of their
    units that have a role, so that what stands beside one needs no statement more. `answering_on`: a day for which the
    roles tell who answers for the objective.
    """

    def __init__(
        self,
        series: Collection[int] | QuerySet[Series],
        *,
        has_beside: bool = False,
        answering_on: date | None = None,
    ) -> None:
        rows = series if isinstance(series, QuerySet) else Series.objects.filter(pk__in=series)
        rows = (
            _with_arrival(rows)
            .annotate(above=units_above("unit_id"))
            .select_related("measure", "unit__parent", "unit__successor", "state")
        )
        self.series: Mapping[int, Series] = {row.pk: row for row in rows}
        self.distances: Mapping[UUID, dict[UUID, int]] = {row.unit_id: _distances(row) for row in self.series.values()}
        self._roles = roles_in_force(answering_on=answering_on)
        self._beside = (
            _by_place(state for state in map(self.state, self.series) if state is not None)
            if has_beside
            else _states_beside({row.unit_id for row in self.series.values()}, self._roles)
        )
        own = {row.measure_id for row in self.series.values()}
        found = _versions(own, _measures_of(self._roles))
        self.versions: Mapping[UUID, MeasureVersion] = {row.measure_id: row for row in found if row.current}
        self._history = [row for row in found if row.measure_id in own]

    def state(self, series_id: int) -> SeriesState | None:
        """The answer on record, if any."""
        return getattr(self.series[series_id], "state", None)

    def history(self, series_id: int) -> list[MeasureVersion]:
        """Every definition the series' measure has had, the first first."""
        measure_id = self.series[series_id].measure_id
        return [version for version in self._history if version.measure_id == measure_id]

    @property
    def every_role(self) -> list[RoleRow]:
        """All roles of the plan in force, by the rank of their objectives."""
        return self._roles

    def roles(self, series_id: int) -> list[RoleRow]:
        """What the series' measure is to the objectives that bear on its unit, foremost first."""
        row = self.series[series_id]
        bearing = roles_at(self._roles, self.distances[row.unit_id])
        return [role for role in bearing if role.measure_id == row.measure_id]

    def state_facts(self, series_id: int) -> StateFacts:
        """The series as it stands."""
        row, state = self.series[series_id], self.state(series_id)
        version = self.versions[row.measure_id]
        of_state = {name: getattr(state, name, None) for name in _STATE_NUMBERS}
        facts: Any = {
            "measure": row.measure.key,
            "name": version.name,
            "grain": version.grain,
            "display": _display(version),
            "unit": row.unit.key,
            "unit_name": row.unit.name,
            "stratum": row.stratum,
            "direction": version.direction,
            "version": version.number,
            "profile": state.profile if state else version.rule_profile,
            "early_detection": version.early_detection,
            "chart": state.chart if state else "",
            "points": state.points if state else 0,
            "phase_points": _phase_points(state) if state else 0,
            "phase_start": _iso(state.phase_start) if state else None,
            "status": state.status if state else "",
            "period": _iso(state.last_period) if state else None,
            "change": state.change if state else "unknown",
            "aim": state.aim if state else "unknown",
            "coverage": _coverage(state),
            "data": self._data_facts(series_id, state),
            **of_state,
            **_shown_range(version, state),
        }
        return facts  # type: ignore[no-any-return]  # checked by the tests of every key

    def signal_facts(self, signal: Signal, *, at: int | None = None) -> SignalFacts:
        """What a signal says.

        `at`: the series to speak of, by default the signal's own; a systemic item speaks of the parent's, whose
        own figures may show no signal at all.
        """
        series_id = signal.series_id if at is None else at
        state = self.state(series_id)
        since = _marked_since(state, signal.side)
        # A run that starts elsewhere than the marks would give two days for one change.
        is_run = state is not None and state.run_side == signal.side and (since is None or state.run_start == since)
        roles = [_role_facts(role) for role in self.roles(series_id)]
        facts: Any = {
            **self.state_facts(series_id),
            "profile": signal.profile,
            "side": signal.side,
            "meaning": signal.meaning,
            "rules": signal.rules,
            "began": signal.began.isoformat(),
            "first_fired": signal.first_fired.isoformat(),
            "last_fired": signal.last_fired.isoformat(),
            "since": _iso(since or signal.began),
            "run": state.run_length if state and is_run else 0,
            "trend": _trend(state, signal.side) if state else 0,
            "scope": self.scope_facts(signal),
            "role": roles[0] if roles else None,
            "roles": roles,
            "linked": self.linked(series_id),
            "early": _early_facts(signal),
        }
        return facts  # type: ignore[no-any-return]

    def old_change(self, signal: Signal) -> OldChange:
        """A line of the long-standing changes."""
        row = self.series[signal.series_id]
        version, state = self.versions[row.measure_id], self.state(signal.series_id)
        return {
            "signal": str(signal.pk),
            "period": _iso(state.last_period) if state else None,
            "measure": row.measure.key,
            "name": version.name,
            "unit": row.unit.key,
            "unit_name": row.unit.name,
            "grain": version.grain,
            "side": signal.side,
            "meaning": signal.meaning,
            "began": signal.began.isoformat(),
            "first_fired": signal.first_fired.isoformat(),
        }

    def beside(self, series_id: int) -> list[tuple[RoleRow, MeasureVersion, SeriesState | None]]:
        """The other measures of the same objectives, each by its foremost role, with its state in the same unit."""
        row = self.series[series_id]
        bearing = roles_at(self._roles, self.distances[row.unit_id])
        return [
            (role, self.versions[role.measure_id], self._beside.get((row.unit_id, role.measure_id, row.stratum)))
            for role in roles_beside(bearing, row.measure_id)
        ]

    def linked(self, series_id: int) -> list[LinkedFacts]:
        """Those of them that show a real change now."""
        return [
            _linked_facts(role, state, version)
            for role, version, state in self.beside(series_id)
            if state is not None and state.change in _MOVED
        ]

    def scope_facts(self, signal: Signal, folded: Sequence[Signal] = ()) -> ScopeFacts:
        """Local or systemic, with the counts; `folded`: the units' signals beneath a systemic item."""
        parent = self.series[signal.series_id].unit.parent
        return {
            "scope": signal.scope,
            "same": signal.scope_same,
            "of": signal.scope_of,
            "parent": signal.scope_parent,
            "parent_name": parent.name if parent else "",
            "units": [self._unit_facts(each) for each in folded],
        }

    def _unit_facts(self, signal: Signal) -> UnitFacts:
        unit = self.series[signal.series_id].unit
        return {
            "unit": unit.key,
            "name": unit.name,
            "first_fired": signal.first_fired.isoformat(),
            "began": signal.began.isoformat(),
        }

    def _data_facts(self, series_id: int, state: SeriesState | None) -> DataFacts:
        row: Any = self.series[series_id]
        received_at, source = row.newest_received_at, row.newest_source or ""
        return {
            "period": _iso(state.last_period) if state else None,
            "received_at": received_at.isoformat() if received_at else None,
            "source": source,
        }


_STATE_NUMBERS = ("value", "centre", "target_low", "target_high")


def _distances(row: Any) -> dict[UUID, int]:
    """Its unit (0) and each unit above with how far up it is."""
    return {UUID(unit_id): depth for unit_id, depth in row.above}


def _measures_of(roles: Sequence[RoleRow]) -> set[UUID]:
    return {role.measure_id for role in roles}


def _versions(own: Collection[UUID], others: Collection[UUID]) -> list[MeasureVersion]:
    """All definitions of one's own measures, of the others that in force; oldest first."""
    wanted = Q(measure_id__in=own) | Q(measure_id__in=others, current=True)
    return list(MeasureVersion.objects.filter(wanted).select_related("measure").order_by("measure_id", "number"))


def _with_arrival(rows: QuerySet[Series]) -> QuerySet[Series]:
    """When the newest judged figure of each series arrived, and from whom."""
    newest = Observation.objects.filter(series=OuterRef("pk"), period=OuterRef("state__last_period"))
    return rows.annotate(
        newest_received_at=Subquery(newest.values("receipt__received_at")[:1]),
        newest_source=Subquery(newest.values("receipt__source__name")[:1]),
    )


def _states_beside(
    unit_ids: Collection[UUID], roles: Sequence[RoleRow]
) -> Mapping[tuple[UUID, UUID, str], SeriesState]:
    rows = SeriesState.objects.filter(series__unit_id__in=unit_ids, series__measure_id__in=_measures_of(roles))
    return _by_place(rows.select_related("series"))


def _by_place(states: Iterable[SeriesState]) -> Mapping[tuple[UUID, UUID, str], SeriesState]:
    return {(row.series.unit_id, row.series.measure_id, row.series.stratum): row for row in states}


def _display(version: MeasureVersion) -> Display:
    return {"multiplier": version.multiplier, "decimals": version.decimals, "unit": version.display_unit}


def _shown_range(version: MeasureVersion, state: SeriesState | None) -> dict[str, float | None]:
    """The usual range, no further than a figure can be; the state keeps the limits as computed."""
    if state is None:
        return {"lower": None, "upper": None}
    bounds = natural_bounds(version, (value for _, value, _ in state.spark))
    return {"lower": within(state.lower, bounds), "upper": within(state.upper, bounds)}


def _coverage(state: SeriesState | None) -> Any:
    if state is None or state.reporting is None or state.expected is None:
        return None
    return {"reporting": state.reporting, "expected": state.expected}


def _role_facts(role: RoleRow) -> RoleFacts:
    return {"objective": role.objective_key, "title": role.objective_title, "role": role.role}


def _linked_facts(role: RoleRow, state: SeriesState, version: MeasureVersion) -> LinkedFacts:
    return {
        "measure": version.measure.key,
        "name": version.name,
        "role": role.role,
        "change": state.change,
        "since": _iso(state.since),
        "period": _iso(state.last_period),
        "value": state.value,
        "display": _display(version),
        "grain": version.grain,
    }


def _marked_since(state: SeriesState | None, side: str) -> date | None:
    """Since when the points are marked on that side up to the newest; None when they are not now."""
    if state is None or not state.variation.endswith(f"_{side}"):
        return None
    return state.since


def _phase_points(state: SeriesState) -> int:
    """Judged points of the present phase, where they are few; of the spark's 24."""
    start = _iso(state.phase_start) or ""
    return sum(period >= start for period, _, kind in state.spark if kind != "missing")


def _trend(state: SeriesState, side: str) -> int:
    """Points in a row up to the newest judged one, each beyond the one before it to `side`; of the spark's 24."""
    values = [value for _, value, kind in state.spark if kind != "missing"]
    length = min(1, len(values))
    for later, earlier in zip(values[:0:-1], values[-2::-1], strict=True):
        if not (later > earlier if side == "high" else later < earlier):
            break
        length += 1
    return length


def _early_facts(signal: Signal) -> EarlyFacts | None:
    if signal.p_value is None or signal.chance is None or finder_of(signal.rules) is not Finder.EARLY:
        return None
    return {
        "p": signal.p_value,
        "chance": signal.chance,
        "q": signal.q_value,
        "watched": signal.watched_beside,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
