"""Initiatives: what is tried, by which post, and what it is to move by how much and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.figures import FigureOut, in_measure
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.words import InitiativeStatus, UpOrDown
from wellrun.execution.models import Initiative, InitiativeUpdate
from wellrun.measures.models import MeasureVersion


class PredictionOut(Answered):
    """What the initiative is to change, as fixed before results existed: which series, which way, by how much.

    `change` is a difference in the measure's stored unit, without sign; it is looked for `after_days` from the start.
    """

    series: UUID
    measure: MeasureRef
    unit: UnitRef
    direction: UpOrDown
    change: FigureOut
    after_days: int
    design: str


class InitiativeOut(Answered):
    """One initiative. `last_update_at` null: not spoken of since it began; it may be silent `update_every_days`."""

    key: str
    title: str
    objective: ObjectiveRef
    unit: UnitRef
    owner: PostRef
    status: InitiativeStatus
    starts: date
    ends: date
    prediction: PredictionOut
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


_SAME = ("key", "title", "status", "starts", "ends", "update_every_days", "last_update_at")


def initiative_out(one: Initiative, version: MeasureVersion) -> InitiativeOut:
    """An initiative with its objective, owner and target at hand; `version` is that of the target's measure."""
    series = one.target_series
    return InitiativeOut(
        **same(one, *_SAME),
        objective=ObjectiveRef.of(one.objective),
        unit=UnitRef.of(one.objective.unit),
        owner=PostRef.of(one.owner),
        prediction=PredictionOut(
            series=series.uid,
            measure=MeasureRef.of(series.measure, version),
            unit=UnitRef.of(series.unit),
            direction="up" if one.direction == "up" else "down",
            change=in_measure(one.predicted_change, version),
            after_days=one.effect_delay_days,
            design=one.design,
        ),
    )


def initiatives_out(rows: Sequence[Initiative], versions: Mapping[UUID, MeasureVersion]) -> list[InitiativeOut]:
    """Several initiatives; `versions` by measure."""
    return [initiative_out(one, versions[one.target_series.measure_id]) for one in rows]


def initiative_detail_out(one: Initiative, version: MeasureVersion) -> InitiativeDetailOut:
    """An initiative with its story; one query."""
    updates = [_update_out(update) for update in one.updates.select_related("by")]
    return InitiativeDetailOut(**dict(initiative_out(one, version)), updates=updates)


def _update_out(update: InitiativeUpdate) -> InitiativeUpdateOut:
    return InitiativeUpdateOut(**same(update, "kind", "text", "at"), by=str(update.by) if update.by else None)
