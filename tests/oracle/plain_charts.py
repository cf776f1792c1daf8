"""The plain twin of `analytics.spc`: one series, one point at a time, no arrays.

It follows the text of the method pages and shares nothing with the fast code but the constants of the method.
Points are floats or None for missing; a series of proportions carries its numerators and denominators.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from math import comb, exp, inf, lgamma, log, log2, nan, pi, sqrt

Value = float | None

TIE = 2.0**-44
NONE, OUTSIDE, TREND, TWO_OF_THREE, SHIFT = range(5)


@dataclass
class Series:
    """One series; `counts` and `sizes` only for proportions."""

    values: list[Value]
    phases: list[int]
    counts: list[Value] | None = None
    sizes: list[Value] | None = None

    def until(self, n: int) -> "Series":
        return Series(self.values[:n], self.phases[:n], self.counts and self.counts[:n], self.sizes and self.sizes[:n])


@dataclass
class Chart:
    """One phase: its lines per period and its standing."""

    chart: str = "xmr"
    centre: float = nan
    status: str = "insufficient_data"
    sigma_z: float = nan
    tie: float = nan
    n: int = 0
    width: float = nan
    lower: dict[int, float] = field(default_factory=dict)
    upper: dict[int, float] = field(default_factory=dict)
    lower_near: dict[int, float] = field(default_factory=dict)
    upper_near: dict[int, float] = field(default_factory=dict)


@dataclass
class Plain:
    """A judged series: one entry a period, and the standing of the last point's phase."""

    charts: dict[int, Chart]
    points: list[Value]
    rule: list[int]
    side: list[int]
    last: int
    runs: tuple[int, int, int]

    @property
    def final(self) -> Chart:
        return self.charts[self.phase_of_last]

    phase_of_last: int = 0


def plain_judge(series: Series, chart: str, baseline: int | None, screen: bool) -> Plain:
    points = plain_points(series, chart)
    charts = {}
    for phase in sorted(set(series.phases)):
        inside = [t for t in range(len(points)) if series.phases[t] == phase]
        charts[phase] = phase_chart(series, points, inside, chart, baseline, screen)
    rule, side = labels(series, points, charts)
    present = [t for t in range(len(points)) if points[t] is not None]
    last = present[-1] if present else -1
    phase_of_last = series.phases[last] if series.phases else 0
    runs = runs_of(series, points, charts, phase_of_last) if last >= 0 else (0, 0, 0)
    return Plain(charts, points, rule, side, last, runs, phase_of_last)


def plain_points(series: Series, chart: str) -> list[Value]:
    if series.counts is None or series.sizes is None or chart in ("xmr", "i", "run"):
        return list(series.values)
    points: list[Value] = []
    for value, count, size in zip(series.values, series.counts, series.sizes, strict=True):
        usable = value is not None and count is not None and size is not None and size > 0
        points.append(count / size if usable else None)
    return points


def phase_chart(
    series: Series, points: list[Value], inside: list[int], chart: str, baseline: int | None, screen: bool
) -> Chart:
    base = [t for t in inside if points[t] is not None][:baseline]
    if not base:
        return Chart()
    if chart == "run":
        return run_chart(points, base)
    if series.counts is not None and chart in ("auto", "p", "pp", "u", "up"):
        kind = counted_kind(series, base) if chart == "auto" else chart
        if kind == "run":
            return rare_chart(series, points, inside, base)
        if kind == "ip":
            return weighed_chart(series, points, inside, base, screen)
        if kind != "xmr":
            return proportion_chart(series, points, inside, base, kind, screen)
    if series.counts is None and chart == "auto" and are_rare_counts(points, base):
        return rare_chart(Series(series.values, series.phases, points, [1.0] * len(points)), points, inside, base)
    return xmr_chart(points, inside, base, "i" if chart == "i" else "xmr", screen)


def are_rare_counts(points: list[Value], base: list[int]) -> bool:
    """Whole numbers from 0 up throughout, and fewer than 2 in the median period of the baseline."""
    known = [value for value in points if value is not None]
    return all(value >= 0 and value == round(value) for value in known) and median([points[t] for t in base]) < 2


