"""Fast signals against a literal replay: the plain judge called on every prefix."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.oracle.made_up_series import panel_of, panels
from tests.oracle.plain_charts import PlainSignal, Series, plain_firings, plain_signals
from wellrun.analytics.spc.codes import Rule
from wellrun.analytics.spc.replay import Signals, firings, rule_bit, rule_words, signals


def bits(rules: set[int]) -> int:
    return sum(rule_bit(Rule(rule)) for rule in rules)


# Neighbours alike, levels far apart across the gaps: a range taken over a gap would hide every change.
GAPPED_COUNTS: list[float | None] = [1000.0, 1020.0, None, 1300.0, 1320.0, None] * 7 + [1150.0, 1160.0, 1500.0]
GAPPED = Series(
    [None if count is None else count / 10_000 for count in GAPPED_COUNTS],
    [0] * len(GAPPED_COUNTS),
    GAPPED_COUNTS,
    [10_000.0] * len(GAPPED_COUNTS),
)


def as_plain(found: Signals, i: int) -> tuple[int, ...]:
    names = ("phase", "side", "first_fired", "began", "last_fired", "first_rules", "rules", "n_firings", "closed_at")
    return tuple(int(getattr(found, name)[i]) for name in names)


def as_expected(signal: PlainSignal) -> tuple[int, ...]:
    return (
        signal.phase,
        signal.side,
        signal.first_fired,
        signal.began,
        signal.last_fired,
        bits(signal.first_rules),
        bits(signal.rules),
        signal.n_firings,
        signal.closed_at,
    )


@settings(max_examples=120, deadline=None)
@example(series=[GAPPED], screen=True, baseline=24)
@given(series=panels(proper=True), screen=st.booleans(), baseline=st.sampled_from([12, 21, 24]))
def test_signals_are_what_a_prefix_replay_would_have_fired(series: list[Series], screen: bool, baseline: int) -> None:
    panel = panel_of(series)
    fired = firings(panel, screen=screen, baseline=baseline)
    found = signals(panel, fired)
    for i, each in enumerate(series):
        windows = plain_firings(each, "auto", screen, baseline)
        for t, ending in enumerate(windows):
            assert fired.high[i, t] == bits({window.rule for window in ending if window.side > 0})
            assert fired.low[i, t] == bits({window.rule for window in ending if window.side < 0})
        expected = [as_expected(signal) for signal in plain_signals(each, "auto", screen, baseline)]
        assert [as_plain(found, k) for k in range(len(found)) if found.series[k] == i] == expected


@settings(max_examples=60, deadline=None)
@given(panels(proper=True, longest=44))
def test_later_points_never_change_what_has_fired(series: list[Series]) -> None:
    panel = panel_of(series)
    whole = firings(panel)
    for n in range(panel.n_periods):
        known = firings(panel.until(n))
        assert (known.high == whole.high[:, :n]).all()
        assert (known.low == whole.low[:, :n]).all()


def test_rules_are_named_in_the_order_of_the_contract() -> None:
    everything = sum(rule_bit(rule) for rule in Rule if rule)
    assert rule_words(everything)[:4] == ("outside_limits", "trend", "two_of_three", "shift")
    assert rule_words(0) == ()
