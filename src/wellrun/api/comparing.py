"""A comparison as the interface answers it: own units by name, reference units by numbers that say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wellrun.api.schemas.figures import in_measure, plain
from wellrun.api.schemas.organisation import UnitRef
from wellrun.api.schemas.series import ComparedOut, ComparisonOut
from wellrun.insight.comparison import ComparedUnit, Comparison
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Unit


def comparison_out(series: UUID, found: Comparison, units: Mapping[str, Unit]) -> ComparisonOut:
    """The whole comparison; `units`: the caller's own by key."""
    chart, power = found.chart, found.power
    drawn = chart is not None and power is not None
    return ComparisonOut(
        series=series,
        unit_kind=found.unit_kind,
        first=found.first,
        last=found.last,
        clipped=found.clipped,
        unsuited=found.unsuited.value if found.unsuited is not None else None,
        kind=found.kind.value if found.kind is not None and found.unsuited is None else None,
        limits=chart.limits.value if chart is not None else None,
        target=in_measure(float(chart.target[0, 0]) if chart is not None else None, found.version),
        phi=float(chart.phi[0, 0]) if chart is not None else None,
        tau2=float(chart.tau2[0, 0]) if chart is not None else None,
        underpowered=bool(power.underpowered[0, 0]) if power is not None else None,
        min_detectable_of=("misses" if found.of_misses else "cases") if drawn else None,
        left_out=found.left_out,
        count=len(found.counted),
        results=[_unit_out(unit, found.version, units) for unit in found.counted],
    )


def _unit_out(unit: ComparedUnit, version: MeasureVersion, units: Mapping[str, Unit]) -> ComparedOut:
    lowest, low, high, highest = (in_measure(line, version) for line in unit.lines)
    return ComparedOut(
        label=unit.label,
        unit=UnitRef.of(units[unit.own.key]) if unit.own is not None else None,
        periods=unit.periods,
        numerator=plain(unit.numerator),
        denominator=plain(unit.denominator),
        value=in_measure(unit.value, version),
        expected=plain(unit.expected),
        lower_998=lowest,
        lower_95=low,
        upper_95=high,
        upper_998=highest,
        interval_lower=in_measure(unit.interval[0], version),
        interval_upper=in_measure(unit.interval[1], version),
        z=unit.z,
        flag=unit.flag.word,
        min_detectable=unit.detectable,
    )
