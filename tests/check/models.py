"""A small model that keeps every rule, for tests to spoil one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from wellrun.check.engine import Verdict, check
from wellrun.check.facts import ModelFacts, ObjectiveFacts, PlanFacts

DAY = date(2026, 4, 10)


def an_objective(key: str = "flow", **change: Any) -> ObjectiveFacts:
    """An enterprise objective."""
    one = ObjectiveFacts(key, "Patients move on without delay", "enterprise", "access_experience", "enterprise", rank=1)
    return replace(one, **change)


def a_model(**change: Any) -> ModelFacts:
    """A plan in force since the first of the month, with nothing in it but what is given."""
    plan = PlanFacts("plan", "Plan", date(2026, 4, 1), date(2027, 3, 31), "active", date(2026, 4, 1))
    return replace(ModelFacts(DAY, plan), **change)


def fired(facts: ModelFacts, *rules: str) -> list[tuple[str, str]]:
    """The (rule, subject) pairs that fire, of the given rules or of all."""
    return [(one.rule, one.subject) for one in judged(facts).found if not rules or one.rule in rules]


def judged(facts: ModelFacts) -> Verdict:
    """The whole verdict at the default settings."""
    return check(facts)
