"""Bringing a plan into force, closing one, applying a plan file: with all that hangs on it, or not at all."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.check.closing import let_go_of_closed_plans
from wellrun.jobs.carrying_on import carry_on
from wellrun.jobs.model_check import check_changes, check_plan
from wellrun.jobs.plan_code import Applied, apply_plan, export_plan
from wellrun.jobs.readiness import Readiness, readiness, said_missing
from wellrun.lib.errors import Conflict
from wellrun.plans.document import PlanDocument
from wellrun.plans.write import write_plan
from wellrun.strategy.actions import bring_into_force, close_plan, keep_version
from wellrun.strategy.closed import refuse_closed
from wellrun.strategy.errors import not_in_stage
from wellrun.strategy.models import Plan, PlanVersion
from wellrun.strategy.permission import Doer, permit_plan
from wellrun.strategy.queries import active_plan

Stage = Plan.Stage
_BEFORE_FORCE = (Stage.DRAFT, Stage.CONSULTATION)


@transaction.atomic
def activate(*, plan: Plan, by: Doer) -> Plan:
    """Bring a plan into force from today: all that is asked is there, and the plan before it is closed with its file.

    Work under way goes on for the objective of the same key. Raises `plan_not_ready`, `plan_in_other_stage`.
    """
    permit_plan(by)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.stage not in _BEFORE_FORCE:
        raise not_in_stage(held, Stage.CONSULTATION, Stage.DRAFT)
    _refuse_unready(readiness(held))
    former = active_plan()
    if former is not None:
        keep_as_it_stands(plan=former, reason=_("as it stood when the next plan came into force"), by=by)
    carry_on(plan=held, by=by)
    bring_into_force(plan=held, by=by)
    let_go_of_closed_plans()
    keep_as_it_stands(plan=held, reason=_("when it came into force"), by=by)
    check_plan(held)
    return held


@transaction.atomic
def close(*, plan: Plan, by: Doer) -> Plan:
    """End the cycle of the plan in force: its file is kept, its findings are let go. Raises `plan_in_other_stage`."""
    permit_plan(by)
    _kept(plan, _("as it stood when it was closed"), by)
    closed = close_plan(plan=plan, by=by)
    let_go_of_closed_plans()
    return closed


@transaction.atomic
def keep_as_it_stands(*, plan: Plan, reason: str, by: Doer) -> PlanVersion:
    """Keep the plan of this moment as a version, with the parts of the site it stands on.

    Raises `plan_closed`: such a plan has its last version, and the site has gone on since.
    """
    permit_plan(by)
    refuse_closed(plan.pk)
    return _kept(plan, reason, by)


def _kept(plan: Plan, reason: str, by: Doer) -> PlanVersion:
    return keep_version(plan=plan, document=write_plan(export_plan(plan)), reason=reason, by=by)


@transaction.atomic
def apply_file(*, document: PlanDocument, by: Doer, over: bool = False, dry_run: bool = False) -> Applied:
    """Apply a plan file; where it brings a draft into force, the same is asked as on the page, and kept likewise.

    Raises what `apply_plan` does, and `plan_not_ready`.
    """
    before = Plan.objects.filter(key=document.plan.key).values_list("stage", flat=True).first()
    former = active_plan()
    comes = document.plan.stage == Stage.ACTIVE and before != Stage.ACTIVE
    if comes and former is not None:
        kept = write_plan(export_plan(former))
        keep_version(plan=former, document=kept, reason=_("as it stood when the next plan came into force"), by=by)
    applied = apply_plan(document=document, by=by, over=over)
    if applied.plan is not None and applied.changes:
        let_go_of_closed_plans()
        if comes and before in _BEFORE_FORCE:
            _refuse_unready(readiness(applied.plan))
        check_changes(applied.plan)
    if dry_run:
        transaction.set_rollback(True)
        return Applied(applied.changes)
    return applied


def _refuse_unready(ready: Readiness) -> None:
    """Pass where all that is asked is there. Raises `plan_not_ready` with everything that is wanting."""
    if ready.is_ready:
        return
    wanting = [said_missing(one) for one in ready.missing]
    shown = {"plan": ready.plan.name, "wanting": "; ".join(wanting)}
    problems = [f"{one.rule} {one.subject}: {one.message}" for asked in ready.missing for one in asked.missing]
    sentence = _("“%(plan)s” cannot come into force yet: %(wanting)s") % shown
    raise Conflict("plan_not_ready", sentence.rstrip(".") + ".", plan=ready.plan.key, problems=problems or wanting)
