"""The stages of a plan, and what is asked before it comes into force."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from wellrun.api.paging import Page
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
    """What stands in the way, or was `waived`: set aside on purpose. `of`: what is asked, or `beside`."""

    of: str
    waived: bool
    rule: str
    subject: str
    message: str


class AskedOut(Answered):
    """One thing that is asked of a plan, with how much is missing in all and how much was waived.

    `what`: ranking, rulings, stop_list, hours, agreed, errors.
    """

    what: str
    done: bool
    missing: int
    waived: int


class ReadinessPage(Page[WantingOut]):
    """How far the plan is from coming into force today, and in parts what is wanting, what was waived, what is beside.

    `beside`: how many errors there are about work in hand, which hold nothing up.
    """

    plan: PlanOut
    ready: bool
    asked: list[AskedOut]
    beside: int


def asked_out(one: Asked) -> AskedOut:
    """One thing that is asked, counted."""
    return AskedOut(what=one.code, done=one.is_done, missing=len(one.missing), waived=len(one.waived))


def wanting_out(found: Readiness) -> list[WantingOut]:
    """All that is wanting or waived by what is asked, then what stands beside."""
    told = [
        _wanting(one.code, each, is_waived)
        for one in found.asked
        for is_waived, rows in ((False, one.missing), (True, one.waived))
        for each in rows
    ]
    return [*told, *(_wanting("beside", each, False) for each in found.beside)]


def _wanting(of: str, found: Found, is_waived: bool) -> WantingOut:
    return WantingOut(of=of, waived=is_waived, rule=found.rule, subject=found.subject, message=found.message)
