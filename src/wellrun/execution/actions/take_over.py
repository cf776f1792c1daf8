"""Taking over work that was in hand before the site began: dated as it was, logged when it was taken over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.actions.numbering import save_numbered
from wellrun.execution.actions.prediction import Hours, Prediction, fix_targets
from wellrun.execution.models import Action, ActionUpdate, Initiative
from wellrun.execution.permission import Doer, permit
from wellrun.lib import clock
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import DriverNode, Objective

_MORNING = time(9)


@transaction.atomic
def take_over_initiative(
    *,
    key: str,
    title: str,
    objective: Objective,
    owner: Post,
    status: str,
    starts: date,
    ends: date | None,
    predictions: Sequence[Prediction],
    design: str,
    hours: Sequence[Hours] = (),
    idea: DriverNode | None = None,
    last_update: date | None = None,
    by: Doer,
) -> Initiative:
    """Write down an initiative that may have begun already, with what it was to change as fixed then.

    `last_update`: when it was last spoken of; None: not since it began.
    """
    permit(by, Permission.ADMINISTER, objective.unit_id)
    initiative = Initiative.objects.create(
        key=key,
        title=title,
        objective=objective,
        owner=owner,
        status=Initiative.Status(status),
        starts=starts,
        ends=ends,
        design=design,
        idea=idea,
        last_update_at=_morning_of(last_update) if last_update else None,
        created_at=clock.now(),
    )
    fix_targets(initiative, predictions, hours)
    record(by=by, verb="take_over_initiative", subject=initiative, data={"key": key, "starts": starts})
    return initiative


@transaction.atomic
def take_over_action(
    *,
    title: str,
    done_when: str,
    unit: Unit,
    post: Post,
    objective: Objective | None,
    initiative: Initiative | None = None,
    assigned: date,
    due: date,
    last_update: date | None = None,
    update: str = "",
    by: Doer,
) -> Action:
    """Write down an action that its post took on at `assigned` and last spoke of at `last_update`."""
    permit(by, Permission.ADMINISTER, unit.pk)
    begun, heard = _morning_of(assigned), _morning_of(last_update or assigned)
    action = save_numbered(
        Action(
            title=title,
            done_when=done_when,
            unit=unit,
            post=post,
            objective=objective,
            initiative=initiative,
            due=due,
            status=Action.Status.ACCEPTED,
            created_at=begun,
            created_by=by.audit_label,
            accepted_at=begun,
            last_update_at=heard,
        )
    )
    steps = [(ActionUpdate.Kind.ASKED, begun, ""), (ActionUpdate.Kind.ACCEPTED, begun, "")]
    if last_update is not None:
        steps.append((ActionUpdate.Kind.PROGRESS, heard, update))
    for kind, moment, text in steps:
        ActionUpdate.objects.create(action=action, kind=kind, at=moment, text=text)
    record(by=by, verb="take_over_action", subject=action, data={"number": action.number, "assigned": assigned})
    return action


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, _MORNING, tzinfo=site_zone())
