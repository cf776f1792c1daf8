"""The plain twin of `spc.icons`: what a marked point says, and how a target lies to the limits."""

from math import isnan


def plain_point(side: int, direction: str, value: float, centre: float, band: tuple[float, float]) -> str:
    """What a point marked on a side says; `band`: what is good lies between, nan for none."""
    if side == 0:
        return "common_cause"
    if direction in ("up", "down"):
        return "improvement" if (side > 0) == (direction == "up") else "concern"
    if direction == "band":
        low, high = band
        if (value > high and side > 0) or (value < low and side < 0):
            return "concern"
        if (centre < low and side > 0) or (centre > high and side < 0):
            return "improvement"
    return "high" if side > 0 else "low"


def plain_variation(point: str, side: int) -> str:
    """The icon of the last point: what it says, and on which side it lies."""
    kinds = {"improvement": "improvement", "concern": "concern", "high": "neutral", "low": "neutral"}
    return f"{kinds[point]}_{'high' if side > 0 else 'low'}" if point in kinds else "common_cause"


def plain_assurance(lower: float, upper: float, target: tuple[float, float], direction: str) -> str:
    """The icon of a target against the limits of the last point; nan for what there is none of."""
    first, second = target
    if direction == "none" or isnan(lower) or isnan(upper) or isnan(first) or (direction == "band" and isnan(second)):
        return "none"
    passes = {"up": lower > first, "down": upper < first, "band": lower > first and upper < second}[direction]
    fails = {"up": upper < first, "down": lower > first, "band": upper < first or lower > second}[direction]
    return "consistently_passes" if passes else "consistently_fails" if fails else "inconsistent"
