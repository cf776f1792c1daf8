"""Objectives: outcomes with results, leads and guards, in a cascade that adds up and does not contradict itself."""

from __future__ import annotations

import re
from datetime import timedelta

from wellrun.check.cascade import TakenOn, taken_on
from wellrun.check.conflicts import has, opposite_pulls, wanted
from wellrun.check.facts import MeasureFacts, ModelFacts, ObjectiveFacts, RoleFacts, TradeOffFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule
from wellrun.check.spoken import percent_beyond, percent_short
from wellrun.check.warning import POINTS, RHYTHM_NOT_SAID, is_too_late

_TASK = re.compile(
    r"\s*(to\s+)?(implement(ing)?|launch(ing)?|buy(ing)?|roll(ing)?[\s-]?out|deploy(ing)?|complet(e|ing))\b",
    re.IGNORECASE,
)
LEVELS = ("enterprise", "site", "service_line", "team")


@rule("OBJ-01", "objective", "“%(title)s” has no measure, so no review can tell how it goes.")
def without_measure(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """An objective that nothing measures."""
    if objective.roles:
        return CLEAR
    return Hit({"title": objective.title}, fix=_add(objective, "lag"))


@rule(
    "OBJ-02",
    "objective",
    "Nothing warns in time of how “%(title)s” turns out: %(why)s.",
    points=POINTS,
)
def lag_only(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """Results without a lead that still warns in time.

    A lead whose age and detection time exceed the longest delay of its links reads "too late to act on" and does not
    count; one without a stated link is given the benefit of the doubt.
    """
    leads = _of(objective, "lead")
    if not _of(objective, "lag"):
        return CLEAR
    if any(not is_too_late(facts, objective, lead.measure, t["points"]) for lead in leads):
        return CLEAR
    if not all(one.rhythm_known for lead in leads if (one := facts.measure.get(lead.measure))):
        return RHYTHM_NOT_SAID
    late = {0: "it has no lead", 1: "its one lead is too late to act on"}
    why = late.get(len(leads), f"its {len(leads)} leads are too late to act on")
    return Hit({"title": objective.title, "why": why}, fix=_add(objective, "lead"))


@rule("OBJ-03", "objective", "“%(title)s” has leads and no result: nothing tells whether the effort pays.")
def lead_only(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """Activity without an outcome."""
    if not _of(objective, "lead") or _of(objective, "lag"):
        return CLEAR
    return Hit({"title": objective.title}, fix=_add(objective, "lag"))


@rule(
    "OBJ-04",
    "objective",
    "“%(title)s” pushes “%(push)s”, and nothing beside it watches what that may harm (%(mechanism)s): "
    "add “%(guard)s”, or another of its guards.",
)
def push_without_guard(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A push with a known way to do harm, and none of its guards on the objective or before the same forum.

    A guard that the site does not have is missing like any other.
    """
    for role in objective.roles:
        offs = _pushed(facts, role)
        if offs and not any(_is_guarded(facts, objective, one) for one in offs):
            first = offs[0]
            values = {
                "title": objective.title,
                "push": name_of(facts, role.measure),
                "guard": name_of(facts, first.guard),
                "mechanism": first.mechanism,
            }
            fix = Fix("add_measure", {"objective": objective.key, "role": "balancing", "measure": first.guard})
            return Hit(values, fix=fix)
    return CLEAR


@rule(
    "OBJ-05", "objective", "“%(title)s” is a task: say what will be better for whom, and make the task an initiative."
)
def written_as_task(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """An output where an outcome is needed."""
    if not _TASK.match(objective.title):
        return CLEAR
    return Hit({"title": objective.title}, fix=Fix("rename_objective", {"objective": objective.key}))


@rule("OBJ-06", "objective", "“%(title)s” serves no objective above it.")
def orphan(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """No line of sight up to the enterprise; a parent that is no longer in force is none."""
    if objective.level == "enterprise" or any(part.parent in facts.objective for part in objective.parents):
        return CLEAR
    return Hit({"title": objective.title}, fix=Fix("add_parent", {"objective": objective.key}))


@rule("OBJ-07", "objective", "Nothing below serves the priority “%(title)s” after %(days)d days.", after_days=30)
def not_cascaded(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A priority that nobody below has taken up some time after the plan came into force."""
    if objective.level != "enterprise" or facts.children.get(objective.key):
        return CLEAR
    if facts.plan.activated is None:
        return NotChecked("The plan is not in force yet.")
    if facts.as_of <= facts.plan.activated + timedelta(days=t["after_days"]):
        return NotChecked(f"The plan has not been in force for {t['after_days']:.0f} days.")
    days = (facts.as_of - facts.plan.activated).days
    return Hit({"title": objective.title, "days": days}, fix=Fix("offer_down", {"objective": objective.key}))


@rule("OBJ-08", "objective", "What serves “%(title)s” takes on %(percent)d %% of its gap to the aim.", least=0.9)
def does_not_add_up(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """The parts below do not reach the aim above; a part that says nothing takes on nothing."""
    if objective.key not in facts.children:
        return CLEAR
    taken = taken_on(facts, objective)
    if unclear := _not_added_up(taken):
        return unclear
    share = taken.share or 0.0
    if share >= t["least"] - 1e-9:
        return CLEAR
    return Hit(
        {"title": objective.title, "percent": percent_short(share, t["least"])},
        fix=_take_on_more(objective, taken.unsaid),
    )


def _take_on_more(objective: ObjectiveFacts, unsaid: tuple[str, ...]) -> Fix:
    """Who serves it and says nothing says how much; where all have said, one more unit is asked for a part."""
    if unsaid:
        return Fix("set_contribution", {"parent": objective.key, "child": unsaid[0]})
    return Fix("offer_down", {"objective": objective.key})


@rule(
    "OBJ-09",
    "measure",
    "“%(up)s” wants “%(name)s” to rise and “%(down)s” wants it to fall, by itself or through a part of it.",
)
def opposite_ways(facts: ModelFacts, measure: MeasureFacts, t: Thresholds) -> Answer:
    """Two objectives that want the opposite of one measure, or of a measure and what it is made of."""
    pair = opposite_pulls(facts, measure.key)
    if pair is None:
        return CLEAR
    titles = {pull.direction: pull.objective.title for pull in pair}
    # What is wanted of the measure itself is said anew as the other one wants it; of a part of it that is to be judged.
    values: dict[str, Value] = {"objective": pair[1].objective.key, "measure": pair[1].through or measure.key}
    if not pair[1].through:
        values["direction"] = pair[0].direction
    fix = Fix("set_direction", values)
    return Hit({"name": measure.name, **titles}, fix=fix, units=tuple(pull.objective.unit for pull in pair))


@rule("OBJ-10", "objective", "“%(title)s” serves itself, by way of what it serves.")
def in_a_circle(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A cascade that comes back to where it began."""
    if objective.key not in facts.in_circle:
        return CLEAR
    back = next((part.parent for part in objective.parents if _leads_to(facts, part.parent, objective.key)), None)
    return Hit({"title": objective.title}, fix=Fix("remove_parent", {"objective": objective.key, "parent": back}))


@rule("OBJ-11", "objective", "“%(title)s” serves “%(parent)s”, which stands on a lower level.")
def serves_below(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A cascade that runs upwards."""
    for part in objective.parents:
        parent = facts.objective.get(part.parent)
        if parent and LEVELS.index(parent.level) > LEVELS.index(objective.level):
            fix = Fix("remove_parent", {"objective": objective.key, "parent": parent.key})
            return Hit({"title": objective.title, "parent": parent.title}, fix=fix)
    return CLEAR


@rule(
    "OBJ-12", "objective", "What serves “%(title)s” takes on %(percent)d %% of its gap: more than there is.", most=1.1
)
def more_than_the_gap(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """Parts that add up to more than the aim asks for."""
    if objective.key not in facts.children:
        return CLEAR
    taken = taken_on(facts, objective)
    if unclear := _not_added_up(taken):
        return unclear
    share = taken.share or 0.0
    if share <= t["most"] + 1e-9:
        return CLEAR
    child = facts.children[objective.key][0][0].key
    fix = Fix("set_contribution", {"parent": objective.key, "child": child})
    return Hit({"title": objective.title, "percent": percent_beyond(share, t["most"])}, fix=fix)


@rule("OBJ-13", "objective", "“%(title)s” names no perspective, so the strategy map has no place for it.")
def without_perspective(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """An objective that is not on the map."""
    if objective.perspective:
        return CLEAR
    return Hit({"title": objective.title}, fix=Fix("set_perspective", {"objective": objective.key}))


def _leads_to(facts: ModelFacts, start: str, wanted: str) -> bool:
    """Whether what an objective serves, and what that serves, comes to another."""
    ahead, seen = [start], set[str]()
    while ahead:
        key = ahead.pop()
        if key == wanted:
            return True
        if key in facts.objective and key not in seen:
            seen.add(key)
            ahead += [part.parent for part in facts.objective[key].parents]
    return False


def name_of(facts: ModelFacts, measure: str) -> str:
    """What a measure is called; its key where the site does not have it."""
    found = facts.measure.get(measure)
    return found.name if found else facts.other_names.get(measure, measure)


def _of(objective: ObjectiveFacts, role: str) -> list[RoleFacts]:
    return [one for one in objective.roles if one.role == role]


def _add(objective: ObjectiveFacts, role: str) -> Fix:
    return Fix("add_measure", {"objective": objective.key, "role": role})


def _pushed(facts: ModelFacts, role: RoleFacts) -> list[TradeOffFacts]:
    """The trade-offs of what an objective pushes; what only guards is not pushed."""
    if role.role == "balancing":
        return []
    way = wanted(facts, role)
    return [one for one in facts.trade_offs_of.get(role.measure, ()) if one.push_direction == way]


def _is_guarded(facts: ModelFacts, objective: ObjectiveFacts, one: TradeOffFacts) -> bool:
    if has(objective, one.guard):
        return True
    beside = {forum.key for forum in facts.forums_of.get(one.guard, ())}
    return any(forum.key in beside for forum in facts.forums_of.get(one.push, ()))


def _not_added_up(taken: TakenOn) -> Answer | None:
    """What is answered where there is nothing to add up."""
    if not taken.said:
        return NotChecked("Nothing that serves it says how much of its gap it takes on.")
    if taken.gap == 0:
        return CLEAR
    if taken.share is None:
        return NotChecked("Its result has no aim with a baseline in its unit.")
    return None
