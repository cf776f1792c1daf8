"""Which forum an item goes to: nearest at or above the unit that lists the measure, else its domain."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

# The shortest a calendar makes them, so that a monthly meeting is never faster than a monthly measure.
GRAIN_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 84, "event": 1}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A forum at the unit or above it: how far up, how long a round, and what it has asked to see."""

    id: Any
    distance: int
    cadence_days: int
    measures: frozenset[Hashable] = frozenset()
    domains: frozenset[str] = frozenset()


def choose_forum(
    candidates: Iterable[Candidate], *, measure: Hashable, domains: Iterable[str], grain: str
) -> Candidate | None:
    """The forum for an item on `measure`, or None when none at or above the unit lists it or its domains.

    A forum that lists the measure comes before all that list only the domain, however near; `domains` are tried in
    order. Among equals the nearest, then the fastest that is not faster than the measure's grain; when all are
    faster, the slowest of them, which waits least for nothing.
    """
    near = list(candidates)
    chosen = _nearest([each for each in near if measure in each.measures], grain)
    for domain in domains:
        chosen = chosen or _nearest([each for each in near if domain in each.domains], grain)
    return chosen


def _nearest(candidates: list[Candidate], grain: str) -> Candidate | None:
    return min(candidates, key=lambda each: _order(each, GRAIN_DAYS[grain]), default=None)


def _order(candidate: Candidate, grain_days: int) -> tuple[int, bool, int, str]:
    is_faster = candidate.cadence_days < grain_days
    days = -candidate.cadence_days if is_faster else candidate.cadence_days
    return candidate.distance, is_faster, days, str(candidate.id)
