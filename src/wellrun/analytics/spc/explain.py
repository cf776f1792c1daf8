"""A judgement in words: why this chart, and what to know before relying on it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.baseline import FIRM_AT
from wellrun.analytics.spc.charts.counted.kinds import are_whole, is_rare
from wellrun.analytics.spc.charts.counted.spread import SPREAD_BEYOND_CHANCE
from wellrun.analytics.spc.codes import Chart, ChartReason, Status
from wellrun.analytics.spc.gaps import days_between
from wellrun.analytics.spc.judgement import Flags, Judgement
from wellrun.analytics.spc.names import a_chart

_REASONS = {
    ChartReason.ASKED_FOR: "asked for",
    ChartReason.NO_DENOMINATORS: "one value a period, no denominators: an XmR chart",
    ChartReason.CHANCE_EXPLAINS_SPREAD: (
        "a proportion whose spread chance explains (sigma_z {sigma_z:.2f}, not above {bound}): a p chart"
    ),
    ChartReason.SPREAD_BEYOND_CHANCE: (
        "a proportion that spreads {sigma_z:.2f} times as wide as chance (above {bound}): a p' chart"
    ),
    ChartReason.NOT_A_PROPORTION: "a numerator exceeds its denominator, so it is no proportion: an XmR chart",
    ChartReason.NOT_COUNTED_CASES: "a ratio, but not of counted cases: an XmR chart",
    ChartReason.RARE_EVENTS: (
        "fewer than 2 events in the median period, too few for limits on both sides: a run chart, with a line for how "
        "many at once chance would not bring; write one row an event and use a t or g chart (--every event --chart t)"
    ),
    ChartReason.RATE_AS_CHANCE: (
        "events over exposure, whose spread chance explains (sigma_z {sigma_z:.2f}, not above {bound}): a u chart"
    ),
    ChartReason.RATE_BEYOND_CHANCE: (
        "events over exposure, which spread {sigma_z:.2f} times as wide as chance (above {bound}): a u' chart"
    ),
    ChartReason.TIME_BETWEEN_EVENTS: "days since the event before: a t chart",
    ChartReason.YES_OR_NO: "a row a case, 0 or 1: a Bernoulli CUSUM",
    ChartReason.COUNT_AS_CHANCE: (
        "a number of events, whose spread chance explains (sigma_z {sigma_z:.2f}, not above {bound}): a c chart"
    ),
    ChartReason.COUNT_BEYOND_CHANCE: (
        "a number of events that spreads {sigma_z:.2f} times as wide as chance (above {bound}): an XmR chart"
    ),
    ChartReason.COUNT_STEADIER: (
        "a number that spreads {sigma_z:.2f} times as wide as chance would, steadier than events are: an XmR chart"
    ),
    ChartReason.WEIGHED_BY_SIZE: (
        "a ratio, but not of counted cases, and denominators that differ by more than a quarter: an I' chart"
    ),
    ChartReason.EXPECTED_AS_CHANCE: (
        "observed over expected events, whose spread chance explains (sigma_z {sigma_z:.2f}, not above {bound}): "
        "an O/E chart"
    ),
    ChartReason.EXPECTED_BEYOND_CHANCE: (
        "observed over expected events, which spread {sigma_z:.2f} times as wide as chance (above {bound}): an "
        "overdispersed O/E chart"
    ),
    ChartReason.CASES_BETWEEN_EVENTS: "cases since the event before: a g chart",
    ChartReason.NAMED_UNSUITED: "the chart that was named does not suit the figures: the automatic choice",
}
_UNKNOWN_SPREAD = {
    ChartReason.CHANCE_EXPLAINS_SPREAD: "a proportion, too little data to compare its spread with chance: a p chart",
    ChartReason.RATE_AS_CHANCE: "events over exposure, too little data to compare their spread with chance: a u chart",
    ChartReason.EXPECTED_AS_CHANCE: (
        "observed over expected events, too little data to compare their spread with chance: an O/E chart"
    ),
}
_RARE_YES_OR_NO = (
    "0 or 1 a period, of which limits by period can tell nothing: a run chart; if each row is a case, use a Bernoulli "
    "CUSUM (--every event --chart bcusum); if each 1 is an event, write one row an event and use a t chart (--every "
    "event --chart t)"
)
_STATUS_NOTES = {
    Status.TRIAL_LIMITS: f"fewer than {FIRM_AT} points: the limits are a trial",
    Status.CONSTANT: "every value is the same: there are no limits and no signals",
    Status.DEGENERATE: "almost every value is the same: the limits have no width, their marks mean nothing",
}
_CHART_NOTES = {
    Chart.RUN: "a run chart has no limits: only trends and shifts are marked",
    Chart.MR: "moving ranges share points with their neighbours: only the limits are judged",
    Chart.BCUSUM: "the usual rate comes from the baseline; the limits of 3.5 promise no rate of false alarms",
}
_RUN_WITH_LINE = (
    "a run chart has no limits: trends and shifts are marked, and so many at once that chance brings them in one of a "
    "thousand periods"
)
_MANY_TIMES_CHANCE = (
    "the points spread {sigma_z:.2f} times as wide as chance: {wide} would allow for what differs from period to period"
)
_WIDER = {Chart.P: Chart.PP, Chart.U: Chart.UP, Chart.OE: Chart.OEP}
_INSTEAD_OF_RARE = "write one row an event and use a t or g chart, or use a run chart"
_RARE = f"fewer than 2 events in the median period: limits by period say little; {_INSTEAD_OF_RARE}"
_MAY_BE_RARE = (
    "if these are counts, they are rare events (median below 2 a period): limits by period say little; "
    f"{_INSTEAD_OF_RARE}"
)
_TAKEN_FOR_COUNTS = "whole numbers, most of them 0 or 1, were taken for counts: if they are none, use an XmR chart"
_RARE_EXACT = (
    "fewer than 2 events in the median period: the limits are exact, but only a rise can lie outside them; "
    f"{_INSTEAD_OF_RARE}"
)
_TIMES = "times between rare events lie far to one side of their mean: a t chart allows for it"
_BY_VALUE = (Chart.XMR, Chart.I, Chart.MR)
_EXACT = (Chart.OE, Chart.OEP)


def chart_reason(judgement: Judgement, series: int) -> str:
    """Why this chart, as half a sentence."""
    reason, sigma_z = ChartReason(judgement.chart_reason[series]), float(judgement.sigma_z[series])
    if sigma_z != sigma_z and reason in _UNKNOWN_SPREAD:
        return _UNKNOWN_SPREAD[reason]
    if reason is ChartReason.RARE_EVENTS and _are_yes_and_no(judgement.values[series]):
        return _RARE_YES_OR_NO
    return _REASONS[reason].format(sigma_z=sigma_z, bound=SPREAD_BEYOND_CHANCE)


def notes(judgement: Judgement, series: int, missing: int = 0) -> list[str]:
    """What to know before relying on the chart of one series, in which `missing` points are before its last one."""
    status, chart = Status(judgement.status[series]), Chart(judgement.chart[series])
    found = _status_notes(judgement, series, status, chart)
    if chart in _CHART_NOTES and judgement.n[series]:
        has_line = chart is Chart.RUN and not np.isnan(judgement.upper[series]).all()
        found.append(_RUN_WITH_LINE if has_line else _CHART_NOTES[chart])
    if chart in _WIDER and judgement.sigma_z[series] > SPREAD_BEYOND_CHANCE:
        wide = a_chart(_WIDER[chart])
        found.append(_MANY_TIMES_CHANCE.format(sigma_z=judgement.sigma_z[series], wide=wide))
    if missing > 0 and judgement.n[series]:
        found.append(f"{missing} missing before the last point: a gap ends runs and moving ranges")
    return found


def _status_notes(judgement: Judgement, series: int, status: Status, chart: Chart) -> list[str]:
    n = int(judgement.n[series])
    if status == Status.INSUFFICIENT_DATA:
        if n == 0:
            return ["there is no point to judge"]
        few = int(judgement.n_baseline[series]) < 2
        return ["fewer than 2 points: nothing to judge by" if few else "not enough neighbouring points for limits"]
    if status == Status.TRIAL_LIMITS and chart is Chart.RUN:
        return [f"fewer than {FIRM_AT} points: the centre line is a trial"]
    return [_STATUS_NOTES[status]] if status in _STATUS_NOTES else []


def suits_better(panel: Panel, judgement: Judgement) -> dict[int, str]:
    """By series, what would suit its figures better than the limits by period that it has; most have nothing."""
    by_value, exact = (np.isin(judgement.chart, charts) for charts in (_BY_VALUE, _EXACT))
    spread = judgement.status != Status.CONSTANT
    found = dict.fromkeys(np.flatnonzero(by_value & spread & _are_times(panel)).tolist(), _TIMES)
    if panel.event_dates is not None:
        return found
    rare = _are_rare(panel.values if panel.numerators is None else panel.numerators)
    said = _MAY_BE_RARE if panel.numerators is None else _RARE
    found |= dict.fromkeys(np.flatnonzero((by_value | (judgement.chart == Chart.IP)) & spread & rare).tolist(), said)
    found |= dict.fromkeys(np.flatnonzero(exact & spread & rare).tolist(), _RARE_EXACT)
    if panel.numerators is None:
        by_itself = (judgement.chart_reason == ChartReason.RARE_EVENTS) & spread
        found |= dict.fromkeys(np.flatnonzero(by_itself).tolist(), _TAKEN_FOR_COUNTS)
    for series in np.flatnonzero((judgement.chart == Chart.C) & _have_uneven_sizes(panel)).tolist():
        found[series] = _left_out(panel, series)
    return found


def _are_yes_and_no(values: Floats) -> bool:
    return set(np.unique(values[~np.isnan(values)]).tolist()) == {0.0, 1.0}


def _are_rare(counts: Floats) -> Flags:
    rare: Flags = are_whole(counts.T) & is_rare(counts.T)
    return rare


def _are_times(panel: Panel) -> Flags:
    """(S,) whether every value that there is counts the days since the event before."""
    if panel.event_dates is None:
        return np.zeros(panel.n_series, dtype=np.bool_)
    days = days_between(panel.event_dates)
    known = ~np.isnan(days) & ~np.isnan(panel.values)
    times: Flags = known.any(axis=1) & ~(known & (days != panel.values)).any(axis=1)
    return times


def _have_uneven_sizes(panel: Panel) -> Flags:
    if panel.denominators is None or not panel.n_periods:
        return np.zeros(panel.n_series, dtype=np.bool_)
    uneven: Flags = np.fmin.reduce(panel.denominators, axis=1) < np.fmax.reduce(panel.denominators, axis=1)
    return uneven


def _left_out(panel: Panel, series: int) -> str:
    if panel.denominators is None:
        raise ValueError("only denominators can be left out")
    low, high = np.nanmin(panel.denominators[series]), np.nanmax(panel.denominators[series])
    return (
        f"a c chart leaves the denominators out, which go from {low:,.6g} to {high:,.6g}: use a u chart for events "
        "over exposure, a p chart for cases among cases"
    )
