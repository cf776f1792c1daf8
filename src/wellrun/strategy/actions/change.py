"""Every change of a plan leaves two rows in its transaction: one in the plan's own history, one in the audit log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from wellrun.accounts.models import User
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.strategy.closed import refuse_closed
from wellrun.strategy.models import Plan, PlanChange

# That it was closed is the last change of a plan.
_LAST = "move_plan"
_NOTHING: Mapping[str, Any] = {}


def note_change(
    *,
    plan: Plan,
    verb: str,
    kind: str,
    key: str,
    about: Model,
    before: Mapping[str, Any] = _NOTHING,
    after: Mapping[str, Any] = _NOTHING,
    by: Actor,
) -> None:
    """Note that `verb` made of `kind` `key` what `after` says, from what `before` says. Call it last in the action.

    Raises `plan_closed`, by which the action is undone: nothing of a closed plan is changed.
    """
    if verb != _LAST:
        refuse_closed(plan.pk)
    in_history(plan=plan, verb=verb, kind=kind, key=key, before=before, after=after, by=by).save()
    record(by=by, verb=verb, subject=about, data={"plan": plan.key, kind: key, "before": before, "after": after})


def in_history(
    *,
    plan: Plan,
    verb: str,
    kind: str,
    key: str,
    before: Mapping[str, Any] = _NOTHING,
    after: Mapping[str, Any] = _NOTHING,
    by: Actor,
) -> PlanChange:
    """The row of the plan's own history, not written yet: a plan file writes all of its own at once."""
    return PlanChange(
        plan=plan,
        kind=kind,
        subject=key,
        verb=verb,
        before=_plain(before),
        after=_plain(after),
        at=clock.now(),
        by=by if isinstance(by, User) else None,
    )


def _plain(values: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
