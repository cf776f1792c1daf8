import pytest

from tests.factories import a_domain, a_measure, a_plan, an_objective
from tests.worlds import World
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.strategy.actions import add_domain, order_domains, remove_domain, rename_domain
from wellrun.strategy.models import Domain, PlanChange


@pytest.fixture
def two(world: World) -> list[Domain]:
    a_plan()
    return [add_domain(key=key, name=key.capitalize(), by=world.chief) for key in ("access", "workforce")]


def keys() -> list[str]:
    return list(Domain.objects.order_by("position", "key").values_list("key", flat=True))


def test_a_new_domain_is_the_last_and_the_history_of_open_plans_says_so(world: World, two: list[Domain]) -> None:
    assert [one.position for one in two] == [1, 2]
    assert list(PlanChange.objects.values_list("verb", "subject")) == [
        ("add_domain", "access"),
        ("add_domain", "workforce"),
    ]


def test_only_who_chairs_the_enterprise_writes_domains(world: World, two: list[Domain]) -> None:
    for person in (world.lead, world.viewer, world.stranger):
        with pytest.raises((NotFound, Refused)):
            add_domain(key="digital", name="Digital", by=person)
        with pytest.raises((NotFound, Refused)):
            order_domains(order=two[::-1], by=person)
        with pytest.raises((NotFound, Refused)):
            remove_domain(domain=two[0], by=person)


def test_a_key_is_given_once_and_a_name_is_needed(world: World, two: list[Domain]) -> None:
    for given, code in (({"key": "access", "name": "Again"}, "key_taken"), ({"key": "x", "name": " "}, "title_needed")):
        with pytest.raises(UserError) as refusal:
            add_domain(**given, by=world.chief)
        assert refusal.value.code == code


def test_the_same_name_again_is_no_change(world: World, two: list[Domain]) -> None:
    before = PlanChange.objects.count()
    rename_domain(domain=two[0], name="Access ", by=world.chief)
    assert PlanChange.objects.count() == before
    rename_domain(domain=two[0], name="Access to care", by=world.chief)
    assert PlanChange.objects.latest("id").after == {"name": "Access to care"}


def test_an_order_is_whole_and_refused_where_it_changed_meanwhile(world: World, two: list[Domain]) -> None:
    order_domains(order=two[::-1], read=["access", "workforce"], by=world.chief)
    assert keys() == ["workforce", "access"]
    for given, code in (
        ({"order": two, "read": ["access", "workforce"]}, "order_changed"),
        ({"order": two[:1]}, "order_incomplete"),
    ):
        with pytest.raises(UserError) as refusal:
            order_domains(**given, by=world.chief)
        assert refusal.value.code == code


def test_a_domain_is_taken_away_while_nothing_belongs_to_it(world: World, two: list[Domain]) -> None:
    remove_domain(domain=two[1], by=world.chief)
    assert keys() == ["access"]


@pytest.mark.parametrize("what", ["objective", "forum", "measure"])
def test_a_domain_to_which_something_belongs_stays(world: World, two: list[Domain], what: str) -> None:
    if what == "objective":
        an_objective("leave", world.system, world.chief_post)
        assert a_domain() == two[0]
    elif what == "forum":
        world.board.domains.add(two[0])
    else:
        a_measure("waiting", domain="access")
    with pytest.raises(UserError) as refusal:
        remove_domain(domain=two[0], by=world.chief)
    assert refusal.value.code == "domain_in_use"
