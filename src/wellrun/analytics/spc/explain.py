"""A judgement in words: why this chart, and what to know before relying on it."""

from __future__ import annotations

from wellrun.analytics.spc.baseline import FIRM_AT
from wellrun.analytics.spc.charts.counted.spread import SPREAD_BEYOND_CHANCE
from wellrun.analytics.spc.codes import Chart, ChartReason, Status
from wellrun.analytics.spc.judgement import Judgement

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
}
_UNKNOWN_SPREAD = "a proportion, too little data to compare its spread with chance: a p chart"
_STATUS_NOTES = {
    Status.TRIAL_LIMITS: f"fewer than {FIRM_AT} points: the limits are a trial",
    Status.INSUFFICIENT_DATA: "not enough neighbouring points for limits",
    Status.CONSTANT: "every value is the same: there are no limits and no signals",
    Status.DEGENERATE: "almost every value is the same: the limits have no width, their marks mean nothing",
}


def chart_reason(judgement: Judgement, series: int) -> str:
    """Why this chart, as half a sentence."""
    reason, sigma_z = ChartReason(judgement.chart_reason[series]), float(judgement.sigma_z[series])
    if reason is ChartReason.CHANCE_EXPLAINS_SPREAD and sigma_z != sigma_z:
        return _UNKNOWN_SPREAD
    return _REASONS[reason].format(sigma_z=sigma_z, bound=SPREAD_BEYOND_CHANCE)


def notes(judgement: Judgement, series: int, first: int = 0) -> list[str]:
    """What to know before relying on the chart of one series, which begins at period index `first`."""
    found = []
    status = Status(judgement.status[series])
    if status in _STATUS_NOTES:
        found.append(_STATUS_NOTES[status])
    if judgement.chart[series] == Chart.RUN:
        found.append("a run chart has no limits: only trends and shifts are marked")
    missing = int(judgement.last[series]) + 1 - first - int(judgement.n[series])
    if missing > 0 and judgement.n[series]:
        found.append(f"{missing} missing before the last point: a gap ends runs and moving ranges")
    return found
