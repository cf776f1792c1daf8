"""Objectives: written down, changed, ranked, retired. Each verb notes the change in the plan's history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellrun.lib import clock
from wellrun.lib.errors import Conflict, UserError
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import site_zone
from wellrun.strategy.actions.change import note_change
from wellrun.strategy.actions.holding import hold_plan
from wellrun.strategy.actions.noting import note_objective
from wellrun.strategy.errors import order_changed, title_needed
from wellrun.strategy.models import (
    Domain,
    Objective,
    ObjectiveParent,
    Plan,
)
from wellrun.strategy.permission import Doer, permit_plan, permit_unit
from wellrun.strategy.queries import last_rank
from wellrun.strategy.raci import refuse_asked_owner

_TOLD_OF = ("plan", "domain", "owner", "sponsor", "unit")
_CHANGEABLE = ("title", "description", "domain", "perspective", "owner", "sponsor", "unit", "level")


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
    perspective: str = "",
    description: str = "",
    parents: Sequence[Objective] = (),
    by: Doer,
) -> Objective:
    """Write down an outcome to reach: one accountable post, one sponsor; enterprise ranks have no ties.

    Raises `title_needed`, `objective_key_taken`, `rank_missing`, `rank_taken`.
    """
    permit_unit(by, unit.pk)
    if not title.strip():
        raise title_needed()
    hold_plan(plan.pk)
    _refuse_taken_key(plan, key)
    if level == Objective.Level.ENTERPRISE:
        _refuse_taken_rank(plan, rank)
    place = {"domain": domain, "perspective": perspective, "unit": unit, "level": level, "rank": rank}
    posts = {"owner": owner, "sponsor": sponsor}
    objective = Objective.objects.create(
        key=key, plan=plan, title=title.strip(), description=description, **place, **posts
    )
    for parent in parents:
        ObjectiveParent.objects.create(child=objective, parent=parent)
    after = {**_told(objective), "rank": rank, "parents": [parent.key for parent in parents]}
    note_objective(objective, "add_objective", after=after, by=by)
    return objective


def _refuse_taken_key(plan: Plan, key: str) -> None:
    if Objective.objects.filter(plan=plan, key=key).exists():
        raise Conflict("objective_key_taken", _("The plan has an objective “%(key)s” already.") % {"key": key}, key=key)


@transaction.atomic
def change_objective(*, objective: Objective, by: Doer, **fields: Any) -> Objective:
    """Change its title, description, domain, perspective, owner, sponsor, unit or level. The same again is no change.

    Whoever moves it to another unit chairs both. One that becomes the enterprise's is ranked last there, one that is
    no longer has no rank. Raises `title_needed`, `accountable_already`.
    """
    permit_unit(by, objective.unit_id)
    if "unit" in fields:
        permit_unit(by, fields["unit"].pk)
    unknown = sorted(set(fields) - set(_CHANGEABLE))
    if unknown:
        raise TypeError(f"an objective has no changeable {unknown[0]}")
    if "title" in fields and not fields["title"].strip():
        raise title_needed()
    hold_plan(objective.plan_id)
    held = Objective.objects.select_related(*_TOLD_OF).get(pk=objective.pk)  # as it stands now, not as it was read
    if "owner" in fields:
        refuse_asked_owner(held, fields["owner"])
    before = _told(held)
    for name, value in fields.items():
        setattr(held, name, value)
        setattr(objective, name, value)
    after = _told(held)
    if after["level"] != before["level"]:
        before["rank"], after["rank"] = held.rank, _rank_at(held)
        held.rank = objective.rank = fields["rank"] = after["rank"]
    changed = {name: value for name, value in after.items() if before[name] != value}
    if changed:
        held.save(update_fields=list(fields))
        note_objective(held, "change_objective", before={name: before[name] for name in changed}, after=changed, by=by)
    return objective


@transaction.atomic
def rank_objectives(*, plan: Plan, order: Sequence[Objective], read: Sequence[str] = (), by: Doer) -> None:
    """Put the enterprise objectives in a strict order, the first foremost.

    `read`: the keys in the order from which this one was put together; without it nobody is asked what changed since.
    Raises `order_incomplete`, `order_changed`.
    """
    permit_plan(by)
    hold_plan(plan.pk)  # one order at a time
    enterprise = Objective.objects.filter(plan=plan, level=Objective.Level.ENTERPRISE, retired_on__isnull=True)
    before = list(enterprise.order_by("rank").values_list("key", flat=True))
    after = [objective.key for objective in order]
    if read and list(read) != before:
        raise order_changed()
    if sorted(before) != sorted(after):
        raise UserError("order_incomplete", _("Give every enterprise objective one place in the order."))
    if before == after:
        return
    enterprise.update(rank=F("rank") + 10_000)  # out of the way: ranks have no ties
    for rank, objective in enumerate(order, start=1):
        Objective.objects.filter(pk=objective.pk).update(rank=rank)
    note_change(
        plan=plan,
        verb="rank_objectives",
        kind="plan",
        key=plan.key,
        about=plan,
        before={"order": before},
        after={"order": after},
        by=by,
    )


@transaction.atomic
def retire_objective(*, objective: Objective, by: Doer) -> Objective:
    """It is no longer pursued; what hangs on it stays as history."""
    permit_unit(by, objective.unit_id)
    today = clock.today(site_zone())
    if Objective.objects.filter(pk=objective.pk, retired_on__isnull=True).update(retired_on=today):
        note_objective(
            objective, "retire_objective", before={"title": objective.title}, after={"retired_on": today}, by=by
        )
    objective.refresh_from_db()
    return objective


def _told(objective: Objective) -> dict[str, Any]:
    return {
        "title": objective.title,
        "description": objective.description,
        "domain": objective.domain.key,
        "perspective": objective.perspective,
        "owner": objective.owner.key if objective.owner else None,
        "sponsor": objective.sponsor.key if objective.sponsor else None,
        "unit": objective.unit.key,
        "level": objective.level,
    }


def _rank_at(objective: Objective) -> int | None:
    """The last rank where it is the enterprise's now; none at any other level."""
    return last_rank(objective.plan) + 1 if objective.level == Objective.Level.ENTERPRISE else None


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
