"""Actions and escalations: what can be closed, what stands still, and what nobody answers."""

from __future__ import annotations

from math import ceil

from wellrun.check.facts import ActionFacts, EscalationFacts, ModelFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule


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
    return Hit({"title": action.title, "missing": ", ".join(missing)}, fix=Fix("edit_action", {"action": action.key}))


@rule(
    "ACT-02",
    "action",
    "“%(title)s” stands still: no word for %(silent)d days, dated again %(again)d times, %(overdue)d days overdue.",
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
        values: dict[str, Value] = {
            "title": action.title,
            "silent": silent or 0,
            "again": action.dated_again,
            "overdue": overdue,
        }
        return Hit(values, severity="error" if is_error else "", fix=Fix("escalate", {"action": action.key}))
    return NotChecked("When it was last heard of is not known.") if silent is None else CLEAR


@rule(
    "ACT-03",
    "escalation",
    "“%(title)s” waits for an answer for %(waiting)d hours; %(most)d were promised.",
    hours_tier_2=24,
    hours_tier_3=72,
)
def unanswered(facts: ModelFacts, escalation: EscalationFacts, t: Thresholds) -> Answer:
    """An escalation beyond its time: a day up to tier 2, three days above."""
    most = t["hours_tier_2"] if escalation.tier <= 2 else t["hours_tier_3"]
    if escalation.answered or escalation.waiting_hours <= most:
        return CLEAR
    values: dict[str, Value] = {"title": escalation.title, "waiting": ceil(escalation.waiting_hours), "most": int(most)}
    return Hit(values, fix=Fix("answer_escalation", {"escalation": escalation.key}))
