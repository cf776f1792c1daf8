"""Quarters: key results are aims on measures that are there, followed often enough to matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wellrun.check.conflicts import wanted
from wellrun.check.facts import KeyResultFacts, ModelFacts, ObjectiveFacts, SliceFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, Value, rule
from wellrun.check.rules.objectives import name_of

_QUARTER = timedelta(days=92)


@rule("OKR-01", "objective", "A key result of “%(title)s” is on “%(measure)s”, which is none of its measures.")
def foreign_measure(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A second set of numbers."""
    there = {role.measure for role in objective.roles}
    for _, result in _results(objective):
        if result.measure not in there:
            values = {"title": objective.title, "measure": name_of(facts, result.measure)}
            fix = Fix("add_measure", {"objective": objective.key, "measure": result.measure, "role": "lead"})
            return Hit(values, fix=fix)
    return CLEAR


@rule("OKR-02", "objective", "The push “%(slice)s” of “%(title)s” has no key result.")
def without_key_results(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A quarter of which nothing will tell whether it worked."""
    for one in objective.slices:
        if not one.closed and not one.key_results:
            fix = Fix("add_key_result", {"objective": objective.key, "starts": one.starts.isoformat()})
            return Hit({"slice": one.title, "title": objective.title}, fix=fix)
    return CLEAR


@rule(
    "OKR-03",
    "objective",
    "Of “%(title)s” nobody said for %(days)d days how confident they are of this quarter.",
    days=21,
)
def confidence_not_said(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A quarter under way whose key results were not spoken of for three weeks."""
    now = [one for one in objective.slices if _is_now(one, facts.as_of)]
    if not any(one.key_results for one in now):
        return CLEAR
    if not facts.is_running:
        return NotChecked("What was said in a quarter is known on a running site only.")
    results = [(one, result) for one in now for result in one.key_results]
    part, quietest = min(results, key=lambda each: each[1].checked or each[0].starts)
    silent = (facts.as_of - (quietest.checked or part.starts)).days
    if silent <= t["days"]:
        return CLEAR
    return Hit({"title": objective.title, "days": silent}, fix=_of(objective, part, quietest, "say_confidence"))


@rule("OKR-04", "objective", "A quarter of “%(title)s” asks more of “%(measure)s” than the aim of the year.")
def beyond_the_year(facts: ModelFacts, objective: ObjectiveFacts, t: Thresholds) -> Answer:
    """A key result past the aim that the measure has in its unit."""
    for part, result in _results(objective):
        if _is_beyond(facts, objective, result):
            values: dict[str, Value] = {"title": objective.title, "measure": name_of(facts, result.measure)}
            return Hit(values, fix=_of(objective, part, result, "change_key_result"))
    return CLEAR


def _of(objective: ObjectiveFacts, part: SliceFacts, result: KeyResultFacts, verb: str) -> Fix:
    """What mends one key result."""
    named = {"objective": objective.key, "starts": part.starts.isoformat()}
    return Fix(verb, {**named, "measure": result.measure, "unit": result.unit})


def _results(objective: ObjectiveFacts) -> Iterator[tuple[SliceFacts, KeyResultFacts]]:
    return ((one, result) for one in objective.slices if not one.closed for result in one.key_results)


def _is_now(one: SliceFacts, day: date) -> bool:
    return not one.closed and one.starts <= day < one.starts + _QUARTER


def _is_beyond(facts: ModelFacts, objective: ObjectiveFacts, result: KeyResultFacts) -> bool:
    target = facts.target_of.get((result.measure, result.unit))
    if target is None or target.value is None:
        return False
    way = next((wanted(facts, role) for role in objective.roles if role.measure == result.measure), "")
    return result.aim > target.value if way == "up" else way == "down" and result.aim < target.value
