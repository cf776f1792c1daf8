"""Objectives with all that hangs on them, as a plan file says it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import F, QuerySet

from wellrun.jobs.plan_code.exporting.columns import grouped
from wellrun.plans.specs import (
    CauseEffectSpec,
    ContributionSpec,
    ContributorSpec,
    DriverSpec,
    KeyResultSpec,
    MeasureRole,
    ObjectiveSpec,
    SliceSpec,
)
from wellrun.strategy.models import (
    CauseEffect,
    Contributor,
    DriverNode,
    KeyResult,
    Objective,
    ObjectiveMeasure,
    ObjectiveParent,
    QuarterSlice,
)

_OF = "objective_id"
_SAID = {
    "key": "key",
    "title": "title",
    "level": "level",
    "rank": "rank",
    "perspective": "perspective",
    "description": "description",
    "domain": "domain__key",
    "unit": "unit__key",
    "owner": "owner__key",
    "sponsor": "sponsor__key",
}


def objectives_of(
    rows: QuerySet[Objective],
    *,
    whole: QuerySet[Objective],
    roles: QuerySet[ObjectiveMeasure],
    teams: QuerySet[Contributor],
    parents: QuerySet[ObjectiveParent],
) -> tuple[ObjectiveSpec, ...]:
    """Objectives with those of their roles, teams and parents that are given, and all else of those that are whole."""
    serves = _contributions(parents)
    hanging: dict[str, dict[Any, list[Any]]] = {
        "contributions": serves,
        "helps": _arrows(whole),
        "measures": _roles(roles),
        "contributors": _teams(teams),
        "drivers": _drivers(whole),
        "quarters": _quarters(whole),
    }
    found = []
    for pk, *said in rows.values_list("id", *_SAID.values()):
        fields: dict[str, Any] = dict(zip(_SAID, said, strict=True))
        fields |= {name: tuple(parts[pk]) for name, parts in hanging.items()}
        found.append(ObjectiveSpec(**fields, parents=tuple(one.parent for one in serves[pk])))
    return tuple(found)


def _contributions(parents: QuerySet[ObjectiveParent]) -> dict[Any, list[ContributionSpec]]:
    return grouped(ContributionSpec, parents, "child_id", parent="parent__key", amount="amount", share="share")


def _arrows(whole: QuerySet[Objective]) -> dict[Any, list[CauseEffectSpec]]:
    rows = CauseEffect.objects.filter(cause__in=whole, effect__plan=F("cause__plan"), effect__retired_on__isnull=True)
    return grouped(CauseEffectSpec, rows, "cause_id", effect="effect__key", because="because")


def _roles(roles: QuerySet[ObjectiveMeasure]) -> dict[Any, list[MeasureRole]]:
    return grouped(
        MeasureRole,
        roles.order_by("position", "measure__key"),
        _OF,
        measure="measure__key",
        role="role",
        direction="direction",
        owner="owner__key",
    )


def _teams(teams: QuerySet[Contributor]) -> dict[Any, list[ContributorSpec]]:
    return grouped(
        ContributorSpec,
        teams.order_by("position", "team"),
        _OF,
        team="team",
        post="post__key",
        handoff="handoff_measure__key",
        part="part",
        unit="unit__key",
    )


def _drivers(whole: QuerySet[Objective]) -> dict[Any, list[DriverSpec]]:
    return grouped(
        DriverSpec,
        DriverNode.objects.filter(objective__in=whole).order_by("position", "key"),
        _OF,
        key="key",
        kind="kind",
        text="text",
        parent="parent__key",
        measure="measure__key",
    )


def _quarters(whole: QuerySet[Objective]) -> dict[Any, list[SliceSpec]]:
    results = grouped(
        KeyResultSpec,
        KeyResult.objects.filter(slice__objective__in=whole).order_by("position", "series_id"),
        "slice_id",
        measure="series__measure__key",
        unit="series__unit__key",
        start="start",
        aim="aim",
        commitment="commitment",
        owner="owner__key",
    )
    found: dict[Any, list[SliceSpec]] = defaultdict(list)
    slices = QuarterSlice.objects.filter(objective__in=whole)
    columns = ("id", "objective_id", "starts", "title", "learning", "closed_at")
    for pk, objective, starts, title, learning, closed in slices.values_list(*columns):
        # What was learned is said of a closed quarter: in a file that is what closes it.
        found[objective].append(SliceSpec(starts, title, tuple(results[pk]), learning if closed else ""))
    return found
