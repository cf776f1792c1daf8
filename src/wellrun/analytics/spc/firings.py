"""Which rules fire as each point arrives: the answer of replaying every prefix, without replaying.

At a prefix whose newest point is the n-th of its phase, limits rest on the first min(n, 24) points. So there
are only thirteen sets of limits a phase (n = 12 to 24): the first twelve judge one point each, the last judges
all that follow. A firing looks back a few points at most (the run rules over the phase so far) and never changes
when later points arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.baseline import FIRM_AT, FREEZE_AT, known_points, packed, phases_of
from wellrun.analytics.spc.blocks.judged import Judged
from wellrun.analytics.spc.blocks.slab import Setting, Slab, blocks, slab_of
from wellrun.analytics.spc.charts.limits import PhaseLimits
from wellrun.analytics.spc.charts.rare.bernoulli import bernoulli_cusum
from wellrun.analytics.spc.codes import Chart, Codes, Profile, Rule, Status, codes, rule_bit, rule_words
from wellrun.analytics.spc.families import Family
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.phases import lines_of
from wellrun.analytics.spc.rules.profiles import RULE_SETS, RuleSet
from wellrun.analytics.spc.rules.view import Fired, RuleBits, View
from wellrun.analytics.spc.wishes import check_baseline, event_charts, families, wished_charts

__all__ = ["Firings", "firings", "rule_bit", "rule_words"]

Counts = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Firings:
    """Which rules fire when the point of each period is the newest one.

    `high`, `low` (S, T) uint16: bit `rule_bit(rule)` of each Rule that fires on that side, 0 = none; a rule without
    a side fires on that of its point. `judged` (S, T): whether there is a point at all.
    """

    high: RuleBits
    low: RuleBits
    judged: Flags


def firings(
    panel: Panel,
    *,
    chart: Any = "auto",
    rules: Any = "nhs",
    baseline: int = FREEZE_AT,
    screen: bool = True,
    unjudged: Flags | None = None,
    excluded: Flags | None = None,
    still_open: Flags | None = None,
) -> Firings:
    """Which (series, period, side, rule) fire as each point arrives; arguments as in `judge`.

    Below 12 points in a phase nothing fires; from 12 limits rest on all points so far; from `baseline` on its
    first `baseline` points. A rule fires at t when its window ends at t. Constant and degenerate prefixes and prefixes
    without limits never fire; a run chart chosen for rare events does by the one line it has, and by no other rule.
    Raises UserError as `judge` does, and ValueError for a run chart that is asked for with rules that need limits.
    """
    check_baseline(baseline)
    wish = event_charts(panel, wished_charts(panel, chart))
    profiles = codes(Profile, rules, panel.n_series)
    if ((wish == Chart.RUN) & (profiles != Profile.ANHOEJ)).any():
        raise ValueError("a run chart raises no signals but those of the runs rules")
    high, low = (np.zeros(panel.values.shape, dtype=np.uint16) for _ in range(2))
    judged = np.zeros(panel.values.shape, dtype=np.bool_)
    setting = Setting(unjudged, excluded, still_open)
    with np.errstate(divide="ignore", invalid="ignore"):
        for family, profile, rows in families(panel, wish, profiles):
            for block in blocks(rows, panel.n_series, panel.n_periods):
                slab = slab_of(panel, block, family.judged, setting)
                replay = _Replay(slab, family, RULE_SETS[profile], wish[block], profile is Profile.ANHOEJ)
                replay.run(baseline, screen=screen)
                high[block], low[block] = replay.high.T, replay.low.T
                judged[block] = slab.present.T
    return Firings(high, low, judged)


class _Replay:
    """The firings of one block in the making; `high`, `low` (T, R) are what `run` finds."""

    def __init__(self, slab: Slab, family: Family, rules: RuleSet, wish: Codes, needs_no_limits: bool) -> None:
        self.slab, self.family, self.rules, self.wish = slab, family, rules, wish
        self.needs_no_limits = needs_no_limits
        self.high, self.low = (np.zeros(slab.y.shape, dtype=np.uint16) for _ in range(2))

    def run(self, baseline: int, *, screen: bool) -> None:
        for _, points in phases_of(self.slab):
            base, known = packed(self.slab, points, baseline), known_points(self.slab, points)
            most = int(base.n.max(initial=0))
            growing = [
                self.family.limits(base.first(n), self.wish, screen=screen)
                for n in range(FIRM_AT, min(baseline, 1 + most))
            ]
            here = np.ones(known.shape, dtype=np.bool_) if points is None else points
            if growing:
                self._while_growing(here & (known >= FIRM_AT) & (known < baseline), points, _end_to_end(growing), known)
            if most == baseline:
                frozen = self.family.limits(base, self.wish, screen=screen)
                self._once_frozen(here & (known >= baseline), frozen)

    def _while_growing(self, where: Flags, points: Flags | None, limits: PhaseLimits, known: Counts) -> None:
        """Writes what completes at the points `where` under the limits of the prefix that ends there.

        `limits` (K * R,): of the prefixes of 12, 13, ... baseline points.
        """
        slab, n_series = self.slab, self.slab.y.shape[1]
        period, column = np.nonzero(where)
        limits = _taken(limits, (known[period, column] - FIRM_AT) * n_series + column)
        reach = self._reach
        window = period - np.arange(reach)[::-1, None]
        at = np.maximum(window, 0) * n_series + column
        # What lies before the first period, or in another phase, is not there.
        y = np.where(window >= 0, np.take(slab.y if points is None else np.where(points, slab.y, np.nan), at), np.nan)
        steps = np.where(window > 0, np.take(slab.steps, at), np.nan)
        sizes = None if slab.sizes is None else np.take(slab.sizes, at)
        still_open = None if slab.open is None else np.take(slab.open, at)
        found = self._ended(limits, replace(slab, y=y, steps=steps, sizes=sizes, age=None, open=still_open))
        fires = self._may_fire(limits)
        newest = period[fires], column[fires]
        self.high[newest], self.low[newest] = found.high[-1, fires], found.low[-1, fires]

    def _once_frozen(self, where: Flags, limits: PhaseLimits) -> None:
        """Writes what completes at the points `where`, under limits that no longer move."""
        where &= self._may_fire(limits)
        found = self._ended(limits, self.slab)
        np.copyto(self.high, found.high, where=where)
        np.copyto(self.low, found.low, where=where)

    @property
    def _reach(self) -> int:
        """Points in the longest window; sums and runs go back to the start of the phase."""
        whole = self.rules.reach is None or self.family.judged is Judged.SUM
        return max(1, len(self.slab.y)) if whole else int(self.rules.reach or 1)

    def _may_fire(self, limits: PhaseLimits) -> Flags:
        has_lines = (limits.chart != Chart.RUN) | ~np.isnan(limits.width)
        may: Flags = (limits.status == Status.OK) & (has_lines | self.needs_no_limits)
        return may

    def _ended(self, limits: PhaseLimits, slab: Slab) -> Fired:
        if self.family.judged is Judged.SUM:
            slab = replace(slab, y=bernoulli_cusum(slab.y, limits.about, slab.age))
        lines = lines_of(limits, slab.sizes, self.family, with_inner=self.rules.zones)
        found = self.rules.ended(View(slab.y, slab.steps, slab.age, lines, self.family.only_limits, slab.open))
        if found.neither is not None:
            none, above = np.uint16(0), slab.y >= lines.centre
            high, low = np.where(above, found.neither, none), np.where(above, none, found.neither)
            found = Fired(found.high | high, found.low | low)
        return found if self.needs_no_limits else _by_their_lines(found, limits)


def _by_their_lines(found: Fired, limits: PhaseLimits) -> Fired:
    """The same, but nothing of run charts save what lies outside."""
    run = limits.chart == Chart.RUN
    if not run.any():
        return found
    admitted = np.where(run, np.uint16(rule_bit(Rule.OUTSIDE_LIMITS)), np.uint16(0xFFFF))
    return Fired(found.high & admitted, found.low & admitted)


def _end_to_end(limits: list[PhaseLimits]) -> PhaseLimits:
    return PhaseLimits(*(np.concatenate([getattr(one, each.name) for one in limits]) for each in fields(PhaseLimits)))


def _taken(limits: PhaseLimits, at: NDArray[np.intp]) -> PhaseLimits:
    return PhaseLimits(*(getattr(limits, each.name)[at] for each in fields(PhaseLimits)))
