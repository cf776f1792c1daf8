"""Outcomes with results, leads and guards, in a cascade that adds up and does not contradict itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.check.models import (
    a_child,
    a_forum,
    a_link,
    a_measure,
    a_model,
    a_target,
    a_trade_off,
    an_objective,
    roles,
)
from tests.check.rows import Row, unheard
from wellrun.check.facts import ContributionFacts, LinkFacts, ModelFacts, ObjectiveFacts, RoleFacts


def with_roles(**said: str) -> ModelFacts:
    return a_model(objectives=(an_objective(roles=roles(**said)),))


def warned(grain: str, lag_days: int, *links: LinkFacts) -> ModelFacts:
    """A lead with figures of some age, and the delays of what it moves."""
    measures = (a_measure("rounds", grain=grain, data_lag_days=lag_days), a_measure("stay"))
    objective = an_objective(roles=roles(stay="lag", rounds="lead"))
    return a_model(objectives=(objective,), measures=measures, links=links)


def pushed(*more: Any, role: str = "lag", way: str = "", forums: tuple[Any, ...] = (), off: Any = None) -> ModelFacts:
    """An objective that pushes the stay down, with what else bears on it."""
    push = RoleFacts("stay", role, way)
    return a_model(
        objectives=(an_objective(roles=(push, *more)),),
        measures=(a_measure("stay"), a_measure("return")),
        trade_offs=off or (a_trade_off(), a_trade_off(guard="q.complaints")),
        forums=forums,
    )


def titled(title: str) -> ModelFacts:
    return a_model(objectives=(an_objective(title=title),))


def aged(days: int, *children: ObjectiveFacts, level: str = "enterprise") -> ModelFacts:
    model = a_model(objectives=(an_objective(level=level), *children))
    return replace(model, as_of=date.fromordinal(date(2026, 4, 1).toordinal() + days))


def cascade(*children: ObjectiveFacts, gap: float | None = 130.0, lag: str = "lag") -> ModelFacts:
    """A result that is 130 above its aim, and what serves it."""
    baseline = None if gap is None else 500.0 + gap
    target = a_target(value=500.0, baseline=baseline)
    return a_model(objectives=(an_objective(roles=roles(stay=lag)), *children), targets=(target,))


def parts(*amounts: float | None) -> tuple[ObjectiveFacts, ...]:
    return tuple(a_child(f"site-{n}", amount=amount) for n, amount in enumerate(amounts))


def opposed(one: RoleFacts, other: RoleFacts, *links: LinkFacts, same: bool = False) -> ModelFacts:
    objectives = (
        (an_objective("flow", roles=(one, other)),)
        if same
        else (an_objective("flow", roles=(one,)), an_objective("bed", roles=(other,), rank=2))
    )
    return a_model(objectives=objectives, measures=(a_measure("stay"), a_measure("rounds")), links=links)


def serving(**parents: tuple[str, ...]) -> ModelFacts:
    return a_model(
        objectives=tuple(
            an_objective(key, parents=tuple(ContributionFacts(above) for above in parent))
            for key, parent in parents.items()
        )
    )


def levels(own: str, above: str) -> ModelFacts:
    child = an_objective("child", level=own, parents=(ContributionFacts("flow"),))
    return a_model(objectives=(child, an_objective(level=above)))


STRUCTURAL = a_link("rounds", "stay", sign="+", grade="structural")
UP, DOWN = RoleFacts("stay", "lag", "up"), RoleFacts("stay", "lag", "down")

ROWS = [
    Row("OBJ-01", "no measure", with_roles(), "hit"),
    Row("OBJ-01", "one guard alone is a measure", with_roles(stay="balancing"), "clear"),
    Row("OBJ-02", "a result and no lead", with_roles(stay="lag"), "hit"),
    Row("OBJ-02", "a result and a guard", with_roles(stay="lag", other="balancing"), "hit"),
    Row("OBJ-02", "a lead without a stated link", with_roles(stay="lag", rounds="lead"), "clear"),
    Row("OBJ-02", "neither result nor lead", with_roles(stay="balancing"), "clear"),
    Row("OBJ-02", "seven months fit in a year", warned("month", 0, a_link()), "clear"),
    Row("OBJ-02", "a weekly lead, effect within 48 days", warned("week", 0, a_link(delay_max_days=48)), "hit"),
    Row("OBJ-02", "a weekly lead, effect within 49 days", warned("week", 0, a_link(delay_max_days=49)), "clear"),
    Row("OBJ-02", "its figures are a day old", warned("week", 1, a_link(delay_max_days=49)), "hit"),
    Row(
        "OBJ-02",
        "only the library says how often its figures come",
        unheard(warned("week", 1, a_link(delay_max_days=49))),
        "not checked",
    ),
    Row("OBJ-02", "no lead, however figures come", unheard(with_roles(stay="lag")), "hit"),
    Row("OBJ-02", "a component has no delay", warned("week", 0, replace(STRUCTURAL, delay_max_days=0)), "clear"),
    Row("OBJ-02", "counted between events", warned("event", 0, a_link(delay_max_days=1)), "clear"),
    Row(
        "OBJ-02",
        "the longest of two links counts",
        warned("week", 0, a_link(delay_max_days=5), a_link(key="M", delay_max_days=60)),
        "clear",
    ),
    Row(
        "OBJ-02",
        "a long link to what the objective does not have",
        warned("week", 0, a_link(delay_max_days=5), a_link(lag="other", delay_max_days=60)),
        "hit",
    ),
    Row("OBJ-03", "leads and no result", with_roles(rounds="lead"), "hit"),
    Row("OBJ-03", "a lead and a result", with_roles(rounds="lead", stay="lag"), "clear"),
    Row("OBJ-03", "nothing at all", with_roles(), "clear"),
    Row("OBJ-04", "no guard", pushed(), "hit"),
    Row("OBJ-04", "a guard beside it", pushed(RoleFacts("return", "balancing")), "clear"),
    Row("OBJ-04", "another measure beside it", pushed(RoleFacts("rounds", "balancing")), "hit"),
    Row("OBJ-04", "the other way round", pushed(way="up"), "clear"),
    Row("OBJ-04", "only guarded itself", pushed(role="balancing"), "clear"),
    Row("OBJ-04", "the site has none of the guards", pushed(off=(a_trade_off(guard="q.complaints"),)), "hit"),
    Row("OBJ-04", "before the same forum", pushed(forums=(a_forum("stay", "return"),)), "clear"),
    Row(
        "OBJ-04",
        "before two forums",
        pushed(forums=(a_forum("stay"), a_forum("return", key="other"))),
        "hit",
    ),
    *(
        Row("OBJ-05", title, titled(title), says)
        for title, says in {
            "Implement new EHR module": "hit",
            "implement the plan": "hit",
            "Launching the new clinic": "hit",
            "Roll out the pathway": "hit",
            "Roll-out of the pathway": "hit",
            "Buy two scanners": "hit",
            "To deploy tablets": "hit",
            "Complete the ward move": "hit",
            "Completeness of records rises": "clear",
            "Buyers wait no longer": "clear",
            "Patients complete their treatment": "clear",
            "Fewer people launch complaints": "clear",
        }.items()
    ),
    Row("OBJ-06", "a site's that serves nothing", a_model(objectives=(an_objective(level="site"),)), "hit"),
    Row("OBJ-06", "an enterprise objective", a_model(objectives=(an_objective(),)), "clear"),
    Row("OBJ-06", "a site's that serves one", a_model(objectives=(a_child("site"), an_objective())), "clear"),
    Row("OBJ-06", "what it serves is no longer in force", a_model(objectives=(a_child("site"),)), "hit"),
    Row("OBJ-07", "nothing below after 31 days", aged(31), "hit"),
    Row("OBJ-07", "nothing below after 30 days", aged(30), "not checked"),
    Row("OBJ-07", "one below", aged(31, a_child("site")), "clear"),
    Row("OBJ-07", "not a priority", aged(31, level="site"), "clear"),
    Row(
        "OBJ-07",
        "not in force",
        replace(aged(31), plan=replace(aged(31).plan, activated=None, stage="draft")),
        "not checked",
    ),
    Row(
        "OBJ-07",
        "its site began yesterday",
        replace(aged(31), plan=replace(aged(31).plan, reviewed_since=date(2026, 5, 1))),
        "hit",
    ),
    Row("OBJ-08", "130 = 70 + 30 + 10 + 20", cascade(*parts(70, 30, 10, 20)), "clear"),
    Row("OBJ-08", "without the 30", cascade(*parts(70, 10, 20)), "hit"),
    Row("OBJ-08", "the 30 is not said", cascade(*parts(70, None, 10, 20)), "hit"),
    Row("OBJ-08", "117 of 130 is nine tenths", cascade(*parts(117)), "clear"),
    Row("OBJ-08", "116 of 130", cascade(*parts(116)), "hit"),
    Row("OBJ-08", "shares", cascade(a_child("a", share=0.6), a_child("b", share=0.3)), "clear"),
    Row("OBJ-08", "shares that do not reach", cascade(a_child("a", share=0.6), a_child("b", share=0.2)), "hit"),
    Row("OBJ-08", "a share and an amount", cascade(a_child("a", share=0.5), a_child("b", amount=65)), "clear"),
    Row("OBJ-08", "nobody says anything", cascade(*parts(None, None)), "not checked"),
    Row("OBJ-08", "amounts without a baseline", cascade(*parts(130), gap=None), "not checked"),
    Row("OBJ-08", "shares without a baseline", cascade(a_child("a", share=0.5), gap=None), "hit"),
    Row("OBJ-08", "the aim is of a lead", cascade(*parts(130), lag="lead"), "not checked"),
    Row("OBJ-08", "the aim is reached", cascade(*parts(10), gap=0.0), "clear"),
    Row("OBJ-08", "nothing below", cascade(), "clear"),
    Row("OBJ-09", "up here and down there", opposed(UP, DOWN), "hit"),
    Row("OBJ-09", "down in both", opposed(DOWN, DOWN), "clear"),
    Row("OBJ-09", "in one and the same objective", opposed(UP, DOWN, same=True), "clear"),
    Row("OBJ-09", "as defined, and against it", opposed(RoleFacts("stay", "lag"), UP), "hit"),
    Row("OBJ-09", "through a component", opposed(UP, RoleFacts("rounds", "lead", "down"), STRUCTURAL), "hit"),
    Row("OBJ-09", "a component the same way", opposed(DOWN, RoleFacts("rounds", "lead", "down"), STRUCTURAL), "clear"),
    Row(
        "OBJ-09",
        "a component that turns it round",
        opposed(DOWN, RoleFacts("rounds", "lead", "down"), replace(STRUCTURAL, sign="-")),
        "hit",
    ),
    Row("OBJ-09", "a link that is no component", opposed(UP, RoleFacts("rounds", "lead", "down"), a_link()), "clear"),
    Row("OBJ-10", "a and b serve each other", serving(a=("b",), b=("a",)), "hit"),
    Row("OBJ-10", "three in a circle", serving(a=("b",), b=("c",), c=("a",)), "hit"),
    Row("OBJ-10", "serves a circle without being in it", serving(x=("a",), a=("b",), b=("a",)), "clear"),
    Row("OBJ-10", "between two circles", serving(x=("c",), a=("b", "x"), b=("a",), c=("d",), d=("c",)), "clear"),
    Row("OBJ-10", "two ways to one top", serving(a=("b", "c"), b=("d",), c=("d",), d=()), "clear"),
    Row("OBJ-11", "an enterprise's serves a site's", levels("enterprise", "site"), "hit"),
    Row("OBJ-11", "a site's serves a site's", levels("site", "site"), "clear"),
    Row("OBJ-11", "a team's serves a service line's", levels("team", "service_line"), "clear"),
    Row("OBJ-12", "the whole gap", cascade(*parts(130)), "clear"),
    Row("OBJ-12", "a tenth more", cascade(*parts(143)), "clear"),
    Row("OBJ-12", "more than a tenth more", cascade(*parts(144)), "hit"),
    Row("OBJ-12", "nobody says anything", cascade(*parts(None)), "not checked"),
    Row("OBJ-13", "none", a_model(objectives=(an_objective(),)), "hit"),
    Row("OBJ-13", "one", a_model(objectives=(an_objective(perspective="customer"),)), "clear"),
]
