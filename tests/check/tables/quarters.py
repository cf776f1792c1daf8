"""Key results are aims on measures that are there, followed often enough to matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.check.models import a_measure, a_model, a_target, an_objective, roles
from tests.check.rows import Row
from wellrun.check.facts import KeyResultFacts, ModelFacts, SliceFacts


def quarter(*results: KeyResultFacts, target: Any = None, running: bool = True, **change: Any) -> ModelFacts:
    """The second quarter of the year; the day is the tenth of April unless said otherwise."""
    day = change.pop("day", date(2026, 4, 10))
    push = SliceFacts(date(2026, 4, 1), "Rounds before ten", results, **change)
    model = a_model(
        objectives=(an_objective(roles=roles(stay="lag"), slices=(push,)),),
        measures=(a_measure(),),
        targets=(target or a_target(),),
        actions=() if running else None,
    )
    return replace(model, as_of=day)


def result(measure: str = "stay", aim: float = 0.15, checked: date | None = None) -> KeyResultFacts:
    return KeyResultFacts(measure, "enterprise", 0.2, aim, checked=checked)


ROWS = [
    Row("OKR-01", "on a measure of the objective", quarter(result()), "clear"),
    Row("OKR-01", "on another one", quarter(result("other")), "hit"),
    Row("OKR-01", "in a quarter that is closed", quarter(result("other"), closed=True), "clear"),
    Row("OKR-02", "no key result", quarter(), "hit"),
    Row("OKR-02", "one", quarter(result()), "clear"),
    Row("OKR-02", "none, and closed", quarter(closed=True), "clear"),
    Row("OKR-03", "three weeks in, nothing said", quarter(result(), day=date(2026, 4, 22)), "clear"),
    Row("OKR-03", "a day later", quarter(result(), day=date(2026, 4, 23)), "hit"),
    Row("OKR-03", "said since", quarter(result(checked=date(2026, 4, 20)), day=date(2026, 5, 11)), "clear"),
    Row("OKR-03", "said too long ago", quarter(result(checked=date(2026, 4, 20)), day=date(2026, 5, 12)), "hit"),
    Row("OKR-03", "the quarter is over", quarter(result(), day=date(2026, 7, 2)), "clear"),
    Row("OKR-03", "before it begins", quarter(result(), day=date(2026, 3, 31)), "clear"),
    Row("OKR-03", "of a plan file", quarter(result(), day=date(2026, 5, 12), running=False), "not checked"),
    Row("OKR-04", "short of the aim of the year", quarter(result(aim=0.11)), "clear"),
    Row("OKR-04", "the aim of the year", quarter(result(aim=0.1)), "clear"),
    Row("OKR-04", "beyond it", quarter(result(aim=0.09)), "hit"),
    Row("OKR-04", "no aim of the year", quarter(result(aim=0.0), target=a_target("other")), "clear"),
    Row(
        "OKR-04",
        "the year has a band",
        quarter(result(aim=0.0), target=a_target(value=None, low=0.1, high=0.2)),
        "clear",
    ),
]
