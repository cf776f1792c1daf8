"""Series for Hypothesis: ties, constants, gaps, steps, trends, phases; one point, or none."""

import numpy as np
from hypothesis import strategies as st

from tests.oracle.plain_charts import Series, Value
from wellrun.analytics.panel import Grain, Panel, period_range

# Few different numbers make ties, runs and points on the centre line common; tenths make rounding matter.
LEVELS = st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.7, 1.1, 5.0, -2.5])
SMOOTH = st.floats(min_value=-100, max_value=100, allow_nan=False, width=32)


@st.composite
def values_of(draw: st.DrawFn, n_periods: int) -> list[Value]:
    kind = draw(st.sampled_from(["levels", "smooth", "constant", "step", "trend", "pieces", "pieces"]))
    if kind == "constant":
        found = [draw(LEVELS)] * n_periods
    elif kind == "pieces":
        found = pieces(draw, n_periods)
    elif kind == "trend":
        found = [0.1 * t * draw(st.sampled_from([1, 1, 1, 1, 0.5])) for t in range(n_periods)]
    else:
        found = draw(st.lists(SMOOTH if kind == "smooth" else LEVELS, min_size=n_periods, max_size=n_periods))
    if kind == "step":
        at = draw(st.integers(0, n_periods))
        found = [value + (1.5 if t >= at else 0) for t, value in enumerate(found)]
    return with_gaps(draw, found)


def pieces(draw: st.DrawFn, n_periods: int) -> list[float]:
    """Flat, rising, falling and wobbling stretches and lone spikes, end to end."""
    found = [draw(LEVELS)]
    while len(found) < n_periods:
        step = draw(st.sampled_from([0.0, 0.0, 0.25, -0.25, 30.0, None]))
        if step == 30.0:
            found += [found[-1] + step, found[-1]]
            continue
        for _ in range(draw(st.sampled_from([1, 2, 5, 6, 7, 12, 25]))):
            found.append(found[-1] + step if step is not None else draw(LEVELS))
    return found[:n_periods]


def with_gaps(draw: st.DrawFn, values: list[float]) -> list[Value]:
    gaps = draw(st.sets(st.integers(0, max(0, len(values) - 1)), max_size=draw(st.sampled_from([0, 0, 3, 12]))))
    return [None if t in gaps else value for t, value in enumerate(values)]


@st.composite
def phases_of(draw: st.DrawFn, n_periods: int) -> list[int]:
    starts = draw(st.sets(st.integers(1, max(1, n_periods)), max_size=draw(st.sampled_from([0, 0, 2]))))
    return [sum(start <= t for start in starts) for t in range(n_periods)]


@st.composite
def measured(draw: st.DrawFn, n_periods: int) -> Series:
    return Series(draw(values_of(n_periods)), draw(phases_of(n_periods)))


@st.composite
def counted(draw: st.DrawFn, n_periods: int, *, proper: bool) -> Series:
    """A series of proportions; unless `proper`, numerators may exceed denominators."""
    scale = draw(st.sampled_from([5, 40, 10_000]))
    share = draw(st.sampled_from([0.0, 0.05, 0.5, 1.0] if proper else [0.0, 0.5, 1.0, 2.5]))
    sizes: list[Value] = list(
        draw(st.lists(st.integers(1 if scale > 5 else 0, scale), min_size=n_periods, max_size=n_periods))
    )
    noise = draw(st.lists(st.integers(-2, 2), min_size=n_periods, max_size=n_periods))
    counts: list[Value] = [
        float(max(0, round(size * share) + wobble * max(1, scale // 40)))
        for size, wobble in zip(sizes, noise, strict=True)
    ]
    if proper:
        counts = [min(count, size) for count, size in zip(counts, sizes, strict=True)]
    elif draw(st.booleans()):
        sizes = [size * 1.5 for size in sizes]
    counts = with_gaps(draw, counts)
    values = [None if count is None or not size else count / size for count, size in zip(counts, sizes, strict=True)]
    sized = [None if size is None else float(size) for size in sizes]
    return Series(values, draw(phases_of(n_periods)), counts, sized)


@st.composite
def panels(draw: st.DrawFn, *, counts: bool | None = None, proper: bool = False, longest: int = 50) -> list[Series]:
    """One to four series over the same periods, all measured or all counted."""
    n_periods = draw(st.sampled_from([0, 1, 2, 3, 7, 8, 13, 25, 26, 31, 40, longest]))
    with_counts = draw(st.booleans()) if counts is None else counts
    one = counted(n_periods, proper=proper) if with_counts else measured(n_periods)
    return draw(st.lists(one, min_size=1, max_size=4))


def panel_of(series: list[Series]) -> Panel:
    n_periods = len(series[0].values)
    months = period_range("2015-01-01", "2024-12-01", Grain.MONTH)[:n_periods]

    def wide(rows: list[list[Value] | None]) -> np.ndarray:
        filled = [[np.nan if value is None else value for value in row or []] for row in rows]
        return np.array(filled, dtype=np.float64).reshape(len(series), n_periods)

    has_counts = series[0].counts is not None
    return Panel(
        labels=tuple(f"series {i}" for i in range(len(series))),
        grain=Grain.MONTH,
        periods=months,
        values=wide([each.values for each in series]),
        numerators=wide([each.counts for each in series]) if has_counts else None,
        denominators=wide([each.sizes for each in series]) if has_counts else None,
        phases=np.array([each.phases for each in series], dtype=np.int16).reshape(len(series), n_periods),
    )
