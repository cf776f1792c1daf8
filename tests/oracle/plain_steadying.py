"""The plain twins of `segments.outliers` and `segments.season`: one series, one point at a time, None for missing."""

from math import log
from statistics import fmean, median

Value = float | None


def plain_tempered(values: list[Value]) -> list[Value]:
    """Every point drawn in to three spreads about the median of the points within three periods of it."""
    middles = []
    for t in range(len(values)):
        near = [value for value in values[max(t - 3, 0) : t + 4] if value is not None]
        middles.append(median(near) if near else None)
    away = [abs(value - middle) for value, middle in zip(values, middles, strict=True) if value is not None]
    if not away:
        return list(values)
    # Where most points lie on their median, the mean distance in place of the median one.
    spread = 1.4826 * median(away) or 1.2533 * fmean(away)
    return [
        value if value is None else min(max(value, middle - 3 * spread), middle + 3 * spread)
        for value, middle in zip(values, middles, strict=True)
    ]


def plain_season(values: list[Value], length: int) -> list[float] | None:
    """What the place in the season adds at every period; None without a season clearly beyond chance."""
    present = [t for t, value in enumerate(values) if value is not None]
    if len(present) < 3 * length:
        return None
    means = season_means(values, length)
    away = {t: values[t] - means[t] for t in present if means[t] is not None}
    places = [[away[t] for t in away if t % length == place] for place in range(length)]
    if not all(places):
        return None
    middles = [median(place) for place in places]
    effects = [middles[t % length] - fmean(middles) for t in range(len(values))]
    before = fmean(each**2 for each in away.values())
    after = fmean((each - effects[t]) ** 2 for t, each in away.items())
    # Nothing left at all is explained infinitely better than something, and no better than nothing.
    gain = len(present) * (log(before + 1e-300) - log(after + 1e-300))
    return effects if gain > 2.5 * (length - 1) else None


def season_means(values: list[Value], length: int) -> list[Value]:
    """The mean of one whole season about each period: half of either end where it is even; that of the nearest whole
    one at the ends of the series; None where more than a quarter is missing."""
    half = length // 2
    found: list[Value] = []
    for t in range(len(values)):
        middle = min(max(t, half), len(values) - 1 - half)
        window = range(middle - half, middle + half + 1)
        weigh = {k: 0.5 if length % 2 == 0 and abs(k - middle) == half else 1.0 for k in window}
        known = [k for k in window if values[k] is not None]
        weight = sum(weigh[k] for k in known)
        found.append(sum(weigh[k] * values[k] for k in known) / weight if weight > 0.75 * length else None)
    return found
