"""Records to a document: a constant number of queries, whatever the size of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from wellrun.check.models import Waiver
from wellrun.execution.models import Initiative, InitiativeHours, InitiativeTarget
from wellrun.jobs.plan_code.site_parts import site_parts
from wellrun.lib import clock
from wellrun.library.definition import MeasureSpec
from wellrun.organisation.queries import site_zone
from wellrun.plans.canonical import canonical
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import (
    CauseEffectSpec,
    ContributionSpec,
    ContributorSpec,
    DomainSpec,
    DriverSpec,
    HoursSpec,
    InitiativeSpec,
    KeyResultSpec,
    MeasureRole,
    ObjectiveSpec,
    PlanSpec,
    PrecedenceSpec,
    PredictionSpec,
    SliceSpec,
    StoppedSpec,
    WaiverSpec,
)
from wellrun.plans.write import based_on_itself
from wellrun.strategy.models import (
    CauseEffect,
    Contributor,
    DeclaredHours,
    Domain,
    DriverNode,
    KeyResult,
    Objective,
    ObjectiveMeasure,
    ObjectiveParent,
    Plan,
    QuarterSlice,
    Stopped,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the site says today under a plan's key: the document, the plan, where there is one, and all measures."""

    document: PlanDocument
    plan: Plan | None
    measures: Mapping[str, MeasureSpec]


def export_plan(plan: Plan, *, as_of: date | None = None) -> PlanDocument:
    """The plan as it stands, with the parts of the site; it says what it was exported from. About thirty queries."""
    return based_on_itself(document_as_it_stands(plan, as_of=as_of or clock.today(site_zone())))


def document_as_it_stands(plan: Plan, *, as_of: date) -> PlanDocument:
    """The same for who only looks at it: what tells one export from another takes writing all of it as text."""
    return canonical(PlanDocument(plan=_plan(plan), as_of=as_of, **site_parts()))


def standing(key: str) -> Standing:
    """What there is under the key of a plan; of a plan that is new, the site's parts and domains alone."""
    plan, parts = Plan.objects.filter(key=key).first(), site_parts()
    nothing = PlanSpec(key="", name="", starts=date.min, ends=date.max, stage="draft", domains=_domains())
    document = PlanDocument(plan=_plan(plan) if plan else nothing, **parts)
    return Standing(canonical(document), plan, {one.key: one for one in parts["measures"]})


def _plan(plan: Plan) -> PlanSpec:
    in_force = Objective.objects.filter(plan=plan, retired_on__isnull=True)
    objectives = objectives_of(
        in_force,
        whole=in_force,
        roles=ObjectiveMeasure.objects.filter(**standing_in(plan, "objective")),
        teams=Contributor.objects.filter(**standing_in(plan, "objective")),
        parents=links_in(plan),
    )
    return plan_with(plan, objectives)


def standing_in(plan: Plan, objective: str) -> dict[str, Any]:
    """The conditions under which an objective, by the name of its field, is one of the plan's and pursued."""
    return {f"{objective}__plan": plan, f"{objective}__retired_on__isnull": True}


def links_in(plan: Plan) -> QuerySet[ObjectiveParent]:
    """What serves what in the plan; both are of one plan.

    The plan is asked of the child alone: of both, SQLite pairs every objective with every other (minutes at 10,000).
    """
    return ObjectiveParent.objects.filter(**standing_in(plan, "child"), parent__retired_on__isnull=True)


def plan_with(plan: Plan, objectives: tuple[ObjectiveSpec, ...]) -> PlanSpec:
    """The plan with those objectives and all else that it says."""
    in_force = Objective.objects.filter(plan=plan, retired_on__isnull=True)
    return PlanSpec(
        key=plan.key,
        name=plan.name,
        starts=plan.starts,
        ends=plan.ends,
        stage=str(plan.stage),
        activated=plan.activated_on,
        illustrative=plan.illustrative,
        domains=_domains(),
        objectives=objectives,
        precedences=_made(
            PrecedenceSpec,
            plan.precedences.filter(winner__in=in_force, loser__in=in_force),
            winner="winner__key",
            loser="loser__key",
            because="because",
        ),
        stopped=_made(
            StoppedSpec,
            Stopped.objects.filter(plan=plan),
            key="key",
            title="title",
            because="because",
            post="post__key",
            starts="from_date",
            kind="kind",
        ),
        hours=_made(HoursSpec, DeclaredHours.objects.filter(plan=plan), post="post__key", hours_a_week="hours_a_week"),
        waivers=_made(
            WaiverSpec,
            Waiver.objects.filter(plan=plan),
            rule="rule",
            subject="subject",
            reason="reason",
            post="post__key",
            expires="expires",
        ),
        initiatives=initiatives_for(in_force),
    )


