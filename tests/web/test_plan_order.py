import pytest
from django.test import Client

from tests.factories import a_plan, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.actions import rank_objectives
from wellrun.strategy.models import Objective, Plan, PlanChange
from wellrun.web.forms.plans.order import OrderForm, placed

PATH = "/plans/plan-2025/ranking/"


@pytest.fixture
def three(world: World) -> list[Objective]:
    """In a draft; none pulls at anything."""
    found = [an_objective(key, world.system, world.chief_post, rank=n) for n, key in enumerate("abc", start=1)]
    Plan.objects.update(stage="draft", activated_on=None)
    check_plan(a_plan())
    return found


def order() -> str:
    return "".join(Objective.objects.order_by("rank").values_list("key", flat=True))


def sent(read: str = "a,b,c", shown: str = "", **places: int) -> dict[str, str]:
    return {"read": read, "order": shown or read, **{f"place-{key}": str(place) for key, place in places.items()}}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ({"a": 1, "b": 2, "c": 3, "d": 4}, "abcd"),
        ({"d": 1}, "dabc"),
        ({"a": 4}, "bcda"),
        ({"a": 3, "b": 4}, "cdab"),
        ({"a": 2, "b": 1, "c": 4, "d": 3}, "badc"),
        ({"b": 1, "c": 1}, None),
    ],
)
def test_the_numbers_that_were_changed_hold(typed: dict[str, int], wanted: str | None) -> None:
    form = OrderForm({key: key for key in "abcd"}, sent("a,b,c,d", **typed))
    assert form.is_valid() is (wanted is not None)
    if wanted:
        assert "".join(form.wanted) == "".join(placed("abcd", typed)) == wanted


def test_the_order_is_saved_as_one_and_the_check_is_asked(world: World, three: list[Objective]) -> None:
    chief = client_of(world.chief)
    said = text_of(chief.get(PATH))
    assert "3 enterprise objectives stand one after the other" in said
    answer = chief.post(PATH, sent(a=3, b=1, c=2))
    assert (answer.status_code, answer["Location"]) == (302, PATH)
    assert order() == "bca"
    assert PlanChange.objects.get().verb == "rank_objectives"
    assert "The order is saved." in text_of(chief.get(PATH))


def test_a_button_moves_one_and_saves_nothing(world: World, three: list[Objective]) -> None:
    chief = client_of(world.chief)
    answer = chief.post(PATH, sent(a=1, b=2, c=3) | {"move": "up c"})
    said = text_of(answer)
    assert "“C” has place 2 of 3. This is not saved yet." in said
    assert "saved: place 3" in said
    assert order() == "abc"
    html = answer.content.decode()
    assert 'name="order" value="a,c,b"' in html
    assert 'name="read" value="a,b,c"' in html
    chief.post(PATH, sent(shown="a,c,b", a=1, c=2, b=3))
    assert order() == "acb"


def test_what_is_typed_wrong_stands_in_the_form(world: World, three: list[Objective]) -> None:
    chief = client_of(world.chief)
    for places, sentence in (
        ({"a": 9}, "Give a place from 1 to 3."),
        ({"a": 2, "c": 2}, "Two are to have place 2: give each its own."),
    ):
        answer = chief.post(PATH, sent(**places))
        assert answer.status_code == 422
        assert sentence in text_of(answer)
    assert order() == "abc"


def test_an_order_that_somebody_changed_meanwhile_is_not_overwritten(world: World, three: list[Objective]) -> None:
    chief = client_of(world.chief)
    rank_objectives(plan=a_plan(), order=three[::-1], by=world.chief)
    answer = chief.post(PATH, sent(a=2, b=1, c=3))
    assert answer.status_code == 409
    assert "changed by somebody else meanwhile" in text_of(answer)
    assert order() == "cba"
    html = answer.content.decode()
    assert 'name="order" value="b,a,c"' in html
    assert 'name="read" value="c,b,a"' in html
    assert chief.post(PATH, sent("c,b,a", "b,a,c", b=1, a=2, c=3)).status_code == 302
    assert order() == "bac"


def test_one_added_meanwhile_comes_last_and_is_asked_about(world: World, three: list[Objective]) -> None:
    an_objective("d", world.system, world.chief_post, rank=4)
    answer = client_of(world.chief).post(PATH, sent(a=2, b=1, c=3))
    assert answer.status_code == 409
    assert 'name="order" value="b,a,c,d"' in answer.content.decode()


def test_the_address_fills_in_an_order_and_marks_the_one_it_is_about(world: World, three: list[Objective]) -> None:
    html = client_of(world.chief).get(PATH, {"order": "c,a,zebra", "objective": "b"}).content.decode()
    assert 'name="order" value="c,a,b"' in html
    assert 'class="order-row is-asked" id="b"' in html


def test_others_read_the_places_of_what_they_see(world: World, three: list[Objective]) -> None:
    Objective.objects.filter(key="c").update(unit=world.north)
    said = text_of(client_of(world.viewer).get(PATH))
    assert "C" in said
    assert "Save this order" not in said
    assert "Where two want" not in said
    for person, status in ((world.viewer, 404), (world.lead, 404), (world.neighbour, 404), (world.stranger, 404)):
        assert client_of(person).post(PATH, sent(a=2, b=1, c=3)).status_code == status
    assert client_of(world.stranger).get(PATH).status_code == 404
    assert "are of units you do not see" in text_of(client_of(world.neighbour).get(PATH))
    assert Client().get(PATH).status_code == 302
    assert order() == "abc"


def test_who_sees_the_enterprise_without_chairing_it_is_refused(world: World, three: list[Objective]) -> None:
    executive = client_of(world.board.sponsor.holdings.get().user)
    assert "Who chairs the enterprise decides their order." in text_of(executive.get(PATH))
    assert executive.post(PATH, sent(a=2, b=1, c=3)).status_code == 403


def test_a_closed_plan_is_kept_as_it_was(world: World, three: list[Objective]) -> None:
    Plan.objects.update(stage="closed")
    chief = client_of(world.chief)
    assert "Save this order" not in text_of(chief.get(PATH))
    assert chief.post(PATH, sent(a=2, b=1, c=3)).status_code == 409
    assert order() == "abc"


def test_a_plan_that_is_not_there_is_nowhere(world: World, three: list[Objective]) -> None:
    assert client_of(world.chief).get("/plans/nothing/ranking/").status_code == 404


def test_many_cost_no_more_queries(world: World, three: list[Objective], django_assert_max_num_queries: object) -> None:
    for number in range(20):
        an_objective(f"o{number}", world.system, world.chief_post, rank=number + 10)
    check_plan(a_plan())
    chief = client_of(world.chief)
    chief.get(PATH)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        chief.get(PATH)
