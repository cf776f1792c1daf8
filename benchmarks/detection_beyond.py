"""What becomes of the promise where detection was not made for the series: the figures of its known failures.

    python -m scripts.bench detection_beyond

20,000 series a cell (5,000 of days), fixed seeds. A row is the measured false-alarm probability over the promised one
(5 % over a horizon of twelve points, or of a year of days), of the series of which it is promised; it says of how many
it is not. There is no bar: the page on the method says what they are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.codes import Doubt
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.watching import watch_for
from wellrun.analytics.panel import Grain, Panel, period_range

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]

PROMISED, SEED, NO_BAR = 0.05, 20_280_000, float("inf")
N_SERIES, BASELINES, HORIZON = 20_000, (12, 24, 36), 12
N_DAILY, DAILY_BASELINES, DAYS = 5_000, (21, 84), 365


def autocorrelated(phi: float) -> Draw:
    def draw(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
        y = random.standard_normal(shape)
        for t in range(1, shape[1]):
            y[:, t] = phi * y[:, t - 1] + np.sqrt(1 - phi**2) * y[:, t]
        return y

    return draw


def poisson(mean: float) -> Draw:
    return lambda random, shape: random.poisson(mean, shape).astype(np.float64)


def rising(slope: float) -> Draw:
    return lambda random, shape: random.standard_normal(shape) + slope * np.arange(shape[1])


def seasonal(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    return random.standard_normal(shape) + np.cos(2 * np.pi * np.arange(shape[1]) / 12)


MONTHLY: dict[str, Draw] = {
    "AR(.2)": autocorrelated(0.2),
    "AR(.6)": autocorrelated(0.6),
    "AR(.8)": autocorrelated(0.8),
    "t with 3 degrees": lambda random, shape: random.standard_t(3, shape),
    "exponential": lambda random, shape: random.exponential(1.0, shape),
    "log-normal, spread .5": lambda random, shape: np.exp(0.5 * random.standard_normal(shape)),
    "counts of mean 4 and variance 6": lambda random, shape: random.negative_binomial(8, 2 / 3, shape).astype(
        np.float64
    ),
    "counts of mean 4 and variance 8": lambda random, shape: random.negative_binomial(4, 0.5, shape).astype(np.float64),
    "Poisson(.5)": poisson(0.5),
    "Poisson(.1)": poisson(0.1),
    "trend of .05 sd a point": rising(0.05),
    "season of 1 sd left in": seasonal,
}
# With a season removed that is none, which leaves less to see of their tails.
TAILED, SEASONAL_BASELINES = ("t with 3 degrees", "exponential", "log-normal, spread .5"), (24, 36)
DAILY: dict[str, Draw] = {
    "normal": autocorrelated(0.0),
    "AR(.4)": autocorrelated(0.4),
    "Poisson(.5)": poisson(0.5),
    "Poisson(2)": poisson(2.0),
}


def run() -> list[tuple[str, float, float]]:
    """(what, measured over promised, no bar) of each cell."""
    rows = []
    for name, draw in MONTHLY.items():
        for baseline in BASELINES:
            rate, told = _rate(draw, (N_SERIES, baseline + HORIZON), baseline, Grain.MONTH, "none")
            what = f"{name}, baseline {baseline}: false alarms {rate:.3f}, nothing promised of {told:.2f}"
            rows.append((what, rate / PROMISED, NO_BAR))
    for name in TAILED:
        for baseline in SEASONAL_BASELINES:
            rate, told = _rate(MONTHLY[name], (N_SERIES, baseline + HORIZON), baseline, Grain.MONTH, "monthly")
            what = f"{name}, season of months removed, baseline {baseline}: false alarms {rate:.3f}"
            rows.append((f"{what}, nothing promised of {told:.2f}", rate / PROMISED, NO_BAR))
    for name, draw in DAILY.items():
        for baseline in DAILY_BASELINES:
            rate, told = _rate(draw, (N_DAILY, baseline + DAYS), baseline, Grain.DAY, "weekly")
            what = f"{name}, days of a week, baseline {baseline}: false alarms in a year {rate:.3f}"
            what += f", nothing promised of {told:.2f}"
            rows.append((what, rate / PROMISED, NO_BAR))
    return rows


def _rate(draw: Draw, shape: tuple[int, int], baseline: int, grain: Grain, season: str) -> tuple[float, float]:
    """The false alarms of the series of which the rate is promised, and the part of which it is not."""
    values = draw(np.random.default_rng([SEED, baseline, shape[0]]), shape)
    periods = period_range("2020-01-01", "2029-12-01", grain)[: shape[1]]
    panel = Panel(tuple(map(str, range(shape[0]))), grain, periods, values)
    watch = watch_for(grain, baseline=baseline, false_alarm=PROMISED, season=season)
    found = detect(panel, watch)
    promised = found.doubt == Doubt.NONE
    return float((found.first_alarm >= 0)[promised].mean()), float(1 - promised.mean())


if __name__ == "__main__":
    for what, ratio, _ in run():
        print(f"{ratio:8.3f}  {what}", flush=True)
