"""What kind of counts a series holds: cases among cases, events over exposure, rare ones, or no counts at all."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.blocks.columns import column_count, column_mean
from wellrun.analytics.spc.judgement import Flags

# Below this many events in the median period a limit by period says nothing: most of them are 0 or 1.
FEWEST_EVENTS = 2
# A few numerators above their denominator are slips; from this share of the points on it is another kind of number.
MOSTLY = 1 / 2
# Denominators that stay this near their mean make limits that hardly differ, so that one level line will do.
UNEVEN = 1 / 4


def is_rare(counts: Floats) -> Flags:
    """(R,) whether the median of each column of `counts` (N, R; NaN = missing) is below 2; no when it has none.

    More than half zeros is the same claim's gravest case: the median is then 0.
    """
    present = column_count(~np.isnan(counts))
    below = column_count(counts < FEWEST_EVENTS)
    rare = 2 * below > present
    tied = (2 * below == present) & (present > 0)
    if tied.any():
        less = np.where(counts < FEWEST_EVENTS, counts, -1.0).max(axis=0, initial=-1.0)
        more = np.where(counts >= FEWEST_EVENTS, counts, np.inf).min(axis=0, initial=np.inf)
        rare = np.where(tied, less + more < 2 * FEWEST_EVENTS, rare)
    return rare


def are_whole(numbers: Floats) -> Flags:
    """(R,) whether every number of a column is a count: whole and not negative; missing ones do not speak."""
    counts: Flags = ~((numbers != np.rint(numbers)) & ~np.isnan(numbers) | (numbers < 0)).any(axis=0)
    return counts


def are_uneven(sizes: Floats) -> Flags:
    """(R,) whether any denominator of a column (N, R; NaN = missing) lies more than a quarter from their mean."""
    mean = column_mean(sizes)
    return column_count(np.abs(sizes - mean) > UNEVEN * mean) > 0


def exceed(counts: Floats, sizes: Floats) -> tuple[Flags, Flags]:
    """(R,) whether a numerator is above its denominator anywhere, and whether mostly."""
    above = counts > sizes
    n_above = column_count(above)
    return n_above > 0, n_above > MOSTLY * column_count(~np.isnan(counts))
