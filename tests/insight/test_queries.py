"""What evaluation found is read within the units a person may see."""

from collections.abc import Iterator

import pytest

from tests.factories import a_measure, a_post, a_series, a_unit, a_user, an_objective, at
from tests.insight.figures import arrive, rows, shifted, steady
from wellrun.accounts.models import User
from wellrun.insight.actions import evaluate
from wellrun.insight.queries import open_signals, states_for
from wellrun.measures.models import Series
from wellrun.strategy.models import ObjectiveMeasure

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Iterator[User]:
    """Who sees the whole system: two sites, `seen` falls at the first, `occupancy` rises there."""
    with at():
        system = a_unit("system", enterprise=True)
        north, south = a_unit("north", parent=system), a_unit("south", parent=system)
        seen = a_measure("seen", roll_up="none")
        occupancy = a_measure("occupancy", direction="down", roll_up="none")
        objective = an_objective("access", system, a_post("chief", system), roles={"lag": seen})
        ObjectiveMeasure.objects.create(objective=objective, measure=occupancy, role="balancing", position=1)
        ObjectiveMeasure.objects.create(objective=objective, measure=a_measure("no-feed"), role="lead", position=2)
        arrive(
            [
                *rows("seen", "north", shifted(steady(0), 44, -0.05)),
                *rows("seen", "south", steady(1)),
                *rows("occupancy", "north", shifted(steady(2), 44, 0.05)),
            ]
        )
        evaluate(cause="import")
        a_user("north-lead", (north, "viewer"))
        a_user("south-lead", (south, "viewer"))
        a_series(south, occupancy)
        yield a_user("chief", (system, "viewer"))


def a(username: str) -> User:
    return User.objects.get(username=username)


def series(measure: str, unit: str) -> Series:
    return Series.objects.get(measure__key=measure, unit__key=unit)


def test_states_are_those_of_units_one_may_see(chief: User) -> None:
    assert states_for(chief).count() == 3
    assert [state.series.unit.key for state in states_for(a("south-lead"))] == ["south"]
    assert states_for(chief, measure__key="occupancy").count() == 1
    assert not states_for(a_user("stranger")).exists()


def test_open_signals_are_those_of_units_one_may_see(chief: User) -> None:
    assert {signal.series.measure.key for signal in open_signals(chief)} == {"seen", "occupancy"}
    assert not open_signals(a("south-lead")).exists()
    assert open_signals(chief, measure__key="seen").count() == 1
