"""A judgement in the making: blocks of series write their part, `finish` adds what needs the whole row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.blocks.columns import column_count
from wellrun.analytics.spc.blocks.judged import Judged
from wellrun.analytics.spc.blocks.slab import Rows, Slab
from wellrun.analytics.spc.charts import run
from wellrun.analytics.spc.charts.limits import PhaseLimits
from wellrun.analytics.spc.codes import Codes, Direction, Point
from wellrun.analytics.spc.families import Family
from wellrun.analytics.spc.icons import assurance_of, band_points, points_of, variation_of
from wellrun.analytics.spc.judgement import Judgement, at_last
from wellrun.analytics.spc.phases import Lines
from wellrun.analytics.spc.rules.profiles import Marks
from wellrun.analytics.spc.rules.view import RuleBits

_LINES = ("centre", "lower", "upper", "lower_near", "upper_near")


@dataclass(frozen=True, slots=True, eq=False)
class Aims:
    """Which way is good (S,) and the targets (S, 2), NaN = none."""

    direction: Codes
    target: Floats


class Draft:
    """Arrays of a `Judgement` before it is frozen. `level`: every series has the same lines all along."""

    def __init__(self, panel: Panel, aims: Aims, *, level: bool) -> None:
        shape = (panel.n_series, panel.n_periods)
        self.panel, self.aims, self.shape = panel, aims, shape
        self.lines = {name: np.empty((shape[0], 1) if level else shape) for name in _LINES}
        self.rule, self.side, self.point = (np.zeros(shape, dtype=np.int8) for _ in range(3))
        self.status, self.chart, self.reason = (np.zeros(shape[0], dtype=np.int8) for _ in range(3))
        self.sigma_z = np.full(shape[0], np.nan)
        self.n, self.n_baseline, self.n_special, self.last = (np.zeros(shape[0], dtype=np.int32) for _ in range(4))
        self.sides = np.zeros(shape[::-1], dtype=np.uint8)
        # What was judged is the panel's own value until a chart of something else comes; so with rules and sides.
        self.values = panel.values
        self.rules: RuleBits | None = None

    def keep(self, rows: Rows, slab: Slab, lines: Lines, final: PhaseLimits) -> None:
        """The lines, and what belongs to the phase of the last point."""
        for name, wide in self.lines.items():
            wide[rows] = getattr(lines, name).T
        self.status[rows] = final.status
        self.chart[rows] = final.chart
        self.reason[rows] = final.reason
        self.sigma_z[rows] = final.sigma_z
        self.n_baseline[rows] = final.n
        self.last[rows] = slab.last

    def keep_values(self, rows: Rows, slab: Slab, family: Family) -> None:
        """What was judged, where it is not the panel's value."""
        if family.judged is Judged.VALUE:
            return
        if self.values is self.panel.values:
            self.values = self.panel.values.copy()
        self.values[rows] = slab.y.T

    def keep_marks(self, rows: Rows, slab: Slab, marks: Marks, *, has_runs: bool) -> None:
        """Rule, side and point of every point, and on which side of the centre each lies."""
        self.rule[rows] = marks.rule
        self.side[rows] = marks.side
        self.n_special[rows] = np.count_nonzero(marks.rule, axis=1)
        if marks.rules is not None:
            if self.rules is None:
                self.rules = np.zeros(self.shape, dtype=np.uint16)
            self.rules[rows] = marks.rules
        self.point[rows] = self._points(rows, slab, marks)
        sides = marks.sides
        if not slab.complete or slab.phase is not None:
            sides[~slab.in_last_phase] = run.GAP
        self.sides[:, rows] = sides if has_runs else run.GAP
        self.n[rows] = self.shape[1] if slab.complete else column_count(slab.present)

    def finish(self) -> Judgement:
        """The frozen judgement, with the icons of the last points and the runs of the last phases."""
        lines = {name: np.broadcast_to(wide, self.shape) for name, wide in self.lines.items()}
        point, side = at_last(self.point, self.last), at_last(self.side, self.last)
        lower, upper = at_last(lines["lower"], self.last), at_last(lines["upper"], self.last)
        useful, longest, crossings = run.run_statistics(self.sides)
        longest_max, crossings_min = (bound[useful] for bound in run.anhoej_bounds(self.shape[1]))
        return Judgement(
            labels=self.panel.labels,
            values=self.values,
            **lines,
            rule=self.rule,
            rules=self._all_rules(),
            side=self.side,
            point=self.point,
            status=self.status,
            chart=self.chart,
            chart_reason=self.reason,
            variation=variation_of(point, side),
            assurance=assurance_of(lower, upper, self.aims.target, self.aims.direction),
            sigma_z=self.sigma_z,
            n=self.n,
            n_baseline=self.n_baseline,
            n_special=self.n_special,
            last=self.last,
            longest_run=np.where(useful > 0, longest, -1),
            longest_run_max=longest_max,
            crossings=np.where(useful > 0, crossings, -1),
            crossings_min=crossings_min,
            runs_signal=(useful > 0) & ((longest > longest_max) | (crossings < crossings_min)),
        )

    def _all_rules(self) -> RuleBits | None:
        """With profiles side by side, those of one rule a point have that one in their set."""
        if self.rules is not None:
            alone = (self.rules == 0) & (self.rule > 0)
            self.rules[alone] = np.uint16(1) << (self.rule[alone].astype(np.uint16) - 1)
        return self.rules

    def _points(self, rows: Rows, slab: Slab, marks: Marks) -> Codes:
        direction, side = self.aims.direction[rows], marks.side
        point = points_of(side, direction)
        band = direction == Direction.BAND
        if band.any():
            centre = np.broadcast_to(self.lines["centre"][rows], side.shape)
            values = slab.y.T
            point[band] = band_points(side[band], values[band], centre[band], self.aims.target[rows][band])
        if marks.neutral is not None:
            point = np.where(marks.neutral, np.where(side > 0, np.int8(Point.HIGH), np.int8(Point.LOW)), point)
        if not slab.complete:
            point[np.isnan(slab.y.T)] = Point.MISSING
        return point
