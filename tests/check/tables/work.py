"""Initiatives, actions and escalations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.check.models import DAY, a_link, a_model, an_initiative
from tests.check.rows import Row
from wellrun.check.facts import ActionFacts, EscalationFacts, LinkFacts, ModelFacts, PredictionFacts

MOVES = PredictionFacts("stay", "enterprise", "down", 0.05, 30)


def initiative(**change: Any) -> ModelFacts:
    return a_model(initiatives=(an_initiative(**change),))


def two(apart: int, *links: LinkFacts, delay: int | None = 30, unit: str = "enterprise", **change: Any) -> ModelFacts:
    """One that begins so many days after another on the same measure."""
    first = PredictionFacts("stay", "enterprise", "down", 0.05, delay)
    second = PredictionFacts("stay", unit, "down", 0.05, delay)
    later = {"starts": date(2026, 4, 1) + timedelta(days=apart), "targets": (second,), **change}
    return a_model(
        initiatives=(an_initiative("later", **later), an_initiative("earlier", targets=(first,))), links=links
    )


def action(**change: Any) -> ModelFacts:
    said = {"owner": "chief", "due": DAY, "done_when": "seen", "last_update": DAY, **change}
    return a_model(actions=(ActionFacts("a", "Look into it", **said),))


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def escalated(tier: int, hours: float, *, answered: bool = False) -> ModelFacts:
    return a_model(escalations=(EscalationFacts("e", "Who decides?", tier, hours, answered),))


ROWS = [
    Row("INI-01", "no measure", initiative(targets=()), "hit"),
    Row("INI-01", "no measure, and planned", initiative(targets=(), status="planned"), "hit"),
    Row("INI-01", "no measure, and stopped", initiative(targets=(), status="stopped"), "clear"),
    Row("INI-01", "one measure", initiative(), "clear"),
    Row("INI-02", "all said", initiative(), "clear"),
    Row("INI-02", "no size", initiative(targets=(PredictionFacts("stay", "e", "down", None, 30),)), "hit"),
    Row("INI-02", "no delay", initiative(targets=(PredictionFacts("stay", "e", "down", 0.05),)), "hit"),
    Row("INI-02", "no end", initiative(ends=None), "hit"),
    Row("INI-02", "a delay of nought", initiative(targets=(PredictionFacts("stay", "e", "down", 0.05, 0),)), "clear"),
    Row("INI-02", "one of two says nothing", initiative(targets=(MOVES, PredictionFacts("other", "e"))), "hit"),
    Row("INI-02", "no measure", initiative(targets=()), "not checked"),
    Row("INI-02", "finished", initiative(ends=None, status="finished"), "clear"),
    Row("INI-03", "within the delay that is predicted", two(30), "hit"),
    Row("INI-03", "a day later", two(31), "clear"),
    Row("INI-03", "within the delay of a link", two(60, a_link(delay_max_days=60)), "hit"),
    Row("INI-03", "beyond the delay of a link", two(30, a_link(delay_max_days=14)), "clear"),
    Row("INI-03", "a component has no delay", two(30, a_link(delay_max_days=14, grade="structural")), "hit"),
    Row("INI-03", "on the same day", two(0), "clear", "earlier"),
    Row("INI-03", "on the same day, the other of them", two(0), "hit", "later"),
    Row("INI-03", "said of the later one only", two(10), "clear", "earlier"),
    Row("INI-03", "in another unit", two(10, unit="site"), "clear"),
    Row("INI-03", "stopped", two(10, status="stopped"), "clear"),
    Row("INI-03", "no delay said anywhere", two(10, delay=None), "not checked"),
    Row("ACT-01", "all there", action(), "clear"),
    Row("ACT-01", "no owner", action(owner=None), "hit"),
    Row("ACT-01", "no date", action(due=None), "hit"),
    Row("ACT-01", "nothing shows that it is done", action(done_when=" "), "hit"),
    Row("ACT-02", "heard of today", action(), "clear"),
    Row("ACT-02", "no word for two rounds", action(last_update=ago(14)), "clear"),
    Row("ACT-02", "a day more", action(last_update=ago(15)), "hit"),
    Row("ACT-02", "a daily huddle: a week at least", action(last_update=ago(7), cadence_days=1), "clear"),
    Row("ACT-02", "a daily huddle: eight days", action(last_update=ago(8), cadence_days=1), "hit"),
    Row("ACT-02", "dated again once", action(dated_again=1), "clear"),
    Row("ACT-02", "dated again twice", action(dated_again=2), "hit"),
    Row("ACT-02", "overdue for a fortnight", action(due=ago(14)), "clear"),
    Row("ACT-02", "overdue for longer", action(due=ago(15)), "error"),
    Row("ACT-02", "overdue for longer, and escalated", action(due=ago(15), escalated=True), "clear"),
    Row("ACT-02", "last word not known", action(last_update=None), "not checked"),
    Row("ACT-02", "last word not known, overdue", action(last_update=None, due=ago(15)), "error"),
    Row("ACT-03", "a day in tier 2", escalated(2, 24), "clear"),
    Row("ACT-03", "more than a day in tier 2", escalated(2, 24.5), "hit"),
    Row("ACT-03", "three days in tier 3", escalated(3, 72), "clear"),
    Row("ACT-03", "more than three days in tier 3", escalated(3, 73), "hit"),
    Row("ACT-03", "answered late", escalated(2, 100, answered=True), "clear"),
]
