"""How much more units differ than chance makes them: phi and tau squared."""

from __future__ import annotations

import numpy as np

from wellrun.analytics.funnel.kinds import Trim
from wellrun.analytics.panel import Floats

TRIMMED = 0.1


def dispersion(z: Floats, spread: Floats, trim: Trim) -> tuple[Floats, Floats]:
    """phi and tau squared (C, 1) of charts with z values and spreads by chance (C, N), NaN = no such unit.

    phi = mean z^2 after a tenth of the z values on each side is drawn in (winsorised) or left out (truncated).
    tau^2 = max(0, (n phi - (n - 1)) / (sum w - sum w^2 / sum w)), w = 1 / spread^2: what true differences between
    units add to the variance of each. 0 where chance explains phi, and where fewer than two units are left.
    Source: Spiegelhalter et al., JRSS A 175 (2012); DerSimonian and Laird (1986).
    """
    low, high = (_quantile(z, share) for share in (TRIMMED, 1 - TRIMMED))
    kept = ~np.isnan(z)
    if trim is Trim.TRUNCATE:
        kept &= (z >= low) & (z <= high)
    tame = np.where(kept, np.clip(z, low, high), 0.0)
    n = kept.sum(axis=-1, keepdims=True)
    phi = np.full(n.shape, np.nan)
    np.divide((tame**2).sum(axis=-1, keepdims=True), n, out=phi, where=n > 0)
    weight = np.where(kept, 1 / spread**2, 0.0)
    total = weight.sum(axis=-1, keepdims=True)
    size = total - (weight**2).sum(axis=-1, keepdims=True) / np.where(total > 0, total, 1.0)
    tau2 = np.zeros(n.shape)
    np.divide(n * phi - (n - 1), size, out=tau2, where=(n > 1) & (size > 0))
    return phi, np.maximum(tau2, 0.0)


def _quantile(z: Floats, share: float) -> Floats:
    """(C, 1) quantiles along units without NaN, between two values as R's type 7 and NumPy put them."""
    ordered = np.sort(z, axis=-1)
    n = (~np.isnan(ordered)).sum(axis=-1, keepdims=True)
    at = share * np.maximum(n - 1, 0)
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = np.take_along_axis(ordered, below, -1), np.take_along_axis(ordered, above, -1)
    found: Floats = low + (high - low) * (at - below)
    return found
