"""Single figures, and whose they are."""

from __future__ import annotations

import pytest

from tests.factories import NOW, a_measure, a_unit, a_user, at
from tests.measures.small import month, rows, series_of, take_in
from wellrun.access.models import Level
from wellrun.measures.models import Series
from wellrun.measures.queries import comparators, latest, observations_of, revisions_of, series_for
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> dict[str, Unit]:
    top = a_unit("system")
    a_measure("activity", scoring="count", roll_up="sum")
    made = {key: a_unit(key, parent=top) for key in ("north", "south")}
    others = {key: a_unit(key, membership="reference") for key in ("r1", "r2", "r3")}
    Unit.objects.filter(key__startswith="r").update(kind="site")
    return {"top": top, **made, **others}


def test_the_newest_figure_of_each_series() -> None:
    take_in(rows("activity", "north", 5, 6) + rows("activity", "south", 7))
    take_in(rows("activity", "north", None, start=1), empty_withdraws=True)
    north, south = series_of("activity", "north"), series_of("activity", "south")
    found = latest([north.pk, south.pk])
    assert (found[north.pk].period, found[north.pk].value) == (month(0), 5)
    assert (found[south.pk].value, found[south.pk].source, found[south.pk].file) == (7, "Hospital", "figures.csv")


def test_figures_come_in_pages_newest_first() -> None:
    take_in(rows("activity", "north", *[float(n) for n in range(25)]))
    north = series_of("activity", "north")
    first = observations_of(north, per_page=10)
    assert [figure.value for figure in first.figures][:2] == [24.0, 23.0]
    assert (first.number, first.pages, first.total) == (1, 3, 25)
    last = observations_of(north, 99, per_page=10)
    assert (last.number, len(last.figures)) == (3, 5)
    some = observations_of(north, first=month(3), last=month(5))
    assert [figure.period for figure in some.figures] == [month(5), month(4), month(3)]
    assert observations_of(series_of("activity", "system")).figures[0].reporting == 1


def test_all_that_was_known_of_a_period() -> None:
    for days, value in enumerate((5, 6, 7)):
        with at(NOW, days=days):
            take_in(rows("activity", "north", value))
    found = revisions_of(series_of("activity", "north"), month(0))
    assert [(figure.revision, figure.value) for figure in found] == [(3, 7), (2, 6), (1, 5)]


def test_one_sees_the_series_of_ones_own_units_only(places: dict[str, Unit]) -> None:
    take_in([row for key in ("north", "south", "r1") for row in rows("activity", key, 5)])
    member = a_user("lead", (places["north"], Level.VIEWER))
    assert [series.unit.key for series in series_for(member)] == ["north"]
    chief = a_user("chief", (places["top"], Level.VIEWER))
    assert {series.unit.key for series in series_for(chief)} == {"north", "south", "system"}
    reference = a_user("outsider", (places["r1"], Level.VIEWER))
    assert not series_for(reference).exists()


def test_comparators_have_numbers_for_names_and_an_order_that_says_nothing(places: dict[str, Unit]) -> None:
    take_in([row for n, key in enumerate(("north", "south", "r1", "r2", "r3")) for row in rows("activity", key, n)])
    found = comparators(series_of("activity", "north"))
    assert found.count == 3
    assert found.panel is not None
    assert found.panel.labels == ("1", "2", "3")
    assert sorted(found.panel.values[:, 0].tolist()) == [2, 3, 4]
    by_identifier = sorted((unit.pk, n) for n, unit in enumerate(places[key] for key in ("r1", "r2", "r3")))
    assert found.panel.values[:, 0].tolist() == [2.0 + n for _, n in by_identifier]
    assert not any(key in repr(found) for key in ("r1", "r2", "r3"))


def test_nobody_to_compare_with() -> None:
    take_in(rows("activity", "north", 5))
    assert comparators(series_of("activity", "north")).panel is None
    assert comparators(Series.objects.get(unit__key="system")).count == 0
