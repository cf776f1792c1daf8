"""The best partition of one series by trying all of them: slow and obvious."""

from __future__ import annotations

import itertools
import math

import numpy as np

POINTS = {"levels": 5, "lines": 8}
PRICE = {"levels": 11.0, "lines": 16.0}
EXTRA = {"levels": 0.0, "lines": 5.0}


def plain_fit(values: list[float], edges: list[int], shape: str) -> list[float] | None:
    """The fitted values between edges, None where a stretch has too few points."""
    fitted = []
    for start, end in itertools.pairwise(edges):
        times = [t for t in range(start, end) if not math.isnan(values[t])]
        if len(times) < POINTS[shape]:
            return None
        degree = 0 if shape == "levels" else 1
        line = np.polyfit(times, [values[t] for t in times], degree)
        fitted += [float(np.polyval(line, t)) for t in range(start, end)]
    return fitted


def plain_misfit(values: list[float], fitted: list[float]) -> float:
    """n log of the variance that is left, after leaning where that is worth 2."""
    left = [value - fit for value, fit in zip(values, fitted, strict=True)]
    pairs = [(a, b) for a, b in itertools.pairwise(left) if not math.isnan(a) and not math.isnan(b)]
    squares = sum(a * a + b * b for a, b in pairs) / 2
    leaning = min(max(sum(a * b for a, b in pairs) / squares, 0.0), 0.98) if pairs else 0.0
    total = sum((b - leaning * a) ** 2 for a, b in pairs)
    for t, e in enumerate(left):
        if not math.isnan(e) and (t == 0 or math.isnan(left[t - 1])):
            total += (1 - leaning**2) * e * e
    n = sum(not math.isnan(e) for e in left)
    still = sum(e * e for e in left if not math.isnan(e))
    return min(n * math.log(still / n), n * math.log(total / n) + 2)


def squares_of(values: list[float], fitted: list[float]) -> float:
    return sum((v - f) ** 2 for v, f in zip(values, fitted, strict=True) if not math.isnan(v))


def plain_changes(values: list[float], most: int) -> tuple[str, list[int], float]:
    """Shape, changes and misfit of the best: least squares for every number of changes, then the least score."""
    n = len(values)
    best: tuple[float, str, list[int], float] | None = None
    for shape in POINTS:
        for k in range(most + 1):
            tried = []
            for cuts in itertools.combinations(range(1, n), k):
                fitted = plain_fit(values, [0, *cuts, n], shape)
                if fitted is not None:
                    tried.append((squares_of(values, fitted), list(cuts), fitted))
            if tried:
                _, cuts_kept, fitted = min(tried, key=lambda each: each[0])
                misfit = plain_misfit(values, fitted)
                score = misfit + PRICE[shape] * k + EXTRA[shape]
                if best is None or score < best[0]:
                    best = (score, shape, cuts_kept, misfit)
    assert best is not None
    return best[1], best[2], best[3]
