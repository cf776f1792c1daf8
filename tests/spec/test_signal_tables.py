"""Signals as they open, grow and close, one day at a time; the ward of predicted-discharge misses first."""

from dataclasses import dataclass

import pytest

from tests.spec.panels import daily, numbers
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.replay import Signals, firings, rule_words, signals

WARD_BASELINE = numbers("41 38 44 40 36 43 39 42 37 45 40 38 43 41 36 44 39 42 40 37 43")
WARD_AFTER = numbers("42 44 46 49 51 54 57")

# Twenty-four quiet points round 10, limits near enough 6.68 and 13.33.
CALM = "10 11 9 10 11 9 10 11 9 10 11 9 10 11 9 10 11 9 10 11 9 10 11 9 "


@dataclass(frozen=True)
class Expected:
    side: int
    first_fired: int
    began: int
    last_fired: int
    rules: tuple[str, ...]
    n_firings: int
    closed_at: int = -1


TABLE = {
    "nothing happens": (CALM + "10 11 9 10", []),
    "one point outside": (CALM + "20", [Expected(1, 24, 24, 24, ("outside_limits",), 1)]),
    "two sides are two signals": (
        CALM + "20 0",
        [
            Expected(1, 24, 24, 24, ("outside_limits",), 1),
            Expected(-1, 25, 25, 25, ("outside_limits",), 1),
        ],
    ),
    "a later firing attaches": (CALM + "20 10 11 9 20", [Expected(1, 24, 24, 28, ("outside_limits",), 2)]),
    "six quiet points keep it open": (
        CALM + "20 10 11 9 10 11 9 20",
        [Expected(1, 24, 24, 31, ("outside_limits",), 2)],
    ),
    "seven close it, the next opens another": (
        CALM + "20 10 11 9 10 11 9 10 20",
        [
            Expected(1, 24, 24, 24, ("outside_limits",), 1, closed_at=31),
            Expected(1, 32, 32, 32, ("outside_limits",), 1),
        ],
    ),
    "missing points do not count as quiet": (
        CALM + "20 10 11 9 - - - 10 11 9 20",
        [Expected(1, 24, 24, 34, ("outside_limits",), 2)],
    ),
    "a gap ends a run": (CALM + "11x6 - 11x6", []),
    "a shift begins with its first point": (CALM + "11x7", [Expected(1, 30, 24, 30, ("shift",), 1)]),
    "two of three begins two points back": (
        CALM + "11 12.5 12.5",
        [Expected(1, 26, 24, 26, ("two_of_three",), 1)],
    ),
    "the earliest window of the first firing dates it": (
        CALM + "11x5 12.5 12.5",
        [Expected(1, 30, 24, 30, ("two_of_three", "shift"), 1)],
    ),
    "nothing fires before twelve points": ("10 11 9 10 11 9 10 11 9 10 90", []),
    "the twelfth may": (
        "10 11 9 10 11 9 10 11 9 10 11 90",
        [Expected(1, 11, 11, 11, ("outside_limits",), 1)],
    ),
    "limits of a short baseline include the newest point": (
        "10 11 9 10 11 9 10 11 9 10 11 9 18",
        [Expected(1, 12, 12, 12, ("outside_limits",), 1)],
    ),
    "a constant baseline never fires": ("5x24 9x8", []),
    "a degenerate baseline never fires": ("5x15 50 5x15", []),
    "a spike at the end of twelve equal points fires nothing": ("5x11 50", []),
}


def as_expected(found: Signals) -> list[Expected]:
    return [
        Expected(
            int(found.side[i]),
            int(found.first_fired[i]),
            int(found.began[i]),
            int(found.last_fired[i]),
            rule_words(int(found.rules[i])),
            int(found.n_firings[i]),
            int(found.closed_at[i]),
        )
        for i in range(len(found))
    ]


def raised(panel: Panel, **options: int) -> list[Expected]:
    return as_expected(signals(panel, firings(panel, **options)))


@pytest.mark.parametrize("name", TABLE)
def test_signals(name: str) -> None:
    values, expected = TABLE[name]
    assert raised(daily(numbers(values))) == expected


def test_a_new_phase_closes_a_signal_and_starts_its_own_limits() -> None:
    values = numbers(CALM + "20 " + "30 31 29 30 31 29 30 31 29 30 31 29 45")
    panel = daily(values, phases=[[0] * 25 + [1] * 13])
    assert raised(panel) == [
        Expected(1, 24, 24, 24, ("outside_limits",), 1, closed_at=25),
        Expected(1, 37, 37, 37, ("outside_limits",), 1),
    ]


def test_points_not_to_be_judged_fire_nothing_and_count_as_missing() -> None:
    panel = daily(numbers(CALM + "20 10"))
    hidden = panel.values > 15
    assert as_expected(signals(panel, firings(panel, unjudged=hidden))) == []


def test_a_run_chart_raises_no_signals() -> None:
    with pytest.raises(ValueError, match="run chart"):
        firings(daily(numbers(CALM)), chart="run")


def rules_by_day(baseline: int) -> dict[int, set[str]]:
    """Day of the story (the baseline is days 1 to 21) to the rules that fire on it."""
    fired = firings(daily(WARD_BASELINE + WARD_AFTER), baseline=baseline)
    assert not fired.low.any()
    return {t + 1: set(rule_words(int(bits))) for t, bits in enumerate(fired.high[0]) if bits}


@pytest.mark.parametrize("baseline", [21, 24])
def test_the_ward_fires_first_on_day_26_and_all_of_it_is_one_signal(baseline: int) -> None:
    """With limits on days 1 to 21, and as the product has it: until day 24 on all days so far."""
    assert rules_by_day(baseline) == {
        26: {"two_of_three"},
        27: {"two_of_three", "outside_limits", "shift"},
        28: {"outside_limits", "shift", "trend"},
    }
    assert raised(daily(WARD_BASELINE + WARD_AFTER), baseline=baseline) == [
        Expected(1, 25, 23, 27, ("outside_limits", "trend", "two_of_three", "shift"), 3)
    ]


def test_the_baseline_of_the_ward_has_the_limits_of_the_story() -> None:
    judged = judge(daily(WARD_BASELINE + WARD_AFTER), baseline=21)
    lines = [judged.centre[0, 0], judged.lower[0, 0], judged.upper[0, 0]]
    # The story rounds 3 / 1.128 differently: 52.349 there, 52.351 here.
    assert lines == pytest.approx([40.4, 28.4, 52.3], abs=0.06)
