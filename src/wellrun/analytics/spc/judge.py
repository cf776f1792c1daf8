"""Judge a whole panel: chart, limits per phase, rules, status, icons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.blocks.judged import Judged
from wellrun.analytics.spc.blocks.slab import Rows, Setting, Slab, blocks, slab_of
from wellrun.analytics.spc.charts.limits import PhaseLimits
from wellrun.analytics.spc.charts.rare.bernoulli import bernoulli_cusum
from wellrun.analytics.spc.codes import Chart, ChartReason, Codes, Direction, Profile, codes
from wellrun.analytics.spc.draft import Aims, Draft
from wellrun.analytics.spc.families import Family
from wellrun.analytics.spc.icons import targets
from wellrun.analytics.spc.judgement import Flags, Judgement
from wellrun.analytics.spc.phases import limits_by_phase, lines_of
from wellrun.analytics.spc.rules.profiles import RULE_SETS
from wellrun.analytics.spc.rules.view import View
from wellrun.analytics.spc.wishes import check_baseline, event_charts, families, wished_charts


def judge(
    panel: Panel,
    *,
    chart: Any = "auto",
    rules: Any = "nhs",
    baseline: int | None = None,
    screen: bool = True,
    direction: Any = "none",
    target: Any = None,
    unjudged: Flags | None = None,
    excluded: Flags | None = None,
    still_open: Flags | None = None,
) -> Judgement:
    """Is it a real change? Every point of every series, against the limits of its own phase.

    `chart` (a word or code of `Chart`), `rules` (of `Profile`) and `direction` (up, down, band, none): one for all,
    or one a series. `baseline`: None puts limits on all points of a phase; N on its first N points, or on all while
    it has fewer (the product passes FREEZE_AT). `screen`: leave large moving ranges out once.
    `target`: a number, a (lower, upper) pair for a band, or arrays (S,) or (S, 2), NaN = none.
    (S, T) flags: `unjudged`, points to treat as missing; `excluded`, points that are judged but on which no limits
    rest; `still_open`, times between events that still run (see `gaps`).
    Raises UserError where a chart does not suit the data (`unsuited` says so beforehand) or the baseline is too short.
    """
    check_baseline(baseline)
    asked = wished_charts(panel, chart)
    wish = event_charts(panel, asked)
    groups = families(panel, wish, codes(Profile, rules, panel.n_series))
    aims = Aims(codes(Direction, direction, panel.n_series), targets(target, panel.n_series))
    draft = Draft(panel, aims, level=not any(family.sized for family, _, _ in groups) and _one_phase(panel))
    setting = Setting(unjudged, excluded, still_open)
    with np.errstate(divide="ignore", invalid="ignore"):
        for family, profile, rows in groups:
            for block in blocks(rows, panel.n_series, panel.n_periods):
                slab = slab_of(panel, block, family.judged, setting)
                judge_block(draft, block, slab, family, profile, wish[block], limit=baseline, screen=screen)
        by_itself = np.flatnonzero((asked == Chart.AUTO) & (wish != Chart.AUTO))
        draft.reason[by_itself] = np.where(
            wish[by_itself] == Chart.T, ChartReason.TIME_BETWEEN_EVENTS, ChartReason.YES_OR_NO
        )
        return draft.finish()


def judge_block(
    draft: Draft,
    rows: Rows,
    slab: Slab,
    family: Family,
    profile: Profile,
    wish: Codes,
    *,
    limit: int | None,
    screen: bool,
) -> None:
    """Judge a block and write its part of the draft."""
    spread, final = limits_by_phase(slab, family, wish, limit=limit, screen=screen)
    if family.judged is Judged.SUM:
        slab = summed(slab, spread)
    rule_set = RULE_SETS[profile]
    lines = lines_of(spread, slab.sizes, family, with_inner=rule_set.zones)
    marks = rule_set.marks(View(slab.y, slab.steps, slab.age, lines, family.only_limits, slab.open))
    draft.keep(rows, slab, lines, final)
    draft.keep_values(rows, slab, family)
    draft.keep_marks(rows, slab, marks, has_runs=family.has_runs)


def summed(slab: Slab, limits: PhaseLimits) -> Slab:
    """The same block with what its cases add up to in place of the cases."""
    return replace(slab, y=bernoulli_cusum(slab.y, limits.about, slab.age))


def _one_phase(panel: Panel) -> bool:
    return panel.n_periods == 0 or bool((panel.phases[:, 0] == panel.phases[:, -1]).all())
