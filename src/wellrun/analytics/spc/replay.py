"""Signals as a replay of every prefix would have raised them: firings that belong together.

What fires on one side of one phase is one signal until that side has been quiet for seven points.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.codes import HIGH, LOW, Codes
from wellrun.analytics.spc.firings import Firings, firings, rule_bit, rule_words
from wellrun.analytics.spc.judgement import Counts, Flags
from wellrun.analytics.spc.rules.profiles import WINDOW
from wellrun.analytics.spc.rules.view import RuleBits

__all__ = ["Firings", "Signals", "firings", "rule_bit", "rule_words", "signals"]

QUIET_POINTS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """One entry a signal, ordered by series, then first firing, then high before low; all arrays (N,).

    `series` (index), `phase`, `side` (+1 high, -1 low); `first_fired`, `began` (earliest point in the windows of
    the first firing), `last_fired`: period indices; `first_rules`: bits of the rules that fired first, `rules`:
    of all that did (`rule_words`); `n_firings`: periods with a firing; `closed_at`: the period of the seventh
    quiet point, or the first of the next phase; -1 = open.
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

    def __len__(self) -> int:
        return int(self.series.size)

    @property
    def is_open(self) -> Flags:
        return self.closed_at < 0


def signals(panel: Panel, fired: Firings) -> Signals:
    """The openings per (series, phase, side): the first firing opens, later ones on that side attach.

    Seven points in a row without a firing on that side close it (missing ones neither count nor interrupt), and
    so does a new phase.
    """
    return _joined([_one_side(panel, fired.high, fired.judged, HIGH), _one_side(panel, fired.low, fired.judged, LOW)])


def _one_side(panel: Panel, rules: RuleBits, judged: Flags, side: int) -> Signals:
    rows = np.flatnonzero(rules.any(axis=1))
    found = _blank(int(np.count_nonzero(rules[rows])), side)
    n_found = 0
    # Which entry is open in each row, -1 for none, and for how many points it has been quiet.
    opened = np.full(rows.size, -1, dtype=np.intp)
    quiet = np.zeros(rows.size, dtype=np.int32)
    # Turned, so that a period is one piece of memory.
    by_period = (np.ascontiguousarray(array[rows].T) for array in (panel.phases, rules, judged))
    earlier = panel.phases[rows, 0] if panel.n_periods else None
    for t, (phase, fires, point) in enumerate(zip(*by_period, strict=True)):
        _close(found, opened, phase != earlier, t)
        earlier = phase
        new = np.flatnonzero((fires > 0) & (opened < 0))
        entries = slice(n_found, n_found + new.size)
        found.series[entries], found.phase[entries] = rows[new], phase[new]
        found.first_fired[entries], found.first_rules[entries] = t, fires[new]
        found.began[entries] = t - _reach(fires[new])
        opened[new] = np.arange(n_found, n_found + new.size)
        n_found += new.size
        attached = fires > 0
        found.rules[opened[attached]] |= fires[attached]
        found.last_fired[opened[attached]] = t
        found.n_firings[opened[attached]] += 1
        quiet[attached] = 0
        quiet[point & ~attached] += 1
        _close(found, opened, quiet >= QUIET_POINTS, t)
    return Signals(*(getattr(found, each.name)[:n_found] for each in fields(found)))


def _close(found: Signals, opened: NDArray[np.intp], where: Flags, period: int) -> None:
    closing = where & (opened >= 0)
    found.closed_at[opened[closing]] = period
    opened[closing] = -1


def _reach(rules: RuleBits) -> Counts:
    """(N,) how many periods before its last point the longest window of each set of rules begins."""
    reach = np.zeros(rules.shape, dtype=np.int32)
    for rule, points in WINDOW.items():
        fires = (rules & rule_bit(rule)) > 0
        reach[fires] = np.maximum(reach[fires], points - 1)
    return reach


def _blank(size: int, side: int) -> Signals:
    series, phase, first_fired, began, last_fired, n_firings = np.zeros((6, size), dtype=np.int32)
    first_rules, rules = np.zeros((2, size), dtype=np.uint16)
    return Signals(
        series=series,
        phase=phase,
        side=np.full(size, side, dtype=np.int8),
        first_fired=first_fired,
        began=began,
        last_fired=last_fired,
        first_rules=first_rules,
        rules=rules,
        n_firings=n_firings,
        closed_at=np.full(size, -1, dtype=np.int32),
    )


def _joined(parts: list[Signals]) -> Signals:
    columns = {each.name: np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Signals)}
    order = np.lexsort((-columns["side"], columns["first_fired"], columns["series"]))
    return Signals(**{name: column[order] for name, column in columns.items()})
