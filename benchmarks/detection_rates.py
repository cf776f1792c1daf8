"""Whether detection keeps its promise of false alarms, and whether it is earlier than the NHS rules.

    python -m scripts.bench detection_rates

20,000 series a cell, fixed seeds. A false-alarm row is the distance of the measured probability from the promised one
(5 % over a horizon of twelve points) as a part of it; the bar is 20 %. A power row is P(found within six points) by the
NHS rules over that by `detect`, both at the false-alarm probability that the NHS rules have in that cell; the bar is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.codes import Status
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.groups import groups
from wellrun.analytics.detection.watching import Watch, watch_for
from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.spc.firings import firings

N_SERIES, HORIZON, WITHIN, PROMISED = 20_000, 12, 6, 0.05
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
    for kind in KINDS:
        for baseline in BASELINES:
            rows += _cell(kind, baseline)
    return rows


def _cell(kind: Kind, baseline: int) -> Iterator[tuple[str, float, float]]:
    watch = watch_for(Grain.MONTH, baseline=baseline, false_alarm=PROMISED, horizon=HORIZON, season=kind.season)
    usual = _panel(kind, baseline, 0.0)
    name = f"{kind.name}, baseline {baseline}"
    found = detect(usual, watch)
    if kind.season == "monthly" and baseline < 24:
        refused = float((found.status == Status.INSUFFICIENT_DATA).mean())
        yield f"{name}: series not refused as insufficient_data", 1 - refused, 0.0
        return
    rate = float((found.first_alarm >= 0).mean())
    yield f"{name}: false alarms {rate:.4f}, off the promise of {PROMISED}", abs(rate / PROMISED - 1), 0.2
    rules = float(_fires(usual, baseline, HORIZON).mean())
    # The p-value that makes detection as quick to cry wolf as the rules: from in-control series, like theirs.
    level = np.quantile(_smallest_p(usual, watch, HORIZON), rules)
    for shift in SHIFTS:
        moved = _panel(kind, baseline, shift)
        theirs = float(_fires(moved, baseline, WITHIN).mean())
        ours = float((_smallest_p(moved, watch, WITHIN) <= level).mean())
        both = f"NHS {theirs:.3f} / detect {ours:.3f} (false alarms {rules:.3f})"
        what = f"{name}: {shift:g} sigma found in {WITHIN}, {both}"
        yield what, theirs / ours, 1.0


def _panel(kind: Kind, baseline: int, shift: float) -> Panel:
    n_periods = baseline + HORIZON
    # A series that changed is the same series up to its change.
    random = np.random.default_rng([SEED, baseline, sum(map(ord, kind.name))])
    drawn = kind.draw(random, np.where(np.arange(n_periods) >= baseline, shift, 0.0))
    counts: dict[str, Any] = {}
    if kind.cases:
        counts = {"numerators": drawn, "denominators": np.full(drawn.shape, float(kind.cases))}
        drawn = drawn / kind.cases
    labels = tuple(f"{i}" for i in range(N_SERIES))
    return Panel(
        labels, Grain.MONTH, period_range("2020-01-01", "2029-12-01", Grain.MONTH)[:n_periods], drawn, **counts
    )


def _fires(panel: Panel, baseline: int, within: int) -> NDArray[np.bool_]:
    """(S,) whether an NHS rule fires as one of the points after the baseline arrives; limits from the baseline."""
    chart = "auto" if panel.has_counts else "xmr"
    fired = firings(panel, chart=chart, baseline=baseline)
    after = slice(baseline, baseline + within)
    found: NDArray[np.bool_] = ((fired.high[:, after] | fired.low[:, after]) > 0).any(axis=1)
    return found


def _smallest_p(panel: Panel, watch: Watch, within: int) -> Floats:
    """(S,) of the statistic at its largest; measured at one horizon, so that only the size of the statistic counts."""
    found = np.full(panel.n_series, 1.0)
    with np.errstate(all="ignore"):
        for group in groups(panel, watch, Detection.empty(panel, watch)):
            size = np.fmax.reduce(group.statistic().size[:within], axis=0)
            found[group.rows] = group.curves.p_values(size, HORIZON, group.means)
    return found


if __name__ == "__main__":
    for what, ratio, bar in run():
        print(f"{ratio:8.3f}  (at most {bar})  {what}", flush=True)