def counted_kind(series: Series, base: list[int]) -> str:
    """What AUTO makes of counts: share or rate (p or p', u or u' by their spread), a run, XmR or I' chart."""
    counts, sizes = [series.counts[t] for t in base], [series.sizes[t] for t in base]
    if any(count < 0 or count != round(count) for count in counts):
        return "ip" if any(abs(size - mean(sizes)) > mean(sizes) / 4 for size in sizes) else "xmr"
    above = [count > size for count, size in zip(counts, sizes, strict=True)]
    rate = 2 * sum(above) > len(above) or any(size != round(size) for size in sizes)
    if any(above) and not rate:
        return "xmr"
    if median(counts) < 2:
        return "run"
    return "rate" if rate else "share"


def xmr_chart(points: list[Value], inside: list[int], base: list[int], kind: str, screen: bool) -> Chart:
    y = [points[t] for t in base]
    made = Chart(chart=kind, centre=mean(y), tie=TIE * max(abs(min(y)), abs(max(y))), n=len(base))
    moving_range = average_moving_range(points, base, screen)
    if len(base) < 2:
        return made
    if max(y) - min(y) <= made.tie:
        made.status = "constant"
        return made
    if moving_range is None:
        return made
    width = (3 / 1.128 if kind == "i" else 2.66) * moving_range
    made.width = width
    made.status = "degenerate" if width <= made.tie else "trial_limits" if len(base) < 12 else "ok"
    for t in inside:
        made.lower[t], made.upper[t] = made.centre - width, made.centre + width
        made.lower_near[t], made.upper_near[t] = made.centre - width * (2 / 3), made.centre + width * (2 / 3)
    return made


def proportion_chart(
    series: Series, points: list[Value], inside: list[int], base: list[int], chart: str, screen: bool
) -> Chart:
    y = [points[t] for t in base]
    p_bar = total([series.counts[t] for t in base]) / total([series.sizes[t] for t in base])
    made = Chart(centre=p_bar, tie=TIE * max(abs(min(y)), abs(max(y))), n=len(base))
    is_rate = chart in ("rate", "u", "up")
    variance = p_bar if is_rate else p_bar * (1 - p_bar)
    if variance > 0:
        z: list[Value] = [None] * len(points)
        for t in base:
            z[t] = (points[t] - p_bar) * sqrt(series.sizes[t]) / sqrt(variance)
        spread = average_moving_range(z, base, screen)
        made.sigma_z = nan if spread is None else spread / 1.128
    plain, wide = ("u", "up") if is_rate else ("p", "pp")
    made.chart = (wide if made.sigma_z > 1.25 else plain) if chart in ("share", "rate") else chart
    if len(base) < 2:
        return draw_proportion(series, points, inside, made, variance)
    if p_bar <= 0 or (p_bar >= 1 and not is_rate):
        made.status = "constant"
        return made
    multiple = made.sigma_z if made.chart in ("pp", "up") else 1.0
    if multiple != multiple:
        return made
    made.status = "degenerate" if multiple <= 0 else "trial_limits" if len(base) < 12 else "ok"
    return draw_proportion(series, points, inside, made, variance)


def draw_proportion(series: Series, points: list[Value], inside: list[int], made: Chart, variance: float) -> Chart:
    multiple = made.sigma_z if made.chart in ("pp", "up") else 1.0
    if variance <= 0 or multiple != multiple:
        return made
    for t in inside:
        if points[t] is not None:
            half = 3 * sqrt(variance) * multiple / sqrt(series.sizes[t])
            highest = 1.0 if made.chart in ("p", "pp") else inf
            made.lower[t], made.upper[t] = max(made.centre - half, 0.0), min(made.centre + half, highest)
            made.lower_near[t] = max(made.centre - half * (2 / 3), 0.0)
            made.upper_near[t] = min(made.centre + half * (2 / 3), highest)
    return made


def run_chart(points: list[Value], base: list[int]) -> Chart:
    y = sorted(points[t] for t in base)
    made = Chart(chart="run", centre=median(y), tie=TIE * max(abs(y[0]), abs(y[-1])), n=len(y))
    if len(y) >= 2:
        constant = y[-1] - y[0] <= made.tie
        made.status = "constant" if constant else "trial_limits" if len(y) < 12 else "ok"
    return made


