"""How long a plan file takes on its way out and in, beside the reading of the records that it needs anyway.

    python -m scripts.bench plan_code

1,000 objectives with 10,000 roles. Applying reads the records, compares, asks the model check and reads them again to
see that they say what the file says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from benchmarks.timing.in_turn import seconds
from benchmarks.timing.large_plan import ROLES, a_plan, start

OBJECTIVES = 1_000


def run() -> list[tuple[str, float, float]]:
    """Ratios with their bars."""
    start()
    plan = a_plan(OBJECTIVES)
    from wellrun.jobs.plan_code import export_plan
    from wellrun.plans.read import plan_of
    from wellrun.plans.write import write_plan

    document = export_plan(plan)
    export = seconds(lambda: export_plan(plan))
    text = write_plan(document)
    write = seconds(lambda: write_plan(document))
    read = seconds(lambda: plan_of(text, "plan.yaml"), rounds=1)
    same = seconds(lambda: _apply(document))
    one = seconds(lambda: _apply(_with_one_change(document)))
    size = f"{OBJECTIVES:,} objectives, {OBJECTIVES * ROLES:,} roles"
    return [
        (f"writing the file of {size} / exporting them ({export:.2f} s)", write / export, 10),
        ("reading that file / writing it", read / write, 8),
        ("applying what is there already / reading the file", same / read, 0.75),
        ("applying one change, both versions kept / reading the file", one / read, 2.5),
    ]


def _with_one_change(document: Any) -> Any:
    first, *rest = document.plan.objectives
    changed = replace(first, title="Said otherwise")
    return replace(document, plan=replace(document.plan, objectives=(changed, *rest)))


def _apply(document: Any) -> None:
    from wellrun.audit.actions import SYSTEM
    from wellrun.check.engine import Verdict
    from wellrun.jobs.plan_code import apply_plan
    from wellrun.jobs.plan_code.judging import verdict_of

    def judged(wanted: Any) -> Verdict:
        """Asked as ever; the drawn plan makes no sense, so that what is found does not stand in the way."""
        verdict_of(wanted)
        return Verdict((), (), 0)

    apply_plan(document=document, by=SYSTEM, judge=judged, dry_run=True)


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.4f}  (at most {bar})  {what}")
