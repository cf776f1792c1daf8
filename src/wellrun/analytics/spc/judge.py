"""Judge a whole panel: chart, limits per phase, NHS rules, status, icons."""

from __future__ import annotations

from typing import Any

import numpy as np

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.rules import nhs as nhs_rules
from wellrun.analytics.spc.blocks.slab import blocks, slab_of
from wellrun.analytics.spc.codes import Direction, codes
from wellrun.analytics.spc.draft import Aims, Draft
from wellrun.analytics.spc.icons import targets
from wellrun.analytics.spc.judgement import Flags, Judgement
from wellrun.analytics.spc.phases import judge_phases
from wellrun.analytics.spc.wishes import check_baseline, families, wished_charts


def judge(
    panel: Panel,
    *,
    chart: Any = "auto",
    baseline: int | None = None,
    screen: bool = True,
    direction: Any = "none",
    target: Any = None,
    unjudged: Flags | None = None,
) -> Judgement:
    """Is it a real change? Every point of every series, against the limits of its own phase.

    `chart` (auto, xmr, i, p, pp, run) and `direction` (up, down, band, none): one for all, or one a series,
    as words or codes. `baseline`: None puts limits on all points of a phase; N on its first N points, or on
    all while it has fewer (the product passes FREEZE_AT). `screen`: leave large moving ranges out once.
    `target`: a number, a (lower, upper) pair for a band, or arrays (S,) or (S, 2), NaN = none.
    `unjudged` (S, T): points to treat as missing.
    Raises UserError where a chart does not suit the data or the baseline is too short.
    """
    check_baseline(baseline)
    wish = wished_charts(panel, chart)
    groups = families(panel, wish)
    aims = Aims(codes(Direction, direction, panel.n_series), targets(target, panel.n_series))
    draft = Draft(panel, aims, level=not any(counted for counted, _ in groups) and _one_phase(panel))
    with np.errstate(divide="ignore", invalid="ignore"):
        for counted, rows in groups:
            for block in blocks(rows, panel.n_series, panel.n_periods):
                slab = slab_of(panel, block, counted=counted, unjudged=unjudged)
                lines, final = judge_phases(slab, wish[block], limit=baseline, screen=screen)
                claimed = nhs_rules.claims(slab.y, slab.steps, lines.centre, lines.tie, lines.limits)
                marked = nhs_rules.marks(claimed, nhs_rules.completed(claimed, slab.age))
                draft.keep(block, slab, lines, final)
                draft.keep_labels(block, slab, claimed, marked)
        return draft.finish()


def _one_phase(panel: Panel) -> bool:
    return panel.n_periods == 0 or bool((panel.phases[:, 0] == panel.phases[:, -1]).all())
