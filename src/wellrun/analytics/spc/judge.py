"""Judge a whole panel: chart, limits per phase, NHS rules, status, icons."""

from __future__ import annotations

from typing import Any

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.judgement import Flags, Judgement

FREEZE_AT = 24


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
    `target`: a number, (lower, upper) for a band, or arrays (S,) or (S, 2), NaN = none.
    `unjudged` (S, T): points to treat as missing.
    """
    raise NotImplementedError
