"""Changes in words: what moved, how sure that is, and that somebody else has to decide what follows."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Grain, Panel
from wellrun.analytics.segments.changes import Changes, Status
from wellrun.analytics.segments.find import FEWEST_POINTS
from wellrun.analytics.segments.season import FEWEST_SEASONS, SEASON_LENGTH
from wellrun.analytics.segments.year import YEAR, spans_years

_STATUS_NOTES = {
    Status.INSUFFICIENT_DATA: f"fewer than {FEWEST_POINTS} points: too few to look for a change of level",
    Status.CONSTANT: "every value is the same: there is no change to look for",
}
_ROUND = {Grain.MONTH: "month", Grain.QUARTER: "quarter", Grain.DAY: "weekday"}
_NEEDS = "needs a reason (a dated change of process or definition) and an approver outside the owner's line"


def proposal(changes: Changes, change: int, panel: Panel) -> str:
    """One change as a proposal: from when, from what to what, and what a new baseline would need."""
    when = panel.dates[int(changes.series[change]), int(changes.index[change])]
    sure = f"support {support_in_words(changes.support[change])}"
    return f"proposal: a new baseline from {when}: {_what_moved(changes, change, panel)} ({sure}); it {_NEEDS}"


def notes(changes: Changes, series: int, panel: Panel) -> list[str]:
    """What to know of one series: the proposals, and what was done before looking."""
    status = Status(changes.status[series])
    if status in _STATUS_NOTES:
        return [_STATUS_NOTES[status]]
    found = [proposal(changes, int(change), panel) for change in changes.of(series)]
    if not found:
        found.append("no change of level: one level explains the series as well as chance allows")
        if changes.has_lines[series]:
            found = ["no change: one straight line explains the series as well as chance allows"]
    elif changes.has_lines[series]:
        found.append("between its changes the series rises or falls: limits about one level do not fit it")
    return found + _season_notes(changes, series, panel) + _drawn_in(int(changes.n_drawn_in[series]))


def support_in_words(support: float) -> str:
    """Two digits, and never a certainty."""
    return "above 0.99" if support >= 0.995 else f"{support:.2f}"


def _what_moved(changes: Changes, change: int, panel: Panel) -> str:
    """A move of the level; of lines, how each runs and where it is at the change: two lines can rise and yet lie lower
    after it."""
    before, after = _number(changes.before[change]), _number(changes.after[change])
    if not changes.has_lines[changes.series[change]]:
        return f"the level moved from {before} to {after}"
    unit = "an event" if panel.grain is Grain.EVENT else f"a {panel.grain}"
    was, now = changes.slope_before[change], changes.slope_after[change]
    rose, rises = ("rose" if was >= 0 else "fell"), ("rises" if now >= 0 else "falls")
    return (
        f"until then it {rose} by {_number(abs(was))} {unit}, to {before}; from then on it {rises} by "
        f"{_number(abs(now))} {unit}, from {after}"
    )


def _season_notes(changes: Changes, series: int, panel: Panel) -> list[str]:
    found = []
    if changes.has_season[series]:
        found.append(f"what comes round with the {_ROUND[panel.grain]} was taken out first; levels are without it")
    elif panel.grain is Grain.MONTH and changes.n[series] < FEWEST_SEASONS * SEASON_LENGTH[Grain.MONTH]:
        found.append("fewer than three years of points: a season cannot be told from changes of level")
    if changes.has_year[series]:
        found.append("what comes round with the year was taken out first; levels are without it")
    elif panel.grain in YEAR and changes.of(series).size and not spans_years(panel.n_periods, panel.grain):
        found.append("fewer than two years: a season of the year cannot be told from changes of level")
    return found


def _drawn_in(n: int) -> list[str]:
    if not n:
        return []
    one = "1 point far from its neighbours was drawn in to them"
    return [one if n == 1 else f"{n} points far from their neighbours were drawn in to them"]


def _number(value: float) -> str:
    return np.format_float_positional(value, precision=4, unique=False, fractional=False, trim="-")
