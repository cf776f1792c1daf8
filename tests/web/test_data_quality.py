"""What is wrong with the data, of reference units too for those who look after it, and what to know of units."""

from datetime import date
from typing import Any

import pytest

from tests.factories import a_measure, a_unit, a_user
from tests.measures.small import counted, take_in
from tests.web.planned import a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.web.test_data import an_issue, data
from tests.worlds import World
from wellrun.organisation.models import Unit


@pytest.fixture
def elsewhere(world: World) -> Unit:
    """A reference unit whose counts jumped, beside one of the north's."""
    planned = a_planned_world(world)
    unit = a_unit("elsewhere", parent=world.system, membership="reference")
    an_issue(unit, "jump", planned.seen, before=9509.0, after=18483.0)
    an_issue(world.north, "jump", planned.seen, before=1000.0, after=4920.0)
    return unit


@pytest.mark.parametrize("level", ["analyst", "administrator"])
def test_who_looks_after_the_enterprises_data_sees_reference_units_marked_and_last(
    world: World, elsewhere: Unit, level: str
) -> None:
    user = a_user("tends", (world.system, level))
    said = data(user, "quality/", "system")
    assert "from 9,509 to 18,483, and no merger explains it. Seen Elsewhere Reference Aug 25" in said
    assert said.index("from 1,000") < said.index("from 9,509")
    content = client_of(user).get("/u/system/data/quality/").content.decode()
    assert "/u/elsewhere/" not in content
    assert client_of(user).get("/u/elsewhere/data/quality/").status_code == 404
    assert "9,509" not in data(user, "quality/", "north")


def test_others_do_not_see_them(world: World, elsewhere: Unit) -> None:
    analyst = a_user("analyst", (world.north, "analyst"), (world.system, "viewer"))
    for user in (world.chief, world.lead, analyst):
        for path in ("quality/", "units/"):
            assert "Elsewhere" not in text_of(client_of(user).get(f"/u/system/data/{path}"))


def test_the_list_is_narrowed_by_kind_and_by_words(world: World, elsewhere: Unit) -> None:
    planned = a_measure("late-one")
    an_issue(world.north, "late", planned, due="2025-09-14", newest="2025-07-01")
    user = a_user("tends", (world.system, "analyst"))
    assert "Jump in size (2)" in data(user, "quality/", "system")
    late = data(user, "quality/?kind=late", "system")
    assert ("was due on 14 September 2025" in late, "jumped" in late) == (True, False)
    named = data(user, "quality/?q=elsewhere", "system")
    assert ("9,509" in named, "1,000" in named) == (True, False)
    assert "Nothing of the kind is open" in data(user, "quality/?q=nothing", "system")
    assert "9,509" in data(user, "quality/?kind=no-such-kind", "system")


def test_units_that_opened_closed_or_lack_something_are_told(world: World, elsewhere: Unit) -> None:
    Unit.objects.filter(pk=world.north.pk).update(opened=date(2017, 10, 1))
    Unit.objects.filter(pk=elsewhere.pk).update(
        closed=date(2021, 10, 1), successor=world.south, remark="Its source gives it no region."
    )
    said = data(a_user("tends", (world.system, "analyst")), "units/", "system")
    assert "North north Opened on 1 October 2017." in said
    told = "Its source gives it no region. Closed on 1 October 2021; South carries on."
    assert f"Elsewhere Reference elsewhere {told}" in said
    assert "Nothing to know of the units here" in data(world.neighbour, "units/", "south")


def test_definitions_say_since_when_and_what_is_missing_between(world: World) -> None:
    a_planned_world(world)
    a_measure("holed")
    take_in(counted("holed", "north", (1, 2), None, None, (1, 2), None, (1, 2)))
    from wellrun.jobs.evaluation import evaluate_and_raise

    evaluate_and_raise(cause="import")
    told = "Figures since Jan 2024. 2 figures are missing between January 2024 and April 2024. 1 more is missing."
    assert told in data(world.viewer, "?q=holed")


def test_the_pages_cost_the_same_for_any_number(
    world: World, elsewhere: Unit, django_assert_max_num_queries: Any
) -> None:
    client = client_of(a_user("tends", (world.system, "analyst")))
    costs = {}
    for path in ("quality/?q=e&kind=jump", "units/"):
        with django_assert_max_num_queries(18) as costs[path]:
            client.get(f"/u/system/data/{path}")
    for number in range(5):
        unit = a_unit(f"far-{number}", parent=world.system, membership="reference", opened=date(2020, 1, 1))
        an_issue(unit, "jump", a_measure(f"measure-{number}"), before=1.0, after=2.0)
    for path, cost in costs.items():
        with django_assert_max_num_queries(len(cost) + (1 if path == "units/" else 0)):
            client.get(f"/u/system/data/{path}")
