"""What is promised and of whom: the wish behind a detection, checked before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from wellrun.analytics.calendar import Grain
from wellrun.analytics.detection.codes import Family, Season
from wellrun.analytics.detection.spans import SHORTEST_BASELINE
from wellrun.lib.errors import UserError

DEFAULT_BASELINE = 24
DEFAULT_FALSE_ALARM = 0.05
# Thresholds are simulated up to here; a likelier alarm is no promise, a rarer one cannot be simulated.
FALSE_ALARMS = (0.0001, 0.5)

_YEAR = {Grain.DAY: 365, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4, Grain.EVENT: 12}
_OWN_SEASON = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.DAY: 7, Grain.WEEK: 1, Grain.EVENT: 1}
_SEASONS = {
    Season.MONTHLY: {Grain.MONTH: 12, Grain.QUARTER: 4},
    Season.WEEKLY: {Grain.DAY: 7},
}


@dataclass(frozen=True, slots=True)
class Watch:
    """A promise: at most `false_alarm` is the probability of any alarm within `horizon` points of one series that
    goes on as in its first `baseline` points. `season_length` 1 = none. `fdr`: None, or the rate that takes the
    place of the promise. `self_starting`: what lies within the baseline is watched, too, by a shorter one.
    """

    baseline: int = DEFAULT_BASELINE
    false_alarm: float = DEFAULT_FALSE_ALARM
    horizon: int = 12
    season_length: int = 1
    family: Family = Family.AUTO
    fdr: float | None = None
    self_starting: bool = False

    def from_the_shortest(self) -> Self:
        """The watch of what a self-starting one has within its baseline: as short a one as shows its season."""
        shortest = max(SHORTEST_BASELINE, 2 * self.season_length)
        return replace(self, baseline=min(shortest, self.baseline)) if self.self_starting else self

    @property
    def knows_season(self) -> bool:
        """Whether the baseline sees everything that comes round at least twice."""
        return self.season_length == 1 or self.baseline >= 2 * self.season_length


def watch_for(
    grain: Grain,
    *,
    baseline: int | None = DEFAULT_BASELINE,
    false_alarm: float = DEFAULT_FALSE_ALARM,
    horizon: int | None = None,
    season: str = "auto",
    family: str = "auto",
    fdr: float | None = None,
) -> Watch:
    """The watch that the words ask for; `horizon` None is one year (of events twelve, without a promise), `baseline`
    None is 24, and self-starting within them. Raises UserError."""
    if baseline is not None and baseline < SHORTEST_BASELINE:
        raise UserError("baseline_short", f"A baseline needs at least {SHORTEST_BASELINE} points, not {baseline}.")
    lowest, highest = FALSE_ALARMS
    if not lowest <= false_alarm <= highest:
        sentence = f"A false-alarm probability lies from {lowest} to {highest}, which {false_alarm:g} does not."
        raise UserError("false_alarm_unknown", sentence)
    if horizon is not None and horizon < 1:
        raise UserError("horizon_unknown", f"A horizon is at least one period, not {horizon}.")
    if fdr is not None and not 0 < fdr < 1:
        raise UserError("fdr_unknown", f"A false-discovery rate lies between 0 and 1, which {fdr:g} does not.")
    return Watch(
        baseline=DEFAULT_BASELINE if baseline is None else baseline,
        false_alarm=false_alarm,
        horizon=_YEAR[grain] if horizon is None else horizon,
        season_length=season_length(grain, season),
        family=Family(Family.read(family)),
        fdr=fdr,
        self_starting=baseline is None,
    )


def season_length(grain: Grain, season: str) -> int:
    """How many positions come round again; 1 for no season. Raises UserError `season_unsuitable`."""
    wish = Season(Season.read(season))
    if wish == Season.NONE:
        return 1
    if wish == Season.AUTO:
        return _OWN_SEASON[grain]
    if grain not in _SEASONS[wish]:
        sentence = f"A {season} season cannot be looked for in figures by {grain}: use none, or leave it to auto."
        raise UserError("season_unsuitable", sentence)
    return _SEASONS[wish][grain]
