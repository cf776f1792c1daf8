"""The plain twin of `spc.pareto`: causes from the largest to the smallest, added up one by one."""

from dataclasses import dataclass
from math import nan

Value = float | None


@dataclass
class Cause:
    """One cause: its place in the file, its total, its share of the whole, and that of all down to it."""

    place: int
    total: float
    share: float
    cumulative: float
    is_vital: bool


def plain_pareto(totals: list[Value]) -> list[Cause]:
    known = [0.0 if total is None else total for total in totals]
    whole = sum(known)
    found: list[Cause] = []
    # Python's sort keeps the order of equals.
    for place in sorted(range(len(known)), key=lambda place: -known[place]):
        before = sum(cause.total for cause in found)
        share, so_far = (known[place] / whole, (before + known[place]) / whole) if whole else (nan, nan)
        vital = known[place] > 0 and before / whole < 0.8
        found.append(Cause(place, known[place], share, so_far, vital))
    return found
