import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.factories import a_plan, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.check.models import Finding
from wellrun.execution.models import Initiative
from wellrun.jobs.model_check import check_plan
from wellrun.lib import clock
from wellrun.strategy.actions import put_on_stop_list
from wellrun.strategy.models import Plan, PlanChange, Stopped

PATH = "/plans/plan-2025/stop-list/"
FORM = {
    "title": "Monthly performance pack",
    "kind": "stopped",
    "because": "Nobody decides on it",
    "post": "chief-operating-officer",
    "from_date": "2025-11-01",
}


@pytest.fixture
def plan(world: World) -> Plan:
    """A draft in which one initiative begins and nothing stops."""
    objective = an_objective("flow", world.system, world.chief_post)
    Plan.objects.update(stage="draft", activated_on=None)
    Initiative.objects.create(
        key="calls",
        title="Noon calls",
        objective=objective,
        owner=world.chief_post,
        starts=date(2025, 9, 1),
        created_at=clock.now(),
    )
    check_plan(a_plan())
    return a_plan()


def test_where_nothing_stops_the_check_says_so_with_the_way_out(world: World, plan: Plan) -> None:
    chief = client_of(world.chief)
    answer = chief.get(PATH)
    said = text_of(answer)
    assert "Nothing is stopped or paused yet, and 1 initiative begins in this cycle." in said
    assert "Leave it so on purpose, with a reason" in said
    waiver = answer.context["shown"].told[0].waive_href
    assert "New initiatives begin in this cycle" in text_of(chief.get(waiver))


def test_what_is_stopped_is_put_on_and_mends_the_finding(world: World, plan: Plan) -> None:
    chief = client_of(world.chief)
    assert chief.post(PATH, FORM).status_code == 302
    one = Stopped.objects.get()
    assert (one.key, one.post, one.from_date) == ("monthly-performance-pack", world.chief_post, date(2025, 11, 1))
    said = text_of(chief.get(PATH))
    assert "1 thing is stopped or paused for this plan." in said
    assert "from Sat 1 Nov 2025" in said
    assert Finding.objects.get(rule="FOC-06").resolved_at is not None
    assert chief.post(PATH, FORM | {"kind": "paused"}).status_code == 302
    assert Stopped.objects.filter(key="monthly-performance-pack-2", kind="paused").exists()


def test_it_is_said_anew_and_the_history_keeps_what_stood(world: World, plan: Plan) -> None:
    chief = client_of(world.chief)
    chief.post(PATH, FORM)
    change = f"{PATH}monthly-performance-pack/edit/"
    assert 'value="Monthly performance pack"' in chief.get(change).content.decode()
    assert change in chief.get(PATH).content.decode()
    wrong = chief.post(change, FORM | {"because": " ", "title": "The pack"})
    assert wrong.status_code == 422
    assert 'value="The pack"' in wrong.content.decode()
    assert chief.post(change, FORM | {"kind": "paused", "because": "Until spring"}).status_code == 302
    assert (Stopped.objects.get().kind, Stopped.objects.get().because) == ("paused", "Until spring")
    assert chief.post(change, FORM | {"kind": "paused", "because": "Until spring"}).status_code == 302
    noted = PlanChange.objects.get(verb="change_stop_list")
    assert (noted.before["because"], noted.after["because"]) == ("Nobody decides on it", "Until spring")
    assert client_of(world.viewer).get(change).status_code == 404
    Plan.objects.update(stage="closed")
    assert "is closed and is kept as it was" in text_of(chief.post(change, FORM))


