"""The quarters of a cycle, and which way a key result of one goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a cycle, the last one cut at its end; both days belong to it."""

    number: int
    starts: date
    ends: date


def quarters_of(starts: date, ends: date) -> tuple[Quarter, ...]:
    """The quarters of a cycle from its first to its last day, counted from its first."""
    found: list[Quarter] = []
    begin = starts
    while begin <= ends:
        following = _months_later(starts, 3 * (len(found) + 1))
        found.append(Quarter(len(found) + 1, begin, min(following - timedelta(days=1), ends)))
        begin = following
    return tuple(found)


def gets_worse(direction: str, *, start: float, aim: float) -> bool:
    """Whether a figure that goes from `start` to `aim` gets worse, by the direction of its measure's definition.

    A measure without a direction, or one to be kept between two values, may go either way.
    """
    return (aim - start) * {"up": 1, "down": -1}.get(direction, 0) < 0


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or the first of the next where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        return _months_later(day.replace(day=1), months + 1)
