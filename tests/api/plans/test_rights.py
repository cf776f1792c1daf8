"""Decision rights over REST."""

from __future__ import annotations

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from tests.factories import a_forum
from wellrun.audit.actions import SYSTEM
from wellrun.reviews.actions import give_right


def test_a_right_of_a_post_or_a_forum_is_given_listed_changed_and_taken_away(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    said = {"kind": "spend", "scope": "north", "spending_ceiling": 5000.0}
    of_post = chief.post("/rights", post="head-of-discharge", **said)
    assert (of_post.status, of_post.body["post"]["key"], of_post.body["forum"]) == (201, "head-of-discharge", None)
    of_forum = chief.post("/rights", forum="north-flow", **said)
    assert of_forum.body["forum"]["key"] == "north-flow"
    assert chief.post("/rights", forum="north-flow", **said).code == "right_known"
    assert len(chief.get("/rights", within="north", kind="spend").body["results"]) == 2
    assert chief.get("/rights", kind="staff").body["results"] == []
    address = f"/rights/{of_forum.body['id']}"
    changed = chief.post(f"{address}/change", kind="staff", scope="north", staffing_ceiling=2.5)
    assert (changed.body["spending_ceiling"], changed.body["staffing_ceiling"]) == (None, 2.5)
    assert chief.post(f"{address}/remove").status == 200
    assert chief.post(f"{address}/remove").status == 404


def test_it_names_a_post_or_a_forum_and_nobody_gives_their_own(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    both = lead.post("/rights", post="head-of-discharge", forum="north-flow", kind="spend", scope="north")
    assert both.status == 422
    assert lead.post("/rights", kind="spend", scope="north").status == 422
    assert lead.post("/rights", post="north-director", kind="spend", scope="north").code == "own_right"
    assert lead.post("/rights", post="head-of-discharge", kind="gamble", scope="north").status == 422
    assert lead.post("/rights", post="head-of-discharge", kind="spend", scope="system").status == 404


def test_rights_of_a_restricted_forum_are_told_to_its_members(planned: Planned) -> None:
    world = planned.world
    circle = a_forum("circle", world.north, world.doer_post, restricted=True, members=[world.doer])
    give_right(holder=circle, kind="spend", scope=world.north, by=SYSTEM)
    assert Program(world.lead).get("/rights").body["results"] == []
    assert len(Program(world.doer).get("/rights").body["results"]) == 1
    assert Program(world.lead).post("/rights", forum="circle", kind="staff", scope="north").status == 404