def rare_chart(series: Series, points: list[Value], inside: list[int], base: list[int]) -> Chart:
    """A run chart, and above it the largest number of events that chance brings more often than once in a thousand."""
    made = run_chart(points, base)
    rate = (total([series.counts[t] for t in base]) + 1) / total([series.sizes[t] for t in base])
    if made.status in ("ok", "trial_limits"):
        for t in inside:
            if points[t] is not None:
                made.upper[t] = most_by_chance(rate * series.sizes[t]) / series.sizes[t]
    return made


def most_by_chance(expected: float) -> int:
    """The smallest number that a Poisson count of this mean passes with a chance of 0.001 at most."""
    k, within = 0, exp(-expected)
    while within < 1 - 0.001:
        k += 1
        within += exp(k * log(expected) - expected - lgamma(k + 1))
    return k


def weighed_chart(series: Series, points: list[Value], inside: list[int], base: list[int], screen: bool) -> Chart:
    """I': moving ranges and limits weighed by the denominators."""
    y, sizes = [points[t] for t in base], series.sizes
    centre = total([series.counts[t] for t in base]) / total([sizes[t] for t in base])
    made = Chart(chart="ip", centre=centre, tie=TIE * max(abs(min(y)), abs(max(y))), n=len(base))
    if len(base) < 2:
        return made
    if max(y) - min(y) <= made.tie:
        made.status = "constant"
        return made
    s = [
        sqrt(pi / 2) * abs(points[t] - points[t - 1]) / sqrt(1 / sizes[t] + 1 / sizes[t - 1])
        for t in base
        if t - 1 in base
    ]
    if not s:
        return made
    s_bar = mean(s)
    if screen and s_bar > 0:
        s_bar = mean([each for each in s if each < 3.2665 * s_bar])
    made.status = "degenerate" if 3 * s_bar <= made.tie else "trial_limits" if len(base) < 12 else "ok"
    for t in inside:
        if points[t] is not None:
            half = 3 * s_bar / sqrt(sizes[t])
            made.lower[t], made.upper[t] = centre - half, centre + half
            made.lower_near[t], made.upper_near[t] = centre - half * (2 / 3), centre + half * (2 / 3)
    return made


