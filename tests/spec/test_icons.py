"""Good and bad, as tables: the point's colour, the variation icon, the assurance icon."""

import numpy as np
import pytest

from tests.spec.panels import daily, numbers
from wellrun.analytics.spc.codes import Assurance, Point, Variation
from wellrun.analytics.spc.judge import judge

HIGH_AT_LAST = numbers("10 11 9 10 11 9 10 11 9 10 11 9 10 20")
LOW_AT_LAST = numbers("10 11 9 10 11 9 10 11 9 10 11 9 10 0")
CALM = numbers("10 11 9 10 11 9 10 11 9 10 11 9 10 10")

# series, direction, band or target: point, variation
VARIATION = [
    (HIGH_AT_LAST, "up", None, Point.IMPROVEMENT, Variation.IMPROVEMENT_HIGH),
    (LOW_AT_LAST, "up", None, Point.CONCERN, Variation.CONCERN_LOW),
    (HIGH_AT_LAST, "down", None, Point.CONCERN, Variation.CONCERN_HIGH),
    (LOW_AT_LAST, "down", None, Point.IMPROVEMENT, Variation.IMPROVEMENT_LOW),
    (HIGH_AT_LAST, "none", None, Point.HIGH, Variation.NEUTRAL_HIGH),
    (LOW_AT_LAST, "none", None, Point.LOW, Variation.NEUTRAL_LOW),
    (CALM, "up", None, Point.COMMON_CAUSE, Variation.COMMON_CAUSE),
    # In a band: beyond it is a concern, towards it an improvement, within it merely high or low.
    (HIGH_AT_LAST, "band", (5.0, 15.0), Point.CONCERN, Variation.CONCERN_HIGH),
    (LOW_AT_LAST, "band", (5.0, 15.0), Point.CONCERN, Variation.CONCERN_LOW),
    (HIGH_AT_LAST, "band", (5.0, 25.0), Point.HIGH, Variation.NEUTRAL_HIGH),
    (HIGH_AT_LAST, "band", (18.0, 25.0), Point.IMPROVEMENT, Variation.IMPROVEMENT_HIGH),
    (HIGH_AT_LAST, "band", (12.0, 15.0), Point.CONCERN, Variation.CONCERN_HIGH),
    (LOW_AT_LAST, "band", (-5.0, 5.0), Point.IMPROVEMENT, Variation.IMPROVEMENT_LOW),
    (HIGH_AT_LAST, "band", None, Point.HIGH, Variation.NEUTRAL_HIGH),
]

# The limits of this series are 10 -+ 3.325, near enough 6.68 and 13.33.
STEADY = numbers("10 11 9 10 11 9 10 11 9 10 11 9")
ASSURANCE = [
    ("up", 14.0, Assurance.CONSISTENTLY_FAILS),
    ("up", 12.0, Assurance.INCONSISTENT),
    ("up", 6.0, Assurance.CONSISTENTLY_PASSES),
    ("down", 14.0, Assurance.CONSISTENTLY_PASSES),
    ("down", 6.0, Assurance.CONSISTENTLY_FAILS),
    ("none", 14.0, Assurance.NONE),
    ("up", None, Assurance.NONE),
    ("band", (6.0, 14.0), Assurance.CONSISTENTLY_PASSES),
    ("band", (6.0, 12.0), Assurance.INCONSISTENT),
    ("band", (14.0, 16.0), Assurance.CONSISTENTLY_FAILS),
    ("band", (2.0, 6.0), Assurance.CONSISTENTLY_FAILS),
    ("band", 6.0, Assurance.NONE),
]


@pytest.mark.parametrize(("values", "direction", "target", "point", "variation"), VARIATION)
def test_the_last_point_says(
    values: list[float], direction: str, target: object, point: Point, variation: Variation
) -> None:
    judged = judge(daily(values), direction=direction, target=target)
    assert (judged.point[0, -1], judged.variation[0]) == (point, variation)


def test_a_gap_after_the_last_point_changes_no_icon() -> None:
    judged = judge(daily([*HIGH_AT_LAST, np.nan, np.nan]), direction="up")
    assert judged.point[0, -2:].tolist() == [Point.MISSING, Point.MISSING]
    assert (judged.variation[0], judged.last[0]) == (Variation.IMPROVEMENT_HIGH, 13)


@pytest.mark.parametrize(("direction", "target", "assurance"), ASSURANCE)
def test_the_target_against_the_limits(direction: str, target: object, assurance: Assurance) -> None:
    assert judge(daily(STEADY), direction=direction, target=target).assurance[0] == assurance


def test_a_target_on_a_limit_is_inconsistent() -> None:
    upper = judge(daily(STEADY)).upper[0, -1]
    assert judge(daily(STEADY), direction="up", target=upper).assurance[0] == Assurance.INCONSISTENT


def test_every_series_has_its_own_direction_and_target() -> None:
    judged = judge(daily(HIGH_AT_LAST, HIGH_AT_LAST), direction=["up", "down"], target=np.array([30.0, np.nan]))
    assert judged.point[:, -1].tolist() == [Point.IMPROVEMENT, Point.CONCERN]
    assert judged.assurance.tolist() == [Assurance.CONSISTENTLY_FAILS, Assurance.NONE]
