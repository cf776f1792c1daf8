"""How long the ownership matrix of a large plan takes beside reading the plan once.

    python -m scripts.bench ownership_matrix

The plan of `model_check_on_save`, 10,000 objectives with 100,000 roles, and two teams to each objective. A page shows
six of them and counts over all; the file has a row for every part and every hole.
"""

from __future__ import annotations

from typing import Any

from benchmarks.model_check_on_save import OBJECTIVES, ROUNDS, timed
from benchmarks.timing.large_plan import BATCH, ROLES, a_plan, start

TEAMS, GROUPS = 18, 300


def run() -> list[tuple[str, float, float]]:
    """Ratios with their bars."""
    start()
    plan = a_plan(OBJECTIVES)
    _teams()
    frame = _frame()
    from wellrun.jobs.in_force.ownership import Wish
    from wellrun.jobs.model_check import SiteCheck
    from wellrun.web.presenters.ownership import ownership_page
    from wellrun.web.presenters.ownership_file import ownership_file

    read = min(timed(lambda: SiteCheck(plan).facts) for _ in range(2))
    first = min(timed(lambda: ownership_page(frame, Wish(), 1)) for _ in range(ROUNDS))
    holes = min(timed(lambda: ownership_page(frame, Wish(holes=True), 1)) for _ in range(ROUNDS))
    whole = timed(lambda: ownership_file(frame))
    size = f"reading a plan of {OBJECTIVES:,} objectives, {OBJECTIVES * ROLES:,} roles ({read:.1f} s)"
    return [
        (f"a page of the ownership matrix / {size}", first / read, 0.5),
        (f"the same, only what is missing / {size}", holes / read, 0.5),
        (f"the ownership matrix as a file / {size}", whole / read, 6),
    ]


def _teams() -> None:
    """Two responsible teams to each objective; every fifth hands on something that no measure shows."""
    from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure

    led = dict(ObjectiveMeasure.objects.filter(position=1).values_list("objective_id", "measure_id"))
    objectives = list(Objective.objects.select_related("owner"))
    posts = [one.owner for one in objectives]
    rows = (
        Contributor(
            objective=one,
            team=f"Team {n % TEAMS}" if each else f"Group {n % GROUPS}",
            part="responsible",
            post=posts[(n + each) % len(posts)],
            handoff_measure_id=led[one.pk] if n % 5 else None,
            position=each,
        )
        for n, one in enumerate(objectives)
        for each in range(2)
    )
    Contributor.objects.bulk_create(rows, batch_size=BATCH)


def _frame() -> Any:
    """The whole site as somebody sees it who may see all of it."""
    from types import SimpleNamespace

    from tests.factories import a_user
    from wellrun.access.actions import grant
    from wellrun.audit.actions import SYSTEM
    from wellrun.lib import clock
    from wellrun.organisation.models import Unit

    top, reader = Unit.objects.get(enterprise=True), a_user("reader@example.org")
    grant(user=reader, unit=top, level="administrator", by=SYSTEM)
    return SimpleNamespace(user=reader, unit=top, today=clock.now().date())


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.4f}  (at most {bar})  {what}")
