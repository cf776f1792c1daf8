"""A small model that keeps every rule, for tests to spoil one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from wellrun.check.engine import Verdict, check
from wellrun.check.facts import (
    ContributionFacts,
    ContributorFacts,
    ForumFacts,
    InitiativeFacts,
    LinkFacts,
    MeasureFacts,
    ModelFacts,
    ObjectiveFacts,
    PlanFacts,
    PostFacts,
    PredictionFacts,
    RoleFacts,
    TargetFacts,
    TradeOffFacts,
)

DAY = date(2026, 4, 10)


def an_objective(key: str = "flow", **change: Any) -> ObjectiveFacts:
    """An enterprise objective."""
    one = ObjectiveFacts(key, "Patients move on without delay", "enterprise", "access_experience", "enterprise", rank=1)
    return replace(one, **change)


def a_model(**change: Any) -> ModelFacts:
    """A plan in force since the first of the month, with nothing in it but what is given."""
    plan = PlanFacts("plan", "Plan", date(2026, 4, 1), date(2027, 3, 31), "active", date(2026, 4, 1))
    return replace(ModelFacts(DAY, plan), **change)


def a_measure(key: str = "stay", **change: Any) -> MeasureFacts:
    """A share of cases, wanted down, with a figure a month."""
    one = MeasureFacts(
        key,
        f"Name of {key}",
        numerator="those",
        denominator="of these",
        display_unit="%",
        direction="down",
        source="the record",
        version=1,
        scoring="proportion",
        grain="month",
        conformance="local",
    )
    return replace(one, **change)


def roles(**said: str) -> tuple[RoleFacts, ...]:
    """Roles by measure: lag, lead or balancing."""
    return tuple(RoleFacts(measure, role) for measure, role in said.items())


def a_child(
    key: str, *, amount: float | None = None, share: float | None = None, parent: str = "flow"
) -> ObjectiveFacts:
    """An objective of a site that serves another."""
    return an_objective(key, level="site", unit=key, rank=None, parents=(ContributionFacts(parent, amount, share),))


def a_target(measure: str = "stay", **change: Any) -> TargetFacts:
    """An aim below its baseline of two years."""
    one = TargetFacts(measure, "enterprise", value=0.1, baseline=0.2, baseline_points=24)
    return replace(one, **change)


def a_link(lead: str = "rounds", lag: str = "stay", **change: Any) -> LinkFacts:
    """A moderate link whose effect shows within a year."""
    return replace(LinkFacts("L", lead, lag, "-", 0, 365, "moderate"), **change)


def a_trade_off(push: str = "stay", guard: str = "return", **change: Any) -> TradeOffFacts:
    """Pushing one down needs the other beside it."""
    return replace(TradeOffFacts(f"B-{guard}", push, "down", guard, "down", "sent home too early"), **change)


def a_forum(*measures: str, **change: Any) -> ForumFacts:
    """A weekly review of these measures."""
    one = ForumFacts("weekly", "Weekly review", "enterprise", 3, 7, measures=measures, reviewed=measures)
    return replace(one, **change)


def a_post(key: str = "chief", **change: Any) -> PostFacts:
    """A post of the enterprise that somebody holds."""
    return replace(PostFacts(key, f"Title of {key}", "enterprise", held=True, open_actions=0), **change)


def an_initiative(key: str = "rounds-at-eight", **change: Any) -> InitiativeFacts:
    """One under way with a full prediction."""
    one = InitiativeFacts(
        key,
        f"Title of {key}",
        "flow",
        "chief",
        "active",
        date(2026, 4, 1),
        date(2026, 9, 30),
        targets=(PredictionFacts("stay", "enterprise", "down", 0.05, 30),),
        hours=(("chief", 2.0),),
    )
    return replace(one, **change)


def teams(*names: str, **change: Any) -> tuple[ContributorFacts, ...]:
    """Teams that are responsible for a part, with a hand-off measure each."""
    return tuple(replace(ContributorFacts(name, handoff=f"handoff-{name}"), **change) for name in names)


def fired(facts: ModelFacts, *rules: str) -> list[tuple[str, str]]:
    """The (rule, subject) pairs that fire, of the given rules or of all."""
    return [(one.rule, one.subject) for one in judged(facts).found if not rules or one.rule in rules]


def judged(facts: ModelFacts) -> Verdict:
    """The whole verdict at the default settings."""
    return check(facts)
