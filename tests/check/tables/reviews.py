"""Every measure is looked at in its own rhythm, and every item ends with something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.check.models import a_forum, a_measure, a_model, an_objective, roles
from tests.check.rows import Row, unheard
from wellrun.check.facts import ActionFacts, ItemFacts, ModelFacts

START = date(2026, 4, 1)


def looked_at(cadence: float | None, grain: str = "week", role: str = "lead", *, listed: bool = True) -> ModelFacts:
    forums = () if cadence is None else (a_forum("stay", cadence_days=cadence),)
    if not listed:
        forums = tuple(replace(forum, measures=()) for forum in forums)
    return a_model(
        objectives=(an_objective(roles=roles(stay=role)),), measures=(a_measure(grain=grain),), forums=forums
    )


def agendas(
    day: int, last: int | None, cadence: float | None = 7, *, known: bool = True, used: bool = True, **days: int
) -> ModelFacts:
    """On that day of the plan; `last` is the day of the plan on which it stood on an agenda, `days` others of it."""
    on = None if last is None else START + timedelta(days=last)
    told = {name: START + timedelta(days=number) for name, number in days.items()}
    forums = () if cadence is None else (a_forum("stay", cadence_days=cadence),)
    model = a_model(
        objectives=(an_objective(roles=roles(stay="lag")),) if used else (),
        measures=(a_measure(last_on_agenda=on, agendas_known=known, **told),),
        forums=forums,
    )
    return replace(model, as_of=START + timedelta(days=day))


def begun_on(day: int, facts: ModelFacts) -> ModelFacts:
    """The first review on record was held on that day of the plan."""
    return replace(facts, plan=replace(facts.plan, reviewed_since=START + timedelta(days=day)))


def item(**change: Any) -> ModelFacts:
    return a_model(items=(ItemFacts("i", "Stay is long", **{"closed": True, **change}),))


def begun(from_signal: bool | None) -> ModelFacts:
    return a_model(actions=(ActionFacts("a", "Look into it", "chief", START, "seen", from_signal=from_signal),))


DRAFT = replace(agendas(30, None).plan, stage="draft", activated=None)

ROWS = [
    Row("REV-01", "four times as far apart", looked_at(28), "clear"),
    Row("REV-01", "a day more", looked_at(29), "hit"),
    Row("REV-01", "ten times is still a warning", looked_at(70), "hit"),
    Row("REV-01", "more than ten times", looked_at(71), "error"),
    Row("REV-01", "no lead", looked_at(71, role="lag"), "clear"),
    Row("REV-01", "before no forum", looked_at(None), "not checked"),
    Row("REV-01", "counted between events", looked_at(71, "event"), "not checked"),
    Row("REV-01", "only the library says how often its figures come", unheard(looked_at(71)), "not checked"),
    Row("REV-01", "no lead, however its figures come", unheard(looked_at(71, role="lag")), "clear"),
    Row("REV-02", "only the library says how often its figures come", unheard(looked_at(7, "month")), "not checked"),
    Row("REV-02", "through its domain, however they come", unheard(looked_at(7, "month", listed=False)), "clear"),
    Row("REV-02", "weekly over weekly figures", looked_at(7), "clear"),
    Row("REV-02", "weekly over monthly figures", looked_at(7, "month"), "hit"),
    Row("REV-02", "every four weeks over monthly figures", looked_at(28, "month"), "clear"),
    Row("REV-02", "every 26 days over monthly figures", looked_at(26, "month"), "hit"),
    Row("REV-02", "only through its domain", looked_at(7, "month", listed=False), "clear"),
    Row("REV-02", "before no forum", looked_at(None, "month"), "clear"),
    Row("REV-02", "counted between events", looked_at(1, "event"), "clear"),
    Row("REV-03", "never, after two rounds", agendas(14, None), "hit"),
    Row("REV-03", "never, a day before", agendas(13, None), "not checked"),
    Row("REV-03", "never, in the two rounds since its site began", begun_on(20, agendas(34, None)), "hit"),
    Row("REV-03", "a day before that", begun_on(20, agendas(33, None)), "not checked"),
    Row("REV-03", "two rounds ago", agendas(30, 16), "clear"),
    Row("REV-03", "a day longer ago", agendas(30, 15), "hit"),
    Row("REV-03", "no forum, after two months", agendas(60, None, None), "hit"),
    Row("REV-03", "no forum, before that", agendas(59, None, None), "not checked"),
    Row("REV-03", "before its forum for a day less", agendas(60, 10, before_forum_since=47), "not checked"),
    Row("REV-03", "before its forum for two rounds", agendas(60, 10, before_forum_since=46), "hit"),
    Row("REV-03", "put before it today, on an agenda lately", agendas(60, 50, before_forum_since=60), "clear"),
    Row("REV-03", "perhaps on the agenda two rounds ago", agendas(60, 10, perhaps_on_agenda=46), "not checked"),
    Row("REV-03", "perhaps a day longer ago", agendas(60, 10, perhaps_on_agenda=45), "hit"),
    Row("REV-03", "agendas not known", agendas(60, None, known=False), "not checked"),
    Row("REV-03", "not in force", replace(agendas(60, None), plan=DRAFT), "not checked"),
    Row("REV-03", "no part of the plan", agendas(60, None, used=False), "clear"),
    Row("REV-04", "closed with nothing", item(), "hit"),
    Row("REV-04", "closed with a decision", item(outcome="decision"), "clear"),
    Row("REV-04", "still open", item(closed=False), "clear"),
    Row("REV-05", "no action, no reason", item(outcome="decision", no_action=True, reason=" "), "hit"),
    Row("REV-05", "no action, with a reason", item(outcome="decision", no_action=True, reason="Chance."), "clear"),
    Row("REV-05", "an action", item(outcome="action"), "clear"),
    Row("REV-06", "from what was no signal", begun(False), "hit"),
    Row("REV-06", "from a signal", begun(True), "clear"),
    Row("REV-06", "from what is not on record", begun(None), "not checked"),
]
