"""What the records know of the names in a file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wellrun.measures.bulk.columns import days_of
from wellrun.measures.bulk.contract import FIRST_DAY, NEVER
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Unit

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class KnownMeasures:
    """The measures a file names, in the order of its names; `found` False where there is no such measure.

    `grain`, `scoring`, `rolls_up` are words of the current version, "" where not found; `bounded`: a proportion
    that cannot pass 1; `passing_is_odd`: any other comparison whose definition does not say that it may pass 1, so that
    a numerator above its denominator needs a look;
    `retired`: day from which no figure belongs to it.
    """

    names: tuple[str, ...]
    ids: tuple[UUID | None, ...]
    grain: tuple[str, ...]
    scoring: NDArray[np.str_]
    bounded: Flags
    passing_is_odd: Flags
    retired: Days

    @property
    def found(self) -> Flags:
        return np.array([identifier is not None for identifier in self.ids], dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class KnownUnits:
    """The units a file names, in the order of its names; `opened` and `closed` as days."""

    names: tuple[str, ...]
    ids: tuple[UUID | None, ...]
    opened: Days
    closed: Days

    @property
    def found(self) -> Flags:
        return np.array([identifier is not None for identifier in self.ids], dtype=np.bool_)


def known_measures(names: Sequence[str]) -> KnownMeasures:
    """Look up measures by key."""
    versions = {
        version.measure.key: version
        for version in MeasureVersion.objects.filter(current=True, measure__key__in=names).select_related("measure")
    }
    found = [versions.get(name) for name in names]
    return KnownMeasures(
        names=tuple(names),
        ids=tuple(version.measure_id if version else None for version in found),
        grain=tuple(version.grain if version else "" for version in found),
        scoring=np.array([version.scoring if version else "" for version in found], dtype=np.str_),
        bounded=np.array([bool(version and version.bounded) for version in found], dtype=np.bool_),
        passing_is_odd=np.array([bool(version and _passing_is_odd(version)) for version in found], dtype=np.bool_),
        retired=days_of([version.measure.retired_on if version else None for version in found], NEVER),
    )


def _passing_is_odd(version: MeasureVersion) -> bool:
    """Counts have no denominator, and a mean is no share of anything."""
    scoring = MeasureVersion.Scoring
    compares = version.scoring in (scoring.PROPORTION, scoring.RATIO, scoring.RATE)
    return compares and not version.bounded and not version.may_pass_one


def known_units(names: Sequence[str], within: Collection[UUID] | None) -> KnownUnits:
    """Look up units by key; what lies outside `within` answers as if it did not exist."""
    units = {unit.key: unit for unit in _units(names) if within is None or unit.pk in within}
    found = [units.get(name) for name in names]
    return KnownUnits(
        names=tuple(names),
        ids=tuple(unit.pk if unit else None for unit in found),
        opened=days_of([unit.opened if unit else None for unit in found], FIRST_DAY),
        closed=days_of([unit.closed if unit else None for unit in found], NEVER),
    )


def _units(names: Sequence[str], chunk: int = 5_000) -> list[Unit]:
    found: list[Unit] = []
    for start in range(0, len(names), chunk):
        found += Unit.objects.filter(key__in=names[start : start + chunk])
    return found
