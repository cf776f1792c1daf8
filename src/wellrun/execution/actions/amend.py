"""An initiative said anew in the plan: its words, owner, dates and stage; its prediction only until it begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.audit.actions import record
from wellrun.execution.actions.prediction import Hours, Prediction, fix_targets
from wellrun.execution.errors import initiative_has_history, prediction_fixed, status_goes_back
from wellrun.execution.models import Initiative, InitiativeUpdate
from wellrun.execution.permission import Doer, permit
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.strategy.models import DriverNode, Objective

_ORDER = {"planned": 0, "active": 1, "finished": 2, "stopped": 2}


@transaction.atomic
def amend_initiative(
    *,
    initiative: Initiative,
    title: str,
    objective: Objective,
    owner: Post,
    status: str,
    starts: date,
    ends: date | None,
    predictions: Sequence[Prediction],
    design: str,
    hours: Sequence[Hours],
    idea: DriverNode | None,
    by: Doer,
) -> Initiative:
    """Say what is tried anew. Raises `prediction_fixed` once it began, `status_goes_back`."""
    permit(by, Permission.ADMINISTER, initiative.objective.unit_id)
    held = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if _said_otherwise(held, predictions) and held.status != Initiative.Status.PLANNED:
        raise prediction_fixed(held.title)
    if status != held.status and _ORDER[status] <= _ORDER[held.status]:
        raise status_goes_back(held.title, held.status, status)
    Initiative.objects.filter(pk=held.pk).update(
        title=title, objective=objective, owner=owner, starts=starts, ends=ends, design=design, idea=idea, status=status
    )
    held.targets.all().delete()
    held.hours.all().delete()
    fix_targets(held, predictions, hours)
    if status != held.status and status in InitiativeUpdate.Kind.values:
        _tell(held, status, by)
    record(by=by, verb="amend_initiative", subject=held, data={"key": held.key, "status": status})
    held.refresh_from_db()
    return held


@transaction.atomic
def drop_initiative(*, initiative: Initiative, by: Doer) -> None:
    """Take out one that never began and that nothing hangs on. Raises `initiative_has_history`."""
    permit(by, Permission.ADMINISTER, initiative.objective.unit_id)
    held = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if held.status != Initiative.Status.PLANNED or held.updates.exists():
        raise initiative_has_history(held.title)
    record(by=by, verb="drop_initiative", subject=held, data={"key": held.key, "title": held.title})
    try:
        held.delete()
    except ProtectedError:
        raise initiative_has_history(held.title) from None


def _said_otherwise(initiative: Initiative, predictions: Sequence[Prediction]) -> bool:
    said = [(one.series_id, one.direction, one.change, one.delay_days) for one in initiative.targets.all()]
    return said != [(one.series.pk, one.direction, one.change, one.delay_days) for one in predictions]


def _tell(initiative: Initiative, status: str, by: Doer) -> None:
    """The row that tells of its end, as when the owner or the chair ends it."""
    text = _("Ended in the plan.")
    InitiativeUpdate.objects.create(
        initiative=initiative, kind=status, text=text, at=clock.now(), by=by if isinstance(by, User) else None
    )
