"""Focus: few priorities, few measures, and what is stopped for them."""

from __future__ import annotations

from wellrun.check.facts import ForumFacts, ModelFacts, ObjectiveFacts, PlanFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, Thresholds, Value, rule


@rule(
    "FOC-01",
    "plan",
    "%(count)d enterprise objectives are in force; attention is enough for %(most)d.",
    most=7,
    error_above=12,
)
def too_many_priorities(facts: ModelFacts, plan: PlanFacts, t: Thresholds) -> Answer:
    """More enterprise objectives than anybody can attend to."""
    count = _enterprise(facts)
    if count <= t["most"]:
        return CLEAR
    return Hit({"count": count, "most": int(t["most"])}, severity="error" if count > t["error_above"] else "")


@rule(
    "FOC-02",
    "plan",
    "The strategy map holds %(count)d enterprise objectives; %(most)d is the most that is read.",
    most=24,
)
def map_too_large(facts: ModelFacts, plan: PlanFacts, t: Thresholds) -> Answer:
    """A map that nobody can read."""
    count = _enterprise(facts)
    return Hit({"count": count, "most": int(t["most"])}) if count > t["most"] else CLEAR


@rule("FOC-03", "domain", "No objective stands in the domain “%(domain)s”.")
def domain_without_objective(facts: ModelFacts, domain: str, t: Thresholds) -> Answer:
    """A domain that the plan leaves out: to be said on purpose."""
    if any(one.domain == domain for one in facts.objectives):
        return CLEAR
    name = dict(facts.plan.domain_names).get(domain, domain)
    return Hit({"domain": name}, fix=Fix("add_objective", {"domain": domain}))


@rule("FOC-04", "objective", "“%(title)s” has %(count)d measures; %(most)d are enough to tell.", most=5)
def too_many_measures(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """More measures on one objective than a review can weigh."""
    count = len(objective.roles)
    if count <= t["most"]:
        return CLEAR
    values: dict[str, Value] = {"title": objective.title, "count": count, "most": int(t["most"])}
    return Hit(values, fix=Fix("leave_out_measure", {"objective": objective.key}))


@rule("FOC-05", "forum", "“%(name)s” looks at %(count)d measures; a huddle has time for %(most)d.", most=7, tier=1)
def board_overloaded(facts: ModelFacts, forum: ForumFacts, t: Thresholds) -> Answer:
    """A huddle board with more on it than fifteen minutes hold."""
    count = len(forum.measures)
    if forum.tier > t["tier"] or count <= t["most"]:
        return CLEAR
    return Hit({"name": forum.name, "count": count, "most": int(t["most"])})


@rule("FOC-06", "plan", "New initiatives begin in this cycle (%(count)d), and nothing is stopped or paused for them.")
def no_stop_list(facts: ModelFacts, plan: PlanFacts, t: Thresholds) -> Answer:
    """New work on top of all that there was: nothing on the stop list, and no initiative stopped."""
    begun = [one for one in facts.initiatives if plan.starts <= one.starts <= plan.ends]
    if not begun or plan.stopped or any(one.status == "stopped" for one in facts.initiatives):
        return CLEAR
    return Hit({"count": len(begun)}, fix=Fix("stop", {"plan": plan.key}))


def _enterprise(facts: ModelFacts) -> int:
    return sum(one.level == "enterprise" for one in facts.objectives)
