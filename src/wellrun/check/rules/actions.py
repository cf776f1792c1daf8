"""Actions and escalations: what can be closed, what stands still, and what nobody answers."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Final

from wellrun.check.facts import ActionFacts, EscalationFacts, ModelFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule
from wellrun.check.spoken import counted

NEXT_DAYS: Final = 14
"""In how many days an action that stands still is proposed to be done by whoever is asked next."""


@rule("ACT-01", "action", "“%(title)s” lacks %(missing)s.")
def not_smart(facts: ModelFacts, action: ActionFacts, t: Thresholds) -> Answer:
    """An action that nobody could close."""
    needed = {
        "an owner": action.owner,
        "a due date": action.due,
        "what shows that it is done": action.done_when.strip(),
    }
    missing = [what for what, there in needed.items() if not there]
    if not missing:
        return CLEAR
    return Hit({"title": action.title, "missing": ", ".join(missing)}, fix=_complete(facts, action))


def _complete(facts: ModelFacts, action: ActionFacts) -> Fix:
    """Somebody is asked anew, with a day where it has none."""
    due = action.due or facts.as_of + timedelta(days=NEXT_DAYS)
    return Fix("edit_action", {"action": action.key, "due": due.isoformat()})


@rule(
    "ACT-02",
    "action",
    "“%(title)s” stands still: %(how)s.",
    rounds=2,
    least_days=7,
    again=2,
    error_overdue=14,
)
def stalled(facts: ModelFacts, action: ActionFacts, t: Thresholds) -> Answer:
    """No word for two rounds and a week at least, dated again twice, or overdue for a fortnight unescalated."""
    overdue = max((facts.as_of - action.due).days, 0) if action.due else 0
    silent = (facts.as_of - action.last_update).days if action.last_update else None
    is_error = overdue > t["error_overdue"] and not action.escalated
    is_silent = silent is not None and silent > max(t["rounds"] * action.cadence_days, t["least_days"])
    if is_error or is_silent or action.dated_again >= t["again"]:
        values: dict[str, Value] = {"title": action.title, "how": _standing(silent or 0, action.dated_again, overdue)}
        known: dict[str, Value] = {"action": action.key, "reason": f"It stands still: {values['how']}."}
        fix = Fix("escalate", {**known, "due": (facts.as_of + timedelta(days=NEXT_DAYS)).isoformat()})
        return Hit(values, severity="error" if is_error else "", fix=fix)
    return NotChecked("When it was last heard of is not known.") if silent is None else CLEAR


@rule(
    "ACT-03",
    "escalation",
    "“%(title)s” waits for an answer for %(waiting)s; it was promised within %(most)s.",
    hours_tier_2=24,
    hours_tier_3=72,
)
def unanswered(facts: ModelFacts, escalation: EscalationFacts, t: Thresholds) -> Answer:
    """An escalation beyond its time: a day up to tier 2, three days above."""
    most = t["hours_tier_2"] if escalation.tier <= 2 else t["hours_tier_3"]
    if escalation.answered or escalation.waiting_hours <= most:
        return CLEAR
    values: dict[str, Value] = {"title": escalation.title, **_hours(escalation.waiting_hours, most)}
    return Hit(values, fix=Fix("answer_escalation", {"escalation": escalation.key}))


def _standing(silent: int, again: int, overdue: int) -> str:
    """How it stands still: only what is so."""
    said = [f"no word for {counted(silent, 'day')}"] if silent else []
    said += [f"dated again {counted(again, 'time')}"] if again else []
    said += [f"{counted(overdue, 'day')} overdue"] if overdue else []
    return ", ".join(said)


def _hours(waiting: float, most: float) -> dict[str, Value]:
    """For how long, in days where that is easier to read."""
    days, hours = divmod(ceil(waiting), 24)
    long = counted(days, "day") if days > 2 else counted(24 * days + hours, "hour")
    return {"waiting": long, "most": counted(int(most), "hour")}
