"""Influence links, trade-offs and aims."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from wellrun.api.schemas.fields import Answered, Day, Given, Key, Number, Text, same
from wellrun.api.schemas.words import Commitment, LinkGrade, LinkOrigin, LinkSign, PushDirection, UpOrDown
from wellrun.strategy.models import InfluenceLink, TradeOff

Days = Annotated[int, Field(ge=0, le=3660)]
Source = Annotated[Text, StringConstraints(min_length=1)]


class InfluenceIn(Given):
    """When `lead` rises, `lag` is expected to move by `sign` after so many days: a hypothesis with its source."""

    key: Key
    lead: Key
    lag: Key
    sign: LinkSign
    delay_min_days: Days
    delay_max_days: Days
    grade: LinkGrade
    source: Source
    caveat: Text = ""


class InfluenceSaid(Given):
    """What may be said anew, or was read before."""

    sign: LinkSign = "+"
    delay_min_days: Days = 0
    delay_max_days: Days = 0
    grade: LinkGrade = "judgement"
    source: Source = "-"
    caveat: Text = ""


class InfluenceChangeIn(InfluenceSaid):
    """What is to be different; what is left out stays.

    `read`: what was read of it; where it says something else by now, nothing is changed.
    """

    read: InfluenceSaid | None = None


class InfluenceOut(Answered):
    """A link of the site, its measures by key."""

    key: str
    lead: str
    lag: str
    sign: LinkSign
    delay_min_days: int
    delay_max_days: int
    grade: LinkGrade
    source: str
    caveat: str
    origin: LinkOrigin
    retired_on: date | None


class GuardIn(Given):
    """Pushing `push` that way needs `guard` beside it; `mechanism` says how the push could do harm."""

    key: Key
    push: Key
    push_direction: PushDirection
    guard: Key
    guard_direction: UpOrDown
    mechanism: Source
    source: Source


class GuardSaid(Given):
    """What may be said anew, or was read before."""

    push_direction: PushDirection = "up"
    guard_direction: UpOrDown = "up"
    mechanism: Source = "-"
    source: Source = "-"


class GuardChangeIn(GuardSaid):
    """What is to be different; what is left out stays.

    `read`: what was read of it; where it says something else by now, nothing is changed.
    """

    read: GuardSaid | None = None


class GuardOut(Answered):
    """A trade-off of the site, its measures by key."""

    key: str
    push: str
    push_direction: PushDirection
    guard: str
    guard_direction: UpOrDown
    mechanism: str
    source: str
    origin: LinkOrigin
    retired_on: date | None


class AimIn(Given):
    """An aim of a measure in a unit: one `value`, or `low` and `high`, as stored; by when, from which baseline."""

    measure: Key
    unit: Key
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    by_date: Day | None = None
    baseline: Number | None = None
    baseline_points: Annotated[int, Field(ge=1, le=32767)] | None = None
    commitment: Commitment = "committed"
    post: Key | None = None
    source: Text = ""


_LINK = ("key", "sign", "delay_min_days", "delay_max_days", "grade", "caveat", "origin", "retired_on")
_GUARD = ("key", "push_direction", "guard_direction", "mechanism", "origin", "retired_on")


def influence_out(one: InfluenceLink) -> InfluenceOut:
    """A link with its measures at hand."""
    return InfluenceOut(**same(one, *_LINK), lead=one.lead.key, lag=one.lag.key, source=one.source_text)


def guard_out(one: TradeOff) -> GuardOut:
    """A trade-off with its measures at hand."""
    return GuardOut(**same(one, *_GUARD), push=one.push.key, guard=one.guard.key, source=one.source_text)
