"""The four NHS rules, on one byte a point.

Each point carries eight claims (above the centre, rising, near a limit, ...). A window of a rule is complete
when every point in it makes the rule's claim, so a rule is a few ANDs of shifted bytes, for both sides and
all rules at once. The bit of a completed window is the bit of the claim it is made of:

    shift   7 points ABOVE or BELOW            trend          6 steps RISING or FALLING
    outside 1 point OUT_HIGH or OUT_LOW        two of three   2 of 3 NEAR_HIGH (NEAR_LOW), all 3 ABOVE (BELOW)

All arrays are time-major (T, R) uint8. Source: Making Data Count (NHS England), as in NHSRplotthedots.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.codes import HIGH, LOW, Codes, Rule, rule_bit
from wellrun.analytics.spc.rules.view import Fired, RuleBits, View

Bits = NDArray[np.uint8]

ABOVE, BELOW, RISING, FALLING, NEAR_HIGH, NEAR_LOW, OUT_HIGH, OUT_LOW = (np.uint8(1 << bit) for bit in range(8))
SIDES, STEPS, NEAR, OUT = ABOVE | BELOW, RISING | FALLING, NEAR_HIGH | NEAR_LOW, OUT_HIGH | OUT_LOW
HIGH_BITS = ABOVE | RISING | NEAR_HIGH | OUT_HIGH

# Points in the window of each rule.
WINDOW = {Rule.OUTSIDE_LIMITS: 1, Rule.TREND: 7, Rule.TWO_OF_THREE: 3, Rule.SHIFT: 7}
LONGEST_WINDOW = max(WINDOW.values())
CLAIMS = {Rule.OUTSIDE_LIMITS: OUT, Rule.TREND: STEPS, Rule.TWO_OF_THREE: NEAR, Rule.SHIFT: SIDES}


def claims_of(view: View) -> Bits:
    """What each point of a block claims."""
    lines = view.lines
    return claims(view.y, view.steps, lines.centre, lines.tie, lines.limits)


def admitted(claimed: Bits, view: View) -> Bits:
    """Of the claims those that may be judged: the limits alone on some charts, the high side of a time that runs."""
    if view.only_limits:
        claimed = claimed & OUT
    if view.still_open is not None:
        claimed = np.where(view.still_open, claimed & HIGH_BITS, claimed)
    return claimed


def ended(view: View) -> Fired:
    """Which rules the newest point completes, as points come, (T, R)."""
    ends = completed(admitted(claims_of(view), view), view.age)
    return Fired(np.take(_HIGH_OF, ends), np.take(_LOW_OF, ends))


def claims(y: Floats, steps: Floats, centre: Floats, tie: Floats, limits: tuple[Floats, ...]) -> Bits:
    """What each point claims; a missing point or limit claims nothing. All inequalities are strict.

    `centre`, `tie` and `limits` (lower, upper, lower_near, upper_near) broadcast against `y` (T, R).
    """
    lower, upper, lower_near, upper_near = limits
    too_high, too_low = y > upper, y < lower
    found = _bit(too_high, OUT_HIGH) | _bit(too_low, OUT_LOW)
    found |= _bit((y > upper_near) & ~too_high, NEAR_HIGH)
    found |= _bit((y < lower_near) & ~too_low, NEAR_LOW)
    found |= _bit(y > centre + tie, ABOVE)
    found |= _bit(y < centre - tie, BELOW)
    found |= _bit(steps > 0, RISING)
    found |= _bit(steps < 0, FALLING)
    return found


def completed(claimed: Bits, age: NDArray[np.int32] | None) -> Bits:
    """Which windows end at each point. `age` (T, R): periods since the phase began, None = one phase."""
    ends = claimed & OUT
    if len(claimed) >= 3:
        first, second, third = claimed[:-2], claimed[1:-1], claimed[2:]
        two = (first & second) | (second & third) | (first & third)
        same = (first & second & third & SIDES) * NEAR_HIGH
        ends[2:] |= _old_enough(two & same & NEAR, age, 2)
    if len(claimed) >= 7:
        pairs = claimed[1:] & claimed[:-1]
        fours = pairs[2:] & pairs[:-2]
        sixes = fours[2:] & pairs[:-4]
        sevens = sixes[1:] & (claimed[:-6] | STEPS)
        ends[6:] |= _old_enough(sevens & (SIDES | STEPS), age, 6)
    return ends


def marks(claimed: Bits, ends: Bits) -> Bits:
    """Which rules mark each point: it lies in a completed window; of two of three only the near points.

    Where a rising and a falling trend share their turning point, the later trend has it.
    """
    marked = _reaching_back(ends & (SIDES | STEPS), (1, 2, 3))
    marked |= _reaching_back(ends & NEAR, (1, 1)) & claimed
    marked |= ends & OUT
    turning = (marked & STEPS) == STEPS
    if turning.any():
        marked[turning] &= ~(claimed[turning] & STEPS)
    return marked


def _signed_rules() -> Codes:
    rules = np.zeros(256, dtype=np.int8)
    for byte in range(256):
        for rule, claim in CLAIMS.items():
            if byte & claim:
                rules[byte] = rule * (HIGH if byte & claim & HIGH_BITS else LOW)
                break
    return rules


def _rules_of(side: int) -> RuleBits:
    """A table of 256: completed windows on one side as a set of rules."""
    table = np.zeros(256, dtype=np.uint16)
    for byte in range(256):
        table[byte] = sum(rule_bit(rule) for rule, claim in CLAIMS.items() if byte & int(claim) & side)
    return table


_HIGH_OF = _rules_of(int(HIGH_BITS))
_LOW_OF = _rules_of(255 & ~int(HIGH_BITS))
# A table of 256: the first rule that matches in a byte of marks, negative where it is on the low side.
SIGNED_RULE_OF = _signed_rules()


def _bit(claim: Any, bit: np.uint8) -> Bits:
    # A product of bytes is ten times faster than a shift of them (1.6 against 15.7 microseconds a block).
    found: Bits = claim.view(np.uint8) * bit
    return found


def _old_enough(ends: Bits, age: NDArray[np.int32] | None, reach: int) -> Bits:
    return ends if age is None else np.where(age[reach:] >= reach, ends, np.uint8(0))


def _reaching_back(ends: Bits, strides: tuple[int, ...]) -> Bits:
    """Each bit spread over the window that ends there: by the sum of the strides, back in time."""
    spread = ends.copy()
    for stride in strides:
        spread[:-stride] |= spread[stride:]
    return spread
