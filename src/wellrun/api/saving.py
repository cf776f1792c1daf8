"""What a write answers: the thing as it stands now, and what the model check says since."""

from __future__ import annotations

import logging
from typing import Generic, TypeVar

from wellrun.accounts.models import User
from wellrun.api.schemas.fields import Answered
from wellrun.api.schemas.strategy import FindingOut, findings_out
from wellrun.check.queries import findings_for, waivers_in_force
from wellrun.jobs.model_check import check_changes
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import Plan

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


class CheckedOut(Answered):
    """What the model check says of the change: findings it opened, and how many it mended.

    Of units the caller sees. `done` false: it could not run now, and does at night; what was written stays written. A
    closed plan is not checked any more.
    """

    done: bool
    opened: list[FindingOut]
    mended: int


class Saved(Answered, Generic[T]):
    """What was written, as it stands now."""

    result: T
    check: CheckedOut


class Gone(Answered):
    """What was taken away, and what the model check says since."""

    check: CheckedOut


def saved(user: User, plan: Plan, result: T) -> Saved[T]:
    """The answer to a write to a plan; checks what its last changes touch."""
    return Saved(result=result, check=checked(user, plan))


def gone(user: User, plan: Plan) -> Gone:
    """The answer where nothing is left to show."""
    return Gone(check=checked(user, plan))


def checked(user: User, plan: Plan) -> CheckedOut:
    """Check what the last changes of the plan touch, and tell the caller what that opened and mended."""
    if plan.stage == Plan.Stage.CLOSED:
        return CheckedOut(done=False, opened=[], mended=0)
    told = findings_for(user).filter(plan=plan)
    before = set(told.filter(resolved_at__isnull=True).values_list("pk", flat=True))
    try:
        check_changes(plan)
    except Exception:
        _LOG.exception("the check after a change of the plan %s broke down", plan.key)
        return CheckedOut(done=False, opened=[], mended=0)
    opened = told.filter(resolved_at__isnull=True).exclude(pk__in=before).select_related("unit")
    waivers = waivers_in_force(plan, clock.today(site_zone()))
    mended = told.filter(pk__in=before, resolved_at__isnull=False).count()
    return CheckedOut(done=True, opened=findings_out(user, plan, list(opened), waivers), mended=mended)


def check_open_plans() -> None:
    """Follow a change of what belongs to every plan: look again at what it touches in each that is not closed.

    What breaks down is looked at again at night.
    """
    for plan in Plan.objects.exclude(stage=Plan.Stage.CLOSED):
        try:
            check_changes(plan)
        except Exception:
            _LOG.exception("the check after a change of the plan %s broke down", plan.key)
