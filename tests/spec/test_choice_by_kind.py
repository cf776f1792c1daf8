"""Which chart figures of a known kind get, as tables that can be checked by hand."""

import numpy as np
import pytest

from tests.spec.panels import daily, daily_counts, numbers
from wellrun.analytics.spc.codes import Chart, ChartReason, Profile, Status
from wellrun.analytics.spc.explain import chart_reason
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge

CALM = "9 11 7 10 12 8 10 13 9 10 6 11"
WILD = "500 900 450 950 500 900 450 950 500 900 450 950"
RARE = "1 0 2 1 3 1 5 1 0 1 2 1"

# name: kind, numerators, denominators, chart, reason
OF_TWO = {
    "events over exposure": (Chart.AUTO_RATE, CALM, "900x12", Chart.U, ChartReason.RATE_AS_CHANCE),
    "events that spread": (Chart.AUTO_RATE, WILD, "9000x12", Chart.UP, ChartReason.RATE_BEYOND_CHANCE),
    "rare events": (Chart.AUTO_RATE, RARE, "900x12", Chart.RUN, ChartReason.RARE_EVENTS),
    "amounts over exposure": (Chart.AUTO_RATE, "9.5 8x11", "900x12", Chart.XMR, ChartReason.NOT_COUNTED_CASES),
    "amounts over even amounts": (Chart.AUTO_RATIO, CALM, "100 125 100x10", Chart.XMR, ChartReason.NOT_COUNTED_CASES),
    "over uneven amounts": (Chart.AUTO_RATIO, CALM, "100 140 100x10", Chart.IP, ChartReason.WEIGHED_BY_SIZE),
    "observed over expected": (Chart.AUTO_EXPECTED, CALM, "10.5x12", Chart.OE, ChartReason.EXPECTED_AS_CHANCE),
    "observed that spreads": (Chart.AUTO_EXPECTED, WILD, "700.5x12", Chart.OEP, ChartReason.EXPECTED_BEYOND_CHANCE),
    "observed that is rare": (
        Chart.AUTO_EXPECTED,
        "1 0 2 1 2 1 1 1 0 1 2 1",
        "1.5x12",
        Chart.OE,
        ChartReason.EXPECTED_AS_CHANCE,
    ),
    "observed amounts": (Chart.AUTO_EXPECTED, "9.5 8x11", "10x12", Chart.XMR, ChartReason.NOT_COUNTED_CASES),
    "half cases among cases": (Chart.AUTO, "9.5 8x11", "100 140 100x10", Chart.IP, ChartReason.WEIGHED_BY_SIZE),
}

# name: counts, chart, reason
OF_ONE = {
    "as chance": (CALM, Chart.C, ChartReason.COUNT_AS_CHANCE),
    "beyond chance": (WILD, Chart.XMR, ChartReason.COUNT_BEYOND_CHANCE),
    "steadier": ("2350 2351 2349 2352 2350 2348 2351 2350 2349 2352", Chart.XMR, ChartReason.COUNT_STEADIER),
    "rare": (RARE, Chart.RUN, ChartReason.RARE_EVENTS),
    "never": ("0x12", Chart.RUN, ChartReason.RARE_EVENTS),
    "none for long, then a flood": ("0x13 400 700 300 900 500 800", Chart.RUN, ChartReason.RARE_EVENTS),
    "none for long, then steady": ("0x13 8 9 10 9 8 7", Chart.RUN, ChartReason.RARE_EVENTS),
    "no whole numbers": ("9.5 8 7 11 9", Chart.XMR, ChartReason.NO_DENOMINATORS),
    "one of them": ("9", Chart.XMR, ChartReason.NO_DENOMINATORS),
}


@pytest.mark.parametrize("name", OF_TWO)
def test_two_numbers_a_period(name: str) -> None:
    kind, counts, sizes, chart, reason = OF_TWO[name]
    judged = judge(daily_counts(numbers(counts), numbers(sizes)), chart=kind.word)
    assert (Chart(judged.chart[0]), ChartReason(judged.chart_reason[0])) == (chart, reason)
    assert chart_reason(judged, 0)


