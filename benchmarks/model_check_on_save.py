"""How long the check of one saved objective takes beside that of the whole plan, read from a database.

    python -m scripts.bench model_check_on_save

10,000 objectives with 100,000 roles in 10,000 units, 96 measures shared by all of them: a measure bears on a thousand
objectives, and each objective has ten. Both begin with nothing read: the whole check reads all of the plan.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.timing.large_plan import ROLES, a_plan, start

OBJECTIVES = 10_000
ROUNDS = 3


def run() -> list[tuple[str, float, float]]:
    """Ratios with their bars."""
    start()
    plan = a_plan(OBJECTIVES)
    from wellrun.jobs.change_check import ChangeCheck
    from wellrun.jobs.model_check import SiteCheck

    whole = min(timed(lambda: SiteCheck(plan).verdict()) for _ in range(2))
    asked_of_all = _answers(SiteCheck(plan).verdict())
    size = f"{OBJECTIVES:,} objectives, {OBJECTIVES * ROLES:,} roles"
    rows = []
    for key, (what, bar) in _SAVED.items():
        changed = {("objective", key)}
        save = min(timed(lambda: ChangeCheck(plan, changed).verdict) for _ in range(ROUNDS))  # noqa: B023
        seen = ChangeCheck(plan, changed)
        asked = _answers(seen.verdict) / asked_of_all
        rows += [
            (
                f"check on save of {what} / whole check of {size}, from the database ({whole:.1f} s)",
                save / whole,
                bar,
            ),
            (f"answers asked on save of {what} / answers of the whole check", asked, 0.01),
            (f"objectives read whole on save of {what} / objectives", _read_whole(seen) / OBJECTIVES, 0.02),
        ]
    return rows


def _answers(verdict: Any) -> int:
    return len(verdict.found) + len(verdict.skipped) + verdict.clear


def _read_whole(seen: Any) -> int:
    """Those with all of their roles: of others only what bears on a measure or hangs on a parent is read."""
    return sum(len(one.roles) == ROLES for one in seen.facts.objectives)


_SAVED = {"o-5000": ("one team's objective", 0.3), "o-50": ("one site's objective", 0.3)}


def timed(call: Callable[[], Any]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.4f}  (at most {bar})  {what}")
