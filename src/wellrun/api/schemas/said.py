"""What people say of a series: events, points left out, baselines proposed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from wellrun.api.schemas.fields import Answered, Day, Given, Text, same
from wellrun.api.schemas.words import BaselineOrigin, BaselineReason, BaselineStatus
from wellrun.measures.models import BaselineProposal, Event, Exclusion


class EventIn(Given):
    """Something that happened; `every_measure`: it concerns all of the unit's, not this one only."""

    starts_on: Day
    ends_on: Day | None = None
    text: Text
    every_measure: bool = False


class EventOut(Answered):
    """Something that happened in a unit. `measure`: null for every measure. It explains nothing by itself."""

    id: UUID
    unit: str
    measure: str | None
    starts_on: date
    ends_on: date | None
    text: str
    noted_by: str
    noted_at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None


class ExclusionIn(Given):
    """A period with a figure, and why it is left out."""

    period: Day
    reason: Text


class ExclusionOut(Answered):
    """A figure that takes no part in limits, rules and detection. `lifted_at`: since when it does again."""

    id: UUID
    series: UUID
    period: date
    reason: str
    excluded_by: str
    excluded_at: datetime
    lifted_by: str
    lifted_at: datetime | None


class BaselineIn(Given):
    """The period a new baseline begins with, the day of the change, and what changed."""

    start: Day
    changed_on: Day
    reason_kind: BaselineReason = "process"
    reason: Text


class SettleIn(Given):
    """What is said to it; declining needs a reason."""

    reason: Text = ""


class BaselineOut(Answered):
    """A new baseline that was asked for. Nothing is judged by it before it is approved; the aim never changes."""

    id: UUID
    series: UUID
    start: date
    changed_on: date
    reason_kind: BaselineReason
    reason: str
    origin: BaselineOrigin
    evidence: dict[str, Any]
    status: BaselineStatus
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_reason: str


def event_out(event: Event) -> EventOut:
    """An event, with its unit and measure by key."""
    names = [name for name in EventOut.model_fields if name not in {"unit", "measure"}]
    return EventOut(unit=event.unit.key, measure=event.measure.key if event.measure else None, **same(event, *names))


def exclusion_out(exclusion: Exclusion) -> ExclusionOut:
    """A point left out, with its series."""
    names = [name for name in ExclusionOut.model_fields if name != "series"]
    return ExclusionOut(series=exclusion.series.uid, **same(exclusion, *names))


def baseline_out(proposal: BaselineProposal, evidence: dict[str, Any]) -> BaselineOut:
    """A proposal, with its series and what the caller may know of where it comes from."""
    names = [name for name in BaselineOut.model_fields if name not in {"series", "evidence"}]
    return BaselineOut(series=proposal.series.uid, evidence=evidence, **same(proposal, *names))
