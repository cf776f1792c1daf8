"""Reviews: every measure is looked at in its own rhythm, and every item ends with something."""

from __future__ import annotations

from datetime import date, timedelta

from wellrun.check.facts import ActionFacts, ItemFacts, MeasureFacts, ModelFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule
from wellrun.check.warning import RHYTHM_NOT_SAID, interval_days

_RHYTHM = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly"}


@rule(
    "REV-01",
    "measure",
    "“%(name)s” has %(rhythm)s figures and is reviewed every %(cadence)d days: its signals age unread.",
    times=4,
    error_times=10,
)
def review_too_slow(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """A lead that is looked at far less often than it speaks."""
    if not any(role.role == "lead" for _, role in facts.roles_of.get(measure.key, ())):
        return CLEAR
    interval, cadence = interval_days(measure), _cadence(facts, measure)
    if not measure.rhythm_known:
        return RHYTHM_NOT_SAID
    if interval is None:
        return NotChecked("Its figures come at no fixed interval.")
    if cadence is None:
        return NotChecked("It comes before no forum.")
    if cadence <= t["times"] * interval:
        return CLEAR
    values: dict[str, Value] = {"name": measure.name, "rhythm": _RHYTHM[measure.grain], "cadence": int(cadence)}
    severity = "error" if cadence > t["error_times"] * interval else ""
    often = _often_enough(facts, measure, t["times"] * interval)
    fix = Fix("put_before_forum", {"measure": measure.key, "forum": often})
    return Hit(values, severity=severity, fix=fix)


@rule(
    "REV-02",
    "measure",
    "“%(forum)s” meets every %(cadence)d days over “%(name)s”, which has %(rhythm)s figures: "
    "it sees the same one twice.",
    share=0.9,
)
def review_too_fast(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """A forum that lists a measure and meets before there is anything new; months are not all of one length.

    A measure that only belongs to the forum's domain comes up there when something has happened, and is not meant.
    """
    interval = interval_days(measure)
    if interval is None:
        return CLEAR
    if not measure.rhythm_known and any(measure.key in one.measures for one in facts.forums_of.get(measure.key, ())):
        return RHYTHM_NOT_SAID
    for forum in facts.forums_of.get(measure.key, ()):
        if measure.key in forum.measures and forum.cadence_days < t["share"] * interval:
            values: dict[str, Value] = {"forum": forum.name, "name": measure.name, "rhythm": _RHYTHM[measure.grain]}
            fix = Fix("take_off_forum", {"forum": forum.key, "measure": measure.key})
            return Hit({**values, "cadence": int(forum.cadence_days)}, fix=fix, units=(forum.unit,))
    return CLEAR


@rule(
    "REV-03",
    "measure",
    "“%(name)s” stood on no agenda in the last %(days)d days: review it, or retire it.",
    rounds=2,
    days_without_forum=30,
)
def never_reviewed(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """A measure of the plan on no agenda for two rounds of its forum, since the plan is in force and its site began.

    A sitting counts that had the measure as an item or began when it came before its forum. One that comes before it
    for less than two rounds is not judged yet.
    """
    if not facts.roles_of.get(measure.key):
        return CLEAR
    cadence = _cadence(facts, measure)
    days = t["rounds"] * (t["days_without_forum"] if cadence is None else cadence)
    if not measure.agendas_known:
        return NotChecked("What stood on agendas is known on a running site only.")
    if facts.plan.activated is None:
        return NotChecked("The plan is not in force yet.")
    if facts.as_of < (facts.plan.reviewed_since or facts.plan.activated) + timedelta(days=days):
        return NotChecked("The plan is in force for less than two rounds of its forum.")
    if _since(measure.last_on_agenda, facts.as_of) <= days:
        return CLEAR
    if _since(measure.before_forum_since, facts.as_of) < days:
        return NotChecked("It comes before its forum for less than two rounds of it.")
    if _since(measure.perhaps_on_agenda, facts.as_of) <= days:
        return NotChecked("Whether it came before its forum at the last sittings is not on record.")
    return Hit({"name": measure.name, "days": int(days)}, fix=Fix("put_before_forum", {"measure": measure.key}))


@rule("REV-04", "item", "“%(title)s” was closed without a decision, an action or an escalation.")
def closed_without_outcome(facts: ModelFacts, item: ItemFacts, t: Thresholds) -> Answer:
    """Talk that ended with nothing."""
    return Hit({"title": item.title}) if item.closed and not item.outcome else CLEAR


@rule("REV-05", "item", "“%(title)s” was left as it is, and nobody said why.")
def no_action_without_reason(facts: ModelFacts, item: ItemFacts, t: Thresholds) -> Answer:
    """No action, without a reason."""
    return Hit({"title": item.title}) if item.no_action and not item.reason.strip() else CLEAR


@rule("REV-06", "action", "“%(title)s” answers what lies within the usual spread of its figures.")
def reaction_to_noise(facts: ModelFacts, action: ActionFacts, t: Thresholds) -> Answer:
    """Work begun on chance: the change that it answers had been taken back by the rules when it was asked for.

    Known of an action that settled an agenda item about a change; from what others began is not on record.
    """
    if action.from_signal is None:
        return NotChecked("Whether it began from a signal is not on record.")
    return CLEAR if action.from_signal else Hit({"title": action.title})


def _cadence(facts: ModelFacts, measure: MeasureFacts) -> float | None:
    """How many days lie between two looks at it, in the forum that looks most often."""
    return min((forum.cadence_days for forum in facts.forums_of.get(measure.key, ())), default=None)


def _often_enough(facts: ModelFacts, measure: MeasureFacts, days: float) -> str | None:
    """A forum of a unit that pursues the measure, or above one, that meets in time for it; the nearest of them."""
    for objective, _ in facts.roles_of.get(measure.key, ()):
        for unit in facts.units_above(objective.unit):
            near = [one for one in facts.forums if one.unit == unit and one.cadence_days <= days]
            if near:
                return max(near, key=lambda one: (one.cadence_days, one.key)).key
    return None


def _since(day: date | None, as_of: date) -> float:
    return float("inf") if day is None else (as_of - day).days
