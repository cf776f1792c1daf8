"""A plan over the small system, with figures that came through the real ingest and were judged: north gets worse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.factories import a_measure, an_objective
from tests.insight.figures import arrive, rows, shifted, steady
from tests.worlds import World
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.models import Measure
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure

FALL = -0.05
START = 44


@dataclass(frozen=True)
class Planned:
    """`four_hours`: an objective of the north whose lag measure `seen` fell there; nothing guards it."""

    world: World
    enterprise: Objective
    four_hours: Objective
    seen: Measure


def a_planned_world(world: World) -> Planned:
    """The north serves the system's objective; its flow review lists the measure."""
    seen = a_measure("seen")
    enterprise = an_objective("every-patient", world.system, world.chief_post, roles={"lag": seen})
    four_hours = an_objective("four-hours", world.north, world.lead_post, sponsor=world.chief_post, rank=2)
    four_hours.parent_links.create(parent=enterprise)
    ObjectiveMeasure.objects.create(objective=four_hours, measure=seen, role="lag")
    Contributor.objects.create(objective=four_hours, team="Transport")
    Contributor.objects.create(objective=four_hours, team="Emergency", handoff_measure=seen, position=1)
    world.flow.measures.add(seen)
    world.board.measures.add(seen)
    arrive([*rows("seen", "north", shifted(steady(0), START, FALL)), *rows("seen", "south", steady(1))])
    evaluate_and_raise(cause="import")
    return Planned(world, enterprise, four_hours, seen)


def add_measures(planned: Planned, count: int, role: str = "lead") -> list[Measure]:
    """That many more measures of the north's objective, each with figures that got worse."""
    added = [a_measure(f"{role}-{number}") for number in range(count)]
    for position, measure in enumerate(added):
        ObjectiveMeasure.objects.create(
            objective=planned.four_hours, measure=measure, role=role, position=position + 10
        )
        Contributor.objects.create(objective=planned.four_hours, team=f"Team {position}", handoff_measure=measure)
    figures = [
        row
        for number, measure in enumerate(added)
        for row in rows(measure.key, "north", shifted(steady(number), START, FALL))
    ]
    arrive(figures, name=f"{role}-{count}.csv")
    evaluate_and_raise(cause="import")
    return added


def first_of(month: int) -> date:
    """The first day of a month of 2025."""
    return date(2025, month, 1)
