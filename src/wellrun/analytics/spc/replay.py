"""Signals as a replay of every prefix would have fired them, without replaying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.codes import Codes
from wellrun.analytics.spc.judgement import Counts, Flags

RuleBits = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Firings:
    """Which rules fire when the point of each period is the newest one.

    `high`, `low` (S, T) uint8: bit `1 << (rule - 1)` of each Rule that fires on that side, 0 = none.
    `judged` (S, T): whether there is a point at all.
    """

    high: RuleBits
    low: RuleBits
    judged: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """One entry a signal, ordered by series, then first firing, then high before low.

    `series`, `phase`, `side` (+1 high, -1 low); `first_fired`, `began` (earliest point in the window of the
    first firing), `last_fired`: period indices; `rules`: bits of all rules that fired; `first_rules`: bits of
    those that fired first; `n_firings` periods with a firing; `closed_at`: period index, -1 = still open.
    """

    series: Counts
    phase: Counts
    side: Codes
    first_fired: Counts
    began: Counts
    last_fired: Counts
    first_rules: RuleBits
    rules: RuleBits
    n_firings: Counts
    closed_at: Counts


def firings(
    panel: Panel,
    *,
    chart: Any = "auto",
    baseline: int = 24,
    screen: bool = True,
    unjudged: Flags | None = None,
) -> Firings:
    """Which (series, period, side, rule) fire as each point arrives; see METHODS in `docs`, page signals."""
    raise NotImplementedError


def signals(panel: Panel, fired: Firings) -> Signals:
    """The openings per (series, phase, side): later firings attach, seven quiet points or a new phase close."""
    raise NotImplementedError


def rule_words(bits: int) -> tuple[str, ...]:
    """The names of the rules in a bit set, in NHS order."""
    raise NotImplementedError
