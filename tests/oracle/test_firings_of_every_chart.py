"""For every chart, what fires when a point comes is what judging the prefix that ends there marks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.spc.codes import Status
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge

N_SERIES, N_PERIODS = 6, 45


def made_up(chart: str) -> Panel:
    """Gaps, two phases in half of the series, and a change half way."""
    random = np.random.default_rng(len(chart) * 100 + ord(chart[0]))
    shape = (N_SERIES, N_PERIODS)
    level = np.where(np.arange(N_PERIODS) > 28, 3.0, 1.0)
    labels = tuple(f"s{i}" for i in range(N_SERIES))
    months = period_range("2019-01-01", "2024-12-01", Grain.MONTH)[:N_PERIODS]
    phases = np.zeros(shape, dtype=np.int16)
    phases[: N_SERIES // 2, 20:] = 1
    missing = random.random(shape) < 0.06
    if chart in ("g", "t", "bcusum"):
        values = random.geometric(0.1, shape) * level if chart != "bcusum" else random.random(shape) < 0.15 * level
        values = np.where(missing, np.nan, values.astype(np.float64))
        dates = np.broadcast_to(np.datetime64("2020-01-01") + np.arange(N_PERIODS), shape).copy()
        return Panel(labels, Grain.EVENT, dates[0], values, phases=phases, event_dates=dates)
    sizes = random.integers(20, 60, shape).astype(np.float64)
    counts = np.minimum(np.where(missing, np.nan, 2.0 + random.poisson(sizes * 0.2 * level)), sizes)
    if chart.startswith("auto"):
        # Rare to begin with, and a flood later: no chart that is asked for can be had of it.
        counts[-1] = np.where(np.arange(N_PERIODS) < 28, counts[-1] // 8, counts[-1])
    if chart in ("xmr", "i", "mr", "auto_count"):
        return Panel(labels, Grain.MONTH, months, counts, phases=phases)
    return Panel(labels, Grain.MONTH, months, counts / sizes, counts, sizes, phases)


@pytest.mark.parametrize("rules", ["limits", "anhoej"])
@pytest.mark.parametrize(
    "chart",
    [
        *("auto", "xmr", "i", "mr", "ip", "c", "p", "pp", "u", "up", "oe", "oep", "g", "t", "bcusum"),
        *("auto_rate", "auto_ratio", "auto_expected", "auto_count"),
    ],
)
def test_a_prefix_says_the_same(chart: str, rules: str) -> None:
    panel = made_up(chart)
    random = np.random.default_rng(3)
    flags: dict[str, Any] = {"excluded": random.random(panel.values.shape) < 0.05}
    if chart in ("g", "t"):
        flags["still_open"] = random.random(panel.values.shape) < 0.03
    fired = firings(panel, chart=chart, rules=rules, baseline=24, **flags)
    seen = 0
    for t in range(panel.n_periods):
        cut = {name: each[:, : t + 1] for name, each in flags.items()}
        judged = judge(panel.until(t + 1), chart=chart, rules="limits", baseline=24, **cut)
        for i in range(N_SERIES):
            based = (panel.phases[i, : t + 1] == panel.phases[i, t]) & ~np.logical_or.reduce(list(cut.values()))[i]
            n = int((based & ~np.isnan(judged.values[i])).sum())
            fires = judged.last[i] == t and n >= 12 and judged.status[i] == Status.OK
            high, low = (int(side[i, t]) & 1 for side in (fired.high, fired.low))
            assert (high, low) == ((judged.side[i, t] > 0) * fires, (judged.side[i, t] < 0) * fires), (i, t)
            seen += high + low
    assert seen > 0 or chart == "mr"


def test_a_time_that_still_runs_fires_only_when_it_is_long() -> None:
    panel = replace(made_up("t"), phases=np.zeros((N_SERIES, N_PERIODS), dtype=np.int16))
    values = panel.values.copy()
    values[:, -1] = np.array([0, 1, 10_000, 0, 1, 10_000])
    still_open = np.zeros(values.shape, dtype=np.bool_)
    still_open[:, -1] = True
    fired = firings(replace(panel, values=values), chart="t", still_open=still_open)
    assert not fired.low[:, -1].any()
    assert (fired.high[:, -1] > 0).tolist() == [False, False, True, False, False, True]
