"""Where figures end by nature: what can be clipped, and what cannot."""

import pytest

from wellrun.insight.bounds import natural_bounds, within
from wellrun.measures.models import MeasureVersion


def version(scoring: str, direction: str = "none", *, bounded: bool = False) -> MeasureVersion:
    return MeasureVersion(scoring=scoring, direction=direction, bounded=bounded)


@pytest.mark.parametrize(
    ("of", "bounds"),
    [
        (version("count"), (0.0, None)),
        (version("rate"), (0.0, None)),
        (version("proportion", "up", bounded=True), (0.0, 1.0)),
        (version("ratio", "down"), (0.0, None)),
        (version("ratio", "band"), (0.0, None)),
        (version("ratio", "up"), (None, None)),
        (version("continuous", "none"), (None, None)),
    ],
)
def test_bounds_follow_from_what_is_measured(of: MeasureVersion, bounds: object) -> None:
    assert natural_bounds(of) == bounds


def test_a_negative_figure_proves_that_there_is_no_floor() -> None:
    assert natural_bounds(version("ratio", "down"), [0.2, None, -0.1]) == (None, None)


@pytest.mark.parametrize(("limit", "shown"), [(-0.1, 0.0), (0.4, 0.4), (1.2, 1.0), (None, None)])
def test_a_limit_is_shown_no_further_than_a_figure_can_be(limit: float | None, shown: float | None) -> None:
    assert within(limit, (0.0, 1.0)) == shown


def test_without_bounds_a_limit_stays() -> None:
    assert within(-0.1, (None, None)) == -0.1
