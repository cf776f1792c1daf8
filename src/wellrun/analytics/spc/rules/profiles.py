"""Rule profiles by code: what each fires as points come, what it marks on the whole chart, how far it looks back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.spc.codes import Codes, Profile, Rule
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.rules import anhoej, limits, nelson, nhs, western_electric
from wellrun.analytics.spc.rules.view import Fired, RuleBits, View, first_rules


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What a profile says of a block: `rule` and `side` by series (R, T); `rules` (R, T) all that mark a point, None
    where only one can; `neutral` (R, T) where its rule has no side, None for nowhere; `sides` (T, R) for the runs."""

    rule: Codes
    side: Codes
    rules: RuleBits | None
    neutral: Flags | None
    sides: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`ended`: which rules the newest point completes, as points come; `marks`: which mark a point once all are
    known. `reach`: points in the longest window, None = the whole phase. `zones`: whether lines at one standard
    deviation are needed. `several`: whether a point may be marked by more than one rule."""

    ended: Callable[[View], Fired]
    marks: Callable[[View], Marks]
    reach: int | None
    zones: bool = False
    several: bool = False


def _nhs_marks(view: View) -> Marks:
    claimed = nhs.claims_of(view)
    sides = claimed & nhs.SIDES
    claimed = nhs.admitted(claimed, view)
    marked = nhs.marks(claimed, nhs.completed(claimed, view.age))
    signed_rule = np.take(nhs.SIGNED_RULE_OF, np.ascontiguousarray(marked.T))
    return Marks(np.abs(signed_rule), np.sign(signed_rule), None, None, sides)


def _marks(fired: Callable[[View], Fired], several: bool, view: View) -> Marks:
    found = fired(view)
    rule, side = (np.ascontiguousarray(codes.T) for codes in first_rules(found, view.y >= view.lines.centre))
    rules = np.ascontiguousarray(found.all.T) if several else None
    # Rules without a side come after all others, so the first is one of them only where no other marks the point.
    neutral = None if found.neither is None else np.ascontiguousarray(((found.high | found.low) == 0).T) & (rule > 0)
    return Marks(rule, side, rules, neutral, anhoej.sides_of(view))


RULE_SETS = {
    Profile.NHS: RuleSet(nhs.ended, _nhs_marks, reach=nhs.LONGEST_WINDOW),
    Profile.WESTERN_ELECTRIC: RuleSet(
        western_electric.fired,
        partial(_marks, western_electric.fired, True),
        reach=western_electric.LONGEST_WINDOW,
        zones=True,
        several=True,
    ),
    Profile.NELSON: RuleSet(
        nelson.fired, partial(_marks, nelson.fired, True), reach=nelson.LONGEST_WINDOW, zones=True, several=True
    ),
    Profile.ANHOEJ: RuleSet(anhoej.ended, partial(_marks, anhoej.marked, True), reach=None, several=True),
    Profile.LIMITS: RuleSet(limits.fired, partial(_marks, limits.fired, False), reach=1),
}

# Points in the window of each rule; a run that is too long has at least eight, and few crossings have no window.
WINDOW = {
    **nhs.WINDOW,
    Rule.FOUR_OF_FIVE: 5,
    Rule.EIGHT_ON_ONE_SIDE: 8,
    Rule.NINE_ON_ONE_SIDE: 9,
    Rule.SIX_TRENDING: 6,
    Rule.FOURTEEN_ALTERNATING: 14,
    Rule.FIFTEEN_NEAR_CENTRE: 15,
    Rule.EIGHT_FAR_FROM_CENTRE: 8,
    Rule.LONG_RUN: 8,
    Rule.FEW_CROSSINGS: 1,
}
