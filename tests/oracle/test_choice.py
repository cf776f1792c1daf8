"""The choice of chart, and what is refused, against the tables of the method page gone through row by row."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.oracle.plain_choice import Figures, plain_choice, plain_refusal
from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.spc.codes import Chart, ChartReason
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.unsuited import UNSUITED, unsuited

KINDS = ["auto", "auto_rate", "auto_ratio", "auto_expected", "auto_count"]
CHARTS = [chart.word for chart in Chart if not chart.word.startswith("auto")]


@st.composite
def by_period(draw: st.DrawFn) -> Figures:
    """Counts near and far from chance, rare, steady, broken, over even, uneven and broken denominators; or values."""
    n = draw(st.sampled_from([1, 2, 3, 8, 13, 25]))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.sampled_from([4, 60, 5000])) * np.ones(n)
    if draw(st.booleans()):
        size = np.rint(size * random.uniform(0.8, 1.3, n))
    if draw(st.integers(0, 4)) == 0:
        size += 0.5
    spread = random.gamma(*draw(st.sampled_from([(1e6, 1e-6), (20, 1 / 20), (1, 1)])), n)
    mean = draw(st.sampled_from([0.4, 1.5, 3.0, 30.0, 900.0])) * spread
    y = random.poisson(mean).astype(float) if draw(st.booleans()) else np.rint(mean)
    if draw(st.integers(0, 5)):
        y = np.minimum(y, np.floor(size))
    if draw(st.integers(0, 5)) == 0:
        y[random.integers(0, n)] = draw(st.sampled_from([2.5, -1.0, 7000.0]))
    gone = random.random(n) < draw(st.sampled_from([0.0, 0.0, 0.3]))
    counts = [None if missing else float(each) for each, missing in zip(y, gone, strict=True)]
    if draw(st.integers(0, 2)) == 0:
        return Figures(counts)
    sizes = [None if random.random() < 0.02 else 0.0 if random.random() < 0.02 else float(each) for each in size]
    ratios = [None if None in (a, b) or b == 0 else a / b for a, b in zip(counts, sizes, strict=True)]
    return Figures(ratios, counts, sizes)


@st.composite
def by_event(draw: st.DrawFn) -> Figures:
    gaps = draw(st.lists(st.sampled_from([0, 1, 1, 5, 30]), min_size=1, max_size=9))
    days = [sum(gaps[: i + 1]) for i in range(len(gaps))]
    kind = draw(st.sampled_from(["times", "cases", "other"]))
    one = st.sampled_from([0.0, 1.0] if kind == "cases" else [0.0, 2.5, -3.0, 8.0])
    values = [float(gap) if kind == "times" else draw(one) for gap in gaps]
    return Figures([None if draw(st.integers(0, 7)) == 0 else value for value in values], days=days)


def row(numbers: list[float | None]) -> np.ndarray:
    return np.array([[np.nan if each is None else each for each in numbers]], dtype=np.float64)


def panel_of(figures: Figures) -> Panel:
    if figures.days is not None:
        dates = np.datetime64("2024-01-01") + np.array([figures.days])
        return Panel(("s",), Grain.EVENT, dates[0], row(figures.values), event_dates=dates)
    months = period_range("2015-01-01", "2024-12-01", Grain.MONTH)[: len(figures.values)]
    if figures.counts is None or figures.sizes is None:
        return Panel(("s",), Grain.MONTH, months, row(figures.values))
    return Panel(("s",), Grain.MONTH, months, row(figures.values), row(figures.counts), row(figures.sizes))


@settings(max_examples=300, deadline=None)
@given(st.one_of(by_period(), by_event()), st.sampled_from(KINDS))
def test_the_chart_and_its_reason(figures: Figures, kind: str) -> None:
    assume(any(value is not None for value in figures.values) and not (figures.days and kind != "auto"))
    judged = judge(panel_of(figures), chart=kind)
    found = Chart(judged.chart[0]).word, ChartReason(judged.chart_reason[0]).word
    assert found == plain_choice(figures, kind)


@settings(max_examples=300, deadline=None)
@given(st.one_of(by_period(), by_event()), st.sampled_from(CHARTS))
def test_what_is_refused_and_why(figures: Figures, chart: str) -> None:
    found = int(unsuited(panel_of(figures), chart)[0])
    assert (UNSUITED[found].value[0] if found >= 0 else None) == plain_refusal(figures, chart)
