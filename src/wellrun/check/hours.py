"""How many hours a week a plan asks of a post at its busiest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple


class Taken(NamedTuple):
    """Hours a week that one initiative takes of a post; without an end it goes on."""

    starts: date
    ends: date | None
    hours: float


def most_hours(taken: Collection[Taken]) -> float:
    """The most that run at the same time: it can only be reached on a day on which one begins."""
    return max((sum(_running(taken, one.starts)) for one in taken), default=0.0)


def busiest_day(taken: Collection[Taken]) -> date | None:
    """The first day on which as many run as ever; None where none does."""
    days = sorted({one.starts for one in taken})
    return max(days, key=lambda day: sum(_running(taken, day)), default=None)


def _running(taken: Collection[Taken], day: date) -> list[float]:
    return [one.hours for one in taken if one.starts <= day and (one.ends is None or one.ends >= day)]
