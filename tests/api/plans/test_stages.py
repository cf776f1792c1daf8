"""The stages of a plan over REST, and what is asked before it comes into force."""

from __future__ import annotations

from tests.api.calling import Program
from tests.api.plans.conftest import Planned


def test_a_draft_goes_into_consultation_and_back(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    assert chief.post("/plans/plan-2026/consult").body["result"]["stage"] == "consultation"
    assert Program(planned.world.lead).get("/plans/plan-2026").body["stage"] == "consultation"
    assert Program(planned.world.lead).post("/plans/plan-2026/return-to-draft").status == 404
    assert chief.post("/plans/plan-2026/return-to-draft").body["result"]["stage"] == "draft"
    assert chief.post("/plans/plan-2026/return-to-draft").code == "plan_in_other_stage"


def test_a_plan_that_lacks_something_does_not_come_into_force_and_says_what(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    asked = {one["what"]: one for one in chief.get("/plans/plan-2026/readiness").body["asked"]}
    assert not asked["ranking"]["done"]
    refused = chief.post("/plans/plan-2026/activate")
    assert (refused.status, refused.code) == (409, "plan_not_ready")
    assert refused.body["params"]["problems"]
    assert chief.get("/plans/plan-2026").body["stage"] == "draft"
    assert chief.get("/plans/plan-2025").body["stage"] == "active"
    assert Program(planned.world.lead).post("/plans/plan-2026/activate").status == 404
    assert Program(planned.world.lead).get("/plans/plan-2026/readiness").status == 404


def test_what_is_wanting_comes_in_parts_and_is_counted_as_a_whole(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    chief.post("/plans/plan-2025/clone", key="p27", name="2027", starts="2027-04-01", ends="2028-03-31")
    whole = chief.get("/plans/p27/readiness").body
    part = chief.get("/plans/p27/readiness", limit=1, offset=1).body
    assert whole["count"] == whole["beside"] + sum(one["missing"] + one["waived"] for one in whole["asked"]) > 2
    assert part == whole | {"results": whole["results"][1:2], "next": "/api/v1/plans/p27/readiness?limit=1&offset=2"}
    assert {one["of"] for one in whole["results"]} <= {one["what"] for one in whole["asked"]} | {"beside"}


def test_the_next_cycle_begins_with_the_objectives_of_this_one(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    cloned = chief.post("/plans/plan-2025/clone", key="p27", name="2027", starts="2027-04-01", ends="2028-03-31")
    assert cloned.body["result"]["stage"] == "draft"
    assert set(chief.get("/plans/p27/objectives").keys) == {"flow", "leave-on-time", "call-early"}
    assert Program(planned.world.neighbour).get("/plans/p27/objectives").keys == []


def test_nothing_of_a_closed_plan_is_changed(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    assert chief.post("/plans/plan-2025/close").body["result"]["stage"] == "closed"
    refused = chief.post("/plans/plan-2025/objectives/leave-on-time/change", title="Later")
    assert (refused.status, refused.code) == (409, "plan_closed")
