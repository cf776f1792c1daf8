"""Whether detection keeps its promise of false alarms, and whether it is earlier than the NHS rules.

    python -m scripts.bench detection_rates

Fixed seeds. A false-alarm row, 60,000 series, is of one horizon: how far the measured probability of any alarm lies
from the promised one (1 %, 5 %, 10 %) as a part of it, at the worst of those that are promised; the bar is 20 %. Series
of which nothing is promised are left out of it, for their alarms come without a rate; the first row of a cell says how
many they are, and has no bar, and each row says behind the rate that of all series, those among them. A power row,
20,000 series, is P(found within six points) by the NHS rules over that by `detect`, both at the false-alarm probability
that the NHS rules have in that cell; the bar is 1. Early: the change comes right after the baseline, and false alarms
are those of twelve points. Late: it comes after twelve quiet points, and they are those of twenty-four.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.codes import Doubt, Status
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.groups import groups
from wellrun.analytics.detection.watching import Watch, watch_for
from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.spc.firings import firings

N_SERIES, RATE_PARTS, WITHIN = 20_000, 3, 6
PROMISES, HORIZONS = (0.01, 0.05, 0.1), (12, 24, 52, 90, 365)
# Quiet points before a change, and points watched in all.
CASES_OF_CHANGE = {"early": (0, 12), "late": (12, 24)}
NO_BAR = float("inf")
SHIFTS = (1.0, 1.5, 2.0)
BASELINES = (12, 24, 36)
SEED = 20_260_000
CASES = 30
# Highest month less the mean of all, in standard deviations of a point.
SEASONAL_SWING = 1.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """A kind of series: `draw(random, (series, periods), shift)` where `shift` (periods,) is in standard deviations."""

    name: str
    draw: Callable[[np.random.Generator, Floats], Floats]
    season: str = "none"
    cases: int = 0


def normal(random: np.random.Generator, shift: Floats) -> Floats:
    return 50 + 5 * (random.standard_normal((N_SERIES, shift.shape[-1])) + shift)


def autocorrelated(random: np.random.Generator, shift: Floats, phi: float = 0.4) -> Floats:
    noise = random.standard_normal((N_SERIES, shift.size))
    for t in range(1, shift.size):
        noise[:, t] = phi * noise[:, t - 1] + np.sqrt(1 - phi**2) * noise[:, t]
    return 50 + 5 * (noise + shift)


def seasonal(random: np.random.Generator, shift: Floats) -> Floats:
    """Every series has its high month at another time of the year."""
    peak = random.uniform(0, 12, (N_SERIES, 1))
    swing = SEASONAL_SWING * np.cos(2 * np.pi * (np.arange(shift.size) - peak) / 12)
    return normal(random, shift + swing)


def poisson(mean: float) -> Callable[[np.random.Generator, Floats], Floats]:
    return lambda random, shift: random.poisson(mean + shift * mean**0.5, (N_SERIES, shift.size)).astype(np.float64)


def binomial(share: float) -> Callable[[np.random.Generator, Floats], Floats]:
    sd = (share * (1 - share) / CASES) ** 0.5
    return lambda random, shift: random.binomial(CASES, share + shift * sd, (N_SERIES, shift.size)).astype(np.float64)


KINDS = (
    Kind("normal", normal),
    Kind("Poisson(2)", poisson(2.0)),
    Kind("binomial(30, .1)", binomial(0.1), cases=CASES),
    Kind("binomial(30, .5)", binomial(0.5), cases=CASES),
    Kind("AR(.4)", autocorrelated),
    Kind("seasonal monthly", seasonal, season="monthly"),
)


def run() -> list[tuple[str, float, float]]:
    """(what, ratio, the most it may be) of each cell."""
    rows: list[tuple[str, float, float]] = []
    with np.errstate(all="ignore"):
        for kind in KINDS:
            for baseline in BASELINES:
                rows += _cell(kind, baseline)
    return rows


def _cell(kind: Kind, baseline: int) -> Iterator[tuple[str, float, float]]:
    watch = watch_for(Grain.MONTH, baseline=baseline, season=kind.season)
    name = f"{kind.name}, baseline {baseline}"
    if kind.season == "monthly" and baseline < 24:
        found = detect(_panel(kind, baseline, 0.0, 0, 12), watch)
        refused = float((found.status == Status.INSUFFICIENT_DATA).mean())
        yield f"{name}: series not refused as insufficient_data", 1 - refused, 0.0
        return
    yield from _rates(kind, watch, name)
    yield from _powers(kind, watch, name)


def _rates(kind: Kind, watch: Watch, name: str) -> Iterator[tuple[str, float, float]]:
    alarms, n = np.zeros((len(HORIZONS), len(PROMISES))), 0
    of_all = np.zeros_like(alarms)
    kept = np.ones(alarms.shape, dtype=np.bool_)
    for part in range(RATE_PARTS):
        panel = _panel(kind, watch.baseline, 0.0, 0, HORIZONS[-1], part)
        for group in groups(panel, watch, Detection.empty(panel, watch)):
            promised = group.doubt == Doubt.NONE
            largest = np.fmax.accumulate(group.statistic().size, axis=0)
            n += np.count_nonzero(promised)
            for place, (horizon, promise) in enumerate(product(HORIZONS, PROMISES)):
                reached = largest[horizon - 1] >= group.curves.limits(promise, horizon, group.traits)
                alarms.flat[place] += np.count_nonzero(reached & promised)
                of_all.flat[place] += np.count_nonzero(reached)
                kept.flat[place] &= group.curves.promises(promise, horizon) or not promised.any()
    left_out = 1 - n / (RATE_PARTS * N_SERIES)
    yield f"{name}: series of which nothing is promised", left_out, NO_BAR
    of_all /= RATE_PARTS * N_SERIES
    for horizon, rates, every, promises in zip(HORIZONS, alarms / n, of_all, kept, strict=True):
        said = ", ".join(
            f"{rate:.4f} (of all {whole:.4f}) for {promise:g}" if is_kept else f"{promise:g} not promised"
            for rate, whole, promise, is_kept in zip(rates, every, PROMISES, promises, strict=True)
        )
        off = np.abs(rates / np.array(PROMISES) - 1)[promises]
        yield f"{name}: false alarms in {horizon} points {said}", float(off.max(initial=0.0)), 0.2


def _powers(kind: Kind, watch: Watch, name: str) -> Iterator[tuple[str, float, float]]:
    for when, (quiet, total) in CASES_OF_CHANGE.items():
        usual = _panel(kind, watch.baseline, 0.0, quiet, total)
        rules = float(_fires(usual, watch.baseline, slice(0, total)).mean())
        # The promise at which detection is as quick to cry wolf as the rules: from in-control series, like theirs.
        level = np.quantile(_chance(usual, watch, slice(0, total)), rules)
        within = slice(quiet, quiet + WITHIN)
        for shift in SHIFTS:
            moved = _panel(kind, watch.baseline, shift, quiet, total)
            theirs = float(_fires(moved, watch.baseline, within).mean())
            ours = float((_chance(moved, watch, within) <= level).mean())
            both = f"NHS {theirs:.3f} / detect {ours:.3f} (false alarms {rules:.3f})"
            yield f"{name}: {when}, {shift:g} sigma found in {WITHIN}, {both}", theirs / ours, 1.0


def _panel(kind: Kind, baseline: int, shift: float, quiet: int, total: int, part: int = 0) -> Panel:
    n_periods = baseline + total
    # A series that changed is the same series up to its change.
    random = np.random.default_rng([SEED, baseline, sum(map(ord, kind.name)), part])
    drawn = kind.draw(random, np.where(np.arange(n_periods) >= baseline + quiet, shift, 0.0))
    counts: dict[str, Any] = {}
    if kind.cases:
        counts = {"numerators": drawn, "denominators": np.full(drawn.shape, float(kind.cases))}
        drawn = drawn / kind.cases
    labels = tuple(f"{i}" for i in range(N_SERIES))
    periods = period_range("1990-01-01", "2029-12-01", Grain.MONTH)[:n_periods]
    return Panel(labels, Grain.MONTH, periods, drawn, **counts)


def _fires(panel: Panel, baseline: int, within: slice) -> NDArray[np.bool_]:
    """(S,) whether an NHS rule fires as one of the judged points `within` arrives; limits from the baseline."""
    chart = "auto" if panel.has_counts else "xmr"
    fired = firings(panel, chart=chart, baseline=baseline)
    found: NDArray[np.bool_] = ((fired.high | fired.low) > 0)[:, baseline:][:, within].any(axis=1)
    return found


def _chance(panel: Panel, watch: Watch, within: slice) -> Floats:
    """(S,) the least promise at which one of the judged points `within` raises an alarm."""
    found = np.full(panel.n_series, 1.0)
    for group in groups(panel, watch, Detection.empty(panel, watch)):
        size = np.fmax.reduce(group.statistic().size[within], axis=0)
        found[group.rows] = group.curves.p_values(size, watch.horizon, group.traits)
    return found


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.3f}  (at most {bar})  {what}", flush=True)
