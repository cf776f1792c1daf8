"""Who never reported a measure that the units like them report."""

from datetime import date

import pytest

from tests.factories import a_measure, a_unit
from tests.insight.figures import arrive, rows, steady
from wellrun.measures.models import MeasureVersion
from wellrun.measures.queries import never_reported
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 14)


def a_group() -> Unit:
    """Two hospitals that report waits and beds, a cancer hospital that reports beds, a plan that reports claims."""
    top = a_unit("group", enterprise=True, kind="system")
    for key in ("east", "west", "cancer", "plan"):
        a_unit(key, parent=top, kind="site", name=key.title())
    for key in ("waits", "beds", "claims"):
        a_measure(key)
    arrive([row for unit in ("east", "west") for row in rows("waits", unit, steady(0, n=3))], name="waits.csv")
    arrive([row for unit in ("east", "west", "cancer") for row in rows("beds", unit, steady(1, n=3))], name="beds.csv")
    arrive(rows("claims", "plan", steady(2, n=3)), name="claims.csv")
    return top


def names(unit: Unit, key: str) -> list[tuple[str, bool]]:
    version = MeasureVersion.objects.get(measure__key=key)
    found = never_reported(unit.pk, [version], TODAY).get(version.measure_id, ())
    return [(one.name, one.only_zero) for one in found]


def test_one_that_reports_what_the_others_do_is_missed_and_one_of_another_trade_is_not() -> None:
    top = a_group()
    assert names(top, "waits") == [("Cancer", False)]
    assert names(top, "beds") == []
    assert names(top, "claims") == []


def test_a_closed_unit_is_not_missed() -> None:
    top = a_group()
    Unit.objects.filter(key="cancer").update(closed=date(2024, 4, 1))
    assert names(top, "waits") == []


def test_noughts_of_an_activity_report_nothing_and_noughts_of_a_harm_do() -> None:
    top = a_group()
    for key, direction in (("attendances", "none"), ("falls", "down")):
        a_measure(key, scoring="count", direction=direction, multiplier=1, decimals=0, display_unit="")
        sent = [row for unit in ("east", "west") for row in rows(key, unit, [4.0, 5.0])]
        arrive([*sent, *rows(key, "cancer", [0.0, 0.0])], name=f"{key}.csv", counts=False)
    assert names(top, "attendances") == [("Cancer", True)]
    assert names(top, "falls") == []


def test_where_units_further_down_report_nothing_is_said() -> None:
    top = a_group()
    a_unit("ward", parent=Unit.objects.get(key="east"), kind="ward")
    a_measure("pressure")
    arrive(rows("pressure", "ward", steady(0, n=3)), name="pressure.csv")
    assert names(top, "pressure") == []
