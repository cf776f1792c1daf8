"""Links, trade-offs and aims over REST."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from tests.factories import a_user
from wellrun.audit.models import AuditEvent

LINK = {"lead": "rides", "lag": "ready-to-leave", "sign": "-", "delay_min_days": 1, "delay_max_days": 7}
SAID = {"key": "rides-leave", **LINK, "grade": "judgement", "source": "Our discharge call"}
GUARD = {
    "key": "rides-guard",
    "push": "rides",
    "push_direction": "up",
    "guard": "ready-to-leave",
    "guard_direction": "down",
    "mechanism": "Who is called early waits in the lounge",
    "source": "Our discharge call",
}


@pytest.fixture
def analyst(planned: Planned) -> Program:
    return Program(a_user("figures", (planned.world.system, "analyst")))


def test_a_link_is_said_changed_and_withdrawn_by_who_defines_measures(planned: Planned, analyst: Program) -> None:
    assert analyst.post("/links", SAID).status == 201
    assert analyst.post("/links", SAID).code == "key_taken"
    assert analyst.post("/links/rides-leave/change", delay_max_days=14).body["delay_max_days"] == 14
    assert analyst.post("/links/rides-leave/change", grade="contested").code == "caveat_needed"
    assert Program(planned.world.viewer).get("/links").keys == ["rides-leave"]
    assert analyst.post("/links/rides-leave/withdraw").body["retired_on"] == "2025-10-14"
    assert analyst.get("/links").keys == []
    assert analyst.post("/links/rides-leave/change", delay_max_days=3).status == 404


def test_a_trade_off_likewise(planned: Planned, analyst: Program) -> None:
    assert analyst.post("/trade-offs", GUARD).status == 201
    assert analyst.post("/trade-offs/rides-guard/change", mechanism="They wait").body["mechanism"] == "They wait"
    assert Program(planned.world.viewer).get("/trade-offs").keys == ["rides-guard"]
    assert analyst.post("/trade-offs/rides-guard/withdraw").status == 200
    assert analyst.get("/trade-offs").keys == []


@pytest.mark.parametrize(("path", "body"), [("/links", SAID), ("/trade-offs", GUARD)])
def test_who_only_sees_may_not_say_them_and_a_stranger_is_told_nothing(
    planned: Planned, path: str, body: dict[str, Any]
) -> None:
    assert Program(planned.world.viewer).post(path, body).status == 403
    assert Program(planned.world.stranger).post(path, body).status == 404
    assert Program(planned.world.stranger).get(path).status == 404


def test_an_aim_is_set_told_and_taken_back(planned: Planned) -> None:
    lead, aim = Program(planned.world.lead), {"measure": "ready-to-leave", "unit": "north", "value": 0.1}
    said = lead.post("/aims", aim)
    assert (said.status, said.body["target"]["low"]["value"]) == (200, 0.1)
    assert lead.post("/aims", aim | {"low": 0.1}).code == "target_shape"
    assert Program(planned.world.viewer).post("/aims", aim).status == 403
    assert Program(planned.world.neighbour).post("/aims", aim).status == 404
    taken = lead.post(f"/series/{planned.world.series.uid}/take-back-aim")
    assert taken.body["target"] is None
    assert Program(planned.world.neighbour).post(f"/series/{planned.world.series.uid}/take-back-aim").status == 404


@pytest.mark.parametrize(("path", "body"), [("/links", SAID), ("/trade-offs", GUARD)])
def test_one_is_told_by_its_key_also_when_it_was_withdrawn(
    planned: Planned, analyst: Program, path: str, body: dict[str, Any]
) -> None:
    analyst.post(path, body)
    address = f"{path}/{body['key']}"
    assert Program(planned.world.viewer).get(address).body["retired_on"] is None
    analyst.post(f"{address}/withdraw")
    assert Program(planned.world.viewer).get(address).body["retired_on"] == "2025-10-14"
    assert Program(planned.world.stranger).get(address).status == 404
    assert analyst.get(f"{path}/none").status == 404


def test_the_lists_are_narrowed_down_by_measure_grade_and_origin(planned: Planned, analyst: Program) -> None:
    analyst.post("/links", SAID)
    analyst.post("/trade-offs", GUARD)
    for wanted, found in (({"measure": "rides"}, 1), ({"measure": "none"}, 0), ({"origin": "library"}, 0)):
        assert analyst.get("/links", **wanted).body["count"] == found
        assert analyst.get("/trade-offs", **wanted).body["count"] == found
    assert analyst.get("/links", grade="judgement").keys == ["rides-leave"]
    assert analyst.get("/links", grade="strong").keys == []


def test_what_is_believed_of_an_objectives_measures_is_offered_and_heeded(planned: Planned, analyst: Program) -> None:
    analyst.post("/links", SAID)
    address, lead = "/plans/plan-2025/objectives/leave-on-time/offered", Program(planned.world.lead)
    (offered,) = lead.get(address).body
    assert (offered["kind"], offered["about"], offered["other"], offered["role"]) == (
        *("lead", "ready-to-leave", "rides", "lead"),
    )
    assert Program(planned.world.viewer).post(f"{address}/heed", other="rides").status == 403
    assert Program(planned.world.neighbour).get(address).status == 404
    heeded = lead.post(f"{address}/heed", other="rides")
    assert heeded.status == 200
    assert AuditEvent.objects.filter(verb="give_role", actor=planned.world.lead.audit_label).exists()
    assert {one["measure"]["key"]: one["role"] for one in heeded.body["result"]["measures"]}["rides"] == "lead"
    assert lead.get(address).body == []
    assert lead.post(f"{address}/heed", other="rides").status == 404


def test_the_history_of_an_objective_is_for_whoever_sees_it(planned: Planned) -> None:
    address = "/plans/plan-2025/objectives/leave-on-time/changes"
    told = Program(planned.world.viewer).get(address, limit=2).body
    assert (len(told["results"]), told["count"] > 2) == (2, True)
    assert {one["subject"].split(" ")[0] for one in told["results"]} == {"leave-on-time"}
    assert Program(planned.world.neighbour).get(address).status == 404
