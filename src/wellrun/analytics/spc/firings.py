"""Which rules fire as each point arrives: the answer of replaying every prefix, without replaying.

At a prefix whose newest point is the n-th of its phase, limits rest on the first min(n, 24) points. So there
are only thirteen sets of limits a phase (n = 12 to 24): the first twelve judge one point each, the last judges
all that follow. A firing looks back at most seven points and never changes when later points arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.baseline import FIRM_AT, FREEZE_AT, Baseline, packed, phases_of
from wellrun.analytics.spc.blocks.slab import Slab, blocks, slab_of
from wellrun.analytics.spc.charts.limits import PhaseLimits
from wellrun.analytics.spc.codes import Chart, Codes, Rule, Status
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.rules.nhs import CLAIMS, HIGH_BITS, Bits, claims, completed
from wellrun.analytics.spc.phases import limits_of, lines_of
from wellrun.analytics.spc.wishes import check_baseline, families, wished_charts

# No rule looks further back than this many points.
_LONGEST_WINDOW = 7


@dataclass(frozen=True, slots=True, eq=False)
class Firings:
    """Which rules fire when the point of each period is the newest one.

    `high`, `low` (S, T) uint8: bit `rule_bit(rule)` of each Rule that fires on that side, 0 = none.
    `judged` (S, T): whether there is a point at all.
    """

    high: Bits
    low: Bits
    judged: Flags


def firings(
    panel: Panel,
    *,
    chart: Any = "auto",
    baseline: int = FREEZE_AT,
    screen: bool = True,
    unjudged: Flags | None = None,
) -> Firings:
    """Which (series, period, side, rule) fire as each point arrives.

    Below 12 points in a phase nothing fires; from 12 limits rest on all points so far; from `baseline` on its
    first `baseline` points. A rule fires at t when its window ends at t. Constant and degenerate prefixes, and
    prefixes without limits, never fire. `unjudged` (S, T): points to treat as missing (partial coverage).
    Raises UserError as `judge` does, and ValueError for a run chart, which has no limits to fire.
    """
    check_baseline(baseline)
    wish = wished_charts(panel, chart)
    if (wish == Chart.RUN).any():
        raise ValueError("a run chart raises no signals of the NHS rules")
    high, low = (np.zeros(panel.values.shape, dtype=np.uint8) for _ in range(2))
    judged = np.zeros(panel.values.shape, dtype=np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        for counted, rows in families(panel, wish):
            for block in blocks(rows, panel.n_series, panel.n_periods):
                slab = slab_of(panel, block, counted=counted, unjudged=unjudged)
                ends = _fired(slab, wish[block], baseline, screen=screen).T
                high[block] = np.take(_HIGH_OF, ends)
                low[block] = np.take(_LOW_OF, ends)
                judged[block] = slab.present.T
    return Firings(high, low, judged)


def rule_bit(rule: Rule) -> int:
    """The bit of a rule in a set of rules."""
    return 1 << (rule - 1)


def rule_words(bits: int) -> tuple[str, ...]:
    """The names of the rules in a set, in NHS order."""
    return tuple(rule.word for rule in CLAIMS if bits & rule_bit(rule))


def _fired(slab: Slab, wish: Codes, baseline: int, *, screen: bool) -> Bits:
    """(T, R) the windows that complete at each point as it arrives, as `nhs_rules` bits."""
    fired = np.zeros(slab.y.shape, dtype=np.uint8)
    for _, points in phases_of(slab):
        base, when = packed(slab, points, baseline)
        growing = [
            limits_of(base.first(n), wish, screen=screen) for n in range(FIRM_AT, min(baseline, 1 + _most(base)))
        ]
        if growing:
            _fire_while_growing(fired, slab, points, _end_to_end(growing), when[FIRM_AT - 1 :][: len(growing)])
        if _most(base) == baseline:
            frozen = limits_of(base, wish, screen=screen)
            _fire_once_frozen(fired, slab, points, frozen, when[-1])
    return fired


def _fire_while_growing(
    fired: Bits, slab: Slab, points: Flags | None, limits: PhaseLimits, when: NDArray[np.intp]
) -> None:
    """Writes what completes at the newest point of each growing prefix.

    `when` (K, R): the period of that point, -1 for none; `limits` (K * R,): of the prefix that ends there.
    """
    n_series = slab.y.shape[1]
    at = when.reshape(-1) * n_series + np.tile(np.arange(n_series), len(when))
    # The newest point is at least the twelfth, so its window of seven never begins before the first period.
    window = at - n_series * np.arange(_LONGEST_WINDOW)[::-1, None]
    y = slab.y if points is None else np.where(points, slab.y, np.nan)
    sizes = None if slab.sizes is None else np.take(slab.sizes, window, mode="clip")
    steps = np.take(slab.steps, window, mode="clip")
    ends = _ends(limits, np.take(y, window, mode="clip"), steps, sizes, None)[-1]
    fires = (when.reshape(-1) >= 0) & (limits.status == Status.OK)
    fired.reshape(-1)[at[fires]] = ends[fires]


def _fire_once_frozen(
    fired: Bits, slab: Slab, points: Flags | None, limits: PhaseLimits, since: NDArray[np.intp]
) -> None:
    """Writes what completes from the period `since` (R,; -1 = never) on, under limits that no longer move."""
    lasting = (since >= 0) & (limits.status == Status.OK)
    where = lasting & (np.arange(len(slab.y))[:, None] >= since)
    if points is not None:
        where &= points
    np.copyto(fired, _ends(limits, slab.y, slab.steps, slab.sizes, slab.age), where=where)


def _ends(limits: PhaseLimits, y: Floats, steps: Floats, sizes: Floats | None, age: NDArray[np.int32] | None) -> Bits:
    lines = lines_of(limits, sizes)
    return completed(claims(y, steps, lines.centre, lines.tie, lines.limits), age)


def _most(base: Baseline) -> int:
    return int(base.n.max(initial=0))


def _end_to_end(limits: list[PhaseLimits]) -> PhaseLimits:
    return PhaseLimits(*(np.concatenate([getattr(one, each.name) for one in limits]) for each in fields(PhaseLimits)))


def _rules_of(side: int) -> Bits:
    """A table of 256: completed windows on one side (a mask of `nhs_rules` bits) as a set of rules."""
    table = np.zeros(256, dtype=np.uint8)
    for byte in range(256):
        table[byte] = sum(rule_bit(rule) for rule, claim in CLAIMS.items() if byte & int(claim) & side)
    return table


_HIGH_OF = _rules_of(int(HIGH_BITS))
_LOW_OF = _rules_of(255 & ~int(HIGH_BITS))
