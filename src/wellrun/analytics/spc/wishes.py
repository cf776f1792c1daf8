"""Which chart each series is to be judged by, before its baseline has a say."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.baseline import FIRM_AT
from wellrun.analytics.spc.codes import Chart, Codes, codes
from wellrun.lib.errors import UserError

_COUNTED = (Chart.P, Chart.PP)


def wished_charts(panel: Panel, chart: Any) -> Codes:
    """(S,) Chart codes. Refuses p and p' for a panel without counts, or for a series that is no proportion."""
    wish = codes(Chart, chart, panel.n_series)
    asked = np.isin(wish, _COUNTED)
    if not asked.any():
        return wish
    if panel.numerators is None or panel.denominators is None:
        raise UserError("no_denominators", "A p chart needs a numerator and a denominator for every value.")
    odd = asked & (panel.numerators > panel.denominators).any(axis=1)
    if odd.any():
        label = panel.labels[int(np.flatnonzero(odd)[0])]
        raise UserError(
            "not_a_proportion",
            f"{label} has a numerator above its denominator, so it is no proportion: use an XmR chart.",
            series=label,
        )
    return wish


def families(panel: Panel, wish: Codes) -> list[tuple[bool, NDArray[np.intp]]]:
    """The series in groups that one kernel can judge together: (is counted, row indices)."""
    counted = np.isin(wish, _COUNTED)
    if panel.numerators is not None and panel.denominators is not None:
        has_counts = (~np.isnan(panel.numerators) & (panel.denominators > 0)).any(axis=1)
        counted |= (wish == Chart.AUTO) & has_counts
    runs = wish == Chart.RUN
    groups = ((True, counted), (False, ~counted & ~runs), (False, runs))
    return [(is_counted, np.flatnonzero(member)) for is_counted, member in groups if member.any()]


def check_baseline(baseline: int | None) -> None:
    """Refuses a baseline too short to rest limits on."""
    if baseline is not None and baseline < FIRM_AT:
        raise UserError(
            "baseline_too_short", f"A baseline needs at least {FIRM_AT} points, not {baseline}.", points=baseline
        )
