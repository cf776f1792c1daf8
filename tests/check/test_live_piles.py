"""Heaping of a site's own figures, as the model check learns of it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.check.models import a_measure as measure_facts
from tests.check.models import a_target
from tests.factories import a_measure, a_unit, at
from tests.insight.figures import arrive, rows
from wellrun.check.live.piles import with_piles

pytestmark = pytest.mark.django_db


def lifted(n: int = 48) -> list[float]:
    """Shares around 0.8; those that would just have missed it lie just above it."""
    values = np.random.default_rng(1).normal(0.8, 0.05, n)
    near = (values > 0.76) & (values < 0.8)
    return list(np.where(near, 0.8 + (0.8 - values) / 10, values).round(4))


def smooth(n: int = 48) -> list[float]:
    return list(np.random.default_rng(2).normal(0.8, 0.05, n).round(4))


def heaped(direction: str, **figures: list[float]) -> bool | None:
    """What is known of a measure with an aim of 0.8 in each unit."""
    a_measure("seen")
    with at():
        for unit, values in figures.items():
            a_unit(unit)
            arrive(rows("seen", unit, values), name=f"{unit}.csv")
        [found] = with_piles(
            [measure_facts("seen", direction=direction)], [a_target("seen", unit=unit, value=0.8) for unit in figures]
        )
    return found.heaped


def test_figures_lifted_over_their_aim_are_heaped() -> None:
    assert heaped("up", north=lifted()) is True


def test_one_unit_of_several_is_enough() -> None:
    assert heaped("up", north=smooth(), south=lifted()) is True


def test_smooth_ones_are_not() -> None:
    assert heaped("up", north=smooth()) is False


def test_from_the_other_side_it_is_no_heap_inside() -> None:
    assert heaped("down", north=lifted()) is False


def test_without_a_good_side_or_with_few_figures_it_is_not_known() -> None:
    assert heaped("band", north=lifted()) is None
    with at():
        [found] = with_piles([measure_facts("seen", direction="up")], [])
    assert found.heaped is None


def test_of_a_handful_of_figures_nothing_is_known() -> None:
    assert heaped("up", north=lifted(8)) is None
