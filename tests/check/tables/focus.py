"""Few priorities, few measures, and what is stopped for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.check.models import a_forum, a_model, an_initiative, an_objective, roles
from tests.check.rows import Row
from wellrun.check.facts import ModelFacts


def ranked(count: int, level: str = "enterprise") -> ModelFacts:
    return a_model(objectives=tuple(an_objective(f"o{n}", rank=n, level=level) for n in range(count)))


def measured(count: int) -> ModelFacts:
    return a_model(objectives=(an_objective(roles=roles(**{f"m{n}": "lead" for n in range(count)})),))


def huddle(count: int, tier: int = 1) -> ModelFacts:
    return a_model(forums=(a_forum(*(f"m{n}" for n in range(count)), tier=tier),))


def begun(*starts: date, stopped: tuple[str, ...] = ()) -> ModelFacts:
    model = a_model(initiatives=tuple(an_initiative(f"i{n}", starts=day) for n, day in enumerate(starts)))
    return replace(model, plan=replace(model.plan, stopped=stopped))


def one_stopped(model: ModelFacts) -> ModelFacts:
    return replace(model, initiatives=(*model.initiatives, an_initiative("given-up", status="stopped")))


def domains(*names: str) -> ModelFacts:
    model = a_model(objectives=(an_objective(),))
    return replace(model, plan=replace(model.plan, domains=names))


ROWS = [
    Row("FOC-01", "seven", ranked(7), "clear"),
    Row("FOC-01", "eight", ranked(8), "hit"),
    Row("FOC-01", "twelve is still a warning", ranked(12), "hit"),
    Row("FOC-01", "thirteen is an error", ranked(13), "error"),
    Row("FOC-01", "thirteen of a site", ranked(13, "site"), "clear"),
    Row("FOC-02", "twenty-four", ranked(24), "clear"),
    Row("FOC-02", "twenty-five", ranked(25), "hit"),
    Row("FOC-03", "a domain with one", domains("access_experience"), "clear"),
    Row("FOC-03", "a domain with none", domains("financial"), "hit"),
    Row("FOC-04", "five measures", measured(5), "clear"),
    Row("FOC-04", "six measures", measured(6), "hit"),
    Row("FOC-05", "a huddle with seven", huddle(7), "clear"),
    Row("FOC-05", "a huddle with eight", huddle(8), "hit"),
    Row("FOC-05", "eight in a monthly review", huddle(8, tier=3), "clear"),
    Row("FOC-06", "something begins, nothing is stopped", begun(date(2026, 5, 1)), "hit"),
    Row("FOC-06", "on the last day of the cycle", begun(date(2027, 3, 31)), "hit"),
    Row("FOC-06", "begun before the cycle", begun(date(2026, 3, 31)), "clear"),
    Row("FOC-06", "something is stopped for it", begun(date(2026, 5, 1), stopped=("old",)), "clear"),
    Row("FOC-06", "an initiative is stopped for it", one_stopped(begun(date(2026, 5, 1))), "clear"),
    Row("FOC-06", "nothing begins", begun(), "clear"),
]
