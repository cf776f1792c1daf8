from collections.abc import Callable

import pytest

from tests.factories import a_plan, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.actions import add_domain, order_domains
from wellrun.strategy.models import Domain, Plan

PATH = "/plans/plan-2025/domains/"


@pytest.fixture
def two(world: World) -> list[Domain]:
    """An objective stands in the first of two."""
    found = [add_domain(key=key, name=key.capitalize(), by=SYSTEM) for key in ("access", "workforce")]
    an_objective("flow", world.system, world.chief_post)
    Plan.objects.update(stage="draft", activated_on=None)
    check_plan(a_plan())
    return found


def keys() -> list[str]:
    return list(Domain.objects.order_by("position").values_list("key", flat=True))


def test_they_are_listed_with_what_stands_in_them(world: World, two: list[Domain]) -> None:
    said = text_of(client_of(world.chief).get(PATH))
    assert "1 objective of this plan" in said
    assert "no objective of this plan" in said
    assert "No objective stands in the domain “Workforce”." in said


def test_one_is_renamed_everywhere_at_once_and_keeps_its_key(world: World, two: list[Domain]) -> None:
    chief = client_of(world.chief)
    assert chief.post(f"{PATH}workforce/", {"name": "People"}).status_code == 302
    assert Domain.objects.get(key="workforce").name == "People"
    assert Finding.objects.get(rule="FOC-03").message == "No objective stands in the domain “People”."
    for page in (PATH, "/u/system/data/library/", "/u/system/strategy/check/?plan=plan-2025"):
        assert "Workforce" not in text_of(chief.get(page))
    assert chief.post(f"{PATH}access/", {"name": "Getting in"}).status_code == 302
    assert "Getting in" in text_of(chief.get("/plans/plan-2025/ranking/"))


def test_one_is_added_as_the_last_with_a_key_of_its_own(world: World, two: list[Domain]) -> None:
    chief = client_of(world.chief)
    for _time in range(2):
        assert chief.post(PATH, {"name": "Digital & data"}).status_code == 302
    assert keys() == ["access", "workforce", "digital-data", "digital-data-2"]
    answer = chief.post(PATH, {"name": " "})
    assert answer.status_code == 422
    assert "Give it a name." in text_of(answer)
    assert 'value="Homes"' in chief.get(PATH, {"name": "Homes"}).content.decode()


def test_they_are_put_in_another_order(world: World, two: list[Domain]) -> None:
    chief = client_of(world.chief)
    sent = {"read": "access,workforce", "order": "access,workforce", "place-access": "2", "place-workforce": "1"}
    assert chief.post(PATH, sent).status_code == 302
    assert keys() == ["workforce", "access"]
    assert chief.post(PATH, sent | {"place-access": "1", "place-workforce": "2"}).status_code == 409
    order_domains(order=two, by=SYSTEM)
    assert "has place 1 of 2" in text_of(
        chief.post(PATH, sent | {"place-access": "", "place-workforce": "", "move": "up workforce"})
    )
    assert keys() == ["access", "workforce"]


def test_one_is_taken_away_while_nothing_belongs_to_it(world: World, two: list[Domain]) -> None:
    chief = client_of(world.chief)
    assert "Nothing belongs to it yet." in text_of(chief.get(f"{PATH}workforce/"))
    assert "Take this domain away" in text_of(chief.get(f"{PATH}workforce/remove/"))
    assert chief.post(f"{PATH}workforce/remove/").status_code == 302
    assert keys() == ["access"]
    assert Finding.objects.filter(rule="FOC-03", resolved_at__isnull=True).count() == 0
    assert "it can be renamed, and not taken away" in text_of(chief.get(f"{PATH}access/"))
    assert chief.post(f"{PATH}access/remove/").status_code == 409
    assert keys() == ["access"]


def test_only_who_chairs_the_enterprise_writes_them(world: World, two: list[Domain]) -> None:
    executive = client_of(world.board.sponsor.holdings.get().user)
    assert "Add a domain" not in text_of(executive.get(PATH))
    for person, status in ((executive, 403), (client_of(world.lead), 404), (client_of(world.stranger), 404)):
        assert person.post(PATH, {"name": "Mine"}).status_code == status
        for path in (f"{PATH}workforce/", f"{PATH}workforce/remove/"):
            assert person.get(path).status_code == status
            assert person.post(path, {"name": "Mine"}).status_code == status
    assert "Access" in text_of(client_of(world.viewer).get(PATH))
    assert keys() == ["access", "workforce"]
    assert client_of(world.chief).get(f"{PATH}zebra/").status_code == 404


def test_those_of_a_closed_plan_are_not_written_there(world: World, two: list[Domain]) -> None:
    Plan.objects.update(stage="closed")
    chief = client_of(world.chief)
    assert "Add a domain" not in text_of(chief.get(PATH))
    assert chief.post(PATH, {"name": "Digital"}).status_code == 409
    assert keys() == ["access", "workforce"]


def test_many_cost_no_more_queries(
    world: World, two: list[Domain], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(12):
        add_domain(key=f"d{number}", name=f"Area {number}", by=SYSTEM)
    check_plan(a_plan())
    chief = client_of(world.chief)
    chief.get(PATH)
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        chief.get(PATH)
