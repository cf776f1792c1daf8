"""Changes in words: what moved, how sure that is, and that somebody else has to decide what follows."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Panel
from wellrun.analytics.segments.changes import Changes, Status
from wellrun.analytics.segments.find import FEWEST_POINTS
from wellrun.analytics.segments.season import FEWEST_SEASONS, SEASON_LENGTH

_STATUS_NOTES = {
    Status.INSUFFICIENT_DATA: f"fewer than {FEWEST_POINTS} points: too few to look for a change of level",
    Status.CONSTANT: "every value is the same: there is no change to look for",
}
_NEEDS = "needs a reason (a dated change of process or definition) and an approver outside the owner's line"


def proposal(changes: Changes, change: int, panel: Panel) -> str:
    """One change as a proposal: from when, from what to what, and what a new baseline would need."""
    series, index = int(changes.series[change]), int(changes.index[change])
    when = panel.dates[series, index]
    moved = f"from {_number(changes.before[change])} to {_number(changes.after[change])}"
    if changes.has_lines[series]:
        moved += f", its slope from {_number(changes.slope_before[change])} to "
        moved += f"{_number(changes.slope_after[change])} a period"
    sure = f"support {changes.support[change]:.2f}"
    return f"proposal: a new baseline from {when}: the level moved {moved} ({sure}); it {_NEEDS}"


def notes(changes: Changes, series: int, panel: Panel) -> list[str]:
    """What to know of one series: the proposals, and what was done before looking."""
    found = [proposal(changes, int(change), panel) for change in changes.of(series)]
    status = Status(changes.status[series])
    if status in _STATUS_NOTES:
        return [_STATUS_NOTES[status]]
    if not found:
        found.append("no change of level: one level explains the series as well as chance allows")
        if changes.has_lines[series]:
            found = ["no change: one straight line explains the series as well as chance allows"]
    length = SEASON_LENGTH.get(panel.grain)
    if changes.has_season[series]:
        found.append(f"a season of {length} periods was taken out first; levels are without it")
    elif length == 12 and changes.n[series] < FEWEST_SEASONS * length:
        found.append("fewer than three years of points: a season cannot be told from changes of level")
    if changes.n_drawn_in[series]:
        found.append(f"{changes.n_drawn_in[series]} points far from their neighbours were drawn in to them")
    return found


def _number(value: float) -> str:
    return np.format_float_positional(value, precision=4, unique=False, fractional=False, trim="-")
