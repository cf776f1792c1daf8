"""Exact scores of small counts: a point against the known points, given their total, whatever the true rate.

Given the total of both, a Poisson count is binomial and a binomial count is hypergeometric, free of the unknown rate.
The score is the normal quantile of the mid-p (half the probability of the count itself belongs to either side).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wellrun.analytics.detection.points import Points, Whole
from wellrun.analytics.detection.scores.dispersion import widening
from wellrun.analytics.detection.scores.levels import at_positions, totals_of
from wellrun.analytics.detection.scores.quantile import log_factorial, normal_quantile
from wellrun.analytics.detection.spans import spans
from wellrun.analytics.panel import Floats

# Above it the sum has too many terms; the signed root of the deviance is then as near as the mid-p (below 0.01).
MOST_SUMMED = 60


# How a count of a size is scored after a number of hits in a number of cases.
Score = Callable[[Floats, Floats, Floats, Floats], Floats]


def count_scores(
    points: Points,
    position: Whole,
    baseline: int,
    season_length: int,
    *,
    binomial: bool,
    score: Score | None = None,
) -> Floats:
    """(T - baseline, R) the score of each judged count; NaN where there is no point.

    Counts are the numerators over their denominators (cases, or exposure for Poisson), or the values themselves. A
    binomial series that mostly succeeds is scored by its failures, and the sign turned back. Scores shrink where the
    known counts spread wider than chance. `score`: what to score by in place of the family's own.
    """
    counts, sizes, turned = counted(points, baseline, binomial=binomial)
    found = np.full((max(points.shape[0] - baseline, 0), points.shape[1]), np.nan)
    score = score or (binomial_score if binomial else poisson_score)
    for span in spans(baseline, points.shape[0]):
        known, judged = slice(0, span.known), slice(span.start, span.stop)
        before, cases = (totals_of(each[known], position[known], season_length)[0] for each in (counts, sizes))
        place = position[judged]
        expected = (at_positions(before, place), at_positions(cases, place))
        shape = counts[judged].shape
        given = [np.broadcast_to(each, shape) for each in expected]
        wide = widening(counts[known], sizes[known], position[known], season_length, 1.0 if binomial else np.inf)
        found[span.start - baseline : span.stop - baseline] = score(counts[judged], sizes[judged], *given) / wide
    return np.where(turned, -found, found)


def counted(points: Points, baseline: int, *, binomial: bool) -> tuple[Floats, Floats, Floats]:
    """Counts and sizes (T, R) as scored, and (R,) whether failures stand in for successes.

    A baseline of counts may be followed by what is none: it is rounded, below 0 it is none, and of more hits than
    cases all are.
    """
    counts = np.maximum(np.rint(points.y if points.counts is None else points.counts), 0.0)
    sizes = np.where(np.isnan(counts), np.nan, 1.0) if points.sizes is None else points.sizes
    if not binomial:
        return counts, sizes, np.zeros(points.shape[1], dtype=np.bool_)
    sizes = np.rint(sizes)
    counts = np.minimum(counts, sizes)
    known = slice(0, baseline)
    turned = 2 * counts[known].sum(axis=0) > sizes[known].sum(axis=0)
    return np.where(turned, sizes - counts, counts), sizes, turned


def poisson_score(x: Floats, size: Floats, before: Floats, exposure: Floats) -> Floats:
    """The score of `x` events in `size`, after `before` events in `exposure`: binomial given their sum."""
    share = size / (exposure + size)
    total = x + before
    first = log_factorial(total) - log_factorial(x) - log_factorial(before)
    first += x * np.log(share) + before * np.log1p(-share)
    odds = (1 - share) / share
    below = np.maximum(total, 1) + 1
    found = _from_terms(x, np.exp(first), lambda j: j / (below - j) * odds)
    large = x > MOST_SUMMED
    if large.any():
        found[large] = _root(x[large], (total * share)[large], before[large], (total * (1 - share))[large])
    return found


def binomial_score(x: Floats, size: Floats, before: Floats, cases: Floats) -> Floats:
    """The score of `x` of `size` cases, after `before` of `cases`: hypergeometric given their sum."""
    total = x + before
    first = _log_choose(size, x) + _log_choose(cases, before) - _log_choose(size + cases, total)
    other, below, tried = cases - total, np.maximum(total, 1) + 1, size + 1
    found = _from_terms(x, np.exp(first), lambda j: j * np.maximum(other + j, 0) / ((below - j) * (tried - j)))
    large = x > MOST_SUMMED
    if large.any():
        n, share, missed = size[large], (size / (cases + size))[large], (size + cases - total)[large]
        hits, misses = (x[large], before[large]), (n - x[large], (cases - before)[large])
        means = [part * each for part in (total[large], missed) for each in (share, 1 - share)]
        found[large] = _root(hits[0], means[0], hits[1], means[1], misses[0], means[2], misses[1], means[3])
    return found


def _from_terms(x: Floats, at: Floats, step: Callable[[Floats], Floats]) -> Floats:
    """The score from P(X = x) and the ratio P(X = j - 1) / P(X = j): half of the one, and all terms below it."""
    below = np.zeros_like(at)
    term = at.copy()
    j = np.minimum(x, MOST_SUMMED)
    for _ in range(int(np.nanmax(j, initial=0.0))):
        term = np.where(j > 0, term * step(np.maximum(j, 1.0)), 0.0)
        below += term
        j = j - 1
    return normal_quantile(np.clip(0.5 * at + below, 0.0, 1.0))


def _root(x: Floats, mean: Floats, *others: Floats) -> Floats:
    """The signed root of the deviance of a table, given as pairs of a number and its expectation."""
    pairs = [(x, mean), *zip(others[::2], others[1::2], strict=True)]
    deviance = sum(number * np.log(np.where(number > 0, number / expected, 1.0)) for number, expected in pairs)
    root: Floats = np.copysign(np.sqrt(np.maximum(2 * np.asarray(deviance), 0.0)), x - mean)
    return root


def _log_choose(n: Floats, k: Floats) -> Floats:
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k)
