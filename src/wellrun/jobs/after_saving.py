"""After a write, from a page or a program: the check of what it touches, and what that opened and mended."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from wellrun.accounts.models import User
from wellrun.check.models import Finding
from wellrun.check.queries import findings_for
from wellrun.jobs.model_check import check_changes
from wellrun.strategy.models import Plan

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """Findings of units somebody sees, that a change opened, and how many it mended.

    `done` false: the check broke down and runs again at night, or the plan is closed and not checked any more.
    """

    done: bool
    opened: tuple[Finding, ...] = ()
    mended: int = 0


def check_and_tell(user: User, plan: Plan) -> Told:
    """Check what the last changes of the plan touch, and tell what that opened and mended; what was written stays."""
    if plan.stage == Plan.Stage.CLOSED:
        return Told(done=False)
    told = findings_for(user).filter(plan=plan)
    before = set(told.filter(resolved_at__isnull=True).values_list("pk", flat=True))
    if not _checked(plan):
        return Told(done=False)
    opened = told.filter(resolved_at__isnull=True).exclude(pk__in=before).select_related("unit")
    mended = told.filter(pk__in=before, resolved_at__isnull=False).count()
    return Told(done=True, opened=tuple(opened), mended=mended)


def check_quietly(plans: Iterable[Plan]) -> None:
    """Check what was written beside plans, and tell nothing; what breaks down is looked at again at night."""
    for plan in plans:
        _checked(plan)


def check_open_plans(besides: Plan | None = None) -> None:
    """Follow a change of what belongs to every plan: look again at what it touches in each that is not closed.

    `besides`: the plan that was looked at already.
    """
    plans = Plan.objects.exclude(stage=Plan.Stage.CLOSED)
    check_quietly(plans.exclude(pk=besides.pk) if besides is not None else plans)


def _checked(plan: Plan) -> bool:
    """Whether the check came to its end."""
    try:
        check_changes(plan)
    except Exception:
        _LOG.exception("the check after a change of the plan %s broke down", plan.key)
        return False
    return True
