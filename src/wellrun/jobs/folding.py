"""Which signals become items of their own, which go beneath one for a larger unit, which are old news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

S = TypeVar("S")

# What began this far apart belongs to one change, as in scope.
PERIODS_APART = 3


@dataclass(frozen=True, slots=True)
class Waiting(Generic[S]):
    """A signal without an item.

    `unit` and `parent`: where it is and what is above, None at the top; `parent_series`: the same measure there.
    `began`: number of the period. `is_old`: it was there for long when the figures first came. `scope` and
    `rest_moved`: what the siblings say, and the parent without the unit. `may_lift`: the parent has a forum for it.
    """

    signal: S
    series_id: int
    side: str
    unit: Hashable
    parent: Hashable = None
    parent_series: int | None = None
    began: int = 0
    is_old: bool = False
    scope: str = "unclear"
    rest_moved: bool = False
    may_lift: bool = False


@dataclass(frozen=True, slots=True)
class Group(Generic[S]):
    """One change of a unit and of units below it: their signals, and the unit's own when it has one."""

    unit: Any
    members: Sequence[Waiting[S]]


@dataclass(frozen=True, slots=True)
class Folded(Generic[S]):
    """Every waiting signal exactly once."""

    groups: Sequence[Group[S]]
    single: Sequence[Waiting[S]]
    old: Sequence[Waiting[S]]


def fold(
    waiting: Iterable[Waiting[S]], has_item: Callable[[int, str], bool] = lambda series_id, side: False
) -> Folded[S]:
    """Sort the signals of one measure and stratum; `has_item`: an open item speaks of that series and side already.

    A signal goes beneath its parent when it is systemic; also when too few siblings can tell, but the parent moved
    too and would have without this unit. Where the parent's own signal goes up in turn, what is beneath goes along,
    so that a change of the whole is one item however many levels it has. An old signal alone is old news; near
    fresh ones of the same change it is part of it.
    """
    family = _Family(list(waiting), has_item)
    groups: dict[tuple[Hashable, str], list[Waiting[S]]] = defaultdict(list)
    for each in family.waiting:
        if not each.is_old and family.lifts(each):
            groups[family.top_of(each), each.side].append(each)
    for (unit, side), members in groups.items():
        members += [each for each in family.waiting if each.side == side and family.belongs(each, unit, members)]
    taken = {id(each) for members in groups.values() for each in members}
    rest = [each for each in family.waiting if id(each) not in taken]
    return Folded(
        groups=[Group(unit, tuple(members)) for (unit, _side), members in groups.items()],
        single=[each for each in rest if not each.is_old],
        old=[each for each in rest if each.is_old],
    )


class _Family(Generic[S]):
    """The waiting signals of one measure, and which of them lies above which."""

    def __init__(self, waiting: list[Waiting[S]], has_item: Callable[[int, str], bool]) -> None:
        self.waiting = waiting
        self._has_item = has_item
        self._own: dict[tuple[int, str], list[Waiting[S]]] = defaultdict(list)
        for each in waiting:
            self._own[each.series_id, each.side].append(each)

    def lifts(self, each: Waiting[S]) -> bool:
        """Whether the signal goes beneath its parent."""
        if not each.may_lift:
            return False
        return each.scope == "systemic" or (each.scope == "unclear" and each.rest_moved and self._parent_moved(each))

    def top_of(self, each: Waiting[S]) -> Hashable:
        """The unit whose item the signal belongs to."""
        if not self.lifts(each):
            return each.unit
        above = self._parents_signal(each)
        return each.parent if above is None else self.top_of(above)

    def belongs(self, each: Waiting[S], unit: Hashable, members: Sequence[Waiting[S]]) -> bool:
        """Whether a signal that does not go up itself is part of the change that `members` show in `unit`."""
        if any(each is member for member in members) or not any(_near(each, member) for member in members):
            return False
        is_own = each.unit == unit and not self.lifts(each)
        return (is_own and not each.is_old) or (each.is_old and self.lifts(each) and self.top_of(each) == unit)

    def _parent_moved(self, each: Waiting[S]) -> bool:
        if self._parents_signal(each) is not None:
            return True
        return each.parent_series is not None and self._has_item(each.parent_series, each.side)

    def _parents_signal(self, each: Waiting[S]) -> Waiting[S] | None:
        if each.parent_series is None:
            return None
        fresh = [above for above in self._own[each.parent_series, each.side] if not above.is_old]
        return next((above for above in fresh if _near(each, above)), None)


def _near(one: Waiting[Any], other: Waiting[Any]) -> bool:
    return abs(one.began - other.began) <= PERIODS_APART
