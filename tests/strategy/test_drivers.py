"""The boxes of a driver diagram: drawn, placed, changed into what still hangs together, and suggested out of links."""

import pytest

from tests.factories import a_measure, an_objective
from tests.worlds import World
from wellrun.execution.models import Initiative
from wellrun.lib.errors import Conflict, NotFound, UserError
from wellrun.measures.models import Measure
from wellrun.strategy.actions import draw_driver, draw_suggested, place_driver, rub_out_driver
from wellrun.strategy.driver_suggestion import suggested_drivers
from wellrun.strategy.models import DriverNode, InfluenceLink, Objective, PlanChange


@pytest.fixture
def flow(world: World) -> Objective:
    return an_objective("flow", world.north, world.lead_post, roles={"lag": a_measure("stay")})


def a_box(flow: Objective, world: World, key: str, kind: str = "primary", **said: object) -> DriverNode:
    return draw_driver(objective=flow, key=key, kind=kind, text=key, by=world.lead, **said)  # type: ignore[arg-type]


def a_link(lead: str, lag: str, grade: str = "moderate", **change: object) -> InfluenceLink:
    ends = [Measure.objects.filter(key=key).first() or a_measure(key) for key in (lead, lag)]
    fields = {"sign": "+", "delay_min_days": 0, "delay_max_days": 30, "source_text": "Judgement", **change}
    return InfluenceLink.objects.create(key=f"{lead}-{lag}", lead=ends[0], lag=ends[1], grade=grade, **fields)


def order(flow: Objective) -> list[str]:
    return list(DriverNode.objects.filter(objective=flow).order_by("position", "key").values_list("key", flat=True))


def test_a_new_box_comes_last_and_a_changed_one_stays(world: World, flow: Objective) -> None:
    for key in ("beds", "staff", "space"):
        a_box(flow, world, key)
    draw_driver(objective=flow, key="beds", kind="primary", text="Enough beds", by=world.lead)
    assert order(flow) == ["beds", "staff", "space"]


def test_a_box_is_moved_one_place_among_those_beside_it(world: World, flow: Objective) -> None:
    first, second = a_box(flow, world, "beds"), a_box(flow, world, "staff")
    a_box(flow, world, "rounds", "secondary", parent=first)
    assert place_driver(node=second, earlier=True, by=world.lead)
    assert order(flow)[:2] == ["staff", "beds"]
    assert not place_driver(node=DriverNode.objects.get(key="staff"), earlier=True, by=world.lead)
    change = PlanChange.objects.order_by("id").last()
    assert change is not None
    assert (change.kind, change.subject, change.verb) == ("driver", "flow > staff", "place_driver")


def test_what_hangs_below_a_box_must_still_be_able_to(world: World, flow: Objective) -> None:
    first, other = a_box(flow, world, "beds"), a_box(flow, world, "staff")
    a_box(flow, world, "rounds", "secondary", parent=first)
    with pytest.raises(UserError) as refusal:
        a_box(flow, world, "beds", "secondary", parent=other)
    assert refusal.value.code == "driver_below_hangs_wrong"
    a_box(flow, world, "ask", "idea", parent=other)
    assert a_box(flow, world, "staff", "secondary", parent=first).kind == "secondary"


def test_an_idea_that_is_tried_stays_one_and_its_initiative_outlives_it(world: World, flow: Objective) -> None:
    first = a_box(flow, world, "beds")
    idea = a_box(flow, world, "board", "idea", parent=first)
    tried = Initiative.objects.create(
        key="board-round",
        title="Board round",
        objective=flow,
        owner=world.lead_post,
        starts="2025-10-01",
        created_at="2025-10-01T08:00Z",
        idea=idea,
    )
    with pytest.raises(Conflict) as refusal:
        a_box(flow, world, "board", "secondary", parent=first)
    assert refusal.value.code == "idea_is_tried"
    rub_out_driver(node=first, by=world.lead)
    tried.refresh_from_db()
    assert tried.idea is None
    change = PlanChange.objects.order_by("id").last()
    assert change is not None
    assert change.before["below"] == ["board"]


def test_who_does_not_chair_the_unit_draws_nothing(world: World, flow: Objective) -> None:
    node = a_box(flow, world, "beds")
    for verb in (
        lambda: draw_driver(objective=flow, key="x", kind="primary", text="X", by=world.neighbour),
        lambda: place_driver(node=node, earlier=True, by=world.neighbour),
        lambda: rub_out_driver(node=node, by=world.neighbour),
        lambda: draw_suggested(objective=flow, boxes=[], by=world.neighbour),
    ):
        with pytest.raises(NotFound):
            verb()


def test_parts_come_first_then_what_moves_the_result_and_below_each_what_moves_it(
    world: World, flow: Objective
) -> None:
    a_link("beds", "stay")
    a_link("wait", "stay", "structural")
    a_link("rounds", "wait")
    a_link("letters", "rounds")
    a_link("stay", "wait")
    a_link("gone", "stay", retired_on="2025-01-01")
    boxes = suggested_drivers(flow)
    assert [(box.key, box.kind, box.parent) for box in boxes] == [
        ("wait", "primary", None),
        ("rounds", "secondary", "wait"),
        ("beds", "primary", None),
    ]
    assert draw_suggested(objective=flow, boxes=boxes, by=world.lead) == 3
    assert DriverNode.objects.get(key="rounds").parent.key == "wait"  # type: ignore[union-attr]
    assert suggested_drivers(flow) == []


def test_what_is_drawn_is_not_suggested_again_and_what_moves_it_still_is(world: World, flow: Objective) -> None:
    a_link("wait", "stay", "structural")
    a_link("rounds", "wait")
    a_box(flow, world, "waiting", measure=Measure.objects.get(key="wait"))
    assert [(box.key, box.parent) for box in suggested_drivers(flow)] == [("rounds", "waiting")]


def test_a_lead_of_which_no_link_speaks_is_a_primary_driver_too(world: World, flow: Objective) -> None:
    calls = a_measure("calls")
    flow.measures.create(measure=calls, role="lead")
    a_link("wait", "stay", "structural")
    boxes = suggested_drivers(flow)
    assert [(box.key, box.kind, box.link is None) for box in boxes] == [
        ("wait", "primary", False),
        ("calls", "primary", True),
    ]
    assert draw_suggested(objective=flow, boxes=boxes, by=world.lead) == 2


def test_without_results_or_links_nothing_is_suggested(world: World, flow: Objective) -> None:
    assert suggested_drivers(flow) == []
    flow.measures.all().delete()
    a_link("beds", "stay")
    assert suggested_drivers(flow) == []
