"""The panel: alignment, long columns in, phases, and what it refuses."""

from typing import Any

import numpy as np
import pytest

from wellrun.analytics.panel import Grain, Panel, period_range, phases_from_starts
from wellrun.lib.errors import UserError

MONTHS = period_range("2024-01-01", "2024-04-01", Grain.MONTH)


def a_panel(**other: Any) -> Panel:
    given: dict[str, Any] = {
        "labels": ("a", "b"),
        "grain": Grain.MONTH,
        "periods": MONTHS,
        "values": np.arange(8.0).reshape(2, 4),
    }
    return Panel(**(given | other))


def test_long_rows_in_any_order_become_series_by_period_with_gaps_missing() -> None:
    panel = Panel.from_long(
        ["north", "east", "east", "north"],
        ["2024-03-15", "2024-04-01", "2024-01-31", "2024-01-01"],
        grain=Grain.MONTH,
        values=[1.0, 2.0, 3.0, 4.0],
    )
    assert panel.labels == ("east", "north")
    assert panel.periods.astype(str).tolist() == ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]
    np.testing.assert_array_equal(panel.values, [[3, np.nan, np.nan, 2], [4, np.nan, 1, np.nan]])
    assert not panel.phases.any()


def test_counts_make_the_values_and_a_denominator_of_0_is_missing() -> None:
    panel = Panel.from_long(
        ["a", "a", "a"],
        ["2024-01-01", "2024-01-02", "2024-01-03"],
        grain=Grain.DAY,
        numerators=[1.0, 0.0, np.nan],
        denominators=[4.0, 0.0, 5.0],
    )
    np.testing.assert_array_equal(panel.values, [[0.25, np.nan, np.nan]])
    assert panel.has_counts


def test_two_rows_in_one_period_are_refused_with_both_rows() -> None:
    with pytest.raises(UserError) as refusal:
        Panel.from_long(
            ["a", "b", "a"], ["2024-01-01", "2024-01-01", "2024-01-31"], grain=Grain.MONTH, values=[1, 2, 3]
        )
    assert refusal.value.code == "duplicate_period"
    assert (refusal.value.params["first_row"], refusal.value.params["second_row"]) == (0, 2)


def test_no_rows_make_an_empty_panel() -> None:
    panel = Panel.from_codes((), [], [], grain=Grain.DAY, values=[])
    assert (panel.n_series, panel.n_periods) == (0, 0)


def test_events_stand_in_their_own_order_with_their_own_dates() -> None:
    panel = Panel.from_long(
        ["a", "b", "a", "a"],
        ["2024-03-01", "2024-02-01", "2024-01-01", "2024-03-01"],
        grain=Grain.EVENT,
        values=[1.0, 2.0, 3.0, 4.0],
    )
    np.testing.assert_array_equal(panel.values, [[3, 1, 4], [2, np.nan, np.nan]])
    assert panel.dates.astype(str).tolist()[1] == ["2024-02-01", "NaT", "NaT"]


def test_a_rebase_starts_a_phase_at_the_first_period_on_or_after_its_date() -> None:
    phases = a_panel().rebased(["2024-01-20", "2024-04-01", "2023-01-01"]).phases
    assert phases.tolist() == [[0, 1, 1, 2]] * 2


def test_each_series_may_have_its_own_phases() -> None:
    phases = phases_from_starts(MONTHS, 2, np.array([0, 1, 1]), ["2023-05-01", "2024-02-15", "2024-04-01"])
    assert phases.tolist() == [[0, 0, 0, 0], [0, 0, 1, 2]]


def test_taking_series_and_cutting_time_keep_everything_aligned() -> None:
    panel = a_panel(numerators=np.ones((2, 4)), denominators=np.full((2, 4), 2.0)).take([1]).until(3)
    assert panel.labels == ("b",)
    assert panel.numerators is not None
    assert panel.values.shape == panel.numerators.shape == panel.phases.shape == (1, 3)
    assert panel.periods.size == 3


@pytest.mark.parametrize(
    ("other", "complaint"),
    [
        ({"labels": ("a",)}, "shape"),
        ({"numerators": np.ones((2, 4))}, "together"),
        ({"periods": MONTHS[::-1]}, "rise"),
        ({"values": np.full((2, 4), np.inf)}, "infinities"),
        ({"values": np.zeros((2, 4), dtype=np.float32)}, "float64"),
        ({"phases": np.array([[1, 0, 0, 0]] * 2, dtype=np.int16)}, "never fall"),
        ({"grain": Grain.EVENT}, "event dates"),
    ],
)
def test_what_does_not_fit_is_refused(other: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        a_panel(**other)
