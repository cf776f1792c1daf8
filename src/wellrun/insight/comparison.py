"""How a unit does beside others of its kind, given their size: which comparison fits, over which periods, with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.funnel.chart import Flag, Funnel, Limits, contours, funnel
from wellrun.analytics.funnel.kinds import Kind
from wellrun.analytics.panel import Floats
from wellrun.measures.models import MeasureVersion
from wellrun.measures.queries.compared import Compared, OwnUnit, Place, compared, places_of
from wellrun.organisation.models import Unit

# Fewer units make no funnel; below FIRM how much they truly differ is poorly known.
LEAST, FIRM = 5, 10
Lines = tuple[float | None, float | None, float | None, float | None]
NO_LINES: Lines = (None, None, None, None)
# With fewer expected cases (or expected misses) than this the even scale is too rough: the lines come from counts.
SMALL = 10.0
_SCORED = {
    MeasureVersion.Scoring.PROPORTION: Kind.PROPORTION,
    MeasureVersion.Scoring.RATIO: Kind.RATIO,
    MeasureVersion.Scoring.RATE: Kind.RATIO,
}


class Unsuited(StrEnum):
    """Why there is no funnel: what the measure is, what its figures lack, or that there are too few units."""

    COUNT = "count"
    CONTINUOUS = "continuous"
    NO_COUNTS = "no_counts"
    NOT_CASES = "not_cases"
    TOO_FEW = "too_few"
    NO_FIGURES = "no_figures"


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """One unit over the periods chosen. `own` None: a reference unit, whose `label` is a number that says nothing.

    `periods`: in how many of them it has counts. Figures are None where there are none.
    """

    label: str
    own: OwnUnit | None
    periods: int
    numerator: float | None
    denominator: float | None
    value: float | None = None
    expected: float | None = None
    interval: tuple[float | None, float | None] = (None, None)
    lines: Lines = NO_LINES
    z: float | None = None
    flag: Flag = Flag.NONE
    detectable: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One measure in the units of one kind over the periods from `first` to `last` (first days, both included).

    `periods`: all one may choose from; `clipped`: an earlier start was asked for and a new definition forbids it.
    `kinds`: other kinds of units one may compare instead. `units`: own by name, then the others. `left_out`: units
    with more cases than there could be. `chart`: one chart over `units`, in their order; None where `unsuited`.
    `power`: the same chart on the side that is worse, for what it could not have found.
    """

    version: MeasureVersion
    unit_kind: str
    kinds: tuple[str, ...]
    periods: tuple[date, ...]
    first: date | None
    last: date | None
    span: int
    clipped: bool
    units: tuple[ComparedUnit, ...]
    left_out: int
    unsuited: Unsuited | None
    kind: Kind | None
    chart: Funnel | None
    power: Funnel | None

    @property
    def of_misses(self) -> bool:
        """Whether what a unit could be found at is told of its misses: where more is better, fewer is what matters."""
        return self.power is not self.chart

    def found_at(self, times: float | None) -> float | None:
        """The figure at which a unit is found, `times` the cases (or the misses) of all; None where it never is."""
        if times is None or self.chart is None:
            return None
        target = float(self.chart.target[0, 0])
        return 1 - times * (1 - target) if self.of_misses else times * target

    @property
    def own(self) -> list[ComparedUnit]:
        """The units with a name, by name."""
        return [unit for unit in self.units if unit.own is not None]

    @property
    def others(self) -> list[ComparedUnit]:
        """The units without one that stand in the comparison."""
        return [unit for unit in self.counted if unit.own is None]

    @property
    def counted(self) -> list[ComparedUnit]:
        """The units that stand in the comparison."""
        return [unit for unit in self.units if unit.value is not None]


