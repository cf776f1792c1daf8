"""Rolling up as a slow, obvious loop: one node, one period, one unit at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

Figure = tuple[float, float]  # numerator, denominator


@dataclass(frozen=True)
class PlainUnit:
    """A unit by its key."""

    key: str
    parent: str | None
    opened: date | None = None
    closed: date | None = None
    successor: str | None = None


@dataclass(frozen=True)
class PlainRow:
    """What should stand for one period of a rolled-up series."""

    numerator: float
    denominator: float
    reporting: int
    expected: int
    judged: bool


@dataclass(frozen=True)
class PlainNode:
    """The rows of a node by period, and (start, whether a merger, joined, stopped) of its phases."""

    rows: Mapping[date, PlainRow]
    phases: list[tuple[date, bool, frozenset[str], frozenset[str]]] = field(default_factory=list)


class PlainTree:
    """Rolls up `figures`, {(unit, period): (numerator, denominator)}, over units."""

    def __init__(self, units: list[PlainUnit], figures: Mapping[tuple[str, date], Figure]) -> None:
        self.units = {unit.key: unit for unit in units}
        self.figures = figures
        self.leaves = sorted({unit for unit, _ in figures})
        self.periods = sorted({period for _, period in figures})

    def node(self, key: str) -> PlainNode | None:
        """What the unit comes to; None when it reports for itself or nothing beneath it does."""
        if key in self.leaves:
            return None
        below = [leaf for leaf in self.leaves if self.counts_for(leaf, key)]
        rows, members = {}, {}
        for period in self.periods:
            here = [leaf for leaf in below if (leaf, period) in self.figures]
            if not here:
                continue
            places = {place for leaf in here if self.counts_for(place := self._place(leaf, period), key)}
            awaited = places | {place for place in self._awaited(period) if self.counts_for(place, key)}
            rows[period] = PlainRow(
                sum(self.figures[leaf, period][0] for leaf in here),
                sum(self.figures[leaf, period][1] for leaf in here),
                max(len(places), 1),
                max(len(awaited), 1),
                True,
            )
            members[period] = places | {unit for place in places for unit in self._absorbed(place, period)}
        return self._with_phases(rows, members) if rows else None

    def counts_for(self, leaf: str, key: str) -> bool:
        """Whether the leaf is beneath the unit and no unit between them reports for itself."""
        for above in self._above(leaf):
            if above == key:
                return True
            if above in self.leaves:
                return False
        return False

    def _above(self, key: str) -> Iterator[str]:
        parent = self.units[key].parent
        while parent is not None:
            yield parent
            parent = self.units[parent].parent

    def _place(self, key: str, period: date) -> str:
        """Where the unit's place is in that period: with its successor once that reports, or once it has closed."""
        seen = {key}
        place = key
        while self._is_closed(place, period):
            successor = self.units[place].successor
            if successor is None or successor in seen:
                break
            place = successor
            seen.add(place)
        return place

    def _is_closed(self, key: str, period: date) -> bool:
        closed = self.units[key].closed
        return closed is not None and period >= closed and self.units[key].successor is not None

    def _began(self, key: str) -> date | None:
        return min((period for unit, period in self.figures if unit == key), default=None)

    def _awaited(self, period: date) -> set[str]:
        """Who is expected to report: whoever has done so before, at the place it has now, if that is open."""
        places = set()
        for leaf in self.leaves:
            began = self._began(leaf)
            if began is not None and began <= period:
                places.add(self._place(leaf, period))
        return {place for place in places if self._is_open(place, period)}

    def _is_open(self, key: str, period: date) -> bool:
        unit = self.units[key]
        return (unit.opened is None or unit.opened <= period) and (unit.closed is None or period < unit.closed)

    def _absorbed(self, place: str, period: date) -> set[str]:
        """The closed units whose place this is, if they had reported before they closed."""
        found = set()
        for leaf in self.leaves:
            closed, began = self.units[leaf].closed, self._began(leaf)
            if leaf != place and closed and began and began < closed and self._place(leaf, period) == place:
                found.add(leaf)
        return found

    def _with_phases(self, rows: dict[date, PlainRow], members: dict[date, set[str]]) -> PlainNode:
        periods = sorted(rows)
        current = members[periods[0]]
        phases = []
        for at, period in enumerate(periods):
            here = members[period]
            if here == current:
                continue
            stays = all(members[later] == here for later in periods[at : at + 3]) and len(periods) >= at + 3
            taken = {unit for unit in here if self._place(unit, period) != unit}
            is_new = members[periods[at - 1]] != here
            merger = is_new and current < here and here - current <= taken
            if stays or merger:
                phases.append((period, merger, frozenset(here - current), frozenset(current - here)))
                current = here
            else:
                rows[period] = PlainRow(**{**rows[period].__dict__, "judged": False})
        return PlainNode(rows, phases)
