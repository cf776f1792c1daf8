"""How long the model check takes beside loading what it checks: 10,000 objectives and 100,000 roles.

    python -m benchmarks.model_check

Loading is making the facts out of a plan that is in memory already, without reading YAML or a database: the least it
can take. The same facts are made anew for every check, so that no index is there before.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from wellrun.check.engine import Verdict, check
from wellrun.check.facts import ModelFacts
from wellrun.check.from_file import facts_of
from wellrun.check.touched import touched_by
from wellrun.library import library
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import (
    ContributionSpec,
    ContributorSpec,
    DomainSpec,
    MeasureRole,
    ObjectiveSpec,
    PlanSpec,
    PostSpec,
    TargetSpec,
)

OBJECTIVES, ROLES = 10_000, 10
DAY = date(2026, 6, 1)
ROUNDS = 5
DOMAINS = ("quality_safety", "access_experience", "workforce", "financial", "transformation")
KINDS = ("lag", "lead", "lead", "balancing", "balancing")


def a_plan() -> PlanDocument:
    """Seven priorities, sites below them, service lines below those, teams below those; ten roles each."""
    objectives = tuple(an_objective(number) for number in range(OBJECTIVES))
    plan = PlanSpec(
        "large",
        "A large plan",
        date(2026, 4, 1),
        date(2027, 3, 31),
        activated=date(2026, 4, 1),
        domains=tuple(DomainSpec(key, key) for key in DOMAINS),
        objectives=objectives,
    )
    posts = tuple(PostSpec(f"post-{number}", f"Post {number}", f"unit-{number}") for number in range(OBJECTIVES))
    targets = tuple(
        TargetSpec(one.measures[0].measure, one.unit, value=0.1, baseline=0.3, baseline_points=24) for one in objectives
    )
    return PlanDocument(plan, measures=library().measures, posts=posts, targets=targets)


def an_objective(number: int) -> ObjectiveSpec:
    level = "enterprise" if number < 7 else "site" if number < 100 else "service_line" if number < 1000 else "team"
    measures = library().measures
    used = (measures[(number * 7 + each) % len(measures)].key for each in range(ROLES))
    parents = () if number < 7 else (ContributionSpec(f"o-{(number - 7) // 10}", share=0.1),)
    return ObjectiveSpec(
        key=f"o-{number}",
        domain=DOMAINS[number % len(DOMAINS)],
        title=f"Outcome {number}",
        unit=f"unit-{number}",
        level=level,
        rank=number + 1 if number < 7 else None,
        sponsor=f"post-{number // 10}",
        owner=f"post-{number}",
        perspective="customer",
        contributions=parents,
        measures=tuple(MeasureRole(key, KINDS[each % len(KINDS)]) for each, key in enumerate(used)),
        contributors=(ContributorSpec("Nursing"), ContributorSpec("Medicine")),
    )


def timed(call: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    """Seconds and result of one call, without the collector's pauses."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        made = call(*given)
        return time.perf_counter() - start, made
    finally:
        gc.enable()


def one_round(document: PlanDocument) -> tuple[float, float, float, float]:
    """Seconds of loading, of the whole check, of the check of one change; the share of its answers."""
    load, facts = timed(facts_of, document, DAY)
    whole, verdict = timed(check, facts)
    little, part = timed(check_change, facts)
    return load, whole, little, answers(part) / answers(verdict)


def check_change(facts: ModelFacts) -> Verdict:
    """What is asked again when one objective is saved."""
    return check(facts, only=touched_by(facts, [("objective", "o-5000")]))


def run() -> list[tuple[str, float, float]]:
    """(what, ratio, the most it may be)."""
    document = a_plan()
    rounds = [one_round(document) for _ in range(ROUNDS)]
    load, whole, little, share = (min(times) for times in zip(*rounds, strict=True))
    size = f"{OBJECTIVES:,} objectives, {OBJECTIVES * ROLES:,} roles"
    return [
        (f"whole check of {size} / loading them ({load:.2f} s)", whole / load, 5),
        ("check after a change of one objective / whole check", little / whole, 0.05),
        ("answers after a change of one objective / answers of the whole check", share, 0.01),
    ]


def answers(verdict: Verdict) -> int:
    """How many questions a check asked."""
    return len(verdict.found) + len(verdict.skipped) + verdict.clear


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.4f}  (at most {bar})  {what}")
