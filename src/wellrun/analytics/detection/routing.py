"""What each series is taken for, judged by its baseline alone: counts that chance explains, or measured values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.codes import Family
from wellrun.analytics.detection.points import Points, Whole
from wellrun.analytics.detection.scores.dispersion import chance_scores, dispersion
from wellrun.analytics.panel import Floats, Panel
from wellrun.lib.errors import UserError

Flags = NDArray[np.bool_]

# Above it the normal scores of a count are as good, and they allow for overdispersion and autocorrelation.
LARGEST_SMALL_MEAN = 20.0
_EXPOSURE = "use poisson for events over exposure"
# In standard deviations of what chance makes of the dispersion and of the autocorrelation.
_TOLERANCE = 2.0


def check_family(panel: Panel, family: Family) -> None:
    """Refuse a family that the figures cannot have. Raises UserError `family_unsuitable`."""
    counts = panel.values if panel.numerators is None else panel.numerators
    if family == Family.BINOMIAL and panel.denominators is None:
        raise UserError(
            "family_unsuitable",
            "A binomial series needs numerators and denominators: use poisson for counts, normal for measured values.",
        )
    if family == Family.BINOMIAL and panel.denominators is not None:
        _refuse(panel, counts > panel.denominators, f"has more hits than cases, so it is not binomial: {_EXPOSURE}")
        odd = (panel.denominators != np.rint(panel.denominators)) & ~np.isnan(panel.denominators)
        _refuse(panel, odd, f"has denominators that are no whole numbers of cases, so it is not binomial: {_EXPOSURE}")
    if family in (Family.BINOMIAL, Family.POISSON):
        odd = (counts < 0) | (counts != np.rint(counts)) & ~np.isnan(counts)
        _refuse(panel, odd, f"holds numbers that are no counts, so it is not {family.word}: use normal")


def families(points: Points, position: Whole, baseline: int, season_length: int, wish: Family) -> NDArray[np.int8]:
    """(R,) the family of each series: the one wished for, or what its first `baseline` points look like."""
    if wish != Family.AUTO:
        return np.full(points.shape[1], wish, dtype=np.int8)
    place = position[:baseline]
    fewer, sizes, proper = few_of(points, baseline)
    fits = _looks_counted(fewer, sizes, place, season_length, upto=np.where(proper, 1.0, np.inf))
    exact = np.where(proper, Family.BINOMIAL, Family.POISSON)
    return np.where(fits, exact, Family.NORMAL).astype(np.int8)


def few_of(points: Points, baseline: int) -> tuple[Floats, Floats, Flags]:
    """The baseline as counts (K, R), failures where most are hits, over their sizes (K, R); whether cases (R,)."""
    known = slice(0, baseline)
    if points.counts is None or points.sizes is None:
        y = points.y[known]
        return y, np.ones_like(y), np.zeros(y.shape[1], dtype=np.bool_)
    counts, sizes = points.counts[known], points.sizes[known]
    # Exposure (days, hours) need not be whole; a hit comes from a whole number of cases, or there is no binomial.
    proper = ((counts <= sizes) & (sizes == np.rint(sizes))).all(axis=0)
    turned = 2 * counts.sum(axis=0) > sizes.sum(axis=0)
    return np.where(proper & turned, sizes - counts, counts), sizes, proper


def are_counts(x: Floats, most: float) -> Flags:
    """(R,) whether all of `x` (K, R) are whole numbers of things, and not more than `most` on average."""
    found: Flags = ((x >= 0) & (x == np.rint(x))).all(axis=0) & (x.mean(axis=0) <= most)
    return found


def mean_counts(counts: Floats, baseline: int) -> Floats:
    """(R,) the average count a point of the baseline."""
    mean: Floats = counts[:baseline].mean(axis=0)
    return mean


def _looks_counted(x: Floats, sizes: Floats, position: Whole, season_length: int, upto: Floats | float) -> Flags:
    """(R,) small whole numbers that vary as chance has them vary, each for itself. `upto`: cases a hit can come from
    for a size of 1 (infinite for Poisson)."""
    scores = chance_scores(x, sizes, position, season_length, upto)
    freedom = len(x) - season_length
    together = (scores[1:] * scores[:-1]).sum(axis=0) / np.maximum((scores * scores).sum(axis=0), 1e-300)
    small = are_counts(x, LARGEST_SMALL_MEAN)
    as_chance = np.abs(dispersion(scores, season_length) - 1) <= _TOLERANCE * np.sqrt(2 / freedom)
    # Counts that swing from side to side raise fewer false alarms than are promised, not more.
    alone = together <= _TOLERANCE / np.sqrt(len(x))
    nothing = (x == 0).all(axis=0)
    fits: Flags = small & ((as_chance & alone) | nothing)
    return fits


def _refuse(panel: Panel, wrong: Flags, what: str) -> None:
    rows = np.flatnonzero(wrong.any(axis=1))
    if rows.size:
        label = panel.labels[rows[0]]
        raise UserError("family_unsuitable", f"{label or 'The series'} {what}.", series=label)
