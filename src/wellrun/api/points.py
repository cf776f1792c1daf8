"""The points of one series as they leave: figures, and on demand limits and marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.spc.codes import Chart, Point, Rule, words
from wellrun.analytics.spc.judgement import Judgement
from wellrun.api.schemas.figures import coverage_out, in_measure, plain
from wellrun.api.schemas.series import LimitsOut, MarkOut, PointOut
from wellrun.insight.one_series import judged_series
from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.queries import NeverReported, SeriesPanel, expected_then, panel, withdrawn_periods


@dataclass(frozen=True, slots=True)
class Points:
    """The points in order of time; `chart`: which chart's limits they carry, None without limits."""

    chart: str | None
    points: list[PointOut]


def points_of(
    series: Series,
    version: MeasureVersion,
    *,
    first: date | None,
    last: date | None,
    as_of: datetime | None,
    limits: bool,
    never: Sequence[NeverReported] = (),
) -> Points:
    """Every period from the first figure to the newest, missing ones too, between two dates if given.

    Limits are those of the whole series: a window on the points changes none of them. `never`: units below that never
    reported it, expected all the same.
    """
    found, judgement = _read(series, as_of, limits)
    points = _points(found, judgement, version, never) if found else {}
    for period in withdrawn_periods(series, as_of):
        points[period] = _withdrawn(period, points.get(period), version)
    shown = [
        points[period]
        for period in sorted(points)
        if (first is None or period >= first) and (last is None or period <= last)
    ]
    chart = None if judgement is None else str(words(Chart, judgement.chart)[0])
    return Points(chart, shown)


def _read(series: Series, as_of: datetime | None, limits: bool) -> tuple[SeriesPanel | None, Judgement | None]:
    if limits:
        judged = judged_series(series.pk, as_of)
        return (judged.panel, judged.judgement) if judged else (None, None)
    panels = panel([series.pk], as_of=as_of)
    return (panels[0] if panels else None), None


def _points(
    found: SeriesPanel, judgement: Judgement | None, version: MeasureVersion, never: Sequence[NeverReported]
) -> dict[date, PointOut]:
    plain_panel = found.panel
    days: list[date] = plain_panel.dates[0].astype("datetime64[D]").astype(object).tolist()
    columns = [
        days,
        _numbers(plain_panel.values[0]),
        _counts_or_none(plain_panel.numerators, plain_panel.n_periods),
        _counts_or_none(plain_panel.denominators, plain_panel.n_periods),
        found.reporting[0].tolist(),
        [
            expected if expected < 0 else expected_then(expected, day, never)
            for expected, day in zip(found.expected[0].tolist(), days, strict=True)
        ],
        found.judged[0].tolist(),
        _limits(judgement, version, plain_panel.n_periods),
        _marks(judgement, plain_panel.phases[0]),
    ]
    return {row[0]: _point(version, *row) for row in zip(*columns, strict=True)}


def _point(
    version: MeasureVersion,
    period: date,
    value: float | None,
    numerator: float | None,
    denominator: float | None,
    reporting: int,
    expected: int,
    judged: bool,
    limits: LimitsOut | None,
    mark: MarkOut | None,
) -> PointOut:
    return PointOut(
        period=period,
        value=in_measure(value, version),
        numerator=plain(numerator),
        denominator=plain(denominator),
        coverage=coverage_out(reporting, expected),
        judged=judged,
        limits=limits,
        mark=mark,
    )


def _withdrawn(period: date, there: PointOut | None, version: MeasureVersion) -> PointOut:
    """A period whose figure was withdrawn, with the limits that hold there."""
    return PointOut(
        period=period,
        value=in_measure(None, version, known=True),
        numerator=plain(None, known=True),
        denominator=plain(None, known=True),
        coverage=None,
        judged=False,
        limits=there.limits if there else None,
        mark=there.mark if there else None,
    )


def _limits(judgement: Judgement | None, version: MeasureVersion, n_periods: int) -> Iterable[LimitsOut | None]:
    if judgement is None:
        return [None] * n_periods
    names = tuple(LimitsOut.model_fields)
    rows = zip(*(_numbers(getattr(judgement, name)[0]) for name in names), strict=True)
    return [LimitsOut(**{name: in_measure(one, version) for name, one in zip(names, row, strict=True)}) for row in rows]


def _marks(judgement: Judgement | None, phases: NDArray[Any]) -> Iterable[MarkOut | None]:
    if judgement is None:
        return [None] * phases.size
    rows = zip(words(Point, judgement.point[0]), words(Rule, judgement.rule[0]), phases.tolist(), strict=True)
    return [MarkOut(point=str(point), rule=str(rule), phase=phase) for point, rule, phase in rows]


def _counts_or_none(values: NDArray[np.float64] | None, n_periods: int) -> list[float | None]:
    return [None] * n_periods if values is None else _numbers(values[0])


def _numbers(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
