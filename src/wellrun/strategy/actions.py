"""Writing the strategy down: a plan, its domains, ranked objectives, roles of measures, contributing teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.lib.errors import Conflict, UserError
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import Contributor, Domain, Objective, ObjectiveMeasure, ObjectiveParent, Plan


@transaction.atomic
def take_over_plan(*, key: str, name: str, starts: date, ends: date, illustrative: bool = False, by: Actor) -> Plan:
    """Write down a plan that is in force already; the plan in force before it is closed."""
    if ends <= starts:
        raise UserError("plan_ends_too_early", _("A plan must end after it starts."), starts=starts, ends=ends)
    today = clock.today(site_zone())
    Plan.objects.filter(stage=Plan.Stage.ACTIVE).update(stage=Plan.Stage.CLOSED, closed_on=today)
    plan = Plan.objects.create(
        key=key,
        name=name,
        starts=starts,
        ends=ends,
        stage=Plan.Stage.ACTIVE,
        activated_on=starts,
        illustrative=illustrative,
    )
    record(by=by, verb="take_over_plan", subject=plan, data={"key": key, "starts": starts, "ends": ends})
    return plan


@transaction.atomic
def add_domain(*, key: str, name: str, position: int, by: Actor) -> Domain:
    """Name one of the priority areas."""
    domain = Domain.objects.create(key=key, name=name, position=position)
    record(by=by, verb="add_domain", subject=domain, data={"key": key})
    return domain


@transaction.atomic
def add_objective(
    *,
    key: str,
    plan: Plan,
    domain: Domain,
    title: str,
    unit: Unit,
    level: str,
    rank: int | None,
    owner: Post | None,
    sponsor: Post | None,
    parents: Sequence[Objective] = (),
    by: Actor,
) -> Objective:
    """Write down an outcome to reach: one accountable post, one sponsor; enterprise ranks have no ties."""
    if level == Objective.Level.ENTERPRISE:
        _refuse_taken_rank(plan, rank)
    objective = Objective.objects.create(
        key=key, plan=plan, domain=domain, title=title, unit=unit, level=level, rank=rank, owner=owner, sponsor=sponsor
    )
    for parent in parents:
        ObjectiveParent.objects.create(child=objective, parent=parent)
    record(
        by=by,
        verb="add_objective",
        subject=objective,
        data={"key": key, "unit": unit.key, "rank": rank, "parents": [parent.key for parent in parents]},
    )
    return objective


@transaction.atomic
def give_role(*, objective: Objective, measure: Measure, role: str, position: int = 0, by: Actor) -> ObjectiveMeasure:
    """Say what a measure is to an objective: lead, lag or balancing."""
    if role not in ObjectiveMeasure.Role.values:
        raise UserError("role_unknown", _("A measure is a lead, a lag or a balancing measure."), role=role)
    given = ObjectiveMeasure.objects.create(objective=objective, measure=measure, role=role, position=position)
    record(
        by=by,
        verb="give_role",
        subject=given,
        data={"objective": objective.key, "measure": measure.key, "role": role},
    )
    return given


@transaction.atomic
def add_contributor(
    *, objective: Objective, team: str, handoff_measure: Measure | None = None, position: int = 0, by: Actor
) -> Contributor:
    """Name a team the objective depends on, with the hand-off measure it owns, or none agreed yet."""
    contributor = Contributor.objects.create(
        objective=objective, team=team, handoff_measure=handoff_measure, position=position
    )
    record(
        by=by,
        verb="add_contributor",
        subject=contributor,
        data={
            "objective": objective.key,
            "team": team,
            "handoff": handoff_measure.key if handoff_measure else None,
        },
    )
    return contributor


def _refuse_taken_rank(plan: Plan, rank: int | None) -> None:
    if rank is None:
        raise UserError("rank_missing", _("An enterprise objective needs a rank."))
    holder = Objective.objects.filter(
        plan=plan, level=Objective.Level.ENTERPRISE, rank=rank, retired_on__isnull=True
    ).first()
    if holder is not None:
        raise Conflict(
            "rank_taken",
            _("Rank %(rank)s is held by “%(title)s”; priorities have no ties.") % {"rank": rank, "title": holder.title},
            rank=rank,
            objective=holder.key,
        )
