"""Series with their answer, their points, and others to compare with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.figures import CoverageOut, FigureOut, coverage_out, in_measure, plain
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.organisation import UnitRef
from wellrun.api.schemas.words import AimWord, ChangeWord
from wellrun.insight.models import SeriesState
from wellrun.measures.models import MeasureVersion, Phase, Series, Target
from wellrun.measures.queries import Never, NeverReported


class StateOut(Answered):
    """What the last evaluation found. `is_current` false: figures, phases or aim have changed since.

    `period` and all figures are those of the newest judged point. `change` answers "is it a real change?" and `aim`
    "does it meet its aim?"; `centre`, `lower`, `upper` are the limits of the chart named, of the phase in force.
    """

    data_revision: int
    is_current: bool
    version: int
    status: str
    chart: str
    chart_reason: str
    profile: str
    phase_start: date | None
    points: int
    first_period: date | None
    period: date | None
    value: FigureOut
    numerator: FigureOut
    denominator: FigureOut
    coverage: CoverageOut | None
    centre: FigureOut
    lower: FigureOut
    upper: FigureOut
    target_low: FigureOut
    target_high: FigureOut
    rule: str
    variation: str
    assurance: str
    change: ChangeWord
    since: date | None
    aim: AimWord


class SeriesRef(Answered):
    """A measure in a unit and stratum."""

    id: UUID
    measure: MeasureRef
    unit: UnitRef
    stratum: str


class SeriesOut(SeriesRef):
    """A series with its answer; `state` is null until it is evaluated. `derived`: rolled up from the units below."""

    grain: str
    direction: str
    derived: bool
    data_revision: int
    state: StateOut | None


class PhaseOut(Answered):
    """A stretch with its own baseline, and why it began."""

    start: date
    baseline_end: date | None
    reason_kind: str
    reason: str


class TargetOut(Answered):
    """The aim in force: a value (both ends alike) or a band."""

    low: FigureOut
    high: FigureOut
    by_date: date | None
    commitment: str
    source: str


class SeriesDetailOut(SeriesOut):
    """A series with its phases, oldest first, and its aim."""

    phases: list[PhaseOut]
    target: TargetOut | None


class LimitsOut(Answered):
    """The usual level and range at one point; missing where the chart has no such limit there."""

    centre: FigureOut
    lower: FigureOut
    upper: FigureOut
    lower_near: FigureOut
    upper_near: FigureOut


class MarkOut(Answered):
    """What a point says: common_cause, improvement, concern, high, low, or missing where nothing is judged.

    `rule`: the first rule that marks it, "" for none. `phase`: ordinal of the stretch it belongs to, from 0.
    """

    point: str
    rule: str
    phase: int


class PointOut(Answered):
    """One period of a series. `judged` false: kept and shown, and left out of the chart's arithmetic."""

    period: date
    value: FigureOut
    numerator: FigureOut
    denominator: FigureOut
    coverage: CoverageOut | None
    judged: bool
    limits: LimitsOut | None = None
    mark: MarkOut | None = None


class PointsOut(Answered):
    """The points of a series in order of time, as known at `as_of` (null: now), and where the next ones are."""

    series: UUID
    as_of: datetime | None
    chart: str | None
    count: int
    next: str | None
    results: list[PointOut]


class ComparatorOut(Answered):
    """A reference unit without its name: `label` is a number that says nothing. One figure a period."""

    label: str
    values: list[FigureOut]


class ComparatorsOut(Answered):
    """Reference units of the same kind, to set one's own beside; in no order of merit. `count`: all there are."""

    series: UUID
    count: int
    periods: list[date]
    results: list[ComparatorOut]


class ComparedOut(Answered):
    """One unit over the periods. `unit` is null for a reference unit, whose `label` is a number that says nothing.

    `lower_998` to `upper_998`: the lines at its size; `interval`: exact, 95 %. `flag`: low, low_95, high_95, high, or
    "" inside the inner lines. `min_detectable`: the multiple of all units' cases (or misses, see the chart) at which
    it would lie beyond the outer line four times in five.
    """

    label: str
    unit: UnitRef | None
    periods: int
    numerator: FigureOut
    denominator: FigureOut
    value: FigureOut
    expected: FigureOut
    lower_998: FigureOut
    lower_95: FigureOut
    upper_95: FigureOut
    upper_998: FigureOut
    interval_lower: FigureOut
    interval_upper: FigureOut
    z: float | None
    flag: str
    min_detectable: float | None


