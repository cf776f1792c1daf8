"""What a rule profile sees of a block, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.codes import HIGH, LOW, Codes, Rule, rule_bit
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.phases import Lines

RuleBits = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Points and lines, time-major (T, R).

    `age` (T, R): periods since the phase began, None = one phase. `only_limits`: no rule but the limits may be judged.
    `still_open` (T, R): points that can only become larger, which claim nothing on the low side; None = none.
    """

    y: Floats
    steps: Floats
    age: NDArray[np.int32] | None
    lines: Lines
    only_limits: bool = False
    still_open: Flags | None = None

    @property
    def starts(self) -> Flags:
        """(T, R) where a phase begins."""
        if self.age is None:
            first = np.zeros(self.y.shape, dtype=np.bool_)
            first[:1] = True
            return first
        begins: Flags = self.age == 0
        return begins


@dataclass(frozen=True, slots=True, eq=False)
class Fired:
    """Rules by point, (T, R) bits of `rule_bit`: on the high side, on the low side, and on neither."""

    high: RuleBits
    low: RuleBits
    neither: RuleBits | None = None

    @property
    def all(self) -> RuleBits:
        """The rules on any side."""
        both = self.high | self.low
        return both if self.neither is None else both | self.neither


def bits(rule: Rule, where: Flags) -> RuleBits:
    """The bit of a rule where it holds."""
    return where * np.uint16(rule_bit(rule))


def first_rules(found: Fired, above: Flags) -> tuple[Codes, Codes]:
    """(T, R) the first rule of each point, and the side: where a rule has none, that of the point (`above`)."""
    everything = found.all
    rule = _FIRST[everything]
    first = everything & (~everything + np.uint16(1))
    sided_low = np.where((found.low & first) > 0, np.int8(LOW), np.where(above, np.int8(HIGH), np.int8(LOW)))
    side = np.where((found.high & first) > 0, np.int8(HIGH), sided_low)
    return rule, np.where(rule > 0, side, np.int8(0))


def _first() -> Codes:
    table = np.zeros(1 << (len(Rule) - 1), dtype=np.int8)
    for rule in sorted(Rule, reverse=True):
        if rule:
            table[(np.arange(table.size) & rule_bit(rule)) > 0] = rule
    return table


_FIRST = _first()
