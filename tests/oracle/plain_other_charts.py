"""Plain twins of the charts beside XmR, p, u and run: one phase of one series, as the method pages say it.

Each takes the points (None = missing) and answers (centre, line(t, share)) where line gives the lower and upper
line at a share of the way to the limits, or None for no limits.
"""

from collections.abc import Callable, Sequence
from math import exp, gamma, lgamma, log, nan, pi, sqrt

from scipy import stats

from tests.oracle.plain_charts import Value, average_moving_range, mean, median, total

Line = Callable[[int, float], tuple[float, float] | None]


def plain_c(y: Sequence[Value], base: list[int]) -> tuple[float, Line]:
    centre = mean([y[t] for t in base])
    return centre, level(centre, 3 * sqrt(centre) if centre > 0 else nan, floor=0.0)


def plain_g(y: Sequence[Value], base: list[int]) -> tuple[float, Line]:
    between = [y[t] for t in base]
    x_bar = mean(between)
    return median(between), level(x_bar, 3 * sqrt(x_bar * (x_bar + 1)) if x_bar > 0 else nan, floor=0.0)


def plain_t(y: Sequence[Value], base: list[int], screen: bool) -> tuple[float, Line]:
    z = [None if value is None else value ** (1 / 3.6) for value in y]
    middle, moving_range = mean([z[t] for t in base]), average_moving_range(z, base, screen)
    largest = max(z[t] for t in base)
    constant = largest - min(z[t] for t in base) <= 2.0**-44 * largest
    width = nan if moving_range is None or constant else 3 / 1.128 * moving_range

    def line(t: int, share: float) -> tuple[float, float] | None:
        low, high = middle - width * share, middle + width * share
        return None if width != width else (max(low, 0.0) ** 3.6, high**3.6)

    return middle**3.6, line


def plain_mr(y: Sequence[Value], base: list[int]) -> tuple[list[Value], float, Line]:
    ranges: list[Value] = [
        abs(y[t] - y[t - 1]) if t > 0 and y[t] is not None and y[t - 1] is not None else None for t in range(len(y))
    ]
    of_base = [ranges[t] for t in base if ranges[t] is not None]
    if not of_base:
        return ranges, nan, level(nan, nan)
    centre = mean(of_base)
    return ranges, centre, level(centre, (3.267 - 1) * centre if centre > 0 else nan, floor=0.0)


def plain_i_prime(counts: Sequence[Value], sizes: Sequence[float], base: list[int], screen: bool) -> tuple[float, Line]:
    y = [None if count is None else count / size for count, size in zip(counts, sizes, strict=True)]
    s = [sqrt(pi / 2) * abs(y[t] - y[t - 1]) / sqrt(1 / sizes[t] + 1 / sizes[t - 1]) for t in base if t - 1 in base]
    centre = total([counts[t] for t in base]) / total([sizes[t] for t in base])
    s_bar = mean(s) if s else nan
    if s and screen and s_bar > 0:
        s_bar = mean([each for each in s if each < 3.2665 * s_bar])

    def line(t: int, share: float) -> tuple[float, float] | None:
        half = 3 * s_bar / sqrt(sizes[t]) * share
        return None if half != half else (centre - half, centre + half)

    return centre, line


def plain_oe(counts: Sequence[Value], expected: Sequence[float], base: list[int]) -> tuple[float, list[float]]:
    """Centre, and for each period the chance of a count so small, and of one so large (as a pair flattened)."""
    theta = total([counts[t] for t in base]) / total([expected[t] for t in base])
    tails = []
    for count, mean_count in zip(counts, expected, strict=True):
        if count is None:
            tails.append((nan, nan))
            continue
        poisson = stats.poisson(theta * mean_count)
        tails.append((poisson.cdf(count), poisson.sf(count - 1)))
    return theta, tails


def plain_bernoulli(cases: Sequence[Value], usual: float) -> list[tuple[float, float]]:
    """The two arms after each case, as they are before a limit resets them."""
    up, down = shifted(usual, 2.0), shifted(usual, 0.5)
    arms, upper, lower = [], 0.0, 0.0
    for case in cases:
        if case is not None:
            upper = max(0.0, upper + (log(up / usual) if case else log((1 - up) / (1 - usual))))
            lower = min(0.0, lower - (log(down / usual) if case else log((1 - down) / (1 - usual))))
        arms.append((upper, lower))
        upper = 0.0 if upper > 3.5 else upper
        lower = 0.0 if lower < -3.5 else lower
    return arms


def shifted(usual: float, odds_ratio: float) -> float:
    odds = odds_ratio * usual / (1 - usual)
    return odds / (1 + odds)


def plain_constants(n: int) -> tuple[float, float, float, float]:
    """c4, A3, B3, B4 of n measurements."""
    c4 = sqrt(2 / (n - 1)) * gamma(n / 2) / gamma((n - 1) / 2)
    reach = 3 * sqrt(1 - c4**2) / c4
    return c4, 3 / (c4 * sqrt(n)), max(0.0, 1 - reach), 1 + reach


def level(centre: float, width: float, floor: float = -1e300) -> Line:
    def line(t: int, share: float) -> tuple[float, float] | None:
        half = width * share
        return None if half != half else (max(centre - half, floor), centre + half)

    return line


def plain_tau_squared(counts: Sequence[Value], expected: Sequence[float], base: list[int], screen: bool) -> float:
    """What true differences between periods add to the variance of observed over expected; nan without neighbours."""
    theta = total([counts[t] for t in base]) / total([expected[t] for t in base])
    z: list[Value] = [None] * len(counts)
    for t in base:
        z[t] = (counts[t] / expected[t] - theta) / sqrt(theta / expected[t])
    moving_range = average_moving_range(z, base, screen)
    if moving_range is None:
        return nan
    weights = [expected[t] / theta for t in base]
    room = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    return max(0.0, (len(base) * (moving_range / 1.128) ** 2 - (len(base) - 1)) / room)


def plain_oep_tails(count: int, mean_count: float, shape: float) -> tuple[float, float]:
    """The chance of a count so small, and of one so large, when the ratio is a gamma of this shape."""
    chances = [
        exp(
            lgamma(k + shape)
            - lgamma(k + 1)
            - lgamma(shape)
            + shape * log(shape / (shape + mean_count))
            + k * log(mean_count / (shape + mean_count))
        )
        for k in range(count + 1)
    ]
    return sum(chances), 1 - sum(chances[:-1])


def plain_subgroups(days: Sequence[Sequence[float]]) -> tuple[float, float, list[float]]:
    """The mean of all measurements, the usual spread within a day, and that of each day."""
    sizes = [len(day) for day in days]
    spread = [sqrt(sum((each - mean(day)) ** 2 for each in day) / (len(day) - 1)) for day in days]
    pooled = sqrt(sum((n - 1) * s**2 for n, s in zip(sizes, spread, strict=True)) / sum(n - 1 for n in sizes))
    every = [each for day in days for each in day]
    return mean(every), mean(spread) if len(set(sizes)) == 1 else pooled, spread


def plain_days_between(dates: Sequence[int | None], as_of: int | None = None) -> list[Value]:
    """Days since the event before, in order of events; with `as_of`, last, the time since then that still runs."""
    found: list[Value] = []
    for t, day in enumerate(dates):
        before = dates[t - 1] if t else None
        found.append(None if day is None or before is None else float(day - before))
    events = [day for day in dates if day is not None]
    if as_of is not None and events and events[-1] <= as_of:
        found.append(float(as_of - events[-1]))
    return found
