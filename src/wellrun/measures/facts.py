"""What writing figures needs to know of their measures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from wellrun.analytics.calendar import Grain
from wellrun.measures.bulk.contract import LAST_DAY, Begins
from wellrun.measures.models import Feed, MeasureVersion


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """One measure as its current version has it.

    `rolls_up`: parents have figures too; `as_ratio`: they pool numerators and denominators, else values are
    summed. `last_day`: of the last period that its feeds still deliver. `activity`: which column says how much
    was done, "denominators", "values", or "" where none does. `is_share`: hits out
    of cases.
    """

    id: UUID
    grain: Grain
    rolls_up: bool
    as_ratio: bool
    last_day: int
    activity: str
    is_share: bool = False

    @property
    def begins_with(self) -> Begins:
        """What a unit has to send to count as one that reports."""
        if self.as_ratio:
            return Begins.COUNTS
        return Begins.ACTIVITY if self.activity == "values" else Begins.FIGURE


def measure_facts(measure_ids: Collection[UUID]) -> dict[UUID, MeasureFacts]:
    """The facts of these measures, two statements."""
    versions = MeasureVersion.objects.filter(current=True, measure_id__in=measure_ids)
    ends = _feed_ends(measure_ids)
    return {version.measure_id: _facts(version, ends.get(version.measure_id, LAST_DAY)) for version in versions}


def _facts(version: MeasureVersion, last_day: int) -> MeasureFacts:
    is_count = version.scoring == MeasureVersion.Scoring.COUNT
    neutral = version.direction == MeasureVersion.Direction.NONE
    return MeasureFacts(
        id=version.measure_id,
        grain=Grain(version.grain),
        rolls_up=version.roll_up != MeasureVersion.RollUp.NONE and version.grain != Grain.EVENT.value,
        as_ratio=version.roll_up == MeasureVersion.RollUp.RATIO_OF_SUMS,
        last_day=last_day,
        activity="denominators" if not is_count else "values" if neutral else "",
        is_share=version.bounded,
    )


def _feed_ends(measure_ids: Collection[UUID]) -> dict[UUID, int]:
    """The last day of each measure that has feeds; a feed without an end goes on for ever."""
    ends: dict[UUID, int] = {}
    for measure_id, end in Feed.objects.filter(measure_id__in=measure_ids).values_list("measure_id", "declared_end"):
        day = LAST_DAY if end is None else int(np.datetime64(end, "D").astype(np.int64))
        ends[measure_id] = max(ends.get(measure_id, day), day)
    return ends
