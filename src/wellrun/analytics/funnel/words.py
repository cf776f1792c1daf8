"""What a funnel could not have found, in words."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.funnel.chart import Flag, Funnel
from wellrun.analytics.funnel.power import ENOUGH, POWER


def power_note(found: Funnel, chart: int = 0) -> str:
    """One sentence on one chart; what is inside the lines is no proof that a unit is like the others."""
    n_units = int((found.flag[chart] != Flag.NONE).sum())
    middle = float(found.middle[chart, 0])
    if not n_units:
        return "no unit to compare"
    often = f"{POWER * 100:.0f} % of the time"
    who = "the only unit" if n_units == 1 else f"the middle one of {n_units} units"
    if np.isinf(middle):
        return (
            f"underpowered: {who} is too small to be flagged {often} at any value; "
            "no flag is insufficient information, not acceptance"
        )
    at = f"{middle:,.1f} times the target"
    if middle > ENOUGH:
        return (
            f"underpowered: {who} would have to be at {at} to be flagged {often}, so "
            "not even a doubling is found; no flag is insufficient information, not acceptance"
        )
    return f"{who} would be flagged {often} at {at} or more; less than that may go unseen"
