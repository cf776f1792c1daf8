"""How much wider counts spread than chance has them spread, and whether they lean on their neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.points import Whole
from wellrun.analytics.detection.scores.levels import at_positions, level_of
from wellrun.analytics.panel import Floats


def chance_scores(
    x: Floats, sizes: Floats, position: Whole, season_length: int, most: Floats | float
) -> NDArray[np.float64]:
    """(K, R) each count's distance from its expectation in standard deviations of chance; 0 where chance has none.

    `most` hits can come from a size of 1: 1 for cases out of cases, infinitely many for Poisson counts.
    """
    level = at_positions(level_of(x / sizes, sizes, position, season_length)[0], position)
    expected = sizes * level
    variance = expected * (1 - level / most)
    return np.divide(x - expected, np.sqrt(variance), out=np.zeros_like(x), where=variance > 0)


def dispersion(scores: Floats, season_length: int) -> Floats:
    """(R,) the mean square of the scores, 1 on average where chance alone is at work."""
    found: Floats = np.einsum("tr,tr->r", scores, scores) / (len(scores) - season_length)
    return found


def widening(x: Floats, sizes: Floats, position: Whole, season_length: int, most: Floats | float) -> Floats:
    """(R,) by how much the scores of later counts shrink, since these counts spread wider than chance; 1 at least.

    As in charts p' and u' (Laney, 2002); a spread below that of chance is taken for chance.
    """
    scores = chance_scores(x, sizes, position, season_length, most)
    found: Floats = np.sqrt(np.maximum(dispersion(scores, season_length), 1.0))
    return found
