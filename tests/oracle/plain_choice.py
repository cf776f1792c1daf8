"""The plain twin of the choice of chart: one phase of one series, by the tables of the method page, row by row."""

from dataclasses import dataclass
from math import nan, sqrt

from tests.oracle.plain_charts import Value, average_moving_range, mean, median, total

Chosen = tuple[str, str]
RATES = ("auto_rate", "auto_ratio", "auto_expected")


@dataclass
class Figures:
    """Values by period, with numerators and denominators or none; or by event, with the days of the events."""

    values: list[Value]
    counts: list[Value] | None = None
    sizes: list[Value] | None = None
    days: list[int | None] | None = None

    @property
    def counted(self) -> list[int]:
        """The periods that have a numerator over a denominator above 0."""
        if self.counts is None or self.sizes is None:
            return []
        pairs = enumerate(zip(self.counts, self.sizes, strict=True))
        return [t for t, (count, size) in pairs if count is not None and size is not None and size > 0]


def plain_choice(figures: Figures, kind: str) -> Chosen:
    """Chart and reason."""
    if figures.days is not None and kind == "auto":
        return of_events(figures)
    known = [t for t, value in enumerate(figures.values) if value is not None]
    if kind == "auto_count":
        return of_one_number(figures.values, known)
    counted = figures.counted
    values = [figures.values[t] for t in known]
    if kind == "auto" and not counted and are_whole(values) and median(values) < 2:
        return "run", "rare_events"
    # A ratio is amounts anyway: one value without them, and all are just values.
    if not counted or (kind == "auto_ratio" and counted != known):
        return "xmr", "no_denominators"
    return of_two_numbers(figures, counted, kind)


def of_events(figures: Figures) -> Chosen:
    between = [None, *(None if None in (a, b) else b - a for a, b in zip(figures.days, figures.days[1:], strict=False))]
    both = [(value, gap) for value, gap in zip(figures.values, between, strict=True) if None not in (value, gap)]
    if both and all(value == gap for value, gap in both):
        return "t", "time_between_events"
    if {value for value in figures.values if value is not None} == {0, 1}:
        return "bcusum", "yes_or_no"
    return "xmr", "no_denominators"


def of_two_numbers(figures: Figures, base: list[int], kind: str) -> Chosen:
    counts, sizes = [figures.counts[t] for t in base], [figures.sizes[t] for t in base]
    above = sum(count > size for count, size in zip(counts, sizes, strict=True))
    if kind == "auto_ratio" or not are_whole(counts):
        uneven = any(abs(size - mean(sizes)) > mean(sizes) / 4 for size in sizes)
        return ("ip", "weighed_by_size") if uneven else ("xmr", "not_counted_cases")
    is_rate = kind == "auto_rate" or (kind == "auto" and (2 * above > len(base) or not are_whole(sizes)))
    if kind == "auto" and above and not is_rate:
        return "xmr", "not_a_proportion"
    if kind != "auto_expected" and median(counts) < 2:
        return "run", "rare_events"
    wide = spread_of(figures, base, of_cases=kind == "auto" and not is_rate) > 1.25
    if kind == "auto_expected":
        return ("oep", "expected_beyond_chance") if wide else ("oe", "expected_as_chance")
    if is_rate:
        return ("up", "rate_beyond_chance") if wide else ("u", "rate_as_chance")
    return ("pp", "spread_beyond_chance") if wide else ("p", "chance_explains_spread")


def of_one_number(values: list[Value], base: list[int]) -> Chosen:
    counts = [values[t] for t in base]
    if not are_whole(counts):
        return "xmr", "no_denominators"
    if median(counts) < 2:
        return "run", "rare_events"
    moving_range = average_moving_range(values, base, True)
    if moving_range is None or mean(counts) <= 0:
        return "xmr", "no_denominators"
    spread = moving_range / 1.128 / sqrt(mean(counts))
    if spread > 1.25:
        return "xmr", "count_beyond_chance"
    return ("xmr", "count_steadier") if spread < 0.8 else ("c", "count_as_chance")


def spread_of(figures: Figures, base: list[int], *, of_cases: bool) -> float:
    """sigma_z: how many times as wide as chance neighbouring points lie apart."""
    level = total([figures.counts[t] for t in base]) / total([figures.sizes[t] for t in base])
    variance = level * (1 - level) if of_cases else level
    if variance <= 0:
        return nan
    z: list[Value] = [None] * len(figures.values)
    for t in base:
        z[t] = (figures.counts[t] / figures.sizes[t] - level) / sqrt(variance / figures.sizes[t])
    moving_range = average_moving_range(z, base, True)
    return nan if moving_range is None else moving_range / 1.128


def are_whole(counts: list[float]) -> bool:
    return all(count >= 0 and count == round(count) for count in counts)


def plain_refusal(figures: Figures, chart: str) -> str | None:
    """Why a chart that was asked for may not be used, the gravest reason first; None where it may."""
    by_period = chart in ("p", "pp", "u", "up", "c", "oe", "oep")
    values = [value for value in figures.values if value is not None]
    counts = values if figures.counts is None else [count for count in figures.counts if count is not None]
    if by_period and figures.days is not None:
        return "events_not_periods"
    if chart in ("g", "t") and figures.days is None:
        return "periods_not_events"
    if chart in ("p", "pp", "u", "up", "oe", "oep", "ip") and figures.counts is None:
        return "no_denominators"
    if chart in ("p", "pp") and any(
        None not in pair and pair[0] > pair[1] for pair in zip(figures.counts, figures.sizes, strict=True)
    ):
        return "not_a_proportion"
    if by_period and not are_whole(counts):
        return "no_count" if chart == "c" and figures.counts is None else "not_counts"
    if chart in ("p", "pp", "u", "up", "c") and counts and median(counts) < 2:
        return "rare_events"
    if chart in ("g", "t") and any(value < 0 for value in values):
        return "negative_times"
    if chart == "g" and any(value != round(value) for value in values):
        return "times_not_whole"
    if chart == "bcusum" and not set(values) <= {0, 1}:
        return "not_yes_or_no"
    return "no_subgroups" if chart in ("xbar", "s") else None
