"""A funnel one unit at a time, by the formulas as they are written."""

from __future__ import annotations

import math
from statistics import fmean

Unit = tuple[float, float]


def plain_place(unit: Unit, kind: str, transform: str) -> float:
    above, below = unit
    if kind == "proportion":
        return math.asin(math.sqrt(above / below))
    if kind == "ratio":
        return math.log((above + 0.5) / (below + 0.5))
    return math.log((above or 0.5) / below) if transform == "log" else math.sqrt(above / below)


def plain_spread(unit: Unit, kind: str, transform: str, together: float) -> float:
    above, below = unit
    if kind == "proportion" or transform == "sqrt":
        return 1 / (2 * math.sqrt(below))
    if kind == "ratio":
        # A unit without a hit has the spread of one at the target.
        above = above or together * below
        return math.sqrt(above / (above + 0.5) ** 2 + below / (below + 0.5) ** 2)
    return 1 / math.sqrt(below)


def plain_together(units: list[Unit]) -> float:
    return sum(above for above, _ in units) / sum(below for _, below in units)


def plain_target(units: list[Unit], kind: str, transform: str) -> float:
    together = plain_together(units)
    if kind == "proportion":
        return math.asin(math.sqrt(together))
    if kind == "ratio":
        return math.log(together)
    return 0.0 if transform == "log" else 1.0


def plain_quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def plain_dispersion(units: list[Unit], kind: str, transform: str) -> tuple[float, float]:
    """phi and tau squared."""
    target = plain_target(units, kind, transform)
    spreads = [plain_spread(unit, kind, transform, plain_together(units)) for unit in units]
    z = [(plain_place(unit, kind, transform) - target) / s for unit, s in zip(units, spreads, strict=True)]
    low, high = plain_quantile(z, 0.1), plain_quantile(z, 0.9)
    if kind == "standardised" and transform == "log":
        kept = [(value, s) for value, s in zip(z, spreads, strict=True) if low <= value <= high]
    else:
        kept = [(min(max(value, low), high), s) for value, s in zip(z, spreads, strict=True)]
    n = len(kept)
    if not n:
        return math.nan, 0.0
    phi = fmean(value**2 for value, _ in kept)
    weights = [1 / s**2 for _, s in kept]
    size = sum(weights) - sum(w**2 for w in weights) / sum(weights)
    return phi, max(0.0, (n * phi - (n - 1)) / size) if n > 1 and size > 0 else 0.0
