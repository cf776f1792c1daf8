"""The quarterly push of an objective."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from wellrun.api.schemas.fields import Answered, Day, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.figures import FigureOut, in_measure
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.words import Commitment
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import ConfidenceCheck, KeyResult, QuarterSlice
from wellrun.strategy.quarters import gets_worse


class PushIn(Given):
    """What is pushed in the quarter that begins on `starts`; said again it is changed."""

    starts: Day
    title: Annotated[Word, StringConstraints(min_length=1)]


class KeyResultIn(Given):
    """An aim for the end of the quarter on one of the objective's measures, by the id of its series; as stored."""

    series: UUID
    start: Number
    aim: Number
    commitment: Commitment = "committed"
    owner: Key | None = None


class ConfidenceIn(Given):
    """How sure one is that it will be reached, from 0 to 10."""

    confidence: Annotated[int, Field(ge=0, le=10, strict=True)]
    text: Text = ""


class LearningIn(Given):
    """What was learned in the quarter; `early`: that it is to be closed before its last day is over."""

    learning: Text
    early: bool = False


class ConfidenceOut(Answered):
    """What was said of a key result between figures."""

    confidence: int
    text: str
    at: datetime
    by: str | None


class KeyResultOut(Answered):
    """A value wanted of a series. `score`: 0 at `start`, 1 at `aim`; fixed when the quarter is closed.

    `score` null: no figure of the quarter, or it would be reached by getting worse.
    """

    id: UUID
    series: UUID
    measure: MeasureRef
    unit: UnitRef
    start: FigureOut
    aim: FigureOut
    commitment: Commitment
    owner: PostRef | None
    score: float | None
    scored_period: date | None
    checks: list[ConfidenceOut]


class QuarterOut(Answered):
    """What of an objective is pushed in one quarter of the cycle; `closed_at` null: it goes on."""

    id: UUID
    objective: str
    starts: date
    ends: date
    title: str
    closed_at: datetime | None
    learning: str
    key_results: list[KeyResultOut]


_QUARTER = ("id", "starts", "ends", "title", "closed_at", "learning")
_RESULT = ("id", "commitment", "score", "scored_period")


def quarter_out(pushed: QuarterSlice, versions: Mapping[UUID, MeasureVersion]) -> QuarterOut:
    """A quarter with its objective and key results at hand; `versions` by measure."""
    results = [_result_out(one, versions[one.series.measure_id]) for one in pushed.key_results.all()]
    return QuarterOut(**same(pushed, *_QUARTER), objective=pushed.objective.key, key_results=results)


def _result_out(one: KeyResult, version: MeasureVersion) -> KeyResultOut:
    worsens = gets_worse(version.direction, start=one.start, aim=one.aim)
    return KeyResultOut(
        **same(one, *_RESULT) | ({"score": None} if worsens else {}),
        series=one.series.uid,
        measure=MeasureRef.of(one.series.measure, version),
        unit=UnitRef.of(one.series.unit),
        start=in_measure(one.start, version),
        aim=in_measure(one.aim, version),
        owner=PostRef.of(one.owner) if one.owner else None,
        checks=[_check_out(check) for check in one.checks.all()],
    )


def _check_out(check: ConfidenceCheck) -> ConfidenceOut:
    return ConfidenceOut(**same(check, "confidence", "text", "at"), by=str(check.by) if check.by else None)
