"""The usual level of a series: its newest twelve figures of the stretch in force, weighed by their cases."""

from collections.abc import Iterator, Sequence

import pytest

from tests.factories import a_measure, a_unit, at
from tests.insight.figures import arrive, month, rows
from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions import start_phase
from wellrun.measures.models import Series
from wellrun.measures.queries.usual import Usual, usual_levels


@pytest.fixture(autouse=True)
def site(db: None) -> Iterator[None]:
    with at():
        a_unit("north", parent=a_unit("system", enterprise=True))
        a_measure("seen")
        yield


def usual(values: Sequence[float | None], *, new_from: int | None = None) -> Usual | None:
    arrive(rows("seen", "north", values))
    series = Series.objects.get(unit__key="north")
    if new_from is not None:
        start_phase(series=series, start=month(new_from), reason="A new ward.", by=SYSTEM)
    return usual_levels([series.pk]).get(series.pk)


def test_the_newest_twelve_count() -> None:
    found = usual([0.9] * 12 + [0.4, 0.6] * 6)
    assert found is not None
    assert (round(found.value, 9), found.points) == (0.5, 12)


def test_fewer_are_what_they_are_and_a_gap_is_none() -> None:
    found = usual([0.4, None, 0.6])
    assert found is not None
    assert (round(found.value, 9), found.points) == (0.5, 2)


def test_only_the_stretch_in_force_counts() -> None:
    found = usual([0.9] * 12 + [0.5] * 3, new_from=12)
    assert found is not None
    assert (round(found.value, 9), found.points) == (0.5, 3)


def test_a_series_without_figures_has_none() -> None:
    assert usual_levels([]) == {}
    assert usual_levels([12345]) == {}
