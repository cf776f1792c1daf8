"""The sparkline of a row: the last periods, the usual level, the points that mean something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wellrun.web.charts import svg
from wellrun.web.charts.data import PointKind
from wellrun.web.charts.lines import path, runs
from wellrun.web.charts.marks import mark_svg
from wellrun.web.figures import is_missing

PERIODS = 24
WIDTH, HEIGHT, EDGE, RADIUS = 150, 34, 5.0, 2.4
QUIET = (PointKind.COMMON_CAUSE, PointKind.NOT_JUDGED)


@dataclass(frozen=True, slots=True)
class SparkPoint:
    """One period: its figure (None or NaN: missing), what it says, and the usual level of its phase."""

    value: float | None
    kind: PointKind | str = PointKind.COMMON_CAUSE
    centre: float | None = None
    period: date | None = None


def sparkline(points: Sequence[SparkPoint], label: str = "", centre: float | None = None) -> SafeString:
    """The last 24 of `points`, one a period in time, 150 by 34 pixels; a missing period is a gap.

    Marked are the points that a rule marks, and the last. `label` says it in words; by default marks are counted.
    `centre` is one usual level throughout, where the points carry none of their own.
    """
    shown = points[-PERIODS:]
    present = [i for i, point in enumerate(shown) if not is_missing(point.value)]
    parts = _drawing(shown, present, centre) if present else []
    return SafeString(
        svg.element(
            "svg",
            *parts,
            xmlns=svg.NAMESPACE,
            class_="chart spark",
            width=WIDTH,
            height=HEIGHT,
            viewBox=f"0 0 {WIDTH} {HEIGHT}",
            role="img",
            aria_label=label or spark_words(shown),
        )
    )


def spark_words(points: Sequence[SparkPoint]) -> str:
    """The row of points in words: how many, and how many of them mean something."""
    present = [point for point in points if not is_missing(point.value)]
    if not present:
        return gettext("No figures yet")
    return gettext("%(count)d figures: %(worse)d marked worsening, %(better)d marked improving") % {
        "count": len(present),
        "worse": sum(point.kind == PointKind.CONCERN for point in present),
        "better": sum(point.kind == PointKind.IMPROVEMENT for point in present),
    }


def _drawing(points: Sequence[SparkPoint], present: list[int], centre: float | None) -> list[str]:
    values = [point.value for point in points]
    levels = [v for v in [*values, *(p.centre for p in points), centre] if v is not None and not is_missing(v)]
    low, span = min(levels), max(levels) - min(levels)
    step = (WIDTH - 2 * EDGE) / max(len(points) - 1, 1)

    def place(index: int) -> tuple[float, float]:
        return (EDGE + step * index if len(points) > 1 else WIDTH / 2), height(values[index])

    def height(level: float | None) -> float:
        share = ((level or 0.0) - low) / span if span else 0.5
        return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)

    usual = [
        svg.element(
            "line",
            class_="usual",
            x1=max(EDGE + step * (first - 0.5), EDGE),
            y1=height(level),
            x2=min(EDGE + step * (last + 0.5), WIDTH - EDGE),
            y2=height(level),
        )
        for level, first, last in _usual_levels(points, centre)
    ]
    line = [svg.element("path", class_="line", d=path([place(i) for i in run])) for run in runs(values) if len(run) > 1]
    marked = [i for i in present if i == present[-1] or points[i].kind not in QUIET]
    return usual + line + [mark_svg(PointKind(points[i].kind), *place(i), RADIUS) for i in marked]


def _usual_levels(points: Sequence[SparkPoint], centre: float | None) -> list[tuple[float, int, int]]:
    """Each stretch with one usual level: the level, first and last index."""
    stretches = []
    for level, group in groupby(
        enumerate(points), key=lambda pair: pair[1].centre if pair[1].centre is not None else centre
    ):
        members = [i for i, _ in group]
        if level is not None and not is_missing(level):
            stretches.append((level, members[0], members[-1]))
    return stretches