def comparison(
    user: Any,
    unit: Unit,
    version: MeasureVersion,
    *,
    first: date | None = None,
    last: date | None = None,
    newest: int = 1,
    unit_kind: str = "",
    stratum: str = "total",
    week_start: int | None = None,
) -> Comparison:
    """Compare `unit`'s kind (or `unit_kind`) in what the caller may see; a constant number of queries.

    Without `first` and `last` the `newest` periods up to the newest figure of the unit. The caller must be allowed
    the unit; a day that is no period of the figures counts as the nearest one inside.
    """
    places = places_of(user, version.measure_id, stratum)
    kind = unit_kind or _best_kind(places, unit)
    chosen = [place for place in places if place.kind == kind]
    found = compared(version.measure_id, chosen, week_start=week_start) if chosen else None
    kinds = tuple(sorted({place.kind for place in places if place.own is not None}))
    if found is None or not found.periods.size:
        return _nothing(version, kind, kinds)
    window, clipped = _window(found, unit, first, last, newest)
    return _compared(version, kind, kinds, found, window, clipped)


def _best_kind(places: Sequence[Place], unit: Unit) -> str:
    """The unit's own kind where enough report; else, of those where enough do, what most of one's own units are."""
    own = Counter(place.kind for place in places if place.own is not None)
    everybody = Counter(place.kind for place in places)
    if everybody[unit.kind] >= LEAST or not own:
        return str(unit.kind)
    enough = [kind for kind in own if everybody[kind] >= LEAST]
    return max(enough or own, key=lambda kind: (own[kind], kind == unit.kind, kind))


def _nothing(version: MeasureVersion, kind: str, kinds: tuple[str, ...]) -> Comparison:
    unsuited = _by_scoring(version) or Unsuited.NO_FIGURES
    return Comparison(version, kind, kinds, (), None, None, 0, False, (), 0, unsuited, None, None, None)


def _window(found: Compared, unit: Unit, first: date | None, last: date | None, newest: int) -> tuple[slice, bool]:
    """Which columns to add up. Cases counted by two definitions are never added: the later one's periods stay."""
    periods = found.periods.astype("datetime64[D]")
    rows = [row for row, own in enumerate(found.own) if own.key == unit.key] or list(range(found.values.shape[0]))
    known = np.flatnonzero(~np.isnan(found.values[rows]).all(axis=0))
    end = int(known[-1]) if known.size else periods.size - 1
    if last is not None:
        end = max(0, int(np.searchsorted(periods, np.datetime64(last, "D"), side="right")) - 1)
    begin = max(0, end - newest + 1)
    if first is not None:
        begin = min(end, int(np.searchsorted(periods, np.datetime64(first, "D"), side="left")))
    numbers = found.versions.max(axis=0)
    same = np.flatnonzero(numbers[begin : end + 1] != numbers[end])
    clipped = bool(same.size)
    return slice(begin + int(same[-1]) + 1 if clipped else begin, end + 1), clipped


def _compared(
    version: MeasureVersion, kind: str, kinds: tuple[str, ...], found: Compared, window: slice, clipped: bool
) -> Comparison:
    periods: list[date] = found.periods.astype("datetime64[D]").tolist()
    above, below, spans = _added_up(found, window)
    funnel_kind = kind_of(version)
    impossible = np.zeros(above.size, dtype=np.bool_)
    if funnel_kind is Kind.PROPORTION:
        impossible = above > below
        above, below = np.where(impossible, np.nan, above), np.where(impossible, np.nan, below)
    unsuited = _by_scoring(version) or _by_counts(above, below, funnel_kind)
    chart = power = None
    if unsuited is None and funnel_kind is not None:
        chart = power = _drawn(above, below, funnel_kind)
        if version.direction == MeasureVersion.Direction.UP and funnel_kind is Kind.PROPORTION:
            power = _drawn(below - above, below, funnel_kind)
        unsuited = Unsuited.TOO_FEW if np.count_nonzero(below > 0) < LEAST else None
    units = _units(found, chart, power, above, below, spans)
    if unsuited is Unsuited.TOO_FEW:
        chart = power = None
        units = tuple(_without_lines(each) for each in units)
    return Comparison(
        version=version,
        unit_kind=kind,
        kinds=kinds,
        periods=tuple(periods),
        first=periods[window.start],
        last=periods[window.stop - 1],
        span=window.stop - window.start,
        clipped=clipped,
        units=units,
        left_out=int(np.count_nonzero(impossible)),
        unsuited=unsuited,
        kind=funnel_kind,
        chart=chart,
        power=power,
    )


