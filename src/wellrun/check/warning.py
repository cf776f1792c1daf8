"""Whether a lead still warns in time: its age and the time its rules need, against the delay of its effect."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from wellrun.analytics.spc.baseline import FREEZE_AT
from wellrun.analytics.spc.charts.run import anhoej_bounds
from wellrun.analytics.spc.codes import Profile, Rule
from wellrun.analytics.spc.rules.profiles import WINDOW
from wellrun.check.facts import LinkFacts, MeasureFacts, ModelFacts, ObjectiveFacts
from wellrun.check.rule import NotChecked

INTERVAL_DAYS: Final = {"day": 1, "week": 7, "month": 30, "quarter": 91}
"""How far apart two figures lie; days between events have no such interval."""
RHYTHM_NOT_SAID: Final = NotChecked(
    "How often its figures come here is not said: the file does not define the measure, and its site is not asked."
)
"""What is answered where only the library's grain is known."""
POINTS: Final = WINDOW[Rule.SHIFT]
"""How many points the default rules need to tell that a level has moved."""
POINTS_OF: Final = {
    Profile.NHS.word: POINTS,
    Profile.WESTERN_ELECTRIC.word: WINDOW[Rule.EIGHT_ON_ONE_SIDE],
    Profile.NELSON.word: WINDOW[Rule.NINE_ON_ONE_SIDE],
    # One more than the longest run that is nothing special among the points of a whole baseline.
    Profile.ANHOEJ.word: int(anhoej_bounds(FREEZE_AT)[0][FREEZE_AT]) + 1,
}
"""Points in the run on one side of the centre by which each set of rules tells that a level has moved for good.

Limits alone have no such run: how soon they tell depends on how far it has moved. Sources: docs/explanation/methods.
"""


@dataclass(frozen=True, slots=True)
class TimeToAct:
    """What a lead needs until its signal can be read, and how long its effect takes at most.

    `points`: None where its rules have no such number; `interval_days`: None between events; `delay_days`: None where
    no link says so. `age_days` is the age of its newest figure when that comes.
    """

    points: float | None
    interval_days: int | None
    age_days: int
    delay_days: int | None

    @property
    def needed_days(self) -> float | None:
        """How old a change is when its signal can be read; None where that is not known."""
        if self.points is None or self.interval_days is None:
            return None
        return self.points * self.interval_days + self.age_days

    @property
    def is_too_late(self) -> bool:
        """Whether it reads "too late to act on". A lead of which something is not known is not."""
        needed = self.needed_days
        return needed is not None and self.delay_days is not None and needed > self.delay_days


def points_needed(rule_profile: str, points: float = POINTS) -> float | None:
    """How many points the rules need, None where that is not known.

    `points`: what a site counts for every measure, where that is not the default.
    """
    if points != POINTS or not rule_profile:
        return points
    return POINTS_OF.get(rule_profile)


def longest_of(delays: Iterable[tuple[str, int]], lags: Collection[str]) -> int | None:
    """The longest time until an effect shows, from (lag, days): on these lags, else on any; None without a link."""
    every = list(delays)
    nearest = [days for lag, days in every if lag in lags] or [days for _lag, days in every]
    return max(nearest, default=None)


def interval_days(measure: MeasureFacts) -> int | None:
    """How many days lie between two of its figures, where that is fixed."""
    return INTERVAL_DAYS.get(measure.grain)


def detection_days(measure: MeasureFacts, points: float = POINTS) -> float | None:
    """How old a change is when its signal can be read: the points that its rules need, and the age of the data."""
    return _time(measure, points, None).needed_days


def longest_delay(facts: ModelFacts, lead: str, lags: Collection[str] = ()) -> int | None:
    """The longest time until its effect shows: on these lags, else on any; none where no link says so.

    A structural link is arithmetic, a part of the same total: it has no effect to wait for.
    """
    links: list[LinkFacts] = [link for link in facts.links_of_lead.get(lead, ()) if link.grade != "structural"]
    return longest_of(((link.lag, link.delay_max_days) for link in links), lags)


def is_too_late(facts: ModelFacts, objective: ObjectiveFacts, lead: str, points: float = POINTS) -> bool:
    """Whether a lead of an objective reads "too late to act on". A lead of which nothing is known is not."""
    measure = facts.measure.get(lead)
    if measure is None:
        return False
    delay = longest_delay(facts, lead, [role.measure for role in objective.roles if role.role == "lag"])
    return _time(measure, points, delay).is_too_late


def _time(measure: MeasureFacts, points: float, delay_days: int | None) -> TimeToAct:
    needed = points_needed(measure.rule_profile, points)
    return TimeToAct(needed, interval_days(measure), measure.data_lag_days, delay_days)
