"""Plain twins of the rule profiles beside the NHS's: which rules the newest of the points completes, and the marks.

A point is (value, chart) or None; windows never cross a phase or a gap.
"""

from collections.abc import Callable
from itertools import pairwise

from tests.oracle.plain_charts import Chart, Plain, Series, on_side, plain_bounds, whole_window
from wellrun.analytics.spc.codes import Rule

Claim = Callable[[int], bool]
Found = set[tuple[Rule, int]]


class Completed:
    """What is complete at period t of a judged series; side 0 stands for a rule without one."""

    def __init__(self, series: Series, judged: Plain, t: int) -> None:
        self.series, self.points, self.charts, self.t = series, judged.points, judged.charts, t

    def rules(self, profile: str) -> Found:
        if self.points[self.t] is None:
            return set()
        sided = {"western-electric": self.western_electric, "nelson": self.nelson, "limits": self.outside}
        found = set().union(*({(rule, side) for rule in sided[profile](side)} for side in (1, -1)))
        return found | ({(rule, 0) for rule in self.without_side()} if profile == "nelson" else set())

    def outside(self, side: int) -> set[Rule]:
        return {Rule.OUTSIDE_LIMITS} if self.beyond(self.t, 3, side) else set()

    def western_electric(self, side: int) -> set[Rule]:
        return self.outside(side) | self.zones(side) | ({Rule.EIGHT_ON_ONE_SIDE} if self.row(8, side) else set())

    def nelson(self, side: int) -> set[Rule]:
        found = self.outside(side) | self.zones(side)
        if self.row(9, side):
            found.add(Rule.NINE_ON_ONE_SIDE)
        six = self.window(6)
        if six and all((self.points[b] - self.points[a]) * side > 0 for a, b in pairwise(six)):
            found.add(Rule.SIX_TRENDING)
        return found

    def without_side(self) -> set[Rule]:
        found = set()
        fourteen, fifteen, eight = (self.window(n) for n in (14, 15, 8))
        steps = [self.points[b] - self.points[a] for a, b in pairwise(fourteen)]
        if fourteen and all(a * b < 0 for a, b in pairwise(steps)):
            found.add(Rule.FOURTEEN_ALTERNATING)
        has_limits = self.chart(self.t).width == self.chart(self.t).width
        if has_limits and fifteen and not any(self.far(k) for k in fifteen):
            found.add(Rule.FIFTEEN_NEAR_CENTRE)
        if eight and all(self.far(k) for k in eight) and len({self.side_of(k) for k in eight}) == 2:
            found.add(Rule.EIGHT_FAR_FROM_CENTRE)
        return found

    def zones(self, side: int) -> set[Rule]:
        found = set()
        three, five = self.window(3), self.window(5)
        if three and self.beyond(self.t, 2, side) and sum(self.beyond(k, 2, side) for k in three) >= 2:
            found.add(Rule.TWO_OF_THREE)
        if five and self.beyond(self.t, 1, side) and sum(self.beyond(k, 1, side) for k in five) >= 4:
            found.add(Rule.FOUR_OF_FIVE)
        return found

    def row(self, n: int, side: int) -> bool:
        window = self.window(n)
        return bool(window) and all(self.side_of(k) == side for k in window)

    def window(self, n: int) -> list[int]:
        return whole_window(self.series, self.points, self.t, n)

    def far(self, k: int) -> bool:
        return self.beyond(k, 1, 1) or self.beyond(k, 1, -1)

    def side_of(self, k: int) -> int:
        return on_side(self.points, self.chart(k), k)

    def beyond(self, k: int, sigmas: int, side: int) -> bool:
        chart = self.chart(k)
        share = {1: 1 / 3, 2: 2 / 3, 3: 1.0}[sigmas]
        line = chart.centre + side * (chart.width * share)
        return bool((self.points[k] - line) * side > 0)

    def chart(self, k: int) -> Chart:
        return self.charts[self.series.phases[k]]


def plain_anhoej_ended(series: Series, judged: Plain, t: int) -> Found:
    """What the phase up to t says of its newest point."""
    if judged.points[t] is None:
        return set()
    chart = judged.charts[series.phases[t]]
    found = {(Rule.OUTSIDE_LIMITS, side) for side in (1, -1) if Completed(series, judged, t).beyond(t, 3, side)}
    side = on_side(judged.points, chart, t)
    if side == 0:
        return found
    useful, run, crossings = so_far(series, judged, t)
    longest, fewest = plain_bounds(useful)
    if run > longest:
        found.add((Rule.LONG_RUN, side))
    if crossings < fewest:
        found.add((Rule.FEW_CROSSINGS, side))
    return found


def plain_anhoej_marked(series: Series, judged: Plain, t: int) -> Found:
    """Whether the whole phase marks the point at t: all of a run too long, the last point of too few crossings."""
    found = {(rule, side) for rule, side in plain_anhoej_ended(series, judged, t) if rule is Rule.OUTSIDE_LIMITS}
    side = 0 if judged.points[t] is None else on_side(judged.points, judged.charts[series.phases[t]], t)
    if side == 0:
        return found
    useful_at = [
        k
        for k in range(len(judged.points))
        if series.phases[k] == series.phases[t]
        and judged.points[k] is not None
        and on_side(judged.points, judged.charts[series.phases[k]], k) != 0
    ]
    useful, _, crossings = so_far(series, judged, useful_at[-1])
    longest, fewest = plain_bounds(useful)
    if t == useful_at[-1] and crossings < fewest:
        found.add((Rule.FEW_CROSSINGS, side))
    lengths = []
    for k in useful_at:
        if k >= t:
            run = so_far(series, judged, k)[1]
            if lengths and run <= lengths[-1]:
                break
            lengths.append(run)
    if lengths[-1] > longest:
        found.add((Rule.LONG_RUN, side))
    return found


def so_far(series: Series, judged: Plain, t: int) -> tuple[int, int, int]:
    """Useful points, length of the run at t, and crossings of the phase up to t."""
    useful = run = crossings = latest = 0
    for k in range(t + 1):
        if series.phases[k] != series.phases[t]:
            continue
        if judged.points[k] is None:
            run = 0
            continue
        side = on_side(judged.points, judged.charts[series.phases[k]], k)
        if side == 0:
            continue
        turned = side != latest
        crossings += turned and useful > 0
        run = 1 if turned else run + 1
        useful, latest = useful + 1, side
    return useful, run, crossings
