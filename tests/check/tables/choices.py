"""An order, who wins, whose hours, and what was agreed below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.check.models import a_link, a_measure, a_model, a_post, a_trade_off, an_initiative, an_objective, roles
from tests.check.rows import Row
from wellrun.check.facts import ModelFacts, RoleFacts


def ranks(*ranks: int | None) -> ModelFacts:
    return a_model(objectives=tuple(an_objective(f"o{n}", rank=rank) for n, rank in enumerate(ranks)))


def pulling(one: RoleFacts, other: RoleFacts, *rulings: tuple[str, str], level: str = "enterprise") -> ModelFacts:
    first = an_objective("flow", roles=(one,), rank=1)
    second = an_objective("bed", roles=(other,), rank=2, level=level)
    return a_model(objectives=(second, first), measures=(a_measure(),), precedences=rulings)


def through(one: RoleFacts, other: RoleFacts) -> ModelFacts:
    """Rounds are a part of the stay."""
    part = a_link(sign="+", grade="structural")
    model = pulling(one, other)
    return replace(model, links=(part,), measures=(*model.measures, a_measure("rounds")))


def traded(*, guarded: bool = False, guard: str = "lag", way: str = "down") -> ModelFacts:
    """One pushes the stay down; another has readmissions, which that may harm, as its result."""
    push = (RoleFacts("stay", "lag", way), *(roles(readmission="balancing") if guarded else ()))
    second = an_objective("safe", roles=(RoleFacts("readmission", guard, "down"),), rank=2)
    return a_model(
        objectives=(an_objective(roles=push), second),
        measures=(a_measure(), a_measure("readmission")),
        trade_offs=(a_trade_off(guard="readmission"),),
    )


def hours(declared: float | None, *needed: float, starts: tuple[date, ...] = (), status: str = "active") -> ModelFacts:
    """Initiatives that take hours of the chief, each for April to September unless it starts elsewhere."""
    days = starts or (date(2026, 4, 1),) * len(needed)
    found = (
        an_initiative(f"i{n}", hours=(("chief", each), ("nurse", 50.0)), starts=day, status=status)
        for n, (each, day) in enumerate(zip(needed, days, strict=True))
    )
    return a_model(initiatives=tuple(found), posts=(a_post(hours_a_week=declared),))


def offered(stage: str, *offers: tuple[str, str]) -> ModelFacts:
    model = a_model(open_catchballs=tuple((parent, unit, unit.title()) for parent, unit in offers))
    return replace(model, plan=replace(model.plan, stage=stage))


PART = RoleFacts("rounds", "lead", "down")
UP, DOWN = RoleFacts("stay", "lag", "up"), RoleFacts("stay", "lag", "down")

ROWS = [
    Row("PLN-01", "one after another", ranks(1, 2, 3), "clear"),
    Row("PLN-01", "a number left out", ranks(1, 3), "clear"),
    Row("PLN-01", "two of one rank", ranks(1, 2, 2), "hit"),
    Row("PLN-01", "one without", ranks(1, None), "hit"),
    Row("PLN-01", "nothing to rank", ranks(), "clear"),
    Row("PLN-02", "opposite, and nobody says who wins", pulling(UP, DOWN), "hit", "flow"),
    Row("PLN-02", "said of the higher one only", pulling(UP, DOWN), "clear", "bed"),
    Row("PLN-02", "the first wins", pulling(UP, DOWN, ("flow", "bed")), "clear", "flow"),
    Row("PLN-02", "the second wins", pulling(UP, DOWN, ("bed", "flow")), "clear", "flow"),
    Row("PLN-02", "another pair is ruled on", pulling(UP, DOWN, ("flow", "other")), "hit", "flow"),
    Row("PLN-02", "the same way", pulling(DOWN, DOWN), "clear", "flow"),
    Row("PLN-02", "the other is a site's", pulling(UP, DOWN, level="site"), "clear", "flow"),
    Row("PLN-02", "through a part of the other's measure", through(PART, UP), "hit", "flow"),
    Row("PLN-02", "the other through a part of its own", through(UP, PART), "hit", "flow"),
    Row("PLN-02", "a part that goes the same way", through(PART, DOWN), "clear", "flow"),
    Row("PLN-02", "a push against the other's result", traded(), "hit", "flow"),
    Row("PLN-02", "it guards that itself", traded(guarded=True), "clear", "flow"),
    Row("PLN-02", "the other only guards it too", traded(guard="balancing"), "clear", "flow"),
    Row("PLN-02", "pushed the other way", traded(way="up"), "clear", "flow"),
    Row("PLN-03", "as many as declared", hours(6, 2, 4), "clear"),
    Row("PLN-03", "one more", hours(6, 3, 4), "hit"),
    Row("PLN-03", "one after the other", hours(6, 3, 4, starts=(date(2026, 4, 1), date(2026, 10, 1))), "clear"),
    Row("PLN-03", "on one and the same day", hours(6, 3, 4, starts=(date(2026, 4, 1), date(2026, 9, 30))), "hit"),
    Row("PLN-03", "none declared", hours(None, 1), "hit"),
    Row("PLN-03", "none declared, none needed", hours(None), "clear"),
    Row("PLN-03", "of what was stopped", hours(6, 7, status="stopped"), "clear"),
    Row("PLN-04", "no hours", a_model(initiatives=(an_initiative(hours=()),)), "hit"),
    Row("PLN-04", "hours", a_model(initiatives=(an_initiative(),)), "clear"),
    Row("PLN-04", "finished", a_model(initiatives=(an_initiative(hours=(), status="finished"),)), "clear"),
    Row("PLN-05", "one open", offered("active", ("flow", "site")), "hit"),
    Row("PLN-05", "all agreed", offered("active"), "clear"),
    Row("PLN-05", "a closed plan", offered("closed", ("flow", "site")), "clear"),
]
