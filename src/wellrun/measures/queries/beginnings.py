"""Which series begin long after the others of their measure: what was before is not missing, it was never sent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db.models import OuterRef, Subquery
from numpy.typing import NDArray

from wellrun.analytics.calendar import Grain, period_number
from wellrun.measures.models import MeasureVersion, Observation, Series
from wellrun.organisation.queries import site

# A feed that is being set up takes a quarter of monthly figures to have everyone in it.
GRACE = 3


@dataclass(frozen=True, slots=True)
class LateStart:
    """A series whose figures begin with `first`; those of the earliest other begin with `others`."""

    series: Series
    first: date
    others: date


def late_starts() -> list[LateStart]:
    """Reported series that begin more than three periods after the first of their measure and stratum; two statements.

    One of a unit that opened late begins late only when it also began late after that. Events have no periods.
    """
    # The first figure of each series by its own look-up: its key begins with the series, and no figure else is read.
    first = Observation.objects.filter(series=OuterRef("pk"), value__isnull=False).order_by("period")
    series = Series.objects.filter(derived=False).select_related("unit")
    begun = [one for one in series.annotate(first=Subquery(first.values("period")[:1])) if one.first is not None]
    together: dict[tuple[UUID, str], list[Series]] = defaultdict(list)
    for one in begun:
        together[one.measure_id, one.stratum].append(one)
    grains = dict(MeasureVersion.objects.filter(current=True).values_list("measure_id", "grain"))
    week_start = site().week_start
    return [
        late
        for (measure_id, _stratum), beside in together.items()
        if grains[measure_id] != Grain.EVENT.value
        for late in _late(beside, Grain(grains[measure_id]), week_start)
    ]


def _late(beside: list[Series], grain: Grain, week_start: int) -> list[LateStart]:
    firsts: list[date] = [one.first for one in beside]  # type: ignore[attr-defined]
    others = min(firsts)
    could = [max(others, one.unit.opened or others) for one in beside]
    waited = _numbers(firsts, grain, week_start) - _numbers(could, grain, week_start)
    return [LateStart(beside[at], firsts[at], others) for at in np.flatnonzero(waited > GRACE).tolist()]


def _numbers(days: list[date], grain: Grain, week_start: int) -> NDArray[np.int64]:
    return period_number(np.array(days, dtype="datetime64[D]"), grain, week_start)