def kind_of(version: MeasureVersion) -> Kind | None:
    """How the measure is compared; None for a count or an average, which have no size beside them.

    A ratio that may pass one and is shown as a bare number is observed over expected.
    """
    is_bare = version.may_pass_one and version.multiplier == 1 and not version.display_unit
    if version.scoring == MeasureVersion.Scoring.RATIO and is_bare:
        return Kind.STANDARDISED
    return _SCORED.get(MeasureVersion.Scoring(version.scoring))


def _by_scoring(version: MeasureVersion) -> Unsuited | None:
    unsuited = {
        MeasureVersion.Scoring.COUNT: Unsuited.COUNT,
        MeasureVersion.Scoring.CONTINUOUS: Unsuited.CONTINUOUS,
    }
    return unsuited.get(MeasureVersion.Scoring(version.scoring))


def _by_counts(above: Floats, below: Floats, kind: Kind | None) -> Unsuited | None:
    """Whether what came are counts of cases: not below zero and, where not of one whole, in halves at least.

    A case shared by two units counts half for each.
    """
    known = above[below > 0]
    if not known.size:
        return Unsuited.NO_COUNTS
    is_broken = kind is not Kind.PROPORTION and bool((2 * known != np.round(2 * known)).any())
    return Unsuited.NOT_CASES if is_broken or bool((known < 0).any()) else None


def _added_up(found: Compared, window: slice) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Numerators, denominators (N,) over the window, NaN where no period has both; and how many have."""
    above, below = found.numerators[:, window], found.denominators[:, window]
    both = ~np.isnan(above) & ~np.isnan(below)
    spans = both.sum(axis=1)
    known = spans > 0
    sums = [np.where(known, np.where(both, part, 0.0).sum(axis=1), np.nan) for part in (above, below)]
    return sums[0], sums[1], spans


def _drawn(above: Floats, below: Floats, kind: Kind) -> Funnel:
    """The funnel, by counts where any unit is small."""
    plain = funnel(above[None], below[None], kind=kind)
    expected = plain.expected[0]
    least = np.minimum(expected, below - expected) if kind is Kind.PROPORTION else expected
    if not bool((least[~np.isnan(least)] < SMALL).any()):
        return plain
    return funnel(above[None], below[None], kind=kind, limits=Limits.EXACT)


def lines_at(chart: Funnel, sizes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The four lines (M,) from lowest to highest at other sizes (M,), for drawing them."""
    lowest, low, high, highest = contours(chart, sizes[None])
    return lowest[0], low[0], high[0], highest[0]


def _units(
    found: Compared,
    chart: Funnel | None,
    power: Funnel | None,
    above: Floats,
    below: Floats,
    spans: NDArray[np.int64],
) -> tuple[ComparedUnit, ...]:
    n_own = len(found.own)
    seen = {True: 0, False: 0}
    units = []
    for row in range(above.size):
        is_own = row < n_own
        seen[is_own] += int(spans[row] > 0)
        bare = ComparedUnit(
            label=str(seen[is_own]) if spans[row] else "",
            own=found.own[row] if is_own else None,
            periods=int(spans[row]),
            numerator=_known(above[row]),
            denominator=_known(below[row]),
        )
        units.append(bare if chart is None or power is None else _placed(bare, chart, power, row))
    return tuple(units)


def _placed(unit: ComparedUnit, chart: Funnel, power: Funnel, row: int) -> ComparedUnit:
    def at(values: Floats) -> float | None:
        return _known(values[0, row])

    return replace(
        unit,
        value=at(chart.value),
        expected=at(chart.expected),
        interval=(at(chart.interval_lower), at(chart.interval_upper)),
        lines=(at(chart.lower_998), at(chart.lower_95), at(chart.upper_95), at(chart.upper_998)),
        z=at(chart.z),
        flag=Flag(int(chart.flag[0, row])),
        detectable=at(power.detectable),
    )


def _without_lines(unit: ComparedUnit) -> ComparedUnit:
    """The unit's own figure and interval, which need nobody else."""
    return replace(unit, expected=None, lines=NO_LINES, z=None, flag=Flag.NONE, detectable=None)


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
