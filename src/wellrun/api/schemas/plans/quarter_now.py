"""One quarter across the objectives of a unit: key results with their newest figures, and who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wellrun.api.paging import Page
from wellrun.api.schemas.fields import Answered
from wellrun.api.schemas.figures import FigureOut, in_measure
from wellrun.api.schemas.organisation import UnitRef
from wellrun.api.schemas.plans.quarters import QuarterOut, quarter_out
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import KeyResult, QuarterSlice
from wellrun.strategy.pushes import score_of


class StandsOut(Answered):
    """How a key result stands. `figure`: the newest of its series, of `period`; `score` by the newest of the quarter.

    `score` null: no figure of the quarter has come. `days_silent`: since how sure people are was last said, at first
    since the quarter began; null where it is closed.
    """

    key_result: UUID
    figure: FigureOut
    period: date | None
    score: float | None
    days_silent: int | None


class PushedOut(QuarterOut):
    """What of an objective is pushed in the quarter, and how each key result stands, in the same order."""

    unit: UnitRef
    stands: list[StandsOut]


class QuarterPage(Page[PushedOut]):
    """One quarter of the plan in force. `plan` and the days null: no plan, or none of its quarters, is under way.

    `idle`: of how many objectives nothing is pushed.
    """

    plan: str | None
    starts: date | None
    ends: date | None
    idle: int


def pushed_out(
    pushed: QuarterSlice,
    results: Sequence[Any],
    versions: Mapping[UUID, MeasureVersion],
    silent: Mapping[UUID, int],
) -> PushedOut:
    """`results`: its key results of `with_figures`; `silent`: by key result."""
    return PushedOut(
        **dict(quarter_out(pushed, versions)),
        unit=UnitRef.of(pushed.objective.unit),
        stands=[_stands(one, versions[one.series.measure_id], pushed, silent) for one in results],
    )


def _stands(one: Any, version: MeasureVersion, pushed: QuarterSlice, silent: Mapping[UUID, int]) -> StandsOut:
    result: KeyResult = one
    return StandsOut(
        key_result=result.pk,
        figure=in_measure(one.newest, version),
        period=one.newest_in,
        score=score_of(one),
        days_silent=None if pushed.closed_at else silent[result.pk],
    )
