"""By which chart a series is judged: the one place where state, signals and pages agree on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.baseline import FREEZE_AT
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Flags, Judgement
from wellrun.analytics.spc.replay import Signals, signals
from wellrun.insight.subjects import Subject
from wellrun.measures.models import MeasureVersion
from wellrun.measures.queries import SeriesPanel


def judged(each: SeriesPanel, members: Sequence[Subject]) -> Judgement:
    """The panel judged as the product does; `members` are the subjects of its rows."""
    charts = charts_of(each.panel, [member.scoring for member in members])
    found = judge(
        each.panel,
        chart=charts,
        baseline=FREEZE_AT,
        direction=[member.direction for member in members],
        target=_targets(members),
        unjudged=~each.judged,
    )
    reason = np.where(charts == Chart.XMR, np.int8(ChartReason.NOT_COUNTED_CASES), found.chart_reason)
    return replace(found, chart_reason=reason)


def replayed(panel: Panel, scorings: Sequence[str], unjudged: Flags) -> Signals:
    """The signals of a panel by the same charts; `scorings`: how each row's measure is scored."""
    return signals(panel, firings(panel, chart=charts_of(panel, scorings), baseline=FREEZE_AT, unjudged=unjudged))


def charts_of(panel: Panel, scorings: Sequence[str]) -> Codes:
    """(S,) AUTO where cases are counted among cases, or nothing is counted at all; XmR for every other ratio.

    The spread of beds over beds, or of days over days, is not that of a draw: a binomial says nothing of it.
    """
    cases = np.array([scoring == MeasureVersion.Scoring.PROPORTION for scoring in scorings], dtype=np.bool_)
    return np.where(cases | ~_has_counts(panel), np.int8(Chart.AUTO), np.int8(Chart.XMR))


def _has_counts(panel: Panel) -> Flags:
    if panel.numerators is None or panel.denominators is None:
        return np.zeros(panel.n_series, dtype=np.bool_)
    counted: Flags = np.any(~np.isnan(panel.numerators) & (panel.denominators > 0), axis=1)
    return counted


def _targets(members: Sequence[Subject]) -> NDArray[np.float64]:
    """(S, 2): the one value of a plain aim twice, the two ends of a band; NaN = no aim."""
    wide = np.full((len(members), 2), np.nan)
    for row, member in enumerate(members):
        if member.target_low is not None and member.target_high is not None:
            wide[row] = member.target_low, member.target_high
    return wide
