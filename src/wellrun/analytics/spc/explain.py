"""A judgement in words: why this chart, and what to know before relying on it."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.spc.baseline import FIRM_AT
from wellrun.analytics.spc.charts.counted.kinds import are_whole, is_rare
from wellrun.analytics.spc.charts.counted.spread import SPREAD_BEYOND_CHANCE
from wellrun.analytics.spc.codes import Chart, ChartReason, Status
from wellrun.analytics.spc.judgement import Flags, Judgement

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
        "fewer than 2 events in the median period, too few for limits by period: a run chart; write one row an event "
        "and use a t or g chart"
    ),
    ChartReason.RATE_AS_CHANCE: (
        "events over exposure, whose spread chance explains (sigma_z {sigma_z:.2f}, not above {bound}): a u chart"
    ),
    ChartReason.RATE_BEYOND_CHANCE: (
        "events over exposure, which spread {sigma_z:.2f} times as wide as chance (above {bound}): a u' chart"
    ),
    ChartReason.TIME_BETWEEN_EVENTS: "days since the event before: a t chart",
    ChartReason.YES_OR_NO: "a row a case, 0 or 1: a Bernoulli CUSUM",
}
_UNKNOWN_SPREAD = {
    ChartReason.CHANCE_EXPLAINS_SPREAD: "a proportion, too little data to compare its spread with chance: a p chart",
    ChartReason.RATE_AS_CHANCE: "events over exposure, too little data to compare their spread with chance: a u chart",
}
_STATUS_NOTES = {
    Status.TRIAL_LIMITS: f"fewer than {FIRM_AT} points: the limits are a trial",
    Status.INSUFFICIENT_DATA: "not enough neighbouring points for limits",
    Status.CONSTANT: "every value is the same: there are no limits and no signals",
    Status.DEGENERATE: "almost every value is the same: the limits have no width, their marks mean nothing",
}
_CHART_NOTES = {
    Chart.RUN: "a run chart has no limits: only trends and shifts are marked",
    Chart.MR: "moving ranges share points with their neighbours: only the limits are judged",
    Chart.BCUSUM: "the usual rate comes from the baseline; the limits of 3.5 promise no rate of false alarms",
}
_MANY_TIMES_CHANCE = (
    "the points spread {sigma_z:.2f} times as wide as chance: a {wide} chart would allow for what differs from period "
    "to period"
)
_WIDE = {Chart.P: "p'", Chart.U: "u'", Chart.OE: "overdispersed O/E"}


def chart_reason(judgement: Judgement, series: int) -> str:
    """Why this chart, as half a sentence."""
    reason, sigma_z = ChartReason(judgement.chart_reason[series]), float(judgement.sigma_z[series])
    if sigma_z != sigma_z and reason in _UNKNOWN_SPREAD:
        return _UNKNOWN_SPREAD[reason]
    return _REASONS[reason].format(sigma_z=sigma_z, bound=SPREAD_BEYOND_CHANCE)


def notes(judgement: Judgement, series: int, first: int = 0) -> list[str]:
    """What to know before relying on the chart of one series, which begins at period index `first`."""
    status, chart = Status(judgement.status[series]), Chart(judgement.chart[series])
    found = [_STATUS_NOTES[status]] if status in _STATUS_NOTES else []
    if chart in _CHART_NOTES:
        found.append(_CHART_NOTES[chart])
    if chart in _WIDE and judgement.sigma_z[series] > SPREAD_BEYOND_CHANCE:
        found.append(_MANY_TIMES_CHANCE.format(sigma_z=judgement.sigma_z[series], wide=_WIDE[chart]))
    missing = int(judgement.last[series]) + 1 - first - int(judgement.n[series])
    if missing > 0 and judgement.n[series]:
        found.append(f"{missing} missing before the last point: a gap ends runs and moving ranges")
    return found


def may_be_rare_events(judgement: Judgement) -> Flags:
    """(S,) whether values on an XmR or c chart look like counts of rare events; `RARE_NOTE` says what to do then."""
    by_value = np.flatnonzero(np.isin(judgement.chart, (Chart.XMR, Chart.I, Chart.C)))
    found = np.zeros(judgement.chart.shape, dtype=np.bool_)
    values = judgement.values[by_value].T
    found[by_value] = are_whole(values) & is_rare(values) & (judgement.status[by_value] != Status.CONSTANT)
    return found


RARE_NOTE = (
    "if these are counts, they are rare events (median below 2 a period): limits by period say little; write one row "
    "an event and use a t or g chart"
)
