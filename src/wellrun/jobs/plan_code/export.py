"""Records to a document: a constant number of queries, whatever the size of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from wellrun.check.models import Waiver
from wellrun.jobs.plan_code.exporting.columns import made
from wellrun.jobs.plan_code.exporting.initiatives import initiatives_for
from wellrun.jobs.plan_code.exporting.objectives import objectives_of
from wellrun.jobs.plan_code.exporting.site_parts import site_parts
from wellrun.lib import clock
from wellrun.library.definition import MeasureSpec
from wellrun.organisation.queries import site_zone
from wellrun.plans.canonical import canonical
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import (
    DomainSpec,
    HoursSpec,
    ObjectiveSpec,
    PlanSpec,
    PrecedenceSpec,
    StoppedSpec,
    WaiverSpec,
)
from wellrun.plans.write import based_on_itself
from wellrun.strategy.models import (
    Contributor,
    DeclaredHours,
    Domain,
    Objective,
    ObjectiveMeasure,
    ObjectiveParent,
    Plan,
    Stopped,
)


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
        precedences=made(
            PrecedenceSpec,
            plan.precedences.filter(winner__in=in_force, loser__in=in_force),
            winner="winner__key",
            loser="loser__key",
            because="because",
        ),
        stopped=made(
            StoppedSpec,
            Stopped.objects.filter(plan=plan),
            key="key",
            title="title",
            because="because",
            post="post__key",
            starts="from_date",
            kind="kind",
        ),
        hours=made(HoursSpec, DeclaredHours.objects.filter(plan=plan), post="post__key", hours_a_week="hours_a_week"),
        waivers=_waivers(plan),
        initiatives=initiatives_for(in_force),
    )


def _waivers(plan: Plan) -> tuple[WaiverSpec, ...]:
    rows = Waiver.objects.filter(plan=plan)
    columns = {"rule": "rule", "subject": "subject", "reason": "reason", "post": "post__key", "expires": "expires"}
    return made(WaiverSpec, rows, **columns)


def _domains() -> tuple[DomainSpec, ...]:
    return made(DomainSpec, Domain.objects.order_by("position", "key"), key="key", name="name")
