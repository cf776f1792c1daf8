"""One judged series as the value a chart is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from wellrun.analytics.spc.codes import Point, Rule, words
from wellrun.insight.bounds import natural_bounds, within
from wellrun.insight.one_series import JudgedSeries
from wellrun.measures.models import MeasureVersion, Phase
from wellrun.measures.queries import NeverReported, SaidOfSeries, expected_then
from wellrun.web import dates
from wellrun.web.charts.data import Aim, ChartData, PhaseStart, PointKind
from wellrun.web.presenters.measure_said import event_flags, standing
from wellrun.web.presenters.rows import figure_format

# More than this many periods make marks too small to tell apart; the table and the API have them all.
MOST_PERIODS = {"day": 120, "week": 104, "month": 120, "quarter": 60, "event": 120}


@dataclass(frozen=True, slots=True)
class Flag:
    """What a mark on the chart stands for: an event by its number, or a figure that is left out, with the reason."""

    number: str
    when: str
    text: str


def flags_of(data: ChartData) -> list[Flag]:
    """The events and the points left out that the chart shows, in words."""
    n = len(data.periods)
    events = [
        Flag(str(each.number), dates.period(data.periods[each.at], data.grain) if 0 <= each.at < n else "", each.text)
        for each in data.events
    ]
    left_out = [
        Flag("", dates.period(period, data.grain), _("Left out: %(reason)s") % {"reason": reason})
        for period, reason in zip(data.periods, data.reasons, strict=False)
        if reason
    ]
    return events + left_out


def chart_data(
    title: str,
    judged: JudgedSeries,
    version: MeasureVersion,
    phases: list[Phase],
    most: int | None = None,
    *,
    never: Sequence[NeverReported] = (),
    corrected: Mapping[date, str] | None = None,
    said: SaidOfSeries | None = None,
) -> ChartData:
    """The newest periods of the series with limits, marks, coverage, phases and aim.

    `never`: units below that never reported it, counted in the coverage; `corrected`: words by corrected period;
    `said`: events to flag, and why points are left out.
    """
    panel, judgement = judged.panel.panel, judged.judgement
    window = slice(max(0, panel.periods.size - (most or MOST_PERIODS[version.grain])), panel.periods.size)
    values = panel.values[0, window]
    ordinals = panel.phases[0, window]
    marks = words(Point, judgement.point[0, window]).tolist()
    kinds = [_kind(mark, out) for mark, out in zip(marks, judged.panel.excluded[0, window].tolist(), strict=True)]
    counted = panel.numerators is not None and panel.denominators is not None
    lower, upper = _numbers(judgement.lower[0, window]), _numbers(judgement.upper[0, window])
    bounds = natural_bounds(version, _numbers(values))
    periods = _dates(panel.periods[window])
    rolled_up = bool((judged.panel.expected[0, window] >= 0).any())
    return ChartData(
        title=title,
        periods=periods,
        values=_numbers(values),
        kinds=kinds,
        form=figure_format(version),
        grain=version.grain,
        numerators=_numbers(panel.numerators[0, window]) if counted and panel.numerators is not None else (),
        denominators=_numbers(panel.denominators[0, window]) if counted and panel.denominators is not None else (),
        reporting=_counts(judged.panel.reporting[0, window]) if rolled_up else (),
        expected=_expected(judged.panel.expected[0, window], periods, never) if rolled_up else (),
        centre=_numbers(judgement.centre[0, window]),
        lower=[within(limit, bounds) for limit in lower],
        upper=[within(limit, bounds) for limit in upper],
        computed_lower=lower,
        computed_upper=upper,
        phases=[int(ordinal) for ordinal in ordinals],
        phase_starts=_phase_starts(judged, window, phases),
        rules=words(Rule, judgement.rule[0, window]).tolist(),
        notes=[corrected.get(period, "") for period in periods] if corrected else (),
        notes_href="#corrected" if corrected else "",
        reasons=_reasons(said, periods),
        events=event_flags(said, periods) if said else (),
        aim=_aim(judged),
        profile=judged.subject.profile,
    )


def _reasons(said: SaidOfSeries | None, periods: Sequence[date]) -> Sequence[str]:
    """Why each period is left out, "" for those that are not; nothing where none is."""
    why = {one.start: one.text for one in standing(said.left_out)} if said else {}
    return [why.get(period, "") for period in periods] if why else ()


def _kind(mark: str, is_left_out: bool) -> PointKind:
    if is_left_out:
        return PointKind.LEFT_OUT
    return PointKind.NOT_JUDGED if mark == Point.MISSING.word else PointKind(mark)


def _phase_starts(judged: JudgedSeries, window: slice, phases: list[Phase]) -> list[PhaseStart]:
    """Where a new baseline begins in the window, with the reason: that of the phase, else the new definition."""
    ordinals = judged.panel.panel.phases[0, window]
    numbers, versions = judged.panel.phase_number[0, window], judged.panel.version_number[0, window]
    on = _dates(judged.panel.panel.periods[window])
    reasons = {phase.number: phase.reason for phase in phases}
    found = []
    for at in range(len(on)):
        if at == 0 or ordinals[at] == ordinals[at - 1]:
            continue
        reason = _("New definition, version %(number)d.") % {"number": versions[at]}
        if numbers[at] != numbers[at - 1]:
            reason = reasons.get(int(numbers[at]), "")
        found.append(PhaseStart(int(ordinals[at]), on[at], reason))
    return found


def _aim(judged: JudgedSeries) -> Aim | None:
    low, high = judged.subject.target_low, judged.subject.target_high
    if low is None or high is None:
        return None
    return Aim(value=low) if low == high else Aim(low=low, high=high)


def _dates(periods: NDArray[Any]) -> list[date]:
    return list(periods.astype("datetime64[D]").astype(object))


def _numbers(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _expected(expected: NDArray[np.int16], periods: Sequence[date], never: Sequence[NeverReported]) -> list[int | None]:
    """Units that should have reported, with those that never did and were there."""
    return [expected_then(known, period, never) for known, period in zip(_counts(expected), periods, strict=True)]


def _counts(values: NDArray[np.int16]) -> list[int | None]:
    return [None if value < 0 else int(value) for value in values]
