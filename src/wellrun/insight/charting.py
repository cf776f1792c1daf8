"""By which chart a series is judged: the one place where state, signals and pages agree on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.beside_rules import Early, fired_beside, marked_beside
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.baseline import FREEZE_AT
from wellrun.analytics.spc.codes import Direction, Profile, codes
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Flags, Judgement
from wellrun.analytics.spc.replay import Signals, signals
from wellrun.insight.early import watched
from wellrun.insight.figure_kinds import FigureKind, wished_charts
from wellrun.insight.subjects import Subject
from wellrun.measures.queries import SeriesPanel


def early_of(each: SeriesPanel, members: Sequence[Subject]) -> Early | None:
    """What early detection says of the panel's points; None where no measure in it asks for it."""
    wanted = [member.early_detection for member in members]
    return watched(each.panel, [member.scoring for member in members], wanted, ~each.judged)


def judged(each: SeriesPanel, members: Sequence[Subject], early: Early | None) -> Judgement:
    """The panel judged as the product does; `members` are the subjects of its rows, `early` what `early_of` says."""
    wish = wished_charts(each.panel, [member.kind for member in members])
    directions = codes(Direction, [member.direction for member in members], len(members))
    targets = _targets(members)
    found = judge(
        each.panel,
        chart=wish.charts,
        rules=codes(Profile, [member.profile for member in members], len(members)),
        baseline=FREEZE_AT,
        direction=directions,
        target=targets,
        unjudged=~each.judged,
    )
    found = replace(found, chart_reason=np.where(wish.reasons >= 0, wish.reasons, found.chart_reason))
    return found if early is None else marked_beside(found, early, directions, targets)


def replayed(
    panel: Panel, kinds: Sequence[FigureKind], profiles: Sequence[str], unjudged: Flags, early: Early | None
) -> Signals:
    """The signals of a panel by the same charts, rules and watch.

    `kinds`, `profiles`: what each row's measure is, and by which rules it is judged.
    """
    charts, rules = wished_charts(panel, kinds).charts, codes(Profile, list(profiles), panel.n_series)
    fired = firings(panel, chart=charts, rules=rules, baseline=FREEZE_AT, unjudged=unjudged)
    return signals(panel, fired if early is None else fired_beside(fired, early))


def _targets(members: Sequence[Subject]) -> NDArray[np.float64]:
    """(S, 2): the one value of a plain aim twice, the two ends of a band; NaN = no aim."""
    wide = np.full((len(members), 2), np.nan)
    for row, member in enumerate(members):
        if member.target_low is not None and member.target_high is not None:
            wide[row] = member.target_low, member.target_high
    return wide