@pytest.mark.parametrize("name", OF_ONE)
def test_a_number_a_period(name: str) -> None:
    counts, chart, reason = OF_ONE[name]
    judged = judge(daily(numbers(counts)), chart="auto_count")
    assert (Chart(judged.chart[0]), ChartReason(judged.chart_reason[0])) == (chart, reason)


@pytest.mark.parametrize(
    ("kind", "named", "counts", "sizes"),
    [
        ("auto_rate", "u", CALM, "900 700 950x10"),
        ("auto_rate", "up", WILD, "9000 7000 9500x10"),
        ("auto_ratio", "ip", CALM, "100 140 100x10"),
        ("auto_ratio", "xmr", CALM, "100x12"),
        ("auto_expected", "oe", CALM, "10.5 8.5 10.5x10"),
        ("auto_expected", "oep", WILD, "700.5 600 700.5x10"),
        ("auto_count", "c", CALM, "1x12"),
    ],
)
def test_what_is_chosen_has_the_lines_of_the_chart_that_is_asked_for(
    kind: str, named: str, counts: str, sizes: str
) -> None:
    panel = daily(numbers(counts)) if kind == "auto_count" else daily_counts(numbers(counts), numbers(sizes))
    chosen, asked = judge(panel, chart=kind), judge(panel, chart=named)
    for line in ("centre", "lower", "upper", "lower_near", "upper_near", "rule", "status", "chart"):
        np.testing.assert_array_equal(getattr(chosen, line), getattr(asked, line), err_msg=line)


def test_each_phase_chooses_for_itself() -> None:
    panel = daily_counts(numbers(f"{CALM} {WILD}"), numbers("900x24"))
    judged = judge(panel.with_phases(np.array([[0] * 12 + [1] * 12])), chart="auto_rate")
    assert Chart(judged.chart[0]) is Chart.UP
    alone = judge(daily_counts(numbers(CALM), numbers("900x12")), chart="u")
    np.testing.assert_array_equal(judged.upper[:, :12], alone.upper)


def test_figures_without_counts_are_just_values() -> None:
    for kind in ("auto_rate", "auto_ratio", "auto_expected"):
        judged = judge(daily(numbers(CALM)), chart=kind)
        assert (Chart(judged.chart[0]), ChartReason(judged.chart_reason[0])) == (Chart.XMR, ChartReason.NO_DENOMINATORS)


# Of 12 periods with 6 events: a rate of 7 / 12, of which 5 and more have a chance of 0.0004, 4 and more of 0.003.
SIX = "1 0 0 2 0 0 1 0 1 0 0 1"


@pytest.mark.parametrize(("newest", "outside"), [("4", False), ("5", True)])
def test_of_rare_events_one_line_says_how_many_at_once_chance_does_not_bring(newest: str, outside: bool) -> None:
    for panel in (
        daily(numbers(f"{SIX} {newest}")),
        daily_counts(numbers(f"{SIX} {newest}"), numbers("50x13")),
    ):
        kind = "auto_count" if panel.numerators is None else "auto_rate"
        judged = judge(panel, chart=kind, baseline=12)
        assert Chart(judged.chart[0]) is Chart.RUN
        assert np.isnan([judged.lower, judged.lower_near, judged.upper_near]).all()
        scale = 1 if panel.numerators is None else 50
        assert judged.upper[0, -1] * scale == 4
        fired = firings(panel, chart=kind, baseline=12)
        assert bool(fired.high[0, -1]) is outside
        assert not fired.low.any()


@pytest.mark.parametrize("rules", [profile.word for profile in Profile if profile is not Profile.ANHOEJ])
def test_of_rare_events_nothing_else_is_a_signal(rules: str) -> None:
    panel = daily(numbers(f"{SIX} 2x12"))
    fired = firings(panel, chart="auto_count", rules=rules, baseline=12)
    assert not fired.high.any()
    assert not fired.low.any()


def test_without_a_single_event_there_is_no_line() -> None:
    judged = judge(daily(numbers("0x12 9")), chart="auto_count", baseline=12)
    assert Status(judged.status[0]) is Status.CONSTANT
    assert np.isnan(judged.upper).all()
