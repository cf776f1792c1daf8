"""Changes in words: a level moves, a line runs on from somewhere else at another slope."""

import re

import numpy as np
import pytest

from wellrun.analytics.panel import Grain, Panel, period_range
from wellrun.analytics.segments.find import find_changes
from wellrun.analytics.segments.words import notes, support_in_words


def said_of(values: np.ndarray, grain: Grain = Grain.MONTH) -> list[str]:
    periods = period_range("2018-01-01", "2040-01-01", grain)[: values.size]
    panel = Panel(("ward",), grain, periods, values[None].astype(np.float64))
    return notes(find_changes(panel), 0, panel)


def noise(n: int) -> np.ndarray:
    return np.asarray(np.random.default_rng(2).normal(0, 0.5, n))


def test_a_level_moves_from_one_to_the_other() -> None:
    said = said_of(50 + noise(48) + 8 * (np.arange(48) >= 20))[0]
    assert said.startswith("proposal: a new baseline from 2019-09-01: the level moved from 49.98 to 58.05")
    assert "(support above 0.99); it needs a reason" in said


def test_a_rising_line_that_drops_is_not_said_to_have_moved_down() -> None:
    time = np.arange(60)
    first, second, *_ = said_of(30 + 0.5 * time - 10 * (time >= 30) + 2 * noise(60))
    assert "the level moved" not in first
    assert re.search(r"until then it rose by 0\.[45]\d* a month, to 4[45]", first)
    assert re.search(r"from then on it rises by 0\.[45]\d* a month, from 3[45]", first)
    assert second == "between its changes the series rises or falls: limits about one level do not fit it"


def test_a_line_that_turns_rises_and_then_falls() -> None:
    time = np.arange(60)
    first = said_of(50 + np.minimum(time, 60 - time) + noise(60))[0]
    assert "until then it rose by" in first
    assert "from then on it falls by" in first


@pytest.mark.parametrize(("grain", "unit"), [(Grain.WEEK, "a week, to"), (Grain.QUARTER, "a quarter, to")])
def test_slopes_are_by_the_period(grain: Grain, unit: str) -> None:
    time = np.arange(60)
    assert unit in said_of(50 + np.minimum(time, 60 - time) + noise(60), grain)[0]


def test_one_wild_point_is_one_point() -> None:
    values = 50 + noise(48)
    values = np.clip(values, 49.4, 50.6)
    values[20] += 40
    assert any(
        " drawn in to them" in each and ("1 point far" in each or "points far" in each) for each in said_of(values)
    )
    assert not any("1 points" in each for each in said_of(values))


@pytest.mark.parametrize(
    ("support", "words"), [(1.0, "above 0.99"), (0.996, "above 0.99"), (0.99, "0.99"), (0.5, "0.50")]
)
def test_no_support_is_a_certainty(support: float, words: str) -> None:
    assert support_in_words(support) == words
