"""Limits of every phase of a block, spread over its periods."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import Baseline, baseline_of, phases_of
from wellrun.analytics.spc.blocks.slab import Slab
from wellrun.analytics.spc.charts.limits import PhaseLimits
from wellrun.analytics.spc.charts.counted.choice import proportion_limits
from wellrun.analytics.spc.charts.run import run_limits
from wellrun.analytics.spc.charts.xmr import xmr_limits, xmr_reason
from wellrun.analytics.spc.codes import Chart, Codes
from wellrun.analytics.spc.judgement import Flags

NEAR = 2 / 3


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines of a block: (T, R), or (1, R) where a series has the same all along. NaN = no such line."""

    centre: Floats
    tie: Floats
    lower: Floats
    upper: Floats
    lower_near: Floats
    upper_near: Floats

    @property
    def limits(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.lower, self.upper, self.lower_near, self.upper_near


def limits_of(base: Baseline, wish: Codes, *, screen: bool) -> PhaseLimits:
    """Limits of one phase by the wished chart; all series of a block are counted, or none is, or all are runs."""
    if base.counts is not None:
        return proportion_limits(base, wish, screen=screen)
    if wish.size and wish[0] == Chart.RUN:
        return run_limits(base, wish)
    return xmr_limits(base, np.where(wish == Chart.AUTO, np.int8(Chart.XMR), wish), xmr_reason(wish), screen=screen)


def judge_phases(slab: Slab, wish: Codes, *, limit: int | None, screen: bool) -> tuple[Lines, PhaseLimits]:
    """The lines of every period, and the limits of the phase in which each series' last point lies."""
    spread: PhaseLimits | None = None
    final: PhaseLimits | None = None
    for inside, points in phases_of(slab):
        found = limits_of(baseline_of(slab, points, limit), wish, screen=screen)
        if inside is None or spread is None or final is None:
            spread = final = found
            continue
        spread = _chosen(inside, found, spread, ("centre", "width", "tie", "chart"))
        final = _chosen(inside[slab.last, np.arange(wish.size)], found, final, _ALL)
    if spread is None or final is None:
        raise ValueError("a block has at least one phase")
    return lines_of(spread, slab.sizes), final


def lines_of(limits: PhaseLimits, sizes: Floats | None) -> Lines:
    """The lines of limits of one phase (R,), or of several spread over their periods (T, R).

    `sizes` (T, R) are the denominators, None when limits do not depend on them.
    """
    centre, half, tie = (np.atleast_2d(array) for array in (limits.centre, limits.width, limits.tie))
    if sizes is None:
        inner = half * NEAR
        return Lines(centre, tie, centre - half, centre + half, centre - inner, centre + inner)
    proportion = limits.chart != Chart.XMR
    half = half / np.where(proportion, np.sqrt(sizes), 1.0)
    inner = half * NEAR
    floor, ceiling = np.where(proportion, 0.0, -np.inf), np.where(proportion, 1.0, np.inf)
    return Lines(
        centre,
        tie,
        np.maximum(centre - half, floor),
        np.minimum(centre + half, ceiling),
        np.maximum(centre - inner, floor),
        np.minimum(centre + inner, ceiling),
    )


def _chosen(where: Flags, new: PhaseLimits, old: PhaseLimits, names: tuple[str, ...]) -> PhaseLimits:
    """In the named fields `new` where it holds and `old` elsewhere; the others stay `old`."""
    return replace(old, **{name: np.where(where, getattr(new, name), getattr(old, name)) for name in names})


_ALL = tuple(each.name for each in fields(PhaseLimits))
