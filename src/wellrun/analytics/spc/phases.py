"""Limits of every phase of a block, spread over its periods."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.baseline import baseline_of, phases_of
from wellrun.analytics.spc.blocks.slab import Slab
from wellrun.analytics.spc.charts.limits import INNER, NEAR, WHOLE, PhaseLimits
from wellrun.analytics.spc.codes import Codes
from wellrun.analytics.spc.families import Family
from wellrun.analytics.spc.judgement import Flags


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines of a block: (T, R), or (1, R) where a series has the same all along. NaN = no such line.

    `inner`: lower and upper line one standard deviation out, None unless a rule profile asks for them.
    """

    centre: Floats
    tie: Floats
    lower: Floats
    upper: Floats
    lower_near: Floats
    upper_near: Floats
    inner: tuple[Floats, Floats] | None = None

    @property
    def limits(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.lower, self.upper, self.lower_near, self.upper_near


def limits_by_phase(
    slab: Slab, family: Family, wish: Codes, *, limit: int | None, screen: bool
) -> tuple[PhaseLimits, PhaseLimits]:
    """Limits spread over the periods, and those of the phase in which each series' last point lies."""
    spread: PhaseLimits | None = None
    final: PhaseLimits | None = None
    for inside, points in phases_of(slab):
        found = family.limits(baseline_of(slab, points, limit), wish, screen=screen)
        if inside is None or spread is None or final is None:
            spread = final = found
            continue
        spread = _chosen(inside, found, spread, ("centre", "about", "width", "tie", "chart"))
        final = _chosen(inside[slab.last, np.arange(wish.size)], found, final, _ALL)
    if spread is None or final is None:
        raise ValueError("a block has at least one phase")
    return spread, final


def lines_of(limits: PhaseLimits, sizes: Floats | None, family: Family, *, with_inner: bool = False) -> Lines:
    """The lines of limits of one phase (R,), or of several spread over their periods (T, R).

    `sizes` (T, R) are the denominators, None when limits do not depend on them.
    """
    centre, tie = np.atleast_2d(limits.centre), np.atleast_2d(limits.tie)
    lower, upper = family.lines(limits, sizes, WHOLE)
    lower_near, upper_near = family.lines(limits, sizes, NEAR)
    inner = family.lines(limits, sizes, INNER) if with_inner else None
    return Lines(centre, tie, lower, upper, lower_near, upper_near, inner)


def _chosen(where: Flags, new: PhaseLimits, old: PhaseLimits, names: tuple[str, ...]) -> PhaseLimits:
    """In the named fields `new` where it holds and `old` elsewhere; the others stay `old`."""
    return replace(old, **{name: np.where(where, getattr(new, name), getattr(old, name)) for name in names})


_ALL = tuple(each.name for each in fields(PhaseLimits))