def test_what_somebody_else_changed_meanwhile_is_told_before_it_is_replaced(world: World, plan: Plan) -> None:
    chief = client_of(world.chief)
    chief.post(PATH, FORM)
    change = f"{PATH}monthly-performance-pack/edit/"
    read = mark_in(chief.get(change))
    assert client_of(world.chief).post(change, FORM | {"because": "Until spring", "read": read}).status_code == 302
    late = chief.post(change, FORM | {"kind": "paused", "read": read})
    assert late.status_code == 409
    assert "It says now: Stopped or paused: Stopped for good; Why: Until spring. Send again" in text_of(late)
    assert Stopped.objects.get().because == "Until spring"
    wrong = chief.post(change, FORM | {"title": " ", "read": read})
    assert (wrong.status_code, mark_in(wrong)) == (422, read)
    assert chief.post(change, FORM | {"kind": "paused", "read": mark_in(late)}).status_code == 302
    assert (Stopped.objects.get().kind, Stopped.objects.get().because) == ("paused", "Nobody decides on it")


def mark_in(answer: Any) -> str:
    """What the form says it was filled in from."""
    found = re.search(r'name="read" value="(\w+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_it_is_taken_off_after_being_asked(world: World, plan: Plan) -> None:
    chief = client_of(world.chief)
    chief.post(PATH, FORM)
    off = f"{PATH}monthly-performance-pack/take-off/"
    assert "“Monthly performance pack”: Nobody decides on it" in text_of(chief.get(off))
    assert Stopped.objects.exists()
    assert chief.post(off).status_code == 302
    assert not Stopped.objects.exists()
    assert chief.post(off).status_code == 404
    assert list(PlanChange.objects.values_list("verb", flat=True)) == ["put_on_stop_list", "take_off_stop_list"]


def test_the_address_fills_the_form_in(world: World, plan: Plan) -> None:
    html = client_of(world.chief).get(PATH, {"title": "The pack", "post": "north-director"}).content.decode()
    assert 'value="The pack"' in html
    assert 'value="north-director" selected' in html


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Say what is stopped."),
        ({"because": ""}, "Say why."),
        ({"post": ""}, "Choose the post that stops it."),
        ({"from_date": ""}, "Say from when."),
        ({"from_date": "3025-01-01"}, "Choose a nearer day."),
        ({"kind": "slower"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_stands_in_the_form(world: World, plan: Plan, wrong: dict[str, str], sentence: str) -> None:
    answer = client_of(world.chief).post(PATH, FORM | wrong)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Stopped.objects.exists()


def test_each_sees_what_posts_of_their_units_stop(world: World, plan: Plan) -> None:
    for key, post in (("pack", world.chief_post), ("huddle", world.lead_post)):
        put_on_stop_list(
            plan=plan,
            key=key,
            title=f"The {key}",
            because="Room",
            post=post,
            from_date=date(2025, 4, 1),
            by=world.chief,
        )
    said = text_of(client_of(world.viewer).get(PATH))
    assert "The huddle" in said
    assert "The pack" not in said
    assert "No post of the units you see" in text_of(client_of(world.neighbour).get(PATH))
    executive = client_of(world.board.sponsor.holdings.get().user)
    assert "Put it on the stop list" not in text_of(executive.get(PATH))
    for person, status in ((executive, 403), (client_of(world.lead), 404), (client_of(world.stranger), 404)):
        assert person.post(PATH, FORM).status_code == status
        assert person.post(f"{PATH}huddle/take-off/").status_code == status
    assert Stopped.objects.count() == 2


def test_a_closed_plan_is_kept_as_it_was(world: World, plan: Plan) -> None:
    chief = client_of(world.chief)
    chief.post(PATH, FORM)
    Plan.objects.update(stage="closed")
    assert "Put it on the stop list" not in text_of(chief.get(PATH))
    assert chief.post(PATH, FORM).status_code == 409
    assert chief.post(f"{PATH}monthly-performance-pack/take-off/").status_code == 409
    assert Stopped.objects.count() == 1


def test_many_cost_no_more_queries(
    world: World, plan: Plan, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(30):
        put_on_stop_list(
            plan=plan,
            key=f"k{number}",
            title="Pack",
            because="Room",
            post=world.chief_post,
            from_date=date(2025, 4, 1),
            by=world.chief,
        )
    chief = client_of(world.chief)
    chief.get(PATH)
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        chief.get(PATH)