class ComparisonOut(Answered):
    """One measure in the units of one kind, over the periods from `first` to `last`; own units by name, no ranks.

    `unsuited` says why there are no lines: count, continuous, no_counts, not_cases, too_few, no_figures; null where
    there are. `clipped`: an earlier start was asked for, and a new definition forbids it. `min_detectable_of`: cases
    or misses. `underpowered`: the middle unit could be at twice the cases (or misses) of all and not stand out.
    """

    series: UUID
    unit_kind: str
    first: date | None
    last: date | None
    clipped: bool
    unsuited: str | None
    kind: str | None
    limits: str | None
    target: FigureOut
    phi: float | None
    tau2: float | None
    underpowered: bool | None
    min_detectable_of: str | None
    left_out: int
    count: int
    results: list[ComparedOut]


def series_ref(series: Series, version: MeasureVersion) -> SeriesRef:
    """Which series."""
    return SeriesRef(
        id=series.uid,
        measure=MeasureRef.of(series.measure, version),
        unit=UnitRef.of(series.unit),
        stratum=series.stratum,
    )


def series_out(series: Series, version: MeasureVersion, never: Never) -> SeriesOut:
    """A series with its state at hand."""
    state: SeriesState | None = getattr(series, "state", None)
    return SeriesOut(
        **dict(series_ref(series, version)),
        grain=version.grain,
        direction=version.direction,
        derived=series.derived,
        data_revision=series.data_revision,
        state=state_out(state, series, version, never_of(series, never)) if state else None,
    )


def never_of(series: Series, never: Never) -> Sequence[NeverReported]:
    """Who below never reported the series; only totals are rolled up from whole units."""
    return never.get((series.unit_id, series.measure_id), ()) if series.stratum == "total" else ()


def some_series_out(series: Sequence[Series], versions: Mapping[UUID, MeasureVersion], never: Never) -> list[SeriesOut]:
    """Several series; `versions` by measure."""
    return [series_out(one, versions[one.measure_id], never) for one in series]


def series_detail_out(
    series: Series, version: MeasureVersion, phases: Sequence[Phase], target: Target | None, never: Never
) -> SeriesDetailOut:
    """A series with what belongs to it."""
    return SeriesDetailOut(
        **dict(series_out(series, version, never)),
        phases=[PhaseOut(**same(phase, "start", "baseline_end", "reason_kind", "reason")) for phase in phases],
        target=target_out(target, version) if target else None,
    )


def target_out(target: Target, version: MeasureVersion) -> TargetOut:
    """An aim; a single value is a band without width."""
    low, high = (target.low, target.high) if target.value is None else (target.value, target.value)
    return TargetOut(
        low=in_measure(low, version),
        high=in_measure(high, version),
        by_date=target.by_date,
        commitment=target.commitment,
        source=target.source_text,
    )


_FIGURES = ("value", "centre", "lower", "upper", "target_low", "target_high")
_SAME = (
    *("data_revision", "status", "chart", "chart_reason", "profile", "phase_start", "points", "first_period"),
    *("rule", "variation", "assurance", "change", "since", "aim"),
)


def state_out(state: SeriesState, series: Series, version: MeasureVersion, never: Sequence[NeverReported]) -> StateOut:
    """The stored answer of a series."""
    figures: dict[str, Any] = {name: in_measure(getattr(state, name), version) for name in _FIGURES}
    return StateOut(
        **same(state, *_SAME),
        **figures,
        is_current=state.data_revision == series.data_revision,
        version=state.version_number,
        period=state.last_period,
        numerator=plain(state.numerator),
        denominator=plain(state.denominator),
        coverage=coverage_out(state.reporting, state.expected, never=len(never)),
    )
