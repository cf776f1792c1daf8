"""Where a new baseline may begin: after the first figure, not before the change it is for, with figures either side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from wellrun.analytics.calendar import Grain, period_date, period_number
from wellrun.lib import clock
from wellrun.measures import said_errors as errors
from wellrun.measures.models import Exclusion, MeasureVersion, Observation, Phase, Series
from wellrun.organisation.queries import site, site_zone

# As many as a run on one side needs to be called a change (METHODS: NHS rules). With fewer a new baseline would only
# blank what the rules say, and the one before it would rest on nothing.
FEWEST_FIGURES = 7


def check_beginning(series: Series, start: date, changed_on: date) -> date:
    """The first day of the period that holds `start`, where a new baseline may begin there; six statements.

    Raises `baseline_without_figures`, `baseline_ahead`, `baseline_too_early`, `baseline_before_change`,
    `baseline_begins_there`, `baseline_too_close`, `baseline_too_few`.
    """
    versions = list(MeasureVersion.objects.filter(measure_id=series.measure_id).order_by("number"))
    grain = Grain(next(version.grain for version in versions if version.current))
    first, changed_in = first_day(start, grain), first_day(changed_on, grain)
    figures = figures_judged(series)
    if not figures:
        raise errors.baseline_without_figures()
    if max(start, changed_on) > clock.today(site_zone()):
        raise errors.baseline_ahead()
    if first <= figures[0]:
        raise errors.baseline_too_early(figures[0])
    if first < changed_in:
        raise errors.baseline_before_change(changed_on)
    _check_between(first, _beginnings(series, versions, grain), figures)
    return first


def first_day(day: date, grain: Grain) -> date:
    """The first day of the period that holds `day`; of an event its own."""
    if grain is Grain.EVENT:
        return day
    week_start = site().week_start
    number = period_number(np.atleast_1d(np.datetime64(day, "D")), grain, week_start)
    start: date = period_date(number, grain, week_start)[0].astype(object)
    return start


def figures_judged(series: Series) -> list[date]:
    """The periods that have a figure which nobody left out, in time; two statements."""
    out = Exclusion.objects.filter(series=series, lifted_at__isnull=True).values_list("period", flat=True)
    rows = Observation.objects.filter(series=series, value__isnull=False).exclude(period__in=list(out))
    return list(rows.order_by("period").values_list("period", flat=True))


def _beginnings(series: Series, versions: Sequence[MeasureVersion], grain: Grain) -> list[date]:
    """Where stretches begin already: forced phases, and definitions after the first."""
    forced = list(Phase.objects.filter(series=series).values_list("start", flat=True))
    defined = [first_day(version.effective_from, grain) for version in versions[1:] if version.effective_from]
    return sorted({*forced, *defined})


def _check_between(first: date, beginnings: Sequence[date], figures: Sequence[date]) -> None:
    """Refuse a start that another has, and one with too few figures before or after it."""
    if first in beginnings:
        raise errors.baseline_begins_there(first)
    before = max((day for day in beginnings if day < first), default=date.min)
    after = min((day for day in beginnings if day > first), default=date.max)
    kept = sum(before <= period < first for period in figures)
    there = sum(first <= period < after for period in figures)
    if kept < FEWEST_FIGURES:
        raise errors.baseline_too_close(kept, FEWEST_FIGURES)
    if there < FEWEST_FIGURES:
        raise errors.baseline_too_few(there, FEWEST_FIGURES)
