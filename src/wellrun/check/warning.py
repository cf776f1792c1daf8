"""Whether a lead still warns in time: its age and the time its rule needs, against the delay of its effect."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from wellrun.check.facts import LinkFacts, MeasureFacts, ModelFacts, ObjectiveFacts

INTERVAL_DAYS: Final = {"day": 1, "week": 7, "month": 30, "quarter": 91}
"""How far apart two figures lie; days between events have no such interval."""
POINTS: Final = 7
"""How many points the default rules need to tell that a level has moved."""


def interval_days(measure: MeasureFacts) -> int | None:
    """How many days lie between two of its figures, where that is fixed."""
    return INTERVAL_DAYS.get(measure.grain)


def detection_days(measure: MeasureFacts, points: float = POINTS) -> float | None:
    """How old a change is when its signal can be read: the points that the rule needs, and the age of the data."""
    interval = interval_days(measure)
    return None if interval is None else points * interval + measure.data_lag_days


def longest_delay(facts: ModelFacts, lead: str, lags: Collection[str] = ()) -> int | None:
    """The longest time until its effect shows: on these lags, else on any; none where no link says so.

    A structural link is arithmetic, a part of the same total: it has no effect to wait for.
    """
    links = [link for link in facts.links_of_lead.get(lead, ()) if link.grade != "structural"]
    nearest: list[LinkFacts] = [link for link in links if link.lag in lags] or links
    return max((link.delay_max_days for link in nearest), default=None)


def is_too_late(facts: ModelFacts, objective: ObjectiveFacts, lead: str, points: float = POINTS) -> bool:
    """Whether a lead of an objective reads "too late to act on". A lead of which nothing is known is not."""
    measure = facts.measure.get(lead)
    needed = detection_days(measure, points) if measure else None
    delay = longest_delay(facts, lead, [role.measure for role in objective.roles if role.role == "lag"])
    return needed is not None and delay is not None and needed > delay
