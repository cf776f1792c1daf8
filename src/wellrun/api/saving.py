"""What a write answers: the thing as it stands now, and what the model check says since."""

from __future__ import annotations

from typing import Generic, TypeVar

from wellrun.accounts.models import User
from wellrun.api.schemas.fields import Answered
from wellrun.api.schemas.strategy import FindingOut, findings_out
from wellrun.check.queries import waivers_in_force
from wellrun.jobs.after_saving import check_and_tell
from wellrun.jobs.after_saving import check_open_plans as check_open_plans
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import Plan

T = TypeVar("T")


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
    told = check_and_tell(user, plan)
    waivers = waivers_in_force(plan, clock.today(site_zone()))
    return CheckedOut(done=told.done, opened=findings_out(user, plan, told.opened, waivers), mended=told.mended)
