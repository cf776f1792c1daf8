"""The measures that a person answers for: those of the objectives their posts own, else those of the posts' units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wellrun.insight.found_by import judged_by
from wellrun.insight.models import SeriesState
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models import ObjectiveMeasure
from wellrun.strategy.queries import objectives_in_force
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import Background, MeasureRow, measure_row

MOST = 6
# A post of a place this small stands for what the place does.
_SMALL = (Unit.Kind.WARD, Unit.Kind.TEAM, Unit.Kind.SERVICE_LINE, Unit.Kind.FUNCTION)
_ROLES = ("lag", "lead", "balancing")


@dataclass(frozen=True)
class OwnMeasure:
    """A measure and the unit in which the person answers for it; `since` when it improves or gets worse, if so.

    `judged`: by which rules.
    """

    row: MeasureRow
    unit: str
    since: str
    judged: str


@dataclass(frozen=True, slots=True)
class FoundMeasures:
    """The series a person answers for, in the order of the page, and the role of each unit's measure."""

    shown: list[Series]
    roles: dict[tuple[UUID, UUID], str]

    @property
    def states(self) -> list[SeriesState]:
        """Their states, with the series."""
        return [one.state for one in self.shown]


def find_measures(frame: Frame, posts: Sequence[Post]) -> FoundMeasures:
    """At most six, what is to be reached before what warns and what guards; two queries, none without a post."""
    roles: dict[tuple[UUID, UUID], str] = {}
    if not posts:
        return FoundMeasures([], roles)
    seen = {placed.unit.pk for placed in frame.units}
    small = {post.unit_id for post in posts} & {p.unit.pk for p in frame.units if p.unit.kind in _SMALL}
    for unit_id, measure_id, role, _rank in sorted(_owned(posts), key=_order):
        if unit_id in seen:
            roles.setdefault((unit_id, measure_id), role)
    at_units = Q(unit__in={unit for unit, _ in roles}, measure__in={measure for _, measure in roles})
    rows = Series.objects.filter(at_units if roles else Q(unit__in=small), stratum="total", state__points__gt=0)
    series = list(rows.select_related("unit", "measure", "state").order_by("measure__key"))
    wanted = [one for one in series if not roles or (one.unit_id, one.measure_id) in roles]
    place = list(roles)
    wanted.sort(key=lambda one: place.index((one.unit_id, one.measure_id)) if roles else 0)
    return FoundMeasures(wanted[:MOST], roles)


def measures_of(found: FoundMeasures, frame: Frame, background: Background) -> list[OwnMeasure]:
    """The same as rows."""
    return [_own(one, found.roles, frame, background) for one in found.shown]


def _owned(posts: Sequence[Post]) -> list[tuple[UUID, UUID, str, int | None]]:
    rows = ObjectiveMeasure.objects.filter(objective__in=objectives_in_force().filter(owner__in=posts))
    return list(rows.values_list("objective__unit_id", "measure_id", "role", "objective__rank"))


def _order(found: tuple[UUID, UUID, str, int | None]) -> tuple[int, float]:
    _unit, _measure, role, rank = found
    return _ROLES.index(role), float("inf") if rank is None else rank


def _own(series: Series, roles: dict[tuple[UUID, UUID], str], frame: Frame, background: Background) -> OwnMeasure:
    place, version = (series.unit_id, series.measure_id), background.versions[series.measure_id]
    silent = background.never.get(place, ())
    row = measure_row(series.unit, version, series, roles.get(place, ""), today=frame.today, never=silent)
    state = row.state
    if state is None or state.since is None or state.change not in ("improving", "worsening"):
        return OwnMeasure(row, series.unit.name, "", "")
    judged = judged_by(state.profile, state.watched)
    return OwnMeasure(row, series.unit.name, dates.period(state.since, row.grain), judged)
