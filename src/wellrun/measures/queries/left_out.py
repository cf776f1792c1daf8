"""Which series a source leaves out now and then, so that a missing figure of theirs is no delay."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from wellrun.analytics.calendar import Grain, period_number
from wellrun.measures.models import MeasureVersion, Observation, Series

# How far back a habit shows: two years of months.
LOOK_BACK = 24
LONGEST_PERIOD_DAYS = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92}
# Cases vary as their square root; three of these below the usual is what chance does.
CHANCE = 3.0


@dataclass(frozen=True, slots=True)
class _Recent:
    """The newest figures of a series: the numbers of their periods, rising, and how many cases each was of."""

    numbers: Sequence[int]
    cases: Sequence[float]

    @property
    def longest_gap(self) -> int:
        """The most periods in a row that were left out between two figures."""
        return int(np.diff(self.numbers).max(initial=1)) - 1

    def may_fall_below(self, least: int) -> bool:
        """Whether chance alone could bring the cases of a period below `least`."""
        usual = float(np.mean(self.cases)) if self.cases else np.inf
        return bool(usual - CHANCE * math.sqrt(usual) < least)


def left_out_before(silent: Mapping[Series, tuple[date, int]], week_start: int) -> set[int]:
    """Of series with their newest period and how many in a row are due since, the ids of those that may be left out.

    These are series that were silent for as long before and went on, within 24 periods; and those of so few cases that
    the next period may have fewer than the source publishes. Two statements.
    """
    if not silent:
        return set()
    versions = MeasureVersion.objects.filter(current=True, measure_id__in={series.measure_id for series in silent})
    of_measure = {version.measure_id: version for version in versions}
    grains = {series.pk: Grain(of_measure[series.measure_id].grain) for series in silent}
    recent = _recent({series.pk: newest for series, (newest, _count) in silent.items()}, grains, week_start)
    return {
        series.pk
        for series, (_newest, count) in silent.items()
        if count <= recent[series.pk].longest_gap
        or recent[series.pk].may_fall_below(of_measure[series.measure_id].least_cases)
    }


def _recent(newest: Mapping[int, date], grains: Mapping[int, Grain], week_start: int) -> dict[int, _Recent]:
    longest = max(LONGEST_PERIOD_DAYS[grains[pk]] for pk in newest)
    since = min(newest.values()) - timedelta(days=longest * LOOK_BACK)
    rows = Observation.objects.filter(series_id__in=list(newest), period__gte=since, value__isnull=False)
    figures: dict[int, list[tuple[date, float | None]]] = defaultdict(list)
    for pk, period, cases in rows.order_by("series_id", "period").values_list("series_id", "period", "denominator"):
        figures[pk].append((period, cases))
    return {pk: _of(figures[pk], grains[pk], week_start) for pk in newest}


def _of(figures: Sequence[tuple[date, float | None]], grain: Grain, week_start: int) -> _Recent:
    days = np.array([period for period, _cases in figures], dtype="datetime64[D]")
    numbers = period_number(days, grain, week_start)
    kept = numbers > numbers[-1] - LOOK_BACK if numbers.size else numbers.astype(bool)
    cases = [cases for (_period, cases), near in zip(figures, kept.tolist(), strict=True) if near and cases is not None]
    return _Recent(numbers[kept].tolist(), cases)