def _domains() -> tuple[DomainSpec, ...]:
    return _made(DomainSpec, Domain.objects.order_by("position", "key"), key="key", name="name")


def objectives_of(
    rows: QuerySet[Objective],
    *,
    whole: QuerySet[Objective],
    roles: QuerySet[ObjectiveMeasure],
    teams: QuerySet[Contributor],
    parents: QuerySet[ObjectiveParent],
) -> tuple[ObjectiveSpec, ...]:
    """Objectives with those of their roles, teams and parents that are given, and all else of those that are whole."""
    of = "objective_id"
    within = {"objective__in": whole}
    serves = _grouped(
        ContributionSpec,
        parents,
        "child_id",
        parent="parent__key",
        amount="amount",
        share="share",
    )
    helps = _grouped(
        CauseEffectSpec,
        CauseEffect.objects.filter(cause__in=whole, effect__plan=F("cause__plan"), effect__retired_on__isnull=True),
        "cause_id",
        effect="effect__key",
        because="because",
    )
    bearing = _grouped(
        MeasureRole,
        roles.order_by("position", "measure__key"),
        of,
        measure="measure__key",
        role="role",
        direction="direction",
        owner="owner__key",
    )
    taking_part = _grouped(
        ContributorSpec,
        teams.order_by("position", "team"),
        of,
        team="team",
        post="post__key",
        handoff="handoff_measure__key",
        part="part",
        unit="unit__key",
    )
    drivers = _grouped(
        DriverSpec,
        DriverNode.objects.filter(**within).order_by("position", "key"),
        of,
        key="key",
        kind="kind",
        text="text",
        parent="parent__key",
        measure="measure__key",
    )
    quarters = _quarters(whole)
    told = rows.values(
        *("id", "key", "title", "level", "rank", "perspective", "description"),
        *("domain__key", "unit__key", "owner__key", "sponsor__key"),
    )
    return tuple(
        ObjectiveSpec(
            key=row["key"],
            domain=row["domain__key"],
            title=row["title"],
            unit=row["unit__key"],
            level=row["level"],
            rank=row["rank"],
            sponsor=row["sponsor__key"],
            owner=row["owner__key"],
            perspective=row["perspective"],
            description=row["description"],
            parents=tuple(one.parent for one in serves[row["id"]]),
            contributions=tuple(serves[row["id"]]),
            helps=tuple(helps[row["id"]]),
            measures=tuple(bearing[row["id"]]),
            contributors=tuple(taking_part[row["id"]]),
            drivers=tuple(drivers[row["id"]]),
            quarters=tuple(quarters[row["id"]]),
        )
        for row in told
    )


def _quarters(in_force: QuerySet[Objective]) -> dict[Any, list[SliceSpec]]:
    results = _grouped(
        KeyResultSpec,
        KeyResult.objects.filter(slice__objective__in=in_force).order_by("position", "series_id"),
        "slice_id",
        measure="series__measure__key",
        unit="series__unit__key",
        start="start",
        aim="aim",
        commitment="commitment",
        owner="owner__key",
    )
    found: dict[Any, list[SliceSpec]] = defaultdict(list)
    slices = QuarterSlice.objects.filter(objective__in=in_force)
    for pk, objective, starts, title, learning in slices.values_list(
        "id", "objective_id", "starts", "title", "learning"
    ):
        found[objective].append(SliceSpec(starts, title, tuple(results[pk]), learning))
    return found


def initiatives_for(in_force: QuerySet[Objective]) -> tuple[InitiativeSpec, ...]:
    """What is tried for those objectives; four queries."""
    within = {"initiative__objective__in": in_force}
    of = "initiative_id"
    targets = _grouped(
        PredictionSpec,
        InitiativeTarget.objects.filter(**within).order_by("position", "id"),
        of,
        measure="series__measure__key",
        unit="series__unit__key",
        direction="direction",
        change="change",
        delay_days="delay_days",
    )
    hours = _grouped(
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


def _made(kind: Callable[..., T], rows: QuerySet[Any], /, **columns: str) -> tuple[T, ...]:
    """One specification a row, its fields from those columns."""
    return tuple(kind(**dict(zip(columns, values, strict=True))) for values in rows.values_list(*columns.values()))


def _grouped(kind: Callable[..., T], rows: QuerySet[Any], by: str, /, **columns: str) -> dict[Any, list[T]]:
    """Likewise, by the record they belong to."""
    found: dict[Any, list[T]] = defaultdict(list)
    for owner, *values in rows.values_list(by, *columns.values()):
        found[owner].append(kind(**dict(zip(columns, values, strict=True))))
    return found
