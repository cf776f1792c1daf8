"""When much more, or much less, is suddenly counted."""

from __future__ import annotations

import numpy as np
import pytest

from wellrun.measures.jumps import Jump, jumps

CALM = [100.0, 104.0, 97.0, 102.0, 99.0, 103.0, 98.0, 101.0, 100.0, 96.0, 105.0, 100.0]


def found(*levels: float) -> list[tuple[int, float, float]]:
    return [(jump.start, jump.before, jump.after) for jump in jumps(np.array([levels]))]


def test_a_level_that_doubles_and_stays_is_one_jump() -> None:
    assert found(*CALM, *[200.0] * 15) == [(12, 100.0, 200.0)]


def test_a_level_that_halves_is_one_too() -> None:
    assert found(*CALM, *[50.0] * 6) == [(12, 100.0, 50.0)]


@pytest.mark.parametrize(
    ("levels", "why"),
    [
        ([*CALM, 200.0, 200.0, 100.0, 100.0, 100.0], "two periods are no level"),
        ([*CALM, 149.0, 150.0, 149.0], "not more than one and a half times"),
        ([*(0.4 * level for level in CALM), 49.0, 49.0, 49.0], "both levels below 50"),
        ([*CALM[:6], 200.0, *CALM[:5], 180.0, 180.0, 180.0], "within what was seen before"),
        ([*[np.nan] * 7, *CALM[:5], 200.0, 200.0, 200.0], "too few periods before"),
        ([*CALM, 200.0, np.nan, 200.0, 200.0], "three in a row are not there yet"),
        (CALM, "too short to tell"),
    ],
)
def test_what_is_no_jump(levels: list[float], why: str) -> None:
    assert found(*levels) == [], why


def test_six_of_the_twelve_before_are_enough() -> None:
    assert [start for start, _, _ in found(*[np.nan] * 6, *CALM[:6], 200.0, 200.0, 200.0)] == [12]


def test_up_and_down_again_are_two() -> None:
    assert [start for start, _, _ in found(*CALM, *[200.0] * 12, *[100.0] * 4)] == [12, 24]


def test_two_steps_up_within_a_year_are_one_and_two_steps_further_apart_are_two() -> None:
    assert len(found(*CALM, *[200.0] * 6, *[400.0] * 8)) == 1
    assert len(found(*CALM, *[200.0] * 20, *[400.0] * 6)) == 2


def test_series_are_looked_at_each_for_itself() -> None:
    levels = np.array([[*CALM, 100.0, 100.0, 100.0], [*CALM, 200.0, 210.0, 220.0]])
    assert jumps(levels) == [Jump(1, 12, 100.0, 210.0)]
