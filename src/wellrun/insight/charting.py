"""By which chart a series is judged: the one place where state, signals and pages agree on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.beside_rules import Early, fired_beside, marked_beside
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.baseline import FREEZE_AT
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes, Direction, Profile, codes
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Flags, Judgement
from wellrun.analytics.spc.replay import Signals, signals
from wellrun.insight.early import watched
from wellrun.insight.subjects import Subject
from wellrun.measures.models import MeasureVersion
from wellrun.measures.queries import SeriesPanel


def early_of(each: SeriesPanel, members: Sequence[Subject]) -> Early | None:
    """What early detection says of the panel's points; None where no measure in it asks for it."""
    wanted = [member.early_detection for member in members]
    return watched(each.panel, [member.scoring for member in members], wanted, ~each.judged)


def judged(each: SeriesPanel, members: Sequence[Subject], early: Early | None) -> Judgement:
    """The panel judged as the product does; `members` are the subjects of its rows, `early` what `early_of` says."""
    charts = charts_of(each.panel, [member.scoring for member in members])
    directions = codes(Direction, [member.direction for member in members], len(members))
    targets = _targets(members)
    found = judge(
        each.panel,
        chart=charts,
        rules=codes(Profile, [member.profile for member in members], len(members)),
        baseline=FREEZE_AT,
        direction=directions,
        target=targets,
        unjudged=~each.judged,
    )
    reason = np.where(charts == Chart.XMR, np.int8(ChartReason.NOT_COUNTED_CASES), found.chart_reason)
    found = replace(found, chart_reason=reason)
    return found if early is None else marked_beside(found, early, directions, targets)


def replayed(
    panel: Panel, scorings: Sequence[str], profiles: Sequence[str], unjudged: Flags, early: Early | None
) -> Signals:
    """The signals of a panel by the same charts, rules and watch.

    `scorings`, `profiles`: how each row's measure is scored, and by which rules it is judged.
    """
    charts, rules = charts_of(panel, scorings), codes(Profile, list(profiles), panel.n_series)
    fired = firings(panel, chart=charts, rules=rules, baseline=FREEZE_AT, unjudged=unjudged)
    return signals(panel, fired if early is None else fired_beside(fired, early))


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
