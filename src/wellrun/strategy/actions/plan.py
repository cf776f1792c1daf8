"""The stages of a plan: drafted, consulted on, in force, closed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wellrun.accounts.models import User
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.strategy.actions.change import note_change
from wellrun.strategy.actions.holding import hold_plan
from wellrun.strategy.actions.saving import save_new
from wellrun.strategy.errors import not_in_stage, plan_ends_too_early, title_needed
from wellrun.strategy.models import Plan, PlanVersion
from wellrun.strategy.permission import Doer, permit_plan

Stage = Plan.Stage


@transaction.atomic
def draft_plan(*, key: str, name: str, starts: date, ends: date, illustrative: bool = False, by: Doer) -> Plan:
    """Begin a plan as a draft. Raises `plan_ends_too_early`, `title_needed`, `key_taken`."""
    permit_plan(by)
    plan = _new(key, name, starts, ends, illustrative=illustrative)
    note_change(plan=plan, verb="draft_plan", kind="plan", key=key, about=plan, after=_dates(plan), by=by)
    return plan


@transaction.atomic
def open_consultation(*, plan: Plan, by: Doer) -> Plan:
    """Put a draft before those who are to carry it. Raises `plan_in_other_stage`."""
    permit_plan(by)
    return _move(plan, Stage.CONSULTATION, (Stage.DRAFT,), by)


@transaction.atomic
def return_to_draft(*, plan: Plan, by: Doer) -> Plan:
    """Take a plan back from consultation; what was said in it is kept. Raises `plan_in_other_stage`."""
    permit_plan(by)
    return _move(plan, Stage.DRAFT, (Stage.CONSULTATION,), by)


@transaction.atomic
def bring_into_force(*, plan: Plan, by: Doer) -> Plan:
    """The plan is in force from today, and the one before it is closed. Whoever calls has had it checked.

    Raises `plan_in_other_stage`.
    """
    permit_plan(by)
    close_the_one_in_force(by=by)
    return _move(plan, Stage.ACTIVE, (Stage.CONSULTATION, Stage.DRAFT), by, activated_on=_today())


@transaction.atomic
def close_plan(*, plan: Plan, by: Doer) -> Plan:
    """End the cycle of a plan in force. Raises `plan_in_other_stage`."""
    permit_plan(by)
    return _move(plan, Stage.CLOSED, (Stage.ACTIVE,), by, closed_on=_today())


@transaction.atomic
def close_the_one_in_force(*, by: Actor) -> None:
    """A plan comes into force: the one before it is over."""
    for plan in Plan.objects.select_for_update().filter(stage=Stage.ACTIVE):
        after = {"stage": Stage.CLOSED, "closed_on": _today()}
        Plan.objects.filter(pk=plan.pk).update(**after)
        note_change(
            plan=plan,
            verb="move_plan",
            kind="plan",
            key=plan.key,
            about=plan,
            before={"stage": plan.stage},
            after=after,
            by=by,
        )


@transaction.atomic
def keep_version(*, plan: Plan, document: str, reason: str, by: Actor) -> PlanVersion:
    """Keep the plan as it stands, as its file; the last version again where nothing differs."""
    hold_plan(plan.pk)
    last = plan.versions.order_by("-number").first()
    if last is not None and last.document == document:
        return last
    kept = PlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        document=document,
        reason=reason,
        at=clock.now(),
        by=by if isinstance(by, User) else None,
    )
    record(by=by, verb="keep_version", subject=kept, data={"plan": plan.key, "number": kept.number, "reason": reason})
    return kept


def _new(key: str, name: str, starts: date, ends: date, *, illustrative: bool) -> Plan:
    if ends <= starts:
        raise plan_ends_too_early()
    if not name.strip():
        raise title_needed()
    plan = Plan(key=key, name=name.strip(), starts=starts, ends=ends, illustrative=illustrative)
    save_new(plan)
    return plan


def _move(plan: Plan, to: Plan.Stage, wanted: tuple[Plan.Stage, ...], by: Doer, **fields: date) -> Plan:
    """Claim the change of stage; whoever comes second is told where the plan stands."""
    moved = Plan.objects.filter(pk=plan.pk, stage__in=wanted).update(stage=to, **fields)
    before = plan.stage
    plan.refresh_from_db()
    if not moved:
        raise not_in_stage(plan, *wanted)
    note_change(
        plan=plan,
        verb="move_plan",
        kind="plan",
        key=plan.key,
        about=plan,
        before={"stage": before},
        after={"stage": to, **fields},
        by=by,
    )
    return plan


def _today() -> date:
    return clock.today(site_zone())


def _dates(plan: Plan) -> dict[str, object]:
    return {"name": plan.name, "starts": plan.starts, "ends": plan.ends}
