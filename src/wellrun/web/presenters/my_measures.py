"""The measures that a person answers for: those of the objectives their posts own, else those of the posts' units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.queries import Never, never_reported_in
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models import ObjectiveMeasure
from wellrun.strategy.queries import objectives_in_force
from wellrun.web import dates
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import MeasureRow, current_versions, measure_row

MOST = 6
# A post of a place this small stands for what the place does.
_SMALL = (Unit.Kind.WARD, Unit.Kind.TEAM, Unit.Kind.SERVICE_LINE, Unit.Kind.FUNCTION)
_ROLES = ("lag", "lead", "balancing")


@dataclass(frozen=True)
class OwnMeasure:
    """A measure and the unit in which the person answers for it; `since` when it improves or gets worse, if so."""

    row: MeasureRow
    unit: str
    since: str


def my_measures(frame: Frame, posts: Sequence[Post]) -> list[OwnMeasure]:
    """At most six, what is to be reached before what warns and what guards; four queries, none without a post."""
    if not posts:
        return []
    seen = {placed.unit.pk for placed in frame.units}
    small = {post.unit_id for post in posts} & {p.unit.pk for p in frame.units if p.unit.kind in _SMALL}
    roles: dict[tuple[UUID, UUID], str] = {}
    for unit_id, measure_id, role, _rank in sorted(_owned(posts), key=_order):
        if unit_id in seen:
            roles.setdefault((unit_id, measure_id), role)
    at_units = Q(unit__in={unit for unit, _ in roles}, measure__in={measure for _, measure in roles})
    rows = Series.objects.filter(at_units if roles else Q(unit__in=small), stratum="total", state__points__gt=0)
    series = list(rows.select_related("unit", "measure", "state").order_by("measure__key"))
    wanted = [one for one in series if not roles or (one.unit_id, one.measure_id) in roles]
    place = list(roles)
    wanted.sort(key=lambda one: place.index((one.unit_id, one.measure_id)) if roles else 0)
    shown = wanted[:MOST]
    versions = current_versions(one.measure_id for one in shown)
    rolled_up = (one.unit_id for one in shown if one.state.expected is not None)
    never = never_reported_in(rolled_up, versions.values(), frame.today)
    return [_own(one, versions[one.measure_id], roles, frame, never) for one in shown]


def _owned(posts: Sequence[Post]) -> list[tuple[UUID, UUID, str, int | None]]:
    rows = ObjectiveMeasure.objects.filter(objective__in=objectives_in_force().filter(owner__in=posts))
    return list(rows.values_list("objective__unit_id", "measure_id", "role", "objective__rank"))


def _order(found: tuple[UUID, UUID, str, int | None]) -> tuple[int, float]:
    _unit, _measure, role, rank = found
    return _ROLES.index(role), float("inf") if rank is None else rank


def _own(
    series: Series, version: MeasureVersion, roles: dict[tuple[UUID, UUID], str], frame: Frame, never: Never
) -> OwnMeasure:
    place = (series.unit_id, series.measure_id)
    silent = never.get(place, ())
    row = measure_row(series.unit, version, series, roles.get(place, ""), today=frame.today, never=silent)
    state = row.state
    has_moved = state is not None and state.since is not None and state.change in ("improving", "worsening")
    return OwnMeasure(row, series.unit.name, dates.period(state.since, row.grain) if has_moved else "")  # type: ignore[union-attr,arg-type]
