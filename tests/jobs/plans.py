"""A system with a plan and a forum, into which tests let figures come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.factories import a_forum, a_measure, a_post, a_unit, an_objective
from tests.insight.figures import Row, arrive, rows, shifted, steady
from wellrun.jobs.evaluation import Evaluated, evaluate_and_raise
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.models import AgendaItem, Forum

FALL = -0.05
START = 44


@dataclass(frozen=True)
class Planned:
    """A system of sites whose objective has `seen` as its lag measure, and a weekly forum for it."""

    system: Unit
    sites: list[Unit]
    post: Post
    seen: Measure
    forum: Forum


def a_planned_system(sites: int = 4, *, role: str = "lag", roll_up: str = "ratio_of_sums", **forum: Any) -> Planned:
    """The forum lists the measure unless told otherwise."""
    system = a_unit("system", enterprise=True)
    units = [a_unit(f"site-{number}", parent=system) for number in range(sites)]
    post = a_post("chief", system)
    seen = a_measure("seen", roll_up=roll_up)
    an_objective("access", system, post, roles={role: seen})
    usual: dict[str, Any] = {"measures": [seen]}
    return Planned(system, units, post, seen, a_forum("flow", system, post, **(usual | forum)))


def falls(*sites: int, of: int = 4, start: int = START, size: float = FALL, measure: str = "seen") -> list[Row]:
    """Figures of `of` sites of which the named ones fall from the month `start` on."""
    return [
        row
        for site in range(of)
        for row in rows(measure, f"site-{site}", shifted(steady(site), start, size if site in sites else 0.0))
    ]


def come(figures: list[Row], cause: str = "import", **options: Any) -> Evaluated:
    """Take figures in, judge them and raise what waits."""
    arrive(figures, **options)
    return evaluate_and_raise(cause=cause)


def agenda(**where: Any) -> list[tuple[str, str, str]]:
    """Kind, unit and proposed scope of the items, oldest first."""
    items = AgendaItem.objects.filter(**where).order_by("raised_at", "unit__key", "kind")
    return list(items.values_list("kind", "unit__key", "scope_proposed"))
