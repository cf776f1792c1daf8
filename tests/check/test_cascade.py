"""What is missing to an aim."""

from __future__ import annotations

import pytest

from wellrun.check.cascade import gap_of
from wellrun.check.facts import TargetFacts

GAPS = [
    ({"value": 0.78, "baseline": 0.70}, "up", 0.08),
    ({"value": 0.78, "baseline": 0.84}, "up", 0.0),
    ({"value": 20, "baseline": 150}, "down", 130),
    ({"value": 20, "baseline": 15}, "down", 0.0),
    ({"value": 20, "baseline": 15}, "", 5),
    ({"low": 0.85, "high": 0.92, "baseline": 0.95}, "band", 0.03),
    ({"low": 0.85, "high": 0.92, "baseline": 0.90}, "band", 0.0),
    ({"value": 20}, "down", None),
]


@pytest.mark.parametrize(("said", "direction", "gap"), GAPS)
def test_a_gap_is_what_is_missing_and_a_baseline_better_than_the_aim_leaves_none(
    said: dict[str, float], direction: str, gap: float | None
) -> None:
    found = gap_of(TargetFacts("measure", "unit", **said), direction)
    assert found is None if gap is None else found == pytest.approx(gap)
