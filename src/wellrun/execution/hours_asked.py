"""Whose hours plans in the making ask for: brought along with posts that are read anyway."""

from __future__ import annotations

from django.db.models import JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONArray

from wellrun.execution.models import Initiative, InitiativeHours
from wellrun.organisation.together import Together
from wellrun.strategy.models import DeclaredHours, Objective, Plan

_IN_THE_MAKING = (Plan.Stage.DRAFT, Plan.Stage.CONSULTATION)


def hours_in_the_making() -> dict[str, Subquery]:
    """What to annotate posts with, of plans that are drafted or consulted on.

    `hours_taken`: a list of (key of the plan, its name, first day, last day or None, hours a week), one an initiative;
    `hours_going_on`: the same of the work of the plan in force that goes on in the next to begin;
    `hours_declared`: a list of (key of the plan, hours a week). None of no rows.
    """
    plan = "initiative__objective__plan"
    taken = InitiativeHours.objects.filter(
        post=OuterRef("pk"),
        initiative__status__in=Initiative.UNDER_WAY,
        initiative__objective__retired_on__isnull=True,
        **{f"{plan}__stage__in": _IN_THE_MAKING},
    )
    said = (f"{plan}__key", f"{plan}__name", "initiative__starts", "initiative__ends", "hours_a_week")
    declared = DeclaredHours.objects.filter(post=OuterRef("pk"), plan__stage__in=_IN_THE_MAKING)
    return {
        "hours_taken": _listed(taken, *said),
        "hours_going_on": _listed(_going_on(), "next_key", "next_name", *said[2:]),
        "hours_declared": _listed(declared, "plan__key", "hours_a_week"),
    }


def _going_on() -> QuerySet[InitiativeHours]:
    """Hours that work under way asks of the post in the next plan to begin that has its objective too."""
    next_home = Objective.objects.filter(
        key=OuterRef("initiative__objective__key"), plan__stage__in=_IN_THE_MAKING, retired_on__isnull=True
    ).order_by("plan__starts", "plan__key")
    rows = InitiativeHours.objects.filter(
        post=OuterRef("pk"),
        initiative__status__in=Initiative.UNDER_WAY,
        initiative__objective__plan__stage=Plan.Stage.ACTIVE,
    )
    rows = rows.annotate(next_key=next_home.values("plan__key")[:1], next_name=next_home.values("plan__name")[:1])
    return rows.filter(next_key__isnull=False)


def _listed(rows, *fields: str) -> Subquery:  # type: ignore[no-untyped-def]  # a QuerySet of either model
    listed = rows.order_by().values(one=Value(1)).annotate(listed=Together(JSONArray(*fields))).values("listed")
    return Subquery(listed, output_field=JSONField())
