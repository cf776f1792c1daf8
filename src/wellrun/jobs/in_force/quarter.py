"""What is pushed in one quarter of the plan in force, by the objectives of a unit and below."""

from __future__ import annotations

from datetime import date

from django.db.models import F, QuerySet

from wellrun.access.queries import granted_unit_ids
from wellrun.jobs.in_force.looking import Looking
from wellrun.organisation.queries import subtree_ids
from wellrun.strategy.models import Objective, Plan, QuarterSlice
from wellrun.strategy.quarters import Quarter, quarters_of
from wellrun.strategy.queries import objectives_in_force


def quarter_looked_at(plan: Plan, wanted: str, today: date) -> Quarter | None:
    """The quarter of the plan that begins on `wanted`, else that of today; None outside its cycle."""
    listed = quarters_of(plan.starts, plan.ends)
    named = next((one for one in listed if one.starts.isoformat() == wanted), None)
    return named or next((one for one in listed if one.starts <= today <= one.ends), None)


def objectives_below(look: Looking) -> QuerySet[Objective]:
    """Those of the plan in force, of the unit and all below it that the caller sees."""
    return objectives_in_force().filter(unit__in=subtree_ids(look.unit.pk), unit_id__in=granted_unit_ids(look.user))


def pushed_in(objectives: QuerySet[Objective], quarter: Quarter) -> QuerySet[QuarterSlice]:
    """What of these objectives is pushed in a quarter, by their rank, unit and title."""
    rows = QuarterSlice.objects.filter(objective__in=objectives.order_by().values("pk"), starts=quarter.starts)
    return rows.select_related("objective__unit").order_by(
        F("objective__rank").asc(nulls_last=True), "objective__unit__name", "objective__title"
    )


def pushing_nothing(objectives: QuerySet[Objective], pushed: QuerySet[QuarterSlice]) -> QuerySet[Objective]:
    """Those of the objectives of which nothing is pushed, by rank and title."""
    rows = objectives.exclude(pk__in=pushed.order_by().values("objective"))
    return rows.order_by(F("rank").asc(nulls_last=True), "title")
