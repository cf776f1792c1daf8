"""What is tried for the objectives of a plan, as a plan file says it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from wellrun.execution.models import Initiative, InitiativeHours, InitiativeTarget
from wellrun.jobs.plan_code.exporting.columns import grouped
from wellrun.organisation.queries import site_zone
from wellrun.plans.specs import HoursSpec, InitiativeSpec, PredictionSpec
from wellrun.strategy.models import Objective


def initiatives_for(in_force: QuerySet[Objective]) -> tuple[InitiativeSpec, ...]:
    """What is tried for those objectives; four queries."""
    within = {"initiative__objective__in": in_force}
    of = "initiative_id"
    targets = grouped(
        PredictionSpec,
        InitiativeTarget.objects.filter(**within).order_by("position", "id"),
        of,
        measure="series__measure__key",
        unit="series__unit__key",
        direction="direction",
        change="change",
        delay_days="delay_days",
    )
    hours = grouped(
        HoursSpec, InitiativeHours.objects.filter(**within), of, post="post__key", hours_a_week="hours_a_week"
    )
    zone = site_zone()
    rows = Initiative.objects.filter(objective__in=in_force).values(
        *("id", "key", "title", "starts", "ends", "design", "status", "last_update_at"),
        *("objective__key", "owner__key", "idea__key"),
    )
    return tuple(
        InitiativeSpec(
            key=row["key"],
            title=row["title"],
            objective=row["objective__key"],
            owner=row["owner__key"],
            starts=row["starts"],
            ends=row["ends"],
            targets=tuple(targets[row["id"]]),
            design=row["design"],
            status=row["status"],
            last_update=_day_of(row["last_update_at"], zone),
            hours=tuple(hours[row["id"]]),
            idea=row["idea__key"],
        )
        for row in rows
    )


def _day_of(moment: Any, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
