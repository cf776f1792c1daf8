"""The chart of a measure: by what its figures are, or the one its definition names where they can have it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import a_measure, a_unit, at
from tests.insight.figures import arrive, rows, steady
from wellrun.audit.actions import SYSTEM
from wellrun.insight.actions import evaluate
from wellrun.insight.chart_words import chart_words
from wellrun.insight.models import SeriesState, Signal
from wellrun.insight.one_series import judged_series
from wellrun.jobs.reading import read_figures
from wellrun.lib.errors import UserError
from wellrun.measures.actions import add_version, define_measure, ingest
from wellrun.measures.models import Source

pytestmark = pytest.mark.django_db

CALM = [9, 11, 7, 10, 12, 8, 10, 13, 9, 10, 6, 11] * 3
EVEN, UNEVEN = [1000.5] * 36, [1000.5, 700.5, 1500.5] * 12
WILD = [500, 900, 450, 950] * 9


def state(values: list[float], *, counts: bool = False, **measure: Any) -> SeriesState:
    with at():
        a_measure("seen", **measure)
        a_unit("site")
        arrive(rows("seen", "site", values), counts=counts)
        evaluate(cause="import")
    return SeriesState.objects.get()


def state_of(counts: list[float], sizes: list[float], **measure: Any) -> SeriesState:
    """The state of a series that comes with both of its numbers, or events with `sizes` days apart."""
    with at():
        a_measure("seen", **measure)
        a_unit("site")
        lines = ["measure,unit,period,numerator,denominator"]
        for month, (count, size) in enumerate(zip(counts, sizes, strict=True)):
            lines.append(f"seen,site,{2022 + month // 12}-{month % 12 + 1:02},{count},{size}")
        come(lines)
    return SeriesState.objects.get()


def come(lines: list[str]) -> None:
    source = Source.objects.get_or_create(key="made-up", defaults={"name": "Made up"})[0]
    table, file = read_figures("\n".join(lines).encode(), "figures.csv")
    ingest(source=source, table=table, file=file, empty_withdraws=False, by=SYSTEM)
    evaluate(cause="import")


KINDS = [
    ("rate", CALM, EVEN, "u", "rate_as_chance"),
    ("rate", WILD, EVEN, "up", "rate_beyond_chance"),
    ("rate", [0, 1, 0, 0, 2, 1] * 6, EVEN, "run", "rare_events"),
    ("ratio", CALM, EVEN, "xmr", "not_counted_cases"),
    ("ratio", CALM, UNEVEN, "ip", "weighed_by_size"),
    ("continuous", CALM, UNEVEN, "ip", "weighed_by_size"),
    ("proportion", CALM, [1000] * 36, "p", "chance_explains_spread"),
]


@pytest.mark.parametrize(("scoring", "counts", "sizes", "chart", "reason"), KINDS)
def test_what_the_figures_are_decides(
    scoring: str, counts: list[float], sizes: list[float], chart: str, reason: str
) -> None:
    found = state_of(counts, sizes, scoring=scoring, roll_up="none", may_pass_one=scoring != "proportion")
    assert (found.chart, found.chart_reason) == (chart, reason)


def test_counts_without_exposure() -> None:
    found = state([float(count) for count in CALM], scoring="count", roll_up="none")
    assert (found.chart, found.chart_reason) == ("c", "count_as_chance")
    words = chart_words(found.chart, found.chart_reason, found.sigma_z)
    assert words == "c chart: chance explains how far the counts spread"


def test_counts_with_a_median_below_two_are_rare_whatever_their_mean() -> None:
    found = state([0.0] * 20 + [8.0, 9.0, 10.0] * 5, scoring="count", roll_up="none")
    assert (found.chart, found.chart_reason, found.lower) == ("run", "rare_events", None)


@pytest.mark.parametrize("scoring", ["proportion", "continuous"])
def test_values_of_nought_and_one_are_no_counts_where_the_definition_says_so(scoring: str) -> None:
    found = state([0.0, 1.0, 1.0, 0.0, 1.0, 1.0] * 6, scoring=scoring, roll_up="none")
    assert (found.chart, found.chart_reason) == ("xmr", "no_denominators")


def test_counts_that_spread_say_how_far() -> None:
    found = state([float(count) for count in WILD], scoring="count", roll_up="none")
    assert chart_words(found.chart, found.chart_reason, found.sigma_z).startswith("XmR chart: the counts spread ")


NAMED = [
    ("ratio", "oe", CALM, EVEN, "oe", "expected_as_chance"),
    ("ratio", "oe", WILD, EVEN, "oep", "expected_beyond_chance"),
    ("ratio", "oep", CALM, EVEN, "oep", "asked_for"),
    ("ratio", "u", WILD, EVEN, "up", "rate_beyond_chance"),
    ("ratio", "ip", CALM, EVEN, "ip", "asked_for"),
    ("proportion", "xmr", CALM, [1000] * 36, "xmr", "asked_for"),
    ("proportion", "p", WILD, [1000] * 36, "pp", "spread_beyond_chance"),
    ("rate", "up", CALM, EVEN, "up", "asked_for"),
    ("rate", "up", [0, 1, 0, 0, 2, 1] * 6, EVEN, "run", "named_unsuited"),
    ("proportion", "pp", [9.5, *CALM[1:]], [1000] * 36, "xmr", "named_unsuited"),
]


@pytest.mark.parametrize(("scoring", "named", "counts", "sizes", "chart", "reason"), NAMED)
def test_a_chart_that_is_named_is_taken_where_the_figures_can_have_it(
    scoring: str, named: str, counts: list[float], sizes: list[float], chart: str, reason: str
) -> None:
    passes = scoring != "proportion"
    found = state_of(counts, sizes, scoring=scoring, judged_on=named, roll_up="none", may_pass_one=passes)
    assert (found.chart, found.chart_reason) == (chart, reason)
    assert ": " in chart_words(found.chart, found.chart_reason, found.sigma_z)


def test_figures_without_counts_give_up_a_chart_that_needs_them() -> None:
    found = state(steady(0), scoring="ratio", judged_on="oe")
    assert (found.chart, found.chart_reason) == ("xmr", "named_unsuited")
    assert "does not suit these figures" in chart_words(found.chart, found.chart_reason, found.sigma_z)


def state_of_events(values: list[int], **measure: Any) -> SeriesState:
    with at():
        a_measure("seen", grain="event", roll_up="none", **measure)
        a_unit("site")
        days = [date(2022, 1, 1) + timedelta(days=10 * n) for n in range(len(values))]
        come(
            [
                "measure,unit,period,value",
                *(f"seen,site,{day},{value}" for day, value in zip(days, values, strict=True)),
            ]
        )
    return SeriesState.objects.get()


def test_cases_between_events_make_a_g_chart() -> None:
    found = state_of_events(CALM, scoring="count")
    assert chart_words(found.chart, found.chart_reason, found.sigma_z) == "g chart: the cases between events"


def test_other_values_of_events_make_an_xmr_chart() -> None:
    assert state_of_events([10] * 5 + CALM, scoring="continuous").chart == "xmr"


def test_a_row_a_case_is_no_bernoulli_cusum_here() -> None:
    found = state_of_events([0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1] * 2, scoring="proportion")
    assert (found.chart, found.chart_reason) == ("xmr", "no_denominators")


def test_page_and_signals_use_the_chart_of_the_state() -> None:
    found = state_of([*CALM[:24], *(count + 20 for count in CALM[24:])], EVEN, scoring="ratio", judged_on="oe")
    judged = judged_series(found.series_id)
    assert judged is not None
    assert judged.judgement.upper[0, -1] == found.upper
    assert Signal.objects.get(status="open").side == "high"


WRONG = [
    ("proportion", "month", "u", "p, pp, ip, xmr"),
    ("rate", "month", "p", "u, up, ip, xmr"),
    ("count", "month", "u", "c, xmr"),
    ("continuous", "week", "c", "xmr, ip"),
    ("ratio", "day", "t", "ip, xmr, oe, oep, u, up"),
    ("continuous", "event", "xbar", "t, g, xmr"),
    ("count", "event", "c", "g, xmr"),
]


@pytest.mark.parametrize(("scoring", "grain", "chart", "instead"), WRONG)
def test_a_wrong_chart_is_refused_with_what_to_use(scoring: str, grain: str, chart: str, instead: str) -> None:
    with pytest.raises(UserError, match=f"use {instead}, or name none") as refused:
        define_measure(
            key="seen",
            domain="quality_safety",
            name="Seen",
            definition="What is seen.",
            scoring=scoring,
            grain=grain,
            direction="down",
            roll_up="none",
            judged_on=chart,
            by=SYSTEM,
        )
    assert refused.value.code == "chart_unsuited"


def test_a_new_version_may_name_a_chart() -> None:
    with at():
        measure = a_measure("seen", scoring="rate", roll_up="none")
        assert (
            add_version(measure=measure, effective_from=date(2025, 1, 1), judged_on="xmr", by=SYSTEM).judged_on == "xmr"
        )
        with pytest.raises(UserError, match="'c' does not suit a rate with a row a month"):
            add_version(measure=measure, effective_from=date(2025, 2, 1), judged_on="c", by=SYSTEM)
