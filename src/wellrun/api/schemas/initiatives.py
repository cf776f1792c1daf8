"""Initiatives: what is tried, by which post, and what it is to move by how much and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import FIRST_DAY, Answered, Day, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.figures import FigureOut, in_measure
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.words import InitiativeStatus, UpOrDown
from wellrun.execution.models import Initiative, InitiativeTarget, InitiativeUpdate
from wellrun.measures.models import MeasureVersion

Title = Annotated[Word, StringConstraints(min_length=1)]


class PredictionIn(Given):
    """Which way a series is to go, by how much (as stored, without sign) and after how many days."""

    series: UUID
    direction: UpOrDown
    change: Annotated[Number, Field(gt=0)]
    after_days: Annotated[int, Field(ge=0, le=3650)] | None = None


class HoursIn(Given):
    """How many hours a week it takes of a post; 0: none any more."""

    post: Key
    hours_a_week: Annotated[Number, Field(ge=0, le=168)]


class InitiativeIn(Given):
    """What is tried, by which post, from when until when, what it is to move (foremost first), how that is judged.

    `key`: without one its title gives it. `idea`: the key of the box of the driver diagram that it tries.
    """

    title: Title
    owner: Key
    starts: Day
    ends: Day
    design: Text
    predictions: Annotated[list[PredictionIn], Field(min_length=1, max_length=20)]
    hours: Annotated[list[HoursIn], Field(max_length=50)] = []
    idea: Key | None = None
    key: Key | None = None


class InitiativeSaid(Given):
    """What may be said anew, or was read before."""

    title: Title = "-"
    owner: Key = "-"
    starts: Day = FIRST_DAY
    ends: Day = FIRST_DAY
    design: Text = ""
    idea: Key | None = None


class InitiativeChangeIn(InitiativeSaid):
    """What is to be different; what is left out stays. What it predicts is not among it.

    `read`: what was read of it; where it says something else by now, nothing is changed.
    """

    read: InitiativeSaid | None = None


class SeriesIn(Given):
    """Which series."""

    series: UUID


class EndIn(Given):
    """What came of it; `stopped`: before it was to end."""

    text: Text
    stopped: bool = False


class PredictionOut(Answered):
    """One series the initiative is to change, as fixed before results existed: which way, by how much, when.

    `change` is a difference in the measure's stored unit, without sign; it is looked for `after_days` from the start.
    Null: not said, as in a draft.
    """

    series: UUID
    measure: MeasureRef
    unit: UnitRef
    direction: UpOrDown
    change: FigureOut | None
    after_days: int | None


class HoursOut(Answered):
    """How many hours a week it takes of a post."""

    post: PostRef
    hours_a_week: float


class InitiativeOut(Answered):
    """One initiative; the first of `predictions` is what it is to move foremost.

    `last_update_at` null: not spoken of since it began; it may be silent `update_every_days`.
    """

    key: str
    title: str
    objective: ObjectiveRef
    unit: UnitRef
    owner: PostRef
    status: InitiativeStatus
    starts: date
    ends: date | None
    design: str
    predictions: list[PredictionOut]
    hours: list[HoursOut]
    update_every_days: int
    last_update_at: datetime | None


class InitiativeUpdateOut(Answered):
    """What was said of it, or that it ended."""

    kind: str
    text: str
    at: datetime
    by: str | None


class InitiativeDetailOut(InitiativeOut):
    """An initiative with its story, oldest first."""

    updates: list[InitiativeUpdateOut]


_SAME = ("key", "title", "status", "starts", "ends", "design", "update_every_days", "last_update_at")


def initiative_out(one: Initiative, versions: Mapping[UUID, MeasureVersion]) -> InitiativeOut:
    """An initiative with its objective, owner, targets and hours at hand; `versions` by measure."""
    return InitiativeOut(
        **same(one, *_SAME),
        objective=ObjectiveRef.of(one.objective),
        unit=UnitRef.of(one.objective.unit),
        owner=PostRef.of(one.owner),
        predictions=[_prediction_out(target, versions[target.series.measure_id]) for target in one.targets.all()],
        hours=[HoursOut(post=PostRef.of(each.post), hours_a_week=each.hours_a_week) for each in one.hours.all()],
    )


def _prediction_out(target: InitiativeTarget, version: MeasureVersion) -> PredictionOut:
    return PredictionOut(
        series=target.series.uid,
        measure=MeasureRef.of(target.series.measure, version),
        unit=UnitRef.of(target.series.unit),
        direction="up" if target.direction == "up" else "down",
        change=None if target.change is None else in_measure(target.change, version),
        after_days=target.delay_days,
    )


def initiatives_out(rows: Sequence[Initiative], versions: Mapping[UUID, MeasureVersion]) -> list[InitiativeOut]:
    """Several initiatives; `versions` by measure."""
    return [initiative_out(one, versions) for one in rows]


def initiative_detail_out(one: Initiative, versions: Mapping[UUID, MeasureVersion]) -> InitiativeDetailOut:
    """An initiative with its story; one query."""
    updates = [_update_out(update) for update in one.updates.select_related("by")]
    return InitiativeDetailOut(**dict(initiative_out(one, versions)), updates=updates)


def _update_out(update: InitiativeUpdate) -> InitiativeUpdateOut:
    return InitiativeUpdateOut(**same(update, "kind", "text", "at"), by=str(update.by) if update.by else None)
