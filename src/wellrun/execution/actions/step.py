"""One step in the life of an action: claimed in the state it was seen in, told in a row, logged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from wellrun.accounts.models import User
from wellrun.audit.actions import record
from wellrun.execution.errors import already_changed
from wellrun.execution.models import Action, ActionUpdate
from wellrun.execution.permission import Doer
from wellrun.lib import clock


def take_step(
    action: Action,
    *,
    verb: str,
    kind: ActionUpdate.Kind,
    come_from: Collection[Action.Status],
    change: dict[str, Any],
    by: Doer,
    text: str = "",
    due: date | None = None,
) -> Action:
    """Move `action` on, provided that it still stands as the caller saw it; `change` holds the new field values.

    The claim covers post and dates too: who accepts, accepts what was asked when they looked.
    Raises `already_changed`.
    """
    moment = clock.now()
    change = {**change, "last_update_at": moment}
    as_seen = {name: getattr(action, name) for name in ("status", "post_id", "due", "countered_due")}
    untouched = Action.objects.filter(pk=action.pk, status__in=come_from).filter(**as_seen)
    if not untouched.update(**change):
        raise already_changed(Action.objects.get(pk=action.pk).status)
    tell(action, kind=kind, by=by, text=text, due=due)
    record(by=by, verb=verb, subject=action, data={"number": action.number, "text": text, "due": due})
    action.refresh_from_db()
    return action


def tell(action: Action, *, kind: ActionUpdate.Kind, by: Doer, text: str = "", due: date | None = None) -> None:
    """Add the row that tells of a step."""
    ActionUpdate.objects.create(
        action=action, kind=kind, text=text, due=due, at=clock.now(), by=by if isinstance(by, User) else None
    )
