"""Which signals become items of their own, which go beneath one for the whole system, which are old news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

S = TypeVar("S")

# What began this far apart belongs to one systemic change, as in scope.
PERIODS_APART = 3


@dataclass(frozen=True, slots=True)
class Waiting(Generic[S]):
    """A signal without an item. `family`: its measure, stratum and parent unit, or None at the top.

    `began`: number of the period; `is_old`: it was there for long when the figures first came; `lifts`: it is
    systemic, and the parent has a forum that can take it.
    """

    signal: S
    series_id: int
    side: str
    family: Any
    began: int
    is_old: bool = False
    lifts: bool = False


@dataclass(frozen=True, slots=True)
class Group(Generic[S]):
    """One systemic change: the units' signals, and the parent's own when it has one."""

    family: Any
    side: str
    members: Sequence[Waiting[S]]


@dataclass(frozen=True, slots=True)
class Folded(Generic[S]):
    """Every waiting signal exactly once."""

    groups: Sequence[Group[S]]
    single: Sequence[Waiting[S]]
    old: Sequence[Waiting[S]]


def fold(waiting: Iterable[Waiting[S]], parents: Mapping[Hashable, int]) -> Folded[S]:
    """Sort the signals; `parents`: series of the parent by family.

    A systemic change takes in what moved alike and near in time, old signals too, and the parent's own signal on
    the same side; alone, an old signal is old news whatever its scope.
    """
    ordered = list(waiting)
    groups: dict[tuple[Hashable, str], list[Waiting[S]]] = defaultdict(list)
    for each in ordered:
        if each.lifts and not each.is_old:
            groups[each.family, each.side].append(each)
    taken = {id(each) for members in groups.values() for each in members}
    for (family, side), members in groups.items():
        beside = [each for each in ordered if id(each) not in taken and _belongs(each, family, side, members, parents)]
        members += beside
        taken |= {id(each) for each in beside}
    rest = [each for each in ordered if id(each) not in taken]
    return Folded(
        groups=[Group(family, side, tuple(members)) for (family, side), members in groups.items()],
        single=[each for each in rest if not each.is_old],
        old=[each for each in rest if each.is_old],
    )


def _belongs(
    each: Waiting[S],
    family: Hashable,
    side: str,
    members: Sequence[Waiting[S]],
    parents: Mapping[Hashable, int],
) -> bool:
    is_kin = each.family == family and each.lifts
    is_parent = each.series_id == parents.get(family)
    near = any(abs(each.began - member.began) <= PERIODS_APART for member in members)
    return each.side == side and (is_kin or is_parent) and near
