"""Driver diagrams over REST: boxes keep their place, are moved, and are drawn as suggested."""

from __future__ import annotations

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from wellrun.measures.models import Measure

DRIVERS = "/plans/plan-2025/objectives/leave-on-time/drivers"


def _keys(boxes: list[dict[str, object]]) -> list[object]:
    return [box["key"] for box in boxes]


def test_a_box_said_again_without_a_position_stays_where_it_is(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    lead.post(DRIVERS, key="beds", kind="primary", text="Beds")
    again = lead.post(DRIVERS, key="beds", kind="primary", text="Beds are free")
    assert _keys(again.body["result"]) == ["calls", "beds"]


def test_a_box_is_moved_by_who_chairs_the_unit(planned: Planned) -> None:
    lead, viewer = Program(planned.world.lead), Program(planned.world.viewer)
    lead.post(DRIVERS, key="beds", kind="primary", text="Beds")
    assert viewer.post(f"{DRIVERS}/place", key="beds", way="up").status == 403
    moved = lead.post(f"{DRIVERS}/place", key="beds", way="up")
    assert _keys(moved.body["result"]) == ["beds", "calls"]


def test_suggested_boxes_are_read_and_drawn(planned: Planned) -> None:
    planned.own.measures.create(measure=Measure.objects.get(key="rides"), role="lead")
    lead, viewer = Program(planned.world.lead), Program(planned.world.viewer)
    assert _keys(viewer.get(f"{DRIVERS}/suggested").body) == ["rides"]
    assert viewer.post(f"{DRIVERS}/suggested", keys=["rides"]).status == 403
    assert lead.post(f"{DRIVERS}/suggested", keys=["no-such"]).status == 404
    drawn = lead.post(f"{DRIVERS}/suggested", keys=["rides"])
    assert _keys(drawn.body["result"]) == ["calls", "rides"]
    assert lead.get(f"{DRIVERS}/suggested").body == []
