"""Reading what the model check found: who is told of what, and which exceptions hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from wellrun.access.queries import granted_unit_ids
from wellrun.check.models import Finding, Waiver
from wellrun.organisation.models import Unit
from wellrun.strategy.models import Plan


def findings_for(user: Any) -> QuerySet[Finding]:
    """The findings about units the user sees; those of a plan as a whole are told to who sees the enterprise."""
    units = granted_unit_ids(user)
    told = Q(unit__in=units)
    if Unit.objects.filter(enterprise=True, pk__in=units).exists():
        told |= Q(unit__isnull=True)
    return Finding.objects.filter(told)


def waivers_in_force(plan: Plan | None, today: date) -> dict[tuple[str, str], Waiver]:
    """The exceptions of a plan that have not run out, with their posts, by rule and subject; one query."""
    held = Waiver.objects.filter(plan=plan, expires__gte=today).select_related("post") if plan else ()
    return {(waiver.rule, waiver.subject): waiver for waiver in held}
