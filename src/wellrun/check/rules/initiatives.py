"""Initiatives: a measure to move, a prediction to test, and an effect that can be told from others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wellrun.check.facts import InitiativeFacts, ModelFacts, PredictionFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule


@rule("INI-01", "initiative", "“%(title)s” names no measure that it is to move, so its benefit cannot be shown.")
def without_measure(facts: ModelFacts, initiative: InitiativeFacts, t: Thresholds) -> Answer:
    """An initiative that nothing could tell the worth of. What was stopped needs none any more."""
    if initiative.targets or initiative.status == "stopped":
        return CLEAR
    return Hit({"title": initiative.title}, fix=Fix("add_prediction", {"initiative": initiative.key}))


@rule("INI-02", "initiative", "“%(title)s” does not say %(missing)s, so there is nothing to test.")
def without_prediction(facts: ModelFacts, initiative: InitiativeFacts, t: Thresholds) -> Answer:
    """No size, no delay or no end."""
    if initiative.status not in ("planned", "active"):
        return CLEAR
    if not initiative.targets:
        return NotChecked("It names no measure.")
    said = {
        "how much it changes": all(one.change is not None for one in initiative.targets),
        "after how long": all(one.delay_days is not None for one in initiative.targets),
        "when it ends": initiative.ends is not None,
    }
    missing = [what for what, there in said.items() if not there]
    if not missing:
        return CLEAR
    values = {"title": initiative.title, "missing": ", ".join(missing)}
    open_one = next((one for one in initiative.targets if one.change is None or one.delay_days is None), None)
    if open_one is None:
        return Hit(values, fix=Fix("set_end", {"initiative": initiative.key}))
    known = {"initiative": initiative.key, "measure": open_one.measure, "unit": open_one.unit}
    return Hit(values, fix=Fix("predict", known))


@rule(
    "INI-03",
    "initiative",
    "“%(title)s” begins within %(days)d days of “%(other)s” on the same measure: their effects cannot be told apart.",
)
def overlapping(facts: ModelFacts, initiative: InitiativeFacts, t: Thresholds) -> Answer:
    """Two that begin on one measure within one delay of its links; said of the later one."""
    if initiative.status not in ("planned", "active"):
        return CLEAR
    unknown = False
    for target, other in _earlier(facts, initiative):
        delay = _delay(facts, target, other)
        if delay is None:
            unknown = True
        elif (initiative.starts - other.starts).days <= delay:
            values: dict[str, Value] = {"title": initiative.title, "other": other.title, "days": delay}
            return Hit(values, fix=_later(facts, initiative, other.starts + timedelta(days=delay + 1)))
    return NotChecked("After how long either shows is not said.") if unknown else CLEAR


def _later(facts: ModelFacts, initiative: InitiativeFacts, day: date) -> Fix | None:
    """It begins on a day on which the other's effect is there; what has begun has begun."""
    if initiative.status != "planned" or initiative.starts <= facts.as_of:
        return None
    return Fix("move_start", {"initiative": initiative.key, "starts": max(day, facts.as_of).isoformat()})


def _earlier(facts: ModelFacts, initiative: InitiativeFacts) -> Iterator[tuple[PredictionFacts, InitiativeFacts]]:
    """The others on its measures that began before it, or on the same day with a smaller key."""
    for target in initiative.targets:
        for other in facts.initiatives_on.get((target.measure, target.unit), ()):
            if (other.starts, other.key) < (initiative.starts, initiative.key):
                yield target, other


def _delay(facts: ModelFacts, target: PredictionFacts, other: InitiativeFacts) -> int | None:
    """How long an effect on the measure takes to show: by its links, else as the two predict."""
    links = [link.delay_max_days for link in facts.links_of_lag.get(target.measure, ()) if link.grade != "structural"]
    said = [target, *(one for one in other.targets if one.measure == target.measure)]
    predicted = [one.delay_days for one in said if one.delay_days is not None]
    return max(links or predicted, default=None)
