"""How well and how fast changes of level are found, against finding none, ruptures' PELT and its KernelCPD.

    python -m benchmarks.segments

The series here were not tuned on: the prices in `wellrun.analytics.segments` were set on normal, t, Poisson(2) and
AR(.3) series of other lengths and seeds. The peers get the best penalty they have on that set.
F1 counts a change as found within five points, the start of a series as one (van den Burg and Williams, 2020).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import ruptures
from numpy.typing import NDArray

from benchmarks.timing.in_turn import seconds
from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.segments.find import find_changes

Floats = NDArray[np.float64]
Rows = list[tuple[str, float, float]]

NO_BAR = float("inf")
MARGIN = 5
LENGTHS = (30, 42, 72, 90, 150)
SERIES_EACH = 12
TIMED_SERIES, TIMED_BY_PEERS, TIMED_PERIODS = 20_000, 100, 60


@dataclass(frozen=True)
class Made:
    """A made-up series with the first points of its new levels."""

    values: Floats
    truth: tuple[int, ...]
    grain: Grain = Grain.WEEK


def noises(random: np.random.Generator, n: int) -> dict[str, tuple[Floats, Grain]]:
    """Noise of spread one and none of the families that were tuned on; the last two have a season."""
    leaning = random.normal(size=n + 1)
    months, days = np.arange(n) / 12, np.arange(n) / 7
    return {
        "gamma": (random.gamma(4, 1, n) / 2, Grain.WEEK),
        "Laplace": (random.laplace(0, 1 / np.sqrt(2), n), Grain.WEEK),
        "negative binomial": (random.negative_binomial(3, 0.3, n) / 4.83, Grain.WEEK),
        "binomial": (random.binomial(200, 0.1, n) / 4.24, Grain.WEEK),
        "moving average": ((leaning[1:] + 0.5 * leaning[:-1]) / np.sqrt(1.25), Grain.WEEK),
        "months": (random.normal(size=n) + 2 * np.cos(2 * np.pi * months), Grain.MONTH),
        "weekdays": (random.normal(size=n) + 2 * (np.sin(2 * np.pi * days) > 0.5), Grain.DAY),
    }


def held_out() -> list[Made]:
    """Series without a change, with one to three steps, a ramp, wild points, and all of these on a trend."""
    random = np.random.default_rng(20_251)
    made = []
    for n in LENGTHS:
        for number in range(SERIES_EACH):
            for noise, grain in noises(random, n).values():
                n_steps = (0, 0, 1, 1, 2, 3 if n > 60 else 1)[number % 6]
                truth = steps(random, n, n_steps)
                values = noise.copy()
                for first in truth:
                    values[first:] += random.choice([-1, 1]) * random.uniform(1.5, 4)
                if number % 4 == 3:
                    values += np.arange(n) * random.choice([-1, 1]) * 2 / n
                wild = random.random(n) < (0.03 if number % 3 == 1 else 0)
                values[wild] += random.choice([-1, 1], wild.sum()) * random.uniform(4, 9, wild.sum())
                made.append(Made(values, truth, grain))
    return made


def steps(random: np.random.Generator, n: int, k: int) -> tuple[int, ...]:
    """The first points of k new levels, at least seven apart."""
    while True:
        firsts = np.sort(random.choice(np.arange(7, n - 6), k, replace=False))
        if (np.diff(firsts) >= 7).all():
            return tuple(firsts.tolist())


def f1(made: Made, found: list[int]) -> float:
    """How well the found changes are the true ones; the start counts as one of both."""
    true, left = {0, *made.truth}, {0, *found}
    hits, n_found = 0, len(left)
    for first in sorted(true):
        near = [(abs(first - other), other) for other in left if abs(first - other) <= MARGIN]
        if near:
            left.remove(min(near)[1])
            hits += 1
    return 2 * hits / (len(true) + n_found)


def ours(series: list[Made]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in series]
    for n, grain in {(each.values.size, each.grain) for each in series}:
        places = [i for i, each in enumerate(series) if (each.values.size, each.grain) == (n, grain)]
        changes = find_changes(panel_of(np.array([series[i].values for i in places]), grain))
        for row, index in zip(changes.series.tolist(), changes.index.tolist(), strict=True):
            found[places[row]].append(index)
    return found


def panel_of(values: Floats, grain: Grain) -> Panel:
    periods = period_range("2000-01-01", "2060-01-01", grain)[: values.shape[1]]
    return Panel(tuple(map(str, range(len(values)))), grain, periods, values)


def standardised(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())


def usual_penalty(values: Floats, times: float) -> float:
    """`times` s^2 log n, s from the median difference between neighbours."""
    steps = np.diff(values)
    spread = 1.4826 * np.median(np.abs(steps - np.median(steps))) / np.sqrt(2)
    return max(times * float(np.log(values.size)) * float(spread) ** 2, 1e-6)


def pelt(values: Floats, model: str, penalty: float) -> list[int]:
    found: list[int] = ruptures.Pelt(model, min_size=2, jump=1).fit(values).predict(pen=penalty)[:-1]
    return found


def kernel(values: Floats, name: str, penalty: float) -> list[int]:
    found: list[int] = ruptures.KernelCPD(name, min_size=2).fit(values).predict(pen=penalty)[:-1]
    return found


PEERS: dict[str, Callable[[Floats], list[int]]] = {
    "ruptures PELT l2, 2 s^2 log n": lambda y: pelt(y, "l2", usual_penalty(y, 2)),
    "ruptures PELT l2, 5 s^2 log n (its best when tuned)": lambda y: pelt(y, "l2", usual_penalty(y, 5)),
    "ruptures PELT rbf, 3 (its best when tuned)": lambda y: pelt(y, "rbf", 3),
    "ruptures KernelCPD rbf, 3 (its best when tuned)": lambda y: kernel(y, "rbf", 3),
    "ruptures KernelCPD linear, 8 s^2 log n (its best when tuned)": lambda y: kernel(y, "linear", usual_penalty(y, 8)),
}


def run() -> Rows:
    """(what, ratio, the most it may be) of each comparison."""
    return [*quality(), *speed()]


def quality() -> Rows:
    """F1 of others over ours, and how often a change is found where there is none."""
    series = held_out()
    quiet = np.array([not each.truth for each in series])
    found = ours(series)
    score = float(np.mean([f1(each, places) for each, places in zip(series, found, strict=True)]))
    alarms = float(np.mean([bool(places) for places in found], where=quiet))
    none = float(np.mean([f1(each, []) for each in series]))
    text = f"{len(series)} series not tuned on, ours {score:.3f} (change found in {alarms:.1%} of quiet ones)"
    rows = [(f"F1 of no changes ({none:.3f}) / ours; {text}", none / score, 0.9)]
    for name, peer in PEERS.items():
        places_of = [peer(standardised(each.values)) for each in series]
        theirs = float(np.mean([f1(each, places) for each, places in zip(series, places_of, strict=True)]))
        wrong = float(np.mean([bool(places) for places in places_of], where=quiet))
        rows.append((f"F1 of {name} ({theirs:.3f}, {wrong:.0%} of quiet ones) / ours", theirs / score, 1))
    return rows


def speed() -> Rows:
    """Seconds a series, ours over a peer's."""
    random = np.random.default_rng(5)
    values = random.normal(50, 5, (TIMED_SERIES, TIMED_PERIODS))
    values[::4, 30:] += 15
    mine = seconds(lambda: find_changes(panel_of(values, Grain.MONTH))) / TIMED_SERIES
    few = [standardised(row) for row in values[:TIMED_BY_PEERS]]
    rows: Rows = []
    for name, bar in (("PELT l2", 0.1), ("PELT rbf", 0.1), ("KernelCPD rbf", NO_BAR), ("KernelCPD linear", NO_BAR)):
        tool, model = name.split()
        one: Any = pelt if tool == "PELT" else kernel
        peer = seconds(lambda one=one, model=model: [one(row, model, 8.0) for row in few]) / TIMED_BY_PEERS
        jump = ", jump=1" if tool == "PELT" else ""
        what = f"changes of a series of {TIMED_PERIODS} ({mine * 1e6:.0f} us) / ruptures {name}{jump}"
        rows.append((f"{what} ({peer * 1e6:.0f} us)", mine / peer, bar))
    return rows


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.3f}  (at most {bar})  {what}")
