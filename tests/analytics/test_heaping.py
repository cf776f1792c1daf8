"""Values that pile up just inside a threshold, and those that do not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wellrun.analytics.heaping import binomial_tail, heaping


def smooth(seed: int, n: int = 60) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.8, 0.05, n)


def gamed(seed: int, n: int = 60) -> np.ndarray:
    """Those that would just have missed 0.8 are brought to just above it."""
    values = smooth(seed, n)
    near = (values > 0.76) & (values < 0.8)
    return np.where(near, 0.8 + (0.8 - values) / 10, values)


def found(values: np.ndarray, threshold: float = 0.8, *, above: bool = True) -> bool | None:
    return heaping(values, threshold, inside_is_above=above).is_heaped


def test_values_lifted_over_the_threshold_are_a_heap() -> None:
    assert np.mean([found(gamed(seed)) for seed in range(200)]) > 0.8


@pytest.mark.parametrize("threshold", [0.7, 0.75, 0.8, 0.85])
def test_smooth_values_are_hardly_ever_one_wherever_the_threshold_lies(threshold: float) -> None:
    said = [found(smooth(seed), threshold) for seed in range(400)]
    assert np.mean([one is True for one in said]) < 0.01


def test_the_other_side_is_no_heap_and_waits_are_looked_at_from_below() -> None:
    assert found(gamed(1), above=False) is not True
    assert found(-gamed(1), -0.8, above=False)


def test_missing_values_are_left_out() -> None:
    values = gamed(1)
    assert heaping(np.append(values, np.nan), 0.8, inside_is_above=True) == heaping(values, 0.8, inside_is_above=True)


@pytest.mark.parametrize("values", [[], [math.nan], [0.8] * 30, [0.8, 0.81, 0.79]])
def test_too_few_values_or_no_spread_say_nothing(values: list[float]) -> None:
    assert found(np.array(values)) is None


def test_a_value_on_the_threshold_is_inside() -> None:
    values = np.array([0.7, 0.75, 0.8, 0.85, 0.9])
    one = heaping(values, 0.8, inside_is_above=True)
    assert (one.outside, one.inside, one.beyond) == (0, 1, 1) or one.inside == 1


def test_the_tail_is_the_binomial_one() -> None:
    assert binomial_tail(0, 5, 0.4) == pytest.approx(1.0)
    assert binomial_tail(5, 5, 0.4) == pytest.approx(0.4**5)
    assert binomial_tail(8, 10, 0.5) == pytest.approx(56 / 1024)
