"""What an initiative is to move, fixed before results exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wellrun.execution.errors import change_needed, series_named_twice
from wellrun.execution.models import Initiative, InitiativeHours, InitiativeTarget
from wellrun.execution.words import within
from wellrun.measures.models import Series
from wellrun.organisation.models import Post


@dataclass(frozen=True, slots=True)
class Prediction:
    """A series, which way it is to go, by how much (as stored, without sign) and after how many days."""

    series: Series
    direction: str  # up | down
    change: float | None = None
    delay_days: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week that an initiative takes of a post."""

    post: Post
    hours_a_week: float


def require_whole(predictions: Sequence[Prediction]) -> None:
    """Pass where each says which way, how much and when; raise `change_needed`, `number_out_of_range`."""
    if not predictions:
        raise change_needed()
    for one in predictions:
        if one.direction not in {"up", "down"} or not 0 < (one.change or 0) < float("inf"):
            raise change_needed()
        within(one.delay_days or 0, 0, 3650)
    if len({one.series.pk for one in predictions}) < len(predictions):
        raise series_named_twice()


def fix_targets(initiative: Initiative, predictions: Sequence[Prediction], hours: Sequence[Hours] = ()) -> None:
    """Write down what it is to move, the foremost first, and whose time it takes."""
    for position, one in enumerate(predictions):
        InitiativeTarget.objects.create(
            initiative=initiative,
            series=one.series,
            direction=one.direction,
            change=one.change,
            delay_days=one.delay_days,
            position=position,
        )
    for each in hours:
        InitiativeHours.objects.create(initiative=initiative, post=each.post, hours_a_week=each.hours_a_week)
