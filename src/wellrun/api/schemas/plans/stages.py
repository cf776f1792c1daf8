"""The stages of a plan, and what is asked before it comes into force."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints

from wellrun.api.schemas.fields import Answered, Day, Given, Key, Word
from wellrun.api.schemas.strategy import PlanOut
from wellrun.check.engine import Found
from wellrun.jobs.readiness import Asked, Readiness

Line = Annotated[Word, StringConstraints(min_length=1)]


class PlanIn(Given):
    """A new plan: its cycle from `starts` to `ends`, its last day."""

    key: Key
    name: Line
    starts: Day
    ends: Day


class WantingOut(Answered):
    """What stands in the way, or was set aside on purpose."""

    rule: str
    subject: str
    message: str


class AskedOut(Answered):
    """One thing that is asked of a plan. `what`: ranking, rulings, stop_list, hours, agreed, errors."""

    what: str
    done: bool
    missing: list[WantingOut]
    waived: list[WantingOut]


class ReadinessOut(Answered):
    """How far the plan is from coming into force today. `beside`: errors about work in hand, which hold nothing up."""

    plan: PlanOut
    ready: bool
    asked: list[AskedOut]
    beside: list[WantingOut]


def readiness_out(found: Readiness, plan: PlanOut) -> ReadinessOut:
    """What is asked, and what of it is there."""
    shown: dict[str, Any] = {"asked": [_asked(one) for one in found.asked], "beside": _wanting(found.beside)}
    return ReadinessOut(plan=plan, ready=found.is_ready, **shown)


def _asked(one: Asked) -> AskedOut:
    return AskedOut(
        what=one.code,
        done=one.is_done,
        missing=_wanting(one.missing),
        waived=_wanting(one.waived),
    )


def _wanting(found: tuple[Found, ...]) -> list[WantingOut]:
    return [WantingOut(rule=one.rule, subject=one.subject, message=one.message) for one in found]
