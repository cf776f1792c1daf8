"""What a plan has to choose: an order, who wins, whose hours, and what was agreed below."""

from __future__ import annotations

from collections import Counter

from wellrun.check.conflicts import in_conflict_with, place_of
from wellrun.check.facts import InitiativeFacts, ModelFacts, ObjectiveFacts, PlanFacts, PostFacts
from wellrun.check.hours import Taken, most_hours
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, Thresholds, Value, rule
from wellrun.check.rules.objectives import name_of


@rule(
    "PLN-01", "plan", "Enterprise objectives share a rank or have none (%(count)d); the first of them is “%(title)s”."
)
def not_ranked(facts: ModelFacts, plan: PlanFacts, t: Thresholds) -> Answer:
    """Priorities without a strict order."""
    first = [one for one in facts.objectives if one.level == "enterprise"]
    times = Counter(one.rank for one in first)
    unclear = [one for one in first if one.rank is None or times[one.rank] > 1]
    if not unclear:
        return CLEAR
    return Hit({"count": len(unclear), "title": unclear[0].title}, fix=Fix("rank", {"objective": unclear[0].key}))


@rule(
    "PLN-02",
    "objective",
    "“%(title)s” and “%(other)s” pull against each other over “%(measure)s”, and nobody says which wins.",
)
def conflict_without_ruling(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """Two enterprise objectives in each other's way without "this one wins, because"; said of the higher one.

    They want the opposite of one measure, or one pushes what harms a result of the other and does not guard it.
    """
    if objective.level != "enterprise":
        return CLEAR
    for other, measure in in_conflict_with(facts, objective):
        if place_of(objective) < place_of(other) and (objective.key, other.key) not in facts.rulings:
            values: dict[str, Value] = {
                "title": objective.title,
                "other": other.title,
                "measure": name_of(facts, measure),
            }
            return Hit(values, fix=Fix("rule_on", {"winner": objective.key, "loser": other.key}))
    return CLEAR


@rule("PLN-03", "post", "The plan takes %(needed)g hours a week of “%(post)s”, who declared %(declared)s.")
def more_hours_than_declared(facts: ModelFacts, post: PostFacts, t: Thresholds) -> Answer:
    """Initiatives that at their busiest take more of a post than it declared; a post that declared none has none."""
    needed = most_hours(_taken_of(facts, post.key))
    declared = post.hours_a_week or 0.0
    if needed <= declared:
        return CLEAR
    said = "none" if not declared else f"{declared:g}"
    values: dict[str, Value] = {"post": post.title, "needed": needed, "declared": said}
    return Hit(values, fix=Fix("declare_hours", {"post": post.key, "hours_a_week": needed}))


@rule("PLN-04", "initiative", "“%(title)s” does not say whose hours it takes.")
def without_hours(facts: ModelFacts, initiative: InitiativeFacts, t: Thresholds) -> Answer:
    """Work that seems to need nobody's time."""
    if initiative.hours or initiative.status not in ("planned", "active"):
        return CLEAR
    return Hit({"title": initiative.title}, fix=Fix("set_hours", {"initiative": initiative.key}))


@rule(
    "PLN-05", "plan", "What was offered below is not agreed everywhere (open: %(count)d); the first is for “%(unit)s”."
)
def consultation_open(facts: ModelFacts, plan: PlanFacts, t: Thresholds) -> Answer:
    """Offers below that nobody has agreed to."""
    if plan.stage not in ("consultation", "active") or not facts.open_catchballs:
        return CLEAR
    parent, unit, name = facts.open_catchballs[0]
    fix = Fix("agree", {"parent": parent, "unit": unit})
    return Hit({"count": len(facts.open_catchballs), "unit": name}, fix=fix)


def _taken_of(facts: ModelFacts, post: str) -> list[Taken]:
    """What the initiatives take of a post."""
    return [
        Taken(one.starts, one.ends, sum(hours for named, hours in one.hours if named == post))
        for one in facts.initiatives_of_post.get(post, ())
    ]
