"""How a plan file writes, changes and takes away a part of a plan, whatever kind of part it is.

`kind` is the word of the plan file (objective, role, link, ...); `where` are the fields by which a record is known,
`values` the rest. What is retired keeps its record, and is taken up again under the same key.

No savepoint around each: whoever writes a plan part by part takes all of it back when one is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from wellrun.audit.actions import Actor, record
from wellrun.lib.errors import Conflict

M = TypeVar("M", bound=Model)
Facts = Mapping[str, Any]


@transaction.atomic(savepoint=False)
def write_part(*, kind: str, model: type[M], where: Facts, values: Facts, facts: Facts, by: Actor) -> M:
    """Write a part down; one of the same key that was retired is taken up again as it is said now."""
    former = model._default_manager.filter(**where)
    if _retires(model) and former.update(**values, retired_on=None):
        part = former.get()
    else:
        part = model._default_manager.create(**where, **values)
    record(by=by, verb=f"add_{kind}", subject=part, data=dict(facts))
    return part


@transaction.atomic(savepoint=False)
def change_part(*, kind: str, model: type[M], where: Facts, values: Facts, facts: Facts, by: Actor) -> M:
    """Say a part anew. Raises `plan_part_gone` where it is not there any more."""
    part = _present(model, where, kind)
    in_force = {"retired_on": None} if _retires(model) else {}
    model._default_manager.filter(pk=part.pk).update(**values, **in_force)
    record(by=by, verb=f"change_{kind}", subject=part, data=dict(facts))
    part.refresh_from_db()
    return part


@transaction.atomic(savepoint=False)
def remove_part(*, kind: str, model: type[Model], where: Facts, facts: Facts, on: date, by: Actor) -> None:
    """Take a part away: what has a history is retired, anything else deleted; the event log keeps what it said.

    Raises `plan_part_gone`, `plan_part_in_use` where something that is kept points to it.
    """
    part = _present(model, where, kind)
    if _retires(model):
        model._default_manager.filter(pk=part.pk).update(retired_on=on)
        record(by=by, verb=f"retire_{kind}", subject=part, data=dict(facts))
        return
    record(by=by, verb=f"remove_{kind}", subject=part, data=dict(facts))
    try:
        part.delete()
    except ProtectedError:
        words = {"part": str(part), "kind": kind.replace("_", " ")}
        sentence = _("The %(kind)s “%(part)s” is in use and cannot be taken away: keep it in the plan.") % words
        raise Conflict("plan_part_in_use", sentence, kind=kind) from None


def _present(model: type[M], where: Facts, kind: str) -> M:
    part = model._default_manager.select_for_update().filter(**where).first()
    if part is None:
        sentence = _("A %(kind)s that was to be changed is not there any more.") % {"kind": kind.replace("_", " ")}
        raise Conflict("plan_part_gone", sentence, kind=kind)
    return part


def _retires(model: type[Model]) -> bool:
    return any(field.name == "retired_on" for field in model._meta.concrete_fields)