def median(numbers: list[float]) -> float:
    y = sorted(numbers)
    return (y[(len(y) - 1) // 2] + y[len(y) // 2]) / 2


def average_moving_range(points: list[Value], base: list[int], screen: bool) -> Value:
    """Over neighbours that are both in the baseline; None without any."""
    ranges = [abs(points[t] - points[t - 1]) for t in base if t - 1 in base]
    if not ranges:
        return None
    average = mean(ranges)
    if not screen or average == 0:
        return average
    return mean([each for each in ranges if each < 3.267 * average])


def labels(series: Series, points: list[Value], charts: dict[int, Chart]) -> tuple[list[int], list[int]]:
    """The first rule that matches each point, and its side."""
    rule, side = [NONE] * len(points), [0] * len(points)
    windows = [window for t in range(len(points)) for window in windows_ending_at(series, points, charts, t)]
    for t in range(len(points)):
        marking = [window for window in windows if t in window.marked]
        first = min((window.rule for window in marking), default=NONE)
        # Where a rising and a falling trend meet, the one that ends last has the point.
        chosen = [window for window in marking if window.rule == first]
        if chosen:
            rule[t], side[t] = first, max(chosen, key=lambda window: window.end).side
    return rule, side


@dataclass
class Window:
    rule: int
    side: int
    end: int
    marked: list[int]


def windows_ending_at(series: Series, points: list[Value], charts: dict[int, Chart], t: int) -> list[Window]:
    """Every rule whose window is complete with the point of period t as its newest."""
    if points[t] is None:
        return []
    chart = charts[series.phases[t]]
    found = []
    for side in (1, -1):
        if is_outside(points, chart, t, side):
            found.append(Window(OUTSIDE, side, t, [t]))
        seven = whole_window(series, points, t, 7)
        if seven and all((points[b] - points[a]) * side > 0 for a, b in pairwise(seven)):
            found.append(Window(TREND, side, t, seven))
        three = whole_window(series, points, t, 3)
        near = [k for k in three if is_near(points, chart, k, side)]
        if three and len(near) >= 2 and all(on_side(points, chart, k) == side for k in three):
            found.append(Window(TWO_OF_THREE, side, t, near))
        if seven and all(on_side(points, chart, k) == side for k in seven):
            found.append(Window(SHIFT, side, t, seven))
    return found


def whole_window(series: Series, points: list[Value], t: int, n: int) -> list[int]:
    """The n periods up to t when all hold a point of one phase, else none."""
    window = list(range(t - n + 1, t + 1))
    whole = window[0] >= 0 and all(points[k] is not None for k in window)
    return window if whole and series.phases[window[0]] == series.phases[t] else []


def is_outside(points: list[Value], chart: Chart, t: int, side: int) -> bool:
    if t not in chart.upper:
        return False
    return points[t] > chart.upper[t] if side > 0 else points[t] < chart.lower.get(t, -inf)


def is_near(points: list[Value], chart: Chart, t: int, side: int) -> bool:
    if t not in chart.upper_near or is_outside(points, chart, t, side):
        return False
    return points[t] > chart.upper_near[t] if side > 0 else points[t] < chart.lower_near[t]


def on_side(points: list[Value], chart: Chart, t: int) -> int:
    if points[t] > chart.centre + chart.tie:
        return 1
    return -1 if points[t] < chart.centre - chart.tie else 0


def runs_of(series: Series, points: list[Value], charts: dict[int, Chart], phase: int) -> tuple[int, int, int]:
    """Useful points, longest run and crossings of one phase."""
    useful: list[int] = []
    run = longest = crossings = 0
    for t in range(len(points)):
        if series.phases[t] != phase or points[t] is None:
            run = 0
            continue
        side = on_side(points, charts[phase], t)
        if side == 0:
            continue
        crossed = bool(useful) and useful[-1] != side
        crossings += crossed
        run = 1 if crossed else run + 1
        longest = max(longest, run)
        useful.append(side)
    return len(useful), longest, crossings


def plain_bounds(n: int) -> tuple[int, int]:
    """Anhoej's longest run and fewest crossings for n useful points."""
    k = 0
    while 20 * sum(comb(n - 1, i) for i in range(k + 1)) < 2 ** (n - 1):
        k += 1
    return round(log2(n)) + 3, k


@dataclass
class PlainSignal:
    phase: int
    side: int
    first_fired: int
    began: int
    last_fired: int
    first_rules: set[int]
    rules: set[int]
    n_firings: int = 1
    closed_at: int = -1
    quiet: int = 0


def plain_firings(series: Series, chart: str, screen: bool, baseline: int = 24) -> list[list[Window]]:
    """For each period, the windows complete when only the prefix up to it is known: a literal replay."""
    fired = []
    for t in range(len(series.values)):
        known = series.until(t + 1)
        judged = plain_judge(known, chart, baseline, screen)
        phase = series.phases[t]
        n = sum(judged.points[k] is not None and series.phases[k] == phase for k in range(t + 1))
        fires = n >= 12 and judged.charts[phase].status == "ok"
        windows = windows_ending_at(known, judged.points, judged.charts, t) if fires else []
        by_line = judged.charts[phase].chart == "run"
        fired.append([window for window in windows if window.rule == OUTSIDE or not by_line])
    return fired


def plain_signals(series: Series, chart: str, screen: bool, baseline: int = 24) -> list[PlainSignal]:
    """Signals in order of first firing, then high before low."""
    fired = plain_firings(series, chart, screen, baseline)
    points = plain_points(series, chart)
    signals: list[PlainSignal] = []
    for t, windows in enumerate(fired):
        for side in (1, -1):
            current = [each for each in signals if each.side == side and each.closed_at == -1]
            if current and current[0].phase != series.phases[t]:
                current[0].closed_at = t
                current = []
            mine = [window for window in windows if window.side == side]
            rules = {window.rule for window in mine}
            if mine and current:
                current[0].last_fired, current[0].quiet = t, 0
                current[0].rules |= rules
                current[0].n_firings += 1
            elif mine:
                began = t - max({OUTSIDE: 0, TREND: 6, TWO_OF_THREE: 2, SHIFT: 6}[rule] for rule in rules)
                signals.append(PlainSignal(series.phases[t], side, t, began, t, rules, set(rules)))
            elif current and points[t] is not None:
                current[0].quiet += 1
                if current[0].quiet == 7:
                    current[0].closed_at = t
    return signals


def total(numbers: list[float]) -> float:
    """Added one by one, in order of time: `sum` compensates from Python 3.12 on."""
    added = 0.0
    for each in numbers:
        added += each
    return added


def mean(numbers: list[float]) -> float:
    return total(numbers) / len(numbers)
